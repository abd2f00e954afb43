// What gives records out, or opens one that is not one's own, asks once more who is here.

import { el } from "../shared/dom.js";
import { post } from "../shared/api.js";
import { Form } from "./form.js";

/**
 * Asks for a code; resolves with whether it was right. Whoever closes the dialog is left where they were.
 *
 * @param {string} api such as "/worker/v1"
 * @param {boolean} demonstration everybody is made up, and nobody has an authenticator app
 * @returns {Promise<boolean>}
 */
export function prove(api, demonstration) {
  return new Promise((resolve) => {
    let proven = false;
    const heading = el("h2", { id: "prove-title", tabindex: "-1" }, "Show that it is you");
    const form = new Form({
      label: "Show that it is you",
      button: "Go on",
      fields: [{
        name: "code", label: "Six-digit code", kind: "code", missing: "Enter the six numbers from your authenticator app",
        hint: demonstration ? "In this demonstration any six numbers do." : "From your authenticator app. Each works once; a new one comes every 30 seconds.",
      }],
      send: async ({ code }) => {
        await post(`${api}/session/proof`, { code });
        proven = true;
        dialog.close();
      },
      cancel: () => dialog.close(),
    });
    /** @type {HTMLDialogElement} */
    const dialog = el("dialog", {
      class: "dialog", "aria-labelledby": "prove-title", onclose: () => {
        dialog.remove();
        resolve(proven);
      },
    }, heading, el("p", null, "This is about people's records, and this screen may have been left open. Nobody is asked again for five minutes."), form.node);
    document.body.append(dialog);
    dialog.showModal();
    form.start();
  });
}
