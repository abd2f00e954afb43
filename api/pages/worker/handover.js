// A young person is handed over to a colleague: on a day that everybody knows, or at once.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { daysFromNow, longDay } from "../staff/when.js";
import { filled } from "./filled.js";

/** @typedef {import("../shared/team.js").Handover} Handover */

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {Promise<import("./person.js").Panel>}
 */
export async function handoverForm(desk, person, saved, cancel) {
  const { items } = /** @type {{ items: import("../shared/staff.js").StaffMember[] }} */ (await desk.get("/staff"));
  const id = crypto.randomUUID();
  const form = new Form({
    label: "Plan a handover",
    button: "Plan the handover",
    fields: [
      { name: "to", label: "To whom", kind: "select", missing: "Choose a colleague",
        options: items.filter(({ role }) => role === "worker" || role === "manager").map(({ id: value, name }) => ({ value, label: name })) },
      { name: "on", label: "From which day on", kind: "date", missing: "Choose a day", attributes: { min: daysFromNow(1) } },
      { name: "plain", label: "What the young person reads", kind: "note", optional: true, attributes: { maxlength: 500 }, hint: "Left empty, they read the day and the name, and that they can meet first." },
      { name: "easy", label: "The same in easy words", kind: "note", optional: true, attributes: { maxlength: 500 }, hint: "One idea to a sentence, no more than 12 words." },
    ],
    send: async (values) => {
      await desk.put(`/people/${person}/handovers/${id}`, filled(values));
      saved("The handover is planned. Your colleague has to say yes");
    },
    cancel,
  });
  return { node: el("div", null, el("p", null, "The young person sees the day and the name at once. Until the day they are on your list, and then on your colleague’s, with the alerts and tasks that you have in hand."), form.node), start: () => form.start() };
}

/**
 * The handovers to come, for whoever sees them; nothing where there are none.
 *
 * @param {import("../staff/desk.js").Desk} desk
 * @param {() => void} changed
 */
export async function handovers(desk, changed) {
  const { items } = /** @type {{ items: Handover[] }} */ (await desk.get("/handovers"));
  if (items.length === 0) return null;
  return card("Handovers", el("ul", { class: "things" }, items.map((one) => row(one, desk, changed))));
}

/** @param {Handover} one @param {import("../staff/desk.js").Desk} desk @param {() => void} changed */
function row({ id, person_name, from, to, on, waits_for_you, accepted_at, meet_first, hangs }, desk, changed) {
  const trouble = el("p", { class: "field__error", role: "alert" });
  const which = unseen(`: ${person_name}`);
  const act = async (/** @type {() => Promise<unknown>} */ work, /** @type {string} */ sentence) => {
    fill(trouble);
    try {
      await work();
      say(sentence);
      changed();
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  return el("li", null,
    hangs && el("span", { class: "badge badge--bad" }, "Nobody has said yes"),
    el("p", null, el("strong", null, person_name), el("br"), `From ${from ?? "nobody"} to ${to}, from ${longDay(on)}`, el("br"),
      meet_first !== undefined && el("strong", null, meet_first ? `They would like to meet ${to} first.` : "They do not need to meet first.", el("br")),
      el("span", { class: "muted" }, accepted_at ? `${to} has said yes` : `${to} has not said yes yet`)),
    el("div", { class: "row" },
      waits_for_you && button(["Yes, I look after them from then on", which], () => act(() => desk.put(`/handovers/${id}/acceptance`), "You have said yes"), "main"),
      button(["Call it off", which], () => act(() => desk.delete(`/handovers/${id}`), "The handover is off"))),
    trouble);
}
