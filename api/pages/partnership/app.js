// The partnership's page: what became of the young people, in published figures only.

import { byId, el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Desk } from "../staff/desk.js";
import { button, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { filters } from "../staff/trail.js";
import { chooser, chosen } from "./chooser.js";
import { reminders } from "./reminders.js";
import { report } from "./report.js";

/** @typedef {import("../shared/staff.js").DestinationsReport} DestinationsReport */

const desk = new Desk({ api: "/partnership/v1", title: "Destinations" });
await desk.open();

const page = byId("page");

/** @returns {Promise<DestinationsReport>} */
async function load() {
  for (;;) {
    try {
      return await desk.get("/reports/destinations");
    } catch (error) {
      await new Promise((again) => fill(page, el("h1", { tabindex: "-1" }, "Destinations"),
        el("div", { role: "alert" }, notice("warn", explain(error))), button("Try again", () => again(undefined), "main")));
    }
  }
}

const figures = await load();
const choose = el("div", { class: "no-print" });
const shown = el("div");

function show() {
  const choice = chosen(figures, filters());
  const focus = choose.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : undefined;
  fill(choose, choice && chooser(figures, choice));
  if (focus) /** @type {HTMLElement | null} */ (choose.querySelector(`a[href="${focus}"]`))?.focus();
  fill(shown, choice ? report(figures, choice) : el("p", { class: "empty" }, "There are no figures yet. The first come once a whole year group has reached six months."));
  if (focus && choice) say(`${choice.cohort.label}, ${choice.wave.month} months`);
}

fill(page, el("h1", { tabindex: "-1" }, "Where young people are after school"), choose, shown, reminders(desk));
addEventListener("popstate", show);
show();
