// The facts at the side, and what was promised to be done next.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longDay, near } from "../staff/when.js";
import { checkIn, invitation, provision } from "./words.js";

/** @param {import("../shared/staff.js").Person} person */
export function about({ tasks, birth_date, council, sen_provision, primary_need, phones, invitation: invited, journey, first_name, preferred_name, family_name }) {
  /** @type {[string, string | undefined | false][]} */
  const facts = [
    ["Name in the file", preferred_name && `${first_name} ${family_name}`],
    ["Born", longDay(birth_date)],
    ["Council", council.name],
    ["Provision", provision(sen_provision)],
    ["Main need", primary_need?.name],
    ["Service", phones > 0 ? `Joined, on ${phones} ${phones === 1 ? "phone" : "phones"}` : invitation(invited)],
    ["Two years", `${longDay(journey.transition_on)} to ${longDay(journey.ends_on)}`],
    ["Next check-in", journey.next && `${checkIn(journey.next.kind)}, ${near(journey.next.on)}`],
  ];
  return el("div", null,
    tasks.length > 0 && card("To do",
      el("ul", { class: "plain-list" }, tasks.map(({ what, due_on }) => el("li", null, what, el("span", { class: "muted" }, ` · ${near(due_on)}`))))),
    card("About",
      el("dl", { class: "facts" }, facts.flatMap(([name, value]) => value ? [el("dt", null, name), el("dd", null, value)] : []))));
}
