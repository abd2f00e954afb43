// What the young person said, check-in by check-in. What is sensitive, and all they wrote freely, comes when the worker
// asks for it, and not before: screens are seen from behind, and that somebody asked is kept.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longDay, dayOf } from "../staff/when.js";
import { hiddenWords } from "./hidden.js";
import { answeredBy, checkIn } from "./words.js";

/** @typedef {import("../shared/staff.js").PersonCheckIn} PersonCheckIn */

/** @typedef {PersonCheckIn["answers"][number]} Answer */

/** @param {import("../shared/staff.js").Person} person @param {import("../staff/desk.js").Desk} desk */
export function checkIns({ id, check_ins }, desk) {
  const newest = check_ins.find(({ answers }) => answers.length > 0);
  const hides = check_ins.some(({ answers }) => answers.some(({ hidden }) => hidden));
  return card("What they said",
    hides && el("p", { class: "muted" }, "Private answers, and what they wrote, open when you ask. They can see that somebody did."),
    check_ins.length === 0 ? el("p", { class: "muted" }, "No check-in has been opened yet.")
      : el("ul", { class: "things" }, check_ins.map((one) => el("li", null, checkInNode(one, one === newest, (answers) => openHidden(desk, id, one, answers))))));
}

/** @param {PersonCheckIn} one @param {boolean} open @param {(answers: Answer[]) => Node} unfold */
function checkInNode({ kind, state, due_on, answered_at, source, helper, reading, answers }, open, unfold) {
  const name = checkIn(kind);
  if (answers.length === 0) {
    const what = state === "open" ? "open, due" : "no answer, was due";
    return el("p", null, el("strong", null, name), ` · ${what} ${longDay(due_on)}`);
  }
  const how = [source && answeredBy(source), source !== "self" && helper, reading === "easy" ? "Easy read" : undefined].filter(Boolean).join(" · ");
  const hidden = answers.filter((answer) => answer.hidden);
  return el("details", { open },
    el("summary", null, `${name}, ${answered_at ? longDay(dayOf(answered_at)) : "started"}`),
    el("p", { class: "muted" }, how),
    saidList(answers.filter((answer) => !answer.hidden)),
    hidden.length > 0 && unfold(hidden));
}

/** @param {import("../staff/desk.js").Desk} desk @param {string} person @param {PersonCheckIn} one @param {Answer[]} hidden */
function openHidden(desk, person, { id, kind, due_on }, hidden) {
  const many = hidden.length === 1 ? "Show 1 private answer" : `Show ${hidden.length} private answers`;
  return hiddenWords(desk, person, id, many, `of ${checkIn(kind)}, ${longDay(due_on)}`, ({ answers }) => [saidList(answers)]);
}

/** @param {Answer[]} answers */
function saidList(answers) {
  return el("dl", { class: "said" }, answers.map((answer) => el("div", null,
    el("dt", null, answer.text, answer.item && ` (${answer.item})`),
    el("dd", null, answerNode(answer)))));
}

/** @param {Answer} answer */
function answerNode({ labels, free_text, skipped, supporter }) {
  const by = supporter && el("p", { class: "muted" }, `Sent by ${supporter}`);
  if (skipped) return el("div", null, el("span", { class: "muted" }, "Skipped"), by);
  return el("div", null,
    labels.length > 0 && el("strong", null, labels.join(", ")),
    free_text && el("p", { class: "typed" }, free_text), by);
}
