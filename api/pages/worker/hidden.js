// What is not on the page until somebody asks for it: what they wrote, and what they answered about sensitive things. Screens
// are seen from behind, and that somebody asked is kept, where the young person can read it.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { unseen } from "../staff/parts.js";

/** @typedef {import("../shared/looks.js").HiddenWords} HiddenWords */

/** How many there are on this page: what a button opens has to have a name of its own. */
let count = 0;

/**
 * A button that brings what is hidden, and forgets it when it is folded away again.
 *
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {string} of the id of the check-in, the wish to talk or the request
 * @param {string} label @param {string} about which of several: for those who hear the page
 * @param {(words: HiddenWords) => import("../shared/dom.js").Child[]} told
 */
export function hiddenWords(desk, person, of, label, about, told) {
  count += 1;
  const inside = el("div", { id: `hidden-${count}` });
  const trouble = el("p", { class: "field__error", role: "alert" });
  const turn = (/** @type {boolean} */ open) => fold.setAttribute("aria-expanded", String(open));
  const press = async () => {
    fill(trouble);
    fill(inside);
    if (fold.getAttribute("aria-expanded") === "true") return turn(false);
    turn(true);
    try {
      const words = /** @type {HiddenWords} */ (await desk.get(`/people/${person}/words/${of}`));
      // It may be folded again by now.
      if (fold.getAttribute("aria-expanded") === "true") fill(inside, ...told(words));
    } catch (error) {
      turn(false);
      fill(trouble, explain(error));
    }
  };
  const fold = el("button", {
    class: "button button--plain fold", type: "button", "aria-expanded": "false", "aria-controls": inside.id, onclick: () => void press(),
  }, label, unseen(` ${about}`));
  return el("div", null, fold, trouble, inside);
}
