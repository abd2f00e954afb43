// What changed because of what young people said.

import { el, lines } from "../shared/dom.js";
import { listed } from "./list.js";
import "./more-words.js";
import { dayInWords, heading, para, say } from "./parts.js";
import { phone } from "./phone.js";
/** @import { Change, View, Place } from "./nouns.js" */

const list = listed("/young-person/v1/changes", (/** @type {Change[]} */ changes) => (changes.length === 0 ? [para("changes.none")] : changes.map(card)));

/** @param {Place} place @returns {View} */
export function changes(place) {
  return {
    title: say("changes"),
    back: { view: "home" },
    body: [heading("changes"), para("changes.text"), ...list(place)],
  };
}

/** @param {Change} change */
function card(change) {
  const easy = phone.reading === "easy";
  const text = (/** @type {string} */ words) => el("p", null, lines(words));
  return el("section", { class: "card" },
    el("h2", null, say("changes.said")),
    text(easy ? change.said_easy : change.said),
    el("h3", null, say("changes.did")),
    text(easy ? change.did_easy : change.did),
    para("changes.on", { date: dayInWords(change.done_on) }, "muted"));
}
