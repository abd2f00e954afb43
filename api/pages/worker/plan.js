// Days to keep in mind about a young person, and the days of their EHC plan.

import { el } from "../shared/dom.js";
import { button } from "../staff/parts.js";
import { Form } from "../staff/form.js";
import { longDay } from "../staff/when.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { ceaseReason, reviewOutcome } from "./words.js";

const OUTCOMES = [{ value: "", label: "Not known" }, ...["amend", "maintain", "cease"].map((value) => ({ value, label: reviewOutcome(value) }))];
const REASONS = [
  { value: "", label: "It has not ended" },
  ...["maximum-age", "met-without", "higher-education", "paid-work", "another-council", "no-wish", "left-england", "died", "other"]
    .map((value) => ({ value, label: ceaseReason(value) })),
];
const FIELDS = ["started_on", "reviewed_on", "review_outcome", "review_booked_on", "ceased_on", "cease_reason"];

/**
 * Days to keep in mind, the next one first.
 * @param {import("../shared/staff.js").Person} person
 * @param {() => void} change
 */
export function dates({ key_dates: days, plan, sen_provision: provision }, change) {
  const known = plan && [
    plan.started_on && `made ${longDay(plan.started_on)}`,
    plan.reviewed_on && `reviewed ${longDay(plan.reviewed_on)}${plan.review_outcome ? ` (${reviewOutcome(plan.review_outcome).toLowerCase()})` : ""}`,
    plan.ceased_on && `ended ${longDay(plan.ceased_on)}${plan.cease_reason ? ` (${ceaseReason(plan.cease_reason).slice(2).toLowerCase()})` : ""}`,
  ].filter(Boolean).join(", ");
  const has = provision === "ehc-plan" || plan;
  return el("section", { class: "card" }, el("h2", null, "Dates"),
    days.length === 0 && el("p", { class: "muted" }, "Nothing to keep in mind."),
    el("dl", { class: "facts" }, days.flatMap(({ what, on, late }) => [
      el("dt", null, what), el("dd", null, late ? el("strong", null, `Was due ${longDay(on)}`) : longDay(on))])),
    has && el("p", null, known ? `EHC plan: ${known}.` : "No day of the EHC plan is known here yet."),
    has && button("EHC plan dates", change, "plain"));
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function planForm(desk, { id, plan: known }, saved, cancel) {
  let version = known?.version;
  const day = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string | undefined} */ value, hint = "") =>
    /** @type {const} */ ({ name, label, kind: "date", optional: true, value, hint });
  const form = new Form({
    label: "EHC plan dates",
    button: "Save the dates",
    fields: [
      day("started_on", "The plan was made", known?.started_on),
      day("reviewed_on", "The last annual review", known?.reviewed_on),
      { name: "review_outcome", label: "What that review decided", kind: "chips", options: OUTCOMES, optional: true, value: known?.review_outcome ?? "" },
      day("review_booked_on", "The next review is booked for", known?.review_booked_on, "Left out: it is due 12 months after the last one."),
      day("ceased_on", "The plan ended", known?.ceased_on),
      { name: "cease_reason", label: "Why it ended", kind: "select", options: REASONS, optional: true, value: known?.cease_reason ?? "" },
    ],
    send: async (values) => {
      await save({
        form, values, version, fields: FIELDS,
        keep: (from) => { version = from; },
        put: (typed, based_on) => desk.put(`/people/${id}/plan`, { ...filled(typed), based_on }),
      });
      saved("The dates of the plan are saved");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}
