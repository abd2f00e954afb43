// How one likes to read, notifications, what one can choose, and signing out.

import { explain } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { forgetAll } from "./answers.js";
import { choice } from "./choices.js";
import { announce, dress } from "./frame.js";
import "./more-words.js";
import * as outbox from "./outbox.js";
import { button, heading, link, para, say } from "./parts.js";
import { isOn, phone, prefer } from "./phone.js";
import { signOut as endSession } from "./sign-out.js";
import * as trail from "./trail.js";
/** @import { Reading, TextSize, View } from "./nouns.js" */

/** @returns {View | undefined} */
export function settings() {
  const me = phone.me;
  if (!me) return undefined;
  /** @type {Reading[]} */
  const readings = ["plain", "easy"];
  /** @type {TextSize[]} */
  const sizes = ["normal", "large", "largest"];
  return {
    title: say("settings"),
    back: { view: "home" },
    body: [
      heading("settings"),
      choice({
        name: "reading-choice", legend: say("settings.reading"), values: readings, current: phone.reading,
        words: (reading) => say(`settings.${reading}`),
        chosen: (reading) => {
          prefer({ reading });
          trail.redraw();
          announce(say(`reading.now-${reading}`));
        },
      }),
      choice({
        name: "size-choice", legend: say("size"), values: sizes, current: phone.textSize,
        words: (size) => say(`settings.size.${size}`),
        chosen: (size) => {
          prefer({ text_size: size });
          dress();
        },
      }),
      !me.shared_phone && el("section", { class: "card" },
        el("h2", null, say("settings.prompts")),
        el("div", { class: "row row--between" },
          el("span", null, say(isOn() ? "settings.prompts.on" : "settings.prompts.off")),
          link("settings.prompts.change", { view: "prompts" }, "button--quiet", say("settings.prompts")))),
      el("section", { class: "card" },
        el("h2", null, say("about.3")),
        para("settings.rights"),
        link("settings.about", { view: "about", n: 1 })),
      link("settings.sign-out", { view: "sign-out" }),
    ],
  };
}

/** @returns {View} */
export function signOut() {
  const shared = phone.me?.shared_phone ?? false;
  const wrong = el("p", { class: "field__error", role: "alert" });
  const leave = async () => {
    try {
      await endSession(shared);
    } catch (error) {
      wrong.replaceChildren(lines(error instanceof Error && error.name === "Offline" ? say("sign-out.offline") : explain(error)));
      return;
    }
    if (shared) outbox.clear();
    forgetAll();
    trail.go({ view: "welcome", page: "signed-out" }, true);
  };
  return {
    title: say("settings.sign-out"),
    back: { view: "settings" },
    body: [
      heading("sign-out"),
      para("sign-out.text"),
      outbox.isWaiting() && para("sign-out.unsent", {}, "notice notice--warn"),
      wrong,
      el("div", { class: "stack" },
        button("sign-out.yes", leave),
        link("sign-out.no", { view: "settings" })),
    ],
  };
}
