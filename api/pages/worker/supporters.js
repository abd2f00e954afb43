// Who helps a young person, as the young person chose: they can change it or end it at any time, and staff cannot.

import { el } from "../shared/dom.js";
import { card } from "../staff/parts.js";
import { longDay } from "../staff/when.js";

/** @param {import("../shared/staff.js").Person} person */
export function supporters({ supporters: all }) {
  if (all.length === 0) return null;
  return card("People who help them",
    el("p", { class: "muted" }, "They chose these people and what each can do. No helper sees answers, or the questions that are for them alone."),
    el("ul", { class: "things" }, all.map(one)));
}

/** @param {import("../shared/staff.js").ChosenSupporter} supporter */
function one({ name, relation, helps, gets_reminders, sees_goals, joined_on }) {
  const may = [helps && "helps to answer", gets_reminders && "gets reminders", sees_goals && "sees goals"].filter(Boolean).join(", ");
  return el("li", null, el("p", null,
    el("strong", null, name), `, ${relation}`, el("br"),
    `${may ? may.charAt(0).toUpperCase() + may.slice(1) : "Nothing is switched on"}. `,
    el("span", { class: "muted" }, joined_on ? `In since ${longDay(joined_on)}` : "Not in at present")));
}
