// The frame around every page: Back, Help, Listen, easy read, text size, and what is not sent yet.
// They stay in the same place on every page.

import { byId, fill, lines } from "../shared/dom.js";
import { watchLeave } from "./leave.js";
import * as listen from "./listen.js";
import * as outbox from "./outbox.js";
import { phone, prefer } from "./phone.js";
import * as trail from "./trail.js";
import { wordsFor } from "./words.js";

/** @typedef {import("../shared/types.js").TextSize} TextSize */
/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("./trail.js").Place} Place */
/** @typedef {import("./words.js").Key} Key */
/**
 * @typedef {object} View what a page shows
 * @property {string} title for the tab: never a question, a tab title is easily seen by others
 * @property {Child[]} body with one `h1` that can take the focus
 * @property {Place} [back]
 * @property {boolean} [leave] offer to leave at once
 * @property {string} [lang] the language of the body, if it is not the page's
 */

const NAME = "Throughline";
/** @type {TextSize[]} */
const SIZES = ["normal", "large", "largest"];

/** @type {View | undefined} */
let shown;
/** Once known it stays: the last page after signing out is still a demonstration. */
let demonstration = false;

/** The words for a key, in the version this person reads. @param {Key} key @param {Record<string, string | number>} [fillers] */
export function say(key, fillers) {
  return wordsFor(key, phone.reading, {
    worker: phone.me?.worker_first_name ?? wordsFor("worker", phone.reading),
    service: phone.me?.service_name ?? NAME,
    hours: phone.me?.staffed_hours ?? "",
    ...fillers,
  });
}

/** The same as an element with one idea a line. @param {Key} key @param {Record<string, string | number>} [fillers] */
export function sayLines(key, fillers) {
  return lines(say(key, fillers));
}

/** A number of minutes in words. @param {number} n */
export function minutes(n) {
  return n <= 1 ? say("minute") : say("minutes", { n });
}

/** Makes the buttons of the frame work. Called once. */
export function begin() {
  byId("back").addEventListener("click", () => shown?.back && trail.back(shown.back));
  byId("brand").addEventListener("click", (event) => {
    event.preventDefault();
    trail.go({ view: "home" });
  });
  document.querySelector(".skip-link")?.addEventListener("click", (event) => {
    event.preventDefault();
    focusHeading();
  });
  byId("sign-out").addEventListener("click", (event) => {
    event.preventDefault();
    trail.go({ view: "sign-out" });
  });
  byId("listen").addEventListener("click", toggleListen);
  byId("reading").addEventListener("click", () => {
    prefer({ reading: phone.reading === "easy" ? "plain" : "easy" });
    trail.redraw();
    announce(say(phone.reading === "easy" ? "reading.now-easy" : "reading.now-plain"));
  });
  byId("size").addEventListener("click", () => {
    const next = SIZES[(SIZES.indexOf(phone.textSize) + 1) % SIZES.length] ?? "normal";
    prefer({ text_size: next });
    dress();
    announce(say(`size.${next}`));
  });
  watchLeave(byId("leave"), () => shown?.leave ?? false);
  listen.prepare();
}

/**
 * Shows a page.
 *
 * @param {View} view
 * @param {boolean} arrived true when the person came here; false when the same page is drawn again
 */
export function show(view, arrived) {
  listen.stop();
  shown = view;
  document.title = `${view.title} – ${NAME}`;
  const page = byId("page");
  fill(page, view.body);
  if (view.lang) page.setAttribute("lang", view.lang);
  else page.removeAttribute("lang");
  dress();
  if (arrived) {
    window.scrollTo(0, 0);
    focusHeading();
  }
}

/** Puts the frame in step with what the phone knows. */
export function dress() {
  const easy = phone.reading === "easy";
  document.body.classList.toggle("easy", easy);
  document.documentElement.dataset.text = phone.textSize;
  demonstration ||= phone.me?.demonstration ?? false;
  byId("demonstration").hidden = !demonstration;
  // Whoever takes up a shared phone next must not find us open.
  byId("foot").hidden = !phone.me?.shared_phone;

  byId("back").hidden = !shown?.back;
  byId("brand").hidden = Boolean(shown?.back);
  byId("leave-bar").hidden = !shown?.leave;
  label("back", say("back"));
  label("leave", say("leave"));
  label("help", say("help"));
  label("listen", listen.isReading() ? say("listen.stop") : say("listen"));
  label("reading", easy ? say("reading.to-plain") : say("reading.to-easy"));
  label("size", say("size"));
  label("sign-out", say("settings.sign-out"));

  const standing = outbox.standing();
  const state = byId("state");
  const message = standing === "kept" ? say("waiting") : standing === "not-kept" ? say("waiting.not-kept") : "";
  state.hidden = message === "";
  if (state.dataset.message !== message) fill(state, message ? lines(message) : "");
  state.dataset.message = message;
}

/** Says something to those who listen to the page, without moving them. @param {string} text */
export function announce(text) {
  const said = byId("said");
  said.textContent = "";
  // An empty moment in between makes the same words be said again.
  setTimeout(() => (said.textContent = text), 50);
}

function focusHeading() {
  const heading = byId("page").querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function toggleListen() {
  if (listen.isReading()) {
    listen.stop();
    return;
  }
  const can = listen.read(byId("page"), phone.reading === "easy", dress);
  dress();
  byId("no-voice").hidden = can;
  if (!can) fill(byId("no-voice"), sayLines("listen.none"));
}

/** @param {string} id @param {string} text */
function label(id, text) {
  const words = byId(id).querySelector(".words");
  if (words && words.textContent !== text) words.textContent = text;
}
