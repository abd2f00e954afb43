// What a young person wants, in their own words. They see this list too, and may change it at any time.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longDay } from "../staff/when.js";

/** @param {import("../shared/staff.js").Person} person */
export function goals({ goals: all }) {
  if (all.length === 0) return null;
  return card("Goals in their own words", el("ul", { class: "things" }, all.map(one)));
}

/** @param {import("../shared/types.js").Goal} goal */
function one({ words, made_on, reached_on }) {
  const when = reached_on ? `Reached, they said on ${longDay(reached_on)}` : `Since ${longDay(made_on)}`;
  return el("li", null, el("p", null, el("strong", { class: "typed" }, words), el("br"), el("span", { class: "muted" }, when)));
}
