// Recording a contact in half a minute, on a phone, at a bus stop.

import { Form } from "../staff/form.js";
import { daysFromNow, fieldToInstant, nowForField } from "../staff/when.js";
import { filled } from "./filled.js";
import { contactKind, contactOutcome } from "./words.js";

/**
 * What was typed and not yet saved, by person: it outlives the lock and a look at somebody else, and is
 * gone with the page. The id is made with the draft, so that sending twice records once.
 *
 * @type {Map<string, { id: string, values: Record<string, string> }>}
 */
const drafts = new Map();

const KINDS = ["call", "text", "video", "meeting", "email", "letter", "home-visit"].map((value) => ({ value, label: contactKind(value) }));
const DIRECTIONS = [{ value: "out", label: "We did" }, { value: "in", label: "They did" }];
const OUTCOMES = ["spoke", "left-message", "no-answer", "wrong-number", "sent", "other"].map((value) => ({ value, label: contactOutcome(value) }));

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function contactForm(desk, person, saved, cancel) {
  const draft = drafts.get(person) ?? { id: crypto.randomUUID(), values: {} };
  const form = new Form({
    label: "Record a contact",
    button: "Save contact",
    fields: [
      { name: "kind", label: "How", kind: "chips", options: KINDS, value: "call" },
      { name: "direction", label: "Who started it", kind: "chips", options: DIRECTIONS, value: "out" },
      { name: "outcome", label: "What came of it", kind: "chips", options: OUTCOMES, missing: "Choose what came of it" },
      {
        name: "note", label: "Note", kind: "note", optional: true, attributes: { maxlength: 4000 },
        hint: "They can ask to read this. Write what happened, as you would say it to them.",
      },
      { name: "happened_at", label: "When", kind: "moment", value: nowForField(), missing: "Say when it was" },
      { name: "follow_up_on", label: "Follow up on", kind: "date", optional: true, attributes: { min: daysFromNow(0) } },
    ],
    changed: (values) => drafts.set(person, { id: draft.id, values }),
    send: async ({ happened_at = "", ...values }) => {
      await desk.put(`/people/${person}/contacts/${draft.id}`, { ...filled(values), happened_at: fieldToInstant(happened_at) });
      drafts.delete(person);
      saved("Contact saved");
    },
    cancel: () => {
      drafts.delete(person);
      cancel();
    },
  });
  form.fill(draft.values);
  return { node: form.node, start: () => form.start() };
}
