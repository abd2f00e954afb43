// The support that was promised, and whether the young person says it comes.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { card } from "../staff/parts.js";
import { longDay, near, today } from "../staff/when.js";
import { filled } from "./filled.js";

/** @param {import("../shared/staff.js").Person} person */
export function promises({ promises: all }) {
  return card("Promised support",
    all.length === 0 ? el("p", { class: "muted" }, "None is recorded. What does their plan promise?")
      : el("ul", { class: "things" }, all.map(one)));
}

/** @param {import("../shared/staff.js").PersonPromise} promise */
function one({ name, provider, frequency, agreed_on, ended_on, last_answer }) {
  const from = [provider, frequency].filter(Boolean).join(", ");
  return el("li", null,
    el("p", null, el("strong", null, name), from && el("span", { class: "muted" }, ` · ${from}`)),
    last_answer ? el("p", null, "Does it come? ", el("strong", null, `“${last_answer.label}”`), el("span", { class: "muted" }, `, ${near(last_answer.on)}`))
      : el("p", { class: "muted" }, "They have not been asked yet, or have not answered."),
    el("p", { class: "muted" }, `Agreed ${longDay(agreed_on)}`, ended_on && `, ended ${longDay(ended_on)}`));
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function promiseForm(desk, person, saved, cancel) {
  const id = crypto.randomUUID();
  const form = new Form({
    label: "Promised support",
    button: "Save promised support",
    fields: [
      {
        name: "name", label: "What was promised", kind: "text", missing: "Say what was promised",
        hint: "They are asked in these words. As it reads after “You should be getting”, such as “a job coach for two hours a week”.",
        attributes: { maxlength: 200 },
      },
      {
        name: "easy_name", label: "In two or three easy words", kind: "text", optional: true,
        hint: "For those who read easy read, such as “a job coach”.", attributes: { maxlength: 200 },
      },
      { name: "provider", label: "Who gives it", kind: "text", optional: true, attributes: { maxlength: 200 } },
      { name: "frequency", label: "How often", kind: "text", optional: true, attributes: { maxlength: 200 } },
      { name: "agreed_on", label: "Agreed on", kind: "date", value: today(), missing: "Give the day it was agreed" },
    ],
    send: async (values) => {
      await desk.put(`/people/${person}/promises/${id}`, filled(values));
      saved("Promised support is saved");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}
