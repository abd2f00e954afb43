// A piece of JSON or text to read, which scrolls in its own frame.

import { el } from "../shared/dom.js";

/** @param {string} title @param {string} text */
export function sample(title, text) {
  return el("figure", { class: "sample" }, el("figcaption", { class: "muted small" }, title),
    el("pre", { tabindex: "0", role: "group", "aria-label": title }, el("code", null, text)));
}
