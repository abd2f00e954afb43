// A code that was sent: where one says where to, where one types it, and what to do when it does not arrive.

import { Problem } from "../shared/api.js";
import { el, lines } from "../shared/dom.js";
import { announce } from "./frame.js";
import { button, heading, link, para, say, submit } from "./parts.js";
import "./record-words.js";
import { complaints, trying } from "./trying.js";
/** @import { CodeWay, Key, Place, View } from "./nouns.js" */

const LENGTH = 6;
/** What cannot be right, so that the service need not be asked: it looks closer. @type {Record<CodeWay, (text: string) => boolean>} */
const LOOKS_RIGHT = {
  mobile: (text) => /^(\+|00)?(44)?0?7\d{9}$/.test(text.replace(/[\s().-]/g, "")),
  email: (text) => /^\S+@\S+\.\S+$/.test(text),
};

/** Where it goes, as it was typed: in this variable only, and only as long as it is needed. @type {Partial<Record<CodeWay, string>>} */
export const addresses = {};

/**
 * Where a code shall be sent.
 *
 * @param {{ way: CodeWay, back: Place, hint?: Key, send: (to: string) => Promise<unknown> }} how @returns {View}
 */
export function addressPage({ way, back, hint, send }) {
  const wrong = el("p", { class: "field__error", id: "wrong", role: "alert" });
  const input = el("input", {
    class: "input", id: "to", name: way, type: way === "mobile" ? "tel" : "email", inputmode: way === "mobile" ? "tel" : "email",
    autocomplete: way === "mobile" ? "tel" : "email", spellcheck: "false", autocapitalize: "none", "aria-describedby": "to-hint wrong",
    oninput: () => (addresses[way] = input.value),
  });
  input.value = addresses[way] ?? "";
  const refuse = () => fail(input, wrong, say(`to.${way}.wrong`));
  const go = trying(wrong, async () => {
    try {
      await send(input.value.trim());
    } catch (error) {
      if (!(error instanceof Problem && error.errors.some(({ pointer }) => pointer === `/${way}`))) throw error;
      refuse();
    }
  });
  const submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (LOOKS_RIGHT[way](input.value.trim())) void go();
    else refuse();
  };
  return {
    title: say(`to.${way}`),
    back,
    body: [
      el("h1", null, el("label", { for: "to" }, say(`to.${way}`))),
      hint && para(hint),
      el("form", { novalidate: true, onsubmit: submitted },
        el("div", { class: "field" },
          el("span", { class: "field__hint", id: "to-hint" }, say(`to.${way}.hint`)),
          wrong, input),
        submit("to.send")),
    ],
  };
}

/**
 * Where a code is typed.
 *
 * @param {{
 *   way: CodeWay, back: Place, known: boolean,
 *   check: (code: string) => Promise<unknown>, again: () => Promise<unknown>,
 * }} how `known`: it was sent for sure; else nobody is told whether there was somewhere to send it. `back` is also where another
 *   way can be chosen
 * @returns {View}
 */
export function codePage({ way, back, known, check, again }) {
  const wrong = el("p", { class: "field__error", id: "wrong", role: "alert" });
  const input = el("input", {
    class: "input input--code input--medium", id: "typed", name: "code", inputmode: "numeric", autocomplete: "one-time-code",
    spellcheck: "false", "aria-describedby": "wrong",
  });
  const go = trying(wrong, async () => {
    try {
      await check(input.value.replace(/\D/g, ""));
    } catch (error) {
      if (!(error instanceof Problem && error.is("not-proven"))) throw error;
      fail(input, wrong, say("typed.wrong"));
    }
  });
  const submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (input.value.replace(/\D/g, "").length === LENGTH) void go();
    else fail(input, wrong, say("typed.short"));
  };
  return {
    title: say("typed"),
    back,
    body: [
      heading("typed"),
      para(known ? `typed.${way}` : `again.code.${way}`),
      el("form", { novalidate: true, onsubmit: submitted },
        el("div", { class: "field" }, el("label", { for: "typed" }, say("typed.label")), wrong, input),
        submit("continue")),
      late(again, back),
    ],
  };
}

/** @param {() => Promise<unknown>} again @param {Place} back */
function late(again, back) {
  const wrong = complaints();
  const sent = el("div", { id: "late" });
  const ask = trying(wrong, async () => {
    await again();
    sent.replaceChildren(
      para("typed.sent", {}, "notice"),
      para("typed.still"));
    announce(say("typed.sent"));
  });
  return el("div", { class: "stack" }, wrong, sent, button("typed.late", ask, "button--quiet"), link("typed.other", back));
}

/** Says what is wrong with what was typed, and leaves it there. @param {HTMLInputElement} input @param {HTMLElement} wrong @param {string} words */
function fail(input, wrong, words) {
  wrong.replaceChildren(lines(words));
  input.setAttribute("aria-invalid", "true");
  input.focus();
}
