// One question on one page. A tap goes on at once, and the next page says what was chosen; keys and screen readers go on
// with Continue.

import { el, lines } from "../shared/dom.js";
import { answersOf, begin, begun, finish, give } from "./answers.js";
import * as flow from "./flow.js";
import { announce } from "./frame.js";
import { button, hurried, picture, say, steady, submit, tongue } from "./parts.js";
import { checkInWith, phone } from "./phone.js";
import { textPage } from "./pages.js";
import * as trail from "./trail.js";
/** @import { Aids, CheckIn, Choose, Given, Option, Place, Step, Stop, View } from "./nouns.js" */

/** A field for own words, once it is there. @type {typeof import("./own-words.js").ownWords | undefined} */
let ownWords;
/** What was said on the page before, and the page that tells it: once. @type {{ words: string, at?: Place } | undefined} */
let told;
/** Who has once tapped an answer need not see every time that tapping goes on; it is still read out. */
let knowsTapping = false;

/** Fetches what nobody needs for a first question. */
export async function fetchOwnWords() {
  ({ ownWords } = await import("./own-words.js"));
}

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
  const who = flow.unsettled(list, answers);
  if (who && !place.alone && list.indexOf(who) < index) {
    // This phone does not know who sits before it: that comes first.
    trail.go(placeOf(place, who), true);
    return undefined;
  }
  if (stop.step?.kind === "text" && !ownWords) {
    const again = () => trail.current() === place && trail.redraw();
    void fetchOwnWords().then(again, () => trail.go({ view: "lost" }, true));
    return undefined;
  }
  const back = place.review ? { view: "review", id: checkIn.id } : index > 0 ? placeOf(place, list[index - 1]) : { view: "home" };
  if (stop.page !== undefined) {
    return { ...textPage(checkIn, stop.page, () => onward(checkIn, place), isLastBeforeWorries(list, index)), back };
  }
  return asked(checkIn, stop.step, place, back, list, answers.get(stop.step.key));
}

/** Whether "Leave this page" is explained here: no other page comes before the next sensitive question. @param {Stop[]} list @param {number} index */
function isLastBeforeWorries(list, index) {
  const next = list.slice(index + 1).find((stop) => stop.page !== undefined || stop.step.sensitive);
  return next?.step !== undefined;
}

/**
 * @param {CheckIn} checkIn @param {Step} step @param {Place} place @param {Place} back @param {Stop[]} list
 * @param {Given | undefined} before @returns {View}
 */
function asked(checkIn, step, place, back, list, before) {
  const words = step[phone.reading];
  const half = begun(checkIn, step);
  const given = half ?? before ?? { codes: [], skipped: false };
  const n = flow.place(list, step.key);
  const wrong = el("p", { class: "field__error", id: "wrong", role: "alert" });
  const spoken = tongue(checkIn.questionnaire.language);
  const heading = el("h1", spoken, lines(words.text));
  const between = [
    words.hint && el("p", { class: "field__hint", id: "hint", ...spoken }, lines(words.hint)),
    step.kind === "single" && el("p", { class: knowsTapping ? "visually-hidden" : "field__hint small", id: "tap" }, say("question.tap")),
    words.why && el("details", null, el("summary", null, say("question.why")), el("p", spoken, lines(words.why))),
  ];
  const described = [words.hint && "hint", step.kind === "single" && "tap", "wrong"].filter(Boolean).join(" ");
  /** @type {Given} */
  let chosen = given;
  let changed = half !== undefined;

  const answered = (/** @type {Given} */ said) => {
    void give(checkIn, step, said, place.alone ?? false, !place.review);
    const words = inShort(step, said);
    told = { words };
    onward(checkIn, place, step);
    told.at ??= trail.current();
    announce(words);
  };
  const choose = (/** @type {Given} */ said, /** @type {boolean} */ tapped) => {
    chosen = said;
    changed = true;
    begin(checkIn, step, said);
    wrong.textContent = "";
    if (!tapped || step.kind !== "single") return;
    knowsTapping = true;
    answered(said);
  };
  const goOn = () => {
    // Looking at an answer again is not answering it again.
    if (before && !before.skipped && !changed) return onward(checkIn, place);
    if (step.kind === "text") {
      const text = (chosen.text ?? "").trim();
      return answered(text === "" ? { codes: [], skipped: true } : { codes: [], text, skipped: false });
    }
    if (chosen.codes.length === 0) {
      wrong.textContent = say("question.pick");
      return undefined;
    }
    return answered({ codes: chosen.codes, skipped: false });
  };

  const aids = { heading, between, wrong, described, spoken };
  return {
    title: n > 0 ? say("question.number", { n }) : say("question.try"),
    back,
    leave: step.sensitive,
    body: [
      progress(checkIn, step, n, place),
      steady(el("form", { novalidate: true, autocomplete: "off", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); goOn(); } },
        picture(step.picture, "picture--big"),
        step.kind === "text" ? writing(step, given, aids, choose) : choices(step, given, aids, choose),
        el("div", { class: "stack" },
          submit("continue"),
          step.can_skip && button("skip", () => answered({ codes: [], skipped: true }), "button--plain")))),
    ],
  };
}

/** Goes to what comes after this place. @param {CheckIn} checkIn @param {Place} place @param {Step} [step] what was answered there */
function onward(checkIn, place, step) {
  const answers = answersOf(checkIn);
  const list = flow.stops(checkIn, answers, place.alone);
  const index = list.findIndex((stop) => stop.id === place.stop);
  // Who is asked once more who answers has answered other questions already.
  const next = place.review || (step && flow.isAboutSitting(step)) ? flow.firstOpen(list, answers, place.stop) : list[index + 1];
  if (next) return trail.go(placeOf(place, next));
  // A pulse is over when its last question is: checking four answers would double its length.
  if (checkIn.kind === "pulse" && !place.review) return void sendNow(checkIn, place.alone ?? false);
  return trail.go(placeOf(place, undefined));
}

/** @param {CheckIn} checkIn @param {boolean} alone */
async function sendNow(checkIn, alone) {
  try {
    await (await import("./ending.js")).sendNow(checkIn, alone);
  } catch {
    void finish(checkIn, alone);
    trail.go({ view: "home" });
  }
}

/** @param {Place} place @param {Stop | undefined} stop @returns {Place} */
function placeOf({ id, review, alone }, stop) {
  return stop ? { view: "question", id, stop: stop.id, review, alone } : { view: "review", id, alone };
}

/**
 * A line that only ever grows. Below it, what was just said.
 *
 * @param {CheckIn} checkIn @param {Step} step @param {number} n @param {Place} place
 */
function progress(checkIn, step, n, place) {
  const at = checkIn.steps.indexOf(step);
  if (told && (told.at ??= place) !== place) told = undefined;
  return el("div", { class: "progress" },
    el("progress", { max: checkIn.steps.length, value: at, "aria-hidden": "true" }),
    el("span", { class: "muted small" }, n > 0 ? say("question.number", { n }) : say("question.try")),
    told && el("p", { class: "small" }, told.words));
}

/** An answer in a line. What is sensitive, or in own words, is not said again. @param {Step} step @param {Given} given */
function inShort(step, given) {
  if (given.skipped) return say("question.skipped");
  const chosen = step.options.filter(({ code }) => given.codes.includes(code)).map((option) => option[phone.reading].replace(/\n/g, " "));
  return step.sensitive || chosen.length === 0 ? say("question.answered") : say("question.said", { answer: chosen.join(", ") });
}

/** Answers to choose from. @param {Step} step @param {Given} given @param {Aids} aids @param {Choose} choose */
export function choices(step, given, aids, choose) {
  const single = step.kind === "single";
  const chosen = new Set(given.codes);
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();

  const pick = (/** @type {Option} */ option, /** @type {HTMLInputElement} */ input, /** @type {boolean} */ tapped) => {
    if (single) {
      chosen.clear();
      chosen.add(option.code);
    } else if (!input.checked) {
      chosen.delete(option.code);
    } else {
      for (const other of step.options) {
        // "I don't want to say" and a reason cannot both be meant.
        if (other.code !== option.code && (option.exclusive || other.exclusive)) chosen.delete(other.code);
      }
      if (step.max_choices && chosen.size >= step.max_choices) {
        input.checked = false;
        aids.wrong.textContent = say("question.too-many", { max: step.max_choices });
        return;
      }
      chosen.add(option.code);
      for (const [code, other] of inputs) other.checked = chosen.has(code);
    }
    choose({ codes: step.options.map(({ code }) => code).filter((code) => chosen.has(code)), skipped: false }, tapped);
  };

  const answer = (/** @type {Option} */ option) => {
    let touched = false;
    const input = el("input", { type: single ? "radio" : "checkbox", name: "answer", value: option.code, checked: chosen.has(option.code) });
    inputs.set(option.code, input);
    input.addEventListener("click", () => {
      pick(option, input, touched);
      touched = false;
    });
    const label = el("label", { class: "answer", ...aids.spoken }, input, picture(option.picture), el("span", null, lines(option[phone.reading])));
    label.addEventListener("pointerdown", (event) => (touched = isFinger(event) && !hurried(event)));
    label.addEventListener("pointercancel", () => (touched = false));
    return label;
  };

  const split = phone.reading === "easy" && step.split_easy ? step.split_easy : step.options.length;
  const first = step.options.slice(0, split).map(answer);
  const rest = step.options.slice(split).map(answer);
  const hidden = rest.length > 0 && !step.options.slice(split).some(({ code }) => chosen.has(code));
  for (const label of rest) label.hidden = hidden;
  const more = hidden && el("button", {
    class: "button button--quiet button--wide more", type: "button",
    onclick: (/** @type {Event} */ event) => {
      for (const label of rest) label.hidden = false;
      rest[0]?.querySelector("input")?.focus();
      if (event.currentTarget instanceof HTMLElement) event.currentTarget.remove();
    },
  }, say("question.more"));

  return el("fieldset", { class: "answers", "aria-describedby": aids.described }, el("legend", null, aids.heading), aids.between, aids.wrong, first, more, rest);
}

/** A field for own words. @param {Step} step @param {Given} given @param {Aids} aids @param {Choose} choose */
export function writing(step, given, aids, choose) {
  const typed = (/** @type {string} */ text) => choose({ codes: [], text, skipped: false }, false);
  const label = el("label", { for: "own-words" });
  label.append(...aids.heading.childNodes);
  aids.heading.append(label);
  return el("div", { class: "field" }, aids.heading, aids.between, ownWords?.(step.max_chars ?? 1000, aids.described, given.text ?? "", typed));
}

/** Screen readers make taps of no size; those must not move the page. @param {PointerEvent} event */
function isFinger(event) {
  if (event.width === 0 && event.height === 0) return false;
  return !(event.pointerType === "mouse" && event.width === 1 && event.height === 1 && event.pressure === 0);
}
