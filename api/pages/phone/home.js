// The first page: what there is to do now, what comes next, what is done.

import { el } from "../shared/dom.js";
import { answersOf } from "./answers.js";
import * as flow from "./flow.js";
import * as outbox from "./outbox.js";
import { button, dayInWords, link, minutes, para, say } from "./parts.js";
import { isOn, phone } from "./phone.js";
import * as trail from "./trail.js";
import { keeps } from "./vault.js";
/** @import { CheckIn, Child, Key, Me, View } from "./nouns.js" */

/** @returns {View | undefined} */
export function home() {
  const me = phone.me;
  if (!me) return undefined;
  const open = phone.checkIns.filter((checkIn) => checkIn.state === "open");
  const done = phone.checkIns.filter((checkIn) => checkIn.state === "answered");
  const cards = [...open.map(ready), ...done.filter((checkIn) => flow.hasHeldBack(checkIn, answersOf(checkIn))).map(alone)];
  return {
    title: say("home"),
    body: [
      el("h1", null, say("hello", { name: me.first_name })),
      phone.offline && para("home.offline", {}, "notice"),
      me.handover && el("p", { class: "notice" }, me.handover[phone.reading]),
      me.handover?.to_come && link("meet", { view: "meet" }),
      el("ol", { class: "line" },
        cards.length > 0 ? cards : resting(me),
        me.journey === "on-the-journey" && next(me),
        done.map(answered)),
      el("div", { class: "stack" },
        link("talk", { view: "talk" }),
        me.own_words && link("goals", { view: "goals" }),
        link("when", { view: "when" }),
        link("changes", { view: "changes" }),
        link("settings", { view: "settings" })),
    ],
  };
}

/** @param {CheckIn} checkIn */
function ready(checkIn) {
  const begun = answersOf(checkIn).size > 0;
  if (outbox.isFinishing(checkIn.id)) {
    return now("home.unsent", para(keeps() ? "waiting" : "waiting.not-kept"));
  }
  const start = () => {
    const answers = answersOf(checkIn);
    const stop = flow.firstOpen(flow.stops(checkIn, answers), answers);
    trail.go(stop ? { view: "question", id: checkIn.id, stop: stop.id } : { view: "review", id: checkIn.id });
  };
  const text = para(begun ? "home.carry-on.text" : "home.minutes", { minutes: minutes(checkIn.minutes[phone.reading]) });
  const title = checkIn.kind === "welcome" ? "home.welcome" : "home.ready";
  return now(title, text, button(begun ? "home.carry-on" : "home.start", start), notNow(checkIn, title));
}

/** Only who gets reminders on this phone can put one off. @param {CheckIn} checkIn @param {Key} title */
function notNow({ id }, title) {
  const { shared_phone = true, prompts } = phone.me ?? {};
  return !shared_phone && isOn() && prompts && !prompts.stopped && link("later.not-now", { view: "later", id }, "button--plain button--wide", say(title));
}

/** @param {CheckIn} checkIn */
function alone(checkIn) {
  const start = () => {
    const answers = answersOf(checkIn);
    const stop = flow.firstOpen(flow.stops(checkIn, answers, true), answers);
    if (stop) trail.go({ view: "question", id: checkIn.id, stop: stop.id, alone: true });
  };
  return now("home.alone", para("home.alone.text"), button("home.start", start));
}

/** @param {Me} me */
function resting(me) {
  return now("home.nothing", para(me.journey === "on-the-journey" ? "home.nothing.text" : `home.${me.journey}`));
}

/** The card at the head of the line. @param {Key} title @param {Node} text @param {Node} [act] @param {Child} [more] */
function now(title, text, act, more) {
  return el("li", { class: "line__now" }, el("div", { class: act ? "card card--main" : "card" }, el("h2", null, say(title)), text, act, more));
}

/** @param {Me} me */
function next(me) {
  const text = me.next_check_in_on ? para("home.next.on", { date: dayInWords(me.next_check_in_on) }) : para("home.next.none");
  return el("li", null, el("h2", null, say("home.next")), text, me.prompts?.stopped && para("home.next.stopped"), link("home.next.why", { view: "offers" }, "button--plain"));
}

/** @param {CheckIn} checkIn */
function answered(checkIn) {
  return el("li", { class: "line__done" },
    el("h2", null, say("home.done")),
    para("home.done.on", { date: dayInWords(checkIn.answered_at ?? checkIn.opened_at) }),
    link("home.look", { view: "review", id: checkIn.id }, "button--plain"));
}
