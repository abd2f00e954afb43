// For other agencies: what is shared with them of young people who were referred to them, and nothing else.

import { byId, el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Desk } from "../staff/desk.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { Trail } from "../staff/trail.js";
import { longDay } from "../staff/when.js";

/** @typedef {import("../shared/team.js").Referred} Referred */
/** @typedef {import("../shared/team.js").ReferredPerson} ReferredPerson */
/** @typedef {{ person?: string }} Place */

const desk = new Desk({ api: "/worker/v1", title: "Shared with us" });
await desk.open();
const page = byId("page");
/** @type {Trail<Place>} */
const trail = new Trail(() => ({}), (place) => void show(place));

/** @param {Place} place */
async function show({ person }) {
  const heading = el("h1", { tabindex: "-1" }, "Loading…");
  const rest = el("div");
  fill(page, person && el("p", { class: "back" }, button("← Back to the list", () => history.back(), "plain")), heading, rest);
  try {
    if (person) whole(heading, rest, await desk.get(`/referred/people/${person}`));
    else list(heading, rest, await desk.get("/referred"));
  } catch (error) {
    fill(heading, "This page could not be loaded");
    fill(rest, notice("warn", explain(error)), button("Try again", () => show({ ...(person && { person }) }), "main"));
  }
  heading.focus({ preventScroll: true });
}

/** @param {HTMLElement} heading @param {HTMLElement} rest @param {{ agency?: string, items: Referred[] }} listed */
function list(heading, rest, { agency, items }) {
  fill(heading, agency ? `Shared with ${agency}` : "Shared with us");
  fill(rest,
    !agency && el("p", null, "Your account belongs to no agency. Ask an administrator."),
    agency && items.length === 0 && el("p", null, "Nothing is shared with you now."),
    items.length > 0 && el("ul", { class: "things" }, items.map(one)));
}

/** @param {Referred} referred */
function one({ id, person_id, name, from, why, from_on, until_on, accepted }) {
  const trouble = el("p", { class: "field__error", role: "alert" });
  const accept = async () => {
    fill(trouble);
    try {
      await desk.put(`/referrals/${id}/acceptance`);
      say("You have said yes");
      await show({});
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  return el("li", null,
    el("p", null, name && person_id ? button(name, () => trail.go({ person: person_id }), "plain") : el("strong", null, "A young person")),
    el("p", null, why),
    el("p", { class: "muted" }, `From ${from}, ${longDay(from_on)} until ${longDay(until_on)}`),
    !accepted && el("div", { class: "row" }, button(["Yes, we take this on", unseen(`: ${why}`)], accept, "main")),
    accepted && !name && el("p", null, `You see what is shared from ${longDay(from_on)} on.`),
    trouble);
}

/** @param {HTMLElement} heading @param {HTMLElement} rest @param {ReferredPerson} person */
function whole(heading, rest, { name, contact, destinations, promises, goals }) {
  fill(heading, name);
  const days = (/** @type {string} */ from, /** @type {string | undefined} */ until) => until ? `${longDay(from)} to ${longDay(until)}` : `since ${longDay(from)}`;
  /** @param {string} title @param {string[] | undefined} lines */
  const part = (title, lines) => lines && card(title, lines.length === 0 ? el("p", null, "Nothing is known.") : el("ul", null, lines.map((line) => el("li", null, line))));
  fill(rest,
    el("p", { class: "muted" }, "These parts are shared with your agency. The young person can read that you looked."),
    part("How to reach them", contact && [contact.mobile, contact.email, ...contact.needs].filter((line) => line !== undefined)),
    part("Where they are and were", destinations?.map(({ label, provider, started_on, ended_on }) => `${label}${provider ? `, ${provider}` : ""}: ${days(started_on, ended_on)}`)),
    part("Support they were promised", promises?.map((it) => `${it.name}: ${days(it.agreed_on, it.ended_on)}`)),
    part("What they want", goals?.map(({ words, reached }) => reached ? `${words} (reached)` : words)));
}

await show(trail.here());
