// Where one types in one's own words, and how many letters are left.

import { el } from "../shared/dom.js";
import { say } from "./parts.js";

/** From how few letters on the counter is read out. */
const NEAR_THE_END = 50;

/** @param {number} max @param {string} described ids of what describes it @param {string} text @param {(text: string) => void} typed */
export function ownWords(max, described, text, typed) {
  const counter = el("span", { class: "counter", id: "counter" });
  const count = (/** @type {number} */ length) => {
    const left = max - length;
    counter.textContent = say("question.left", { n: left });
    if (left <= NEAR_THE_END) counter.setAttribute("role", "status");
    else counter.removeAttribute("role");
  };
  const area = el("textarea", {
    class: "textarea", id: "own-words", rows: 5, maxlength: max, autocomplete: "off",
    "aria-describedby": `${described} counter`,
  });
  area.value = text;
  area.addEventListener("input", () => {
    count(area.value.length);
    typed(area.value);
  });
  count(area.value.length);
  return [area, counter];
}
