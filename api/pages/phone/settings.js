// How one likes to read, notifications, what one can choose, and signing out.

import { Offline, explain, patch } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { forgetAll } from "./answers.js";
import { choice } from "./choices.js";
import { announce, dress } from "./frame.js";
import "./more-words.js";
import * as outbox from "./outbox.js";
import { button, heading, link, para, say, sayLines } from "./parts.js";
import { become, isOn, phone, prefer } from "./phone.js";
import "./record-words.js";
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
      languages(me.languages ?? [], me.language),
      !me.shared_phone && el("section", { class: "card" },
        el("h2", null, say("settings.prompts")),
        el("div", { class: "row row--between" },
          el("span", null, say(isOn() ? "settings.prompts.on" : "settings.prompts.off")),
          link("settings.prompts.change", { view: "prompts" }, "button--quiet", say("settings.prompts")))),
      el("div", { class: "stack" },
        link("when", { view: "when" }),
        link("supporters", { view: "supporters" }),
        link("record", { view: "record" }),
        link("ways", { view: "ways" })),
      el("section", { class: "card" },
        el("h2", null, say("about.3")),
        para("settings.rights"),
        link("settings.about", { view: "about", n: 1 })),
      link("settings.sign-out", { view: "sign-out" }),
    ],
  };
}

/** What went wrong when a language was chosen. @type {string | undefined} */
let wrong;

/** Which language the questions are in, where there is a choice. @param {string[]} values @param {string | undefined} current */
function languages(values, current) {
  if (values.length < 2) return null;
  return choice({
    name: "language-choice", legend: say("settings.language"), hint: sayLines("settings.language.text"),
    values, current, words: nameOf, lang: (language) => language, wrong: wrong && lines(wrong),
    chosen: (language) => void speak(language),
  });
}

/** The service knows which languages there are, so it is asked first. @param {string} language */
async function speak(language) {
  const place = trail.current();
  try {
    become(await patch("/young-person/v1/me/preferences", { language }));
    wrong = undefined;
    announce(say("settings.language.now"));
  } catch (error) {
    wrong = error instanceof Offline ? say("when.offline") : explain(error);
    announce(wrong);
  }
  if (trail.current() === place) trail.redraw();
}

/** What languages of these islands are called in themselves: many browsers do not know. @type {Record<string, string>} */
const OWN_NAMES = { cy: "Cymraeg", ga: "Gaeilge", gd: "Gàidhlig", kw: "Kernewek" };

/** What a language is called in itself. @param {string} code */
function nameOf(code) {
  const [language = code] = code.split("-");
  const name = OWN_NAMES[language] ?? new Intl.DisplayNames([code], { type: "language" }).of(language) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
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
