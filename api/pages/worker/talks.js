// Who would like to talk says how, and when it is safe: this stands above the button that calls them. What they wrote comes
// when somebody asks for it: screens are seen from behind. What they asked for before stays folded.

import { el } from "../shared/dom.js";
import { card, reveal } from "../staff/parts.js";
import { dayOf, longDay, longMoment } from "../staff/when.js";
import { hiddenWords } from "./hidden.js";

/** @param {import("../shared/staff.js").Person} person @param {import("../staff/desk.js").Desk} desk */
export function talks({ id, talks: all }, desk) {
  const one = (/** @type {import("../shared/staff.js").TalkWish} */ wish) => wishNode(desk, id, wish);
  const [latest, ...before] = all;
  if (!latest) return null;
  return card("Asked to talk",
    el("ul", { class: "things" }, one(latest)),
    before.length > 0 && reveal(`Asked ${before.length === 1 ? "once" : `${before.length} times`} before`, "in the last three months", el("ul", { class: "things" }, before.map(one))));
}

/** @param {import("../staff/desk.js").Desk} desk @param {string} person @param {import("../shared/staff.js").TalkWish} wish */
function wishNode(desk, person, { id, asked_at, how, has_words }) {
  const when = longMoment(asked_at);
  return el("li", null,
    el("p", null, el("strong", null, how), el("br"), el("span", { class: "muted" }, when)),
    has_words && hiddenWords(desk, person, id, "Show what they wrote", `on ${when}`, ({ words }) => [el("p", { class: "typed" }, words)]));
}

/** Why no reminder goes out, so that nobody takes it for silence. @param {import("../shared/staff.js").Person} person */
export function reminders({ prompts_stopped_at, paused_until }) {
  if (prompts_stopped_at) return el("p", { class: "notice" }, `Stopped reminders on ${longDay(dayOf(prompts_stopped_at))}. They still want your help.`);
  return paused_until && el("p", { class: "notice" }, `Paused until ${longDay(paused_until)}.`);
}
