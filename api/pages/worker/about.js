// The facts at the side.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longDay, near } from "../staff/when.js";
import { checkIn, invitation, provision } from "./words.js";

/** @param {import("../shared/staff.js").Person} person */
export function about({ birth_date, council, sen_provision, primary_need, phones, invitation: invited, journey, first_name, preferred_name, family_name }) {
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
  return card("About",
    el("dl", { class: "facts" }, facts.flatMap(([name, value]) => value ? [el("dt", null, name), el("dd", null, value)] : [])));
}
