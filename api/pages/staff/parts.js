// Pieces that many parts of the pages are made of.

import { el, fill } from "../shared/dom.js";

/** @typedef {import("../shared/dom.js").Child} Child */

/**
 * A button that does something here and now. `main` is for the one thing a page is for.
 *
 * @param {Child | Child[]} words
 * @param {() => unknown} act
 * @param {"main" | "quiet" | "plain" | "small"} [kind]
 */
export function button(words, act, kind = "quiet") {
  const looks = { main: "", quiet: " button--quiet", plain: " button--plain", small: " button--quiet button--small" };
  // A node stands in one place only, and the same words may belong to several buttons.
  const own = [words].flat().map((word) => (word instanceof Node ? word.cloneNode(true) : word));
  return el("button", { class: `button${looks[kind]}`, type: "button", onclick: () => void act() }, own);
}

/** A part of a page under its own heading. @param {string} title @param {...Child} children */
export function card(title, ...children) {
  return el("section", { class: "card" }, el("h2", null, title), ...children);
}

/**
 * A message that stands out. The words carry the meaning; the colour only helps.
 *
 * @param {"good" | "warn" | "bad"} kind
 * @param {...Child} words
 */
export function notice(kind, ...words) {
  return el("p", { class: `notice notice--${kind}`, tabindex: "-1" }, ...words);
}

/** Words for those who hear the page and cannot see what stands around a button. @param {string} words */
export function unseen(words) {
  return el("span", { class: "visually-hidden" }, words);
}

/** Something folded away until it is asked for. @param {string} what @param {string} of @param {...Child} children */
export function reveal(what, of, ...children) {
  return el("details", { class: "reveal" }, el("summary", null, what, unseen(` ${of}`)), ...children);
}

/** Copies a text, and says whether that worked. @param {string} words @param {string} text */
export function copyButton(words, text) {
  const said = el("span", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      fill(said, "Copied");
    } catch {
      fill(said, "Copying is not allowed here. Please type it.");
    }
  };
  return el("span", null, button(words, copy, "plain"), said);
}
