// The sheet of contacts: what a worker takes along where there is no screen. Never answers.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, notice } from "../staff/parts.js";
import { longDay } from "../staff/when.js";

/** @typedef {import("../shared/imports.js").ContactSheet} ContactSheet */

export class Sheet {
  /** @param {import("../staff/desk.js").Desk} desk @param {() => void} back @param {string[]} [people] who; left out: whoever is yours today */
  constructor(desk, back, people) {
    this.people = people;
    this.desk = desk;
    this.heading = el("h1", { tabindex: "-1" }, "Contacts");
    this.rows = el("div");
    this.node = el("div", null,
      el("p", { class: "back no-print" }, button("← Back", back, "plain")),
      el("p", { class: "print-only" }, "Confidential. Shred it when you are done."),
      el("div", { class: "row row--between" }, this.heading, el("span", { class: "no-print" }, button("Print", () => print(), "main"))),
      this.rows);
  }

  async load() {
    this.heading.focus({ preventScroll: true });
    try {
      /** @type {ContactSheet} */
      const { as_of, items } = await (this.people ? this.desk.post("/contact-sheet", { people: this.people }) : this.desk.get("/contact-sheet"));
      fill(this.rows, items.length === 0 ? el("p", { class: "empty" }, this.people ? "You reach none of them any more." : "Nobody is yours today.") : table(as_of, items));
    } catch (error) {
      fill(this.rows, notice("warn", explain(error)));
    }
  }
}

/** @param {string} asOf @param {ContactSheet["items"]} items */
function table(asOf, items) {
  const columns = ["Name", "Ways", "How to speak to them", "Notes"];
  return el("table", { class: "cards", role: "table" },
    el("caption", null, `${items.length} young people, ${longDay(asOf)}, by name`),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((name) => el("th", { scope: "col", role: "columnheader" }, name)))),
    el("tbody", { role: "rowgroup" }, items.map((item) => el("tr", { role: "row" },
      el("th", { scope: "row", role: "rowheader" }, el("strong", null, item.name)),
      el("td", { role: "cell", "data-label": "Ways" }, el("div", null, ways(item).map((way) => el("div", null, way)))),
      el("td", { role: "cell", "data-label": "Speak" }, item.needs.join(", ") || "–"),
      el("td", { role: "cell", "data-label": "Notes", class: "write" })))));
}

/** @param {ContactSheet["items"][number]} item */
function ways({ mobile, email, stopped }) {
  const all = [mobile, email].filter((way) => way !== undefined);
  return [...(all.length > 0 ? all : ["No number or address"]), ...(stopped ? ["Has left or paused"] : [])];
}
