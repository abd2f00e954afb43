// A new destination, or news about one that is known.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { today } from "../staff/when.js";
import { activityCodes } from "./codes.js";
import { begunBy, draftOf, DraftKeeper } from "./drafts.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { fieldValue, headline, neetGroup } from "./words.js";

/** @typedef {import("../shared/staff.js").ActivityCode} ActivityCode */

const FIELDS = ["code", "provider", "ukprn", "establishment", "days_per_week", "weekly_hours", "started_on", "verified_on", "predicted_end_on", "review_on", "ended_on"];
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
  // News about something known is kept under its id, and something new under that of none.
  const kept = await draftOf(desk, person.id, "destination", (one) => spell ? one === spell.id : !person.destinations.some((it) => it.id === one)).catch(() => undefined);
  const id = spell?.id ?? kept?.id ?? crypto.randomUUID();
  const keeper = new DraftKeeper(desk, person.id, "destination", id);
  /** @type {number | undefined} */
  let version = kept ? kept.body.version : spell?.version;
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
        name: "establishment", label: "The number of the school or college, seven digits", kind: "text", optional: true, value: spell?.establishment,
        attributes: { maxlength: 7, inputmode: "numeric" }, shown: (now) => learns(chosen(now)),
      },
      {
        name: "days_per_week", label: "How many days a week", kind: "select", optional: true,
        value: String(spell?.days_per_week ?? ""), options: DAYS, shown: (now) => busy(chosen(now)),
      },
      {
        name: "weekly_hours", label: "How many hours a week", kind: "text", optional: true, value: String(spell?.weekly_hours ?? ""),
        attributes: { maxlength: 3, inputmode: "numeric", pattern: "[0-9]*" }, shown: (now) => busy(chosen(now)),
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
    changed: (values) => keeper.keep({ version, values }),
    send: async (values) => {
      // A day that this form does not ask about stays, while they do the same thing.
      const stays = spell && values["code"] === String(spell.code) ? { predicted_end_on: spell.predicted_end_on ?? "", review_on: spell.review_on ?? "" } : {};
      await save({
        form, values: { ...stays, ...values }, version, fields: FIELDS, words: (field, value) => fieldValue(field, value, codes),
        keep: (from) => {
          version = from;
          keeper.keep({ version, values: form.values() });
        },
        put: ({ code, ukprn = "", establishment = "", days_per_week = "", weekly_hours = "", ...rest }, based_on, sure) =>
          desk.put(`/people/${person.id}/destinations/${id}`, {
            code: Number(code), ...filled(rest), ukprn, establishment, days_per_week: Number(days_per_week), weekly_hours: number(weekly_hours),
            based_on, sure: sure || undefined,
          }),
      });
      keeper.done();
      saved("Where they are is saved");
    },
    cancel: () => {
      keeper.drop();
      cancel();
    },
  });
  if (kept) form.fill(kept.body.values);
  return { node: el("div", null, begunBy(kept), form.node), start: () => form.start() };
}

/** Whether it takes days and hours of a week. @param {ActivityCode | undefined} code */
function busy(code) {
  return code?.headline === "in-education-or-work" || code?.headline === "out-of-scope";
}

/** Whether it can be at a school or college: codes of learning and of training begin with 1, 2 or 4. @param {ActivityCode | undefined} code */
function learns(code) {
  return code !== undefined && [1, 2, 4].includes(Math.floor(code.code / 100));
}

/** What is no number goes as it is, and the service says so. @param {string} text */
function number(text) {
  return /^[0-9]*$/.test(text) ? Number(text) : text;
}

/** By how it counts; being in neither, by whether they could begin something. @param {ActivityCode[]} codes */
export function groups(codes) {
  const kind = (/** @type {ActivityCode} */ { headline: kind, neet }) => neet ? neetGroup(neet) : headline(kind);
  return [...new Set(codes.map(kind))].map((label) => ({
    label,
    options: codes.filter((one) => kind(one) === label).map(({ code, label: words }) => ({ value: String(code), label: `${words} (${code})` })),
  }));
}
