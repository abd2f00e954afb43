// The answers of a check-in as this phone knows them: kept by the service, waiting, half done, or only tried out.

import * as flow from "./flow.js";
import * as outbox from "./outbox.js";
import { checkInWith, phone } from "./phone.js";
import * as vault from "./vault.js";
/** @import { Answers, CheckIn, Given, Step, Voice, Wishes } from "./nouns.js" */

/** Try-out answers. They are never kept and never sent. @type {Map<string, Given>} */
const tries = new Map();

/** Who answers, as said on this phone: what was said on another must not bring private questions up here. @type {Map<string, Given>} */
let sitting = new Map();

/** What is ticked or typed on a page but not yet given. @type {Map<string, Given>} */
let unfinished = new Map();

/** Under which names the half done and the wishes are kept. */
const HALF = "half";
const WISHES = "wishes";

/** What somebody asks for, wants, or writes about who helps them, until it is sent. @type {Partial<Wishes>} */
export const wishes = {};

/** Everything said so far, the newest word for each question. @param {CheckIn} checkIn @returns {Map<string, Given>} */
export function answersOf(checkIn) {
  /** @type {Map<string, Given>} */
  const answers = new Map();
  for (const answer of checkIn.answers) answers.set(answer.key, answer);
  for (const { key, codes = [], text, skipped = false } of outbox.waiting(checkIn.id)) {
    answers.set(key, { codes, skipped, ...(text === undefined ? {} : { text }) });
  }
  for (const step of checkIn.steps) {
    const here = sitting.get(name(checkIn, step)) ?? (step.stored ? undefined : tries.get(name(checkIn, step)));
    if (here) answers.set(step.key, here);
    // Nobody is taken to be alone because they were somewhere else: then they are asked here too.
    else if (flow.isAboutSitting(step) && checkIn.state === "open" && flow.speaker(checkIn, answers).source === "self") answers.delete(step.key);
  }
  return answers;
}

/** What is ticked or typed here but not yet given. @param {CheckIn} checkIn @param {Step} step */
export function begun(checkIn, step) {
  return unfinished.get(name(checkIn, step));
}

/** Ticks or types something. Own words are kept letter by letter. @param {CheckIn} checkIn @param {Step} step @param {Given} given */
export function begin(checkIn, step, given) {
  unfinished.set(name(checkIn, step), given);
  if (given.text !== undefined) keepHalf();
}

/**
 * Gives an answer: it is kept, counts at once, and is sent when it can be.
 *
 * @param {CheckIn} checkIn @param {Step} step @param {Given} given @param {boolean} alone @param {boolean} [soon] it may wait a little for the next ones
 * @returns {Promise<void>} settled after the first attempt to send it
 */
export function give(checkIn, step, given, alone, soon = false) {
  const half = begun(checkIn, step)?.text !== undefined;
  unfinished.delete(name(checkIn, step));
  if (flow.isAboutSitting(step)) sitting.set(name(checkIn, step), given);
  if (half || flow.isAboutSitting(step)) keepHalf();
  if (!step.stored) {
    tries.set(name(checkIn, step), given);
    return Promise.resolve();
  }
  const answers = answersOf(checkIn).set(step.key, given);
  const asked = [...flow.stops(checkIn, answers), ...flow.stops(checkIn, answers, true)];
  return outbox.add(
    checkIn.id,
    {
      key: step.key,
      ...(given.skipped ? { skipped: true } : given.text === undefined ? { codes: given.codes } : { text: given.text }),
      answered_at: new Date().toISOString(),
      own: step.proxy === "self_only",
      sensitive: step.sensitive,
    },
    voice(checkIn, answers, alone),
    new Set(asked.flatMap((stop) => stop.step?.key ?? [])),
    // Somebody may have to act on these.
    soon && !step.sensitive && step.kind !== "text",
  );
}

/** Says that the check-in is finished. @param {CheckIn} checkIn @param {boolean} alone */
export function finish(checkIn, alone) {
  return outbox.finish(checkIn.id, voice(checkIn, answersOf(checkIn), alone));
}

/** Takes back what was half done when the page was last open. */
export async function restore() {
  const [half, wished] = await Promise.all([vault.recall(HALF), vault.recall(WISHES)]);
  sitting = new Map(half?.sitting);
  unfinished = new Map(half?.typed);
  Object.assign(wishes, wished);
}

/** Keeps the wishes as they are now. */
export function keepWishes() {
  void vault.keep(WISHES, wishes);
}

function keepHalf() {
  // What belongs to a check-in that is over, or to another person, is kept no longer.
  const mine = (/** @type {[string, Given]} */ [name]) => checkInWith(name.split(" ")[0]) !== undefined;
  const half = { sitting: [...sitting].filter(mine), typed: [...unfinished].filter(([, { text }]) => text).filter(mine) };
  void (half.sitting.length + half.typed.length > 0 ? vault.keep(HALF, half) : vault.drop(HALF));
}

/** Forgets what was never sent: another person may hold the phone next. */
export function forgetAll() {
  tries.clear();
  sitting.clear();
  unfinished.clear();
  for (const each of /** @type {(keyof Wishes)[]} */ (Object.keys(wishes))) delete wishes[each];
  void vault.drop(WISHES);
}

/** @param {CheckIn} checkIn @param {Step} step */
function name(checkIn, step) {
  return `${checkIn.id} ${step.key}`;
}

/** @param {CheckIn} checkIn @param {Answers} answers @param {boolean} alone @returns {Voice} */
function voice(checkIn, answers, alone) {
  const speaker = alone ? { source: /** @type {const} */ ("self") } : flow.speaker(checkIn, answers);
  return { ...speaker, reading: phone.reading };
}
