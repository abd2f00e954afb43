// Where a young person has been since school, newest first, with every word that says so and whether it still counts.

import { el } from "../shared/dom.js";
import { button, card, reveal, unseen } from "../staff/parts.js";
import { longDay, longMoment } from "../staff/when.js";
import { currency, headline, means, neetGroup, source } from "./words.js";

/** @typedef {import("../shared/staff.js").Spell} Spell */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {(spell: Spell) => void} update
 * @param {(spell: Spell) => Node} ask what asks its provider
 * @param {Node} meant what they meant to do
 */
export function destinations({ destinations: spells }, update, ask, meant) {
  return card("Where they are and where they were",
    spells.length === 0 ? el("p", { class: "muted" }, "Nothing is recorded yet.")
      : el("ol", { class: "timeline" }, spells.flatMap((spell, at) => [one(spell, update, ask), gap(spell, spells.slice(at + 1))])),
    meant);
}

/** @param {Spell} spell @param {(spell: Spell) => void} update @param {(spell: Spell) => Node} ask */
function one(spell, update, ask) {
  const { label, provider, ukprn, establishment, started_on, ended_on, current } = spell;
  const badge = current ? "badge--good" : ended_on ? "badge--quiet" : "badge--warn";
  const numbers = [ukprn && `UKPRN ${ukprn}`, establishment && `number ${establishment}`].filter(Boolean).join(", ");
  return el("li", { class: current ? "timeline__now" : null },
    el("h3", null, label),
    el("p", null, ended_on ? `${longDay(started_on)} to ${longDay(ended_on)}` : `Since ${longDay(started_on)}`, provider && ` · ${provider}`,
      numbers && ` (${numbers})`, week(spell)),
    el("p", null, el("span", { class: `badge ${badge}` }, currency(spell, longDay)), " ", el("span", { class: "muted" }, counts(spell))),
    evidence(spell),
    !ended_on && button(["Still there, or ended", unseen(`: ${label}`)], () => update(spell), "small"),
    !ended_on && provider && ask(spell));
}

/** How much of a week it takes. @param {Spell} spell */
function week({ days_per_week: days, weekly_hours: hours }) {
  const parts = [days && (days === 1 ? "1 day" : `${days} days`), hours && (hours === 1 ? "1 hour" : `${hours} hours`)].filter(Boolean);
  return parts.length > 0 && ` · ${parts.join(", ")} a week`;
}

/** @param {Spell} spell */
function counts({ headline: kind, neet, neet_since }) {
  const words = neet ? neetGroup(neet) : headline(kind);
  return neet_since ? `${words}, since ${longDay(neet_since)}` : words;
}

/** The weightiest word, and below it each word there is, with who gave it and of which day. @param {Spell} spell */
function evidence({ label, source: from, verified_on, said = [], tries = [] }) {
  return [
    el("p", { class: "muted" }, `Who says so: ${source(from)}`, verified_on && `; last known on ${longDay(verified_on)}`),
    said.length > 1 && reveal(`Every word: ${said.length}`, `about ${label}`,
      el("ul", null, said.map(({ source: whose, on, by, heard_at }) => el("li", null, `${longDay(on)}: ${source(whose)}`, by && ` (${by})`,
        heard_at && heard_at.slice(0, 10) > on && el("span", { class: "muted" }, `, told us on ${longMoment(heard_at)}`))))),
    tries.length > 0 && reveal(`Tried ${tries.length} times before`, `it was recorded: ${label}`,
      el("ul", null, tries.map(({ at, means: by, by_hand }) => el("li", null, `${means(by)}, ${longMoment(at)}`, !by_hand && el("span", { class: "muted" }, ", by itself"))))),
  ];
}

/** Days of which nothing is known, between this and what came before. @param {Spell} spell @param {Spell[]} earlier */
function gap({ started_on }, earlier) {
  if (earlier.length === 0 || earlier.some(({ ended_on }) => ended_on === undefined)) return null;
  const last = earlier.map(({ ended_on = "" }) => ended_on).sort().at(-1) ?? "";
  const [from, to] = [next(last, 1), next(started_on, -1)];
  return from <= to && el("li", { class: "timeline__gap" }, el("p", { class: "muted" }, from === to ? `Nothing is known of ${longDay(from)}`
    : `Nothing is known from ${longDay(from)} to ${longDay(to)}`));
}

/** So many days later. @param {string} day @param {number} days */
function next(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
