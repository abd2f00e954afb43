// A made-up value that fits a schema, for when the document gives no example of its own.

import { resolve } from "./document.js";

/** @typedef {import("./document.js").Schema} Schema */

/** @type {Record<string, string>} */
const TEXTS = { date: "2026-11-22", "date-time": "2026-11-22T09:00:00Z", uuid: "01989c5e-7d1f-7d0e-9a39-3b8a3f6f9a10", email: "sam@example.org", uri: "https://example.org/" };

/**
 * @param {Schema} schema
 * @param {import("./document.js").Document} document
 * @param {string[]} [inside] names of the schemas around this one
 * @returns {unknown} `undefined` where the schema is inside itself
 */
export function example(schema, document, inside = []) {
  const { schema: whole, name } = resolve(schema, document);
  if (whole.example !== undefined) return whole.example;
  if (name && inside.includes(name)) return undefined;
  const around = name ? [...inside, name] : inside;
  if (whole.default !== undefined) return whole.default;
  if (whole.enum) return whole.enum[0];
  const either = whole.oneOf?.[0] ?? whole.anyOf?.[0];
  if (either) return example(either, document, around);
  if (whole.type === "array") {
    const item = whole.items && example(whole.items, document, around);
    return item === undefined ? [] : [item];
  }
  if (whole.properties) return Object.fromEntries(Object.entries(whole.properties).map(([field, of]) => [field, example(of, document, around)]));
  if (whole.type === "integer" || whole.type === "number") return whole.minimum ?? 1;
  if (whole.type === "boolean") return true;
  return whole.type === "string" ? TEXTS[whole.format ?? ""] ?? "text" : {};
}
