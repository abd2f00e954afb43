// What a worker asks first: who needs me now, what did they say, what did we promise. A few lines each, before anybody
// scrolls; the whole of it stands below.

import { el } from "../shared/dom.js";
import { dayOf, near, shortDay, today } from "../staff/when.js";
import { answeredBy, checkIn } from "./words.js";

/** @typedef {import("../shared/staff.js").Person} Person */
/** @typedef {import("../shared/staff.js").PersonCheckIn} CheckIn */
/** @typedef {import("../shared/staff.js").PersonPromise} Promised */
/** @typedef {{ text: string, badge?: string, bad?: boolean }} Line */

/** Who answered is said beside the day. */
const WHO = ["who_answering", "helper_is"];
/** The most lines below a heading: three parts of four lines are on the smallest phone without scrolling. */
const MOST = 3;
/** What staff have to do because something was promised. */
const PROMISED = ["follow-up", "support-gap", "concern-answer"];

/**
 * @param {Person} person
 * @param {{ now: () => void, said: () => void, promised: () => void }} to what leads to the whole of it
 */
export function first(person, to) {
  return el("div", { class: "first" },
    part("Needs you now", now(person), to.now),
    part("They said", said(person), to.said),
    part("We promised", promised(person), to.promised));
}

/** @param {string} title @param {Line[]} lines @param {() => void} go */
function part(title, lines, go) {
  const show = (/** @type {Event} */ event) => {
    event.preventDefault();
    go();
  };
  const rest = lines.length - MOST;
  const shown = rest > 0 ? [...lines.slice(0, MOST - 1), { text: `And ${rest + 1} more below` }] : lines;
  return el("section", { class: "card first__part" },
    el("h2", null, el("a", { href: "#page", onclick: show }, title)),
    el("ul", { class: "plain-list" }, shown.map(({ text, badge, bad }) => el("li", { title: text },
      badge && [el("span", { class: `badge badge--${bad ? "bad" : "warn"}` }, badge), " "], text))));
}

/** Why they are here, and what is to be done next. @param {Person} person @returns {Line[]} */
function now({ reasons, alerts, tasks }) {
  const urgent = alerts.some(({ priority, acknowledged_at }) => !acknowledged_at && (priority === "p1" || priority === "p2"));
  const late = tasks.find(({ due_on }) => due_on <= today());
  const lines = reasons.map(({ code, text: reason }, at) => {
    // Whoever set it said what it is.
    const text = code === "task-overdue" && late?.kind === "own" ? `${late.what} (by ${shortDay(late.due_on)})` : reason;
    return urgent && at === 0 ? { text, badge: "Urgent", bad: true } : { text };
  });
  const due = tasks.filter(({ kind, due_on }) => !PROMISED.includes(kind) && due_on > today());
  const next = due[0];
  return next ? [...lines, { text: `By ${shortDay(next.due_on)}: ${next.what}` }] : lines;
}

/** When they spoke last, what they asked for, and what has changed. What is sensitive stays folded below. @param {Person} person @returns {Line[]} */
function said({ check_ins, talks }) {
  const [talk] = talks;
  const answered = check_ins.filter(({ answers }) => answers.some(({ skipped }) => !skipped));
  const [last, before] = answered;
  /** @type {Line[]} */
  const lines = talk ? [{ badge: "Asked to talk", text: `${talk.how}, ${near(dayOf(talk.asked_at))}` }] : [];
  if (!last) return [...lines, { text: check_ins.length > 0 ? "They have not answered yet" : "They have not been asked yet" }];
  const when = last.answered_at ? near(dayOf(last.answered_at)) : "not finished";
  lines.push({ text: `${checkIn(last.kind)}, ${when}${last.source && last.source !== "self" ? `, ${answeredBy(last.source).toLowerCase()}` : ""}` });
  return [...lines, ...told(last, before)].slice(0, MOST);
}

/** What can be told of a check-in at a glance: what is new since the one before comes first. @param {CheckIn} last @param {CheckIn | undefined} before @returns {Line[]} */
function told({ answers }, before) {
  const open = answers.filter(({ question, sensitive, skipped, labels }) => !WHO.includes(question) && !sensitive && !skipped && labels.length > 0);
  const lines = open.map(({ question, text, item, labels }) => {
    const then = before?.answers.find((answer) => answer.question === question && answer.item === item)?.labels.join(", ");
    const words = labels.join(", ");
    const changed = then !== undefined && then !== "" && then !== words;
    return { changed, text: `${item ?? text} ${words}${changed ? ` (before: ${then})` : ""}` };
  });
  return [...lines.filter(({ changed }) => changed).map(({ text }) => ({ badge: "New", text })), ...lines.filter(({ changed }) => !changed).map(({ text }) => ({ text }))];
}

/** Answers that are owed, what does not come, what we said we would do; then what comes. @param {Person} person @returns {Line[]} */
function promised({ promises, tasks }) {
  const going = promises.filter(({ ended_on }) => !ended_on || ended_on >= today());
  const owed = promises.flatMap(({ name, concerns }) => concerns.filter(({ answered_on }) => !answered_on).map(({ due_on }) => ({ name, due_on })));
  owed.sort((one, other) => (one.due_on < other.due_on ? -1 : 1));
  const missing = going.filter(({ name, gap_since }) => gap_since && !owed.some((it) => it.name === name));
  const mine = tasks.filter(({ kind }) => kind === "follow-up");
  const coming = going.filter(({ name, gap_since }) => !gap_since && !owed.some((it) => it.name === name));
  const lines = [
    ...owed.map(({ name, due_on }) => ({ ...late(due_on), text: `An answer by ${shortDay(due_on)}: ${name}` })),
    ...missing.map(({ name, gap_since }) => ({ badge: "Not all of it", text: `${name}, since ${shortDay(gap_since ?? "")}` })),
    ...mine.map(({ what, due_on }) => ({ ...late(due_on), text: `${what}, by ${shortDay(due_on)}` })),
    ...coming.map(({ name, last_answer }) => ({ text: last_answer ? `${name}: “${last_answer.label}”, ${near(last_answer.on)}` : `${name}: not asked yet` })),
  ];
  return lines.length > 0 ? lines : [{ text: "No promised support is recorded" }];
}

/** @param {string} day */
function late(day) {
  return day < today() ? { badge: "Late", bad: true } : {};
}
