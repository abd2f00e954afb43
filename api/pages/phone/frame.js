// The frame around every page: Back, Help, Listen, easy read, text size, and what is not sent yet.
// They stay in the same place on every page.

import { byId, fill, lines } from "../shared/dom.js";
import { watchLeave } from "./leave.js";
import * as outbox from "./outbox.js";
import { say } from "./parts.js";
import { phone, prefer } from "./phone.js";
import * as trail from "./trail.js";
/** @import { TextSize, View } from "./nouns.js" */

const NAME = "Throughline";
/** @type {TextSize[]} */
const SIZES = ["normal", "large", "largest"];

/** Reading aloud, once it is there. @type {typeof import("./listen.js") | undefined} */
let listen;
/** @type {View | undefined} */
let shown;
/** Once known it stays: the last page after signing out is still a demonstration. */
let demonstration = !byId("demonstration").hidden;

/** Makes the buttons of the frame work. Called once. */
export function begin() {
  byId("back").addEventListener("click", () => shown?.back && trail.back(shown.back));
  instead("brand", () => trail.go({ view: "home" }));
  instead("sign-out", () => trail.go({ view: "sign-out" }));
  instead("skip", focusHeading);
  byId("listen").addEventListener("click", () => void toggleListen());
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
}

/** Fetches what reads aloud: nobody needs it before the first page. */
export async function fetchListen() {
  if (listen) return;
  listen = await import("./listen.js");
  listen.prepare();
}

/** Shows a page. @param {View} view @param {boolean} arrived they came here; else the same page is drawn again */
export function show(view, arrived) {
  listen?.stop();
  byId("no-voice").hidden = true;
  shown = view;
  document.title = `${view.title} – ${NAME}`;
  const page = byId("page");
  const parts = () => [...page.querySelectorAll("h1, a, button, input, textarea, select, summary")];
  const focused = parts().findIndex((part) => part === document.activeElement);
  fill(page, ...view.body);
  dress();
  if (arrived) {
    window.scrollTo(0, 0);
    focusHeading();
  } else {
    // The keyboard stays where it was.
    const same = /** @type {HTMLElement | undefined} */ (parts()[focused]);
    if (same?.tagName === "H1") focusHeading();
    else same?.focus({ preventScroll: true });
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
  byId("listen-words").textContent = say(listen?.isReading() ? "listen.stop" : "listen");
  byId("reading-words").textContent = say(easy ? "reading.to-plain" : "reading.to-easy");

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

/** A link that goes somewhere within this page. @param {string} id @param {() => void} act */
function instead(id, act) {
  byId(id).addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}

function focusHeading() {
  const heading = byId("page").querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

async function toggleListen() {
  await fetchListen().catch(() => undefined);
  const trouble = listen ? listen.toggle(byId("page"), dress) : say("lost.text");
  dress();
  byId("no-voice").hidden = !trouble;
  fill(byId("no-voice"), trouble && lines(trouble));
}
