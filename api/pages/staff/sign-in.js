// Signing in by e-mail, password and a six-digit code.

import { el, fill } from "../shared/dom.js";
import { post, request } from "../shared/api.js";
import { Form } from "./form.js";

/** @typedef {import("../shared/staff.js").Session} Session */

/**
 * Shows the sign-in form until somebody is in.
 *
 * @param {HTMLElement} gate
 * @param {string} api such as "/worker/v1"
 * @param {string | undefined} reason why the form is here, where that is not plain
 * @returns {Promise<Session>}
 */
export function signIn(gate, api, reason) {
  return new Promise((signedIn) => {
    const form = new Form({
      label: "Sign in",
      button: "Sign in",
      fields: [
        { name: "email", label: "E-mail address", kind: "email", missing: "Enter your e-mail address" },
        { name: "password", label: "Password", kind: "password", missing: "Enter your password" },
        {
          name: "code", label: "Six-digit code", kind: "code", missing: "Enter the six numbers from your authenticator app",
          hint: "From your authenticator app. A new one comes every 30 seconds.",
        },
      ],
      send: async ({ email, password, code }) => {
        const session = await post(`${api}/session`, { email, password, code, client: "page" });
        done();
        signedIn(session);
      },
    });
    const done = inAnotherTab(api, signedIn);
    fill(gate, el("div", { class: "narrow" },
      el("h1", { tabindex: "-1" }, "Sign in"),
      reason && el("p", { class: "notice" }, reason),
      form.node,
      el("p", { class: "muted" }, "First time here, or no way in? Ask your administrator for a one-time link.")));
    gate.querySelector("h1")?.focus();
  });
}

/**
 * Somebody who signs in on one tab need not do it again on the next.
 *
 * @param {string} api
 * @param {(session: Session) => void} signedIn
 */
function inAnotherTab(api, signedIn) {
  const channel = new BroadcastChannel("staff-session");
  channel.onmessage = async ({ data }) => {
    if (data !== "in") return;
    try {
      const { body } = await request("GET", `${api}/session`);
      channel.close();
      signedIn(body);
    } catch {
      // Another place than this one: the form stays.
    }
  };
  return () => channel.close();
}
