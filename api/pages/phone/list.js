// Lists that are fetched when their page opens, and never kept.

import { Offline, explain, get } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import "./more-words.js";
import { button, say } from "./parts.js";
import * as trail from "./trail.js";
/** @import { Child, Place } from "./nouns.js" */

/**
 * What stands on a page that shows such a list: a word of patience, what went wrong, or the list.
 *
 * @template T
 * @param {string} path where the service has it
 * @param {(items: T[]) => Child[]} show
 * @returns {(place: Place) => Child[]}
 */
export function listed(path, show) {
  /** @type {Place | undefined} */
  let asked;
  /** @type {T[] | undefined} */
  let items;
  /** @type {unknown} */
  let failure;

  const ask = async (/** @type {Place} */ place) => {
    asked = place;
    items = failure = undefined;
    try {
      items = (await get(path)).items;
    } catch (error) {
      failure = error;
    }
    if (trail.current() === place) trail.redraw();
  };
  const again = (/** @type {Place} */ place) => {
    void ask(place);
    trail.redraw();
  };
  return (place) => {
    // Whoever comes here again sees it as it is then.
    if (asked !== place) void ask(place);
    if (items) return show(items);
    if (failure === undefined) return [el("p", { "aria-busy": "true" }, say("one-moment"))];
    const words = failure instanceof Offline ? say("list.offline") : explain(failure);
    return [el("p", { class: "notice notice--warn", role: "alert" }, lines(words)), button("try-again", () => again(place))];
  };
}
