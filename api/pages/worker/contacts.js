// Every time somebody spoke to them, or tried to.

import { el } from "../shared/dom.js";
import { card, reveal } from "../staff/parts.js";
import { longDay, longMoment } from "../staff/when.js";
import { contactKind, contactOutcome, present } from "./words.js";

/** @param {import("../shared/staff.js").Person} person */
export function contacts({ contacts: all }) {
  return card("Contacts",
    all.length === 0 ? el("p", { class: "muted" }, "No contact is recorded yet.")
      : el("ul", { class: "things" }, all.map(one)));
}

/** @param {import("../shared/staff.js").Contact} contact */
function one({ kind, direction, outcome, note, happened_at, by, follow_up_on, follow_up_words, present: who = [], safe_way }) {
  return el("li", null,
    el("p", null, el("strong", null, `${contactKind(kind)}, ${direction === "in" ? "from them" : "to them"}: ${contactOutcome(outcome).toLowerCase()}`), el("br"),
      el("span", { class: "muted" }, `${longMoment(happened_at)}, ${by}`,
        who.length > 0 && `. There: ${who.map((one) => present(one).toLowerCase()).join(", ")}`)),
    safe_way === false && el("p", null, el("span", { class: "badge badge--warn" }, "Not in a way that is safe for them")),
    note && reveal("Show the note", `of ${longMoment(happened_at)}`, el("p", { class: "typed" }, note)),
    follow_up_on && el("p", null, `Follow up on ${longDay(follow_up_on)}`, follow_up_words && `: ${follow_up_words}`));
}
