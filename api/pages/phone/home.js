// The first page: what there is to do now, what comes next, what is done.

import { el } from "../shared/dom.js";
import { answersOf } from "./answers.js";
import * as flow from "./flow.js";
import { minutes, say, sayLines } from "./frame.js";
import * as outbox from "./outbox.js";
import { phone } from "./phone.js";
import * as trail from "./trail.js";
import { keeps } from "./vault.js";

/** @typedef {import("../shared/types.js").CheckIn} CheckIn */
/** @typedef {import("../shared/types.js").Me} Me */
/** @typedef {import("./frame.js").View} View */

/** @returns {View | undefined} */
export function home() {
  const me = phone.me;
  if (!me) return undefined;
  const open = phone.checkIns.filter((checkIn) => checkIn.state === "open");
  const done = phone.checkIns.filter((checkIn) => checkIn.state === "answered");
  const now = [...open.map(ready), ...done.filter((checkIn) => flow.hasHeldBack(checkIn, answersOf(checkIn))).map(alone)];
  return {
    title: say("home"),
    body: [
      el("h1", null, say("hello", { name: me.first_name })),
      phone.offline && el("p", { class: "notice" }, sayLines("home.offline")),
      el("ol", { class: "line" },
        now.length > 0 ? now : resting(me),
        me.journey === "on-the-journey" && el("li", { class: "line__next" }, el("h2", null, say("home.next")), el("p", null, nextLines(me))),
        done.map(answered)),
      el("nav", { class: "home-links", "aria-label": say("settings") },
        el("a", { class: "button button--quiet button--wide", href: "#settings", onclick: follow({ view: "settings" }) }, say("settings"))),
    ],
  };
}

/** A listener that goes to a place instead of following the link. @param {trail.Place} place */
export function follow(place) {
  return (/** @type {Event} */ event) => {
    event.preventDefault();
    trail.go(place);
  };
}

/** A day as people say it: 2 December. @param {string} day a day or an instant */
export function dayInWords(day) {
  const date = day.length === 10 ? new Date(`${day}T12:00:00Z`) : new Date(day);
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "Europe/London" });
}

/** @param {CheckIn} checkIn */
function ready(checkIn) {
  const begun = answersOf(checkIn).size > 0;
  if (outbox.isFinishing(checkIn.id)) {
    return el("li", { class: "line__now" }, el("div", { class: "card" }, el("h2", null, say("home.unsent")), el("p", null, sayLines(keeps() ? "waiting" : "waiting.not-kept"))));
  }
  const start = () => {
    const answers = answersOf(checkIn);
    const list = flow.stops(checkIn, answers);
    const stop = flow.firstOpen(list, answers);
    trail.go(stop ? { view: "question", id: checkIn.id, stop: stop.id } : { view: "review", id: checkIn.id });
  };
  return el("li", { class: "line__now" },
    el("div", { class: "card card--main" },
      el("h2", null, say("home.ready")),
      el("p", null, sayLines(begun ? "home.carry-on.text" : "home.minutes", { minutes: minutes(checkIn.minutes[phone.reading]) })),
      el("button", { class: "button button--wide button--big", type: "button", onclick: start }, say(begun ? "home.carry-on" : "home.start"))));
}

/** @param {CheckIn} checkIn */
function alone(checkIn) {
  const start = () => {
    const answers = answersOf(checkIn);
    const stop = flow.firstOpen(flow.stops(checkIn, answers, true), answers);
    if (stop) trail.go({ view: "question", id: checkIn.id, stop: stop.id, alone: true });
  };
  return el("li", { class: "line__now" },
    el("div", { class: "card card--main" },
      el("h2", null, say("home.alone")),
      el("p", null, sayLines("home.alone.text")),
      el("button", { class: "button button--wide button--big", type: "button", onclick: start }, say("home.start"))));
}

/** @param {Me} me */
function resting(me) {
  const text = me.journey === "on-the-journey" ? sayLines("home.nothing.text") : sayLines(`home.${me.journey}`);
  return el("li", { class: "line__now" }, el("div", { class: "card" }, el("h2", null, say("home.nothing")), el("p", null, text)));
}

/** @param {Me} me */
function nextLines(me) {
  return me.next_check_in_on ? sayLines("home.next.on", { date: dayInWords(me.next_check_in_on) }) : sayLines("home.next.none");
}

/** @param {CheckIn} checkIn */
function answered(checkIn) {
  return el("li", { class: "line__done" },
    el("h2", null, say("home.done")),
    el("p", null, sayLines("home.done.on", { date: dayInWords(checkIn.answered_at ?? checkIn.opened_at) })),
    el("a", { class: "button button--plain", href: "#answers", onclick: follow({ view: "review", id: checkIn.id }) }, say("home.look")));
}
