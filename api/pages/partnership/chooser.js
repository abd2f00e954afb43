// Which year group, and how long after the transition. The choice may stand in the address.

import { el } from "../shared/dom.js";
import { longDay } from "../staff/when.js";

/** @typedef {import("../shared/staff.js").DestinationsReport} DestinationsReport */
/** @typedef {import("../shared/staff.js").Wave} Wave */
/** @typedef {{ cohort: DestinationsReport["cohorts"][number], wave: Wave }} Choice */

/**
 * What the address asks for; else the newest published figures, the longest time first.
 *
 * @param {DestinationsReport} figures
 * @param {URLSearchParams} asked
 * @returns {Choice | undefined}
 */
export function chosen({ cohorts }, asked) {
  const all = cohorts.flatMap((cohort) => cohort.waves.map((wave) => ({ cohort, wave })));
  const published = all.filter(({ wave }) => wave.state === "published");
  const newest = published.filter(({ cohort }) => cohort === published.at(-1)?.cohort).at(-1);
  const year = all.filter(({ cohort }) => cohort.label === asked.get("cohort"));
  return year.find(({ wave }) => String(wave.month) === asked.get("month")) ?? year[0] ?? newest ?? all[0];
}

/** @param {DestinationsReport} figures @param {Choice} choice */
export function chooser({ cohorts }, { cohort: year, wave: point }) {
  return el("div", null,
    links("Year group", cohorts.map((cohort) => ({ href: address(cohort.label, point.month), label: cohort.label, hint: undefined, current: cohort === year }))),
    links("How long after", year.waves.map((wave) => ({ href: address(year.label, wave.month), label: `${wave.month} months`, hint: hint(wave), current: wave === point }))));
}

/** @param {string} cohort @param {number} month */
function address(cohort, month) {
  return `#${new URLSearchParams({ cohort, month: String(month) })}`;
}

/** @param {Wave} wave */
function hint({ state, ready_on }) {
  return state === "not-ready" ? `from ${longDay(ready_on)}` : state === "published" ? undefined : "no figures";
}

/** @param {string} name @param {{ href: string, label: string, hint: string | undefined, current: boolean }[]} choices */
function links(name, choices) {
  return el("nav", { class: "choose", "aria-label": name }, el("span", { class: "label", "aria-hidden": "true" }, name),
    el("ul", { class: "filters" }, choices.map(({ href, label, hint: small, current }) => el("li", null,
      el("a", { class: "filter", href, "aria-current": current && "true" }, label, small && el("span", { class: "muted small" }, small))))));
}
