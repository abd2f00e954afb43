// The same for several young people at once: who is chosen, what is to be done, a look beforehand that the service makes, and
// ten minutes in which it can be undone.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { clock } from "../staff/when.js";

/** @typedef {import("../shared/bulk.js").BulkPreview} Preview */
/** @typedef {import("../shared/bulk.js").Bulk} Bulk */
/** @typedef {import("../shared/bulk.js").BulkUndone} Undone */
/** @typedef {import("../shared/bulk.js").LeftOut} LeftOut */

/** As many as anybody does something for at once. */
const MOST = 200;
const DONE = { send: "Sent", postpone: "Postponed", assign: "Given to another worker", "key-date": "Noted" };

export class Several {
  /** @type {Set<string>} */
  #chosen = new Set();
  /** @type {{ id: string, box: HTMLInputElement }[]} the boxes on the page */
  #boxes = [];
  #asked = false;

  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {object} does
   * @param {() => void} does.again shows the list anew
   * @param {(people: string[]) => void} does.print
   */
  constructor(desk, { again, print }) {
    this.desk = desk;
    this.again = again;
    this.print = print;
    this.count = el("span");
    this.all = el("input", { type: "checkbox", id: "choose-all", onchange: () => this.#chooseAll() });
    this.result = el("div", { "aria-live": "polite" });
    this.what = el("div");
    this.node = el("details", { class: "several no-print", ontoggle: () => void this.#open() },
      el("summary", null, "For several at once ", this.count),
      el("p", { class: "row" },
        el("label", { class: "choose-all", for: "choose-all" }, this.all, " Choose all on this page"),
        button("Choose nobody", () => this.#nobody(), "small")),
      this.what, this.result);
  }

  /**
   * The box in somebody's row.
   *
   * @param {{ id: string, name: string }} row
   */
  box({ id, name }) {
    const box = el("input", { class: "choose", type: "checkbox", "aria-label": `Choose ${name}`, onchange: () => {
      if (box.checked) this.#chosen.add(id);
      else this.#chosen.delete(id);
      this.#told();
    } });
    box.checked = this.#chosen.has(id);
    this.#boxes.push({ id, box });
    return box;
  }

  /** Other rows are about to be shown. Who is chosen stays chosen. */
  turn() {
    this.#boxes = [];
  }

  /** The rows are there. */
  shown() {
    this.all.checked = this.#boxes.length > 0 && this.#boxes.every(({ box }) => box.checked);
  }

  #chooseAll() {
    for (const { id, box } of this.#boxes) {
      box.checked = this.all.checked;
      if (box.checked) this.#chosen.add(id);
      else this.#chosen.delete(id);
    }
    this.#told();
  }

  #nobody() {
    this.#chosen.clear();
    for (const { box } of this.#boxes) box.checked = false;
    fill(this.result);
    this.#told();
  }

  #told() {
    this.shown();
    fill(this.count, this.#chosen.size > 0 && `(${this.#chosen.size} chosen)`);
    say(`${this.#chosen.size} chosen`);
  }

  /** What can be done, and what was done a moment ago, once. */
  async #open() {
    if (!this.node.open || this.#asked) return;
    this.#asked = true;
    try {
      const manager = this.desk.session?.role === "manager";
      const [{ items: staff }, { items: done }] = await Promise.all([manager ? this.desk.get("/staff") : { items: [] }, this.desk.get("/bulk")]);
      fill(this.what, this.#form(staff).node);
      fill(this.result, /** @type {import("../shared/bulk.js").BulkDoneList} */ ({ items: done }).items.map((one) =>
        el("p", null, `${DONE[one.action]} for ${people(one.people)} at ${clock(one.done_at)}. `, this.#undo(one.id, one.undo_until))));
    } catch (error) {
      this.#asked = false;
      fill(this.what, notice("warn", explain(error)), button("Try again", () => this.#open()));
    }
  }

  /** @param {{ id: string, name: string, role: string }[]} staff */
  #form(staff) {
    const workers = staff.filter(({ role }) => role === "worker" || role === "manager").map(({ id, name }) => ({ value: id, label: name }));
    const when = (/** @type {string} */ action) => (/** @type {Record<string, string>} */ now) => now.action === action;
    return new Form({
      label: "Do something for those chosen",
      button: "Look first",
      fields: [
        { name: "action", label: "What to do for those chosen", kind: "select", missing: "Choose what to do", options: [
          { value: "send", label: "Send their check-in now" },
          { value: "postpone", label: "Postpone their next check-in" },
          ...(workers.length > 0 ? [{ value: "assign", label: "Give them to a worker" }] : []),
          { value: "key-date", label: "Add a key date" },
          { value: "print", label: "Print their contacts" },
        ] },
        { name: "days", label: "For how long", kind: "select", missing: "Choose for how long", shown: when("postpone"), options:
          [3, 7, 14, 21, 28].map((days) => ({ value: String(days), label: `${days} days` })) },
        { name: "to", label: "Who looks after them", kind: "select", missing: "Choose a worker", shown: when("assign"), options: workers },
        { name: "on", label: "Which day", kind: "date", shown: when("key-date") },
        { name: "words", label: "What the day is", kind: "text", hint: "Staff read it. Up to 100 letters.", shown: when("key-date"), attributes: { maxlength: 100 } },
      ],
      send: async (values) => {
        const chosen = [...this.#chosen];
        if (chosen.length === 0) return void fill(this.result, notice("warn", "Choose somebody in the list first."));
        if (chosen.length > MOST) return void fill(this.result, notice("warn", `You have chosen ${chosen.length}. Do it for ${MOST} at most at once.`));
        if (values.action === "print") return this.print(chosen);
        const { days, ...rest } = values;
        await this.#preview({ ...rest, ...(days && { days: Number(days) }) }, chosen);
      },
    });
  }

  /** @param {Record<string, unknown>} wanted @param {string[]} chosen */
  async #preview(wanted, chosen) {
    /** @type {Preview} */
    const { goes, stays, not_here } = await this.desk.post("/bulk", { ...wanted, people: chosen });
    const id = crypto.randomUUID();
    const trouble = el("div");
    const dialog = el("dialog", { class: "dialog", "aria-labelledby": "several-title", onclose: () => dialog.remove() });
    const act = async () => {
      try {
        const done = /** @type {Bulk} */ (await this.desk.put(`/bulk/${id}`, { ...wanted, people: goes.map(({ person_id }) => person_id) }));
        dialog.close();
        this.#did(done);
      } catch (error) {
        // The id stays, so that trying again never does it twice.
        fill(trouble, notice("warn", explain(error)));
      }
    };
    fill(dialog,
      el("h2", { id: "several-title", tabindex: "-1" }, goes.length > 0 ? `Do this for ${people(goes.length)}?` : "There is nobody for whom this can be done"),
      goes.length > 0 && el("ul", { class: "several__names" }, goes.map(({ name }) => el("li", null, name))),
      stays.length > 0 && [el("h3", null, `Left out: ${stays.length}`), leftOut(stays)],
      not_here > 0 && el("p", { class: "muted" }, `${people(not_here)} ${not_here === 1 ? "is" : "are"} not on your list any more.`),
      trouble,
      el("div", { class: "row" }, goes.length > 0 && button(`Yes, for ${goes.length}`, act, "main"), button(goes.length > 0 ? "Cancel" : "Close", () => dialog.close())));
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("h2")?.focus();
  }

  /** @param {Bulk} done */
  #did({ id, action, goes, stays, undo_until }) {
    this.#nobody();
    const told = notice("good", `${DONE[action]} for ${people(goes.length)}. `, goes.length > 0 && this.#undo(id, undo_until));
    fill(this.result, told, stays.length > 0 && [el("p", null, "Since you looked something has changed, so these were left out:"), leftOut(stays)]);
    told.focus();
    this.again();
  }

  /** @param {string} id @param {string} until */
  #undo(id, until) {
    return button(`Undo, until ${clock(until)}`, async () => {
      try {
        const { undone, stays } = /** @type {Undone} */ (await this.desk.put(`/bulk/${id}/undo`));
        const told = notice(stays.length > 0 ? "warn" : "good", `Undone for ${people(undone.length)}.`);
        fill(this.result, told, stays.length > 0 && leftOut(stays));
        told.focus();
        this.again();
      } catch (error) {
        fill(this.result, notice("warn", explain(error)));
      }
    }, "small");
  }
}

/** @param {number} count */
function people(count) {
  return count === 1 ? "1 person" : `${count} people`;
}

/** @param {LeftOut[]} stays */
function leftOut(stays) {
  return el("ul", null, stays.map(({ name, why }) => el("li", null, el("strong", null, name), `: ${why}`)));
}
