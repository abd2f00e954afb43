// One document: what it is, how to sign in to it, and its operations by tag.

import { el, fill } from "../shared/dom.js";
import { operations } from "./document.js";
import { operationNode } from "./operation.js";
import { prose } from "./prose.js";

/** @typedef {import("./document.js").Document} Document */
/** @typedef {import("./document.js").Placed} Placed */

/** @param {string} name @param {Document} document */
export function reference(name, document) {
  const all = operations(document);
  const list = el("div");
  const count = el("p", { class: "muted", role: "status" });
  const search = el("input", { class: "input", id: "search", type: "search", autocomplete: "off", spellcheck: "false", oninput: () => show() });
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    const text = (/** @type {Placed} */ one) => `${one.method} ${one.path} ${one.id} ${one.summary ?? ""}`.toLowerCase();
    const found = all.filter((one) => words.every((word) => text(one).includes(word)));
    fill(list, byTag(document, found).map(({ tag, description, items }) => el("section", null,
      el("h2", null, tag), prose(description), items.map((one) => operationNode(one, document, name)))));
    fill(count, `${found.length} of ${all.length} operations`);
  };
  show();
  return el("div", null,
    el("h1", { tabindex: "-1" }, document.info.title, " ", el("span", { class: "badge badge--quiet" }, `version ${document.info.version}`)),
    prose(document.info.description),
    el("p", null, el("a", { href: `/openapi/${name}.v1.json`, download: `${name}.v1.json` }, "Download the document (OpenAPI 3.0, JSON)"),
      " · ", el("a", { href: "/problems/" }, "All kinds of problems")),
    schemes(document),
    el("div", { class: "find" }, el("label", { class: "label", for: "search" }, "Find an operation"), search),
    count, list);
}

/**
 * Tags in the order of the document; operations without one come last.
 *
 * @param {Document} document
 * @param {Placed[]} all
 */
function byTag({ tags = [] }, all) {
  const names = [...new Set([...tags.map(({ name }) => name), ...all.flatMap((one) => one.tags?.[0] ?? "Other")])];
  return names.map((tag) => ({
    tag,
    description: tags.find(({ name }) => name === tag)?.description,
    items: all.filter((one) => (one.tags?.[0] ?? "Other") === tag),
  })).filter(({ items }) => items.length > 0);
}

/** @param {Document} document */
function schemes({ components }) {
  const all = Object.entries(components?.securitySchemes ?? {});
  if (all.length === 0) return null;
  return el("details", { class: "card" }, el("summary", null, "How to sign in"),
    el("dl", { class: "facts" }, all.flatMap(([name, { type, scheme, in: where, name: key, description }]) => [
      el("dt", null, el("code", null, name)),
      el("dd", null, type === "apiKey" ? `${where} ${key}` : `${type} ${scheme ?? ""}`, prose(description))])));
}
