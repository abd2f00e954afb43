// What the young person said, check-in by check-in. What is sensitive, and all they wrote freely, stays
// folded until the worker asks for it: screens are seen from behind.

import { el } from "../shared/dom.js";
import { card, reveal } from "../staff/parts.js";
import { longDay, dayOf } from "../staff/when.js";
import { answeredBy, checkIn } from "./words.js";

/** @typedef {import("../shared/staff.js").PersonCheckIn} PersonCheckIn */

/** @param {import("../shared/staff.js").Person} person */
export function checkIns({ check_ins }) {
  const newest = check_ins.find(({ answers }) => answers.length > 0);
  return card("What they said",
    check_ins.length === 0 ? el("p", { class: "muted" }, "No check-in has been opened yet.")
      : el("ul", { class: "things" }, check_ins.map((one) => el("li", null, checkInNode(one, one === newest)))));
}

/** @param {PersonCheckIn} one @param {boolean} open */
function checkInNode({ kind, state, due_on, answered_at, source, helper, reading, answers }, open) {
  const name = checkIn(kind);
  if (answers.length === 0) {
    const what = state === "open" ? "open, due" : "no answer, was due";
    return el("p", null, el("strong", null, name), ` · ${what} ${longDay(due_on)}`);
  }
  const how = [source && answeredBy(source), source !== "self" && helper, reading === "easy" ? "Easy read" : undefined].filter(Boolean).join(" · ");
  return el("details", { open },
    el("summary", null, `${name}, ${answered_at ? longDay(dayOf(answered_at)) : "started"}`),
    el("p", { class: "muted" }, how),
    el("dl", { class: "said" }, answers.map((answer) => el("div", null,
      el("dt", null, answer.text, answer.item && ` (${answer.item})`),
      el("dd", null, answerNode(answer))))));
}

/** @param {PersonCheckIn["answers"][number]} answer */
function answerNode({ text, labels, free_text, skipped, sensitive, supporter }) {
  const by = supporter && el("p", { class: "muted" }, `Sent by ${supporter}`);
  if (skipped) return el("div", null, el("span", { class: "muted" }, "Skipped"), by);
  const chosen = labels.length > 0 && el("strong", null, labels.join(", "));
  const written = free_text && el("p", { class: "typed" }, free_text);
  if (sensitive) return el("div", null, reveal("Show this answer", `to ${text}`, chosen, written), by);
  return el("div", null, chosen, written && reveal("Show what they wrote", `to ${text}`, written), by);
}
