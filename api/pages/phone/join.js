// Coming in: a link or a code, whose phone it is, and a check that it is the right person.

import { Offline, Problem, explain, post } from "../shared/api.js";
import { byId, el, lines } from "../shared/dom.js";
import * as about from "./about.js";
import { minutes, say, sayLines } from "./frame.js";
import { phone, refresh } from "./phone.js";
import * as trail from "./trail.js";

/** @typedef {import("./frame.js").View} View */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const LENGTH = 8;

/** The link's token or the typed code. It lives in this variable only. */
let secret = "";
let shared = false;
let wrong = "";

/** Takes the invitation out of the address, so that it stays in no history. @returns {boolean} whether there was one */
export function takeToken() {
  const found = /^#join=(.+)$/.exec(location.hash);
  if (location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
  if (!found?.[1]) return false;
  secret = decodeURIComponent(found[1]);
  history.replaceState(null, "", location.pathname);
  return true;
}

/** Tries the link that opened this page. @returns {Promise<import("./trail.js").Place>} where to go on */
export async function arrive() {
  try {
    await post("/young-person/v1/invitations/open", { secret });
    return { view: "own" };
  } catch (error) {
    if (error instanceof Offline) return { view: "lost" };
    secret = "";
    // Someone who is in already may well open their old link again.
    if ((await refresh()) === "fresh") return { view: "home" };
    wrong = error instanceof Problem && error.is("invitation-not-found") ? say("invitation.gone") : explain(error);
    return { view: "welcome" };
  }
}

/** Whether an invitation waits to be used. */
export function isInvited() {
  return secret !== "";
}

/** @returns {View} */
export function welcome() {
  const form = el(
    "form",
    { novalidate: true, onsubmit: (/** @type {Event} */ event) => void openCode(event) },
    el("div", { class: wrong ? "field field--wrong" : "field" },
      el("label", { for: "code" }, say("code")),
      el("span", { class: "field__hint", id: "code-hint" }, say("code.hint")),
      el("p", { class: "field__error", id: "code-wrong", role: "alert" }, wrong && lines(wrong)),
      el("input", {
        class: "input input--code", id: "code", name: "code", inputmode: "numeric", autocomplete: "one-time-code",
        spellcheck: "false", "aria-describedby": "code-hint code-wrong", "aria-invalid": wrong ? "true" : undefined,
      })),
    el("button", { class: "button button--wide button--big" }, say("continue")),
  );
  return { title: say("welcome"), body: [el("h1", null, say("welcome")), el("p", null, sayLines("welcome.text")), form] };
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
    body: [
      el("h1", null, say("own")),
      el("p", null, sayLines("own.hint")),
      el("div", { class: "stack" },
        el("button", { class: "button button--wide button--big", type: "button", onclick: choose(false) }, say("own.yes")),
        el("button", { class: "button button--quiet button--wide button--big", type: "button", onclick: choose(true) }, say("own.no"))),
    ],
  };
}

/** @returns {View | undefined} */
export function birthday() {
  if (secret === "") return elsewhere();
  const option = (/** @type {number} */ value, /** @type {string} */ text) => el("option", { value }, text);
  const select = (/** @type {"day" | "month"} */ name, /** @type {string[]} */ texts) =>
    el("div", { class: "field" },
      el("label", { for: name }, say(`birthday.${name}`)),
      el("select", { class: "select", id: name, autocomplete: name === "day" ? "bday-day" : "bday-month", "aria-describedby": "birthday-wrong" },
        el("option", { value: "" }, say("birthday.choose")),
        texts.map((text, index) => option(index + 1, text))));
  const days = Array.from({ length: 31 }, (_, index) => String(index + 1));
  return {
    title: say("welcome"),
    back: { view: "own" },
    body: [
      el("form", { novalidate: true, onsubmit: (/** @type {Event} */ event) => void accept(event) },
        el("fieldset", { class: "answers", "aria-describedby": "birthday-hint" },
          el("legend", null, el("h1", null, say("birthday"))),
          el("p", { id: "birthday-hint" }, sayLines("birthday.hint")),
          el("p", { class: "field__error", id: "birthday-wrong", role: "alert" }, wrong && lines(wrong)),
          el("div", { class: "birthday" }, select("day", days), select("month", MONTHS))),
        el("button", { class: "button button--wide button--big" }, say("continue"))),
    ],
  };
}

/** @param {Event} event */
async function openCode(event) {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (byId("code"));
  const digits = input.value.replace(/\D/g, "");
  if (digits.length !== LENGTH) {
    fail(say("code.wrong"), "code");
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
    fail(say("birthday.missing"), value("day") ? "month" : "day");
    return;
  }
  await attempt(event, async () => {
    await post("/young-person/v1/invitations/accept", {
      secret, birth_day: value("day"), birth_month: value("month"), client: "page", shared_phone: shared,
    });
    secret = "";
    wrong = "";
    const outcome = await refresh();
    if (outcome === "fresh" && phone.me) about.begin();
    else trail.go({ view: "lost" }, true);
  });
}

/**
 * Does something with the service, with the button at rest meanwhile, and says what went wrong.
 *
 * @param {Event} event
 * @param {() => Promise<void>} work
 */
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
  if (error instanceof Problem && error.is("birthday-does-not-match")) {
    fail(say("birthday.wrong"), "day");
  } else if (error instanceof Problem && error.is("invitation-not-found")) {
    secret = "";
    if (trail.current().view !== "welcome") trail.go({ view: "welcome" }, true);
    fail(say("invitation.gone"), "code");
  } else if (error instanceof Problem && error.status === 429) {
    fail(say("slow-down", { minutes: minutes(Math.ceil((error.retryAfter ?? 60) / 60)) }), trail.current().view === "welcome" ? "code" : "day");
  } else {
    fail(explain(error), trail.current().view === "welcome" ? "code" : "day");
  }
}

/** Shows what is wrong and keeps what was typed. @param {string} message @param {string} field */
function fail(message, field) {
  wrong = message;
  const place = document.getElementById(field === "code" ? "code-wrong" : "birthday-wrong");
  place?.replaceChildren(lines(message));
  const input = document.getElementById(field);
  input?.setAttribute("aria-invalid", "true");
  input?.focus();
}

/** A reload forgets the invitation on purpose. */
function elsewhere() {
  trail.go({ view: "welcome" }, true);
  return undefined;
}
