// Who has an alert in hand: taking it over, passing it on, and who was told of it when.

import { el } from "../shared/dom.js";
import { Form } from "../staff/form.js";
import { button, unseen } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { filled } from "./filled.js";
import { noticeWhy } from "./words.js";

/** @typedef {import("../shared/staff.js").Alert} Alert */
/** @typedef {import("../shared/staff.js").AlertWithWords} AlertWithWords */

/** Who has it, and who was asked to have it. @param {Alert} alert */
export function owner({ acknowledged_at, acknowledged_by, mine, passed_on }) {
  return [
    acknowledged_at && el("p", null, `${mine ? "You have this" : `${acknowledged_by ?? "A colleague"} has this`}, since ${longMoment(acknowledged_at)}`),
    passed_on && el("p", { class: "muted" },
      `${passed_on.by} asked ${passed_on.to_you ? "you" : passed_on.to} to take it over on ${longMoment(passed_on.at)}. Until then it stays where it is.`),
  ];
}

/**
 * What can be done about who has it: take it over from a colleague, or ask one to.
 *
 * @param {Alert} alert
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("./alerts.js").Acts} acts
 * @param {(work: () => Promise<void>) => Promise<void>} send
 */
export function hands(alert, desk, acts, send) {
  if (!alert.acknowledged_by_id) return null;
  const which = unseen(`: ${alert.what}`);
  if (alert.mine) return button(["Ask a colleague to take it", which], () => acts.open("Ask a colleague to take it over", passingForm(desk, alert, acts.saved, acts.close)));
  const take = () => send(async () => {
    await desk.put(`/alerts/${alert.id}/owner`, { from: alert.acknowledged_by_id });
    acts.saved("You have this alert now");
  });
  return button([`Take it over from ${alert.acknowledged_by ?? "a colleague"}`, which], take, alert.passed_on?.to_you ? "main" : undefined);
}

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {Alert} alert
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {Promise<import("./person.js").Panel>}
 */
async function passingForm(desk, alert, saved, cancel) {
  const { items: colleagues } = /** @type {{ items: { id: string, name: string }[] }} */ (await desk.get(`/alerts/${alert.id}/colleagues`));
  if (colleagues.length === 0) {
    const close = button("Close", cancel);
    return { node: el("div", null, el("p", null, "Nobody else can see this alert. Ask your administrator to put a colleague on duty."), close), start: () => close.focus() };
  }
  const form = new Form({
    label: "Ask a colleague to take it over",
    button: "Ask them",
    fields: [
      { name: "to", label: "Who", kind: "select", missing: "Choose a colleague", options: colleagues.map(({ id, name }) => ({ value: id, label: name })) },
      { name: "words", label: "What they should know", kind: "note", attributes: { maxlength: 4000 }, optional: true },
    ],
    send: async (values) => {
      await desk.put(`/alerts/${alert.id}/passing`, filled(values));
      saved("Asked. You have this alert until they take it");
    },
    cancel,
  });
  return { node: el("div", null, el("p", null, "They get an e-mail that says only that a colleague asks. You have this alert until they take it."), form.node), start: () => form.start() };
}

/** Who was told of it, and when. @param {AlertWithWords["told"]} told */
export function toldList(told) {
  if (told.length === 0) return el("p", { class: "muted" }, "Nobody was sent a message about this.");
  return el("ol", { class: "plain-list" }, told.map(({ who, at, why, sent }) => el("li", null,
    `${who}: ${noticeWhy(why)}, ${longMoment(at)}`,
    sent === false && el("span", { class: "muted" }, " (the e-mail did not go out)"),
    sent === undefined && el("span", { class: "muted" }, " (on its way)"))));
}

/** Which way is open at their age: it helps to think. @param {Alert} alert */
export function route({ route: way }) {
  if (!way) return null;
  return el("details", { class: "reveal" }, el("summary", null, `Which way fits their age, ${way.age} on that day`),
    el("p", null, el("strong", null, way.to)),
    el("ul", null, way.ask.map((line) => el("li", null, line))),
    el("p", { class: "muted" }, "This helps you think. It decides nothing."));
}
