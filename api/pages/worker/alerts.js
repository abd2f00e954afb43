// What a young person told us that somebody must act on.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, unseen } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { priority } from "./words.js";

/** @typedef {import("../shared/staff.js").Alert} Alert */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {import("../staff/desk.js").Desk} desk
 * @param {(sentence: string) => void} saved
 */
export function alerts({ alerts: all }, desk, saved) {
  if (all.length === 0) return null;
  return card("Alerts", el("ul", { class: "things" }, all.map((alert) => one(alert, desk, saved))));
}

/** @param {Alert} alert @param {import("../staff/desk.js").Desk} desk @param {(sentence: string) => void} saved */
function one(alert, desk, saved) {
  const urgent = alert.priority === "p1" || alert.priority === "p2";
  const trouble = el("p", { class: "field__error", role: "alert" });
  const acknowledge = async () => {
    try {
      await desk.put(`/alerts/${alert.id}/acknowledgement`);
      saved("You have taken this alert");
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  return el("li", null,
    el("span", { class: `badge badge--${alert.acknowledged_at ? "quiet" : urgent ? "bad" : "warn"}` }, priority(alert.priority)),
    el("p", null, el("strong", null, alert.what), el("br"), el("span", { class: "muted" }, longMoment(alert.raised_at))),
    alert.acknowledged_at
      ? el("p", null, `Taken by ${alert.acknowledged_by ?? "a colleague"} on ${longMoment(alert.acknowledged_at)}`)
      : el("div", null, button(["I will deal with this", unseen(`: ${alert.what}`)], acknowledge, "main"), trouble));
}
