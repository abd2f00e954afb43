// What a provider says was given, that support may not be coming, and what came of that.

import { Form } from "../staff/form.js";
import { today } from "../staff/when.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { claimSource, concernOutcome, given, raisedBy } from "./words.js";

/** @typedef {import("../shared/staff.js").PersonPromise} Promised */
/** @typedef {import("../staff/desk.js").Desk} Desk */
/** @typedef {(sentence: string) => void} Saved */

const options = (/** @type {string[]} */ codes, /** @type {(code: string) => string} */ words) => codes.map((value) => ({ value, label: words(value) }));

/** @param {Desk} desk @param {string} person @param {Promised} promise @param {Saved} saved @param {() => void} cancel @returns {import("./person.js").Panel} */
export function claimForm(desk, person, { id, name }, saved, cancel) {
  const claim = crypto.randomUUID();
  return panel({
    label: `What was given: ${name}`, button: "Save what was given",
    fields: [
      { name: "source", label: "Who says so", kind: "chips", options: options(["provider", "worker"], claimSource), value: "provider" },
      { name: "given", label: "How much of it", kind: "chips", options: options(["all", "some", "none"], given), missing: "Choose how much was given" },
      { name: "from_on", label: "From", kind: "date", missing: "Give the first day", attributes: { max: today() } },
      { name: "until_on", label: "To", kind: "date", value: today(), missing: "Give the last day", attributes: { max: today() } },
      { name: "words", label: "What they say about it", kind: "text", optional: true, attributes: { maxlength: 200 } },
    ],
    path: `/people/${person}/promises/${id}/claims/${claim}`, desk, cancel, saved: () => saved("What was given is saved"),
  });
}

/** @param {Desk} desk @param {string} person @param {Promised} promise @param {Saved} saved @param {() => void} cancel @returns {import("./person.js").Panel} */
export function concernForm(desk, person, { id, name, provider }, saved, cancel) {
  const concern = crypto.randomUUID();
  return panel({
    label: `It may not be coming: ${name}`, button: "Save concern",
    fields: [
      { name: "raised_by", label: "Who raised it", kind: "chips", options: options(["young-person", "supporter", "worker"], raisedBy), value: "young-person" },
      { name: "raised_on", label: "When", kind: "date", value: today(), attributes: { max: today() } },
      { name: "words", label: "What is the matter", kind: "text", optional: true, attributes: { maxlength: 200 }, hint: "They can read this in their record." },
      { name: "to_whom", label: "Who owes an answer", kind: "text", optional: true, value: provider, attributes: { maxlength: 200 } },
    ],
    path: `/people/${person}/promises/${id}/concerns/${concern}`, desk, cancel, saved: () => saved("An answer is owed now"),
  });
}

/** @param {Desk} desk @param {string} person @param {Promised["concerns"][number]} concern @param {Saved} saved @param {() => void} cancel @returns {import("./person.js").Panel} */
export function concernAnswerForm(desk, person, { id, version }, saved, cancel) {
  return panel({
    label: "What came of it", button: "Save answer", version,
    fields: [
      { name: "outcome", label: "What came of it", kind: "select", options: options(["restored", "replaced", "changed", "ended", "refused"], concernOutcome), missing: "Choose what came of it" },
      { name: "words", label: "In words for them", kind: "note", missing: "Write what came of it", attributes: { maxlength: 4000 }, hint: "They read this in their record." },
    ],
    path: `/people/${person}/concerns/${id}/answer`, desk, cancel, saved: () => saved("The answer is saved"),
  });
}

/**
 * @param {{ label: string, button: string, fields: import("../staff/field.js").Field[], path: string, desk: Desk, version?: number, saved: () => void, cancel: () => void }} options
 * @returns {import("./person.js").Panel}
 */
function panel({ label, button, fields, path, desk, version, saved, cancel }) {
  const form = new Form({
    label, button, fields, cancel,
    send: async (values) => {
      await save({
        form, values, version, fields: fields.map(({ name }) => name),
        keep: (from) => { version = from; },
        put: (rest, based_on) => desk.put(path, { ...filled(rest), based_on }),
      });
      saved();
    },
  });
  return { node: form.node, start: () => form.start() };
}
