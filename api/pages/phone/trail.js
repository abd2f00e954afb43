// Where in the page we are. Every step is a history entry, so that the phone's own back button works,
// but the address stays the same: a history list must not show what was asked.
/** @import { Place } from "./nouns.js" */

/** @type {Place} */
let here = { view: "home" };
/** @type {(place: Place) => void} */
let draw = () => undefined;
/** @type {Place[]} */
let urgent = [];
let moving = false;

/** The place that is shown now. */
export function current() {
  return here;
}

/** Begins: what is drawn, and where. @param {(place: Place) => void} how @param {Place} first */
export function begin(how, first) {
  draw = how;
  window.addEventListener("popstate", (event) => {
    // A link that is opened in this tab changes only what stands after the "#".
    if (location.hash) return location.reload();
    here = event.state?.view ? event.state : { view: "home" };
    draw(here);
  });
  go(first, true);
}

/** Where a reload should continue. @returns {Place | undefined} */
export function resumed() {
  return history.state?.view ? history.state : undefined;
}

/**
 * Goes to a place, unless something urgent has to be shown first.
 *
 * @param {Place} place @param {boolean} [replace] instead of the present place, not after it
 */
export function go(place, replace = false) {
  moving = false;
  const next = urgent.reduceRight((/** @type {Place} */ then, page) => ({ ...page, then }), place);
  urgent = [];
  const from = replace ? here.from : name(here);
  here = { ...next, from };
  const address = location.pathname + location.search;
  if (replace) history.replaceState(here, "", address);
  else history.pushState(here, "", address);
  draw(here);
}

/** Goes back to a place: through the history if that is where we came from. @param {Place} place */
export function back(place) {
  if (here.from === name(place)) history.back();
  else go(place, true);
}

/** From now until the next `go`, an urgent page waits: a check-in is being finished. */
export function hold() {
  moving = true;
}

/** Shows a page before anything else, and then what would have been shown. @param {Place} place */
export function interrupt(place) {
  if (urgent.some((other) => other.page === place.page)) return;
  if (here.page === place.page && here.view === place.view) return;
  urgent.push(place);
  if (!moving) go(withoutFrom(here));
}

/** Draws the present place again. */
export function redraw() {
  draw(here);
}

/** @param {Place} place @returns {Place} */
function withoutFrom({ from: _, ...place }) {
  return place;
}

/** @param {Place} place */
function name(place) {
  return [place.view, place.id, place.stop, place.page, place.n].join(" ");
}
