// One question on one page. Tapping an answer goes on after a moment; keys and screen readers go on
// with Continue, so that nobody is moved by looking through the answers.

import { el, lines } from "../shared/dom.js";
import { answersOf, give, unfinished } from "./answers.js";
import { choices, writing } from "./choices.js";
import * as flow from "./flow.js";
import { say } from "./frame.js";
import { checkInWith, phone } from "./phone.js";
import { sendNow, textPage } from "./pages.js";
import * as trail from "./trail.js";

/** @typedef {import("../shared/types.js").CheckIn} CheckIn */
/** @typedef {import("../shared/types.js").Step} Step */
/** @typedef {import("./flow.js").Given} Given */
/** @typedef {import("./flow.js").Stop} Stop */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./trail.js").Place} Place */

/** Long enough to see what one tapped. */
const SEEN_MS = 250;
/** How long a worry may wait for the reply that says it was received, before we go on without it. */
const TOLD_MS = 400;

/** Who has once tapped an answer need not see every time that tapping goes on; it is still read out. */
let knowsTapping = false;

/** @param {Place} place @returns {View | undefined} */
export function question(place) {
  const checkIn = checkInWith(place.id);
  if (!checkIn || checkIn.state === "closed") {
    trail.go(checkIn ? { view: "closed", id: checkIn.id } : { view: "home" }, true);
    return undefined;
  }
  const answers = answersOf(checkIn);
  const list = flow.stops(checkIn, answers, place.alone);
  const index = list.findIndex((stop) => stop.id === place.stop);
  const stop = list[index];
  if (!stop) {
    // An earlier answer was changed and this question no longer applies.
    trail.go(placeOf(place, flow.firstOpen(list, answers)), true);
    return undefined;
  }
  const back = place.review ? { view: "review", id: checkIn.id } : index > 0 ? placeOf(place, list[index - 1]) : { view: "home" };
  if (stop.page !== undefined) {
    return textPage(checkIn, stop.page, { back, next: () => onward(checkIn, place), explainLeave: leavesAhead(list, index) });
  }
  return asked(checkIn, stop.step, place, back, list, answers.get(stop.step.key));
}

/**
 * @param {CheckIn} checkIn
 * @param {Step} step
 * @param {Place} place
 * @param {Place} back
 * @param {Stop[]} list
 * @param {Given | undefined} before
 * @returns {View}
 */
function asked(checkIn, step, place, back, list, before) {
  const words = step[phone.reading];
  const given = unfinished.get(step.key) ?? before ?? { codes: [], skipped: false };
  const { n, total } = flow.place(list, step.key);
  const wrong = el("p", { class: "field__error", id: "wrong", role: "alert" });
  const heading = el("h1", null, lines(words.text));
  const between = [
    words.hint && el("p", { class: "field__hint", id: "hint" }, lines(words.hint)),
    step.kind === "single" && el("p", { class: knowsTapping ? "visually-hidden" : "field__hint small", id: "tap" }, say("question.tap")),
    words.why && el("details", null, el("summary", null, say("question.why")), el("p", null, lines(words.why))),
    wrong,
  ];
  const described = [words.hint && "hint", step.kind === "single" && "tap", "wrong"].filter(Boolean).join(" ");
  /** @type {Given} */
  let chosen = given;
  let timer = 0;

  const answered = async (/** @type {Given} */ said) => {
    clearTimeout(timer);
    trail.hold();
    const told = give(checkIn, step, said, place.alone ?? false);
    // A worry is answered by people's words before the next question, if they can be had in time.
    if (step.sensitive && !said.skipped) await Promise.race([told, pause(TOLD_MS)]);
    if (trail.current() === place) onward(checkIn, place);
    else trail.release();
  };
  const choose = (/** @type {Given} */ said, /** @type {boolean} */ tapped) => {
    chosen = said;
    unfinished.set(step.key, said);
    wrong.textContent = "";
    clearTimeout(timer);
    if (tapped && step.kind === "single") {
      timer = setTimeout(() => {
        knowsTapping = true;
        void answered(said);
      }, SEEN_MS);
    }
  };
  const goOn = () => {
    // Looking at an answer again is not answering it again.
    if (before && !before.skipped && !unfinished.has(step.key)) return onward(checkIn, place);
    if (step.kind === "text") {
      const text = (chosen.text ?? "").trim();
      return void answered(text === "" ? { codes: [], skipped: true } : { codes: [], text, skipped: false });
    }
    if (chosen.codes.length === 0) {
      wrong.textContent = say("question.pick");
      return undefined;
    }
    return void answered({ codes: chosen.codes, skipped: false });
  };
  const tooMany = (/** @type {number} */ max) => {
    wrong.textContent = say("question.too-many", { max });
  };

  const aids = { heading, between, described };
  return {
    title: n > 0 ? say("question.number", { n, total }) : say("question.try"),
    back,
    leave: step.sensitive,
    lang: checkIn.questionnaire.language,
    body: [
      progress(checkIn, step, n, total),
      el("form", { novalidate: true, autocomplete: "off", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); goOn(); } },
        el("span", { class: "picture picture--big", "aria-hidden": "true" }, step.picture),
        step.kind === "text" ? writing(step, given, aids, choose) : choices(step, given, aids, choose, tooMany),
        el("div", { class: "stack" },
          el("button", { class: "button button--wide button--big" }, say("continue")),
          step.can_skip && el("button", { class: "button button--plain button--wide", type: "button", onclick: () => void answered({ codes: [], skipped: true }) }, say("skip")))),
    ],
  };
}

/** Goes to what comes after this place. @param {CheckIn} checkIn @param {Place} place */
function onward(checkIn, place) {
  const answers = answersOf(checkIn);
  const list = flow.stops(checkIn, answers, place.alone);
  const index = list.findIndex((stop) => stop.id === place.stop);
  const next = place.review ? flow.firstOpen(list, answers, place.stop) : list[index + 1];
  if (next) return trail.go(placeOf(place, next));
  // A pulse is over when its last question is: checking four answers would double its length.
  if (checkIn.kind === "pulse" && !place.review) return sendNow(checkIn, place.alone ?? false);
  return trail.go(placeOf(place, undefined));
}

/** @param {Place} place @param {Stop | undefined} stop @returns {Place} */
function placeOf({ id, review, alone }, stop) {
  return stop ? { view: "question", id, stop: stop.id, review, alone } : { view: "review", id, alone };
}

/** A line that only ever grows, and the same in words. @param {CheckIn} checkIn @param {Step} step @param {number} n @param {number} total */
function progress(checkIn, step, n, total) {
  const at = checkIn.steps.indexOf(step);
  return el("div", { class: "progress" },
    el("progress", { max: checkIn.steps.length, value: at, "aria-hidden": "true" }),
    el("span", { class: "muted small" }, n > 0 ? say("question.number", { n, total }) : say("question.try")));
}

/** @param {Stop[]} list @param {number} index */
function leavesAhead(list, index) {
  return list[index + 1]?.step?.sensitive ?? false;
}

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
