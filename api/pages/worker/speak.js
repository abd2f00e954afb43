// The first thing a worker needs: how this young person wants to be spoken to, and what to mind before calling.

import { el } from "../shared/dom.js";
import { button, unseen } from "../staff/parts.js";
import { longDay } from "../staff/when.js";
import { saidBy } from "./words.js";

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {string} known what they like to be called
 * @param {{ began: (kind: string) => void, rule: () => void }} does when somebody dials, writes, or changes what is safe
 */
export function speak({ needs, mobile, email, own_contacts, safe_contact: safe }, known, { began, rule }) {
  const own = (/** @type {string | undefined} */ value) => value !== undefined && own_contacts.includes(value) && el("span", { class: "badge badge--good" }, "confirmed by them");
  const more = own_contacts.filter((value) => value !== mobile && value !== email);
  const mind = safe?.mind ?? [];
  const minding = mind.length > 0 && unseen(`. Mind: ${mind.join(". ")}`);
  const way = (/** @type {string} */ href, /** @type {string} */ kind, /** @type {string} */ words) =>
    el("a", { class: "button button--quiet", href, onclick: () => began(kind) }, words, minding);
  return el("section", { class: "card speak" },
    el("h2", null, `How to speak to ${known}`),
    needs.length > 0 ? el("ul", { class: "needs needs--big" }, needs.map((need) => el("li", { class: "badge badge--warn" }, need)))
      : el("p", null, "No communication needs are recorded. Ask what works best."),
    mind.length > 0 && el("div", { class: "notice notice--warn" }, el("strong", null, "Before you call"),
      el("ul", null, mind.map((sentence) => el("li", null, sentence)))),
    el("div", { class: "row" },
      mobile && way(`tel:${mobile}`, "call", `Call ${local(mobile)}`),
      own(mobile),
      mobile && way(`sms:${mobile}`, "text", "Text"),
      email && way(`mailto:${email}`, "email", "E-mail"),
      own(email),
      !mobile && !email && more.length === 0 && el("span", { class: "muted" }, "No number and no e-mail address are recorded.")),
    more.length > 0 && el("div", { class: "row" }, more.map((value) => el("span", { class: "row" },
      value.includes("@") ? way(`mailto:${value}`, "email", `E-mail ${value}`) : way(`tel:${value}`, "call", `Call ${local(value)}`),
      el("span", { class: "badge badge--good" }, "confirmed by them")))),
    el("p", { class: "muted" }, safe ? `${mind.length > 0 ? "What to mind" : "Any way is safe, at any time"}: ${saidBy(safe.said_by)}, on ${longDay(safe.said_on)}.`
      : "Nobody has said which ways are safe. Ask them."),
    button("Change what is safe", rule, "small"));
}

/** "+447700900123" as people say it. @param {string} number */
function local(number) {
  return number.replace(/^\+44/, "0").replace(/^(\d{5})(\d{6})$/, "$1 $2");
}
