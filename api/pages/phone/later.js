// Not now: a check-in is put off, and stays open all the while.

import { Offline, Problem, explain, post } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { momentInWords, weekdayInWords } from "./clock.js";
import "./more-words.js";
import { button, goHome, heading, link, para, say } from "./parts.js";
import * as trail from "./trail.js";
/** @import { Place, View } from "./nouns.js" */

/** @type {("later-today" | "tomorrow" | "weekend")[]} */
const TIMES = ["later-today", "tomorrow", "weekend"];

/** @param {Place} place @returns {View} */
export function later(place) {
  if (place.on) return done(place.on);
  const wrong = el("div", { role: "alert" });
  const put = async (/** @type {string} */ until) => {
    try {
      const { next_at } = await post(`/young-person/v1/check-ins/${encodeURIComponent(place.id ?? "")}/snooze`, { until });
      if (trail.current() === place) trail.go({ ...place, on: next_at }, true);
    } catch (error) {
      wrong.replaceChildren(el("p", { class: "notice notice--warn" }, lines(why(error))));
    }
  };
  return {
    title: say("later"),
    back: { view: "home" },
    body: [
      heading("later"),
      para("later.text"),
      wrong,
      el("div", { class: "stack" },
        TIMES.map((until) => button(`later.${until}`, () => put(until), "button--quiet button--big")),
        link("later.no", { view: "home" }, "button--plain button--wide")),
    ],
  };
}

/** @param {unknown} error */
function why(error) {
  if (error instanceof Offline) return say("when.offline");
  const late = error instanceof Problem && error.errors.some(({ pointer }) => pointer === "/until");
  return late ? say("later.too-late") : explain(error);
}

/** When the reminder comes. @param {string} at @returns {View} */
function done(at) {
  return {
    title: say("later"),
    back: { view: "home" },
    body: [
      heading("later.done"),
      para("later.done.text", { date: weekdayInWords(at), time: momentInWords(at) }, "lead"),
      goHome(),
    ],
  };
}
