// Who would like to talk says how, and when it is safe: this stands above the button that calls them. What they wrote stays
// folded: screens are seen from behind. So does what they asked for before.

import { el } from "../shared/dom.js";
import { card, reveal } from "../staff/parts.js";
import { dayOf, longDay, longMoment } from "../staff/when.js";

/** @param {import("../shared/staff.js").Person} person */
export function talks({ talks: all }) {
  const [latest, ...before] = all;
  if (!latest) return null;
  return card("Asked to talk",
    el("ul", { class: "things" }, one(latest)),
    before.length > 0 && reveal(`Asked ${before.length === 1 ? "once" : `${before.length} times`} before`, "in the last three months", el("ul", { class: "things" }, before.map(one))));
}

/** @param {import("../shared/staff.js").TalkWish} wish */
function one({ asked_at, how, words }) {
  const when = longMoment(asked_at);
  return el("li", null,
    el("p", null, el("strong", null, how), el("br"), el("span", { class: "muted" }, when)),
    words && reveal("Show what they wrote", `on ${when}`, el("p", { class: "typed" }, words)));
}

/** Why no reminder goes out, so that nobody takes it for silence. @param {import("../shared/staff.js").Person} person */
export function reminders({ prompts_stopped_at, paused_until }) {
  if (prompts_stopped_at) return el("p", { class: "notice" }, `Stopped reminders on ${longDay(dayOf(prompts_stopped_at))}. They still want your help.`);
  return paused_until && el("p", { class: "notice" }, `Paused until ${longDay(paused_until)}.`);
}
