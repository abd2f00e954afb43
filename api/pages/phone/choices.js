// One choice out of several, as everything that can be chosen here looks.

import { el } from "../shared/dom.js";
/** @import { Child } from "./nouns.js" */

/**
 * @template {string} T
 * @param {{
 *   name: string, legend: string, values: readonly T[], current: T | undefined,
 *   words: (value: T) => string, chosen: (value: T) => void, beside?: boolean, wrong?: Child, hint?: Child,
 *   lang?: (value: T) => string,
 * }} how `beside`: short answers may stand side by side; `wrong`: what to do about it; `lang`: the language of the words
 */
export function choice({ name, legend, values, current, words, chosen, beside = false, wrong, hint, lang }) {
  const answers = values.map((value) =>
    el("label", { class: "answer" },
      el("input", { type: "radio", name, value, checked: value === current, onchange: () => chosen(value) }),
      el("span", { lang: lang?.(value) }, words(value))));
  const described = [hint && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(" ");
  return el("fieldset", { class: "answers", id: name, "aria-describedby": described || undefined },
    el("legend", null, el("h2", null, legend)),
    hint && el("p", { class: "field__hint", id: `${name}-hint` }, hint),
    wrong && el("p", { class: "field__error", id: `${name}-wrong` }, wrong),
    beside ? el("div", { class: "picks" }, answers) : answers);
}
