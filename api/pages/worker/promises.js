// The support that was promised, and whether the young person says it comes.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { button, card, reveal, unseen } from "../staff/parts.js";
import { longDay, near, today } from "../staff/when.js";
import { begunBy, draftOf, DraftKeeper } from "./drafts.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { claimSource, concernOutcome, given, raisedBy } from "./words.js";

/** @typedef {import("../shared/staff.js").PersonPromise} Promised */

/**
 * @typedef {object} Does
 * @property {(promise: Promised) => void} change
 * @property {(promise: Promised) => void} claim
 * @property {(promise: Promised) => void} concern
 * @property {(concern: Promised["concerns"][number]) => void} answer
 */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {Does} does
 */
export function promises({ promises: all }, does) {
  return card("Promised support",
    all.length === 0 ? el("p", { class: "muted" }, "None is recorded. What does their plan promise?")
      : el("ul", { class: "things" }, all.map((promise) => one(promise, does))));
}

/** @param {Promised} promise @param {Does} does */
function one(promise, does) {
  const { name, provider, frequency, agreed_on, ended_on, last_answer } = promise;
  const from = [provider, frequency].filter(Boolean).join(", ");
  return el("li", null,
    el("p", null, el("strong", null, name), from && el("span", { class: "muted" }, ` · ${from}`)),
    last_answer ? el("p", null, "Does it come? ", el("strong", null, `“${last_answer.label}”`), el("span", { class: "muted" }, `, ${near(last_answer.on)}`))
      : el("p", { class: "muted" }, "They have not been asked yet, or have not answered."),
    el("p", { class: "muted" }, `Agreed ${longDay(agreed_on)}`, ended_on && `, ended ${longDay(ended_on)}`),
    promise.gap_since && el("p", null, el("span", { class: "badge badge--warn" },
      `Not all of it since ${longDay(promise.gap_since)}${(promise.gap_times ?? 0) > 1 ? `, ${promise.gap_times} times in a row` : ""}`)),
    months(promise),
    promise.concerns.map((concern) => concernOf(concern, does)),
    el("div", { class: "row" },
      button(["Change, or end", unseen(`: ${name}`)], () => does.change(promise), "small"),
      button(["What was given", unseen(`: ${name}`)], () => does.claim(promise), "small"),
      button(["It may not be coming", unseen(`: ${name}`)], () => does.concern(promise), "small")));
}

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** What they said and what others say, month by month. @param {Promised} promise */
function months({ name, months: all, claims }) {
  if (all.length === 0) return null;
  const theirs = (/** @type {string[]} */ ids) => claims.filter(({ id }) => ids.includes(id))
    .map((claim) => `${claimSource(claim.source)}: ${given(claim.given).toLowerCase()}${claim.words ? ` (${claim.words})` : ""}`);
  return reveal("Month by month", `: ${name}`, el("dl", { class: "said" }, all.map(({ month, said, claims: ids, differs }) => el("div", null,
    el("dt", null, MONTH.format(new Date(`${month}T00:00:00Z`)), differs && [" ", el("span", { class: "badge badge--warn" }, "They do not say the same")]),
    el("dd", null, `They said: ${said.map(({ label }) => `“${label}”`).join(", ") || "nothing"}`),
    theirs(ids).map((words) => el("dd", null, words))))));
}

/** @param {Promised["concerns"][number]} concern @param {Does} does */
function concernOf(concern, does) {
  const { raised_by, raised_on, words, to_whom, due_on, answered_on, outcome, answer } = concern;
  return el("div", { class: "notice" },
    el("p", null, el("strong", null, `It may not be coming: ${raisedBy(raised_by)}`), `, ${longDay(raised_on)}`, words && `. “${words}”`),
    answered_on ? el("p", null, `${concernOutcome(outcome ?? "")}, ${longDay(answered_on)}. ${answer}`)
      : el("p", null, `An answer is owed by ${longDay(due_on)}`, to_whom && ` by ${to_whom}`, ". ", button("Record the answer", () => does.answer(concern), "small")));
}

const FIELDS = ["name", "easy_name", "provider", "frequency", "agreed_on", "ended_on"];

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @param {Promised} [promise] the one that changes
 * @returns {Promise<import("./person.js").Panel>}
 */
export async function promiseForm(desk, person, saved, cancel, promise) {
  const kept = await draftOf(desk, person.id, "promise", (one) => promise ? one === promise.id : !person.promises.some((it) => it.id === one)).catch(() => undefined);
  const id = promise?.id ?? kept?.id ?? crypto.randomUUID();
  const keeper = new DraftKeeper(desk, person.id, "promise", id);
  /** @type {number | undefined} */
  let version = kept ? kept.body.version : promise?.version;
  const form = new Form({
    label: "Promised support",
    button: "Save promised support",
    fields: [
      {
        name: "name", label: "What was promised", kind: "text", value: promise?.name, missing: "Say what was promised",
        hint: "They are asked in these words. As it reads after “You should be getting”, such as “a job coach for two hours a week”.",
        attributes: { maxlength: 200 },
      },
      {
        name: "easy_name", label: "In two or three easy words", kind: "text", optional: true, value: promise?.easy_name,
        hint: "For those who read easy read, such as “a job coach”.", attributes: { maxlength: 200 },
      },
      { name: "provider", label: "Who gives it", kind: "text", optional: true, value: promise?.provider, attributes: { maxlength: 200 } },
      { name: "frequency", label: "How often", kind: "text", optional: true, value: promise?.frequency, attributes: { maxlength: 200 } },
      { name: "agreed_on", label: "Agreed on", kind: "date", value: promise?.agreed_on ?? today(), missing: "Give the day it was agreed" },
      ...promise ? [/** @type {import("../staff/field.js").Field} */ ({ name: "ended_on", label: "Last day, if it is over", kind: "date", optional: true, value: promise.ended_on })] : [],
    ],
    changed: (values) => keeper.keep({ version, values }),
    send: async (values) => {
      await save({
        form, values, version, fields: FIELDS,
        keep: (from) => {
          version = from;
          keeper.keep({ version, values: form.values() });
        },
        put: (rest, based_on) => desk.put(`/people/${person.id}/promises/${id}`, { ...filled(rest), based_on }),
      });
      keeper.done();
      saved("Promised support is saved");
    },
    cancel: () => {
      keeper.drop();
      cancel();
    },
  });
  if (kept) form.fill(kept.body.values);
  return { node: el("div", null, begunBy(kept), form.node), start: () => form.start() };
}
