// What is to be done about one young person, and what a member of staff has to do.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, unseen } from "../staff/parts.js";
import { daysFromNow, longDay } from "../staff/when.js";
import { filled } from "./filled.js";

/** @typedef {import("../shared/team.js").Task} Task */
/**
 * @typedef {object} Acts
 * @property {(sentence: string) => void} saved
 * @property {(title: string, panel: import("./person.js").Panel | Promise<import("./person.js").Panel>) => void} open
 * @property {() => void} close
 */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {import("../staff/desk.js").Desk} desk
 * @param {Acts} acts
 */
export function tasks(person, desk, acts) {
  const add = button("Add a task", () => acts.open("Add a task", taskForm(desk, person.id, acts)));
  const list = person.tasks.length > 0
    ? el("ul", { class: "things" }, person.tasks.map((task) => one(task, person.id, desk, acts)))
    : el("p", { class: "muted" }, "Nothing is to be done.");
  return card("To do", list, el("div", { class: "row" }, add));
}

/** @param {Task} task @param {string} person @param {import("../staff/desk.js").Desk} desk @param {Acts} acts */
function one(task, person, desk, acts) {
  const trouble = el("p", { class: "field__error", role: "alert" });
  const which = unseen(`: ${task.what}`);
  const done = async () => {
    fill(trouble);
    try {
      await finish(desk, person, task);
      acts.saved("Done");
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  return el("li", null,
    words(task),
    el("div", { class: "row" },
      task.ticked && button(["Done", which], done, "main"),
      button(["Change", which], () => acts.open("Change a task", taskForm(desk, person, acts, task)))),
    trouble);
}

/** What is to be done, by when and by whom. @param {Task} task */
export function words({ what, due_on, late, owner, mine, made_by }) {
  return el("div", null,
    late && el("span", { class: "badge badge--bad" }, "Late"),
    el("p", { class: "typed" }, el("strong", null, what)),
    el("p", { class: "muted" }, `By ${longDay(due_on)}`, owner && ` · ${mine ? "yours" : owner}`, made_by && ` · set by ${made_by}`));
}

/** @param {import("../staff/desk.js").Desk} desk @param {string} person @param {Task} task */
export function finish(desk, person, task) {
  return desk.put(`/people/${person}/tasks/${task.id}/done`, {});
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {Acts} acts
 * @param {Task} [task]
 * @returns {Promise<import("./person.js").Panel>}
 */
async function taskForm(desk, person, { saved, close }, task) {
  const { items } = /** @type {{ items: import("../shared/staff.js").StaffMember[] }} */ (await desk.get("/staff"));
  const id = task?.id ?? crypto.randomUUID();
  const own = !task || task.kind === "own";
  const form = new Form({
    label: task ? "Change a task" : "Add a task",
    button: "Save task",
    fields: [
      ...(own ? [/** @type {import("../staff/field.js").Field} */ ({ name: "words", label: "What is to be done", kind: "note", missing: "Write what is to be done", attributes: { maxlength: 500 } })] : []),
      { name: "due_on", label: "By when", kind: "date", missing: "Choose a day", attributes: { min: daysFromNow(0) } },
      { name: "owner_id", label: "Whose it is", kind: "select", optional: true, hint: "Left open, it is whoever’s who works with them.", options: items.map(({ id: value, name }) => ({ value, label: name })) },
    ],
    send: async (values) => {
      await desk.put(`/people/${person}/tasks/${id}`, { ...filled(values), ...(task && { based_on: task.version }) });
      saved("Saved the task");
    },
    cancel: close,
  });
  if (task) form.fill({ words: task.what, due_on: task.due_on, owner_id: task.owner_id ?? "" });
  return { node: el("div", null, task && !own && el("p", null, task.what), form.node), start: () => form.start() };
}
