// The second half of a first visit: choose a password, add a one-time code.

import { el, fill } from "../shared/dom.js";
import { explain, post, put } from "../shared/api.js";
import { Form } from "./form.js";
import { button, copyButton, notice } from "./parts.js";

/** @typedef {import("../shared/staff.js").Session} Session */
/** @typedef {import("../shared/staff.js").Enrolment} Enrolment */

/** ASVS 5.0, 6.2: length is what counts; rules on capitals and signs make passwords worse. */
const SHORTEST = 15;

/**
 * @param {HTMLElement} gate
 * @param {string} api
 * @param {Session} session
 * @returns {Promise<Session>}
 */
export async function enrol(gate, api, session) {
  const enrolment = await begin(gate, api);
  return new Promise((enrolled) => {
    const form = new Form({
      label: "Set up your sign-in",
      button: "Finish",
      fields: [
        {
          name: "password", label: "New password", kind: "password", missing: "Choose a password",
          hint: `${SHORTEST} characters or more. Three or four words that do not belong together work well; spaces are fine. `
            + "Do not use a password that you use elsewhere.",
          attributes: { autocomplete: "new-password" },
        },
        {
          name: "code", label: "Six-digit code", kind: "code", missing: "Enter the six numbers that the app shows",
          hint: "The one that the app shows now for Throughline.",
        },
      ],
      send: async ({ password, code }) => enrolled(await put(`${api}/session/enrolment`, { password, totp_secret: enrolment.totp_secret, code })),
    });
    fill(gate, el("div", { class: "narrow" },
      el("h1", { tabindex: "-1" }, "Set up your sign-in"),
      el("p", null, `Welcome, ${session.name}. You do this once. It takes about three minutes.`),
      el("h2", null, "1. Add Throughline to your authenticator app"),
      el("p", null, "Any app that makes one-time codes will do. In it, choose to add an account by typing a key, and type this key:"),
      secret(enrolment),
      el("p", null, el("a", { class: "button button--quiet", href: enrolment.totp_uri }, "Open the app on this device")),
      el("h2", null, "2. Choose a password and type the code"),
      form.node));
    gate.querySelector("h1")?.focus();
  });
}

/** The key in groups of four: people type it from one screen into another. @param {Enrolment} enrolment */
function secret({ totp_secret }) {
  return el("div", { class: "row" }, el("code", { class: "key" }, (totp_secret.match(/.{1,4}/g) ?? []).join(" ")),
    copyButton("Copy the key", totp_secret));
}

/** @param {HTMLElement} gate @param {string} api @returns {Promise<Enrolment>} */
async function begin(gate, api) {
  for (;;) {
    try {
      return await post(`${api}/session/enrolment`);
    } catch (error) {
      await new Promise((again) => {
        fill(gate, el("div", { class: "narrow" }, el("h1", { tabindex: "-1" }, "Set up your sign-in"),
          notice("bad", explain(error)), button("Try again", () => again(undefined), "main")));
        gate.querySelector("h1")?.focus();
      });
    }
  }
}
