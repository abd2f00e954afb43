// One operation: what it does, what it takes, what comes back, and a way to try it.

import { el } from "../shared/dom.js";
import { notice } from "../staff/parts.js";
import { example } from "./example.js";
import { prose } from "./prose.js";
import { sample } from "./sample.js";
import { schemaNode, typeText, values } from "./schema.js";
import { tryIt } from "./try-it.js";

/** @typedef {import("./document.js").Document} Document */
/** @typedef {import("./document.js").Placed} Placed */
/** @typedef {import("./document.js").Media} Media */

/** @param {Placed} operation @param {Document} document @param {string} name */
export function operationNode(operation, document, name) {
  const { method, path, id, summary, description, deprecated, requestBody, responses = {} } = operation;
  const node = el("details", { class: "card operation", id: `operation-${id}` },
    el("summary", null,
      el("span", { class: `method method--${method.toLowerCase()}` }, method), " ",
      el("code", { class: "path" }, breakable(path)), " ",
      el("span", { class: "operation__summary" }, summary ?? id)));
  // Filled when first opened: a document has many operations, and a reader wants one.
  node.addEventListener("toggle", () => {
    if (!node.open || node.children.length > 1) return;
    node.append(el("div", { class: "operation__body" },
      deprecated && notice("warn", "This operation is being retired."),
      prose(description),
      el("p", { class: "muted" }, "Operation ", el("a", { href: `#${name}/${id}` }, id), ` · ${who(operation, document)}`),
      parameters(operation),
      requestBody && el("section", null, el("h3", null, "Request body"), prose(requestBody.description), media(requestBody.content, document)),
      el("section", null, el("h3", null, "Responses"), Object.entries(responses).map(([status, response]) =>
        el("details", { class: "response", open: status.startsWith("2") },
          el("summary", null, status === "default" ? "Any problem" : status, el("span", { class: "muted" }, response.description ?? "")),
          headers(response.headers), media(response.content, document)))),
      method === "GET" && tryIt(operation)));
  }, { capture: true });
  return node;
}

/** Paths may break after a slash. @param {string} path */
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [el("wbr"), part]);
}

/** @param {Placed} operation @param {Document} document */
function who({ security }, document) {
  const needed = security ?? document.security ?? [];
  const names = [...new Set(needed.flatMap((one) => Object.keys(one)))];
  return names.length === 0 ? "needs no sign-in" : `needs ${names.join(" or ")}`;
}

/** @param {Placed} operation */
function parameters({ parameters: all = [] }) {
  if (all.length === 0) return null;
  return el("section", null, el("h3", null, "Parameters"), el("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Parameters" },
    el("table", null, el("thead", null, el("tr", null, ["Name", "In", "Type", "What it is"].map((one) => el("th", { scope: "col" }, one)))),
      el("tbody", null, all.map(({ name, in: where, required, schema = {}, description }) => el("tr", null,
        el("th", { scope: "row" }, el("code", null, name), required && el("span", { class: "muted small" }, " required")),
        el("td", null, where), el("td", null, typeText(schema), values(schema)), el("td", null, prose(description ?? schema.description))))))));
}

/** @param {Record<string, { description?: string }> | undefined} all */
function headers(all) {
  if (!all || Object.keys(all).length === 0) return null;
  return el("dl", { class: "facts" }, Object.entries(all).flatMap(([name, { description }]) => [el("dt", null, el("code", null, name)), el("dd", null, description)]));
}

/** @param {Record<string, Media> | undefined} content @param {Document} document */
function media(content, document) {
  const all = Object.entries(content ?? {});
  if (all.length === 0) return el("p", { class: "muted" }, "No body.");
  return el("div", null, all.map(([type, one]) => el("div", null,
    el("p", { class: "muted" }, el("code", null, type)),
    one.schema && schemaNode(one.schema, document),
    examples(one, document, type))));
}

/** @param {Media} one @param {Document} document @param {string} type */
function examples(one, document, type) {
  if (!type.includes("json")) return one.example === undefined ? null : sample("Example", String(one.example));
  const named = Object.entries(one.examples ?? {});
  if (named.length > 0) return el("div", null, named.map(([name, { summary, value }]) => sample(`Example: ${summary ?? name}`, JSON.stringify(value, null, 2))));
  const value = one.example ?? (one.schema && example(one.schema, document));
  return value === undefined ? null : sample("Example", JSON.stringify(value, null, 2));
}
