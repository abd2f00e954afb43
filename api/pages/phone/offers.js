// When we ask next and why then; being asked more or less often, which nobody has to want.

import { Offline, explain, get, post } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { announce } from "./frame.js";
import { fetched } from "./list.js";
import "./more-words.js";
import { button, dayInWords, heading, link, para, say } from "./parts.js";
import { refresh } from "./phone.js";
import * as trail from "./trail.js";
/** @import { Child, Key, Offer, Offers, Place, View } from "./nouns.js" */

const PATH = "/young-person/v1/me/offers";

/** What the service said to an answer and what that means, until the page is opened again. @type {{ place: Place, offers: Offers, words: Key } | undefined} */
let answered;
/** @type {string | undefined} */
let wrong;

const current = fetched(async () => /** @type {Offers} */ (await get(PATH)), shown);

/** @param {Place} place @returns {View} */
export function offers(place) {
  const after = answered?.place === place ? answered : undefined;
  return {
    title: say("offers"),
    back: { view: "home" },
    body: [
      heading("offers"),
      after && para(after.words, {}, "notice notice--good"),
      ...(after ? shown(after.offers, place) : current(place)),
    ],
  };
}

/** What is offered, after a check-in. It comes when that is known. */
export function offered() {
  const space = el("div");
  void get(PATH).then(({ items: [first] }) => {
    if (first) space.append(el("section", { class: "card" }, el("h2", null, say(`offers.${/** @type {Offer} */ (first).offer}`)), link("offers.look", { view: "offers" })));
  }, () => undefined);
  return space;
}

/** @param {Offers} offers @param {Place} place @returns {Child[]} */
function shown({ items, next }, place) {
  return [
    next ? para(`offers.next.${next.because}`, { date: dayInWords(next.on) }) : para("home.next.none"),
    wrong && el("p", { class: "notice notice--warn", role: "alert" }, lines(wrong)),
    ...items.map((offer) => card(offer, place)),
    link("when", { view: "when" }),
  ];
}

/** @param {Offer} offer @param {Place} place */
function card(offer, place) {
  return el("section", { class: "card" },
    el("h2", null, say(`offers.${offer.offer}`)),
    para(`offers.${offer.offer}.text`),
    el("div", { class: "stack" },
      button("offers.yes", () => void answer(offer, true, place), "button--quiet"),
      button("offers.no", () => void answer(offer, false, place), "button--quiet")));
}

/** @param {Offer} offer @param {boolean} accept @param {Place} place */
async function answer({ offer, because }, accept, place) {
  try {
    const words = accept ? /** @type {const} */ (`offers.${offer}.done`) : "offers.kept";
    answered = { place, offers: await post(PATH, { offer, because, accept }), words };
    wrong = undefined;
    announce(say(words));
    if (accept) void refresh();
  } catch (error) {
    wrong = error instanceof Offline ? say("when.offline") : explain(error);
    announce(wrong);
  }
  if (trail.current() === place) trail.redraw();
}
