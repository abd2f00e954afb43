// Sends a reading request with whatever session this browser has. Nothing here can change anything.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { notice } from "../staff/parts.js";
import { sample } from "./sample.js";

/** How much of a reply is shown: enough to see its shape. */
const SHOWN = 20_000;

/** @param {import("./document.js").Placed} operation */
export function tryIt({ path, parameters = [], id }) {
  const answer = el("div", { "aria-live": "polite" });
  const places = parameters.filter((one) => one.in === "path" || one.in === "query");
  const form = new Form({
    label: `Try ${id}`,
    button: "Send",
    fields: places.map(({ name, required, schema }) => ({
      name, label: name, kind: "text", optional: !required, missing: `Fill in ${name}`,
      attributes: { autocapitalize: "none", spellcheck: "false", placeholder: schema?.format },
    })),
    send: async (values) => {
      const query = new URLSearchParams();
      let address = path;
      for (const one of places) {
        const value = values[one.name] ?? "";
        if (one.in === "path") address = address.replace(`{${one.name}}`, encodeURIComponent(value));
        else if (value !== "") query.set(one.name, value);
      }
      try {
        fill(answer, await ask(query.size > 0 ? `${address}?${query}` : address));
      } catch (error) {
        fill(answer, notice("warn", explain(error)));
      }
    },
  });
  return el("section", null, el("h3", null, "Try it"),
    el("p", { class: "muted" }, "Sent as whoever is signed in on this browser, with their cookies."), form.node, answer);
}

/** @param {string} address */
async function ask(address) {
  const begun = performance.now();
  const accept = "application/json, application/problem+json, */*";
  const response = await fetch(address, { credentials: "same-origin", cache: "no-store", headers: { accept } });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const body = type.includes("json") && text !== "" ? JSON.stringify(JSON.parse(text), null, 2) : text;
  const took = `${Math.round(performance.now() - begun)} ms`;
  const about = [`${response.status} ${response.statusText}`.trim(), type, took, response.headers.get("etag")].filter(Boolean).join(" · ");
  const shown = body.length > SHOWN ? `${body.slice(0, SHOWN)}\n… and ${body.length - SHOWN} characters more` : body;
  return el("div", null, el("p", null, el("strong", null, about)), shown && sample("Reply", shown));
}
