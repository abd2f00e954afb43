// "Are you still there?", two minutes before the lock.

import { byId, el, fill } from "../shared/dom.js";
import { button } from "./parts.js";

/** @type {HTMLElement | undefined} */
let words;

/**
 * @param {number} left milliseconds
 * @param {() => void} stay
 * @param {() => void} leave
 */
export function warnOfLock(left, stay, leave) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("idle"));
  // Whole minutes only: a reader should not be told every few seconds.
  const sentence = left > 60_000 ? "This page locks in about 2 minutes." : "This page locks in less than a minute.";
  if (!dialog.open || !words) {
    words = el("p", { role: "status" }, sentence);
    fill(dialog, el("h2", { id: "idle-title" }, "Are you still there?"), words, el("p", null, "What you wrote is kept."),
      el("div", { class: "row" }, button("Stay signed in", stay, "main"), button("Sign out", leave)));
    // Esc means "I am here" too.
    dialog.oncancel = (event) => {
      event.preventDefault();
      stay();
    };
    dialog.showModal();
  } else if (words.textContent !== sentence) {
    fill(words, sentence);
  }
}

/** Takes the warning away. */
export function calmDown() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("idle"));
  if (dialog.open) dialog.close();
}
