// For somebody who helps: coming in by a link, whom one helps and with what, reminders, and leaving. Nothing of it is kept
// on the phone.

import { Offline, Problem, explain, get, isSignedOut, post, put, remove } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { LOOK } from "./early.js";
import { announce } from "./frame.js";
import "./helping-words.js";
import { listed } from "./list.js";
import { button, heading, link, minutes, para, say } from "./parts.js";
import { phone, read } from "./phone.js";
import { ability, pushAddress } from "./prompts.js";
import * as trail from "./trail.js";
/** @import { Key, Place, Support, SupportedGoal, View, WaitingCheckIn } from "./nouns.js" */

const API = "/young-person/v1/supporter";
/** @type {Place} */
const HOME = { view: "helping" };

/** Whom this phone helps, once it is known. @type {Support | undefined} */
export let support;
/** The link's token. It lives in this variable only. */
let secret = "";
/** What could not be done, or was: said once. @type {{ at?: Place, words: string, good?: boolean } | undefined} */
let outcome;

const goals = listed(`${API}/goals`, (/** @type {SupportedGoal[]} */ items) =>
  items.length === 0
    ? [para("helping.goals.none", who())]
    : items.map(({ words, reached }) => el("section", { class: "card" },
      el("h2", { class: "typed" }, words),
      reached && el("p", null, el("span", { class: "badge badge--good" }, say("helping.goals.reached"))))));

/** What is drawn at the address of those who help. */
export const views = {
  helping: { open: true, draw: helping },
  "helping-question": { open: true, load: async () => (await import("./helping-question.js")).helpingQuestion },
};

/** Takes the link out of the address, so that it stays in no history, and asks whom this phone helps. @returns {Promise<Place>} */
export async function arrive() {
  secret = /^#help=(.+)$/.exec(location.hash)?.[1] ?? "";
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  const look = read(LOOK);
  phone.reading = look?.reading ?? phone.reading;
  phone.textSize = look?.text_size ?? phone.textSize;
  await refresh();
  window.addEventListener("online", () => void again());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void again();
  });
  void mend().catch(() => undefined);
  // All scripts of one version, before the service may have others.
  void import("./helping-question.js").then(({ fetchParts }) => fetchParts()).catch(() => undefined);
  return HOME;
}

/** Asks whom this phone helps, and with what. */
export async function refresh() {
  try {
    support = await get(API);
    phone.offline = false;
  } catch (error) {
    phone.offline = error instanceof Offline;
    // Whoever was removed finds nothing here any more.
    if (isSignedOut(error)) support = undefined;
  }
}

/** A page with something half chosen stays as it is. */
async function again() {
  await refresh();
  if (!support && !phone.offline) trail.go(HOME, true);
  else if (trail.current().view === "helping" && !trail.current().page) trail.redraw();
}

/** The name of whoever is helped, for the words. */
export function who() {
  return { name: support?.first_name ?? "" };
}

/** @param {Place} place @returns {View} */
export function helping(place) {
  if (secret) return join();
  if (!support) return phone.offline ? lost() : out();
  if (place.page === "goals") return goalsPage(place);
  if (place.page === "leave") return sure();
  return home(support, place);
}

/** @returns {View} */
function join() {
  const wrong = el("p", { class: "field__error", role: "alert" });
  const yes = async () => {
    try {
      await post(`${API}/invitations/accept`, { secret, client: "page" });
      secret = "";
      await refresh();
      trail.go(HOME, true);
    } catch (error) {
      if (error instanceof Problem && error.is("invitation-not-found")) {
        secret = "";
        outcome = { words: explain(error) };
        trail.go(HOME, true);
      } else {
        wrong.replaceChildren(lines(explain(error)));
      }
    }
  };
  const no = () => {
    secret = "";
    trail.go(HOME, true);
  };
  return {
    title: say("helping"),
    body: [
      heading("helping.join"),
      para("helping.join.text"),
      support && para("helping.join.other", who(), "notice notice--warn"),
      wrong,
      el("div", { class: "stack" },
        button("helping.join.yes", yes),
        button("helping.join.no", no, "button--quiet")),
    ],
  };
}

/** @returns {View} */
function out() {
  const said = told(trail.current());
  return { title: say("helping"), body: [heading("helping.out"), said, para("helping.out.text")] };
}

/** @returns {View} */
function lost() {
  return { title: say("lost"), body: [heading("lost"), para("lost.text"), button("try-again", () => refresh().then(trail.redraw))] };
}

/** @param {Support} helped @param {Place} place @returns {View} */
function home(helped, place) {
  const waiting = helped.check_ins;
  return {
    title: say("helping"),
    body: [
      el("h1", null, say("helping.home", who())),
      told(place),
      ...(waiting.length > 0 ? waiting.map((checkIn) => ready(checkIn, helped.helps)) : [nothing(helped)]),
      el("div", { class: "stack" },
        helped.sees_goals && el("a", { class: "button button--quiet button--wide", href: "#", onclick: toGoals }, say("helping.goals", who()))),
      helped.gets_reminders && reminders(helped),
      para("helping.only", who(), "muted"),
      para("helping.worried", who(), "notice"),
      link("helping.leave", { ...HOME, page: "leave" }, "button--plain button--wide"),
    ],
  };
}

/** @param {Event} event */
function toGoals(event) {
  event.preventDefault();
  trail.go({ ...HOME, page: "goals" });
}

/** @param {WaitingCheckIn} checkIn @param {boolean} helps */
function ready(checkIn, helps) {
  const start = () => trail.go({ view: "helping-question", id: checkIn.id });
  return el("section", { class: "card card--main" },
    el("h2", null, say("helping.waiting")),
    helps ? para("helping.waiting.help", { ...who(), minutes: minutes(checkIn.minutes[phone.reading]) }) : para("helping.waiting.remind", who()),
    helps && button("helping.start", start));
}

/** @param {Support} helped */
function nothing({ helps, gets_reminders }) {
  if (!helps && !gets_reminders) return null;
  return el("section", { class: "card" }, el("h2", null, say("helping.nothing")), para("helping.nothing.text"));
}

/** @param {Support} helped */
function reminders({ reminded }) {
  const able = ability();
  const shown = reminded && able === "ready" && Notification.permission === "granted";
  /** @type {Record<typeof able, () => Node>} */
  const offers = {
    ready: () => (shown ? button("helping.reminders.turn-off", turnOff, "button--quiet") : button("helping.reminders.turn-on", turnOn, "button--quiet")),
    denied: () => para("helping.reminders.denied"),
    "home-screen": () => para("helping.reminders.home-screen"),
    none: () => para("helping.reminders.none"),
  };
  return el("section", { class: "card" },
    el("h2", null, say("helping.reminders")),
    shown ? para("helping.reminders.on") : para("helping.reminders.text", who()),
    offers[able]());
}

/** Only from a tap: the phone asks its owner. */
async function turnOn() {
  try {
    if ((await Notification.requestPermission()) === "granted") {
      await subscribe();
      tell("helping.reminders.on", true);
    }
  } catch {
    tell("helping.reminders.failed");
  }
  await refresh();
  trail.redraw();
}

/** The browser's own subscription stays: the young person may use the same phone. */
async function turnOff() {
  try {
    await remove(`${API}/push`);
    tell("helping.reminders.off", true);
  } catch {
    tell("helping.reminders.failed");
  }
  await refresh();
  trail.redraw();
}

async function subscribe() {
  if (!support?.push_key) return;
  await navigator.serviceWorker.register("sw.js", { scope: "./" });
  await put(`${API}/push`, await pushAddress(support.push_key));
}

/** Browsers change addresses without a word. */
async function mend() {
  if (support?.reminded && ability() === "ready" && Notification.permission === "granted") await subscribe();
}

/** @param {Place} place @returns {View} */
function goalsPage(place) {
  return { title: say("helping"), back: HOME, body: [el("h1", null, say("helping.goals", who())), ...goals(place)] };
}

/** @returns {View} */
function sure() {
  const wrong = el("p", { class: "field__error", role: "alert" });
  const leave = async () => {
    try {
      await remove(`${API}/session`);
    } catch (error) {
      if (!isSignedOut(error)) return wrong.replaceChildren(lines(explain(error)));
    }
    support = undefined;
    return trail.go(HOME, true);
  };
  return {
    title: say("helping"),
    back: HOME,
    body: [
      el("h1", null, say("helping.leave.sure", who())),
      para("helping.leave.text", who()),
      wrong,
      el("div", { class: "stack" }, button("helping.leave.yes", leave), link("helping.leave.no", HOME)),
    ],
  };
}

/** @param {Key} key @param {boolean} [good] */
function tell(key, good = false) {
  outcome = { words: say(key), good };
  announce(outcome.words);
}

/** @param {Place} place */
function told(place) {
  if (outcome && (outcome.at ??= place) !== place) outcome = undefined;
  return outcome && el("p", { class: outcome.good ? "notice notice--good" : "notice notice--warn", role: outcome.good ? undefined : "alert" }, lines(outcome.words));
}
