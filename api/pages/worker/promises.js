// The support that was promised, and whether the young person says it comes.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { button, card, unseen } from "../staff/parts.js";
import { longDay, near, today } from "../staff/when.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";

/** @typedef {import("../shared/staff.js").PersonPromise} Promised */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {(promise: Promised) => void} change
 */
export function promises({ promises: all }, change) {
  return card("Promised support",
    all.length === 0 ? el("p", { class: "muted" }, "None is recorded. What does their plan promise?")
      : el("ul", { class: "things" }, all.map((promise) => one(promise, change))));
}

/** @param {Promised} promise @param {(promise: Promised) => void} change */
function one(promise, change) {
  const { name, provider, frequency, agreed_on, ended_on, last_answer } = promise;
  const from = [provider, frequency].filter(Boolean).join(", ");
  return el("li", null,
    el("p", null, el("strong", null, name), from && el("span", { class: "muted" }, ` · ${from}`)),
    last_answer ? el("p", null, "Does it come? ", el("strong", null, `“${last_answer.label}”`), el("span", { class: "muted" }, `, ${near(last_answer.on)}`))
      : el("p", { class: "muted" }, "They have not been asked yet, or have not answered."),
    el("p", { class: "muted" }, `Agreed ${longDay(agreed_on)}`, ended_on && `, ended ${longDay(ended_on)}`),
    button(["Change, or end", unseen(`: ${name}`)], () => change(promise), "small"));
}

const FIELDS = ["name", "easy_name", "provider", "frequency", "agreed_on", "ended_on"];

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @param {Promised} [promise] the one that changes
 * @returns {import("./person.js").Panel}
 */
export function promiseForm(desk, person, saved, cancel, promise) {
  const id = promise?.id ?? crypto.randomUUID();
  let version = promise?.version;
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
    send: async (values) => {
      await save({
        form, values, version, fields: FIELDS,
        keep: (from) => { version = from; },
        put: (rest, based_on) => desk.put(`/people/${person}/promises/${id}`, { ...filled(rest), based_on }),
      });
      saved("Promised support is saved");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}
