// The first thing a worker needs: how this young person wants to be spoken to.

import { el } from "../shared/dom.js";

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {string} known what they like to be called
 */
export function speak({ needs, mobile, email, own_contacts }, known) {
  const own = (/** @type {string | undefined} */ value) => value !== undefined && own_contacts.includes(value) && el("span", { class: "badge badge--good" }, "confirmed by them");
  const more = own_contacts.filter((value) => value !== mobile && value !== email);
  return el("section", { class: "card speak" },
    el("h2", null, `How to speak to ${known}`),
    needs.length > 0 ? el("ul", { class: "needs needs--big" }, needs.map((need) => el("li", { class: "badge badge--warn" }, need)))
      : el("p", null, "No communication needs are recorded. Ask what works best."),
    el("div", { class: "row" },
      mobile && el("a", { class: "button button--quiet", href: `tel:${mobile}` }, `Call ${local(mobile)}`),
      own(mobile),
      mobile && el("a", { class: "button button--quiet", href: `sms:${mobile}` }, "Text"),
      email && el("a", { class: "button button--quiet", href: `mailto:${email}` }, "E-mail"),
      own(email),
      !mobile && !email && more.length === 0 && el("span", { class: "muted" }, "No number and no e-mail address are recorded.")),
    more.length > 0 && el("div", { class: "row" }, more.map(theirs)));
}

/** A number or address that only they have told us. @param {string} value */
function theirs(value) {
  const [href, words] = value.includes("@") ? [`mailto:${value}`, `E-mail ${value}`] : [`tel:${value}`, `Call ${local(value)}`];
  return el("span", { class: "row" }, el("a", { class: "button button--quiet", href }, words), el("span", { class: "badge badge--good" }, "confirmed by them"));
}

/** "+447700900123" as people say it. @param {string} number */
function local(number) {
  return number.replace(/^\+44/, "0").replace(/^(\d{5})(\d{6})$/, "$1 $2");
}
