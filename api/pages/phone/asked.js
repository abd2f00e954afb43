// What somebody asked about their record, and the answers.

import { el } from "../shared/dom.js";
import { weekdayInWords } from "./clock.js";
import { listed } from "./list.js";
import { dayInWords, heading, link, para, say } from "./parts.js";
import "./record-words.js";
import { known } from "./words.js";
/** @import { Child, DataRequest, Place, View } from "./nouns.js" */

const list = listed("/young-person/v1/me/requests", (/** @type {DataRequest[]} */ items) => (items.length === 0 ? [para("asked.none")] : items.map(one)));

/** @param {Place} place @returns {View} */
export function asked(place) {
  return {
    title: say("asked"),
    back: { view: "record" },
    leave: true,
    body: [
      heading("asked"),
      para("asked.text"),
      ...list(place),
      link("ask.complaint", { view: "ask", page: "complaint" }),
    ],
  };
}

/** @param {DataRequest} request */
function one({ asked, part, words, help, asked_on, due_on, waiting_for, decision, reply, answered_on }) {
  const about = `asked.${part}`;
  return el("section", { class: "card" },
    el("h2", null, say(`asked.${asked}`)),
    asked === "wrong" && known(about) && el("p", null, say(about)),
    words && el("p", { class: "typed" }, words),
    help && para("asked.help"),
    para("asked.on", { date: dayInWords(asked_on) }, "muted"),
    ...(decision ? answer(decision, reply, answered_on) : waiting(due_on, waiting_for)));
}

/** @param {"done" | "refused"} decision @param {string} [reply] @param {string} [on] @returns {Child[]} */
function answer(decision, reply, on) {
  return [
    el("div", { class: `notice notice--${decision === "done" ? "good" : "warn"}` },
      para(`asked.${decision}`),
      reply && el("p", { class: "typed" }, reply),
      on && para("asked.answered", { date: dayInWords(on) })),
  ];
}

/** @param {string} due @param {string} [what] @returns {Child[]} */
function waiting(due, what) {
  if (!what) return [para("asked.due", { date: weekdayInWords(due) })];
  return [
    el("div", { class: "notice notice--warn" }, para("asked.waiting"), el("p", { class: "typed" }, what)),
    link("talk", { view: "talk" }),
  ];
}
