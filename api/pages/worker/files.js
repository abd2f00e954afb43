// What leaves the page: a sheet to print, a calendar, and for managers files for other systems.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, copyButton, notice } from "../staff/parts.js";
import { longDay, longMoment } from "../staff/when.js";

/** @typedef {import("../shared/imports.js").CcisFaults} CcisFaults */

const MONTHS = 6;

export class Files {
  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   * @param {() => void} sheet
   * @param {() => void} back
   */
  constructor(desk, open, sheet, back) {
    this.desk = desk;
    this.open = open;
    this.heading = el("h1", { tabindex: "-1" }, "On paper and in other systems");
    this.calendar = el("div");
    this.faults = el("div", { "aria-live": "polite" });
    this.month = /** @type {HTMLSelectElement} */ (el("select", { id: "month", class: "input", onchange: () => this.#choose() },
      monthEnds().map((day) => el("option", { value: day }, longDay(day)))));
    this.node = el("div", null,
      el("p", { class: "back" }, button("← Back to the list", back, "plain")),
      this.heading,
      card("A sheet of contacts", el("p", null, "Names and ways to reach those you work with, with room to write. No answers are on it."),
        button("Show the sheet", sheet)),
      card("Key days in your calendar", this.calendar),
      desk.session?.role === "manager" && this.#forManagers());
  }

  async load() {
    this.heading.focus({ preventScroll: true });
    this.#choose();
    await this.#showCalendar();
  }

  async #showCalendar() {
    try {
      const { since } = await this.desk.get("/calendar");
      fill(this.calendar,
        el("p", null, "A calendar program can show follow-ups, tasks, reviews and ends. No name is in it; whoever has its address can read it."),
        since && el("p", { class: "muted" }, `There is an address since ${longMoment(since)}.`),
        el("div", { class: "row" },
          button(since ? "Get a new address, and end the old one" : "Get an address", () => this.#start()),
          since && button("End the address", () => this.#end(), "plain")));
    } catch (error) {
      fill(this.calendar, notice("warn", explain(error)));
    }
  }

  async #start() {
    try {
      const { url } = await this.desk.post("/calendar");
      await this.#showCalendar();
      const field = /** @type {HTMLInputElement} */ (el("input", { class: "input", id: "address", readonly: true, value: url }));
      this.calendar.append(el("div", { class: "field" }, el("label", { for: "address" }, "The address. It is shown once."), field, copyButton("Copy", url)));
      field.focus();
    } catch (error) {
      fill(this.calendar, notice("bad", explain(error)));
    }
  }

  async #end() {
    try {
      await this.desk.delete("/calendar");
      await this.#showCalendar();
    } catch (error) {
      fill(this.calendar, notice("bad", explain(error)));
    }
  }

  #forManagers() {
    return [
      card("The update for the council's own system",
        el("div", { class: "field" }, el("label", { for: "month" }, "As of the end of the month"), this.month),
        el("div", { class: "row" }, this.#download("Download the update", () => `/ccis-update?period_end=${this.month.value}`), button("See who is not in it, and why", () => this.#look())), this.faults),
      card("For the SEN2 return", el("p", null, "Those with a plan who have left Year 11, and where they are."),
        this.#download("Download the rows", () => "/sen2")),
      card("For another installation", el("p", null, "Everybody's whole record. Whoever has the file has the records. Each young person can see that it was made."),
        this.#download("Download the records", () => "/caseload/package")),
    ];
  }

  /** @param {string} words @param {() => string} path */
  #download(words, path) {
    const trouble = el("div", { "aria-live": "polite" });
    const act = async () => {
      fill(trouble);
      try {
        await this.desk.save(path());
      } catch (error) {
        fill(trouble, notice("bad", explain(error)));
      }
    };
    return el("div", null, button(words, act), trouble);
  }

  #choose() {
    fill(this.faults);
  }

  async #look() {
    fill(this.faults, el("p", { class: "muted" }, "Looking…"));
    try {
      /** @type {CcisFaults} */
      const { told, items } = await this.desk.get(`/ccis-update/faults?period_end=${this.month.value}`);
      fill(this.faults, el("p", null, `${told} are in the update, ${items.length} are not.`),
        items.length > 0 && el("ul", { class: "list" }, items.map(({ person_id, name, rules }) => el("li", null,
          button(name, () => this.open(person_id), "plain"),
          el("ul", null, rules.map(({ rule, what }) => el("li", null, what, el("span", { class: "muted" }, ` (rule ${rule})`))))))));
    } catch (error) {
      fill(this.faults, notice("bad", explain(error)));
    }
  }
}

/** The last days of the last months, the latest first. */
function monthEnds() {
  const now = new Date();
  return Array.from({ length: MONTHS }, (_, ago) => new Date(Date.UTC(now.getFullYear(), now.getMonth() - ago, 0)).toISOString().slice(0, 10));
}
