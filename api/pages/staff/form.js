// A form from a list of fields: labels, hints, errors beside the field and in a summary, one busy state.

import { el, fill } from "../shared/dom.js";
import { explain, Problem } from "../shared/api.js";
import { makeField } from "./field.js";
import { button as buttonFor } from "./parts.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {Record<string, string>} Values */

let made = 0;

export class Form {
  /**
   * @param {object} options
   * @param {Field[]} options.fields
   * @param {string} options.button what the button does, such as "Save contact"
   * @param {(values: Values) => Promise<void>} options.send
   * @param {() => void} [options.cancel]
   * @param {(values: Values) => void} [options.changed]
   * @param {string} [options.label] for readers that list forms
   */
  constructor({ fields, button, send, cancel, changed, label }) {
    const id = `form-${++made}`;
    this.fields = fields.map((field) => makeField(field, id));
    this.send = send;
    this.summary = el("div", { class: "error-summary", role: "alert", tabindex: "-1", hidden: true });
    this.button = el("button", { class: "button", type: "submit" }, button);
    this.node = el("form", { class: "form", novalidate: true, "aria-label": label, onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.#submit();
    }, oninput: () => {
      this.#reveal();
      changed?.(this.values());
    } },
      this.summary,
      this.fields.map((field) => field.node),
      el("div", { class: "row" }, this.button, cancel && buttonFor("Cancel", cancel)));
    this.#reveal();
  }

  /** What the fields say now; a field that is not shown says nothing. @returns {Values} */
  values() {
    return Object.fromEntries(this.fields.filter((field) => !field.node.hidden).map((field) => [field.name, field.value().trim()]));
  }

  /** Puts values back, for a draft. @param {Values} values */
  fill(values) {
    for (const field of this.fields) {
      const value = values[field.name];
      if (value !== undefined) field.set(value);
    }
    this.#reveal();
  }

  /** Says whether something is under way. @param {boolean} busy */
  busy(busy) {
    if (busy) this.button.setAttribute("aria-busy", "true");
    else this.button.removeAttribute("aria-busy");
  }

  /** Moves to the first field. */
  start() {
    this.fields[0]?.focus();
  }

  #reveal() {
    const now = Object.fromEntries(this.fields.map((field) => [field.name, field.value()]));
    for (const field of this.fields) field.node.hidden = field.shown ? !field.shown(now) : false;
  }

  async #submit() {
    if (this.button.getAttribute("aria-busy")) return;
    const missing = this.fields.filter((field) => !field.node.hidden && !field.optional && field.value().trim() === "");
    this.#complain(missing.map((field) => ({ field, words: field.missing })));
    if (missing.length > 0) return;
    this.busy(true);
    try {
      await this.send(this.values());
    } catch (error) {
      this.#complain(this.#read(error));
    } finally {
      this.busy(false);
    }
  }

  /** @param {unknown} error @returns {{ field?: import("./field.js").Made | undefined, words: string }[]} */
  #read(error) {
    if (!(error instanceof Problem) || error.errors.length === 0) return [{ words: explain(error) }];
    return error.errors.map(({ pointer, detail }) => ({
      field: this.fields.find((field) => pointer.split("/")[1] === field.name && !field.node.hidden),
      words: detail.charAt(0).toUpperCase() + detail.slice(1),
    }));
  }

  /** @param {{ field?: import("./field.js").Made | undefined, words: string }[]} faults */
  #complain(faults) {
    for (const field of this.fields) field.complain(faults.find((fault) => fault.field === field)?.words);
    this.summary.hidden = faults.length === 0;
    if (faults.length === 0) return fill(this.summary);
    fill(this.summary, el("p", null, el("strong", null, "Please look at this again")),
      el("ul", null, faults.map(({ field, words }) => el("li", null, field ? el("a", { href: "#", onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        field.focus();
      } }, words) : words))));
    this.summary.focus();
  }
}
