// Answers on their way to the service. Nothing here waits for the network: an answer is kept on the
// phone first, sent when it can be, and forgotten here only when the service has said it has it.

import { Offline, Problem, request } from "../shared/api.js";
import * as vault from "./vault.js";
/** @import { AnswersIn, Draft, Entry, Source, Voice, Watcher } from "./nouns.js" */

const PATIENCE_MS = 10_000;
/** How long an answer waits for the next ones. */
const TOGETHER_MS = 20_000;
const SLOWEST_RETRY_S = 60;

/** @type {Map<string, Draft>} */
const drafts = new Map();
/** @type {Watcher | undefined} */
let watcher;
/** @type {Promise<void> | undefined} */
let sending;
let again = false;
let failures = 0;
let kept = true;
let retry = 0;
let leaving = 0;

/** Says who is told about replies and failures. @param {Watcher} who */
export function watch(who) {
  watcher = who;
}

/** Takes back what was waiting when the page was last closed. */
export async function restore() {
  for (const name of await vault.names()) {
    if (!name.startsWith("draft:")) continue;
    const draft = /** @type {Draft | undefined} */ (await vault.recall(name));
    if (draft) drafts.set(name.slice("draft:".length), draft);
  }
}

/**
 * Adds an answer and sends it at once, or soon with the next ones. What waits for questions that no longer apply is dropped;
 * what takes an answer back is not.
 *
 * @param {string} id @param {Entry} entry @param {Voice} voice @param {ReadonlySet<string>} asked @param {boolean} soon
 */
export function add(id, entry, voice, asked, soon) {
  const draft = drafts.get(id) ?? { entries: {}, voice, finish: false };
  const before = draft.entries[entry.key];
  // The latest moment counts at the other end; two taps within a millisecond must still differ.
  if (before && before.answered_at >= entry.answered_at) {
    entry.answered_at = new Date(Date.parse(before.answered_at) + 1).toISOString();
  }
  draft.entries[entry.key] = entry;
  draft.voice = voice;
  for (const [key, { skipped }] of Object.entries(draft.entries)) if (!asked.has(key) && !skipped) delete draft.entries[key];
  return save(id, draft, soon);
}

/** Marks a check-in as finished and sends the rest. @param {string} id @param {Voice} voice */
export function finish(id, voice) {
  const draft = drafts.get(id) ?? { entries: {}, voice, finish: true };
  return save(id, { ...draft, voice, finish: true });
}

/** What waits for one check-in. @param {string} id @returns {Entry[]} */
export function waiting(id) {
  return Object.values(drafts.get(id)?.entries ?? {});
}

/** True while "finished" waits to be sent for this check-in. @param {string} id */
export function isFinishing(id) {
  return drafts.get(id)?.finish ?? false;
}

/** How things stand, in one word, for the line at the top of the page. */
export function standing() {
  if (drafts.size === 0 || failures === 0) return "clear";
  return kept ? "kept" : "not-kept";
}

/** True when anything at all is not sent yet. */
export function isWaiting() {
  return drafts.size > 0;
}

/** Forgets what waits: the person signed out of a shared phone. */
export function clear() {
  drafts.clear();
  failures = 0;
  clearTimeout(retry);
}

/** The questions are left, or the phone is put away. */
export function hurry() {
  if (leaving) void flush();
}

/** Sends what waits. Calls that come while it sends are served by the same run. */
export function flush() {
  clearTimeout(leaving);
  leaving = 0;
  again = true;
  sending ??= (async () => {
    while (again) {
      again = false;
      await sendAll();
    }
    sending = undefined;
    watcher?.changed();
  })();
  return sending;
}

/** @param {string} id @param {Draft} draft @param {boolean} [soon] @returns {Promise<void>} */
function save(id, draft, soon = false) {
  drafts.set(id, draft);
  const keeping = vault.keep(`draft:${id}`, draft).then((worked) => {
    kept = worked;
    // Nothing waits that could be lost.
    if (!worked) hurry();
  });
  if (!soon || !navigator.onLine) return flush();
  leaving ||= setTimeout(flush, TOGETHER_MS);
  return keeping;
}

async function sendAll() {
  clearTimeout(retry);
  for (const [id, draft] of drafts) {
    try {
      await send(id, draft);
      failures = 0;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        watcher?.signedOut();
        return;
      }
      if (error instanceof Problem && settledByRefusal(id, draft, error)) continue;
      failures += 1;
      warn(id, draft);
      const wait = error instanceof Problem ? error.retryAfter : undefined;
      retry = setTimeout(flush, 1000 * (wait ?? Math.min(SLOWEST_RETRY_S, 5 * 2 ** (failures - 1))));
      if (error instanceof Offline) return;
    }
  }
}

/** @param {string} id @param {Draft} draft */
async function send(id, draft) {
  const parts = batches(draft);
  for (const [index, part] of parts.entries()) {
    const finished = draft.finish && index === parts.length - 1;
    /** @type {AnswersIn} */
    const body = {
      source: part.source,
      ...(part.source !== "self" && draft.voice.helper ? { helper: draft.voice.helper } : {}),
      reading: draft.voice.reading,
      finished,
      answers: part.entries.map(({ key, codes, text, skipped, answered_at }) => ({ key, codes, text, skipped, answered_at })),
    };
    const { body: reply } = await request("PUT", `/young-person/v1/check-ins/${encodeURIComponent(id)}/answers`, {
      body, keepalive: true, patience: PATIENCE_MS,
    });
    received(id, draft, part.entries, finished);
    watcher?.replied(id, reply, finished);
  }
}

/**
 * One request carries the words of one speaker: own answers go apart while someone helps with the rest.
 *
 * @param {Draft} draft @returns {{ source: Source, entries: Entry[] }[]}
 */
function batches(draft) {
  const entries = Object.values(draft.entries);
  const { source } = draft.voice;
  if (source === "self") return [{ source, entries }];
  const own = entries.filter((entry) => entry.own);
  const rest = entries.filter((entry) => !entry.own);
  /** @type {{ source: Source, entries: Entry[] }[]} */
  const parts = own.length > 0 ? [{ source: "self", entries: own }] : [];
  if (rest.length > 0 || parts.length === 0) parts.push({ source, entries: rest });
  return parts;
}

/**
 * The service has these answers: they need not be kept here, unless they changed meanwhile.
 *
 * @param {string} id @param {Draft} sent @param {Entry[]} entries @param {boolean} finished
 */
function received(id, sent, entries, finished) {
  const draft = drafts.get(id) ?? sent;
  for (const entry of entries) {
    if (draft.entries[entry.key]?.answered_at === entry.answered_at) delete draft.entries[entry.key];
  }
  if (finished) draft.finish = sent.finish = false;
  settle(id, draft);
}

/** Deals with a refusal; false if it may be tried again. @param {string} id @param {Draft} draft @param {Problem} problem */
function settledByRefusal(id, draft, problem) {
  if (problem.is("check-in-closed") || problem.status === 404) {
    drafts.delete(id);
    void vault.drop(`draft:${id}`);
    watcher?.refused(id, problem.status === 404 ? "gone" : "closed");
    return true;
  }
  if (problem.status !== 422 && problem.status !== 400) return false;

  // Give up only the answers that the service names, so that one mistake of ours costs one answer.
  const part = batches(draft).find(({ entries }) => entries.length > 0)?.entries ?? [];
  const named = problem.errors.map(({ pointer }) => part[Number(/^\/answers\/(\d+)/.exec(pointer)?.[1] ?? NaN)]);
  const faulty = named.filter((entry) => entry !== undefined);
  if (faulty.length === 0) return false;
  for (const entry of faulty) delete draft.entries[entry.key];
  settle(id, draft);
  watcher?.refused(id, "answer");
  again = drafts.has(id);
  return true;
}

/** @param {string} id @param {Draft} draft */
function settle(id, draft) {
  if (Object.keys(draft.entries).length === 0 && !draft.finish) {
    drafts.delete(id);
    void vault.drop(`draft:${id}`);
  } else {
    void vault.keep(`draft:${id}`, draft);
  }
}

/** @param {string} id @param {Draft} draft */
function warn(id, draft) {
  const untold = Object.values(draft.entries).filter((entry) => entry.sensitive && !entry.skipped && !entry.warned);
  if (untold.length === 0) return;
  for (const entry of untold) entry.warned = true;
  void vault.keep(`draft:${id}`, draft);
  watcher?.untold(id);
}
