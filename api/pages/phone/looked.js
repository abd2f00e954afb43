// Who opened one's record: what they do, never their names.

import { el } from "../shared/dom.js";
import { momentInWords, weekdayInWords } from "./clock.js";
import { listed } from "./list.js";
import "./more-words.js";
import { heading, para, say } from "./parts.js";
import { phone } from "./phone.js";
import { known } from "./words.js";
/** @import { Look, Place, View } from "./nouns.js" */

const list = listed("/young-person/v1/me/looks", (/** @type {Look[]} */ looks) => (looks.length === 0 ? [para("looked.nobody")] : byDay(looks)));

/** @param {Place} place @returns {View} */
export function looked(place) {
  return {
    title: say("looked"),
    back: { view: "when" },
    body: [
      heading("looked"),
      para("looked.text"),
      ...list(place),
      para("looked.ask", {}, "notice"),
    ],
  };
}

/** @param {Look[]} looks the latest first */
function byDay(looks) {
  /** @type {Map<string, Look[]>} */
  const days = new Map();
  for (const look of looks) {
    const day = weekdayInWords(look.at, true);
    days.set(day, [...(days.get(day) ?? []), look]);
  }
  return [...days].map(([day, those]) =>
    el("section", { class: "card" },
      el("h2", null, day),
      el("ul", { class: "list-plain stack" }, lines(those))));
}

/** One line for all that was opened at one visit, within a minute. @param {Look[]} looks */
function lines(looks) {
  const visits = new Map(looks.map((look) => [`${momentInWords(look.at)} ${look.role} ${look.glass?.plain} ${!look.read}`, look]));
  return [...visits.values()].map(({ at, role, glass, read }) => {
    const key = `looked.${role}`;
    return el("li", null, el("strong", null, momentInWords(at)), " ", say(known(key) ? key : "looked.other"),
      read && el("p", null, read[phone.reading]),
      glass && el("p", { class: "notice" }, glass[phone.reading]));
  });
}
