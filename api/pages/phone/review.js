// All answers of a check-in, to look at, to change and to take back.

import { el, lines } from "../shared/dom.js";
import { answersOf } from "./answers.js";
import * as flow from "./flow.js";
import "./more-words.js";
import { sendNow } from "./pages.js";
import { button, goHome, heading, link, para, say } from "./parts.js";
import { checkInWith, phone } from "./phone.js";
import * as trail from "./trail.js";
/** @import { CheckIn, Given, Place, Step, View } from "./nouns.js" */

/** All answers of a check-in, to look at and change before and after sending. @param {Place} place @returns {View | undefined} */
export function review(place) {
  const checkIn = checkInWith(place.id);
  if (!checkIn) {
    trail.go({ view: "home" }, true);
    return undefined;
  }
  const answers = answersOf(checkIn);
  const list = flow.stops(checkIn, answers, place.alone);
  const steps = list.flatMap((stop) => (stop.step?.stored ? [stop.step] : []));
  const sent = checkIn.state === "answered" && !place.alone;
  const last = steps.at(-1);
  const send = button("review.send", () => {
    if (send.getAttribute("aria-busy") === "true") return;
    send.setAttribute("aria-busy", "true");
    send.textContent = say("review.sending");
    void sendNow(checkIn, place.alone ?? false);
  });
  /** @type {Place} */
  const back = sent || !last ? { view: "home" } : { view: "question", id: checkIn.id, stop: last.key, alone: place.alone };
  return {
    title: say("review"),
    back,
    lang: checkIn.questionnaire.language,
    body: [
      heading("review"),
      para(sent ? "review.later" : "review.text"),
      el("dl", { class: "review" }, steps.map((step) => row(checkIn, step, answers.get(step.key), place))),
      flow.hasHeldBack(checkIn, answers) && !place.alone && para("review.alone", {}, "notice"),
      sent ? goHome() : send,
    ],
  };
}

/** @param {CheckIn} checkIn @param {Step} step @param {Given | undefined} given @param {Place} place */
function row(checkIn, step, given, place) {
  const words = step[phone.reading].text;
  const change = checkIn.state !== "closed" && link(
    given ? "review.change" : "review.answer", { view: "question", id: checkIn.id, stop: step.key, review: true, alone: place.alone }, "button--plain", words,
  );
  return el("div", { class: "review__row" }, el("dt", null, lines(words)), el("dd", null, said(step, given), change));
}

/** @param {Step} step @param {Given | undefined} given */
function said(step, given) {
  if (!given) return el("span", { class: "muted" }, say("review.empty"));
  if (given.skipped) return el("span", { class: "muted" }, say("review.skipped"));
  const chosen = step.options.filter((option) => given.codes.includes(option.code)).map((option) => option[phone.reading].replace(/\n/g, " "));
  const answer = el("span", { class: "review__said" }, step.kind === "text" ? (given.text ?? "") : chosen.join(", "));
  if (!step.sensitive) return answer;

  // Someone may look over the shoulder.
  const cover = el("button", { class: "button button--quiet button--small", type: "button" }, say("review.hidden"));
  cover.addEventListener("click", () => {
    answer.tabIndex = -1;
    cover.replaceWith(answer);
    answer.focus();
  });
  return cover;
}
