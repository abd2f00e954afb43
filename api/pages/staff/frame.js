// The frame round the work: whose it is, which partnership, the way out, and the gate before it.

import { byId, el, fill } from "../shared/dom.js";
import { button } from "./parts.js";
import { isHere, placesOf } from "./places.js";

/** @typedef {import("../shared/staff.js").Session} Session */

/** @type {Record<import("../shared/staff.js").Role, string>} */
const ROLES = {
  worker: "worker",
  manager: "manager",
  "safeguarding-lead": "safeguarding lead",
  "partnership-viewer": "partnership viewer",
  administrator: "administrator",
};

/**
 * @param {Session} session
 * @param {() => void} leave
 */
export function dressFrame(session, leave) {
  byId("demonstration").hidden = !session.demonstration;
  fill(byId("place"), session.partnership_name);
  const places = placesOf(session);
  fill(byId("who"), places.some((place) => !isHere(place)) && el("nav", { "aria-label": "Pages" }, el("ul", { class: "nav" },
    places.map((place) => el("li", null, el("a", { href: place.href, "aria-current": isHere(place) && "page" }, place.name))))),
  el("span", { class: "muted who__name" }, `${session.name}, ${ROLES[session.role] ?? session.role}`),
    button("Sign out", leave, "plain"));
}

/**
 * Puts the gate before the work. What was being done stays in the page, out of sight.
 *
 * @returns {() => void} puts the focus back where it was
 */
export function hideWork() {
  const was = document.activeElement;
  // An open dialog would stay on top of the gate, and it may show an invitation.
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  showGate();
  return () => {
    if (was instanceof HTMLElement && was.isConnected && was !== document.body) was.focus();
    else byId("page").focus();
  };
}

/**
 * The gate, shown and still empty.
 *
 * @returns {HTMLElement}
 */
export function showGate() {
  document.title = "Sign in – Throughline";
  byId("page").hidden = true;
  byId("who").hidden = true;
  const node = byId("gate");
  node.hidden = false;
  return node;
}

/** @param {string} title */
export function showWork(title) {
  document.title = `${title} – Throughline`;
  byId("gate").hidden = true;
  fill(byId("gate"));
  byId("page").hidden = false;
  byId("who").hidden = false;
}

// The address keeps the filters after its #, so the skip link must not go there.
document.querySelector(".skip-link")?.addEventListener("click", (event) => {
  event.preventDefault();
  (byId("gate").hidden ? byId("page") : byId("gate")).focus();
});
