// The very numbers of the chart, as a table.

import { el } from "../shared/dom.js";
import { grouped, intervalText, percentText } from "./figures.js";

/** @typedef {import("../shared/staff.js").Wave} Wave */

/** @param {Wave} wave @param {string} caption */
export function table({ destinations = [], base }, caption) {
  const column = (/** @type {string} */ name, /** @type {string} */ className) => el("th", { scope: "col", class: className }, name);
  return el("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { class: "figures" }, el("caption", null, caption),
      el("thead", null, el("tr", null, column("Destination", ""), column("Young people", "number"), column("Per cent", "number"), column("95% interval", "number"))),
      grouped(destinations).map(({ heading, items }) => el("tbody", null,
        el("tr", null, el("th", { class: "group", colspan: 4, scope: "rowgroup" }, heading)),
        items.map((one) => el("tr", null, el("th", { class: "item", scope: "row" }, one.label),
          el("td", { class: "number" }, one.count.text), el("td", { class: "number" }, percentText(one)), el("td", { class: "number" }, intervalText(one)))))),
      base && el("tfoot", null, el("tr", null, el("th", { scope: "row" }, "Everyone counted"), el("td", { class: "number" }, base.text), el("td"), el("td")))));
}
