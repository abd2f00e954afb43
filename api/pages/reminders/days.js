// The days as a table. On a narrow screen each row is a card; the roles keep it a table for readers,
// because browsers forget that once the cells are blocks.

import { el } from "../shared/dom.js";
import { longDay, shortDay } from "../staff/when.js";

/** @typedef {import("../shared/staff.js").PromptDays} PromptDays */
/** @typedef {import("../shared/staff.js").PromptDay} PromptDay */

/** @type {[Exclude<keyof PromptDay, "day" | "way">, string][]} */
const COLUMNS = [
  ["due", "Due"],
  ["on_time", "On time"],
  ["late", "Late"],
  ["fell_back", "Another way"],
  ["failed", "Failed"],
  ["expired", "Too late"],
  ["capped", "Held back"],
  ["unsure", "Unsure"],
  ["cancelled", "Called off"],
  ["no_way", "No way"],
  ["waiting", "To come"],
];

/** @type {Record<string, string>} */
const WAYS = { push: "On phones", sms: "Texts", email: "E-mails" };

/** @param {PromptDays} days */
export function table({ days, from, to }) {
  return el("table", { class: "cards", role: "table" },
    el("caption", null, `Reminders by day and way, ${longDay(from)} to ${longDay(to)}, the latest first`),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      el("th", { scope: "col", role: "columnheader" }, "Day and way"),
      COLUMNS.map(([, name]) => el("th", { scope: "col", role: "columnheader", class: "number" }, name)))),
    el("tbody", { role: "rowgroup" }, days.map(row)));
}

/** @param {PromptDay} day */
function row(day) {
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, el("strong", null, shortDay(day.day)), ` ${WAYS[day.way] ?? day.way}`),
    COLUMNS.map(([key, name]) => el("td", { role: "cell", class: "number", "data-label": name }, String(day[key]))));
}
