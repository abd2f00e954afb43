// The part of a question that takes the answer: one choice, several choices, or own words.

import { el, lines } from "../shared/dom.js";
import { say } from "./frame.js";
import { phone } from "./phone.js";

/** @typedef {import("../shared/types.js").Option} Option */
/** @typedef {import("../shared/types.js").Step} Step */
/** @typedef {import("./flow.js").Given} Given */
/** @typedef {(given: Given, tapped: boolean) => void} Choose */
/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {{ heading: HTMLElement, between: Child[], described: string }} Aids what stands above, and the ids of what describes it */

/** From how few letters on the counter is read out. */
const NEAR_THE_END = 50;

/**
 * Answers to choose from.
 *
 * @param {Step} step
 * @param {Given} given
 * @param {Aids} aids
 * @param {Choose} choose called with every change; `tapped` only for a finger or a mouse
 * @param {(max: number) => void} tooMany
 */
export function choices(step, given, aids, choose, tooMany) {
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
        tooMany(step.max_choices);
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
    const label = el("label", { class: "answer" }, input, picture(option.picture), el("span", null, lines(option[phone.reading])));
    label.addEventListener("pointerdown", (event) => (touched = isFinger(event)));
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

  return el("fieldset", { class: "answers", "aria-describedby": aids.described }, el("legend", null, aids.heading), aids.between, first, more, rest);
}

/**
 * A field for own words.
 *
 * @param {Step} step
 * @param {Given} given
 * @param {Aids} aids
 * @param {Choose} choose
 */
export function writing(step, given, aids, choose) {
  const max = step.max_chars ?? 1000;
  const counter = el("span", { class: "counter", id: "counter" });
  const count = (/** @type {number} */ length) => {
    const left = max - length;
    counter.textContent = say("question.left", { n: left });
    if (left <= NEAR_THE_END) counter.setAttribute("role", "status");
    else counter.removeAttribute("role");
  };
  const area = el("textarea", {
    class: "textarea", id: "own-words", rows: 5, maxlength: max, autocomplete: "off",
    "aria-describedby": `${aids.described} counter`,
  });
  area.value = given.text ?? "";
  area.addEventListener("input", () => {
    count(area.value.length);
    choose({ codes: [], text: area.value, skipped: false }, false);
  });
  count(area.value.length);
  const label = el("label", { for: "own-words" });
  label.append(...aids.heading.childNodes);
  aids.heading.append(label);
  return el("div", { class: "field" }, aids.heading, aids.between, area, counter);
}

/** A picture beside words: a letter-like symbol, or a file of an installed picture pack. @param {string} what */
export function picture(what) {
  if (what.startsWith("/")) return el("img", { class: "picture", src: what, alt: "" });
  return el("span", { class: "picture", "aria-hidden": "true" }, what);
}

/** Screen readers make taps of no size; those must not move the page. @param {PointerEvent} event */
function isFinger(event) {
  if (event.width === 0 && event.height === 0) return false;
  return !(event.pointerType === "mouse" && event.width === 1 && event.height === 1 && event.pressure === 0);
}
