// The phones one is signed in on, and signing out one that is lost.

import { Offline, Problem, explain, remove } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { announce } from "./frame.js";
import { listed } from "./list.js";
import "./more-words.js";
import { button, dayInWords, heading, link, para, say } from "./parts.js";
import * as trail from "./trail.js";
/** @import { Key, Place, SignedInPhone, View } from "./nouns.js" */

const API = "/young-person/v1/me/phones";
/** @type {Place} */
const LIST = { view: "phones" };

/** What came of signing a phone out, and where that is said: once. @type {{ words: Key, at?: Place } | undefined} */
let outcome;

const list = listed(API, (/** @type {SignedInPhone[]} */ items) => items.map(one));

/** @param {Place} place @returns {View} */
export function phones(place) {
  if (place.page) return sure(place.page);
  if (outcome && (outcome.at ??= place) !== place) outcome = undefined;
  return {
    title: say("phones"),
    back: { view: "when" },
    body: [
      heading("phones"),
      outcome && para(outcome.words, {}, "notice notice--good"),
      para("phones.text"),
      ...list(place),
    ],
  };
}

/** @param {SignedInPhone} phone */
function one({ id, name, shared, this: here, since, last_used_on, reminders }) {
  const what = name ?? say(here ? "phones.this" : "phones.one");
  const used = dayInWords(last_used_on);
  const lost = link("phones.lost", { ...LIST, page: id }, "button--quiet button--wide", `${what}, ${used}`);
  return el("section", { class: here ? "card card--main" : "card" },
    el("h2", null, what),
    here && name && el("p", null, el("span", { class: "badge badge--good" }, say("phones.this"))),
    shared && el("p", null, el("span", { class: "badge badge--quiet" }, say("phones.shared"))),
    para("phones.since", { since: dayInWords(since), used }),
    reminders === "failing" && para("phones.failing", {}, "notice"),
    reminders === "failing" && here && link("prompts.again", { view: "prompts" }),
    here ? link("settings.sign-out", { view: "sign-out" }) : lost);
}

/** Asks once more: another phone cannot be brought back from here. @param {string} id @returns {View} */
function sure(id) {
  const wrong = el("p", { class: "field__error", role: "alert" });
  const goBack = (/** @type {Key} */ words) => {
    outcome = { words };
    announce(say(words));
    trail.back(LIST);
  };
  const end = async () => {
    try {
      await remove(`${API}/${encodeURIComponent(id)}`);
      goBack("phones.done");
    } catch (error) {
      if (error instanceof Problem && error.status === 404) goBack("phones.gone");
      else wrong.replaceChildren(lines(error instanceof Offline ? say("when.offline") : explain(error)));
    }
  };
  return {
    title: say("phones"),
    back: LIST,
    body: [
      heading("phones.sure"),
      para("phones.sure.text"),
      para("phones.sure.ways"),
      wrong,
      el("div", { class: "stack" },
        button("sign-out.yes", end),
        link("phones.no", LIST)),
    ],
  };
}
