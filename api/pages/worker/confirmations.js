// Asking a provider whether somebody is there: by a link that shows that one thing, and is answered once.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, copyButton, unseen } from "../staff/parts.js";
import { longDay, longMoment, still } from "../staff/when.js";

/** @typedef {import("../shared/staff.js").Spell} Spell */
/** @typedef {import("../shared/confirmation.js").Confirmation} Confirmation */

const SAYS = { yes: "They are there", ended: "They have left", never: "They never came", "cannot-say": "It cannot tell" };

/**
 * What providers were asked about each spell. It is fetched when it is asked for, like everything that few need.
 *
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {Spell} spell
 * @param {string} known the name to offer
 */
export function confirmation(desk, person, spell, known) {
  const body = el("div");
  const path = `/people/${person}/confirmations`;
  const show = async () => {
    fill(body, el("p", { class: "muted" }, "Loading…"));
    try {
      /** @type {{ items: Confirmation[] }} */
      const { items } = await desk.get(path);
      const about = items.filter(({ destination_id }) => destination_id === spell.id);
      fill(body, about.length > 0 && el("ul", { class: "plain-list" }, about.map(asked)), form(about));
    } catch (error) {
      fill(body, el("p", { class: "field__error", role: "alert" }, explain(error)), button("Try again", show));
    }
  };

  /** @param {Confirmation} one */
  function asked(one) {
    const open = !one.answer && !one.withdrawn_at && Date.parse(one.expires_at) > Date.now();
    const became = one.answer ? `${SAYS[one.answer]}${one.ended_on ? `, until ${longDay(one.ended_on)}` : ""}: ${one.answered_by}, ${longMoment(one.answered_at ?? "")}`
      : one.withdrawn_at ? "taken back" : !open ? "not answered in time" : one.opened_at ? "opened, not answered yet" : "not opened yet";
    return el("li", null, `Asked on ${longMoment(one.asked_at)} as ${one.known_as}: ${became}`, " ",
      open && button(["Take it back", unseen(`: asked on ${longMoment(one.asked_at)}`)], async () => {
        await desk.delete(`${path}/${one.id}`);
        await show();
      }, "small"));
  }

  /** @param {Confirmation[]} about */
  function form(about) {
    const made = new Form({
      label: "Ask the provider",
      button: about.length > 0 ? "Make another link" : "Make a link",
      fields: [
        { name: "known_as", label: "The name they know them by", kind: "text", value: known, hint: "It is all that they are told of who it is.",
          missing: "Write the name that the provider knows", attributes: { maxlength: 200 } },
        { name: "basis", label: "Why they may be asked", kind: "select", missing: "Choose why", options: [
          { value: "agreed", label: "The young person agreed" },
          { value: "agreement", label: "The council has an agreement with them" },
        ] },
      ],
      send: async ({ known_as, basis }) => {
        const { link, confirmation: one } = await desk.put(`${path}/${crypto.randomUUID()}`, { destination_id: spell.id, known_as, basis });
        const told = el("h4", { tabindex: "-1" }, "Send them this link");
        fill(body, told, el("p", { class: "link" }, link), el("p", null, copyButton("Copy the link", link)),
          el("p", { class: "muted" }, `Answered once, ${still(one.expires_at)}. It is shown this once. It shows the name above, what they do there and since when.`),
          button("Done", show));
        told.focus();
      },
    });
    return made.node;
  }

  const details = el("details", { class: "reveal" }, el("summary", null, "Ask the provider", unseen(`: ${spell.label}`)), body);
  details.addEventListener("toggle", () => { if (details.open && !body.hasChildNodes()) void show(); });
  return details;
}
