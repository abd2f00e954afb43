// A schema as a list of its fields. Inner objects unfold; a schema inside itself is named, not shown again.

import { el } from "../shared/dom.js";
import { reveal } from "../staff/parts.js";
import { resolve } from "./document.js";
import { prose } from "./prose.js";

/** @typedef {import("./document.js").Document} Document */
/** @typedef {import("./document.js").Schema} Schema */

/**
 * @param {Schema} schema
 * @param {Document} document
 * @param {string[]} [inside] names of the schemas around this one
 * @returns {HTMLElement | null}
 */
export function schemaNode(schema, document, inside = []) {
  const { schema: whole, name } = resolve(schema, document);
  if (name && inside.includes(name)) return el("p", { class: "muted" }, `${name}, as above`);
  const around = name ? [...inside, name] : inside;
  const either = whole.oneOf ?? whole.anyOf;
  if (either) {
    return el("div", null, el("p", { class: "muted" }, "One of"),
      el("ul", { class: "fields" }, either.map((one) => el("li", null, schemaNode(one, document, around)))));
  }
  if (whole.type === "array" && whole.items) return el("div", null, el("p", { class: "muted" }, "List of"), schemaNode(whole.items, document, around));
  const fields = Object.entries(whole.properties ?? {});
  if (fields.length === 0) return el("p", null, typeText(whole), values(whole));
  return el("ul", { class: "fields" }, fields.map(([field, of]) => fieldNode(field, of, whole.required?.includes(field) ?? false, document, around)));
}

/** @param {string} name @param {Schema} schema @param {boolean} required @param {Document} document @param {string[]} inside */
function fieldNode(name, schema, required, document, inside) {
  const { schema: whole } = resolve(schema, document);
  const inner = innermost(whole, document);
  const unfolds = inner.properties || inner.oneOf || inner.anyOf;
  return el("li", null,
    el("p", null, el("code", { class: "field-name" }, name), " ", el("span", { class: "muted small" }, typeText(whole, inner), required ? "" : ", may be absent")),
    prose(whole.description ?? schema.description), values(inner),
    unfolds && reveal("Its fields", `of ${name}`, schemaNode(schema, document, inside)));
}

/** What a list is a list of, however deep. @param {Schema} schema @param {Document} document @returns {Schema} */
function innermost(schema, document) {
  return schema.type === "array" && schema.items ? innermost(resolve(schema.items, document).schema, document) : schema;
}

/** "text, date-time, 1 to 120 characters". @param {Schema} schema @param {Schema} [inner] what a list holds */
export function typeText(schema, inner) {
  const { type, format, pattern, minimum, maximum, minLength, maxLength, minItems, maxItems, nullable } = schema;
  const kind = type === "array" ? `list${inner && inner !== schema ? ` of ${inner.type ?? "anything"}` : ""}` : type === "string" ? "text" : type ?? "anything";
  const sizes = [range(minLength, maxLength, "characters"), range(minItems, maxItems, "items"), range(minimum, maximum, "")];
  return [kind, format, nullable && "or null", ...sizes, pattern && `like ${pattern}`].filter(Boolean).join(", ");
}

/** @param {number | undefined} from @param {number | undefined} to @param {string} what */
function range(from, to, what) {
  if (from === undefined && to === undefined) return undefined;
  const words = from === undefined ? `up to ${to}` : to === undefined ? `${from} or more` : from === to ? `${from}` : `${from} to ${to}`;
  return `${words} ${what}`.trim();
}

/** The values it may have, where they are few, and the one it has if absent. @param {Schema} schema */
export function values({ enum: known, default: otherwise }) {
  return el("span", null,
    known && el("p", { class: "small" }, "One of ", known.flatMap((one, at) => [at > 0 && ", ", el("code", null, String(one))])),
    otherwise !== undefined && el("p", { class: "small" }, "If absent: ", el("code", null, JSON.stringify(otherwise))));
}
