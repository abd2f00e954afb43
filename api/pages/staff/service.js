// What everybody who works here has to know at once: messages do not go out (SAFE-14). It stands above
// every page as long as it is so.

import { byId, el, fill } from "../shared/dom.js";
import { request } from "../shared/api.js";
import { clock } from "./when.js";

/** @typedef {import("../shared/staff.js").Service} Service */

const REFRESH_MS = 30_000;

/** There from the beginning: readers of the screen are told what comes into it, and not what comes with it. */
const node = el("div", { id: "service", role: "status" });
/** @type {number | undefined} */
let timer;
let shown = "";

/**
 * Shows what does not work, now and from now on.
 *
 * @param {() => boolean} resting whether nobody is at work on this page
 */
export function watchService(resting) {
  if (!node.isConnected) byId("trouble").before(node);
  const look = () => {
    if (document.visibilityState === "visible" && !resting()) void refresh();
  };
  if (timer === undefined) addEventListener("visibilitychange", look, true);
  clearInterval(timer);
  timer = window.setInterval(look, REFRESH_MS);
  look();
}

async function refresh() {
  /** @type {Service} */
  let service;
  try {
    service = (await request("GET", "/worker/v1/service")).body;
  } catch {
    // Whoever cannot be reached cannot say what works. What is shown stays, and the page says itself what it misses.
    return;
  }
  const sentences = words(service);
  const now = sentences.join(" ");
  if (now === shown) return;
  shown = now;
  fill(node, sentences.length > 0 && el("div", { class: "notice notice--bad notice--above" },
    el("div", { class: "notice__in" }, sentences.map((sentence) => el("p", null, sentence)))));
}

/** Who makes the phones or browsers that a push service is for. @type {[string, string][]} */
const CARRIERS = [["googleapis.com", "Google"], ["apple.com", "Apple"], ["mozilla.com", "Mozilla"], ["windows.com", "Microsoft"]];

/** "Google (fcm.googleapis.com)". @param {string | undefined} host */
function carrier(host = "") {
  const known = CARRIERS.find(([name]) => host.endsWith(`.${name}`));
  return known ? `${known[1]} (${host})` : host;
}

/** @param {Service} service @returns {string[]} */
export function words({ untold, ...service }) {
  const first = untold ? [`Notices to staff do not arrive, since ${clock(untold.since)}. Look at the list yourself: nobody is told of an alert by e-mail.`] : [];
  return [...first, ...messages(service)];
}

/** @param {Service} service @returns {string[]} */
function messages({ not_working, waiting }) {
  const broken = not_working.map(({ way, host }) => `${way === "sms" ? "Text messages" : way === "email" ? "E-mails"
    : `Messages to phones by ${carrier(host)}`} do not go out at the moment.`);
  if (waiting) {
    const since = `Reminders have been waiting since ${clock(waiting.since)}.`;
    return [...broken, broken.length > 0 ? `${since} They are sent when it works again.` : since];
  }
  return broken.length > 0 ? [...broken, "What becomes due waits, and is sent when it works again."] : [];
}
