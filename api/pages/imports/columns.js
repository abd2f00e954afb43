// What the columns of a file are: one choice for each column that the service takes.

import { el, fill } from "../shared/dom.js";
import { explain, Problem } from "../shared/api.js";
import { button, notice, reveal, unseen } from "../staff/parts.js";

/** @typedef {import("../shared/imports.js").Guess} Guess */
/** @typedef {import("../shared/imports.js").Mapping} Mapping */
/** @typedef {{ columns?: Record<string, string>, constants?: Record<string, string>, values?: Record<string, Record<string, string>>, dates?: string }} Meaning */

const DATES = [["", "as it shows"], ["day-first", "the day first: 31/08/2026"], ["month-first", "the month first: 08/31/2026"]];

export class Columns {
  /** @type {Map<string, HTMLSelectElement>} */
  #selects = new Map();
  #trouble = el("div", { role: "alert" });

  /**
   * @param {Guess} guess
   * @param {Mapping | undefined} known the mapping that was chosen
   * @param {string} fileName
   * @param {(body: { name: string, mapping: string }) => Promise<void>} keep
   */
  constructor(guess, known, fileName, keep) {
    /** @type {Meaning} */
    this.kept = known ? JSON.parse(known.mapping) : {};
    /** @type {Meaning} */
    const meaning = known ? this.kept : JSON.parse(guess.mapping);
    this.header = guess.header;
    this.keep = keep;
    this.dates = /** @type {HTMLSelectElement} */ (el("select", { id: "dates", class: "input" }, DATES.map(([value, words]) => el("option", { value }, words))));
    this.dates.value = meaning.dates ?? "";
    this.name = /** @type {HTMLInputElement} */ (el("input", { id: "mapping-name", class: "input", maxlength: 60, autocomplete: "off" }));
    this.name.value = fileName.replace(/\.[^.]*$/, "").slice(0, 60);
    const rows = guess.known.filter(({ column }) => !(column in (this.kept.constants ?? {})))
      .map(({ column, what, needed }) => this.#row(column, what, needed, meaning));
    this.state = this.#state();
    const missing = guess.missing.filter((column) => !(column in (meaning.columns ?? {})) && !(column in (meaning.constants ?? {})));
    this.node = el("div", null,
      missing.length > 0 ? notice("warn", `Not found: ${missing.join(", ")}. Choose below which columns they are.`)
        : el("p", null, "Every column that is needed was found."),
      this.#fold(missing.length > 0 || this.state !== this.#stateOf(this.kept), rows));
  }

  /** @param {boolean} open @param {HTMLElement[]} rows */
  #fold(open, rows) {
    const fold = reveal("Say which column is which", "of the file",
      el("div", { class: "mapping" }, rows),
      el("div", { class: "field" }, el("label", { for: "dates" }, "Dates with slashes have"), this.dates),
      el("div", { class: "field" }, el("label", { for: "mapping-name" }, "Keep this for other files, as"), this.name),
      this.#trouble,
      button("Keep", () => this.#save()));
    if (open) fold.setAttribute("open", "");
    return fold;
  }

  /** @param {string} column @param {string} what @param {boolean} needed @param {Meaning} meaning */
  #row(column, what, needed, meaning) {
    const id = `column-${column}`;
    const select = /** @type {HTMLSelectElement} */ (el("select", { id, class: "input" },
      el("option", { value: "" }, "not in this file"),
      this.header.filter((name) => name !== "").map((name) => el("option", { value: name }, name))));
    const wanted = (meaning.columns?.[column] ?? column).toLowerCase();
    select.value = this.header.find((name) => name.toLowerCase() === wanted) ?? "";
    this.#selects.set(column, select);
    return el("div", { class: "field" },
      el("label", { for: id }, column, needed && el("span", { class: "muted" }, " needed"), unseen(": "), el("span", { class: "hint" }, ` ${what}`)), select);
  }

  /** What was chosen, as the service takes it. @returns {Meaning} */
  #meaning() {
    /** @type {Record<string, string>} */
    const columns = {};
    for (const [column, select] of this.#selects) {
      if (select.value && select.value.toLowerCase() !== column.toLowerCase()) columns[column] = select.value;
    }
    return {
      ...(Object.keys(columns).length > 0 && { columns }),
      ...(this.kept.constants && { constants: this.kept.constants }),
      ...(this.kept.values && { values: this.kept.values }),
      ...(this.dates.value && { dates: this.dates.value }),
    };
  }

  #state() {
    return this.#stateOf(this.#meaning());
  }

  /** @param {Meaning} meaning */
  #stateOf({ columns = {}, dates = "" }) {
    return JSON.stringify([Object.entries(columns).map(([column, name]) => [column, name.toLowerCase()]).sort(), dates]);
  }

  /** Whether something is chosen that is not kept. */
  unsaved() {
    return this.#state() !== this.#stateOf(this.kept);
  }

  async #save() {
    fill(this.#trouble);
    if (this.name.value.trim() === "") {
      fill(this.#trouble, notice("bad", "Give it a name."));
      return this.name.focus();
    }
    try {
      await this.keep({ name: this.name.value.trim(), mapping: JSON.stringify(this.#meaning()) });
    } catch (error) {
      const taken = error instanceof Problem && error.is("already-exists");
      const said = error instanceof Problem ? error.errors.map(({ detail }) => detail).join(" ") : "";
      fill(this.#trouble, notice("bad", taken ? "There is one of this name already. Give it another." : said || explain(error)));
    }
  }
}
