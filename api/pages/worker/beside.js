// Two records side by side.

import { el } from "../shared/dom.js";
import { button } from "../staff/parts.js";
import { longDay } from "../staff/when.js";

/** @typedef {import("../shared/same.js").LikePerson} LikePerson */
/** @typedef {Partial<Omit<LikePerson, "reasons">>} Shown */

/** @param {Shown} one */
export function nameOf({ given_name, family_name }) {
  return [given_name, family_name].filter(Boolean).join(" ") || "Somebody without a name";
}

/**
 * Two records side by side, with what they have in common said above. Narrow, each line is a card.
 *
 * @param {string} caption
 * @param {string} oneHead @param {Shown} one
 * @param {string} otherHead @param {LikePerson} other
 * @param {() => void} open
 */
export function beside(caption, oneHead, one, otherHead, other, open) {
  /** @type {[string, (of: Shown) => string | undefined][]} */
  const lines = [
    ["Name", nameOf],
    ["Preferred name", ({ preferred_name }) => preferred_name],
    ["Birth date", ({ birth_date }) => birth_date && longDay(birth_date)],
    ["Learner number", ({ uln }) => uln],
    ["Mobile", ({ mobile }) => mobile],
    ["E-mail", ({ email }) => email],
    ["Council’s number", ({ record_number }) => record_number],
    ["Worker", ({ worker }) => worker],
  ];
  const told = lines.filter(([, of]) => of(one) || of(other));
  return el("div", null,
    el("ul", null, other.reasons.map((reason) => el("li", null, reason))),
    el("table", { class: "cards", role: "table" },
      el("caption", { class: "visually-hidden" }, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ["What", oneHead, otherHead].map((head) => el("th", { scope: "col", role: "columnheader" }, head)))),
      el("tbody", { role: "rowgroup" }, told.map(([what, of]) => el("tr", { role: "row" },
        el("th", { scope: "row", role: "rowheader" }, what),
        cell(oneHead, of(one)), cell(otherHead, of(other)))))),
    el("p", null, button(["Open the record of ", nameOf(other)], open, "plain")));
}

/** @param {string} label @param {string | undefined} value */
function cell(label, value) {
  return el("td", { role: "cell", "data-label": label }, el("div", null, value || "–"));
}
