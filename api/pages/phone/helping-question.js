// The questions of a check-in, for somebody who helps: how one answers, one question a page, and the end. An answer is
// sent before the next question comes, and nothing stays on the phone.

import { Problem, explain, get, isSignedOut, put } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import * as flow from "./flow.js";
import { fetchListen } from "./frame.js";
import { refresh, support, who } from "./helping.js";
import "./helping-words.js";
import { textPage } from "./pages.js";
import { button, heading, para, picture, say, steady, submit, tongue } from "./parts.js";
import { phone } from "./phone.js";
import { choices, fetchOwnWords, writing } from "./question.js";
import * as trail from "./trail.js";
/** @import { CheckIn, Given, Place, Step, Stop, SupportedCheckIn, View } from "./nouns.js" */

const API = "/young-person/v1/supporter/check-ins";

/** The check-in that is answered, as long as this page is open. @type {CheckIn | undefined} */
let checkIn;
/** What was answered here. @type {Map<string, Given>} */
let answers = new Map();
/** Whose words they are. @type {"with-help" | "proxy" | undefined} */
let source;
/** What is chosen or typed and not given yet, and for which question. @type {{ key: string, given: Given } | undefined} */
let half;

/** Fetches what nobody needs for a first question. */
export async function fetchParts() {
  await fetchOwnWords();
  await fetchListen();
}

/** @param {Place} place @returns {View | undefined} */
export function helpingQuestion(place) {
  if (place.page === "thanks") return end("helping.thanks");
  if (place.page === "over") return end("helping.over");
  if (!checkIn || checkIn.id !== place.id || !source || place.stop === undefined) return how(place);
  const list = flow.stops(checkIn, answers);
  const index = list.findIndex((stop) => stop.id === place.stop);
  const stop = list[index];
  if (!stop) return how(place);
  const before = list[index - 1];
  const back = before ? at(place, before) : { view: "helping-question", id: place.id };
  if (stop.page !== undefined) return { ...textPage(checkIn, stop.page, () => onward(place), false), back };
  return asked(stop.step, place, back, list);
}

/** @param {Place} place @returns {View} */
function how(place) {
  const wrong = el("p", { class: "field__error", role: "alert" });
  const begin = (/** @type {"with-help" | "proxy"} */ chosen) => async () => {
    try {
      const asked = /** @type {SupportedCheckIn} */ (await get(`${API}/${encodeURIComponent(place.id ?? "")}`));
      // A check-in as the questions know it: nobody's answers are in it.
      checkIn = { ...asked, state: "open", due_on: "", minutes: { plain: 0, easy: 0 }, answers: [] };
      await fetchOwnWords();
      answers = new Map();
      source = chosen;
      const first = flow.stops(checkIn, answers)[0];
      trail.go(first ? at(place, first) : { ...place, page: "thanks" });
    } catch (error) {
      failed(error, place, wrong);
    }
  };
  return {
    title: say("helping"),
    back: { view: "helping" },
    body: [
      heading("helping.how"),
      para("helping.how.text", who()),
      wrong,
      steady(el("div", { class: "stack" },
        button("helping.with-help", begin("with-help")),
        el("button", { class: "button button--wide button--quiet button--big", type: "button", onclick: begin("proxy") }, say("helping.proxy", who())))),
    ],
  };
}

/** @param {Step} step @param {Place} place @param {Place} back @param {Stop[]} list @returns {View} */
function asked(step, place, back, list) {
  const words = step[phone.reading];
  const n = flow.place(list, step.key);
  const given = (half?.key === step.key ? half.given : answers.get(step.key)) ?? { codes: [], skipped: false };
  const wrong = el("p", { class: "field__error", id: "wrong", role: "alert" });
  const spoken = tongue(checkIn?.questionnaire.language ?? "");
  const question = el("h1", spoken, lines(words.text));
  const between = [words.hint && el("p", { class: "field__hint", id: "hint", ...spoken }, lines(words.hint))];
  let chosen = given;
  let sending = false;

  const answered = async (/** @type {Given} */ said) => {
    if (sending) return;
    sending = true;
    try {
      await send(place, { key: step.key, given: said });
      half = undefined;
      answers.set(step.key, said);
      onward(place);
    } catch (error) {
      failed(error, place, wrong);
    }
    sending = false;
  };
  const choose = (/** @type {Given} */ said, /** @type {boolean} */ tapped) => {
    chosen = said;
    half = { key: step.key, given: said };
    wrong.textContent = "";
    if (tapped && step.kind === "single") void answered(said);
  };
  const goOn = (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = chosen.text?.trim();
    if (step.kind === "text") return void answered(text ? { codes: [], text, skipped: false } : { codes: [], skipped: true });
    if (chosen.codes.length > 0) return void answered({ codes: chosen.codes, skipped: false });
    wrong.textContent = say("question.pick");
    return undefined;
  };
  const aids = { heading: question, between, wrong, described: words.hint ? "hint wrong" : "wrong", spoken };
  return {
    title: say("question.number", { n }),
    back,
    body: [
      el("p", { class: "muted small" }, say("question.number", { n })),
      steady(el("form", { novalidate: true, autocomplete: "off", onsubmit: goOn },
        picture(step.picture, "picture--big"),
        step.kind === "text" ? [writing(step, given, aids, choose), wrong] : choices(step, given, aids, choose),
        el("div", { class: "stack" },
          submit("continue"),
          step.can_skip && button("skip", () => answered({ codes: [], skipped: true }), "button--plain")))),
    ],
  };
}

/** Sends an answer, or that one is done. @param {Place} place @param {{ key: string, given: Given }} [answer] */
async function send(place, answer) {
  const { key, given } = answer ?? {};
  const said = given && (given.skipped ? { skipped: true } : given.text === undefined ? { codes: given.codes } : { text: given.text });
  await put(`${API}/${encodeURIComponent(place.id ?? "")}/answers`, {
    source, reading: phone.reading, finished: !answer,
    answers: said ? [{ key, ...said, answered_at: new Date().toISOString() }] : [],
  });
}

/** Goes to what comes after this place. @param {Place} place */
async function onward(place) {
  if (!checkIn) return;
  const list = flow.stops(checkIn, answers);
  const next = list[list.findIndex((stop) => stop.id === place.stop) + 1];
  if (next) {
    trail.go(at(place, next));
    return;
  }
  // Whether it is heard that they are done matters less than the answers, which are there.
  await send(place).catch(() => undefined);
  checkIn = undefined;
  await refresh();
  trail.go({ view: "helping-question", id: place.id, page: "thanks" }, true);
}

/** @param {Place} place @param {Stop} stop @returns {Place} */
function at({ id }, stop) {
  return { view: "helping-question", id, stop: stop.id };
}

/** @param {unknown} error @param {Place} place @param {HTMLElement} wrong where it is said */
function failed(error, place, wrong) {
  if (isSignedOut(error) || (error instanceof Problem && error.status === 403)) {
    // Removed, or switched off: the first page says how things stand.
    checkIn = undefined;
    void refresh().then(() => trail.go({ view: "helping" }, true));
  } else if (error instanceof Problem && (error.status === 404 || error.status === 409)) {
    checkIn = undefined;
    trail.go({ view: "helping-question", id: place.id, page: "over" }, true);
  } else {
    wrong.replaceChildren(lines(error instanceof Problem ? explain(error) : say("helping.not-sent")));
  }
}

/** @param {"helping.thanks" | "helping.over"} key @returns {View} */
function end(key) {
  return {
    title: say("helping"),
    body: [
      heading(key),
      support && para(`${key}.text`, who()),
      button("helping.begin", () => refresh().then(() => trail.go({ view: "helping" }, true))),
    ],
  };
}
