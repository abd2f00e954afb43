// The last page of a check-in: that the answers have come, or where they wait. And a check-in that has closed.

import { el } from "../shared/dom.js";
import { answersOf } from "./answers.js";
import * as flow from "./flow.js";
import "./more-words.js";
import * as outbox from "./outbox.js";
import { ended, textView } from "./pages.js";
import { button, goHome, heading, link, para, say } from "./parts.js";
import { checkInWith, phone } from "./phone.js";
import { invitation } from "./prompts.js";
/** @import { Place, View } from "./nouns.js" */

/** The end of a check-in. @param {Place} place @returns {View} */
export function thanks(place) {
  const checkIn = checkInWith(place.id);
  const ending = ended(checkIn);
  if (ending === "signed-out") {
    return {
      title: say("page.thank_you"),
      body: [heading("page.thank_you"), para("thanks.got"), para("thanks.signed-out", {}, "notice")],
    };
  }
  const page = (/** @type {string} */ id) => checkIn?.pages.find((each) => each.id === id);
  if (ending === "saved") {
    if (!phone.me?.shared_phone) return textView(page("saved_on_phone"), "saved_on_phone", [goHome()]);
    return {
      title: say("page.other"),
      body: [
        heading("home.offline"),
        para("unsent.shared", {}, "notice notice--warn"),
        button("try-again", outbox.flush),
      ],
    };
  }
  return textView(page("thank_you"), "thank_you", [
    checkIn && flow.hasHeldBack(checkIn, answersOf(checkIn)) && para("review.alone", {}, "notice"),
    el("div", { class: "stack" },
      goHome(),
      checkIn && link("home.look", { view: "review", id: checkIn.id }),
      link("talk", { view: "talk" })),
    invitation(),
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
