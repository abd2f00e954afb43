// Who opened somebody's record, and what they did with it. Fetched when somebody asks to see it.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { paged } from "./paged.js";
import { glassReason, roleName } from "./words.js";

/** @typedef {import("../shared/looks.js").Access} Access */

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 */
export function looks(desk, person) {
  const list = paged("Show who opened it", "Show earlier looks", "Nobody has opened it yet.", async (after) => {
    const page = await desk.get(`/people/${person}/looks${after}`);
    return { items: page.items.map(told), next: page.next };
  });
  return card("Who opened this record", el("p", { class: "muted" }, "They can see this too, without names."), ...list);
}

/** @param {Access} one @returns {HTMLElement} */
function told({ at, by, role, what, words, reason, reason_words }) {
  return el("li", null,
    el("p", null, el("strong", null, what), words && [" ", el("span", { class: "badge badge--quiet" }, "Private words")],
      el("br"), el("span", { class: "muted" }, [by ?? "Somebody who is not here any more", role && roleName(role), longMoment(at)].filter(Boolean).join(" · "))),
    reason && el("p", null, el("span", { class: "badge badge--warn" }, "In an emergency"), ` ${glassReason(reason)}: ${reason_words}`));
}
