// Asking the service for something while somebody waits: once at a time, and saying beside it what went wrong.

import { Offline, Problem, explain } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import "./more-words.js";
import { minutes, say } from "./parts.js";
import "./record-words.js";
import { stepUp } from "./step-up.js";
import * as trail from "./trail.js";

/** Where it says what went wrong. */
export function complaints() {
  return el("p", { class: "field__error", role: "alert" });
}

/** What begins such an attempt. @param {HTMLElement} wrong @param {() => Promise<unknown>} act */
export function trying(wrong, act) {
  let running = false;
  return async () => {
    if (running) return;
    running = true;
    const at = trail.current();
    wrong.replaceChildren();
    try {
      await act();
    } catch (error) {
      // Where one is asked whether it is really one, one goes on here.
      if (trail.current() === at && !stepUp(error, at)) wrong.replaceChildren(lines(why(error)));
    } finally {
      running = false;
    }
  };
}

/** @param {unknown} error */
export function why(error) {
  if (error instanceof Offline) return say("when.offline");
  if (error instanceof Problem && error.status === 429) return say("slow-down", { minutes: minutes(Math.ceil((error.retryAfter ?? 60) / 60)) });
  if (error instanceof DOMException && error.name === "InvalidStateError") return say("passkey.there");
  // The phone showed none, or somebody said no to it.
  if (error instanceof DOMException || (error instanceof Problem && error.is("not-proven"))) return say("passkey.failed");
  return explain(error);
}
