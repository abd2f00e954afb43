// The end of a check-in: that the answers have come, or where they wait. And a check-in that has closed.

import { el } from "../shared/dom.js";
import { answersOf, finish, forgetAll } from "./answers.js";
import * as flow from "./flow.js";
import "./more-words.js";
import { offered } from "./offers.js";
import * as outbox from "./outbox.js";
import { pageOf, textView } from "./pages.js";
import { button, goHome, heading, link, para, pause, say } from "./parts.js";
import { checkInWith, phone } from "./phone.js";
import { invitation } from "./prompts.js";
import { signOut } from "./sign-out.js";
import * as trail from "./trail.js";
import { offer } from "./ways.js";
/** @import { CheckIn, Place, View } from "./nouns.js" */

/** How long the end of a check-in waits for the reply before it says "saved on this phone". */
const REPLY_MS = 2000;

/** How the last check-in ended: with the service, on this phone, or signed out of a shared one. @type {"thanks" | "saved" | "signed-out"} */
let ending = "saved";
/** Until a shared phone is signed out. @type {Promise<void> | undefined} */
let leaving;

/** Finishes a check-in and shows how that went. @param {CheckIn} checkIn @param {boolean} alone */
export async function sendNow(checkIn, alone) {
  trail.hold();
  ending = "saved";
  leaving = undefined;
  const sent = finish(checkIn, alone).then(() => (outbox.isFinishing(checkIn.id) ? undefined : finished(checkIn.id)));
  await Promise.race([sent, pause(REPLY_MS)]);
  trail.go({ view: "thanks", id: checkIn.id });
}

/** The service has everything of this check-in. @param {string} id */
export async function finished(id) {
  if (ending === "saved") ending = "thanks";
  if (phone.me?.shared_phone && !outbox.isWaiting()) await (leaving ??= leaveSharedPhone());
  const here = trail.current();
  if (here.view === "thanks" && here.id === id) trail.go({ ...here }, true);
}

async function leaveSharedPhone() {
  try {
    await signOut(true);
    ending = "signed-out";
    forgetAll();
  } catch {
    // The answers are there all the same, and the person can still sign out by hand.
  }
}

/** The last page. @param {Place} place @returns {View} */
export function thanks(place) {
  const checkIn = checkInWith(place.id);
  if (ending === "saved" && checkIn?.state === "answered" && !outbox.isFinishing(checkIn.id)) ending = "thanks";
  if (ending === "signed-out") {
    return {
      title: say("page.thank_you"),
      body: [heading("page.thank_you"), para("thanks.got"), para("thanks.signed-out", {}, "notice")],
    };
  }
  if (ending === "saved") {
    if (!phone.me?.shared_phone) return textView(pageOf(checkIn, "saved_on_phone"), "saved_on_phone", [goHome()]);
    return {
      title: say("page.other"),
      body: [
        heading("home.offline"),
        para("unsent.shared", {}, "notice notice--warn"),
        button("try-again", outbox.flush),
      ],
    };
  }
  return textView(pageOf(checkIn, "thank_you"), "thank_you", [
    checkIn && flow.hasHeldBack(checkIn, answersOf(checkIn)) && para("review.alone", {}, "notice"),
    el("div", { class: "stack" },
      goHome(),
      checkIn && link("home.look", { view: "review", id: checkIn.id }),
      link("talk", { view: "talk" })),
    offered(),
    invitation(),
    offer(),
  ]);
}

/** A check-in that takes no more answers. @returns {View} */
export function closed() {
  return {
    title: say("closed"),
    body: [
      heading("closed"),
      para("closed.text"),
      goHome(),
    ],
  };
}
