// Small helpers to build pages. Text only ever becomes a text node, so words that people typed can
// never turn into markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Makes an element. `class`, `id`, `href`, `aria-…`, `data-…` and other attributes are set as
 * attributes; `on…` functions become listeners; `true` sets an empty attribute, `false`, `null` and
 * `undefined` leave it out.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  dress(node, attributes ?? {});
  append(node, children);
  return node;
}

/** Replaces what is inside an element. @param {Element} node @param {...(Child | Child[])} children */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

/**
 * The element with this id. It is written in the page itself, so its absence is a mistake of ours.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

/**
 * One line of text per line, each in its own block: easy read wants one idea a line.
 *
 * @param {string} text
 * @param {string} [className]
 * @returns {HTMLElement}
 */
export function lines(text, className = "lines") {
  const parts = text.split("\n");
  if (parts.length === 1) return el("span", null, text);
  // The spaces are for those who hear the text or copy it.
  return el("span", { class: className }, parts.flatMap((part) => [el("span", null, part), " "]));
}

/** @param {Element} node @param {Record<string, unknown>} attributes */
export function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) {
      if (typeof value !== "function") throw new Error(`${name} takes a function`);
      node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** @param {Element} node @param {(Child | Child[])[]} children */
export function append(node, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}
