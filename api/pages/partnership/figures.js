// How published figures are written and measured, once for chart and table, so that the two cannot differ.

/** @typedef {import("../shared/staff.js").Wave} Wave */
/** @typedef {NonNullable<Wave["destinations"]>[number]} Destination */
/** @typedef {Destination["headline"]} Headline */

/** The smallest count that is shown; anything below is `[low]`, which is 0 to 9 people. */
const SHOWN_FROM = 10;
/** Below this base no per cent is published, so none is drawn. */
const PERCENT_FROM = 25;

/** @type {Record<Headline, string>} */
const HEADINGS = {
  "in-education-or-work": "In education, training or work",
  "not-in-education-or-work": "Not in education, training or work",
  "not-known": "Not known",
};

/** "35%", "95+%", "35% [u]"; a dash where no per cent is published. @param {{ percent?: string, mark?: string }} share */
export function percentText({ percent, mark }) {
  return percent === undefined ? "–" : mark === undefined ? `${percent}%` : `${percent}% ${mark}`;
}

/** "28 to 42%". @param {Destination} destination */
export function intervalText({ low, high }) {
  return low === undefined || high === undefined ? "–" : `${low} to ${high}%`;
}

/**
 * How far a bar reaches, in per cent of the base. A hidden count is drawn as all it may be: from none to
 * nine people. Nothing is drawn where no per cent is published.
 *
 * @param {Destination} destination
 * @param {Wave["base"]} base
 * @returns {{ to: number, hidden: boolean } | undefined}
 */
export function reach({ count, percent }, base) {
  if (percent !== undefined) return { to: parseInt(percent, 10), hidden: false };
  const whole = base?.value;
  if (count.value !== undefined || whole === undefined || whole < PERCENT_FROM) return undefined;
  return { to: (100 * (SHOWN_FROM - 1)) / whole, hidden: true };
}

/**
 * The destinations in groups, in the order they came.
 *
 * @param {Destination[]} destinations
 * @returns {{ headline: Headline, heading: string, items: Destination[] }[]}
 */
export function grouped(destinations) {
  return [...new Set(destinations.map(({ headline }) => headline))].map((headline) => ({
    headline,
    heading: HEADINGS[headline],
    items: destinations.filter((one) => one.headline === headline),
  }));
}
