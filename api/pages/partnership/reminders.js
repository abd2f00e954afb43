// How well the service does its own part: how many reminders of the last month went out on time. What they say, and what
// "on time" means, comes from the service in whole sentences.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, notice } from "../staff/parts.js";
import { longDay } from "../staff/when.js";

/** @typedef {import("../shared/staff.js").ReminderReport} ReminderReport */

/** A card that fills itself. What goes wrong here leaves the rest of the page alone. @param {import("../staff/desk.js").Desk} desk */
export function reminders(desk) {
  const inside = el("div", { "aria-live": "polite" }, el("p", { class: "muted" }, "Loading…"));
  async function load() {
    try {
      fill(inside, figures(await desk.get("/reports/reminders")));
    } catch (error) {
      fill(inside, notice("warn", explain(error)), button("Try again", load));
    }
  }
  void load();
  return card("How well reminders go out", inside);
}

/** @param {ReminderReport} report */
function figures({ finding, mark, definition, from, to, next_release_on }) {
  return el("div", null,
    el("p", { class: "lead" }, finding, mark && " Use this figure with care: it comes from few reminders."),
    el("p", null, definition),
    el("p", { class: "muted" }, `Reminders that were meant for ${longDay(from)} to ${longDay(to)}. The next figures come on ${longDay(next_release_on)}.`));
}
