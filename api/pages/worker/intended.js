// What a young person means to do next, beside what became of it.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { button, unseen } from "../staff/parts.js";
import { longDay, today } from "../staff/when.js";
import { filled } from "./filled.js";
import { save } from "./settle.js";
import { intent, kept } from "./words.js";

/** @typedef {import("../shared/promised.js").Intended} Intended */

/** @param {Intended[]} all the latest first @param {(intended?: Intended) => void} change */
export function intended(all, change) {
  return el("div", { class: "after-timeline" },
    el("h3", null, "What they meant to do"),
    all.length === 0 ? el("p", { class: "muted" }, "Nobody has recorded what they mean to do next.")
      : el("ul", { class: "things" }, all.map((one) => shown(one, change))),
    el("p", null, button("What they mean to do next", () => change(), "small")));
}

/** @param {Intended} one @param {(intended: Intended) => void} change */
function shown(one, change) {
  const { label, words, for_on, said_on, kept: became, became: activity } = one;
  return el("li", null,
    el("p", null, el("strong", null, label), words && `: ${words}`, el("br"),
      el("span", { class: "muted" }, `From ${longDay(for_on)}. They said so on ${longDay(said_on)}.`)),
    el("p", null, el("span", { class: `badge badge--${became === "yes" ? "good" : became === "otherwise" ? "warn" : "quiet"}` }, kept(became)),
      became === "otherwise" && activity && ` ${activity}`),
    button(["Change", unseen(`: ${label}`)], () => change(one), "small"));
}

const CODES = ["111", "121", "211", "311", "321", "411", "511", "611"];

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @param {Intended} [known] what changes
 * @returns {import("./person.js").Panel}
 */
export function intendedForm(desk, person, saved, cancel, known) {
  const id = known?.id ?? crypto.randomUUID();
  let version = known?.version;
  const form = new Form({
    label: "What they mean to do next", button: "Save what they mean to do", cancel,
    fields: [
      { name: "intent", label: "What they mean to do", kind: "select", value: known?.intent, options: CODES.map((value) => ({ value, label: intent(value) })), missing: "Choose what they mean to do" },
      { name: "words", label: "More about it", kind: "text", optional: true, value: known?.words, attributes: { maxlength: 200 }, hint: "Such as the course or the firm. They can read this in their record." },
      { name: "for_on", label: "From when", kind: "date", value: known?.for_on, missing: "Give the day from which they mean to do it" },
      { name: "said_on", label: "When they said so", kind: "date", value: known?.said_on ?? today(), missing: "Give the day on which they said so", attributes: { max: today() } },
    ],
    send: async (values) => {
      await save({
        form, values, version, fields: ["intent", "words", "for_on", "said_on"],
        keep: (from) => { version = from; },
        put: (rest, based_on) => desk.put(`/people/${person}/intended/${id}`, { ...filled(rest), based_on }),
      });
      saved("What they mean to do is saved");
    },
  });
  return { node: form.node, start: () => form.start() };
}
