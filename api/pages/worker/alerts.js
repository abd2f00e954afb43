// What a young person told us that somebody must act on: by when, what they said, and the one next thing to do.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, unseen } from "../staff/parts.js";
import { clock, dayOf, longMoment, today } from "../staff/when.js";
import { closingForm, secondLook } from "./closing.js";
import { hands, owner, route, toldList } from "./owner.js";
import { alertEvent, alertStep, priority } from "./words.js";

/** @typedef {import("../shared/staff.js").Alert} Alert */
/** @typedef {import("../shared/staff.js").AlertWithWords} AlertWithWords */
/**
 * @typedef {object} Acts
 * @property {(sentence: string) => void} saved
 * @property {(title: string, panel: import("./person.js").Panel | Promise<import("./person.js").Panel>) => void} open opens a form above the page
 * @property {() => void} close closes it
 * @property {() => void} contact opens the form for a contact
 */

/**
 * @param {import("../shared/staff.js").Person} person
 * @param {import("../staff/desk.js").Desk} desk
 * @param {Acts} acts
 */
export function alerts({ alerts: all }, desk, acts) {
  if (all.length === 0) return null;
  return card("Alerts", el("ul", { class: "things" }, all.map((alert) => one(alert, desk, acts))));
}

/** @param {Alert} alert @param {import("../staff/desk.js").Desk} desk @param {Acts} acts */
function one(alert, desk, acts) {
  const urgent = alert.priority === "p1" || alert.priority === "p2";
  const trouble = el("p", { class: "field__error", role: "alert" });
  const words = what(alert, desk, acts, trouble);
  const row = el("div", { class: "row" }, next(alert, desk, acts, trouble, words.show), hands(alert, desk, acts, (work) => send(trouble, work)));
  // Once the words are shown, what comes next is to say that one has read them: that button stands below the words.
  if (alert.own_words && !alert.read_at) words.node.addEventListener("toggle", () => { row.hidden = words.node.open; });
  return el("li", null,
    el("span", { class: `badge badge--${alert.acknowledged_at ? "quiet" : urgent ? "bad" : "warn"}` }, priority(alert.priority)),
    el("p", null, el("strong", null, alert.what), el("br"), el("span", { class: "muted" }, longMoment(alert.raised_at))),
    el("ul", { class: "plain-list steps" }, alert.steps.map(step)),
    owner(alert),
    alert.proposal?.mine && el("p", null, `You said what came of it on ${longMoment(alert.proposal.at)}. Possible harm takes two people: a colleague looks at it now.`),
    words.node,
    route(alert),
    row,
    trouble);
}

/**
 * What is done next, as one main button; whatever else can be done stands beside it, quieter.
 *
 * @param {Alert} alert
 * @param {import("../staff/desk.js").Desk} desk
 * @param {Acts} acts
 * @param {HTMLElement} trouble
 * @param {() => void} read
 */
function next(alert, desk, acts, trouble, read) {
  const which = unseen(`: ${alert.what}`);
  const say = () => acts.open("What came of it", closingForm(desk, alert, acts.saved, acts.close));
  const proposal = alert.proposal;
  if (proposal && !proposal.mine) {
    const look = () => acts.open("Second look", secondLook(desk, alert, proposal, acts.saved, acts.close));
    return button([`Look at what ${proposal.by} says`, which], look, "main");
  }
  if (proposal) return button(["Change what you said", which], say);
  if (alert.own_words && !alert.read_at) return button(["Read what they wrote", which], read, "main");
  if (!alert.acknowledged_at) {
    const take = () => send(trouble, async () => {
      await desk.put(`/alerts/${alert.id}/acknowledgement`);
      acts.saved("You have taken this alert");
    });
    return button(["I will deal with this", which], take, "main");
  }
  const tried = alert.steps.every(({ step: it, done_at }) => done_at || (it !== "contact" && it !== "act"));
  if (tried) return button(["Say what came of it", which], say, "main");
  return [button(["Record that you tried to reach them", which], acts.contact, "main"), button(["Say what came of it", which], say)];
}

/** One step with its time, in words. @param {Alert["steps"][number]} due */
function step({ step: which, due_at, done_at, late, minutes_left }) {
  const name = alertStep(which);
  if (done_at) return el("li", { class: "muted" }, `${name}: done ${moment(done_at)}${late ? ", late" : ""}`);
  if (late) return el("li", null, el("span", { class: "badge badge--bad" }, "Late"), ` ${name}: was due ${moment(due_at)}`);
  return el("li", null, `${name} by ${moment(due_at)}`, el("span", { class: "muted" }, `, ${long(minutes_left ?? 0)} of working time left`));
}

/** "11:40 today", "9 September 2026 at 11:40". @param {string} at */
function moment(at) {
  return dayOf(at) === today() ? `${clock(at)} today` : longMoment(at);
}

/** "1 h 12 min". @param {number} minutes */
function long(minutes) {
  const hours = Math.floor(minutes / 60);
  return [hours > 0 && `${hours} h`, `${minutes % 60} min`].filter(Boolean).join(" ");
}

/**
 * What they said, folded until somebody asks: screens are seen from behind, and that somebody looked is kept.
 *
 * @param {Alert} alert @param {import("../staff/desk.js").Desk} desk @param {Acts} acts @param {HTMLElement} trouble
 */
function what(alert, desk, acts, trouble) {
  const inside = el("div", { "aria-live": "polite" });
  const node = el("details", { class: "reveal" }, el("summary", null, "Show what they said and what was done", unseen(`: ${alert.what}`)), inside);
  let asked = false;
  node.addEventListener("toggle", () => {
    if (!node.open || asked) return;
    asked = true;
    void send(trouble, async () => {
      try {
        fill(inside, "Loading…");
        const shown = /** @type {AlertWithWords} */ (await desk.get(`/alerts/${alert.id}`));
        fill(inside, ...told(shown, desk, acts, trouble));
      } catch (error) {
        asked = false;
        fill(inside);
        throw error;
      }
    });
  });
  const show = () => {
    node.open = true;
    node.querySelector("summary")?.focus();
  };
  return { node, show };
}

/** @param {AlertWithWords} shown @param {import("../staff/desk.js").Desk} desk @param {Acts} acts @param {HTMLElement} trouble */
function told({ alert, words, version, events, told: list }, desk, acts, trouble) {
  const read = () => send(trouble, async () => {
    await desk.put(`/alerts/${alert.id}/reading`, { seen: version });
    acts.saved("Noted that you have read it");
  });
  return [
    words.length > 0 && el("ul", { class: "plain-list" }, words.map((word, at) => el("li", null, said(word, at, words.length)))),
    words.length === 0 && el("p", { class: "muted" }, "There are no words to show: it was raised by something else, or they took the words away."),
    alert.own_words && !alert.read_at && el("p", null, button(["I have read this", unseen(`: ${alert.what}`)], read, "main")),
    alert.own_words && alert.read_at && el("p", { class: "muted" }, `Read by ${alert.read_by ?? "a colleague"} on ${longMoment(alert.read_at)}`),
    el("h3", null, "What was done"),
    el("ol", { class: "timeline" }, events.map((event) => el("li", null,
      el("p", null, el("strong", null, alertEvent(event.what)), event.by && (event.what === "freed" ? `: ${event.by} had it` : ` by ${event.by}`), event.to && ` to ${event.to}`, el("br"), el("span", { class: "muted" }, longMoment(event.at))),
      event.words && el("p", { class: "typed" }, event.words)))),
    el("h3", null, "Who was told"),
    toldList(list),
  ];
}

/** @param {AlertWithWords["words"][number]} word @param {number} at @param {number} of */
function said({ at: moment_, answer, text, what: kind }, at, of) {
  const when = of > 1 ? `${at === 0 ? "First" : "Later"}, ${longMoment(moment_)}` : longMoment(moment_);
  const heading = answer ? answer.text + (answer.item ? ` (${answer.item})` : "") : kind === "goal" ? "A goal they wrote" : "They asked to talk";
  const chosen = answer && (answer.skipped ? "Taken back: skipped" : answer.labels.join(", "));
  const written = answer?.free_text ?? text;
  return [
    el("p", { class: "muted" }, heading, ` · ${when}`),
    chosen && el("p", null, el("strong", null, chosen)),
    written && el("p", { class: "typed" }, written),
  ].filter(Boolean);
}

/** Says what went wrong beside the button. @param {HTMLElement} trouble @param {() => Promise<void>} work */
async function send(trouble, work) {
  fill(trouble);
  try {
    await work();
  } catch (error) {
    fill(trouble, explain(error));
  }
}
