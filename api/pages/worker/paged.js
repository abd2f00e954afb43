// A list that is fetched page by page, from when somebody asks to see it.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, notice } from "../staff/parts.js";

/**
 * The list with what goes wrong and the way to more of it. What comes has the focus.
 *
 * @param {string} show what the button to the first page says
 * @param {string} earlier what the button to the next one says
 * @param {string} nothing what is said of an empty list
 * @param {(after: string) => Promise<{ items: HTMLElement[], next?: string | undefined }>} ask fetches a page; `after` is the end of its address
 * @returns {HTMLElement[]}
 */
export function paged(show, earlier, nothing, ask) {
  const list = el("ul", { class: "things" });
  const trouble = el("div");
  const more = el("div", { class: "row" });
  /** @param {string} [after] */
  const load = async (after) => {
    try {
      const { items, next } = await ask(after ? `?after=${encodeURIComponent(after)}` : "");
      fill(trouble);
      list.append(...items);
      fill(more, next && button(earlier, () => load(next)));
      if (!list.hasChildNodes()) fill(trouble, el("p", { class: "muted" }, nothing));
      const first = items[0];
      if (first) {
        first.tabIndex = -1;
        first.focus();
      }
    } catch (error) {
      const words = notice("warn", explain(error));
      fill(trouble, words);
      words.focus();
    }
  };
  fill(more, button(show, () => load()));
  return [list, trouble, more];
}
