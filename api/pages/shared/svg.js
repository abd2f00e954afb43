// Drawings made the way pages are: see `dom.js`. A phone of a young person never loads this.

import { append, dress } from "./dom.js";
/** @import { Child } from "./dom.js" */

/**
 * Makes an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(node, attributes ?? {});
  append(node, children);
  return node;
}
