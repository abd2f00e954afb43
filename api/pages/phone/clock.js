// Days and times as people say them. Everybody here lives by London's clock.

import "./more-words.js";
import { dayInWords, say } from "./parts.js";

const ZONE = "Europe/London";

/** "4:30 pm", "9 am", "12 noon". @param {string} time such as "16:30" */
export function timeInWords(time) {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  if (hour === 12 && minute === 0) return say("noon");
  const rest = minute === 0 ? "" : `:${String(minute).padStart(2, "0")}`;
  // The space holds: "4:30" and "pm" stay on one line.
  return `${hour % 12 || 12}${rest}\u00a0${hour < 12 ? "am" : "pm"}`;
}

/** The time of a moment: "4:30 pm". @param {string} moment */
export function momentInWords(moment) {
  return timeInWords(new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: ZONE }));
}

/** "Wednesday 2 December", with the year where it may be another. @param {string} day a day or an instant @param {boolean} [year] */
export function weekdayInWords(day, year = false) {
  const moment = new Date(day);
  const weekday = moment.toLocaleDateString("en-GB", { weekday: "long", timeZone: ZONE });
  return `${weekday} ${dayInWords(day)}${year ? ` ${moment.toLocaleDateString("en-GB", { year: "numeric", timeZone: ZONE })}` : ""}`;
}
