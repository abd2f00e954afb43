// One report: the finding, the chart, the same numbers as a table, and what one must know to read them.

import { el, fill } from "../shared/dom.js";
import { button, card, notice } from "../staff/parts.js";
import { longDay } from "../staff/when.js";
import { chart } from "./chart.js";
import { percentText, signs } from "./figures.js";
import { table } from "./table.js";

/** @typedef {import("../shared/staff.js").DestinationsReport} DestinationsReport */
/** @typedef {import("../shared/staff.js").Wave} Wave */

/**
 * @param {DestinationsReport} figures
 * @param {import("./chooser.js").Choice} choice
 */
export function report(figures, { cohort, wave }) {
  const group = `Young people whose two years began between ${longDay(cohort.starts_on)} and ${longDay(cohort.ends_on)}`;
  return el("article", null,
    el("p", { class: "print-only" }, `${figures.partnership_name} · destinations · as known on ${longDay(figures.as_known_on)}`,
      figures.demonstration && " · demonstration: made-up people"),
    el("p", { class: "muted" }, `${group}, ${wave.month} months later.`),
    wave.state === "published" ? published(figures, wave) : el("div", { class: "card" }, notYet(wave)),
    reading(figures, wave));
}

/** @param {DestinationsReport} figures @param {Wave} wave */
function published(figures, wave) {
  const title = el("h2", { id: "finding", tabindex: "-1" }, wave.finding ?? `Where they are after ${wave.month} months`);
  const drawing = el("div", { class: "drawing" });
  draw(drawing, wave);
  return el("div", null,
    el("figure", { class: "card figure" }, el("figcaption", null, title), about(wave),
      wave.caution && notice("warn", wave.caution),
      drawing,
      el("p", { class: "muted small" },
        "Bars show per cent of everyone counted, with the number of young people in brackets. ",
        "Thin lines show the 95% interval: how far chance alone may have moved the figure. ",
        "A hatched bar is a hidden number: it may be anything from none to nine people.")),
    table(wave, `The same figures: destinations after ${wave.month} months`),
    el("div", { class: "row no-print" },
      el("a", { class: "button button--quiet", href: "/partnership/v1/reports/destinations.csv", download: "destinations.csv" }, "Download all figures (CSV)"),
      button("Print", () => print())),
    el("p", { class: "muted" }, `As known on ${longDay(figures.as_known_on)}. The next figures come on ${longDay(figures.next_release_on)}.`));
}

/** How many stand behind the figures, and how much of it we know. @param {Wave} wave */
function about({ base, response, known, left }) {
  /** @param {string} part @param {string} whole @param {{ percent?: string, mark?: string }} share */
  const of = (part, whole, share) => `${share.percent === undefined ? "" : `${percentText(share)}, `}${part} of ${whole}`;
  return el("dl", { class: "facts figure__facts" },
    base && [el("dt", null, "Everyone counted (n)"), el("dd", null, base.text)],
    response && [el("dt", null, "Answered a check-in"), el("dd", null, of(response.answered.text, response.asked.text, response))],
    known && base && [el("dt", null, "Whereabouts known"), el("dd", null, of(known.count.text, base.text, known))],
    left && [el("dt", null, "Not counted: in custody on the day"), el("dd", null, left.text)]);
}

/** How wide an A4 page is between its margins, in CSS pixels: drawn wider, the text would shrink on paper. */
const PAPER = 670;

/** @type {(width: number | undefined) => void} */
let redraw = () => {};
addEventListener("beforeprint", () => redraw(PAPER));
addEventListener("afterprint", () => redraw(undefined));

/** Draws at the width there is, and again when that changes, so that the text stays readable. @param {HTMLElement} place @param {Wave} wave */
function draw(place, wave) {
  let width = 0;
  redraw = (paper) => fill(place, chart(wave, paper ?? width, "finding") ?? el("p", { class: "empty" }, "There are too few people for a chart."));
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry?.contentRect.width ?? 0);
    if (now === 0 || now === width) return;
    width = now;
    redraw(undefined);
  }).observe(place);
}

/** @param {Wave} wave */
function notYet({ state, ready_on, month, base }) {
  if (state === "not-ready") return el("div", null, el("h2", null, `Not ready until ${longDay(ready_on)}`),
    el("p", null, `Figures are published once for a whole year group: when its last young person has reached ${month} months, `,
      "and late answers have had three months to come in."));
  return el("div", null, el("h2", null, "Too few to publish"),
    base && el("p", null, `Everyone counted: ${base.text}`),
    el("p", null, "So few young people are in this group that figures could give away what became of one of them."));
}

/** @param {DestinationsReport} figures @param {Wave} wave */
function reading({ symbols, scheme }, wave) {
  const met = signs(symbols, wave);
  return card("How to read these figures",
    met.length > 0 && el("table", { class: "symbols" }, el("caption", null, "Signs on this page"),
      el("thead", null, el("tr", null, el("th", { scope: "col" }, "Sign"), el("th", { scope: "col" }, "What it means"))),
      el("tbody", null, met.map(([sign, meaning]) => el("tr", null, el("th", { scope: "row" }, sign), el("td", null, meaning))))),
    el("ul", null,
      el("li", null, "Every number is rounded to a multiple of 5, so that nobody can be found in it. Each is rounded on its own: the rows may not add up to the total."),
      el("li", null, "Per cents and intervals are worked out from the rounded numbers, never from the true ones."),
      el("li", null, "Where nothing is known about somebody on the day, they count as not known and stay in the total."),
      el("li", null, `The full rules are those of the scheme ${scheme}.`)));
}
