// What came of a file: how many, what was odd, what was wrong and where.

import { el } from "../shared/dom.js";
import { notice, reveal } from "../staff/parts.js";

/** @typedef {import("../shared/imports.js").ImportReport} ImportReport */
/** @typedef {import("../shared/imports.js").Guess} Guess */
/** @typedef {import("../shared/api.js").Problem} Problem */

/** The beginning of the file. @param {Guess} guess */
export function firstRows({ header, rows }) {
  return el("div", { class: "table-wrap", role: "region", "aria-label": "First rows", tabindex: "0" },
    el("table", null, el("caption", null, "The first rows, as they were read"),
      el("thead", null, el("tr", null, header.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", null, rows.map((row) => el("tr", null, row.map((cell) => el("td", null, el("bdi", null, cell))))))));
}

/** @param {ImportReport} told */
export function report(told) {
  /** @type {[number, string][]} */
  const counts = [
    [told.rows, "in the file"], [told.added, told.dry_run ? "would be added" : "added"],
    [told.changed, told.dry_run ? "would be changed" : "changed"], [told.unchanged, "known already, with nothing new"],
    [told.journey_over, "left out, because their two years are over"], [told.leavers, told.dry_run ? "would be noted as having left" : "noted as having left"],
    [told.waiting, "waiting until a manager has looked: they may be here under another number"],
    [told.unassigned, "without a worker: the file names none who is known here"],
  ];
  return el("div", null,
    notice("good", told.dry_run ? "Nothing was changed. This is what would happen." : "The file was taken in."),
    told.written && el("p", null, told.written),
    el("table", { class: "figures" }, el("caption", null, "Young people"),
      el("tbody", null, counts.filter(([count], at) => count > 0 || at < 4).map(([count, what]) => el("tr", null, el("th", { scope: "row" }, what), el("td", { class: "number" }, String(count)))))),
    told.warnings.length > 0 && reveal("What is odd, and was taken all the same", `(${told.warnings.length})`,
      el("ul", null, told.warnings.map((odd) => el("li", null,
        `${odd.column ?? "A row"} ${odd.what}.${odd.advice ? ` ${odd.advice}` : ""} `,
        el("span", { class: "muted" }, `${odd.count === 1 ? "Line" : `${odd.count} rows, lines`} ${odd.first_lines.join(", ")}${odd.count > odd.first_lines.length ? ", …" : ""}`))))),
    told.left_behind.length > 0 && reveal("Columns that were left behind", `(${told.left_behind.length})`,
      el("ul", null, told.left_behind.map(({ name, why }) => el("li", null, el("strong", null, name), `: ${why}`)))));
}

/** @param {Problem} problem */
export function faults(problem) {
  return el("div", null, notice("bad", problem.message),
    el("div", { class: "table-wrap", role: "region", "aria-label": "What is wrong", tabindex: "0" },
      el("table", null, el("caption", null, "What is wrong, the first hundred"),
        el("thead", null, el("tr", null, ["Line", "Column", "What is wrong, and what to do"].map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", null, problem.errors.map(({ pointer, detail }) => {
          const [, , line, column] = pointer.split("/");
          return el("tr", null, el("th", { scope: "row" }, line ?? ""), el("td", null, column ?? ""), el("td", null, detail));
        })))));
}
