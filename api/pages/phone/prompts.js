// Asking about notifications: on the page first, with a picture of the exact notification, and only
// a "yes" here makes the phone ask. Never when the page opens.

import { get, put, remove } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { bytes, text } from "./base64.js";
import "./more-words.js";
import { button, goHome, link, para, say, sayLines } from "./parts.js";
import { isOn, phone, read, write } from "./phone.js";
import * as trail from "./trail.js";
/** @import { Key, SignedInPhone, View } from "./nouns.js" */

const API = "/young-person/v1/push";
const ASKED = "asked";
/** On which phone of theirs notifications were switched on and never off: the service may lose the address, they need not know. */
const WANTED = "reminded";
const AGAIN_AFTER_MS = 60 * 24 * 3600 * 1000;
const AT_MOST = 2;

/** What the page about notifications says instead of its question. @type {"on" | "off" | "denied" | "failed" | undefined} */
let outcome;

/** Nothing gets to this phone, and that could not be mended by itself. */
let failing = false;

/** The question after a finished check-in, if it may be asked now. */
export function invitation() {
  const able = ability();
  if (isOn() || (able !== "ready" && able !== "home-screen") || !mayAsk()) return null;
  return el("section", { class: "card" },
    el("h2", null, say("prompts")),
    picture(),
    el("div", { class: "stack" },
      button("prompts.yes", yes, ""),
      button("prompts.not-now", notNow, "button--plain")));
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
  if (outcome === "failed") return ["prompts.failed", goHome()];
  if (outcome === "off") return ["prompts.off", el("div", null, para("prompts.off.text"), goHome())];
  if (isOn()) {
    const off = async () => {
      try {
        await turnOff();
        show("off");
      } catch {
        show("failed");
      }
    };
    const turnOffHere = button("prompts.turn-off", off, "button--plain");
    if (failing) return ["prompts.failing", el("div", null, para("prompts.failing.text"), button("prompts.again", yes), turnOffHere)];
    return ["prompts.on", el("div", null, para("prompts.on.text"), picture(), goHome(), turnOffHere)];
  }
  if (able === "denied") return ["prompts.denied", el("div", null, para("prompts.denied.text"), goHome())];
  if (able === "none") return ["prompts.none", el("div", null, para("prompts.none.text"), goHome())];
  if (able === "home-screen") {
    /** @type {Key[]} */
    const steps = ["prompts.home-screen.1", "prompts.home-screen.2", "prompts.home-screen.3"];
    return ["prompts.home-screen", el("div", null, el("ol", { class: "steps" }, steps.map((step) => el("li", null, sayLines(step)))), goHome())];
  }
  return ["prompts", el("div", null, para("prompts.text"), picture(), para("prompts.few"),
    el("div", { class: "stack" },
      button("prompts.yes", yes),
      link("prompts.not-now", { view: "settings" })))];
}

/** The notification as it will look. */
function picture() {
  return el("figure", { class: "notification" },
    el("figcaption", { class: "muted small" }, say("prompts.picture")),
    el("div", { class: "notification__card" },
      el("img", { src: "icon.svg", alt: "", width: 40, height: 40 }),
      el("div", null, el("strong", null, say("prompts.title")), el("span", null, say("prompts.body")))));
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

/**
 * Whether this phone can show notifications. "home-screen": only after the page was put on the Home
 * Screen, which is how iPhones do it; found by what the browser can do, not by its name.
 *
 * @returns {"ready" | "denied" | "home-screen" | "none"}
 */
export function ability() {
  if (phone.me?.shared_phone) return "none";
  if ("PushManager" in window && "Notification" in window && "serviceWorker" in navigator) {
    return Notification.permission === "denied" ? "denied" : "ready";
  }
  const standalone = /** @type {{ standalone?: boolean }} */ (navigator).standalone;
  return standalone === false ? "home-screen" : "none";
}

/** Asks the phone and tells the service. Only from a tap. @returns {Promise<"on" | "denied" | "failed">} */
async function turnOn() {
  const permission = await Notification.requestPermission();
  if (permission === "denied") return "denied";
  if (permission !== "granted") return "failed";
  try {
    await subscribe();
    write(WANTED, await here());
    return "on";
  } catch {
    return "failed";
  }
}

/** Stops notifications, at the service first: that is what counts. */
async function turnOff() {
  await remove(`${API}/subscription`);
  write(WANTED, null);
  if (phone.me) phone.me.push = "off";
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Looks after notifications when the page opens: browsers take permissions and addresses away, and our key may be another by now. */
export async function mend() {
  if (!phone.me || ability() === "none" || !("Notification" in window)) return;
  if (Notification.permission !== "granted") {
    // Then the service can use another way to tell.
    if (phone.me.push === "on") await remove(`${API}/subscription`);
    phone.me.push = "off";
    return;
  }
  const wanted = read(WANTED);
  if (phone.me.push === "on") {
    if (!wanted) write(WANTED, await here());
    const { public_key, renew } = await get(`${API}/key`);
    const registration = await navigator.serviceWorker.ready;
    const old = await registration.pushManager.getSubscription();
    const current = old && isMadeWith(old, public_key);
    failing = Boolean(current && renew);
    if (!current || renew) await subscribe();
  } else if (wanted && wanted === (await here())) await subscribe();
}

/** Which of the phones one is signed in on this is. */
async function here() {
  const { items } = /** @type {{ items: SignedInPhone[] }} */ (await get("/young-person/v1/me/phones"));
  return items.find((one) => one.this)?.id;
}

/** Gets a new address for this phone, and tells the service. */
async function subscribe() {
  const { public_key } = await get(`${API}/key`);
  await put(`${API}/subscription`, await pushAddress(public_key, true));
  failing = false;
  if (phone.me) phone.me.push = "on";
}

/**
 * Where this phone takes pushes that are signed with this key. A browser keeps one address; with another key it wants another.
 *
 * @param {string} key @param {boolean} [anew] whatever address there is
 */
export async function pushAddress(key, anew = false) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  if (old && (anew || !isMadeWith(old, key))) await old.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, key };
}

/** A browser that does not say is believed. @param {PushSubscription} subscription @param {string} key */
function isMadeWith({ options }, key) {
  return !options?.applicationServerKey || text(options.applicationServerKey) === key;
}
