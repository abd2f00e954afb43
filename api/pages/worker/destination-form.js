// A new destination, or news about one that is known.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { today } from "../staff/when.js";
import { filled } from "./filled.js";
import { headline } from "./words.js";

/** @typedef {import("../shared/staff.js").ActivityCode} ActivityCode */

/** @type {Promise<{ items: ActivityCode[] }> | undefined} */
let known;

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @param {import("../shared/staff.js").Spell} [spell] the one there is news about
 * @returns {Promise<import("./person.js").Panel>}
 */
export async function destinationForm(desk, person, saved, cancel, spell) {
  known ??= desk.get("/activity-codes");
  const codes = await known.then(({ items }) => items).catch((error) => {
    known = undefined;
    throw error;
  });
  const chosen = (/** @type {Record<string, string>} */ { code }) => codes.find((one) => one.code === code);
  const id = spell?.id ?? crypto.randomUUID();
  const form = new Form({
    label: "Where they are now",
    button: "Save",
    fields: [
      { name: "code", label: "What they do", kind: "select", value: spell?.code, groups: groups(codes), missing: "Choose what they do" },
      { name: "provider", label: "Where, such as the college or the employer", kind: "text", optional: true, value: spell?.provider, attributes: { maxlength: 120 } },
      { name: "started_on", label: "First day", kind: "date", value: spell?.started_on, missing: "Give the first day. A good guess is fine" },
      { name: "verified_on", label: "Last day you know it was going on", kind: "date", value: today(), attributes: { max: today() }, missing: "Give the last day you know of" },
      { name: "predicted_end_on", label: "When it is planned to end", kind: "date", missing: "Give the planned end: it decides how long this counts", shown: (now) => chosen(now)?.needs_end_date ?? false },
      { name: "review_on", label: "When to look at it again", kind: "date", missing: "Give the day to look at it again", shown: (now) => chosen(now)?.needs_review_date ?? false },
      { name: "ended_on", label: "Last day, if it is over", kind: "date", optional: true },
    ],
    send: async (values) => {
      await desk.put(`/people/${person}/destinations/${id}`, filled(values));
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
    options: codes.filter((one) => one.headline === kind).map(({ code, label }) => ({ value: code, label: `${label} (${code})` })),
  }));
}
