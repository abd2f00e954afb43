// Reads the page aloud with a voice that lives on the phone, so that no text leaves it.
// It never starts by itself.

import "./more-words.js";
import { say } from "./parts.js";
import { phone } from "./phone.js";

/** @type {HTMLElement[]} */
let rest = [];
/** @type {HTMLElement | undefined} */
let lit;
/** @type {() => void} */
let whenDone = () => undefined;

/** Asks for the voices early: some browsers only load them when asked. */
export function prepare() {
  if ("speechSynthesis" in window) speechSynthesis.getVoices();
}

/** True while it reads. */
export function isReading() {
  return lit !== undefined;
}

/**
 * Stops if it reads; else reads the parts of an element one after the other and lights up each.
 *
 * @param {Element} root @param {() => void} done called when it ends or is stopped
 * @returns {string} what to say if it cannot: the phone has no voice of its own
 */
export function toggle(root, done) {
  const wasReading = isReading();
  stop();
  if (wasReading) return "";
  const parts = [...root.querySelectorAll("h1, h2, h3, p, li, dt, dd, .answer, .field__hint")]
    .filter((part) => part instanceof HTMLElement)
    .filter((part) => part.checkVisibility?.() ?? part.offsetParent !== null)
    .filter((part) => !part.closest("[aria-hidden='true'], .visually-hidden") && wordsOf(part) !== "")
    // A paragraph inside an answer is read with the answer.
    .filter((part, _, all) => !all.some((other) => other !== part && other.contains(part)));
  // Half a page, or one language in the voice of another, helps nobody.
  if (!parts.every(voiceFor)) return say("listen.none");
  rest = parts;
  whenDone = done;
  next(phone.reading === "easy");
  return "";
}

/** Stops reading. Asking the phone costs time, so it is only asked if it reads. */
export function stop() {
  if (!isReading()) return;
  rest = [];
  speechSynthesis.cancel();
  finish();
}

/** @param {boolean} slowly */
function next(slowly) {
  lit?.classList.remove("spoken");
  lit = rest.shift();
  const part = lit;
  const voice = part && voiceFor(part);
  if (!part || !voice) return finish();
  part.classList.add("spoken");
  part.scrollIntoView({ block: "nearest" });
  const words = new SpeechSynthesisUtterance(wordsOf(part));
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = slowly ? 0.85 : 1;
  words.onend = words.onerror = () => {
    // A stopped utterance also ends; by then another part, or none, is lit.
    if (lit === part) next(slowly);
  };
  speechSynthesis.speak(words);
}

function finish() {
  lit?.classList.remove("spoken");
  lit = undefined;
  const done = whenDone;
  whenDone = () => undefined;
  done();
}

/** A voice on the phone for the language that a part is in. @param {Element} part @returns {SpeechSynthesisVoice | undefined} */
function voiceFor(part) {
  if (!("speechSynthesis" in window)) return undefined;
  const language = (part.closest("[lang]")?.getAttribute("lang") ?? "").toLowerCase();
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const speaks = (/** @type {SpeechSynthesisVoice} */ voice) => voice.lang.toLowerCase().replace("_", "-");
  return (
    voices.find((voice) => speaks(voice) === language) ??
    voices.find((voice) => speaks(voice).slice(0, 2) === language.slice(0, 2))
  );
}

/** The words of a part, without the pictures. @param {Element} part */
function wordsOf(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  for (const picture of copy.querySelectorAll("[aria-hidden='true'], .visually-hidden")) picture.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
