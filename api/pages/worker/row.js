// One young person on the list. On a narrow screen each row is a card; the roles keep it a table for
// readers, because browsers forget that once the cells are blocks.

import { el } from "../shared/dom.js";
import { button, unseen } from "../staff/parts.js";
import { near, shortDay } from "../staff/when.js";
import { currency, invitation, journey, source } from "./words.js";

/** @typedef {import("../shared/staff.js").CaseloadRow} CaseloadRow */

/** What stands above each column, and the order that a press on it brings. @type {[string, string | undefined][]} */
const COLUMNS = [["Name", "name"], ["Why they are here", "urgency"], ["Where they are now", undefined], ["Last contact", "last-contact"], ["Dates", "due"]];

/**
 * @param {boolean} manager whether the list is of several workers
 * @param {(order: string) => void} [sort] what a press on a head does; without it the heads are words
 */
export function columns(manager, sort) {
  const heads = [...COLUMNS, ...(manager ? [/** @type {[string, undefined]} */ (["Worker", undefined])] : [])];
  return el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map(([name, order]) =>
    el("th", { scope: "col", role: "columnheader", "data-order": sort && order },
      sort && order ? el("button", { class: "sort", type: "button", onclick: () => sort(order) }, name, el("span", { class: "sort__mark", "aria-hidden": "true" })) : name))));
}

/** Says by which column the list is sorted. @param {HTMLElement} head @param {string} order */
export function sorted(head, order) {
  for (const cell of head.querySelectorAll("th")) {
    if (cell.dataset.order === order) cell.setAttribute("aria-sort", "ascending");
    else cell.removeAttribute("aria-sort");
  }
}

/**
 * @param {CaseloadRow} row
 * @param {{ manager: boolean, open: () => void, assign: (() => void) | undefined, box: HTMLElement | undefined }} does
 */
export function personRow(row, { manager, open, assign, box }) {
  return el("tr", { role: "row", "data-key": row.id },
    el("th", { scope: "row", role: "rowheader" },
      box,
      el("button", { class: "name", type: "button", onclick: open }, row.name),
      el("span", { class: "muted" }, `, ${row.age}`),
      row.found === "one-letter" && el("div", { class: "muted small" }, "Nearly what you typed"),
      row.needs.length > 0 && el("ul", { class: "needs" }, row.needs.map((need) => el("li", { class: "badge" }, need)))),
    cell("Why", why(row)),
    cell("Now", now(row)),
    cell("Contact", row.last_contact_on ? near(row.last_contact_on) : "Not yet"),
    cell("Dates", dates(row)),
    manager && cell("Worker", row.worker_name ?? "Nobody yet",
      assign && el("div", null, button(["Assign ", unseen(row.name)], assign, "small"))));
}

/** @param {string} label @param {...import("../shared/dom.js").Child} children */
function cell(label, ...children) {
  return el("td", { role: "cell", "data-label": label }, el("div", null, ...children));
}

/** @param {CaseloadRow} row */
function why({ reasons, open_alerts, tasks, tasks_late }) {
  const [first, ...more] = reasons;
  return el("div", null,
    first && el("strong", null, first.text),
    open_alerts > 0 && el("div", null, el("span", { class: "badge badge--bad" }, `${open_alerts} open ${open_alerts === 1 ? "alert" : "alerts"}`)),
    tasks > 0 && el("div", { class: "muted small" }, `${tasks} to do${tasks_late > 0 ? `, ${tasks_late} late` : ""}`),
    more.length > 0 && el("ul", { class: "also" }, more.map(({ text }) => el("li", null, text))));
}

/** @param {CaseloadRow} row */
function now({ destination, journey: state, month, paused_until }) {
  const stage = state === "on-the-journey" ? month !== undefined && `Month ${month} of 24` : journey(state);
  return el("div", null,
    destination ? el("div", null, destination.label) : el("div", null, "Nothing recorded"),
    destination && el("div", { class: "muted small" }, `Since ${shortDay(destination.since)}, ${source(destination.source)}`),
    destination && !destination.current && el("div", null, el("span", { class: "badge badge--warn" }, currency(destination, shortDay))),
    stage && el("div", { class: "muted small" }, paused_until ? `${stage} until ${shortDay(paused_until)}` : stage));
}

/** @param {CaseloadRow} row */
function dates(row) {
  return el("ul", { class: "list-plain tight" },
    el("li", null, row.last_answered_on ? `Answered ${near(row.last_answered_on)}`
      : row.invitation === "joined" ? "Not answered yet" : invitation(row.invitation)),
    row.next_due_on && el("li", null, `Next ${near(row.next_due_on)}`),
    row.key_dates.map(({ what, on }) => el("li", null, `${what} ${near(on)}`)));
}
