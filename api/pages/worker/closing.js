// How an alert ends: what came of it, and the look of a second person where somebody may come to harm.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { daysFromNow, longDay, longMoment } from "../staff/when.js";
import { filled } from "./filled.js";
import { route } from "./owner.js";
import { alertOutcome } from "./words.js";

/** @typedef {import("../shared/staff.js").Alert} Alert */
/** @typedef {import("../shared/staff.js").AlertProposal} AlertProposal */

const OUTCOMES = ["spoken-safe", "childrens-social-care", "adult-safeguarding", "emergency-services", "other-service", "could-not-reach", "raised-in-error"];
const TOLD = [{ value: "yes", label: "Yes" }, { value: "no", label: "No" }];
const AGREED = [{ value: "yes", label: "I agree: close it" }, { value: "no", label: "Not yet: send it back" }];

/**
 * What was typed and not yet saved, by alert: it outlives the lock, and is gone with the page.
 *
 * @type {Map<string, Record<string, string>>}
 */
const drafts = new Map();

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {Alert} alert
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function closingForm(desk, alert, saved, cancel) {
  const harm = alert.priority === "p1";
  // Possible harm does not go away because nobody answers.
  const outcomes = OUTCOMES.filter((value) => !harm || value !== "could-not-reach");
  const form = new Form({
    label: "What came of it",
    button: harm ? "Ask a colleague to look" : "Close this alert",
    fields: [
      { name: "outcome", label: "What came of it", kind: "chips", options: outcomes.map((value) => ({ value, label: alertOutcome(value) })), missing: "Choose what came of it" },
      {
        name: "note", label: "What was done, and what is known now", kind: "note", missing: "Write what was done", attributes: { maxlength: 4000 },
        hint: "Facts, not opinions. Whoever reads this next knows nothing else.",
      },
      { name: "told_them", label: "Did you tell them what happens, before anything was passed on?", kind: "chips", options: TOLD, missing: "Say whether you told them" },
      { name: "not_told_why", label: "Why not", kind: "note", missing: "Write why they were not told", attributes: { maxlength: 4000 }, shown: ({ told_them }) => told_them === "no" },
      {
        name: "next_on", label: "Day of the next step", kind: "date", missing: "Say on which day somebody tries again", attributes: { min: daysFromNow(0) },
        hint: "It becomes a task.", shown: ({ outcome }) => outcome === "could-not-reach",
      },
    ],
    changed: (values) => drafts.set(alert.id, values),
    send: async ({ told_them, ...values }) => {
      await desk.put(`/alerts/${alert.id}/closing`, { ...filled(values), told_them: told_them === "yes" });
      drafts.delete(alert.id);
      saved(harm ? "Saved. A colleague looks at it now" : "The alert is closed");
    },
    cancel: () => {
      drafts.delete(alert.id);
      cancel();
    },
  });
  const said = alert.proposal?.mine ? from(alert.proposal) : {};
  form.fill(drafts.get(alert.id) ?? said);
  return { node: el("div", null, about(alert), route(alert), form.node), start: () => form.start() };
}

/** What was said before, as the form has it. @param {AlertProposal} proposal @returns {Record<string, string>} */
function from({ outcome, note, told_them, not_told_why, next_on }) {
  return { outcome, note, told_them: told_them ? "yes" : "no", not_told_why: not_told_why ?? "", next_on: next_on ?? "" };
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {Alert} alert
 * @param {AlertProposal} proposal
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function secondLook(desk, alert, proposal, saved, cancel) {
  const form = new Form({
    label: "Second look",
    button: "Save",
    fields: [
      { name: "agreed", label: "Do you agree?", kind: "chips", options: AGREED, missing: "Choose whether you agree" },
      { name: "words", label: "What is still to be done", kind: "note", missing: "Write what is still to be done", attributes: { maxlength: 4000 }, shown: ({ agreed }) => agreed === "no" },
    ],
    send: async ({ agreed, ...values }) => {
      await desk.put(`/alerts/${alert.id}/second-look`, { ...filled(values), agreed: agreed === "yes", proposed_at: proposal.at });
      saved(agreed === "yes" ? "The alert is closed" : "Sent back to your colleague");
    },
    cancel,
  });
  const { by, at, outcome, note, told_them, not_told_why, next_on } = proposal;
  const node = el("div", null, about(alert),
    el("p", null, `${by} says, on ${longMoment(at)}:`),
    el("dl", { class: "said" },
      row("What came of it", alertOutcome(outcome)),
      row("What was done, and what is known now", el("span", { class: "typed" }, note)),
      row("They were told what happens", told_them ? "Yes" : `No: ${not_told_why ?? ""}`),
      next_on && row("Day of the next step", longDay(next_on))),
    form.node);
  return { node, start: () => form.start() };
}

/** @param {Alert} alert */
function about({ what, raised_at }) {
  return el("p", null, el("strong", null, what), ` · ${longMoment(raised_at)}`);
}

/** @param {string} name @param {string | Node} value */
function row(name, value) {
  return el("div", null, el("dt", null, name), el("dd", null, value));
}
