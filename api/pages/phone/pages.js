// Pages that ask nothing: before a question, after a worry, and where the service cannot be reached.

import { el, lines } from "../shared/dom.js";
import { isInvited, unread } from "./join.js";
import { button, heading, link, para, picture, say, steady, tongue } from "./parts.js";
import { checkInWith, phone, refresh } from "./phone.js";
import * as trail from "./trail.js";
import { known } from "./words.js";
/** @import { CheckIn, Key, PageText, Place, View } from "./nouns.js" */

/** A page, and the language it is in. @typedef {PageText & { language: string }} Told */

/** Worries are told about on pages where one may want to leave quickly. */
const WORRIES = new Set(["concern_received", "concern_not_sent"]);
const SENSITIVE = new Set([...WORRIES, "who_reads_this"]);

/** Pages still to be read after a shared phone was signed out. @type {Map<string, Told>} */
const held = new Map();

/** A page of a check-in. @param {CheckIn | undefined} checkIn @param {string} id @returns {Told | undefined} */
export function pageOf(checkIn, id) {
  const page = checkIn?.pages.find((each) => each.id === id);
  return checkIn && page && { ...page, language: checkIn.questionnaire.language };
}

/** A page between the questions. @param {CheckIn} checkIn @param {string} id @param {() => void} next @param {boolean} explainLeave @returns {View} */
export function textPage(checkIn, id, next, explainLeave) {
  return textView(pageOf(checkIn, id), id, [
    explainLeave && para("private.leave", {}, "notice"),
    steady(el("div", null, button("continue", next))),
  ]);
}

/** A page that came before everything else. @param {Place} place @returns {View} */
export function text(place) {
  const id = place.page ?? "";
  const then = place.then ?? { view: "home" };
  return textView(pageOf(checkInWith(place.id), id) ?? held.get(id), id, [
    steady(el("div", null,
      WORRIES.has(id) && numbers(),
      WORRIES.has(id) && then.view === "question" && para("page.rest"),
      el("div", { class: "stack" },
        button("page.go-on", () => trail.go(then)),
        then.view === "question" && link("page.stop-here", { view: "home" })))),
  ]);
}

/** Shows a page of a check-in before anything else. @param {string} id @param {string} page */
export function urgent(id, page) {
  const found = pageOf(checkInWith(id), page);
  if (!found) return;
  held.set(page, found);
  const here = trail.current();
  const place = { view: "text", id, page };
  // "We have not been told yet" is no longer true.
  if (page === "concern_received" && here.page === "concern_not_sent") trail.go({ ...place, then: here.then ?? { view: "home" } }, true);
  else trail.interrupt(place);
}

/** Nothing is kept here and the service cannot be reached. @returns {View} */
export function lost() {
  const again = async () => {
    const outcome = await refresh();
    if (outcome === "offline") return;
    const n = unread();
    if (outcome === "fresh") trail.go(n === undefined ? { view: "home" } : { view: "about", n }, true);
    else trail.go({ view: isInvited() ? "own" : "welcome" }, true);
  };
  return {
    title: say("lost"),
    body: [
      heading("lost"),
      para("lost.text"),
      button("try-again", again),
    ],
  };
}

/** Numbers to call or text. */
export function numbers() {
  const link = (/** @type {string} */ href, /** @type {Key} */ key, kind = "button--quiet") =>
    el("li", null, el("a", { class: `button button--wide ${kind}`, href }, say(key)));
  return el("ul", { class: "list-plain stack" },
    link("tel:999", "number.999", "button--bad"),
    link("sms:85258?&body=SHOUT", "number.shout"),
    link("tel:111", "number.111"),
    link("tel:116123", "number.samaritans"),
    link("help.html", "number.more", "button--plain"));
}

/** @param {Told | undefined} page @param {string} id @param {View["body"]} rest @returns {View} */
export function textView(page, id, rest) {
  const key = `page.${id}`;
  const title = known(key) ? say(key) : say("page.other");
  return {
    // The title in a tab says nothing about a worry.
    title: SENSITIVE.has(id) ? say("page.other") : title,
    leave: SENSITIVE.has(id),
    body: [
      page && picture(page.picture, "picture--big"),
      el("h1", null, title),
      page && el("p", { class: "lead", ...tongue(page.language) }, lines(withoutHeading(page[phone.reading], title))),
      ...rest,
    ],
  };
}

/** The text without a first sentence that the heading says. @param {string} words @param {string} title */
function withoutHeading(words, title) {
  return words.startsWith(`${title}.`) ? words.slice(title.length + 1).trim() : words;
}
