// Pages that ask nothing: before a question, after a worry, at the end, and when something is closed.

import { el, lines } from "../shared/dom.js";
import { answersOf, finish, forgetAll } from "./answers.js";
import * as flow from "./flow.js";
import { say, sayLines } from "./frame.js";
import { follow } from "./home.js";
import { isInvited } from "./join.js";
import * as outbox from "./outbox.js";
import { checkInWith, phone, refresh, signOut } from "./phone.js";
import { invitation } from "./prompts.js";
import * as trail from "./trail.js";
import { known } from "./words.js";

/** @typedef {import("../shared/types.js").CheckIn} CheckIn */
/** @typedef {import("../shared/types.js").PageText} PageText */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./trail.js").Place} Place */

/** How long the end of a check-in waits for the reply before it says "saved on this phone". */
const REPLY_MS = 2000;
/** Worries are told about on pages where one may want to leave quickly. */
const WORRIES = new Set(["concern_received", "concern_not_sent"]);
const SENSITIVE = new Set([...WORRIES, "who_reads_this"]);

/** Pages still to be read after a shared phone was signed out. @type {Map<string, PageText>} */
const held = new Map();
/** What the last page of a check-in says. @type {"thanks" | "saved" | "signed-out"} */
let ending = "saved";

/**
 * A page of the questionnaire, with a way on.
 *
 * @param {CheckIn} checkIn
 * @param {string} id
 * @param {{ back?: Place, next: () => void, explainLeave: boolean }} ways
 * @returns {View}
 */
export function textPage(checkIn, id, { back, next, explainLeave }) {
  return {
    ...textView(checkIn.pages.find((each) => each.id === id), id, [
      explainLeave && el("p", { class: "notice" }, sayLines("private.leave")),
      el("button", { class: "button button--wide button--big", type: "button", onclick: next }, say("continue")),
    ]),
    ...(back ? { back } : {}),
  };
}

/** A page that came before everything else. @param {Place} place @returns {View} */
export function text(place) {
  const id = place.page ?? "";
  const then = place.then ?? { view: "home" };
  const page = checkInWith(place.id)?.pages.find((each) => each.id === id) ?? held.get(id);
  return textView(page, id, [
    WORRIES.has(id) && numbers(),
    WORRIES.has(id) && then.view === "question" && el("p", null, sayLines("page.rest")),
    el("div", { class: "stack" },
      el("button", { class: "button button--wide button--big", type: "button", onclick: () => trail.go(then) }, say("page.go-on")),
      then.view === "question" && el("button", { class: "button button--quiet button--wide", type: "button", onclick: () => trail.go({ view: "home" }) }, say("page.stop-here"))),
  ]);
}

/** Shows a page of a check-in before anything else. @param {string} id @param {string} page */
export function urgent(id, page) {
  const found = checkInWith(id)?.pages.find((each) => each.id === page);
  if (!found) return;
  held.set(page, found);
  const here = trail.current();
  const place = { view: "text", id, page };
  // "We have not been told yet" is no longer true.
  if (page === "concern_received" && here.page === "concern_not_sent") trail.go({ ...place, then: here.then ?? { view: "home" } }, true);
  else trail.interrupt(place);
}

/** Finishes a check-in and shows how that went. @param {CheckIn} checkIn @param {boolean} alone */
export async function sendNow(checkIn, alone) {
  trail.hold();
  ending = "saved";
  await Promise.race([finish(checkIn, alone), new Promise((resolve) => setTimeout(resolve, REPLY_MS))]);
  trail.go({ view: "thanks", id: checkIn.id });
}

/** The service has everything of this check-in. @param {string} id */
export async function finished(id) {
  ending = "thanks";
  if (phone.me?.shared_phone && !outbox.isWaiting()) {
    try {
      await signOut(true);
      ending = "signed-out";
      forgetAll();
    } catch {
      // Signed out or not, the answers are there; the person can still sign out by hand.
    }
  }
  const here = trail.current();
  if (here.view === "thanks" && here.id === id) trail.go({ ...here }, true);
}

/** The end of a check-in. @param {Place} place @returns {View} */
export function thanks(place) {
  const checkIn = checkInWith(place.id);
  if (ending === "saved" && checkIn?.state === "answered" && !outbox.isFinishing(checkIn.id)) ending = "thanks";
  if (ending === "signed-out") {
    return {
      title: say("page.thank_you"),
      body: [el("h1", null, say("page.thank_you")), el("p", null, sayLines("thanks.got")), el("p", { class: "notice" }, sayLines("thanks.signed-out"))],
    };
  }
  const home = el("button", { class: "button button--wide button--big", type: "button", onclick: () => trail.go({ view: "home" }) }, say("page.home"));
  const page = (/** @type {string} */ id) => checkIn?.pages.find((each) => each.id === id);
  if (ending === "saved") {
    if (!phone.me?.shared_phone) return textView(page("saved_on_phone"), "saved_on_phone", [home]);
    return {
      title: say("page.other"),
      body: [
        el("h1", null, say("home.offline")),
        el("p", { class: "notice notice--warn" }, sayLines("unsent.shared")),
        el("button", { class: "button button--wide button--big", type: "button", onclick: () => void outbox.flush() }, say("try-again")),
      ],
    };
  }
  return textView(page("thank_you"), "thank_you", [
    checkIn && flow.hasHeldBack(checkIn, answersOf(checkIn)) && el("p", { class: "notice" }, sayLines("review.alone")),
    el("div", { class: "stack" },
      home,
      checkIn && el("a", { class: "button button--quiet button--wide", href: "#answers", onclick: follow({ view: "review", id: checkIn.id }) }, say("home.look"))),
    invitation(),
  ]);
}

/** A check-in that takes no more answers. @returns {View} */
export function closed() {
  return {
    title: say("closed"),
    body: [
      el("h1", null, say("closed")),
      el("p", null, sayLines("closed.text")),
      el("button", { class: "button button--wide button--big", type: "button", onclick: () => trail.go({ view: "home" }) }, say("page.home")),
    ],
  };
}

/** Nothing is kept here and the service cannot be reached. @returns {View} */
export function lost() {
  const again = async () => {
    const outcome = await refresh();
    if (outcome === "offline") return;
    trail.go({ view: outcome === "fresh" ? "home" : isInvited() ? "own" : "welcome" }, true);
  };
  return {
    title: say("lost"),
    body: [
      el("h1", null, say("lost")),
      el("p", null, sayLines("lost.text")),
      el("button", { class: "button button--wide button--big", type: "button", onclick: () => void again() }, say("try-again")),
    ],
  };
}

/** Numbers to call or text. */
function numbers() {
  const link = (/** @type {string} */ href, /** @type {import("./words.js").Key} */ key, kind = "button--quiet") =>
    el("li", null, el("a", { class: `button button--wide ${kind}`, href }, say(key)));
  return el("ul", { class: "list-plain stack" },
    link("tel:999", "number.999", "button--bad"),
    link("sms:85258?&body=SHOUT", "number.shout"),
    link("tel:111", "number.111"),
    link("tel:116123", "number.samaritans"),
    link("help.html", "number.more", "button--plain"));
}

/**
 * @param {PageText | undefined} page
 * @param {string} id
 * @param {View["body"]} rest
 * @returns {View}
 */
function textView(page, id, rest) {
  const key = `page.${id}`;
  const heading = known(key) ? say(key) : say("page.other");
  return {
    // The title in a tab says nothing about a worry.
    title: SENSITIVE.has(id) ? say("page.other") : heading,
    leave: SENSITIVE.has(id),
    body: [
      page && el("span", { class: "picture picture--big", "aria-hidden": "true" }, page.picture),
      el("h1", null, heading),
      page && el("p", { class: "lead" }, lines(withoutHeading(page[phone.reading], heading))),
      ...rest,
    ],
  };
}

/** The text without its first sentence where the heading already says it. @param {string} words @param {string} heading */
function withoutHeading(words, heading) {
  return words.startsWith(`${heading}.`) ? words.slice(heading.length + 1).trim() : words;
}
