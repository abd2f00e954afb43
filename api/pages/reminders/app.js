// For administrators and managers: how well reminders went out, by day and way. Nobody is named.

import { byId, el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Desk } from "../staff/desk.js";
import { button, notice, reveal } from "../staff/parts.js";
import { clock, longMoment } from "../staff/when.js";
import { meanings, table } from "./days.js";

/** @typedef {import("../shared/staff.js").PromptDays} PromptDays */

const desk = new Desk({ api: "/admin/v1", title: "Reminders" });
await desk.open();

const page = byId("page");
const heading = el("h1", { tabindex: "-1" }, "Reminders");
const trouble = el("div", { role: "alert" });
const asOf = el("p", { class: "muted small as-of" }, "Loading…");
const figures = el("div");

async function load() {
  try {
    /** @type {PromptDays} */
    const days = await desk.get("/prompts/days");
    fill(trouble);
    fill(asOf, `Updated at ${clock(days.as_of)}`);
    fill(figures, rate(days), oldest(days),
      days.days.length > 0 ? [reveal("What the columns mean", "of the table", meanings()), table(days)]
        : el("p", { class: "empty" }, "No reminder was due in the last 30 days."));
  } catch (error) {
    fill(trouble, notice("warn", explain(error)));
    fill(asOf);
  }
}

/** @param {PromptDays} days */
function rate({ on_time: { on_time, of, per_cent, definition } }) {
  return el("div", null,
    el("p", { class: "lead" }, per_cent === undefined ? "No reminder should have gone out in the last 30 days."
      : el("span", null, el("strong", null, `${per_cent} per cent on time: `), `${on_time} of ${of} reminders in the last 30 days.`)),
    el("p", { class: "muted" }, definition));
}

/** @param {PromptDays} days */
function oldest({ oldest_unsent }) {
  return oldest_unsent ? notice("bad", `The oldest that waits was due on ${longMoment(oldest_unsent)}.`)
    : el("p", { class: "muted" }, "Nothing has waited for more than five minutes.");
}

fill(page, el("div", { class: "row row--between" }, heading, asOf), trouble, figures,
  el("p", { class: "no-print" }, button("Look again", load)));
await load();
