// The days as a table. On a narrow screen each row is a card; the roles keep it a table for readers,
// because browsers forget that once the cells are blocks.

import { el } from "../shared/dom.js";
import { longDay, shortDay } from "../staff/when.js";

/** @typedef {import("../shared/staff.js").PromptDays} PromptDays */
/** @typedef {import("../shared/staff.js").PromptDay} PromptDay */

/** @typedef {Exclude<keyof PromptDay, "day" | "way">} Column */

/** Each with its name and what it means. @type {[Column, string, string][]} */
const COLUMNS = [
  ["due", "Due", "all that were meant for this day"],
  ["on_time", "On time", "went out on time"],
  ["late", "Late", "went out later on the same day"],
  ["fell_back", "Other way", "went out, but another way than was tried first, such as a text because a phone was gone"],
  ["failed", "Failed", "could not be sent, however often it was tried"],
  ["expired", "Too late", "not sent, because the right moment had passed"],
  ["capped", "Held back", "not sent, because there had been enough of late"],
  ["unsure", "Unsure", "may have gone out; nobody can say, and nothing is sent twice"],
  ["cancelled", "Called off", "not wanted any more: answered, paused or stopped"],
  ["no_way", "Not reachable", "there is no phone, number or address that takes any"],
  ["waiting", "To come", "still to be sent"],
];

/** On the card of a day on a phone, these are there even where they are nought. @type {Column[]} */
const ALWAYS = ["due", "on_time"];

/** @type {Record<string, string>} */
const WAYS = { push: "On phones", sms: "Texts", email: "E-mails" };

/** @param {PromptDays} days */
export function table({ days, from, to }) {
  return el("table", { class: "cards", role: "table", "aria-colcount": COLUMNS.length + 1 },
    el("caption", null, `Reminders by day and way, ${longDay(from)} to ${longDay(to)}, the latest first`),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      el("th", { scope: "col", role: "columnheader" }, "Day and way"),
      COLUMNS.map(([, name]) => el("th", { scope: "col", role: "columnheader", class: "number" }, name)))),
    el("tbody", { role: "rowgroup" }, days.map(row)));
}

/** @param {PromptDay} day */
function row(day) {
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader", "aria-colindex": 1 }, el("strong", null, shortDay(day.day)), ` ${WAYS[day.way] ?? day.way}`),
    COLUMNS.map(([key, name], at) => el("td", {
      role: "cell", class: `number${day[key] === 0 && !ALWAYS.includes(key) ? " nought" : ""}`, "data-label": name, "aria-colindex": at + 2,
    }, String(day[key]))));
}

/** What stands above each column. */
export function meanings() {
  return el("dl", { class: "facts" }, COLUMNS.map(([, name, means]) => [el("dt", null, name), el("dd", null, means)]).flat());
}
