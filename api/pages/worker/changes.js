// What changed in somebody's record: who, when, from what to what. Fetched when somebody asks to see it.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, notice } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { activityCodes } from "./codes.js";
import { changedThing, fieldName, fieldValue } from "./words.js";

/** @typedef {import("../shared/staff.js").Change} Change */

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 */
export function changes(desk, person) {
  const list = el("ul", { class: "things" });
  const trouble = el("div");
  const more = el("div", { class: "row" });
  /** @param {string} [after] */
  const load = async (after) => {
    try {
      const [page, codes] = await Promise.all([
        desk.get(`/people/${person}/changes${after ? `?after=${encodeURIComponent(after)}` : ""}`), activityCodes(desk),
      ]);
      const found = together(page.items).map((one) => told(one, codes));
      fill(trouble);
      list.append(...found);
      fill(more, page.next && button("Show earlier changes", () => load(page.next)));
      if (found.length === 0 && !list.hasChildNodes()) fill(trouble, el("p", { class: "muted" }, "Nothing has changed yet."));
      const first = found[0];
      if (first) {
        first.tabIndex = -1;
        first.focus();
      }
    } catch (error) {
      const words = notice("warn", explain(error));
      fill(trouble, words);
      words.focus();
    }
  };
  fill(more, button("Show what changed", () => load()));
  return card("What changed, and who changed it", list, trouble, more);
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
