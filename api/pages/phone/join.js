// Coming in: a link or a code, whose phone it is, and a check that it is the right person. Then comes `about.js`.

import { Offline, Problem, explain, post } from "../shared/api.js";
import { byId, el, lines } from "../shared/dom.js";
import { forgetAll, restore } from "./answers.js";
import * as early from "./early.js";
import { button, heading, link, minutes, para, say, sayLines, submit } from "./parts.js";
import { read, refresh, write } from "./phone.js";
import * as trail from "./trail.js";
/** @import { Place, View } from "./nouns.js" */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const LENGTH = 8;

const UNREAD = "about";
/** Seen once while this page is open, on a phone where nothing is kept. */
let begun = false;

/** The link's token or the typed code. It lives in this variable only. */
let secret = "";
let shared = false;
let wrong = "";

/** Takes the invitation out of the address, so that it stays in no history. Says whether there was one. */
export function takeToken() {
  secret = early.secretInAddress();
  if (location.hash !== "") history.replaceState(secret ? null : history.state, "", location.pathname);
  return isInvited();
}

/** Tries the link that opened this page. @returns {Promise<Place>} where to go on */
export async function arrive() {
  try {
    await (early.take() ?? post("/young-person/v1/invitations/open", { secret }));
    return { view: "own" };
  } catch (error) {
    if (error instanceof Offline) return { view: "lost" };
    secret = "";
    // Someone who is in already may well open their old link again.
    if ((await refresh()) === "fresh") {
      await restore();
      return { view: "home" };
    }
    wrong = error instanceof Problem && error.is("invitation-not-found") ? say("invitation.gone") : explain(error);
    return { view: "welcome" };
  }
}

/** Whether an invitation waits to be used. */
export function isInvited() {
  return secret !== "";
}

/** @param {Place} place @returns {View} */
export function welcome(place) {
  const form = el(
    "form",
    { novalidate: true, onsubmit: (/** @type {Event} */ event) => void openCode(event) },
    el("div", { class: wrong ? "field field--wrong" : "field" },
      el("label", { for: "code" }, say("code")),
      el("span", { class: "field__hint", id: "code-hint" }, say("code.hint")),
      el("p", { class: "field__error", id: "wrong", role: "alert" }, wrong && lines(wrong)),
      el("input", {
        class: "input input--code", id: "code", name: "code", inputmode: "numeric", autocomplete: "one-time-code",
        spellcheck: "false", "aria-describedby": "code-hint wrong", "aria-invalid": wrong ? "true" : undefined,
      })),
    submit("continue"),
  );
  return { title: say("welcome"), body: [heading("welcome"), place.page && para("welcome.signed-out", {}, "notice"), para("welcome.text"), form, link("again", { view: "again" })] };
}

/** @returns {View | undefined} */
export function own() {
  if (secret === "") return elsewhere();
  const choose = (/** @type {boolean} */ isShared) => () => {
    shared = isShared;
    wrong = "";
    trail.go({ view: "birthday" });
  };
  return {
    title: say("welcome"),
    back: { view: "welcome" },
    body: whosePhone(choose),
  };
}

/** What is kept on a phone depends on whose it is. @param {(isShared: boolean) => () => void} choose */
export function whosePhone(choose) {
  return [
    heading("own"),
    para("own.hint"),
    el("div", { class: "stack" },
      button("own.yes", choose(false)),
      button("own.no", choose(true), "button--quiet button--big")),
  ];
}

/** @returns {View | undefined} */
export function birthday() {
  if (secret === "") return elsewhere();
  const select = (/** @type {"day" | "month"} */ name, /** @type {string[]} */ texts) =>
    el("div", { class: "field" },
      el("label", { for: name }, say(`birthday.${name}`)),
      el("select", { class: "select", id: name, autocomplete: name === "day" ? "bday-day" : "bday-month", "aria-describedby": "wrong" },
        el("option", { value: "" }, say("birthday.choose")),
        texts.map((text, index) => el("option", { value: index + 1 }, text))));
  const days = Array.from({ length: 31 }, (_, index) => String(index + 1));
  return {
    title: say("welcome"),
    back: { view: "own" },
    body: [
      el("form", { novalidate: true, onsubmit: (/** @type {Event} */ event) => void accept(event) },
        el("fieldset", { class: "answers", "aria-describedby": "birthday-hint" },
          el("legend", null, heading("birthday")),
          el("p", { id: "birthday-hint" }, sayLines("birthday.hint")),
          el("p", { class: "field__error", id: "wrong", role: "alert" }, wrong && lines(wrong)),
          el("div", { class: "birthday" }, select("day", days), select("month", MONTHS))),
        submit("continue")),
    ],
  };
}

/** The screen to go on with, if someone stopped in the middle. @returns {number | undefined} */
export function unread() {
  const n = read(UNREAD);
  return typeof n === "number" && n >= 1 ? n : undefined;
}

/** Whether the screens are read on the way in, and not looked up again later. */
export function isComingIn() {
  return begun || unread() !== undefined;
}

/** The next screen to read, or none. @param {number | undefined} n */
export function readUntil(n) {
  if (n === undefined) begun = false;
  write(UNREAD, n ?? 0);
}

/** @param {Event} event */
async function openCode(event) {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (byId("code"));
  const digits = input.value.replace(/\D/g, "");
  if (digits.length !== LENGTH) {
    fail(say("code.wrong"));
    return;
  }
  await attempt(event, async () => {
    await post("/young-person/v1/invitations/open", { secret: digits });
    secret = digits;
    wrong = "";
    trail.go({ view: "own" });
  });
}

/** @param {Event} event */
async function accept(event) {
  event.preventDefault();
  const value = (/** @type {string} */ id) => Number(/** @type {HTMLSelectElement} */ (byId(id)).value);
  if (!value("day") || !value("month")) {
    fail(say("birthday.missing"));
    return;
  }
  await attempt(event, async () => {
    await post("/young-person/v1/invitations/accept", {
      secret, birth_day: value("day"), birth_month: value("month"), client: "page", shared_phone: shared,
    });
    secret = "";
    wrong = "";
    forgetAll();
    if ((await refresh()) !== "fresh") return trail.go({ view: "lost" }, true);
    // What somebody typed before they signed out is theirs when they are back.
    await restore();
    begun = true;
    readUntil(1);
    trail.go({ view: "about", n: 1 }, true);
  });
}

/** Asks the service, with the button at rest meanwhile. @param {Event} event @param {() => Promise<void>} work */
async function attempt(event, work) {
  const button = event.target instanceof HTMLFormElement ? event.target.querySelector("button") : null;
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    button?.removeAttribute("aria-busy");
    refused(error);
  }
}

/** @param {unknown} error */
function refused(error) {
  const problem = error instanceof Problem ? error : undefined;
  if (problem?.is("invitation-not-found")) {
    secret = "";
    if (trail.current().view !== "welcome") trail.go({ view: "welcome" }, true);
    fail(say("invitation.gone"));
  } else if (problem?.is("birthday-does-not-match")) {
    fail(say("birthday.wrong"));
  } else if (problem?.status === 429) {
    fail(say("slow-down", { minutes: minutes(Math.ceil((problem.retryAfter ?? 60) / 60)) }));
  } else {
    fail(explain(error));
  }
}

/** Shows what is wrong and keeps what was typed. @param {string} message */
function fail(message) {
  wrong = message;
  const field = trail.current().view === "welcome" ? "code" : "day";
  byId("wrong").replaceChildren(lines(message));
  byId(field).setAttribute("aria-invalid", "true");
  byId(field).focus();
}

/** A reload forgets the invitation on purpose. */
function elsewhere() {
  trail.go({ view: "welcome" }, true);
  return undefined;
}
