// The views of the list that somebody keeps for themself: a name for what the address says.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { address, WANTED, wanted } from "./filters.js";

/** @typedef {import("../shared/view.js").SavedView} SavedView */

export class Views {
  /** @type {SavedView[]} */
  #views = [];

  /** @param {import("../staff/desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.list = el("ul", { class: "filters" });
    this.nav = el("nav", { "aria-label": "My views", hidden: true }, this.list);
    this.trouble = el("div");
    this.node = el("div", null, this.nav, this.trouble);
    this.save = button("Save this view", () => this.#ask(), "small");
  }

  async load() {
    try {
      ({ items: this.#views } = await this.desk.get("/views"));
      fill(this.trouble);
    } catch (error) {
      fill(this.trouble, notice("warn", `Your views are not shown. ${explain(error)}`));
    }
    this.tell();
  }

  /** Shows which view is open. */
  tell() {
    const now = address(wanted());
    this.nav.hidden = this.#views.length === 0;
    fill(this.list, this.#views.map((view) => {
      const to = address(said(view));
      return el("li", { class: "view" },
        el("a", { class: "filter", href: to === "#" ? "#state=all" : to, "aria-current": to === now && "true" }, view.name),
        button(["Remove", unseen(` the view ${view.name}`)], () => this.#remove(view), "plain"));
    }));
  }

  /** @param {SavedView} view */
  async #remove(view) {
    try {
      await this.desk.delete(`/views/${view.id}`);
      say(`The view ${view.name} is removed`);
    } catch (error) {
      fill(this.trouble, notice("warn", explain(error)));
    }
    await this.load();
    this.save.focus();
  }

  #ask() {
    const dialog = el("dialog", { class: "dialog", "aria-labelledby": "view-title", onclose: () => {
      dialog.remove();
      this.save.focus();
    } });
    const id = crypto.randomUUID();
    const form = new Form({
      button: "Save",
      fields: [{ name: "name", label: "What you call it", kind: "text", missing: "Give it a name",
        hint: "Such as “Calls this week”. Never the name of a young person.", attributes: { maxlength: 60 } }],
      send: async ({ name }) => {
        await this.desk.put(`/views/${id}`, { name, ...wanted() });
        dialog.close();
        say(`The view ${name} is saved`);
        await this.load();
      },
      cancel: () => dialog.close(),
    });
    fill(dialog, el("h2", { id: "view-title" }, "Save this view"), el("p", null, "What is shown now, and its order. Only you see it."), form.node);
    document.body.append(dialog);
    dialog.showModal();
    form.start();
  }
}

/** What a view says, as the address says it. @param {SavedView} view @returns {Record<string, string>} */
function said(view) {
  const parts = WANTED.map((name) => [name, view[/** @type {keyof SavedView} */ (name)] ?? ""]);
  const usual = (/** @type {string} */ name, /** @type {string} */ value) => value === "" || (name === "state" && value === "all") || (name === "order" && value === "urgency");
  return Object.fromEntries(parts.filter(([name = "", value = ""]) => !usual(name, value)));
}
