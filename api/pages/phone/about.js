// The three short screens: who we are, who sees what, and what one can choose.

import { el } from "../shared/dom.js";
import { isComingIn, readUntil } from "./join.js";
import "./more-words.js";
import { button, picture, say, sayLines } from "./parts.js";
import * as trail from "./trail.js";
/** @import { Place, View } from "./nouns.js" */

/** @type {(1 | 2 | 3)[]} */
const SCREENS = [1, 2, 3];
const PICTURES = ["👋", "🔒", "🙌"];

/** @param {Place} place @returns {View} */
export function about(place) {
  const n = SCREENS.find((each) => each === place.n) ?? 1;
  const coming = isComingIn();
  const last = n === SCREENS.length;
  const next = () => {
    if (coming) readUntil(last ? undefined : n + 1);
    if (last) trail.go({ view: coming ? "home" : "settings" }, true);
    else trail.go({ view: "about", n: n + 1 });
  };
  /** @type {Place | undefined} */
  const back = n > 1 ? { view: "about", n: n - 1 } : coming ? undefined : { view: "settings" };
  return {
    title: say(`about.${n}`),
    ...(back ? { back } : {}),
    body: [
      el("p", { class: "muted small" }, say("about.count", { n })),
      picture(PICTURES[n - 1] ?? "", "picture--big"),
      el("h1", null, say(`about.${n}`)),
      el("p", { class: "lead" }, sayLines(`about.${n}.text`)),
      button(last ? "about.done" : "continue", next),
    ],
  };
}
