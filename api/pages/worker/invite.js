// Inviting a young person: a picture to scan, a link, or eight numbers to type. Three ways to one page.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, copyButton } from "../staff/parts.js";
import { still } from "../staff/when.js";
import { picture } from "../shared/qr.js";

/** @typedef {import("../shared/staff.js").InvitationOut} InvitationOut */

/**
 * Opens the dialog. What it shows is gone from the page when it closes.
 *
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {() => void} done
 */
export function invite(desk, person, done) {
  const known = person.preferred_name ?? person.first_name;
  let invited = false;
  const body = el("div");
  /** @type {HTMLDialogElement} */
  const dialog = el("dialog", { class: "dialog dialog--wide", "aria-labelledby": "invite-title", onclose: () => {
    dialog.remove();
    if (invited) done();
  } }, el("h2", { id: "invite-title", tabindex: "-1" }, `Invite ${known}`), body,
    el("div", { class: "row no-print" }, button("Close", () => dialog.close())));

  /** @param {"screen" | "letter"} route */
  const make = async (route) => {
    try {
      /** @type {InvitationOut} */
      const invitation = await desk.post(`/people/${person.id}/invitations`, { route });
      invited = true;
      fill(body, shown(invitation, route, known));
      dialog.querySelector("h2")?.focus();
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  const trouble = el("p", { class: "field__error", role: "alert" });
  fill(body,
    el("p", null, "Best done together. Show them what we ask, say who reads the answers, and that they choose if they answer. Nothing else they get depends on it."),
    person.invitation === "sent" && el("p", null, "A new invitation ends the one before."),
    person.invitation === "joined" && el("p", null, "They have joined already. A new invitation adds a phone; the phones they have stay signed in."),
    el("div", { class: "row" },
      button("We do this together now", () => make("screen"), "main"),
      button("For a letter or a message", () => make("letter"))),
    trouble);
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {InvitationOut} invitation @param {"screen" | "letter"} route @param {string} known */
function shown({ link, code, link_expires_at, code_expires_at, qr_svg }, route, known) {
  const page = new URL("/phone/", link).href;
  return el("div", { class: "invitation" },
    picture(qr_svg, "A picture to scan with the phone’s camera. It holds the same link as the text beside it."),
    el("div", null,
      el("h3", null, "Scan, or tap the link"),
      el("p", { class: "link" }, link),
      el("p", { class: "no-print" }, copyButton("Copy the link", link)),
      el("p", { class: "muted" }, `Works once, ${still(link_expires_at)}.`),
      el("h3", null, "Or type eight numbers"),
      el("p", null, `At ${page}`),
      el("p", { class: "big-code" }, `${code.slice(0, 4)} ${code.slice(4)}`),
      el("p", { class: "muted" }, `Works once, ${still(code_expires_at)}.`),
      el("p", null, `The phone then asks for the day and month of ${known}’s birthday. That is only to be sure it is the right person.`),
      route === "letter" && el("p", { class: "no-print" }, button("Print this", () => print()))));
}
