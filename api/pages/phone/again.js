// Signing in again without an invitation: with a passkey, or with a code to one's own number or address. It never says
// whether a number is known here.

import { post } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { forgetAll, restore } from "./answers.js";
import { whosePhone } from "./join.js";
import { button, heading, link, para, say } from "./parts.js";
import * as passkey from "./passkey.js";
import { phone, refresh } from "./phone.js";
import "./record-words.js";
import * as trail from "./trail.js";
import { complaints, trying } from "./trying.js";
import { addressPage, addresses, codePage } from "./typed-code.js";
/** @import { CodeSent, CodeWay, Place, View } from "./nouns.js" */

const API = "/young-person/v1/session";
/** @type {Place} */
const START = { view: "again" };
/** @type {CodeWay[]} */
const WAYS = ["mobile", "email"];

/** @param {Place} place @returns {View | undefined} */
export function again(place) {
  const way = WAYS.find((each) => each === place.stop);
  if (phone.me) return elsewhere({ view: "home" });
  if (place.page === "own" && way) return own(way);
  if (place.page === "to" && way) return to(place, way);
  if (place.page === "code" && way) return typed(place, way);
  return ways();
}

/** @returns {View} */
function ways() {
  const wrong = complaints();
  const withPasskey = trying(wrong, async () => {
    await post(`${API}/with-passkey`, { passkey: await passkey.show(), client: "page" });
    await enter();
  });
  return {
    title: say("again.title"),
    back: { view: "welcome" },
    body: [
      heading("again.title"),
      para("again.text"),
      wrong,
      el("div", { class: "stack" },
        passkey.canShow() && button("passkey.use", withPasskey),
        WAYS.map((way) => link(`again.${way}`, { ...START, page: "own", stop: way }))),
      para("again.none"),
    ],
  };
}

/** @param {CodeWay} way @returns {View} */
function own(way) {
  const choose = (/** @type {boolean} */ shared) => () => trail.go({ ...START, page: "to", stop: way, shared });
  return {
    title: say("again.title"),
    back: START,
    body: whosePhone(choose),
  };
}

/** @param {Place} place @param {CodeWay} way @returns {View} */
function to(place, way) {
  const send = async (/** @type {string} */ address) => {
    addresses[way] = address;
    const { request } = /** @type {CodeSent} */ (await post(`${API}/code`, { [way]: address }));
    if (trail.current() === place) trail.go({ ...place, page: "code", request });
  };
  return addressPage({ way, back: { ...START, page: "own", stop: way }, hint: "again.to", send });
}

/** @param {Place} place @param {CodeWay} way @returns {View} */
function typed(place, way) {
  const { shared = true } = place;
  let { request } = place;
  /** @type {Place} */
  const back = { ...place, page: "to", request: undefined };
  return codePage({
    way, back, known: false,
    check: async (code) => {
      await post(`${API}/with-code`, { request, code, client: "page", shared_phone: shared });
      await enter();
    },
    again: async () => {
      const address = addresses[way];
      // After a reload it has to be typed again.
      if (address) ({ request } = /** @type {CodeSent} */ (await post(`${API}/code`, { [way]: address, request })));
      else trail.back(back);
    },
  });
}

/** Somebody is in. */
async function enter() {
  for (const way of WAYS) delete addresses[way];
  forgetAll();
  if ((await refresh()) !== "fresh") return trail.go({ view: "lost" }, true);
  // What somebody typed before they signed out is theirs when they are back.
  await restore();
  trail.go({ view: "home" }, true);
}

/** @param {Place} place */
function elsewhere(place) {
  trail.go(place, true);
  return undefined;
}
