// Who is away and who covers for them.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { daysFromNow, longDay } from "../staff/when.js";
import { filled } from "./filled.js";

/** @typedef {import("../shared/team.js").Absence} Absence */

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {() => void} changed
 */
export async function absences(desk, changed) {
  const { items } = /** @type {{ items: Absence[] }} */ (await desk.get("/absences"));
  const form = el("div");
  const add = button("Say that somebody is away", () => void open());
  const open = async () => {
    try {
      const made = await awayForm(desk, changed, () => {
        fill(form);
        add.focus();
      });
      fill(form, made.node);
      made.start();
    } catch (error) {
      fill(form, el("p", { class: "field__error", role: "alert" }, explain(error)));
    }
  };
  return card("Who is away",
    items.length === 0 && el("p", { class: "muted" }, "Nobody is away."),
    items.length > 0 && el("ul", { class: "things" }, items.map((absence) => one(absence, desk, changed))),
    el("div", { class: "row" }, add), form);
}

/** @param {Absence} absence @param {import("../staff/desk.js").Desk} desk @param {() => void} changed */
function one({ id, name, cover, from_on, until_on, now, yours }, desk, changed) {
  const trouble = el("p", { class: "field__error", role: "alert" });
  const end = async () => {
    try {
      await desk.delete(`/absences/${id}`);
      say(`${name} is there`);
      changed();
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  const days = from_on === until_on ? longDay(from_on) : `${longDay(from_on)} to ${longDay(until_on)}`;
  return el("li", null,
    now && el("span", { class: "badge badge--warn" }, "Away today"),
    el("p", null, el("strong", null, name), `, ${days}`, el("br"), el("span", { class: "muted" }, `${cover} covers`)),
    yours && el("div", { class: "row" }, button(["They are there after all", unseen(`: ${name}, ${days}`)], end)),
    trouble);
}

/** @param {import("../staff/desk.js").Desk} desk @param {() => void} changed @param {() => void} cancel */
async function awayForm(desk, changed, cancel) {
  const { items } = /** @type {{ items: import("../shared/staff.js").StaffMember[] }} */ (await desk.get("/staff"));
  const id = crypto.randomUUID();
  const all = items.map((one) => ({ value: one.id, label: one.name }));
  const covers = items.filter(({ role }) => role === "worker" || role === "manager").map((one) => ({ value: one.id, label: one.name }));
  const manager = desk.session?.role === "manager";
  const form = new Form({
    label: "Say that somebody is away",
    button: "Save",
    fields: [
      ...(manager ? [/** @type {import("../staff/field.js").Field} */ ({ name: "staff_id", label: "Who", kind: "select", missing: "Choose who is away", options: all })] : []),
      { name: "from_on", label: "First day", kind: "date", missing: "Choose the first day" },
      { name: "until_on", label: "Last day", kind: "date", missing: "Choose the last day", attributes: { min: daysFromNow(0) } },
      { name: "cover_id", label: "Who covers", kind: "select", missing: "Choose who covers", options: covers,
        hint: "On these days they see your young people, and hear what waits for you." },
    ],
    send: async (values) => {
      await desk.put(`/absences/${id}`, filled(values));
      say("Saved");
      changed();
    },
    cancel,
  });
  return form;
}
