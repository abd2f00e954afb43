// Where each role has work to do, in the order in which it is offered.

/** @typedef {import("../shared/staff.js").Role} Role */
/** @typedef {{ href: string, name: string, roles: Role[], shared?: boolean }} Place */

/** @type {Place[]} */
const PLACES = [
  { href: "/worker/", name: "Caseload", roles: ["worker", "manager", "safeguarding-lead"] },
  { href: "/partnership/", name: "Destinations", roles: ["partnership-viewer", "manager"] },
  // Only for those of another agency.
  { href: "/referred/", name: "Shared with us", roles: ["partnership-viewer"], shared: true },
  { href: "/reminders/", name: "Reminders", roles: ["administrator", "manager"] },
  { href: "/imports/", name: "Council's file", roles: ["administrator"] },
];

/** @param {import("../shared/staff.js").Session} session */
export function placesOf({ role, agency }) {
  return PLACES.filter(({ roles, shared }) => roles.includes(role) && (!shared || agency !== undefined));
}

/** Whether this is the page of that place. @param {Place} place */
export function isHere({ href }) {
  return location.pathname.startsWith(href);
}
