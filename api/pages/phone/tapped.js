// A tap on a notification: the question that it was about, or what became of the answer that was tapped there. An answer that
// could not be sent is kept here, and sent with the token of its message: nobody need be signed in for it.

import { Offline, Problem, request } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { answersOf } from "./answers.js";
import * as flow from "./flow.js";
import { announce } from "./frame.js";
import "./more-words.js";
import { button, goHome, heading, link, para, say } from "./parts.js";
import { phone, refresh } from "./phone.js";
import * as trail from "./trail.js";
import * as vault from "./vault.js";
/** @import { CheckIn, Key, Tap, Told, View } from "./nouns.js" */

const KEPT = "taps";
const SENDING = "taps-sending";
const RETRY_MS = 30_000;
/** The question that notifications can answer. */
const QUESTION = "same_as_before";

/** What waits to be sent. @type {Tap[]} */
let taps = [];
/** Whether it would outlive the page. */
let kept = true;
/** What became of the last one that was sent. @type {"taken" | "over" | undefined} */
let outcome;
/** @type {Promise<void> | undefined} */
let restored;
/** @type {Promise<void> | undefined} */
let sending;
let retry = 0;

/** Sends what waits, also from when the page was last open. */
export async function resume() {
  await restore();
  await send();
}

/** Takes back what waited when the page was last open. */
function restore() {
  return (restored ??= change((waiting) => waiting));
}

/** Another page that is open may change the same: one at a time. @param {(waiting: Tap[]) => Tap[]} how */
function change(how) {
  return navigator.locks.request(KEPT, async () => {
    const before = kept ? ((await vault.recall(KEPT)) ?? []) : taps;
    taps = how(before);
    if (taps !== before) kept = await (taps.length > 0 ? vault.keep(KEPT, taps) : vault.drop(KEPT));
  });
}

/** Somebody tapped a notification. @param {Told} told */
export async function arrive(told) {
  await restore();
  if (told.tap) {
    const { tap } = told;
    await change((waiting) => [...waiting, tap]);
    retry ||= setTimeout(send, RETRY_MS);
    trail.go({ view: "tapped" });
  } else if (told.outcome === "over") {
    outcome = "over";
    trail.go({ view: "tapped" });
  } else {
    await goOn();
  }
}

/** Opens the question, or what comes after it if it has been answered. */
async function goOn() {
  await refresh();
  const checkIn = phone.checkIns.findLast(asks);
  if (!checkIn || trail.current().id === checkIn.id) return;
  const answers = answersOf(checkIn);
  const stop = flow.firstOpen(flow.stops(checkIn, answers), answers);
  if (stop) trail.go({ view: "question", id: checkIn.id, stop: stop.id });
}

/** @param {CheckIn} checkIn */
function asks({ kind, state, steps }) {
  return kind === "pulse" && state === "open" && steps.some(({ question }) => question === QUESTION);
}

/** Sends what waits. Who calls while it sends waits for the same. */
function send() {
  clearTimeout(retry);
  retry = 0;
  return (sending ??= navigator.locks.request(SENDING, sendAll).finally(() => (sending = undefined)));
}

/** One page at a time: another one that is open may have sent it meanwhile. */
async function sendAll() {
  await change((waiting) => waiting);
  for (const tap of [...taps]) {
    try {
      await request("POST", "/young-person/v1/one-tap", { body: tap });
      outcome = "taken";
    } catch (error) {
      if (error instanceof Offline || (error instanceof Problem && (error.status >= 500 || error.status === 429))) {
        retry = setTimeout(send, RETRY_MS);
        return;
      }
      outcome = "over";
    }
    await change((waiting) => waiting.filter(({ token }) => token !== tap.token));
    if (outcome === "taken") announce(say("tapped.taken"));
    if (trail.current().view === "tapped") trail.go({ view: "tapped" }, true);
  }
}

/** What became of it. @returns {View | undefined} */
export function tapped() {
  const [waiting] = taps;
  if (waiting) {
    const answer = say(waiting.answer === "same" ? "tapped.same" : "tapped.changed");
    const again = async () => {
      await send();
      if (taps.length > 0) announce(say("tapped.unsent"));
    };
    return page("tapped.unsent", kept ? "tapped.unsent.text" : "tapped.unsent.not-kept", { answer }, button("try-again", again));
  }
  if (outcome === "over") return page("tapped.over", "tapped.over.text");
  if (outcome === "taken") return page("page.thank_you", "tapped.taken", {}, phone.checkIns.some(asks) && button("home.carry-on", goOn));
  // After a reload there is nothing more to say.
  trail.go({ view: "home" }, true);
  return undefined;
}

/** @param {Key} title @param {Key} text @param {Record<string, string>} [fillers] @param {HTMLElement | false} [act] @returns {View} */
function page(title, text, fillers, act) {
  return {
    title: say("page.other"),
    body: [
      heading(title),
      para(text, fillers, "lead"),
      el("div", { class: "stack" }, act, act ? link("page.home", { view: "home" }) : goHome()),
    ],
  };
}
