// Asking to talk to one's worker. Before anything is typed it says when somebody reads it; and if it cannot be sent, that
// nobody has been told.

import { Offline, explain, put } from "../shared/api.js";
import { byId, el, lines } from "../shared/dom.js";
import { keepWishes, wishes } from "./answers.js";
import { choice } from "./choices.js";
import { weekdayInWords } from "./clock.js";
import "./more-words.js";
import { ownWords } from "./own-words.js";
import { numbers } from "./pages.js";
import { goHome, heading, para, say } from "./parts.js";
import { phone } from "./phone.js";
import * as trail from "./trail.js";
/** @import { Key, Place, SafeTime, TalkAsked, TalkIn, TalkWay, View, Wish } from "./nouns.js" */

const LONGEST = 500;
/** @type {TalkWay[]} */
const WAYS = ["call", "text", "meeting"];
/** @type {SafeTime[]} */
const TIMES = ["any", "morning", "afternoon", "evening"];
/** Between which hours each of them is, where it is said. @type {Partial<Record<SafeTime, [number, number]>>} */
const HOURS = { morning: [0, 12], afternoon: [12, 17], evening: [17, 24] };
/** @type {("yes" | "no")[]} */
const ANSWERS = ["yes", "no"];

/** What came of the last attempt to send this wish: it is said until it is sent, whatever is shown in between. @type {{ wish: string, missing?: boolean, failure?: unknown } | undefined} */
let tried;
let sending = false;

/** @param {Place} place @returns {View} */
export function talk(place) {
  if (place.page === "sent") return sent(place);
  const wish = (wishes.talk ??= { id: crypto.randomUUID(), words: "" });
  const attempt = tried?.wish === wish.id ? tried : undefined;
  return {
    title: say("talk.title"),
    back: { view: "home" },
    leave: true,
    body: [
      heading("talk"),
      attempt?.failure !== undefined ? untold(attempt.failure) : before(),
      form(wish, attempt?.missing ?? false),
    ],
  };
}

/** When somebody is there, and who is there now. */
function before() {
  return el("div", null,
    para("talk.before", {}, "notice"),
    para("talk.urgent"),
    el("div", { class: "picks" },
      el("a", { class: "button button--bad", href: "tel:999" }, say("talk.999")),
      el("a", { class: "button button--quiet", href: "help.html" }, say("talk.help"))));
}

/** Nobody knows of it. @param {unknown} failure */
function untold(failure) {
  return el("section", null,
    el("div", { class: "notice notice--bad" },
      el("h2", { id: "untold", tabindex: "-1" }, say("talk.untold")),
      para(failure instanceof Offline ? "talk.untold.offline" : "talk.untold.refused"),
      !(failure instanceof Offline) && el("p", null, explain(failure))),
    para("talk.untold.numbers"),
    numbers());
}

/**
 * When the team works, as far as it can be told from its own words: "9 to 5, Monday to Friday", "08:30–18:00".
 *
 * @param {string} words @returns {[number, number][] | undefined}
 */
export function hoursIn(words) {
  const half = "(\\d{1,2})(?:[:.](\\d\\d))?\\s*(am|pm)?";
  const found = [...words.matchAll(new RegExp(`\\b${half}\\s*(?:to|till|until|-|–)\\s*${half}\\b`, "gi"))];
  if (found.length === 0 || /evening|night|24/i.test(words)) return undefined;
  return found.map(([, from, , am, to, minutes, pm]) => {
    const begins = hour(Number(from), am);
    const ends = hour(Number(to), pm) + Number(minutes ?? 0) / 60;
    return [begins, ends <= begins ? ends + 12 : ends];
  });
}

/** The hour of the day; nobody works at 5 in the morning. @param {number} number @param {string | undefined} half "am" or "pm" */
function hour(number, half) {
  const later = half ? half.toLowerCase() === "pm" && number < 12 : number < 7;
  return later ? number + 12 : number;
}

/** Times at which somebody is there. Where that cannot be told, all of them. @param {[number, number][] | undefined} hours */
function offered(hours) {
  return TIMES.filter((time) => {
    const [from, to] = HOURS[time] ?? [0, 24];
    return !hours || hours.some(([begins, ends]) => begins < to && ends > from);
  });
}

/** @param {Wish} wish @param {boolean} checked */
function form(wish, checked) {
  const hours = hoursIn(phone.me?.staffed_hours ?? "");
  const times = offered(hours);
  if (wish.safe_time && !times.includes(wish.safe_time)) delete wish.safe_time;
  const wrong = (/** @type {unknown} */ value, /** @type {Key} */ key) => checked && value === undefined && lines(say(key));
  const set = (/** @type {Partial<Wish>} */ chosen) => {
    Object.assign(wish, chosen);
    keepWishes();
  };
  return el("form", { novalidate: true, onsubmit: send },
    checked && el("p", { class: "field__error", role: "alert" }, lines(say("talk.missing"))),
    choice({
      name: "way", legend: say("talk.way"), values: WAYS, current: wish.way, wrong: wrong(wish.way, "talk.way.missing"),
      words: (way) => say(`talk.${way}`), chosen: (way) => set({ way }),
    }),
    choice({
      name: "time", legend: say("talk.time"), values: times, current: wish.safe_time, wrong: wrong(wish.safe_time, "talk.time.missing"),
      words: (time) => say(time === "evening" && !hours ? "talk.evening.wait" : `talk.${time}`), chosen: (safe_time) => set({ safe_time }),
    }),
    choice({
      name: "message", legend: say("talk.message"), values: ANSWERS, current: wish.message, wrong: wrong(wish.message, "talk.message.missing"),
      words: (answer) => say(`talk.message.${answer}`), chosen: (message) => set({ message }),
    }),
    phone.me?.own_words && writing(wish, set),
    el("button", { class: "button button--wide button--big", id: "send" }, say("talk.send")));
}

/** A field for own words. @param {Wish} wish @param {(typed: Partial<Wish>) => void} set */
function writing(wish, set) {
  return el("div", { class: "field" },
    el("label", { for: "own-words" }, say("talk.words")),
    el("span", { class: "field__hint", id: "words-hint" }, say("talk.words.hint")),
    ownWords(LONGEST, "words-hint", wish.words, (words) => set({ words })));
}

/** @param {Event} event */
async function send(event) {
  event.preventDefault();
  const wish = wishes.talk;
  const at = trail.current();
  if (!wish || sending) return;
  const body = complete(wish);
  if (!body) {
    tried = { wish: wish.id, missing: true };
    trail.redraw();
    firstMissing(wish);
    return;
  }
  sending = true;
  byId("send").setAttribute("aria-busy", "true");
  byId("send").textContent = say("talk.sending");
  try {
    const { reply_by } = /** @type {TalkAsked} */ (await put(`/young-person/v1/talks/${wish.id}`, body));
    delete wishes.talk;
    keepWishes();
    if (trail.current() === at) trail.go({ view: "talk", page: "sent", on: reply_by }, true);
  } catch (failure) {
    tried = { wish: wish.id, failure };
    if (trail.current() === at) {
      trail.redraw();
      byId("untold").focus();
    }
  } finally {
    sending = false;
  }
}

/** What to send, once everything is chosen. @param {Wish} wish @returns {TalkIn | undefined} */
function complete({ way, safe_time, message, words }) {
  if (!way || !safe_time || !message) return undefined;
  const text = words.trim();
  return { way, safe_time, message_ok: message === "yes", ...(text ? { words: text } : {}) };
}

/** @param {Wish} wish */
function firstMissing({ way, safe_time }) {
  const name = !way ? "way" : !safe_time ? "time" : "message";
  byId(name).querySelector("input")?.focus();
}

/** @param {Place} place @returns {View} */
function sent({ on = "" }) {
  return {
    title: say("talk.title"),
    leave: true,
    body: [
      heading("talk.sent"),
      para("talk.sent.on", { date: weekdayInWords(on) }, "lead"),
      para("talk.sent.numbers"),
      numbers(),
      goHome(),
    ],
  };
}
