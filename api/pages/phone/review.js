// All answers of a check-in, to look at, to change and to take back.

import { byId, el, lines } from "../shared/dom.js";
import { answersOf, give } from "./answers.js";
import { sendNow } from "./ending.js";
import * as flow from "./flow.js";
import "./more-words.js";
import * as outbox from "./outbox.js";
import { button, goHome, heading, link, para, say, sayLines, tongue } from "./parts.js";
import { checkInWith, phone } from "./phone.js";
import * as trail from "./trail.js";
/** @import { CheckIn, Given, Place, Step, View } from "./nouns.js" */

/** What was taken back since the page was opened: by check-in and question, and whether the service had it by then. @type {Map<string, { sent: boolean }>} */
const takenBack = new Map();

/** All answers of a check-in, to look at and change before and after sending. @param {Place} place @returns {View | undefined} */
export function review(place) {
  const checkIn = checkInWith(place.id);
  if (!checkIn) {
    trail.go({ view: "home" }, true);
    return undefined;
  }
  const answers = answersOf(checkIn);
  const list = flow.stops(checkIn, answers, place.alone);
  const steps = list.flatMap((stop) => (stop.step?.stored ? [stop.step] : []));
  const sent = checkIn.state === "answered" && !place.alone;
  const last = steps.at(-1);
  const send = button("review.send", () => {
    if (send.getAttribute("aria-busy") === "true") return;
    send.setAttribute("aria-busy", "true");
    send.textContent = say("review.sending");
    void sendNow(checkIn, place.alone ?? false);
  });
  /** @type {Place} */
  const back = sent || !last ? { view: "home" } : { view: "question", id: checkIn.id, stop: last.key, alone: place.alone };
  return {
    title: say("review"),
    back,
    body: [
      heading("review"),
      para(sent ? "review.later" : "review.text"),
      el("dl", { class: "review" }, steps.map((step) => row(checkIn, step, answers.get(step.key), place))),
      flow.hasHeldBack(checkIn, answers) && !place.alone && para("review.alone", {}, "notice"),
      sent ? goHome() : send,
    ],
  };
}

/** @param {CheckIn} checkIn @param {Step} step @param {Given | undefined} given @param {Place} place */
function row(checkIn, step, given, place) {
  const words = step[phone.reading].text;
  const spoken = tongue(checkIn.questionnaire.language);
  const is = given && !given.skipped;
  const change = link(
    is ? "review.change" : "review.answer", { view: "question", id: checkIn.id, stop: step.key, review: true, alone: place.alone }, "button--plain", words,
  );
  // Who answers can only be changed: without a word about it everything would count as said alone.
  const takeBack = is && step.can_skip && !flow.isAboutSitting(step) && el("button", {
    class: "button button--plain", type: "button", onclick: () => withdraw(checkIn, step, place),
  }, say("review.take-back"), el("span", { class: "visually-hidden", ...spoken }, `: ${words}`));
  const back = given?.skipped ? takenBack.get(name(checkIn, step)) : undefined;
  return el("div", { class: "review__row" }, el("dt", spoken, lines(words)),
    el("dd", null,
      back ? taken(checkIn, step, back.sent) : said(step, given, spoken),
      given?.by_supporter && para("review.by-supporter", {}, "muted"),
      checkIn.state !== "closed" && el("div", { class: "review__do" }, change, takeBack)));
}

/** Takes an answer back, and with it what was only asked because of it. @param {CheckIn} checkIn @param {Step} step @param {Place} place */
function withdraw(checkIn, step, place) {
  const asked = () => flow.stops(checkIn, answersOf(checkIn), place.alone).flatMap((stop) => (stop.step ? [stop.step] : []));
  const skip = (/** @type {Step} */ each) => {
    const waits = outbox.waiting(checkIn.id).some(({ key }) => key === each.key);
    takenBack.set(name(checkIn, each), { sent: !waits && checkIn.answers.some(({ key }) => key === each.key) });
    return give(checkIn, each, { codes: [], skipped: true }, place.alone ?? false);
  };
  const before = asked();
  const sending = [skip(step)];
  const after = new Set(asked().map(({ key }) => key));
  const answers = answersOf(checkIn);
  for (const each of before) if (!after.has(each.key) && answers.get(each.key)?.skipped === false) sending.push(skip(each));
  const show = () => {
    trail.redraw();
    byId(`back-${step.key}`).focus();
  };
  show();
  void Promise.all(sending).then(() => trail.current() === place && outbox.standing() !== "clear" && show());
}

/** That an answer was taken back, and what that cannot undo. @param {CheckIn} checkIn @param {Step} step @param {boolean} sent */
function taken(checkIn, step, sent) {
  const waits = outbox.standing() !== "clear" && outbox.waiting(checkIn.id).some(({ key }) => key === step.key);
  return el("div", { class: "review__back", id: `back-${step.key}`, tabindex: "-1" },
    el("p", null, sayLines(sent && waits ? "review.taken.waits" : "review.taken")),
    sent && !waits && el("p", null, sayLines("review.taken.read")));
}

/** @param {CheckIn} checkIn @param {Step} step */
function name(checkIn, step) {
  return `${checkIn.id} ${step.key}`;
}

/** @param {Step} step @param {Given | undefined} given @param {{ lang?: string, dir?: string }} spoken */
function said(step, given, spoken) {
  if (!given) return el("span", { class: "muted" }, say("review.empty"));
  if (given.skipped) return el("span", { class: "muted" }, say("review.skipped"));
  const chosen = step.options.filter((option) => given.codes.includes(option.code)).map((option) => option[phone.reading].replace(/\n/g, " "));
  const answer = el("span", { class: "review__said", ...(step.kind === "text" ? {} : spoken) }, step.kind === "text" ? (given.text ?? "") : chosen.join(", "));
  if (!step.sensitive) return answer;

  // Someone may look over the shoulder.
  const cover = el("button", { class: "button button--quiet button--small", type: "button" }, say("review.hidden"));
  cover.addEventListener("click", () => {
    answer.tabIndex = -1;
    cover.replaceWith(answer);
    answer.focus();
  });
  return cover;
}
