// All answers of a check-in on one page, to look at and change before and after sending.

import { el, lines } from "../shared/dom.js";
import { answersOf } from "./answers.js";
import * as flow from "./flow.js";
import { say, sayLines } from "./frame.js";
import { follow } from "./home.js";
import { checkInWith, phone } from "./phone.js";
import { sendNow } from "./pages.js";
import * as trail from "./trail.js";

/** @typedef {import("../shared/types.js").CheckIn} CheckIn */
/** @typedef {import("../shared/types.js").Step} Step */
/** @typedef {import("./flow.js").Given} Given */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./trail.js").Place} Place */

/** @param {Place} place @returns {View | undefined} */
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
  const send = el("button", { class: "button button--wide button--big", type: "button" }, say("review.send"));
  send.addEventListener("click", () => {
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
      el("h1", null, say("review")),
      el("p", null, sayLines(sent ? "review.later" : "review.text")),
      el("dl", { class: "review" }, steps.map((step) => row(checkIn, step, answers.get(step.key), place))),
      flow.hasHeldBack(checkIn, answers) && !place.alone && el("p", { class: "notice" }, sayLines("review.alone")),
      sent
        ? el("button", { class: "button button--wide button--big", type: "button", onclick: () => trail.go({ view: "home" }) }, say("page.home"))
        : send,
    ],
  };
}

/** @param {CheckIn} checkIn @param {Step} step @param {Given | undefined} given @param {Place} place */
function row(checkIn, step, given, place) {
  const words = step[phone.reading].text;
  const change = checkIn.state !== "closed" && el("a", {
    class: "button button--plain", href: "#change",
    onclick: follow({ view: "question", id: checkIn.id, stop: step.key, review: true, alone: place.alone }),
  }, say(given ? "review.change" : "review.answer"), el("span", { class: "visually-hidden" }, `: ${words}`));
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
