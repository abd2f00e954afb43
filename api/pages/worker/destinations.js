// Where a young person has been since school, newest first, with who says so and whether it still counts.

import { el } from "../shared/dom.js";
import { button, card, unseen } from "../staff/parts.js";
import { longDay } from "../staff/when.js";
import { currency, headline, source } from "./words.js";

/** @typedef {import("../shared/staff.js").Spell} Spell */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {(spell: Spell) => void} update
 * @param {(spell: Spell) => Node} ask what asks its provider
 */
export function destinations({ destinations: spells }, update, ask) {
  return card("Where they are and where they were",
    spells.length === 0 ? el("p", { class: "muted" }, "Nothing is recorded yet.")
      : el("ol", { class: "timeline" }, spells.map((spell) => one(spell, update, ask))));
}

/** @param {Spell} spell @param {(spell: Spell) => void} update @param {(spell: Spell) => Node} ask */
function one(spell, update, ask) {
  const { label, provider, ukprn, days_per_week, started_on, ended_on, verified_on, source: from, current } = spell;
  const badge = current ? "badge--good" : ended_on ? "badge--quiet" : "badge--warn";
  return el("li", { class: current ? "timeline__now" : null },
    el("h3", null, label),
    el("p", null, ended_on ? `${longDay(started_on)} to ${longDay(ended_on)}` : `Since ${longDay(started_on)}`, provider && ` · ${provider}`,
      ukprn && ` (UKPRN ${ukprn})`, days_per_week && ` · ${days_per_week === 1 ? "1 day" : `${days_per_week} days`} a week`),
    el("p", null, el("span", { class: `badge ${badge}` }, currency(spell, longDay)), " ", el("span", { class: "muted" }, headline(spell.headline))),
    el("p", { class: "muted" }, `Who says so: ${source(from)}`, verified_on && `; last known on ${longDay(verified_on)}`),
    !ended_on && button(["Still there, or ended", unseen(`: ${label}`)], () => update(spell), "small"),
    !ended_on && provider && ask(spell));
}
