// Whether somebody wants to meet their new worker before the day. They can change their mind until then.

import { Offline, explain, put } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { announce } from "./frame.js";
import { button, dayInWords, goHome, heading, para, say } from "./parts.js";
import { become, phone } from "./phone.js";
import "./more-words.js";
import "./record-words.js";
import * as trail from "./trail.js";
/** @import { Child, Key, Me, Place, View } from "./nouns.js" */

/** @typedef {NonNullable<Me["handover"]>} Handover */

/** What went wrong, until the page is opened again. @type {{ place: Place, words: string } | undefined} */
let wrong;

/** @param {Place} place @returns {View} */
export function meet(place) {
  const handover = phone.me?.handover;
  return { title: say("meet"), back: { view: "home" }, body: handover?.to_come ? asked(handover, place) : [heading("meet"), para("meet.over"), goHome()] };
}

/** @param {Handover} handover @param {Place} place @returns {Child[]} */
function asked({ id, to: name, on, meet_first }, place) {
  const trouble = wrong?.place === place ? wrong.words : undefined;
  const choice = (/** @type {boolean} */ meets, /** @type {Key} */ key) =>
    button(key, () => answer(id, meets, name, place), "button--quiet");
  return [
    el("h1", null, say("meet.title", { name })),
    meet_first !== undefined && para(meet_first ? "meet.yes.done" : "meet.no.done", { name }, "notice notice--good"),
    trouble && el("p", { class: "notice notice--warn", role: "alert" }, lines(trouble)),
    para("meet.text", { name, date: dayInWords(on) }),
    el("div", { class: "stack" },
      meet_first !== true && choice(true, "meet.yes"),
      meet_first !== false && choice(false, "meet.no")),
    meet_first !== undefined && goHome(),
  ];
}

/** @param {string} id @param {boolean} meets @param {string} name @param {Place} place */
async function answer(id, meets, name, place) {
  try {
    const handover = /** @type {Handover} */ (await put(`/young-person/v1/me/handovers/${id}/meet-first`, { meet: meets }));
    wrong = undefined;
    if (phone.me) become({ ...phone.me, handover });
    announce(say(meets ? "meet.yes.done" : "meet.no.done", { name }));
  } catch (error) {
    wrong = { place, words: error instanceof Offline ? say("when.offline") : explain(error) };
    announce(wrong.words);
  }
  if (trail.current() === place) trail.redraw();
}
