// A manager gives a young person to a worker.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button } from "../staff/parts.js";
import { say } from "../staff/say.js";

/**
 * Asks who will look after somebody, in a dialog.
 *
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {string} name
 * @param {() => void} done
 */
export async function askWho(desk, person, name, done) {
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "assign-title", onclose: () => dialog.remove() });
  const body = el("p", { class: "muted" }, "Loading…");
  fill(dialog, el("h2", { id: "assign-title" }, `Who looks after ${name}?`), body);
  document.body.append(dialog);
  dialog.showModal();
  /** @type {import("../shared/staff.js").StaffMember[]} */
  let items;
  try {
    ({ items } = await desk.get("/staff"));
  } catch (error) {
    fill(body, explain(error), " ", button("Close", () => dialog.close()));
    return;
  }
  const form = new Form({
    button: "Assign",
    fields: [{ name: "worker_id", label: "Worker", kind: "select", missing: "Choose a worker",
      options: items.filter(({ role }) => role === "worker" || role === "manager").map(({ id, name: label }) => ({ value: id, label })) }],
    send: async ({ worker_id }) => {
      await desk.put(`/people/${person}/assignment`, { worker_id });
      dialog.close();
      say(`${name} is assigned`);
      done();
    },
    cancel: () => dialog.close(),
  });
  body.replaceWith(el("p", null, "The worker they have now, if any, can no longer open their page."), form.node);
  form.start();
}
