// Who opened somebody's record, and what they did with it. Fetched when somebody asks to see it.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, notice } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { glassReason, roleName } from "./words.js";

/** @typedef {import("../shared/looks.js").Access} Access */

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 */
export function looks(desk, person) {
  const list = el("ul", { class: "things" });
  const trouble = el("div");
  const more = el("div", { class: "row" });
  /** @param {string} [after] */
  const load = async (after) => {
    try {
      const page = await desk.get(`/people/${person}/looks${after ? `?after=${encodeURIComponent(after)}` : ""}`);
      const found = page.items.map(told);
      fill(trouble);
      list.append(...found);
      fill(more, page.next && button("Show earlier looks", () => load(page.next)));
      if (!list.hasChildNodes()) fill(trouble, el("p", { class: "muted" }, "Nobody has opened it yet."));
      const first = found[0];
      if (first) {
        first.tabIndex = -1;
        first.focus();
      }
    } catch (error) {
      const words = notice("warn", explain(error));
      fill(trouble, words);
      words.focus();
    }
  };
  fill(more, button("Show who opened it", () => load()));
  return card("Who opened this record", el("p", { class: "muted" }, "They can see this too, without names."), list, trouble, more);
}

/** @param {Access} one @returns {HTMLElement} */
function told({ at, by, role, what, words, reason, reason_words }) {
  return el("li", null,
    el("p", null, el("strong", null, what), words && [" ", el("span", { class: "badge badge--quiet" }, "Private words")],
      el("br"), el("span", { class: "muted" }, [by ?? "Somebody who is not here any more", role && roleName(role), longMoment(at)].filter(Boolean).join(" · "))),
    reason && el("p", null, el("span", { class: "badge badge--warn" }, "In an emergency"), ` ${glassReason(reason)}: ${reason_words}`));
}
