// Goals in one's own words: to write, to tick off, to take off the list.

import { Offline, Problem, explain, put, remove } from "../shared/api.js";
import { byId, el, lines } from "../shared/dom.js";
import { keepWishes, wishes } from "./answers.js";
import { announce } from "./frame.js";
import { listed } from "./list.js";
import "./more-words.js";
import { ownWords } from "./own-words.js";
import { button, dayInWords, heading, para, say } from "./parts.js";
import * as trail from "./trail.js";
/** @import { Goal, Key, Place, View } from "./nouns.js" */

const API = "/young-person/v1/me/goals";
const LONGEST = 300;

/** What came of the last attempt, and where that is said: once. @type {{ at?: Place, failure?: unknown, done?: Key } | undefined} */
let tried;

const list = listed(API, (/** @type {Goal[]} */ goals) => (goals.length === 0 ? [para("goals.none")] : goals.map(one)));

/** @param {Place} place @returns {View} */
export function goals(place) {
  if (tried && (tried.at ??= place) !== place) tried = undefined;
  return {
    title: say("goals"),
    back: { view: "home" },
    body: [
      heading("goals"),
      para("goals.text"),
      tried?.done && para(tried.done, {}, "notice notice--good"),
      tried?.failure !== undefined && el("p", { class: "notice notice--warn", role: "alert" }, lines(why(tried.failure))),
      ...list(place),
      form(),
    ],
  };
}

/** What is being written: one id for one goal, so that a second try keeps one. */
function draft() {
  return (wishes.goal ??= { id: crypto.randomUUID(), words: "" });
}

/** @param {Goal} goal */
function one({ id, words, made_on, reached_on }) {
  const path = `${API}/${encodeURIComponent(id)}`;
  const tick = (/** @type {boolean} */ reached) => change(() => put(path, { words, reached }), reached ? "goals.reached.done" : "goals.again.done");
  return el("section", { class: "card" },
    el("h2", { class: "typed" }, words),
    para(reached_on ? "goals.reached.on" : "goals.since", { date: dayInWords(reached_on ?? made_on) }),
    el("div", { class: "stack" },
      reached_on ? button("goals.again", () => tick(false), "button--quiet") : button("goals.reached", () => tick(true), "button--quiet"),
      button("goals.remove", () => change(() => remove(path), "goals.remove.done"), "button--plain")));
}

function form() {
  return el("form", { novalidate: true, onsubmit: save },
    el("div", { class: "field" },
      el("label", { for: "own-words" }, el("h2", null, say("goals.new"))),
      el("span", { class: "field__hint", id: "words-hint" }, say("goals.hint")),
      ownWords(LONGEST, "words-hint", draft().words, write)),
    el("button", { class: "button button--wide button--big" }, say("goals.save")));
}

/** @param {string} words */
function write(words) {
  draft().words = words;
  keepWishes();
}

/** @param {Event} event */
async function save(event) {
  event.preventDefault();
  const { id, words: written } = draft();
  const words = written.trim();
  if (!words) {
    byId("own-words").focus();
    return;
  }
  await change(async () => {
    await put(`${API}/${id}`, { words, reached: false });
    delete wishes.goal;
    keepWishes();
  }, "goals.saved");
}

/** Does something, and says how it went on the page as it is then. @param {() => Promise<unknown>} act @param {Key} done */
async function change(act, done) {
  const at = trail.current();
  try {
    await act();
    tried = { done };
    announce(say(done));
  } catch (failure) {
    tried = { failure };
  }
  if (trail.current() === at) trail.go({ ...at }, true);
}

/** @param {unknown} failure */
function why(failure) {
  if (failure instanceof Offline) return say("goals.offline");
  return failure instanceof Problem && failure.status === 404 ? say("goals.gone") : explain(failure);
}
