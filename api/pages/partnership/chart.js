// A bar chart drawn from the published figures: direct labels, whiskers for the 95 % interval, hatching
// for what is hidden. Groups have headings, so no meaning hangs on colour.

import { svg } from "../shared/svg.js";
import { grouped, percentText, reach } from "./figures.js";

/** @typedef {import("../shared/staff.js").Wave} Wave */
/** @typedef {import("./figures.js").Destination} Destination */
/** @typedef {{ rem: number, left: number, right: number, beside: boolean, x: (percent: number) => number }} Plan */

let charts = 0;

/**
 * @param {Wave} wave
 * @param {number} width in CSS pixels: text keeps its size, only the bars stretch
 * @param {string} title the id of the finding
 * @returns {SVGSVGElement | undefined} nothing, where no bar may be drawn
 */
export function chart({ destinations = [], base }, width, title) {
  const reaches = destinations.flatMap((one) => [reach(one, base)?.to ?? 0, one.high ?? 0]);
  const longest = Math.max(...reaches);
  if (longest === 0) return undefined;
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const most = longest <= 50 ? 50 : 100;
  const beside = width >= 40 * rem;
  const left = beside ? 17 * rem : 0.25 * rem;
  // Room for the longest value, and never less than a sliver for the bars.
  const right = Math.max(left + 3 * rem, width - (6.25 + (destinations.some(({ mark }) => mark) ? 1.25 : 0)) * rem);
  const hatch = `hatch-${++charts}`;
  /** @type {Plan} */
  const plan = { rem, left, right, beside, x: (percent) => left + ((right - left) * percent) / most };

  /** @type {SVGElement[]} */
  const marks = [];
  let y = 0.25 * rem;
  for (const { headline, heading, items } of grouped(destinations)) {
    for (const words of wrap(heading, Math.floor(width / (0.62 * rem)))) {
      y += 1.25 * rem;
      marks.push(svg("text", { class: "chart__heading", x: 0, y }, words));
    }
    y += 0.5 * rem;
    for (const one of items) {
      const name = beside ? wrap(one.label, 34) : wrap(one.label, Math.floor(width / (0.47 * rem)));
      const row = bar(one, reach(one, base), headline, plan, y, name, hatch);
      marks.push(...row.marks);
      y += row.height;
    }
  }
  const ticks = most === 50 ? (beside ? [0, 10, 20, 30, 40, 50] : [0, 25, 50]) : beside ? [0, 25, 50, 75, 100] : [0, 50, 100];
  const height = y + 2 * rem;
  return svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": title },
    svg("defs", null, svg("pattern", { id: hatch, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { class: "hatch__ground", width: 8, height: 8 }), svg("line", { class: "hatch__line", x1: 0, y1: 0, x2: 0, y2: 8 }))),
    ticks.map((tick) => svg("line", { class: "grid", x1: plan.x(tick), x2: plan.x(tick), y1: 0, y2: y })),
    svg("line", { class: "axis", x1: left, x2: left, y1: 0, y2: y }),
    ticks.map((tick, at) => svg("text", { class: "tick", x: plan.x(tick), y: y + 1.25 * rem, "text-anchor": at === 0 && !beside ? "start" : "middle" }, `${tick}%`)),
    marks);
}

/**
 * @param {Destination} one
 * @param {{ to: number, hidden: boolean } | undefined} reached
 * @param {string} headline
 * @param {Plan} plan
 * @param {number} top
 * @param {string[]} name in lines
 * @param {string} hatch
 * @returns {{ marks: SVGElement[], height: number }}
 */
function bar(one, reached, headline, { rem, left, beside, x }, top, name, hatch) {
  const line = 1.125 * rem;
  const thick = 1.25 * rem;
  const above = beside ? 0 : name.length * line;
  // Beside the bar, a name of several lines may be taller than the bar itself.
  const more = beside ? Math.max(0, name.length * line - thick) : 0;
  const y = top + above + 0.25 * rem + more / 2;
  const middle = y + thick / 2;
  const text = name.map((words, at) => svg("text", beside
    ? { x: left - 0.5 * rem, y: middle + 0.3 * rem + (at - (name.length - 1) / 2) * line, "text-anchor": "end" }
    : { x: left, y: top + (at + 1) * line - 0.125 * rem }, words));
  /** @type {SVGElement[]} */
  const marks = [...text];
  const end = x(Math.max(reached?.to ?? 0, one.high ?? 0));
  if (reached) {
    marks.push(svg("rect", reached.hidden
      ? { class: "bar--hidden", x: left, y, width: x(reached.to) - left, height: thick, fill: `url(#${hatch})` }
      : { class: `bar bar--${headline}`, x: left, y, width: Math.max(1, x(reached.to) - left), height: thick }));
  }
  if (one.low !== undefined && one.high !== undefined) {
    const whisker = `M${x(one.low)} ${middle}H${x(one.high)}M${x(one.low)} ${middle - 5}v10M${x(one.high)} ${middle - 5}v10`;
    marks.push(svg("path", { class: "range--halo", d: whisker }), svg("path", { class: "range", d: whisker }));
  }
  marks.push(svg("text", { class: "chart__value", x: end + 0.5 * rem, y: middle + 0.3 * rem }, value(one)));
  return { marks, height: above + thick + more + 0.625 * rem };
}

/** "35% (75)", or what stands for it. @param {Destination} one */
function value(one) {
  return one.percent === undefined ? one.count.text : `${percentText(one)} (${one.count.text})`;
}

/** Breaks a label into lines: SVG text does not do it by itself. @param {string} label @param {number} most characters */
function wrap(label, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of label.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
