// When we ask: the day, the time, how often, a break, and no reminders at all. Each change counts at once.

import { Offline, explain, patch } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { choice } from "./choices.js";
import { timeInWords, weekdayInWords } from "./clock.js";
import { announce } from "./frame.js";
import "./more-words.js";
import { button, heading, link, para, say } from "./parts.js";
import { become, phone } from "./phone.js";
import * as trail from "./trail.js";
/** @import { Key, Often, Pause, Place, PromptChoices, Prompts, View, Weekday } from "./nouns.js" */

/** @type {Weekday[]} */
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** @type {Often[]} */
const OFTEN = ["usual", "less"];
/** @type {Exclude<Pause, "none">[]} */
const BREAKS = ["one-week", "two-weeks", "four-weeks", "twelve-weeks"];

/** The ways that reminders come, in the words of the service. */
const WAYS = /** @type {const} */ (["texts", "emails", "pushes"]);

/** The parts of the page; what came of a change stands in the part where it was made. @typedef {"break" | "ways" | "day" | "time" | "often" | "stop"} Part */

/** @type {{ part: Part, words: () => string, worked: boolean } | undefined} */
let told;
/** Where that was said: whoever comes back later need not hear it again. @type {Place | undefined} */
let toldAt;
/** Changes go one after the other, so that the last one counts. */
let changing = Promise.resolve();

/** @param {Place} place @returns {View | undefined} */
export function when(place) {
  const prompts = phone.me?.prompts;
  if (!prompts) {
    trail.go({ view: "home" }, true);
    return undefined;
  }
  if (toldAt !== place) told = undefined;
  toldAt = place;
  return {
    title: say("when"),
    back: { view: "home" },
    body: [
      heading("when"),
      el("div", { class: "notice" }, standing(prompts)),
      prompts.stopped ? null : [pausing(prompts), ...reaching(prompts), ...choosing(prompts)],
      stopping(prompts),
      more(),
    ].flat(),
  };
}

/** What is set now, in words. @param {Prompts} prompts */
function standing(prompts) {
  if (prompts.stopped) return para("when.stopped");
  const { weekday, slot, quiet_from, quiet_to, paused_until, often } = prompts;
  return [
    paused_until && para("when.paused", { date: weekdayInWords(paused_until) }),
    WAYS.every((way) => !prompts[way]) ? para("when.none")
      : para("when.set", { day: plural(weekday), time: timeInWords(slot), from: timeInWords(quiet_from), to: timeInWords(quiet_to) }),
    often === "less" && para("when.less"),
  ];
}

/** @param {Prompts} prompts */
function pausing({ paused_until }) {
  const go = () => change("break", { pause: "none" }, () => say("when.told.going"));
  const rest = (/** @type {Pause} */ pause) => () => change("break", { pause }, pausedWords);
  return section("break", "when.break",
    paused_until ? button("when.carry-on", go) : [
      para("when.break.text"),
      el("div", { class: "picks" }, BREAKS.map((pause) => button(`when.${pause}`, rest(pause), "button--quiet"))),
    ]);
}

function pausedWords() {
  return say("when.told.paused", { date: weekdayInWords(phone.me?.prompts?.paused_until ?? "") });
}

/** Which ways reminders come: each is a switch of its own. @param {Prompts} prompts */
function reaching(prompts) {
  return [
    el("fieldset", { class: "answers", id: "ways", "aria-describedby": "ways-hint" },
      el("legend", null, el("h2", null, say("when.ways"))),
      el("p", { class: "field__hint", id: "ways-hint" }, lines(say("when.ways.text"))),
      WAYS.map((way) => el("label", { class: "answer" },
        el("input", { type: "checkbox", name: way, checked: prompts[way], onchange: (/** @type {Event} */ event) => reach(way, /** @type {HTMLInputElement} */ (event.target).checked) }),
        el("span", null, say(`when.${way}`))))),
    outcome("ways"),
  ];
}

/** @param {typeof WAYS[number]} way @param {boolean} on */
function reach(way, on) {
  change("ways", { [way]: on }, () => say(on ? "when.told.on" : "when.told.off", { way: say(`when.${way}`) }));
}

/** @param {Prompts} prompts */
function choosing({ weekday, slot, slots, often }) {
  return [
    choice({
      name: "day", legend: say("when.day"), values: DAYS, current: weekday, beside: true,
      words: (day) => say(`when.${day}`),
      chosen: (day) => change("day", { weekday: day }, () => say("when.told.day", { day: plural(day) })),
    }),
    outcome("day"),
    choice({
      name: "time", legend: say("when.time"), values: slots, current: slot, beside: true, words: timeInWords,
      chosen: (time) => change("time", { slot: time }, () => say("when.told.time", { time: timeInWords(time) })),
    }),
    outcome("time"),
    choice({
      name: "often", legend: say("when.often"), values: OFTEN, current: often,
      words: (how) => say(how === "less" ? "when.often.less" : "when.usual"),
      chosen: (how) => change("often", { often: how }, () => say(`when.told.${how}`)),
    }),
    outcome("often"),
  ];
}

/** @param {Prompts} prompts */
function stopping({ stopped }) {
  const key = stopped ? "when.start" : "when.stop";
  // Starting again ends a break too: otherwise none would come all the same.
  const wanted = stopped ? { stopped: false, pause: /** @type {Pause} */ ("none") } : { stopped: true };
  const turn = () => change("stop", wanted, () => say(stopped ? "when.told.started" : "when.told.stopped"));
  return section("stop", key, para("when.stop.text"), button(key, turn, stopped ? "button--big" : "button--quiet"));
}

function more() {
  return el("section", null,
    el("h2", null, say("when.more")),
    el("div", { class: "stack" },
      link("phones", { view: "phones" }),
      link("looked", { view: "looked" }),
      !phone.me?.shared_phone && link("settings.prompts", { view: "prompts" })));
}

/** @param {Part} part @param {Key} title @param {...import("./nouns.js").Child | import("./nouns.js").Child[]} body */
function section(part, title, ...body) {
  return el("section", { class: "card", id: part }, el("h2", { tabindex: "-1" }, say(title)), outcome(part), ...body);
}

/** What came of a change that was made here. @param {Part} part */
function outcome(part) {
  if (told?.part !== part) return null;
  return el("p", { class: `notice notice--${told.worked ? "good" : "warn"}` }, lines(told.words()));
}

/** Tells the service, then the person. @param {Part} part @param {PromptChoices} choices @param {() => string} words */
function change(part, choices, words) {
  changing = changing.then(() => send(part, choices, words));
}

/** @param {Part} part @param {PromptChoices} choices @param {() => string} words */
async function send(part, choices, words) {
  const place = trail.current();
  try {
    become(await patch("/young-person/v1/me/prompts", choices));
    told = { part, words, worked: true };
  } catch (error) {
    told = { part, words: () => (error instanceof Offline ? say("when.offline") : explain(error)), worked: false };
  }
  announce(told.words());
  if (trail.current() !== place) return;
  toldAt = place;
  trail.redraw();
  // A button that is not there any more cannot keep the keyboard.
  if (part === "break" || part === "stop") toHeading(part);
}

/** @param {string} part */
function toHeading(part) {
  const heading = document.querySelector(`#${part} h2`);
  if (heading instanceof HTMLElement) heading.focus();
}

/** "Wednesdays". @param {Weekday} day */
function plural(day) {
  return `${say(`when.${day}`)}s`;
}
