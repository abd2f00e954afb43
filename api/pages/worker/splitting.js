// A record that was kept of two people: who the other one is, what is theirs, both records beforehand, and those that became two.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { longDay, longMoment } from "../staff/when.js";
import { chooseInto } from "./merging.js";
import { contactKind, provision, splitPart } from "./words.js";

/** @typedef {import("../shared/same.js").Divisible} Divisible */
/** @typedef {import("../shared/same.js").DivisiblePart} Part */
/** @typedef {import("../shared/same.js").SplitList} SplitList */
/** @typedef {import("../staff/desk.js").Desk} Desk */

const KINDS = /** @type {const} */ (["contact", "destination", "promise", "goal", "intended", "task"]);
const PROVISION = ["ehc-plan", "sen-support", "none"].map((value) => ({ value, label: provision(value) }));
/** A note is told apart by how it begins. */
const MOST_LETTERS = 80;

/** @param {Part} part */
function labelOf({ on, kind, words = "" }) {
  const said = words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS)}…` : words;
  return [longDay(on), kind && contactKind(kind), said].filter(Boolean).join(", ");
}

/**
 * @param {Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {Promise<import("./person.js").Panel>}
 */
export async function splitForm(desk, person, saved, cancel) {
  const known = /** @type {Divisible} */ (await desk.get(`/people/${person.id}/divisible`));
  const id = crypto.randomUUID();
  const names = [
    ...(known.mobile ? [{ value: "mobile", label: known.mobile }] : []),
    ...(known.email ? [{ value: "email", label: known.email }] : []),
    ...(known.uln ? [{ value: "uln", label: `Learner number ${known.uln}` }] : []),
    ...known.record_numbers.map((number) => ({ value: `number ${number}`, label: `Council’s number ${number}` })),
  ];
  const parts = KINDS.map((kind) => ({ kind, items: known.items.filter(({ what }) => what === kind) })).filter(({ items }) => items.length > 0);
  const panel = el("div", { tabindex: "-1", hidden: true });
  const form = new Form({
    label: "This is two people",
    button: "Look at both records",
    fields: [
      { name: "first_name", label: "Given name of the other one", kind: "text", attributes: { maxlength: 100 } },
      { name: "family_name", label: "Their family name", kind: "text", optional: true, attributes: { maxlength: 100 } },
      { name: "preferred_name", label: "What they like to be called", kind: "text", optional: true, attributes: { maxlength: 100 } },
      { name: "birth_date", label: "Their birth date", kind: "date" },
      { name: "transition_on", label: "The day on which their two years begin", kind: "date", value: person.journey.transition_on },
      { name: "sen_provision", label: "Their provision", kind: "select", options: PROVISION, missing: "Choose their provision" },
      ...(names.length > 0 ? [{ name: "names", label: "Which of these are theirs?", kind: /** @type {const} */ ("checks"), options: names, optional: true }] : []),
      ...parts.map(({ kind, items }) => ({
        name: kind, label: `${splitPart(kind)} that are theirs`, kind: /** @type {const} */ ("checks"), optional: true,
        options: items.map((item) => ({ value: item.id, label: labelOf(item) })),
      })),
      { name: "why", label: "Why there are two", kind: "note", attributes: { maxlength: 500 }, missing: "Say why there are two", hint: "Such as: the calls were with her sister." },
    ],
    send: async (values) => {
      const chosen = new Set(KINDS.flatMap((kind) => (values[kind] ?? "").split(",").filter(Boolean)));
      fill(panel, preview(values, chosen));
      panel.hidden = false;
      form.node.hidden = true;
      panel.focus();
      panel.scrollIntoView({ block: "start" });
    },
    cancel,
  });

  /** Both records as they would be. @param {Record<string, string>} values @param {Set<string>} chosen */
  function preview({ names: theirs = "", first_name = "", family_name = "", ...values }, chosen) {
    const named = new Set(theirs.split(",").filter(Boolean));
    const trouble = el("p", { class: "field__error", role: "alert" });
    const back = () => {
      panel.hidden = true;
      form.node.hidden = false;
      form.start();
    };
    const split = async () => {
      fill(trouble);
      try {
        await desk.put(`/people/${person.id}/splits/${id}`, {
          first_name, family_name: family_name || undefined, preferred_name: values["preferred_name"] || undefined,
          birth_date: values["birth_date"], transition_on: values["transition_on"], sen_provision: values["sen_provision"], why: values["why"],
          take_mobile: named.has("mobile"), take_email: named.has("email"), take_uln: named.has("uln"),
          take_record_numbers: known.record_numbers.filter((number) => named.has(`number ${number}`)),
          items: known.items.filter((item) => chosen.has(item.id)).map(({ what, id: thing, version }) => ({ what, id: thing, version })),
          based_on: person.details.version,
        });
        saved(`${first_name} has a record of their own now. “Same person?” on the list shows both, and makes one of them again`);
      } catch (error) {
        fill(trouble, explain(error));
      }
    };
    const other = [first_name, family_name].filter(Boolean).join(" ");
    return el("div", null,
      el("div", { class: "columns" },
        side(`${person.name} keeps`, (it) => !chosen.has(it.id), names.filter(({ value }) => !named.has(value)),
          "Answers given on a phone, alerts and what was done about them, sign-ins, helpers and what was agreed."),
        side(`${other} gets`, (it) => chosen.has(it.id), names.filter(({ value }) => named.has(value)),
          `A new record, born ${longDay(values["birth_date"] ?? "")}${person.worker_name ? `, with ${person.worker_name}` : ""}.`)),
      chosen.size === 0 && notice("warn", "Choose at least one thing that is theirs."),
      el("p", null, "Both can be made one record again later: “Same person?” on the list."),
      el("div", { class: "row" }, chosen.size > 0 && button("Make two records", split, "main"), button("Change something", back)), trouble);
  }

  /** One of the two. @param {string} title @param {(item: Part) => boolean} has @param {{ label: string }[]} numbers @param {string} also */
  function side(title, has, numbers, also) {
    const kinds = parts.map(({ kind, items }) => ({ kind, items: items.filter(has) })).filter(({ items }) => items.length > 0);
    return el("section", null, el("h3", null, title), el("p", null, also),
      numbers.length > 0 && el("ul", null, numbers.map(({ label }) => el("li", null, label))),
      kinds.map(({ kind, items }) => el("div", null, el("h4", null, splitPart(kind)), el("ul", null, items.map((item) => el("li", null, labelOf(item)))))));
  }

  const told = known.items.length === 0
    ? notice("warn", "Nothing on this record can go to another: what was said on a phone stays with whose phone it is. Add the other one with the council’s file.")
    : el("p", null, "For when two young people were kept on one record by mistake. The record stays with whose phone it is; say who the other one is, and choose what is theirs.");
  return { node: el("div", null, told, known.items.length > 0 && form.node, panel), start: () => form.start() };
}

/** @param {SplitList} list @param {Desk} desk @param {(person: string) => void} open @param {() => unknown} changed */
export function splitsOf({ items }, desk, open, changed) {
  if (items.length === 0) return null;
  return card("Records that became two", el("ul", { class: "things" }, items.map(({ split, person_name, new_name, made_by, joined }) => {
    const trouble = el("p", { class: "field__error", role: "alert" });
    const panel = el("div", { tabindex: "-1" });
    const which = unseen(`: ${new_name} and ${person_name}`);
    const together = async () => {
      fill(trouble);
      try {
        await chooseInto(panel, split.person_id, split.new_id, desk, changed);
      } catch (error) {
        fill(trouble, explain(error));
      }
    };
    return el("li", null,
      el("p", null, el("strong", null, new_name), " was kept on the record of ", el("strong", null, person_name), el("br"), split.why, el("br"),
        el("span", { class: "muted" }, `${made_by}, ${longMoment(split.made_at)}${joined ? ". They are one record again" : ""}`)),
      !joined && el("div", { class: "row" }, button(["Open the record of ", new_name], () => open(split.new_id)),
        button(["Make one record of them again", which], together)), trouble, panel);
  })));
}
