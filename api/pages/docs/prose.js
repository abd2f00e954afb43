// Descriptions are plain paragraphs with `code` in backticks; nothing else in them is markup here.

import { el } from "../shared/dom.js";

/** @param {string | undefined} text */
export function prose(text) {
  if (!text) return null;
  return el("div", null, text.trim().split(/\n\s*\n/).map((paragraph) => el("p", null,
    paragraph.split("`").map((part, at) => at % 2 === 1 ? el("code", null, part) : part))));
}
