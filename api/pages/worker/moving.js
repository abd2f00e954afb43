// Somebody goes to another partnership: proposing it and taking it back on their page; a yes or a no where they may come.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { longDay, today } from "../staff/when.js";

/** @typedef {import("../shared/same.js").Transfer} Transfer */
/** @typedef {import("../shared/same.js").ComingPeople} ComingPeople */
/** @typedef {import("../shared/same.js").ComingPerson} ComingPerson */
/** @typedef {import("../staff/desk.js").Desk} Desk */

const HOW = [{ value: "in-person", label: "Face to face" }, { value: "by-phone", label: "On the phone" }, { value: "in-writing", label: "In writing" }];
const WHO = [{ value: "themselves", label: "The young person" }, { value: "representative", label: "Somebody who may decide it for them" }];

/** @param {Desk} desk @param {string} person */
export function moving(desk, person) {
  if (desk.session?.role === "safeguarding-lead") return null;
  const inside = el("div", { "aria-live": "polite" });
  const load = async () => {
    try {
      const [{ items }, places] = await Promise.all([desk.get(`/people/${person}/transfers`), desk.get("/partnerships")]);
      const open = items.some((/** @type {Transfer} */ { state }) => state === "waits" || state === "moved");
      fill(inside, list(items, end), !open && propose(places.items));
    } catch (error) {
      fill(inside, notice("warn", explain(error)));
    }
  };
  const end = async (/** @type {Transfer} */ { id }) => {
    await desk.delete(`/people/${person}/transfers/${id}`);
    say("It is taken back");
    await load();
  };
  /** @param {{ id: string, name: string }[]} places */
  const propose = (places) => {
    if (places.length === 0) return el("p", { class: "muted" }, "There is no other partnership here. An administrator can send a whole record to another service.");
    const id = crypto.randomUUID();
    const spoken = ({ who = "" }) => who === "representative";
    const form = new Form({
      label: "Propose a move",
      button: "Propose the move",
      fields: [
        { name: "to_id", label: "Where to", kind: "select", options: places.map(({ id: value, name: label }) => ({ value, label })), missing: "Choose where to" },
        { name: "who", label: "Who agreed?", kind: "chips", options: WHO, missing: "Choose who agreed" },
        { name: "representative", label: "Who decided it for them", kind: "text", attributes: { maxlength: 200 }, missing: "Say who decided it", shown: spoken },
        { name: "why_cannot", label: "Why they could not decide it themself", kind: "note", attributes: { maxlength: 500 }, missing: "Say why they could not decide it", shown: spoken, hint: "The young person can read this." },
        { name: "how", label: "How was it said?", kind: "chips", options: HOW, missing: "Choose how it was said" },
        { name: "agreed_on", label: "When was it agreed?", kind: "date", value: today(), missing: "Choose the day", attributes: { max: today() } },
        { name: "moves_on", label: "From which day on", kind: "date", value: today(), missing: "Choose the day" },
      ],
      send: async ({ who: _, ...values }) => {
        await desk.put(`/people/${person}/transfers/${id}`, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")));
        say("The move is proposed");
        await load();
      },
    });
    return el("details", { class: "reveal" }, el("summary", null, "Propose that they move"),
      el("p", null, "Ask them first. The other partnership sees their name, their age and your e-mail address until it says yes. Then it has a record of its own, and this one can be read and is not added to."), form.node);
  };
  return card("Moving to another partnership", inside, button("Show whether they move", load));
}

/** @param {Transfer[]} items @param {(transfer: Transfer) => Promise<void>} end */
function list(items, end) {
  if (items.length === 0) return el("p", null, "No move is planned.");
  return el("ul", { class: "things" }, items.map((it) => {
    const trouble = el("p", { class: "field__error", role: "alert" });
    const became = {
      waits: `They have not said yes yet. From ${longDay(it.moves_on)} on.`, "taken-back": "Taken back.",
      refused: `They said no: ${it.refused_why ?? ""}`, moved: `Moved on ${longDay(it.moved_on ?? it.moves_on)}. What was recorded until then can be read here.`,
    }[it.state];
    return el("li", null,
      el("p", null, el("strong", null, it.to), el("br"), became, el("br"),
        el("span", { class: "muted" }, `${it.representative ? `${it.representative} decided it for them` : "The young person agreed"}, ${longDay(it.agreed_on)}`)),
      it.why_cannot && el("p", null, it.why_cannot),
      it.state === "waits" && el("div", { class: "row" }, button(["Take it back", unseen(`: ${it.to}`)], () => end(it).catch((error) => fill(trouble, explain(error))))), trouble);
  }));
}

/** Who may come here, for a manager. @param {Desk} desk @param {(person: string) => void} open @param {() => void} changed */
export async function coming(desk, open, changed) {
  if (desk.session?.role !== "manager") return null;
  const { items, councils } = /** @type {ComingPeople} */ (await desk.get("/coming"));
  if (items.length === 0) return null;
  const staff = await desk.get("/staff");
  return card("May come from another partnership", el("ul", { class: "things" }, items.map((it) => one(it, councils, staff.items, desk, open, changed))));
}

/**
 * @param {ComingPerson} it @param {ComingPeople["councils"]} councils @param {{ id: string, name: string }[]} workers
 * @param {Desk} desk @param {(person: string) => void} open @param {() => void} changed
 */
function one(it, councils, workers, desk, open, changed) {
  const yes = new Form({
    label: `Take ${it.name}`,
    button: "Say yes",
    fields: [
      { name: "worker_id", label: "Who works with them", kind: "select", options: workers.map(({ id: value, name: label }) => ({ value, label })), missing: "Choose who works with them" },
      { name: "council_code", label: "Council", kind: "select", options: councils.map(({ code: value, name: label }) => ({ value, label })), value: councils.length === 1 ? councils[0]?.code : undefined, missing: "Choose the council" },
    ],
    send: async (values) => {
      const { person_id } = await desk.put(`/coming/${it.id}/acceptance`, values);
      say(`${it.name} is here now. Invite them`);
      open(person_id);
    },
  });
  const no = new Form({
    label: `Refuse ${it.name}`,
    button: "Say no",
    fields: [{ name: "why", label: "Why not", kind: "note", attributes: { maxlength: 500 }, missing: "Say why not", hint: `${it.from} reads this.` }],
    send: async (values) => {
      await desk.put(`/coming/${it.id}/refusal`, values);
      say("They are told");
      changed();
    },
  });
  return el("li", null,
    el("p", null, el("strong", null, it.name), `, ${it.age}, from ${it.from}`, el("br"),
      `Ask ${it.ask}: `, el("a", { href: `mailto:${it.ask_email}` }, it.ask_email), el("br"),
      el("span", { class: "muted" }, `From ${longDay(it.moves_on)} on. You see the record once you have said yes.`)),
    it.can_be_taken ? el("details", { class: "reveal" }, el("summary", null, "Say yes", unseen(`: ${it.name}`)), yes.node) : el("p", null, "You can say yes on that day."),
    el("details", { class: "reveal" }, el("summary", null, "Say no", unseen(`: ${it.name}`)), no.node));
}
