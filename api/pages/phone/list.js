// What is fetched when its page opens, and never kept.

import { Offline, explain, get } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import "./more-words.js";
import { button, say } from "./parts.js";
import { stepUp } from "./step-up.js";
import * as trail from "./trail.js";
/** @import { Child, Place } from "./nouns.js" */

/**
 * What stands on a page that shows something of the service: a word of patience, what went wrong, or what was fetched.
 *
 * @template T
 * @param {() => Promise<T>} fetch
 * @param {(what: T, place: Place) => Child[]} show
 * @returns {(place: Place) => Child[]}
 */
export function fetched(fetch, show) {
  /** @type {Place | undefined} */
  let asked;
  /** @type {{ what: T } | undefined} */
  let got;
  /** @type {unknown} */
  let failure;

  const ask = async (/** @type {Place} */ place) => {
    asked = place;
    got = failure = undefined;
    try {
      const what = await fetch();
      if (asked === place) got = { what };
    } catch (error) {
      if (asked === place) failure = error;
    }
    if (trail.current() === place && !stepUp(failure, place)) trail.redraw();
  };
  const again = (/** @type {Place} */ place) => {
    void ask(place);
    trail.redraw();
  };
  return (place) => {
    // Whoever comes here again sees it as it is then.
    if (asked !== place) void ask(place);
    if (got) return show(got.what, place);
    if (failure === undefined) return [el("p", { "aria-busy": "true" }, say("one-moment"))];
    const words = failure instanceof Offline ? say("list.offline") : explain(failure);
    return [el("p", { class: "notice notice--warn", role: "alert" }, lines(words)), button("try-again", () => again(place))];
  };
}

/**
 * The same for a list.
 *
 * @template T
 * @param {string} path where the service has it
 * @param {(items: T[]) => Child[]} show
 */
export function listed(path, show) {
  return fetched(async () => /** @type {T[]} */ ((await get(path)).items), show);
}
