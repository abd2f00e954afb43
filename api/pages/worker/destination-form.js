// A new destination, or news about one that is known.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { today } from "../staff/when.js";
import { activityCodes } from "./codes.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { fieldValue, headline } from "./words.js";

/** @typedef {import("../shared/staff.js").ActivityCode} ActivityCode */

const FIELDS = ["code", "provider", "ukprn", "days_per_week", "started_on", "verified_on", "predicted_end_on", "review_on", "ended_on"];
const DAYS = [{ value: "", label: "Not known" }, ...["1", "2", "3", "4", "5", "6", "7"].map((value) => ({ value, label: value }))];

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @param {import("../shared/staff.js").Spell} [spell] the one there is news about
 * @returns {Promise<import("./person.js").Panel>}
 */
export async function destinationForm(desk, person, saved, cancel, spell) {
  const codes = await activityCodes(desk);
  const chosen = (/** @type {Record<string, string>} */ { code }) => codes.find((one) => String(one.code) === code);
  const open = codes.filter((one) => !one.needs_plan || person.sen_provision === "ehc-plan" || one.code === spell?.code);
  const id = spell?.id ?? crypto.randomUUID();
  let version = spell?.version;
  const form = new Form({
    label: "Where they are now",
    button: "Save",
    fields: [
      { name: "code", label: "What they do", kind: "select", value: spell && String(spell.code), groups: groups(open), missing: "Choose what they do" },
      { name: "provider", label: "Where, such as the college or the employer", kind: "text", optional: true, value: spell?.provider, attributes: { maxlength: 200 } },
      {
        name: "ukprn", label: "Its number in the national register (UKPRN)", kind: "text", optional: true, value: spell?.ukprn,
        attributes: { maxlength: 8, inputmode: "numeric" },
      },
      {
        name: "days_per_week", label: "How many days a week", kind: "select", optional: true,
        value: String(spell?.days_per_week ?? ""), options: DAYS,
      },
      { name: "started_on", label: "First day", kind: "date", value: spell?.started_on, missing: "Give the first day. A good guess is fine" },
      {
        name: "verified_on", label: "Last day you know it was going on", kind: "date", value: today(),
        missing: "Give the last day you know of", attributes: { max: today() },
      },
      {
        name: "predicted_end_on", label: "When it is planned to end", kind: "date", value: spell?.predicted_end_on,
        missing: "Give the planned end: it decides how long this counts", shown: (now) => chosen(now)?.needs_end_date ?? false,
      },
      {
        name: "review_on", label: "When to look at it again", kind: "date", value: spell?.review_on,
        missing: "Give the day to look at it again", shown: (now) => chosen(now)?.needs_review_date ?? false,
      },
      { name: "ended_on", label: "Last day, if it is over", kind: "date", optional: true },
    ],
    send: async (values) => {
      // A day that this form does not ask about stays, while they do the same thing.
      const kept = spell && values["code"] === String(spell.code) ? { predicted_end_on: spell.predicted_end_on ?? "", review_on: spell.review_on ?? "" } : {};
      await save({
        form, values: { ...kept, ...values }, version, fields: FIELDS, words: (field, value) => fieldValue(field, value, codes),
        keep: (from) => { version = from; },
        put: ({ code, ukprn = "", days_per_week, ...rest }, based_on) => desk.put(`/people/${person.id}/destinations/${id}`, {
          code: Number(code), ...filled(rest), ukprn, days_per_week: Number(days_per_week), based_on,
        }),
      });
      saved("Where they are is saved");
    },
    cancel,
  });
  return { node: el("div", null, form.node), start: () => form.start() };
}

/** @param {ActivityCode[]} codes */
function groups(codes) {
  return [...new Set(codes.map((one) => one.headline))].map((kind) => ({
    label: headline(kind),
    options: codes.filter((one) => one.headline === kind).map(({ code, label }) => ({ value: String(code), label: `${label} (${code})` })),
  }));
}
