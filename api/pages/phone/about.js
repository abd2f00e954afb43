// Three short screens before anything is asked: who we are, who sees what, and what one can choose.

import { el } from "../shared/dom.js";
import { say, sayLines } from "./frame.js";
import { read, write } from "./phone.js";
import * as trail from "./trail.js";

/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./trail.js").Place} Place */

const UNREAD = "about";
/** @type {(1 | 2 | 3)[]} */
const SCREENS = [1, 2, 3];
const PICTURES = ["👋", "🔒", "🙌"];
/** Seen once while this page is open, on a phone where nothing is kept. */
let begun = false;

/** Starts with the first screen, as part of coming in. */
export function begin() {
  begun = true;
  write(UNREAD, 1);
  trail.go({ view: "about", n: 1 }, true);
}

/** The screen to go on with, if someone stopped in the middle. @returns {number | undefined} */
export function unread() {
  const n = read(UNREAD);
  return typeof n === "number" && n >= 1 && n <= SCREENS.length ? n : undefined;
}

/** @param {Place} place @returns {View} */
export function screen(place) {
  const n = SCREENS.find((each) => each === place.n) ?? 1;
  const coming = begun || unread() !== undefined;
  const last = n === SCREENS.length;
  const next = () => {
    if (!last) {
      if (coming) write(UNREAD, n + 1);
      trail.go({ view: "about", n: n + 1 });
      return;
    }
    begun = false;
    localStorage.removeItem(UNREAD);
    trail.go({ view: coming ? "home" : "settings" }, true);
  };
  /** @type {Place | undefined} */
  const back = n > 1 ? { view: "about", n: n - 1 } : coming ? undefined : { view: "settings" };
  return {
    title: say(`about.${n}`),
    ...(back ? { back } : {}),
    body: [
      el("p", { class: "muted small" }, say("about.count", { n })),
      el("span", { class: "picture picture--big", "aria-hidden": "true" }, PICTURES[n - 1]),
      el("h1", null, say(`about.${n}`)),
      el("p", { class: "lead" }, sayLines(`about.${n}.text`)),
      el("button", { class: "button button--wide button--big", type: "button", onclick: next }, say(last ? "about.done" : "continue")),
    ],
  };
}
