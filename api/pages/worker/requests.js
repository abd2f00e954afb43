// What a young person asked about what is held of them: that it be put right, to have all of it, or a complaint. Each has a
// last day. What they wrote comes when somebody asks for it: screens are seen from behind.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, reveal, unseen } from "../staff/parts.js";
import { longDay, near, today } from "../staff/when.js";
import { hiddenWords } from "./hidden.js";
import { recordPart, requestAsked } from "./words.js";

/** @typedef {import("../shared/looks.js").AskedOfRecord} DataRequest */
/** @typedef {import("../shared/staff.js").Person} Person */

/** So many days before the last one it is said more loudly. */
const SOON_DAYS = 7;
const DECISIONS = [{ value: "done", label: "Done: put right, given or settled" }, { value: "refused", label: "Refused: it stays as it is" }];

/**
 * @param {Person} person
 * @param {import("../staff/desk.js").Desk} desk
 * @param {{ answer: (request: DataRequest) => unknown, wait: (request: DataRequest) => unknown, saved: (sentence: string) => unknown }} acts
 */
export function requests(person, desk, acts) {
  if (person.requests.length === 0) return null;
  const open = person.requests.filter(({ decision }) => !decision);
  const answered = person.requests.filter(({ decision }) => decision);
  return card("What they asked about their record",
    open.length > 0 && el("ul", { class: "things" }, open.map((request) => waits(person, request, desk, acts))),
    answered.length > 0 && reveal(`Show ${answered.length} answered`, "about their record", el("ul", { class: "things" }, answered.map((request) => done(person, request, desk)))));
}

/** @param {Person} person @param {DataRequest} request @param {import("../staff/desk.js").Desk} desk @param {Parameters<typeof requests>[2]} acts */
function waits(person, request, desk, { answer, wait, saved }) {
  const { id, due_on, waiting_for, asked_on } = request;
  const which = unseen(`: ${headline(person, request)}, ${longDay(asked_on)}`);
  const trouble = el("p", { class: "field__error", role: "alert" });
  const go = async () => {
    try {
      await desk.put(`/people/${person.id}/requests/${id}/waiting`, {});
      saved("The clock runs again");
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  return el("li", null,
    what(person, request, desk),
    waiting_for ? el("p", null, el("span", { class: "badge badge--quiet" }, "The clock stands still"), ` You asked them: ${waiting_for}`)
      : el("p", null, due(due_on)),
    el("div", { class: "row" },
      button(["Answer", which], () => answer(request), "main"),
      waiting_for ? button(["They have told us: start the clock", which], go) : button(["Stop the clock", which], () => wait(request))),
    trouble);
}

/** @param {string} day the last one */
function due(day) {
  const days = Math.round((Date.parse(day) - Date.parse(today())) / 86_400_000);
  const look = days < 0 ? "bad" : days <= SOON_DAYS ? "warn" : "quiet";
  return [el("span", { class: `badge badge--${look}` }, days < 0 ? "Late" : "Answer by"), ` ${longDay(day)}`, days <= SOON_DAYS && days >= 0 ? ` (${near(day)})` : ""];
}

/** @param {Person} person @param {DataRequest} request @param {import("../staff/desk.js").Desk} desk */
function done(person, request, desk) {
  const { decision, reply, answered_on } = request;
  return el("li", null,
    what(person, request, desk),
    el("p", null, decision === "done" ? "Done" : "Refused", answered_on && ` on ${longDay(answered_on)}`),
    reply && reveal("Show the answer", `of ${answered_on && longDay(answered_on)}`, el("p", { class: "typed" }, reply)));
}

/** @param {Person} person @param {DataRequest} request @param {import("../staff/desk.js").Desk} desk */
function what(person, request, desk) {
  const { id, has_words, help, asked_on } = request;
  return [
    el("p", null, el("strong", null, headline(person, request)), el("br"), el("span", { class: "muted" }, `Asked on ${longDay(asked_on)}`)),
    help && el("p", null, el("span", { class: "badge badge--warn" }, "Would like help to say it")),
    has_words && hiddenWords(desk, person.id, id, "Show what they wrote", `on ${longDay(asked_on)}`, ({ words }) => [el("p", { class: "typed" }, words)]),
  ];
}

/** @param {Person} person @param {DataRequest} request */
function headline(person, { asked, part, item }) {
  if (asked !== "wrong") return requestAsked(asked);
  const name = item && titleOf(person, item);
  return `${requestAsked(asked)}: ${recordPart(part)}${name ? `, ${name}` : ""}`;
}

/** What an item of the record is, where this page knows it too. @param {Person} person @param {string} item */
function titleOf({ destinations, promises, check_ins, contacts, goals }, item) {
  const day = check_ins.find(({ id }) => id === item)?.due_on ?? contacts.find(({ id }) => id === item)?.happened_at.slice(0, 10);
  return destinations.find(({ id }) => id === item)?.label
    ?? promises.find(({ id }) => id === item)?.name
    ?? goals.find(({ id }) => id === item)?.words
    ?? (day && longDay(day));
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {DataRequest} request
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function answerForm(desk, person, request, saved, cancel) {
  const form = new Form({
    label: "Answer them",
    button: "Send the answer",
    fields: [
      { name: "decision", label: "What you did", kind: "chips", options: DECISIONS, missing: "Choose what you did" },
      {
        name: "words", label: "Your answer", kind: "note", missing: "Write what you did, or why not", attributes: { maxlength: 2000 },
        hint: "They read this as you write it. Put right first what is wrong. If you refuse, what they said is kept beside it. An answer cannot be changed.",
      },
    ],
    send: async (values) => {
      await desk.put(`/people/${person}/requests/${request.id}/answer`, values);
      saved("Your answer is sent");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {DataRequest} request
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function waitingForm(desk, person, request, saved, cancel) {
  const form = new Form({
    label: "Stop the clock",
    button: "Stop the clock",
    fields: [
      {
        name: "waiting_for", label: "What you need to know from them", kind: "note", missing: "Write what you need to know", attributes: { maxlength: 500 },
        hint: "They read this. Until you start the clock again, the last day moves.",
      },
    ],
    send: async (values) => {
      await desk.put(`/people/${person}/requests/${request.id}/waiting`, values);
      saved("The clock stands still");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}
