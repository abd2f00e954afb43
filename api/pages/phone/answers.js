// The answers of a check-in as this phone knows them: what the service has, what waits to be sent,
// and what was only tried out.

import * as flow from "./flow.js";
import * as outbox from "./outbox.js";
import { phone } from "./phone.js";
/** @import { Answers, CheckIn, Given, Step, Voice, Wish } from "./nouns.js" */

/** Try-out answers. They are never kept and never sent. @type {Map<string, Given>} */
const tries = new Map();

/** Who answers, as it was said on this phone since it was opened. Somebody may sit beside this one while another phone is
 * answered alone: what was said there must not bring private questions up here. @type {Map<string, Given>} */
const sitting = new Map();
const ABOUT_SITTING = new Set(["who_answering", "helper_is"]);

/** What is ticked or typed on a page but not yet given. @type {Map<string, Given>} */
export const unfinished = new Map();

/** What somebody asks their worker for, until it is sent: one at most. @type {Map<"talk", Wish>} */
export const wishes = new Map();

/** Everything said so far, the newest word for each question. @param {CheckIn} checkIn @returns {Map<string, Given>} */
export function answersOf(checkIn) {
  /** @type {Map<string, Given>} */
  const answers = new Map();
  for (const answer of checkIn.answers) answers.set(answer.key, answer);
  for (const { key, codes = [], text, skipped = false } of outbox.waiting(checkIn.id)) {
    answers.set(key, { codes, skipped, ...(text === undefined ? {} : { text }) });
  }
  for (const step of checkIn.steps) {
    const name = `${checkIn.id} ${step.key}`;
    const here = sitting.get(name) ?? (step.stored ? undefined : tries.get(name));
    if (here) answers.set(step.key, here);
  }
  return answers;
}

/**
 * Gives an answer: it is kept, counts at once, and is sent when it can be.
 *
 * @param {CheckIn} checkIn @param {Step} step @param {Given} given @param {boolean} alone
 * @returns {Promise<void>} settled after the first attempt to send it
 */
export function give(checkIn, step, given, alone) {
  unfinished.delete(step.key);
  if (ABOUT_SITTING.has(step.question)) sitting.set(`${checkIn.id} ${step.key}`, given);
  if (!step.stored) {
    tries.set(`${checkIn.id} ${step.key}`, given);
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
  );
}

/** Says that the check-in is finished. @param {CheckIn} checkIn @param {boolean} alone */
export function finish(checkIn, alone) {
  return outbox.finish(checkIn.id, voice(checkIn, answersOf(checkIn), alone));
}

/** Forgets what was never sent: another person may hold the phone next. */
export function forgetAll() {
  tries.clear();
  sitting.clear();
  unfinished.clear();
  wishes.clear();
}

/** @param {CheckIn} checkIn @param {Answers} answers @param {boolean} alone @returns {Voice} */
function voice(checkIn, answers, alone) {
  const speaker = alone ? { source: /** @type {const} */ ("self") } : flow.speaker(checkIn, answers);
  return { ...speaker, reading: phone.reading };
}
