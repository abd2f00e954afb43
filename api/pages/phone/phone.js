// What this phone knows: who is signed in, their check-ins, and how they like to read.

import { Offline, get, isSignedOut, patch, request } from "../shared/api.js";
import * as early from "./early.js";
import * as vault from "./vault.js";
/** @import { AnswersOut, CheckIn, CheckInSummary, Me, Phone, Reading, Sync, TextSize } from "./nouns.js" */

const API = "/young-person/v1";

/** @type {Phone} */
export const phone = { me: undefined, checkIns: [], busyWith: undefined, reading: "plain", textSize: "normal", offline: false };

/** @type {string | undefined} */
let etag;
/** Choices that the service does not know yet. @type {{ reading?: Reading, text_size?: TextSize }} */
let unsaid = {};

/** The check-in with this id, if it is here. @param {string | undefined} id */
export function checkInWith(id) {
  return phone.checkIns.find((checkIn) => checkIn.id === id);
}

/** Takes back what was kept when the page was last open, so that it shows at once and offline. */
export async function recall() {
  const look = read(early.LOOK);
  if (look) {
    phone.reading = look.reading === "easy" ? "easy" : "plain";
    phone.textSize = look.text_size === "large" || look.text_size === "largest" ? look.text_size : "normal";
  }
  const kept = await vault.recall("sync");
  if (kept) adopt(kept, kept.etag);
}

/** Asks the service for the newest state. @returns {Promise<"fresh" | "offline" | "signed-out">} */
export async function refresh() {
  try {
    const answer = await (early.take() ?? request("GET", `${API}/sync`, phone.me && etag ? { etag } : {}));
    phone.offline = false;
    if (answer.status !== 304) {
      adopt(answer.body, answer.etag);
      await settleStorage();
    }
    await tellChoices();
    return "fresh";
  } catch (error) {
    if (isSignedOut(error)) {
      forget();
      await vault.drop("sync");
      return "signed-out";
    }
    phone.offline = error instanceof Offline;
    return "offline";
  }
}

/**
 * Changes how this person likes to read: here at once, at the service when it can be reached.
 *
 * @param {{ reading?: Reading, text_size?: TextSize }} choice
 */
export function prefer(choice) {
  unsaid = { ...unsaid, ...choice };
  phone.reading = choice.reading ?? phone.reading;
  phone.textSize = choice.text_size ?? phone.textSize;
  if (vault.keeps()) write(early.LOOK, { reading: phone.reading, text_size: phone.textSize });
  void tellChoices().catch(() => undefined);
}

/** Takes over what the service now says about this person. @param {Me} me */
export function become(me) {
  phone.me = me;
  etag = undefined;
  void keepSync();
}

/**
 * Takes over what the service said about a check-in after answers reached it.
 *
 * @param {string} id @param {AnswersOut} reply
 */
export function heard(id, reply) {
  const checkIn = checkInWith(id);
  if (!checkIn) return;
  checkIn.answers = reply.answers;
  // Late answers are still taken, so "closed" is not the end; a refusal is.
  if (reply.state !== "closed") checkIn.state = reply.state;
  if (reply.state === "answered") checkIn.answered_at ??= reply.received_at;
  // What was kept is out of date; a full answer comes next time.
  etag = undefined;
  void keepSync();
}

/** A check-in that takes no more answers. @param {string} id */
export function closed(id) {
  const checkIn = checkInWith(id);
  if (checkIn) checkIn.state = "closed";
  etag = undefined;
}

/** Whether this phone shows notifications: the service sends them, and the browser lets us. */
export function isOn() {
  return phone.me?.push === "on" && "Notification" in window && Notification.permission === "granted";
}

/** Remembers a small thing that is not personal. @param {string} name @param {unknown} value */
export function write(name, value) {
  if (!vault.keeps()) return;
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Private mode or no room: it is only a convenience.
  }
}

/** What `write` remembered. @param {string} name @returns {any} */
export function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** What else forgets when somebody is forgotten: pages that hold something in memory. @type {(() => void)[]} */
export const alsoForget = [];

/** Forgets who was signed in. What is kept on the phone is another matter. */
export function forget() {
  if (phone.me) for (const act of alsoForget) act();
  phone.me = undefined;
  phone.checkIns = [];
  phone.busyWith = undefined;
  etag = undefined;
}

/** @param {Sync} sync @param {string | undefined} tag */
function adopt(sync, tag) {
  const news = new Set(sync.check_ins.map(({ id }) => id));
  const stays = phone.checkIns.filter(({ id, state }) => !news.has(id) && (state === "answered" || id === phone.busyWith));
  phone.me = sync.me;
  phone.checkIns = [...sync.check_ins, ...stays];
  etag = tag;
  phone.reading = unsaid.reading ?? sync.me.reading;
  phone.textSize = unsaid.text_size ?? sync.me.text_size;
}

/** Fetches the latest check-in, if it is answered: it can be looked at and changed until the next opens. */
export async function fetchLatest() {
  const { items } = /** @type {{ items: CheckInSummary[] }} */ (await get(`${API}/check-ins`));
  const latest = items[0];
  phone.checkIns = phone.checkIns.filter(({ id, state }) => state !== "answered" || id === latest?.id);
  if (latest?.state !== "answered" || checkInWith(latest.id)) return;
  phone.checkIns.push(/** @type {CheckIn} */ (await get(`${API}/check-ins/${encodeURIComponent(latest.id)}`)));
}

async function settleStorage() {
  if (!phone.me) return;
  if (phone.me.shared_phone) {
    await vault.forbid();
    localStorage.removeItem(early.LOOK);
    return;
  }
  vault.allow();
  write(early.LOOK, { reading: phone.reading, text_size: phone.textSize });
  await keepSync();
}

async function keepSync() {
  if (!phone.me || phone.me.shared_phone) return;
  const open = phone.checkIns.filter((checkIn) => checkIn.state === "open");
  await vault.keep("sync", { me: phone.me, check_ins: open, etag });
}

async function tellChoices() {
  if (!phone.me || Object.keys(unsaid).length === 0) return;
  const choice = unsaid;
  phone.me = /** @type {Me} */ (await patch(`${API}/me/preferences`, choice));
  if (unsaid === choice) unsaid = {};
}
