// Recording a contact in half a minute, on a phone, at a bus stop.

import { Form } from "../staff/form.js";
import { daysFromNow, fieldToInstant, instantToField, nowForField } from "../staff/when.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { contactKind, contactOutcome } from "./words.js";

/** @typedef {{ id: string, version?: number | undefined, values: Record<string, string> }} Draft */

/**
 * What was typed and not yet saved, by person: it outlives the lock and a look at somebody else, and is
 * gone with the page. The id is made with the draft, so that sending twice records once.
 *
 * @type {Map<string, Draft>}
 */
const drafts = new Map();

const KINDS = ["call", "text", "video", "meeting", "email", "letter", "home-visit"].map((value) => ({ value, label: contactKind(value) }));
const FIELDS = ["kind", "direction", "outcome", "note", "happened_at", "follow_up_on"];
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
  /** @type {Draft} */
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
    changed: (values) => drafts.set(person, { ...draft, values }),
    send: async (values) => {
      // Somebody who sends a draft again, after a reply that was lost, may have changed it in between.
      await save({
        form, values, version: draft.version, fields: FIELDS,
        keep: (version) => {
          draft.version = version;
          drafts.set(person, { ...draft, values: form.values() });
        },
        typed: (field, value) => field === "happened_at" ? instantToField(value) : value,
        put: ({ happened_at = "", ...rest }, based_on) => desk.put(`/people/${person}/contacts/${draft.id}`, {
          ...filled(rest), happened_at: fieldToInstant(happened_at), based_on,
        }),
      });
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
