// One young person on the list. On a narrow screen each row is a card; the roles keep it a table for
// readers, because browsers forget that once the cells are blocks.

import { el } from "../shared/dom.js";
import { button, unseen } from "../staff/parts.js";
import { near, shortDay } from "../staff/when.js";
import { currency, invitation, journey, source } from "./words.js";

/** @typedef {import("../shared/staff.js").CaseloadRow} CaseloadRow */

/** @param {boolean} manager whether the list is of several workers */
export function columns(manager) {
  const names = ["Name", "Why they are here", "Where they are now", "Dates", ...(manager ? ["Worker"] : [])];
  return el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, names.map((name) => el("th", { scope: "col", role: "columnheader" }, name))));
}

/**
 * @param {CaseloadRow} row
 * @param {{ manager: boolean, open: () => void, assign: (() => void) | undefined }} does
 */
export function personRow(row, { manager, open, assign }) {
  return el("tr", { role: "row", "data-key": row.id },
    el("th", { scope: "row", role: "rowheader" },
      el("button", { class: "name", type: "button", onclick: open }, row.name),
      el("span", { class: "muted" }, `, ${row.age}`),
      row.needs.length > 0 && el("ul", { class: "needs" }, row.needs.map((need) => el("li", { class: "badge" }, need)))),
    cell("Why", why(row)),
    cell("Now", now(row)),
    cell("Dates", dates(row)),
    manager && cell("Worker", row.worker_name ?? "Nobody yet",
      assign && el("div", null, button(["Assign ", unseen(row.name)], assign, "small"))));
}

/** @param {string} label @param {...import("../shared/dom.js").Child} children */
function cell(label, ...children) {
  return el("td", { role: "cell", "data-label": label }, el("div", null, ...children));
}

/** @param {CaseloadRow} row */
function why({ reasons, open_alerts }) {
  const [first, ...more] = reasons;
  return el("div", null,
    first && el("strong", null, first.text),
    open_alerts > 0 && el("div", null, el("span", { class: "badge badge--bad" }, `${open_alerts} open ${open_alerts === 1 ? "alert" : "alerts"}`)),
    more.length > 0 && el("ul", { class: "also" }, more.map(({ text }) => el("li", null, text))));
}

/** @param {CaseloadRow} row */
function now({ destination, journey: state, month }) {
  const stage = state === "on-the-journey" ? month !== undefined && `Month ${month} of 24` : journey(state);
  return el("div", null,
    destination ? el("div", null, destination.label) : el("div", null, "Nothing recorded"),
    destination && el("div", { class: "muted small" }, `Since ${shortDay(destination.since)}, ${source(destination.source)}`),
    destination && !destination.current && el("div", null, el("span", { class: "badge badge--warn" }, currency(destination, shortDay))),
    stage && el("div", { class: "muted small" }, stage));
}

/** @param {CaseloadRow} row */
function dates(row) {
  return el("ul", { class: "list-plain tight" },
    el("li", null, row.last_answered_on ? `Answered ${near(row.last_answered_on)}`
      : row.invitation === "joined" ? "Not answered yet" : invitation(row.invitation)),
    row.next_due_on && el("li", null, `Next ${near(row.next_due_on)}`),
    row.key_dates.map(({ what, on }) => el("li", null, `${what} ${near(on)}`)));
}
