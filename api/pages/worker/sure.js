// What is out of the ordinary is asked about once, and may well be right.

import { el } from "../shared/dom.js";
import { button } from "../staff/parts.js";

/**
 * Resolves with whether somebody is sure.
 *
 * @param {import("../shared/api.js").Problem} problem what is asked, one question in each of its errors
 * @returns {Promise<boolean>}
 */
export function sure({ errors, message }) {
  return new Promise((resolve) => {
    let yes = false;
    const questions = errors.length > 0 ? errors.map(({ detail }) => detail) : [message];
    const heading = el("h2", { id: "sure-title", tabindex: "-1" }, "Please look at this once more");
    /** @type {HTMLDialogElement} */
    const dialog = el("dialog", {
      class: "dialog", "aria-labelledby": "sure-title", onclose: () => {
        dialog.remove();
        resolve(yes);
      },
    },
      heading,
      el("p", null, "Nothing is saved yet. This is out of the ordinary, and may well be right:"),
      el("ul", null, questions.map((question) => el("li", null, question))),
      el("div", { class: "row" },
        button("That is right, save it", () => { yes = true; dialog.close(); }, "main"),
        button("Back to what I wrote", () => { dialog.close(); })));
    document.body.append(dialog);
    dialog.showModal();
    heading.focus();
  });
}
