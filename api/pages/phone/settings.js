// How one likes to read, notifications, what one can choose, and signing out.

import { explain } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { forgetAll } from "./answers.js";
import { announce, dress, say, sayLines } from "./frame.js";
import { follow } from "./home.js";
import * as outbox from "./outbox.js";
import { phone, prefer, signOut as endSession } from "./phone.js";
import { isOn } from "./push.js";
import * as trail from "./trail.js";

/** @typedef {import("../shared/types.js").Reading} Reading */
/** @typedef {import("../shared/types.js").TextSize} TextSize */
/** @typedef {import("./frame.js").View} View */

/** @returns {View | undefined} */
export function settings() {
  const me = phone.me;
  if (!me) return undefined;
  /** @type {Reading[]} */
  const readings = ["plain", "easy"];
  /** @type {TextSize[]} */
  const sizes = ["normal", "large", "largest"];
  return {
    title: say("settings"),
    back: { view: "home" },
    body: [
      el("h1", null, say("settings")),
      group("reading-choice", say("settings.reading"), readings, phone.reading, (reading) => say(`settings.${reading}`), (reading) => {
        prefer({ reading });
        trail.redraw();
        refocus("reading-choice");
        announce(say(`reading.now-${reading}`));
      }),
      group("size-choice", say("size"), sizes, phone.textSize, (size) => say(`settings.size.${size}`), (size) => {
        prefer({ text_size: size });
        dress();
      }),
      !me.shared_phone && el("section", { class: "card" },
        el("h2", null, say("settings.prompts")),
        el("div", { class: "row row--between" },
          el("span", null, say(isOn() ? "settings.prompts.on" : "settings.prompts.off")),
          el("a", { class: "button button--quiet", href: "#notifications", onclick: follow({ view: "prompts" }) }, say("settings.prompts.change"),
            el("span", { class: "visually-hidden" }, `: ${say("settings.prompts")}`)))),
      el("section", { class: "card" },
        el("h2", null, say("about.3")),
        el("p", null, sayLines("settings.rights")),
        el("a", { class: "button button--quiet button--wide", href: "#about", onclick: follow({ view: "about", n: 1 }) }, say("settings.about"))),
      el("a", { class: "button button--quiet button--wide", href: "#sign-out", onclick: follow({ view: "sign-out" }) }, say("settings.sign-out")),
    ],
  };
}

/** @returns {View} */
export function signOut() {
  const shared = phone.me?.shared_phone ?? false;
  const wrong = el("p", { class: "field__error", role: "alert" });
  const leave = async () => {
    try {
      await endSession(shared);
    } catch (error) {
      wrong.replaceChildren(lines(error instanceof Error && error.name === "Offline" ? say("sign-out.offline") : explain(error)));
      return;
    }
    if (shared) outbox.clear();
    forgetAll();
    trail.go({ view: "welcome" }, true);
  };
  return {
    title: say("settings.sign-out"),
    back: { view: "settings" },
    body: [
      el("h1", null, say("sign-out")),
      el("p", null, sayLines("sign-out.text")),
      outbox.isWaiting() && el("p", { class: "notice notice--warn" }, sayLines("sign-out.unsent")),
      wrong,
      el("div", { class: "stack" },
        el("button", { class: "button button--wide button--big", type: "button", onclick: () => void leave() }, say("sign-out.yes")),
        el("a", { class: "button button--quiet button--wide", href: "#settings", onclick: follow({ view: "settings" }) }, say("sign-out.no"))),
    ],
  };
}

/**
 * Choices that count at once.
 *
 * @template {string} T
 * @param {string} name
 * @param {string} legend
 * @param {T[]} values
 * @param {T} current
 * @param {(value: T) => string} words
 * @param {(value: T) => void} chosen
 */
function group(name, legend, values, current, words, chosen) {
  return el("fieldset", { class: "answers" },
    el("legend", null, el("h2", null, legend)),
    values.map((value) =>
      el("label", { class: "answer" },
        el("input", { type: "radio", name, value, checked: value === current, onchange: () => chosen(value) }),
        el("span", null, words(value)))));
}

/** The choice was drawn again; the keyboard stays on it. @param {string} name */
function refocus(name) {
  const input = document.querySelector(`input[name="${name}"]:checked`);
  if (input instanceof HTMLElement) input.focus();
}
