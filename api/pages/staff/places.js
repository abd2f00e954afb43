// Where each role has work to do, in the order in which it is offered.

/** @typedef {import("../shared/staff.js").Role} Role */
/** @typedef {{ href: string, name: string, roles: Role[] }} Place */

/** @type {Place[]} */
const PLACES = [
  { href: "/worker/", name: "Caseload", roles: ["worker", "manager", "safeguarding-lead"] },
  { href: "/partnership/", name: "Destinations", roles: ["partnership-viewer", "manager"] },
  { href: "/referred/", name: "Shared with us", roles: ["partnership-viewer"] },
  { href: "/reminders/", name: "Reminders", roles: ["administrator", "manager"] },
  { href: "/imports/", name: "Council's file", roles: ["administrator"] },
];

/** @param {Role} role */
export function placesOf(role) {
  return PLACES.filter(({ roles }) => roles.includes(role));
}

/** Whether this is the page of that place. @param {Place} place */
export function isHere({ href }) {
  return location.pathname.startsWith(href);
}
