// Asking about notifications: on the page first, with a picture of the exact notification, and only
// a "yes" here makes the phone ask. Never when the page opens.

import { el } from "../shared/dom.js";
import { say, sayLines } from "./frame.js";
import { follow } from "./home.js";
import { read, write } from "./phone.js";
import { ability, isOn, turnOff, turnOn } from "./push.js";
import * as trail from "./trail.js";

/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./words.js").Key} Key */

const ASKED = "asked";
const AGAIN_AFTER_MS = 60 * 24 * 3600 * 1000;
const AT_MOST = 2;

/** What the page about notifications says instead of its question. @type {"on" | "off" | "denied" | "failed" | undefined} */
let outcome;

/** The question after a finished check-in, if it may be asked now. */
export function invitation() {
  const able = ability();
  if (isOn() || (able !== "ready" && able !== "home-screen") || !mayAsk()) return null;
  return el("section", { class: "card" },
    el("h2", null, say("prompts")),
    picture(),
    el("div", { class: "stack" },
      el("button", { class: "button button--wide", type: "button", onclick: yes }, say("prompts.yes")),
      el("button", { class: "button button--plain button--wide", type: "button", onclick: notNow }, say("prompts.not-now"))));
}

/** The page about notifications. @returns {View} */
export function prompts() {
  const [key, body] = content();
  outcome = undefined;
  return { title: say("settings.prompts"), back: { view: "settings" }, body: [el("h1", null, say(key)), body] };
}

/** @returns {[Key, HTMLElement]} */
function content() {
  const able = ability();
  if (outcome === "failed") return ["prompts.failed", home()];
  if (outcome === "off") return ["prompts.off", el("div", null, el("p", null, sayLines("prompts.off.text")), home())];
  if (isOn()) {
    const off = async () => {
      try {
        await turnOff();
        show("off");
      } catch {
        show("failed");
      }
    };
    return ["prompts.on", el("div", null, el("p", null, sayLines("prompts.on.text")), picture(), home(),
      el("button", { class: "button button--plain button--wide", type: "button", onclick: () => void off() }, say("prompts.turn-off")))];
  }
  if (able === "denied") return ["prompts.denied", el("div", null, el("p", null, sayLines("prompts.denied.text")), home())];
  if (able === "none") return ["prompts.none", el("div", null, el("p", null, sayLines("prompts.none.text")), home())];
  if (able === "home-screen") {
    /** @type {Key[]} */
    const steps = ["prompts.home-screen.1", "prompts.home-screen.2", "prompts.home-screen.3"];
    return ["prompts.home-screen", el("div", null, el("ol", { class: "steps" }, steps.map((step) => el("li", null, sayLines(step)))), home())];
  }
  return ["prompts", el("div", null, el("p", null, sayLines("prompts.text")), picture(), el("p", null, sayLines("prompts.few")),
    el("div", { class: "stack" },
      el("button", { class: "button button--wide button--big", type: "button", onclick: yes }, say("prompts.yes")),
      el("a", { class: "button button--quiet button--wide", href: "#settings", onclick: follow({ view: "settings" }) }, say("prompts.not-now"))))];
}

/** The notification as it will look. */
function picture() {
  return el("figure", { class: "notification" },
    el("figcaption", { class: "muted small" }, say("prompts.picture")),
    el("div", { class: "notification__card" },
      el("img", { src: "icon.svg", alt: "", width: 40, height: 40 }),
      el("div", null, el("strong", null, say("prompts.title")), el("span", null, say("prompts.body")))));
}

function home() {
  return el("button", { class: "button button--wide button--big", type: "button", onclick: () => trail.go({ view: "home" }) }, say("page.home"));
}

async function yes() {
  remember();
  if (ability() === "home-screen") return show(undefined);
  show(await turnOn());
}

function notNow() {
  remember();
  trail.go({ view: "home" });
}

/** @param {typeof outcome} how */
function show(how) {
  outcome = how;
  trail.go({ view: "prompts" }, trail.current().view === "prompts");
}

function mayAsk() {
  const asked = read(ASKED) ?? { times: 0, last: 0 };
  return asked.times < AT_MOST && Date.now() - asked.last > AGAIN_AFTER_MS;
}

function remember() {
  const asked = read(ASKED) ?? { times: 0, last: 0 };
  write(ASKED, { times: asked.times + 1, last: Date.now() });
}
