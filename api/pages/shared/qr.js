// A QR picture that came as text. Only squares and paths are taken over from it, with nothing on them
// that could run or load: the page's own rule is that text never becomes markup.

import { svg } from "./svg.js";

/** @type {Record<string, string[]>} */
const ALLOWED = {
  svg: ["viewBox", "width", "height", "shape-rendering"],
  path: ["d", "fill", "transform"],
  rect: ["x", "y", "width", "height", "fill"],
};
/** Numbers, path letters, colours, and simple words such as `crispEdges`. No quotes, colons or slashes. */
const HARMLESS = /^[\w\s#.,()+-]*$/;

/** @type {{ createHTML: (text: string) => string } | undefined} */
let policy;

/**
 * @param {string} text
 * @param {string} description for those who cannot see it
 */
export function picture(text, description) {
  const source = new DOMParser().parseFromString(asMarkup(text), "image/svg+xml").documentElement;
  const shown = copy(source);
  if (!(shown instanceof SVGSVGElement)) throw new Error("the picture is not an SVG");
  if (!shown.hasAttribute("viewBox")) shown.setAttribute("viewBox", `0 0 ${parseFloat(shown.getAttribute("width") ?? "")} ${parseFloat(shown.getAttribute("height") ?? "")}`);
  shown.removeAttribute("width");
  shown.removeAttribute("height");
  shown.setAttribute("class", "qr");
  shown.setAttribute("role", "img");
  shown.setAttribute("aria-label", description);
  return shown;
}

/** @param {Element} from @returns {SVGElement | undefined} */
function copy(from) {
  const allowed = ALLOWED[from.localName];
  if (!allowed) return undefined;
  const to = svg(/** @type {"svg" | "path" | "rect"} */ (from.localName));
  for (const name of allowed) {
    const value = from.getAttribute(name);
    if (value !== null && HARMLESS.test(value)) to.setAttribute(name, value);
  }
  for (const child of from.children) {
    const kept = copy(child);
    if (kept) to.append(kept);
  }
  return to;
}

/**
 * Where the browser guards its parsers (Trusted Types), it wants to hear that this text is meant.
 * It is parsed into a document of its own that shows and runs nothing.
 *
 * @param {string} text
 * @returns {string}
 */
function asMarkup(text) {
  const { trustedTypes } = /** @type {{ trustedTypes?: { createPolicy: (name: string, rules: object) => { createHTML: (text: string) => string } } }} */ (window);
  policy ??= trustedTypes?.createPolicy("qr-picture", { createHTML: (/** @type {string} */ kept) => kept });
  return policy ? policy.createHTML(text) : text;
}
