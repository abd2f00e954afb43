// Is it you? It comes before what opens only to somebody who has shown that they hold this phone, and goes on there.

import { get, post } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { fetched } from "./list.js";
import { button, goHome, heading, link, para, say } from "./parts.js";
import * as passkey from "./passkey.js";
import "./record-words.js";
import * as trail from "./trail.js";
import { complaints, trying } from "./trying.js";
import { codePage } from "./typed-code.js";
/** @import { Child, CodeSent, CodeWay, Place, Proof, ProofWay, View } from "./nouns.js" */

const API = "/young-person/v1/me/proof";

const list = fetched(async () => {
  const [proof, canMake] = /** @type {[Proof, boolean]} */ (await Promise.all([get(API), passkey.canMake()]));
  return { proof, canMake };
}, choose);

/** @param {Place} place @returns {View} */
export function proof(place) {
  if (place.page === "code" && (place.stop === "mobile" || place.stop === "email")) return typed(place, place.stop);
  return {
    title: say("proof"),
    back: back(place.then),
    leave: true,
    body: [heading("proof"), para(helps(place) ? "proof.helper" : "proof.text"), ...list(place)],
  };
}

/** @param {{ proof: Proof, canMake: boolean }} known @param {Place} place @returns {Child[]} */
function choose({ proof, canMake }, place) {
  if (proof.proven_until) return [para("proof.already"), button("continue", () => goOn(place))];
  const ways = proof.ways.filter((way) => way !== "passkey" || passkey.canShow());
  const more = proof.can_add.filter((way) => way !== "passkey" || canMake);
  if (ways.length > 0) return show(proof, ways, place);
  if (helps(place) && !proof.may_add) return [para("proof.helper.shut", {}, "notice"), goHome()];
  if (!proof.may_add || more.length === 0) return [para(more.length > 0 ? "ways.shut" : "ways.none", {}, "notice"), goHome()];
  return [
    para("proof.first", {}, "notice"),
    el("div", { class: "stack" },
      more.map((way) => link(`ways.${way}`, { view: "ways", page: "add", stop: way, then: place }))),
  ];
}

/** @param {Proof} proof @param {ProofWay[]} ways @param {Place} place @returns {Child[]} */
function show({ contacts }, ways, place) {
  const wrong = complaints();
  const withPasskey = trying(wrong, async () => {
    await post(`${API}/with-passkey`, await passkey.show());
    goOn(place);
  });
  const one = (/** @type {ProofWay} */ way) => {
    if (way === "passkey") return button("passkey.use", withPasskey);
    const send = trying(wrong, async () => {
      const { request } = await sendCode(way);
      if (trail.current() === place) trail.go({ ...place, page: "code", stop: way, request }, true);
    });
    const ends = contacts.find(({ kind }) => kind === way)?.ends ?? "";
    return el("button", { class: "button button--wide button--quiet", type: "button", onclick: send }, say(`proof.${way}`, { ends }));
  };
  return [wrong, el("div", { class: "stack" }, ways.map(one)), para("proof.other")];
}

/** @param {Place} place @param {CodeWay} way @returns {View} */
function typed(place, way) {
  let { request } = place;
  return codePage({
    way, known: true,
    back: { view: "proof", then: place.then },
    check: async (code) => {
      await post(`${API}/with-code`, { request, code });
      goOn(place);
    },
    again: async () => {
      ({ request } = await sendCode(way, request));
    },
  });
}

/** @param {CodeWay} to @param {string} [request] @returns {Promise<CodeSent>} */
function sendCode(to, request) {
  return post(`${API}/code`, { to, ...(request ? { request } : {}) });
}

/** On where the question came up. @param {Place} place */
function goOn(place) {
  trail.go(place.then ?? { view: "home" }, true);
}

/** Somebody is to be let in who helps. @param {Place} place */
function helps(place) {
  return place.then?.view === "supporters";
}

/** The page before the one that could not open. @param {Place | undefined} then @returns {Place} */
function back(then) {
  const before = { record: "settings", asked: "record", ask: "record", ways: "settings", supporters: "supporters" }[then?.view ?? ""];
  return { view: before ?? "home" };
}
