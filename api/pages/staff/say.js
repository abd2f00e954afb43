// Tells readers of the screen what changed, without moving them.

import { byId } from "../shared/dom.js";

/** @type {number | undefined} */
let timer;

/**
 * Says a sentence politely. The same sentence twice is said twice.
 *
 * @param {string} sentence
 */
export function say(sentence) {
  const region = byId("said");
  region.textContent = "";
  clearTimeout(timer);
  timer = window.setTimeout(() => { region.textContent = sentence; }, 60);
}
