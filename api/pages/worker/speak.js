// The first thing a worker needs: how this young person wants to be spoken to.

import { el } from "../shared/dom.js";

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {string} known what they like to be called
 */
export function speak({ needs, mobile, email }, known) {
  return el("section", { class: "card speak" },
    el("h2", null, `How to speak to ${known}`),
    needs.length > 0 ? el("ul", { class: "needs needs--big" }, needs.map((need) => el("li", { class: "badge badge--warn" }, need)))
      : el("p", null, "No communication needs are recorded. Ask what works best."),
    el("div", { class: "row" },
      mobile && el("a", { class: "button button--quiet", href: `tel:${mobile}` }, `Call ${local(mobile)}`),
      mobile && el("a", { class: "button button--quiet", href: `sms:${mobile}` }, "Text"),
      email && el("a", { class: "button button--quiet", href: `mailto:${email}` }, "E-mail"),
      !mobile && !email && el("span", { class: "muted" }, "No number and no e-mail address are recorded.")));
}

/** "+447700900123" as people say it. @param {string} number */
function local(number) {
  return number.replace(/^\+44/, "0").replace(/^(\d{5})(\d{6})$/, "$1 $2");
}
