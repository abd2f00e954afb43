// Ways to sign in again: a number, an address, and passkeys. Nobody who only finds the phone can add one.

import { Problem, get, post, remove } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { announce } from "./frame.js";
import { fetched } from "./list.js";
import { button, dayInWords, heading, link, para, say } from "./parts.js";
import * as passkey from "./passkey.js";
import { phone, read, write } from "./phone.js";
import "./record-words.js";
import * as trail from "./trail.js";
import { complaints, trying } from "./trying.js";
import { addressPage, addresses, codePage } from "./typed-code.js";
/** @import { Child, CodeSent, CodeWay, Key, Passkey, Place, Proof, View } from "./nouns.js" */

/** @typedef {{ proof: Proof, passkeys: Passkey[], canMake: boolean }} Known */

const API = "/young-person/v1/me";
/** @type {Place} */
const LIST = { view: "ways" };
const ASKED = "ways-asked";
const AGAIN_AFTER_MS = 60 * 24 * 3600 * 1000;
const AT_MOST = 2;
/** @type {CodeWay[]} */
const BY_CODE = ["mobile", "email"];

/** What was done, and where that is said: once. @type {{ words: Key, at?: Place } | undefined} */
let outcome;

const list = fetched(fetch, show);

/** @param {Place} place @returns {View} */
export function ways(place) {
  const way = BY_CODE.find((each) => each === place.stop);
  if (place.page === "add") return way ? to(place, way) : newPasskey(place);
  if (place.page === "code" && way) return typed(place, way);
  if (place.page === "remove") return sure(place, way);
  if (outcome && (outcome.at ??= place) !== place) outcome = undefined;
  return {
    title: say("ways"),
    back: { view: "settings" },
    body: [
      heading("ways"),
      para("ways.text"),
      outcome && para(outcome.words, {}, "notice notice--good"),
      ...list(place),
    ],
  };
}

/** The question after a finished check-in, if it may be asked now. It comes when it is known whether there is something to offer. */
export function offer() {
  const asked = read(ASKED) ?? { times: 0, last: 0 };
  const space = el("div");
  if (phone.me?.shared_phone || asked.times >= AT_MOST || Date.now() - asked.last < AGAIN_AFTER_MS) return space;
  const go = (/** @type {Place} */ place) => () => {
    write(ASKED, { times: asked.times + 1, last: Date.now() });
    trail.go(place);
  };
  void fetch().then(({ proof, canMake }) => {
    const possible = proof.can_add.some((way) => way !== "passkey" || canMake);
    if (proof.ways.length > 0 || !proof.may_add || !possible) return;
    space.replaceChildren(el("section", { class: "card" },
      el("h2", null, say("ways.offer")),
      para("ways.offer.text"),
      el("div", { class: "stack" },
        button("ways.add", go(LIST), "button--quiet"),
        button("ways.offer.no", go({ view: "home" }), "button--plain"))));
  }, () => undefined);
  return space;
}

/** @returns {Promise<Known>} */
async function fetch() {
  const [proof, { items }, canMake] = await Promise.all([get(`${API}/proof`), get(`${API}/passkeys`), passkey.canMake()]);
  return { proof, passkeys: items, canMake };
}

/** @param {Known} known @returns {Child[]} */
function show({ proof, passkeys, canMake }) {
  const none = proof.contacts.length === 0 && passkeys.length === 0;
  if (none && proof.can_add.length === 0) return [para("ways.none", {}, "notice")];
  if (none && !proof.may_add) return [para("ways.shut", {}, "notice")];
  return [
    (passkeys.length > 0 || (canMake && proof.can_add.includes("passkey"))) && withPasskeys(proof, passkeys, canMake),
    ...BY_CODE.map((way) => withCode(proof, way)),
  ];
}

/** @param {Proof} proof @param {Passkey[]} passkeys @param {boolean} canMake */
function withPasskeys(proof, passkeys, canMake) {
  const one = (/** @type {Passkey} */ { id, name, made_on, last_used_on }) => {
    const since = dayInWords(made_on);
    return el("li", null,
      name && el("strong", null, name),
      last_used_on ? para("ways.passkey.used", { since, used: dayInWords(last_used_on) }) : para("ways.passkey.since", { since }),
      link("ways.remove", { ...LIST, page: "remove", stop: id }, "button--quiet", `${say("ways.passkey")}, ${since}`));
  };
  return el("section", { class: "card" },
    el("h2", null, say("ways.passkey")),
    para("ways.passkey.text"),
    passkeys.length > 0 && el("ul", { class: "list-plain stack" }, passkeys.map(one)),
    canMake && proof.can_add.includes("passkey") && adding(proof, "passkey", passkeys.length > 0 ? "ways.passkey.more" : "ways.passkey.add"));
}

/** @param {Proof} proof @param {CodeWay} way */
function withCode(proof, way) {
  const own = proof.contacts.find(({ kind }) => kind === way);
  const can = proof.can_add.includes(way);
  if (!own && !can) return null;
  return el("section", { class: "card" },
    el("h2", null, say(`ways.${way}`)),
    own ? para(`ways.${way}.is`, { ends: own.ends }) : para(`ways.${way}.why`),
    el("div", { class: "row" },
      can && adding(proof, way, own ? "ways.change" : "ways.add"),
      own && link("ways.remove", { ...LIST, page: "remove", stop: way }, "button--plain", say(`ways.${way}`))));
}

/** The way to a page that adds one, by way of "is it you?" where that has to be shown first. @param {Proof} proof @param {"passkey" | CodeWay} way @param {Key} words */
function adding({ may_add }, way, words) {
  /** @type {Place} */
  const place = { ...LIST, page: "add", stop: way };
  return link(words, may_add ? place : { view: "proof", then: place }, "button--quiet", way === "passkey" ? "" : say(`ways.${way}`));
}

/** @param {Place} place @returns {View} */
function newPasskey(place) {
  const wrong = complaints();
  const add = trying(wrong, async () => {
    await passkey.make();
    done(place, "ways.saved");
  });
  return {
    title: say("ways.passkey"),
    back: place.then ?? LIST,
    body: [
      heading("ways.passkey"),
      para("ways.passkey.text"),
      wrong,
      button("ways.passkey.add", add),
    ],
  };
}

/** @param {Place} place @param {CodeWay} way @returns {View} */
function to(place, way) {
  const send = async (/** @type {string} */ address) => {
    addresses[way] = address;
    const { request } = /** @type {CodeSent} */ (await post(`${API}/contacts/code`, { [way]: address }));
    if (trail.current() === place) trail.go({ ...place, page: "code", request }, true);
  };
  return addressPage({ way, back: place.then ?? LIST, send });
}

/** @param {Place} place @param {CodeWay} way @returns {View} */
function typed(place, way) {
  let { request } = place;
  /** @type {Place} */
  const back = { ...place, page: "add", request: undefined };
  return codePage({
    way, back, known: true,
    check: async (code) => {
      await post(`${API}/contacts/confirmed`, { request, code });
      delete addresses[way];
      done(place, "ways.saved");
    },
    again: async () => {
      const address = addresses[way];
      // After a reload it has to be typed again.
      if (address) ({ request } = /** @type {CodeSent} */ (await post(`${API}/contacts/code`, { [way]: address, request })));
      else trail.go(back, true);
    },
  });
}

/** Asks once more. @param {Place} place @param {CodeWay | undefined} way nothing: a passkey @returns {View} */
function sure(place, way) {
  const wrong = complaints();
  const end = trying(wrong, async () => {
    try {
      await remove(way ? `${API}/contacts/${way}` : `${API}/passkeys/${encodeURIComponent(place.stop ?? "")}`);
    } catch (error) {
      // It is gone already.
      if (!(error instanceof Problem && error.status === 404)) throw error;
    }
    done(place, "ways.removed");
  });
  return {
    title: say("ways"),
    back: LIST,
    body: [
      heading("ways.sure"),
      el("p", null, say(way ? `ways.${way}` : "ways.passkey")),
      para(way ? "ways.sure.code" : "ways.sure.passkey"),
      wrong,
      el("div", { class: "stack" },
        button("ways.yes", end),
        link("ways.no", LIST)),
    ],
  };
}

/** Back to the list, or on where it was needed. @param {Place} place @param {Key} words */
function done(place, words) {
  outcome = { words };
  announce(say(words));
  if (place.then) trail.go(place.then, true);
  else trail.back(LIST);
}

