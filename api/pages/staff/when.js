// Days and moments in words. Days are days: they are never moved by a time zone.

/** Everybody who works here works by this clock, wherever their laptop thinks it is. */
const ZONE = "Europe/London";

const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const LOCAL_DAY = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: ZONE });

/** "22 November 2026". @param {string} day */
export function longDay(day) {
  return LONG.format(new Date(`${day}T00:00:00Z`));
}

/** "22 Nov", with the year where it is not this one. @param {string} day */
export function shortDay(day) {
  const words = SHORT.format(new Date(`${day}T00:00:00Z`));
  return day.slice(0, 4) === today().slice(0, 4) ? words : `${words} ${day.slice(0, 4)}`;
}

/** The day of a moment, as "2026-11-22". @param {string | Date} moment */
export function dayOf(moment) {
  return LOCAL_DAY.format(typeof moment === "string" ? new Date(moment) : moment);
}

/** "09:41". @param {string | Date} moment */
export function clock(moment) {
  return CLOCK.format(typeof moment === "string" ? new Date(moment) : moment);
}

/** "22 November 2026 at 09:41". @param {string} moment */
export function longMoment(moment) {
  return `${longDay(dayOf(moment))} at ${clock(moment)}`;
}

/** Today, as "2026-11-22". */
export function today() {
  return dayOf(new Date());
}

/** So many days after today, as "2026-11-22". @param {number} days */
export function daysFromNow(days) {
  return new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** "today", "yesterday", "in 3 days", "5 days ago"; further away the day itself. @param {string} day */
export function near(day) {
  const days = Math.round((Date.parse(day) - Date.parse(today())) / 86_400_000);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  if (days > 1 && days <= 14) return `in ${days} days`;
  if (days < -1 && days >= -14) return `${-days} days ago`;
  return shortDay(day);
}

/** How long something still works: "for 15 minutes, until 09:41". @param {string} moment */
export function still(moment) {
  const minutes = Math.round((Date.parse(moment) - Date.now()) / 60_000);
  if (minutes <= 0) return "no longer";
  if (minutes < 120) return `for ${minutes} ${minutes === 1 ? "minute" : "minutes"}, until ${clock(moment)}`;
  const days = Math.round(minutes / 1440);
  if (days < 1) return `until ${clock(moment)} today`;
  return `for ${days} ${days === 1 ? "day" : "days"}, until ${longDay(dayOf(moment))}`;
}

/** Now, as a `datetime-local` field wants it. */
export function nowForField() {
  return `${today()}T${clock(new Date())}`;
}

/**
 * What a `datetime-local` field says, as an instant: the words on the field are London's clock.
 *
 * @param {string} text such as "2026-11-22T09:41"
 */
export function fieldToInstant(text) {
  const guess = new Date(`${text}Z`);
  const shown = new Date(`${dayOf(guess)}T${clock(guess)}Z`);
  return new Date(guess.getTime() * 2 - shown.getTime()).toISOString().replace(/\.\d+Z$/, "Z");
}

/** An instant as a `datetime-local` field wants it, by London's clock. @param {string} moment */
export function instantToField(moment) {
  return `${dayOf(moment)}T${clock(moment)}`;
}
