// What somebody is called, how they are reached and spoken to, and whether they are followed. A file leaves alone what is
// changed here.

import { Form } from "../staff/form.js";
import { today } from "../staff/when.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { leftReason, need } from "./words.js";

const NEEDS = ["easy-read", "large-text", "read-aloud", "bsl", "text-not-calls", "supporter"].map((value) => ({ value, label: need(value) }));
const REASONS = ["moved-away", "left-england", "does-not-want", "plan-ended", "died", "other"].map((value) => ({ value, label: leftReason(value) }));
const FIELDS = ["first_name", "family_name", "preferred_name", "mobile", "email", "needs", "transition_on", "left_on", "left_reason"];

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function detailsForm(desk, { id, details: known }, saved, cancel) {
  /** @type {number | undefined} */
  let version = known.version;
  const left = (/** @type {Record<string, string>} */ { followed }) => followed === "no";
  const form = new Form({
    label: "Details",
    button: "Save details",
    fields: [
      { name: "preferred_name", label: "What they like to be called", kind: "text", optional: true, value: known.preferred_name, attributes: { maxlength: 100 } },
      { name: "first_name", label: "Given name", kind: "text", value: known.first_name, attributes: { maxlength: 100 } },
      { name: "family_name", label: "Family name", kind: "text", value: known.family_name, attributes: { maxlength: 100 } },
      { name: "needs", label: "How to speak to them", kind: "checks", options: NEEDS, optional: true, value: known.needs.join(",") },
      { name: "mobile", label: "Mobile number", kind: "text", optional: true, value: known.mobile, attributes: { maxlength: 30, inputmode: "tel" } },
      { name: "email", label: "E-mail", kind: "text", optional: true, value: known.email, attributes: { maxlength: 254, inputmode: "email" } },
      { name: "transition_on", label: "The day on which the two years begin", kind: "date", value: known.transition_on },
      {
        name: "followed", label: "Do we follow them?", kind: "chips", value: known.left_on ? "no" : "yes",
        options: [{ value: "yes", label: "Yes" }, { value: "no", label: "No, they have left" }],
      },
      { name: "left_on", label: "When they left", kind: "date", value: known.left_on ?? "", missing: "Give the day on which they left", attributes: { max: today() }, shown: left },
      { name: "left_reason", label: "Why", kind: "select", options: REASONS, value: known.left_reason, missing: "Choose why they left", shown: left },
    ],
    send: async ({ followed: _, ...values }) => {
      await save({
        form, values, version, fields: FIELDS,
        keep: (from) => { version = from; },
        put: ({ needs = "", ...rest }, based_on) => desk.put(`/people/${id}/details`, { ...filled(rest), needs: needs === "" ? [] : needs.split(","), based_on }),
      });
      saved("Details saved");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}
