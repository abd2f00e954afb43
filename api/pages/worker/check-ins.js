// What the young person said, check-in by check-in. What is sensitive, and all they wrote freely, stays
// folded until the worker asks for it: screens are seen from behind.

import { el } from "../shared/dom.js";
import { longDay, dayOf } from "../staff/when.js";
import { answeredBy, checkIn, helper } from "./words.js";

/** @typedef {import("../shared/staff.js").PersonCheckIn} PersonCheckIn */

/** @param {import("../shared/staff.js").Person} person */
export function checkIns({ check_ins }) {
  const newest = check_ins.find(({ answers }) => answers.length > 0);
  return el("section", { class: "card" }, el("h2", null, "What they said"),
    check_ins.length === 0 ? el("p", { class: "muted" }, "No check-in has been opened yet.")
      : el("ul", { class: "things" }, check_ins.map((one) => el("li", null, checkInNode(one, one === newest)))));
}

/** @param {PersonCheckIn} one @param {boolean} open */
function checkInNode({ kind, state, due_on, answered_at, source, helper: who, reading, answers }, open) {
  const name = checkIn(kind);
  if (answers.length === 0) return el("p", null, el("strong", null, name), ` · ${state === "open" ? `open, due ${longDay(due_on)}` : `no answer, was due ${longDay(due_on)}`}`);
  const how = [source && answeredBy(source), who && helper(who), reading === "easy" ? "easy read" : undefined].filter(Boolean).join(", ");
  return el("details", { open },
    el("summary", null, `${name}, ${answered_at ? longDay(dayOf(answered_at)) : "started"}`),
    el("p", { class: "muted" }, how),
    el("dl", { class: "said" }, answers.map((answer) => el("div", null, el("dt", null, answer.text, answer.item && ` (${answer.item})`), el("dd", null, answerNode(answer))))));
}

/** @param {PersonCheckIn["answers"][number]} answer */
function answerNode({ text, labels, free_text, skipped, sensitive }) {
  if (skipped) return el("span", { class: "muted" }, "Skipped");
  const chosen = labels.length > 0 && el("strong", null, labels.join(", "));
  const written = free_text && el("p", { class: "typed" }, free_text);
  if (sensitive) return reveal("Show this answer", text, chosen, written);
  return el("div", null, chosen, written && reveal("Show what they wrote", text, written));
}

/** @param {string} what @param {string} question @param {...import("../shared/dom.js").Child} children */
function reveal(what, question, ...children) {
  return el("details", { class: "reveal" }, el("summary", null, what, el("span", { class: "visually-hidden" }, `: ${question}`)), ...children);
}
