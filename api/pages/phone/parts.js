// The parts that pages are made of: words, paragraphs, buttons, links and pictures.

import { el, lines } from "../shared/dom.js";
import { phone } from "./phone.js";
import * as trail from "./trail.js";
import { wordsFor } from "./words.js";
/** @import { Key, Place } from "./nouns.js" */

/** The words for a key, in the version this person reads. @param {Key} key @param {Record<string, string | number>} [fillers] */
export function say(key, fillers) {
  return wordsFor(key, phone.reading, {
    worker: phone.me?.worker_first_name ?? wordsFor("worker", phone.reading),
    service: phone.me?.service_name ?? "Throughline",
    hours: phone.me?.staffed_hours ?? "",
    ...fillers,
  });
}

/** The same as an element with one idea a line. @param {Key} key @param {Record<string, string | number>} [fillers] */
export function sayLines(key, fillers) {
  return lines(say(key, fillers));
}

/** A paragraph of these words. @param {Key} key @param {Record<string, string | number>} [fillers] @param {string} [kind] */
export function para(key, fillers, kind) {
  return el("p", { class: kind }, lines(say(key, fillers)));
}

/** A button as wide as the page; the main one, unless `kind` says otherwise. @param {Key} key @param {() => unknown} act @param {string} [kind] */
export function button(key, act, kind = "button--big") {
  return el("button", { class: `button button--wide ${kind}`, type: "button", onclick: () => void act() }, say(key));
}

/** A button for the forms that send themselves. @param {Key} key */
export function submit(key) {
  return el("button", { class: "button button--wide button--big" }, say(key));
}

/** A link to another place. @param {Key} key @param {Place} place @param {string} [kind] @param {string} [more] read out after the words */
export function link(key, place, kind = "button--quiet button--wide", more) {
  const go = (/** @type {Event} */ event) => {
    event.preventDefault();
    trail.go(place);
  };
  return el("a", { class: `button ${kind}`, href: "#", onclick: go }, say(key), more && el("span", { class: "visually-hidden" }, `: ${more}`));
}

/** A picture beside words: a letter-like symbol, or a file of an installed picture pack. @param {string} what @param {string} [kind] */
export function picture(what, kind = "") {
  if (what.startsWith("/")) return el("img", { class: `picture ${kind}`, src: what, alt: "" });
  return el("span", { class: `picture ${kind}`, "aria-hidden": "true" }, what);
}

/** Nobody has read a page so soon: a finger that comes then was meant for the page before. */
const HURRY_MS = 300;
/** The page that is shown, and since when. @type {{ place?: Place, at: number }} */
let shown = { at: 0 };

/** Keeps a second tap from the page that the first one brought. Keys are not held up. @template {HTMLElement} T @param {T} node @returns {T} */
export function steady(node) {
  if (shown.place !== trail.current()) shown = { place: trail.current(), at: performance.now() };
  node.addEventListener("click", (event) => {
    if (event.detail === 0 || !hurried(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  return node;
}

/** Whether something was done before one can have read the page. @param {Event} event */
export function hurried(event) {
  return event.timeStamp - shown.at < HURRY_MS;
}

/** The heading of a page. @param {Key} key */
export function heading(key) {
  return el("h1", null, say(key));
}

/** The way out of a page at the end of something. */
export function goHome() {
  return button("page.home", () => trail.go({ view: "home" }));
}

/** @param {number} ms @returns {Promise<void>} */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A day as people say it: 2 December. @param {string} day a day or an instant */
export function dayInWords(day) {
  return new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "Europe/London" });
}

/**
 * Marks words that are not in the language of the page, so that they are spoken and run as they should.
 *
 * @param {string | undefined} language @returns {{ lang?: string, dir?: string }}
 */
export function tongue(language) {
  return !language || language === document.documentElement.lang ? {} : { lang: language, dir: "auto" };
}

/** A number of minutes in words. @param {number} n */
export function minutes(n) {
  return n <= 1 ? say("minute") : say("minutes", { n });
}
