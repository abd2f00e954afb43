// Which question comes when. Pure: it looks at a check-in and its answers and remembers nothing.
/** @import { Answers, CheckIn, Source, Step, Stop } from "./nouns.js" */

/** The questions about who sits before the phone. */
const WHO = "who_answering";
const HELPER = "helper_is";
/** @type {Record<string, Source>} */
const SOURCES = { me: "self", me_with_help: "with-help", someone_else: "proxy" };

/**
 * Whose words the answers are, as said in the questions about it.
 *
 * @param {CheckIn} checkIn @param {Answers} answers @returns {{ source: Source, helper?: string }}
 */
export function speaker(checkIn, answers) {
  const said = (/** @type {string} */ question) => {
    const step = checkIn.steps.find((each) => each.question === question);
    return step && answers.get(step.key)?.codes[0];
  };
  const source = SOURCES[said(WHO) ?? "me"] ?? "self";
  const helper = source === "self" ? undefined : said(HELPER);
  return helper ? { source, helper } : { source };
}

/**
 * The pages of a check-in in order, as they stand with these answers. Questions that are only for the
 * young person are left out while someone helps; in their place stands the page that says so.
 *
 * @param {CheckIn} checkIn @param {Answers} answers
 * @param {boolean} [alone] only those questions that were held back, now that nobody helps @returns {Stop[]}
 */
export function stops(checkIn, answers, alone = false) {
  const { source } = speaker(checkIn, answers);
  const heldBack = source !== "self" && !alone;
  /** @type {Stop[]} */
  const list = [];
  const shownPages = new Set();
  const showPage = (/** @type {string} */ page) => {
    if (shownPages.has(page)) return;
    shownPages.add(page);
    list.push({ id: `page:${page}`, page });
  };

  for (const step of applicable(checkIn, answers)) {
    const own = step.proxy === "self_only";
    if (alone && !own) continue;
    if (own && heldBack) {
      if (source === "with-help") showPage("helper_here");
      continue;
    }
    if (step.before) showPage(step.before);
    list.push({ id: step.key, step });
  }
  return list;
}

/**
 * The first page that still wants an answer, with the page that must come before it. A try-out
 * question only counts while nothing is answered.
 *
 * @param {Stop[]} list @param {Answers} answers @param {string} [after] only look behind this stop
 * @returns {Stop | undefined}
 */
export function firstOpen(list, answers, after) {
  const start = after === undefined ? 0 : list.findIndex((stop) => stop.id === after) + 1;
  const fresh = answers.size === 0;
  const index = list.findIndex((stop, i) => i >= start && stop.step && !answers.has(stop.step.key) && (stop.step.stored || fresh));
  if (index < 0) return undefined;
  const before = list[index - 1];
  return index > start && before?.page ? before : list[index];
}

/**
 * Whether questions were held back that the young person can still answer on their own.
 *
 * @param {CheckIn} checkIn @param {Answers} answers
 */
export function hasHeldBack(checkIn, answers) {
  if (speaker(checkIn, answers).source !== "with-help") return false;
  return firstOpen(stops(checkIn, answers, true), answers) !== undefined;
}

/** Whether a question is about who sits before the phone. @param {Step} step */
export function isAboutSitting({ question }) {
  return question === WHO || question === HELPER;
}

/** The question who answers, as long as nobody has said it here. @param {Stop[]} list @param {Answers} answers */
export function unsettled(list, answers) {
  return list.find(({ step }) => step?.question === WHO && !answers.has(step.key));
}

/** Which question it is, counted from one. A try-out is not counted. @param {Stop[]} list @param {string} id */
export function place(list, id) {
  return list.filter((stop) => stop.step?.stored).findIndex((stop) => stop.id === id) + 1;
}

/**
 * The questions whose conditions hold. An answer only counts while its own question applies, so that
 * changing an early answer also takes back what followed from it.
 *
 * @param {CheckIn} checkIn @param {Answers} answers @returns {Step[]}
 */
function applicable(checkIn, answers) {
  const keys = new Set(checkIn.steps.map((step) => step.key));
  const applies = new Set();
  return checkIn.steps.filter((step) => {
    const holds =
      step.show_if.length === 0 ||
      step.show_if.some((all) =>
        all.every(({ key, any_of }) => {
          if (keys.has(key) && !applies.has(key)) return false;
          return answers.get(key)?.codes.some((code) => any_of.includes(code)) ?? false;
        }),
      );
    if (holds) applies.add(step.key);
    return holds;
  });
}
