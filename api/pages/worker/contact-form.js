// Recording a contact in half a minute, on a phone, at a bus stop: what came of it, who was there, where they are now and
// what is still to do, saved in one go.

import { Problem } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { dayOf, daysFromNow, fieldToInstant, instantToField, nowForField } from "../staff/when.js";
import { activityCodes } from "./codes.js";
import { groups } from "./destination-form.js";
import { begunBy, draftOf, DraftKeeper } from "./drafts.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { contactKind, contactOutcome, present } from "./words.js";

/** @typedef {import("../staff/field.js").Field} Field */
/**
 * What was typed and not yet saved. The ids are made with the draft, so that sending twice records once.
 *
 * @typedef {{ id: string, spell: string, version?: number | undefined, values: Record<string, string> }} Draft
 */

const KINDS = ["call", "text", "video", "meeting", "email", "letter", "home-visit"].map((value) => ({ value, label: contactKind(value) }));
const FIELDS = ["kind", "direction", "outcome", "note", "happened_at", "follow_up_on", "follow_up_words", "present"];
const DIRECTIONS = [{ value: "out", label: "We did" }, { value: "in", label: "They did" }];
const OUTCOMES = ["spoke", "left-message", "no-answer", "wrong-number", "sent", "other"].map((value) => ({ value, label: contactOutcome(value) }));
const PRESENT = ["alone", "supporter", "parent-or-carer", "professional", "interpreter", "somebody-else"].map((value) => ({ value, label: present(value) }));
const LATER = [{ value: "", label: "No" }, { value: "1", label: "Tomorrow" }, { value: "7", label: "In a week" }, { value: "28", label: "In four weeks" }, { value: "on", label: "On a day" }];

/** The fields of a destination that can be said in a contact, and what the service calls the place of each. */
const INSIDE = "/destination/record/";

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @param {string} [kind] how, where somebody began by dialling
 * @returns {Promise<import("./person.js").Panel>}
 */
export async function contactForm(desk, person, saved, cancel, kind = "call") {
  const kept = await draftOf(desk, person.id, "contact").catch(() => undefined);
  /** @type {Draft} */
  const draft = kept ? { ...kept.body, id: kept.id } : { id: crypto.randomUUID(), spell: crypto.randomUUID(), values: {} };
  const keeper = new DraftKeeper(desk, person.id, "contact", draft.id);
  const where = desk.session?.role === "safeguarding-lead" ? [] : whereNow(person, await activityCodes(desk));
  const form = new Form({
    label: "Record a contact",
    button: "Save contact",
    fields: [
      { name: "kind", label: "How", kind: "chips", options: KINDS, value: kind },
      { name: "direction", label: "Who started it", kind: "chips", options: DIRECTIONS, value: "out" },
      { name: "outcome", label: "What came of it", kind: "chips", options: OUTCOMES, missing: "Choose what came of it" },
      { name: "present", label: "Who was there with them", kind: "checks", options: PRESENT, optional: true, shown: ({ outcome }) => outcome === "spoke" },
      ...where,
      { name: "later", label: "Follow this up", kind: "chips", options: LATER, value: "", optional: true },
      { name: "follow_up_on", label: "Follow up on", kind: "date", missing: "Give the day to follow this up", attributes: { min: daysFromNow(0) }, shown: ({ later }) => later === "on" },
      {
        name: "follow_up_words", label: "What is to be done then", kind: "text", optional: true, attributes: { maxlength: 200 },
        hint: "It stands in the list of what is to be done.", shown: ({ later = "" }) => later !== "",
      },
      {
        name: "note", label: "Note", kind: "note", optional: true, attributes: { maxlength: 4000 },
        hint: "They can ask to read this. Write what happened, as you would say it to them.",
      },
      { name: "happened_at", label: "When", kind: "moment", value: nowForField(), missing: "Say when it was" },
    ],
    changed: (values) => keeper.keep({ ...draft, values }),
    send: async ({ later = "", now = "", ...values }) => {
      if (later !== "" && later !== "on") values["follow_up_on"] = daysFromNow(Number(later));
      // Somebody who sends a draft again, after a reply that was lost, may have changed it in between.
      await save({
        form, values, version: draft.version, fields: FIELDS,
        keep: (version) => {
          draft.version = version;
          keeper.keep({ ...draft, values: form.values() });
        },
        typed: (field, value) => field === "happened_at" ? instantToField(value) : value,
        put: async ({ happened_at = "", present: who = "", code = "", provider = "", started_on = "", predicted_end_on = "", review_on = "", ...rest }, based_on, sure) => {
          const at = fieldToInstant(happened_at);
          try {
            await desk.put(`/people/${person.id}/contacts/${draft.id}`, {
              ...filled(rest), happened_at: at, based_on, sure: sure || undefined,
              present: who === "" ? undefined : who.split(","),
              still_there: now !== "" && now !== "other" ? now : undefined,
              destination: now !== "other" ? undefined : {
                spell_id: draft.spell,
                record: { code: Number(code), ...filled({ provider, started_on, predicted_end_on, review_on }), verified_on: dayOf(at) },
              },
            });
          } catch (error) {
            throw nearby(error);
          }
        },
      });
      keeper.done();
      saved("Contact saved");
    },
    cancel: () => {
      keeper.drop();
      cancel();
    },
  });
  form.fill(draft.values);
  return { node: el("div", null, begunBy(kept), form.node), start: () => form.start() };
}

/**
 * Where they are now, as it was heard: still where they were, or something else.
 *
 * @param {import("../shared/staff.js").Person} person
 * @param {import("../shared/staff.js").ActivityCode[]} codes
 * @returns {Field[]}
 */
function whereNow({ destinations, sen_provision }, codes) {
  const open = codes.filter((one) => !one.needs_plan || sen_provision === "ehc-plan");
  const going = destinations.filter(({ ended_on }) => !ended_on).slice(0, 3);
  const options = [
    { value: "", label: "We did not speak of it" },
    ...going.map(({ id, label, provider }) => ({ value: id, label: `Still there: ${provider ?? label}` })),
    { value: "other", label: going.length > 0 ? "Something else now" : "I know what they do" },
  ];
  const other = (/** @type {Record<string, string>} */ values) => values["outcome"] === "spoke" && values["now"] === "other";
  const chosen = (/** @type {Record<string, string>} */ { code }) => open.find((one) => String(one.code) === code);
  return [
    { name: "now", label: "Where they are now", kind: "chips", options, value: "", optional: true, shown: ({ outcome }) => outcome === "spoke" },
    { name: "code", label: "What they do", kind: "select", groups: groups(open), missing: "Choose what they do", shown: other },
    { name: "provider", label: "Where, such as the college or the employer", kind: "text", optional: true, attributes: { maxlength: 200 }, shown: other },
    { name: "started_on", label: "First day", kind: "date", missing: "Give the first day. A good guess is fine", shown: other },
    {
      name: "predicted_end_on", label: "When it is planned to end", kind: "date", missing: "Give the planned end: it decides how long this counts",
      shown: (now) => other(now) && (chosen(now)?.needs_end_date ?? false),
    },
    {
      name: "review_on", label: "When to look at it again", kind: "date", missing: "Give the day to look at it again",
      shown: (now) => other(now) && (chosen(now)?.needs_review_date ?? false),
    },
  ];
}

/** What is wrong with where they are stands beside its field, which is in this form. @param {unknown} error */
function nearby(error) {
  if (error instanceof Problem) error.errors = error.errors.map(({ pointer, detail }) => ({ pointer: pointer.replace(INSIDE, "/"), detail }));
  return error;
}
