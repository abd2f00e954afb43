// How published figures are written and measured, once for chart and table, so that the two cannot differ.

/** @typedef {import("../shared/staff.js").Wave} Wave */
/** @typedef {NonNullable<Wave["destinations"]>[number]} Destination */
/** @typedef {Destination["headline"]} Headline */

/** The smallest count that is shown; anything below is `[low]`, which is 0 to 9 people. */
const SHOWN_FROM = 10;
/** Below this base no per cent is published, so none is drawn. */
const PERCENT_FROM = 25;

/** What stands where no per cent is published; the file for spreadsheets has the scheme's own sign there. */
const NONE = "–";
const NOT_AVAILABLE = "[x]";
const MOST = "95+%";

/** @type {Record<Headline, string>} */
const HEADINGS = {
  "in-education-or-work": "In education, training or work",
  "not-in-education-or-work": "Not in education, training or work",
  "not-known": "Not known",
};

/** "35%", "95+%", "35% [u]"; a dash where no per cent is published. @param {{ percent?: string, mark?: string }} share */
export function percentText({ percent, mark }) {
  return percent === undefined ? NONE : mark === undefined ? `${percent}%` : `${percent}% ${mark}`;
}

/**
 * The signs that can be seen with these figures, and what each means.
 *
 * @param {{ symbol: string, meaning: string }[]} symbols @param {Wave} wave @returns {[string, string][]}
 */
export function signs(symbols, { destinations = [], base, left, response, known }) {
  const cells = [base, left, response?.asked, response?.answered, known?.count, ...destinations.map(({ count }) => count)];
  const shares = [response, known].filter((share) => share?.percent !== undefined);
  const seen = [
    ...cells.map((cell) => cell?.text ?? ""),
    ...[...shares, ...destinations].map((share) => (share ? percentText(share) : "")),
    ...destinations.map(intervalText),
  ];
  const all = symbols.map(({ symbol, meaning }) => /** @type {[string, string]} */ ([symbol, meaning]));
  const why = all.find(([sign]) => sign === NOT_AVAILABLE)?.[1] ?? "";
  return [
    ...all.filter(([sign]) => seen.some((text) => text.includes(sign))),
    .../** @type {[string, string][]} */ (seen.includes(NONE) ? [[NONE, `${why} In the CSV file it is ${NOT_AVAILABLE}.`.trim()]] : []),
    .../** @type {[string, string][]} */ (seen.some((text) => text.startsWith(MOST)) ? [[MOST, "95 per cent or more. It is never said more exactly, so that nobody can tell that a whole group does the same."]] : []),
  ];
}

/** "28 to 42%". @param {Destination} destination */
export function intervalText({ low, high }) {
  return low === undefined || high === undefined ? NONE : `${low} to ${high}%`;
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
