// What changed in somebody's record: who, when, from what to what. Fetched when somebody asks to see it.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { activityCodes } from "./codes.js";
import { paged } from "./paged.js";
import { changedThing, fieldName, fieldValue } from "./words.js";

/** @typedef {import("../shared/staff.js").Change} Change */

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 */
export function changes(desk, person) {
  const list = paged("Show what changed", "Show earlier changes", "Nothing has changed yet.", async (after) => {
    const [page, codes] = await Promise.all([desk.get(`/people/${person}/changes${after}`), activityCodes(desk)]);
    return { items: together(page.items).map((one) => told(one, codes)), next: page.next };
  });
  return card("What changed, and who changed it", ...list);
}

/** The changes of one version of one thing, side by side. @param {Change[]} items */
function together(items) {
  /** @type {Change[][]} */
  const found = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last?.[0]?.thing_id === item.thing_id && last[0].version === item.version) last.push(item);
    else found.push([item]);
  }
  return found;
}

/** @param {Change[]} all @param {import("../shared/staff.js").ActivityCode[]} codes */
function told(all, codes) {
  const [{ at, by, thing, version }] = /** @type {[Change]} */ (all);
  const say = (/** @type {string} */ field, /** @type {string | undefined} */ value) =>
    value === undefined ? "nothing" : fieldValue(field, value, codes);
  return el("li", null,
    el("p", null, el("strong", null, changedThing(thing)), version === 1 && " (new)", el("span", { class: "muted" }, ` · ${by}, ${longMoment(at)}`)),
    el("dl", { class: "facts" }, all.flatMap(({ field, before, after }) => [
      el("dt", null, fieldName(field)),
      el("dd", null, before !== undefined && `${say(field, before)} → `, say(field, after)),
    ])));
}
