// Counts by state that are filters too. They are links: the state may stand in the address, names may not.

import { el, fill } from "../shared/dom.js";

const ALWAYS = new Set(["all", "call-today"]);

export class Filters {
  /** @type {Map<string, { item: HTMLElement, link: HTMLAnchorElement, count: HTMLElement }>} */
  #links = new Map();

  constructor() {
    this.list = el("ul", { class: "filters" });
    this.node = el("nav", { "aria-label": "Show" }, this.list);
  }

  /**
   * @param {{ state: string, label: string, count: number }[]} counts
   * @param {string} chosen
   */
  show(counts, chosen) {
    const known = counts.map(({ state }) => state).join();
    if (known !== [...this.#links.keys()].join()) this.#make(counts);
    for (const { state, count } of counts) {
      const made = this.#links.get(state);
      if (!made) continue;
      fill(made.count, count);
      // An empty state is no use as a filter; the first two are always worth knowing.
      made.item.hidden = count === 0 && state !== chosen && !ALWAYS.has(state);
      if (state === chosen) made.link.setAttribute("aria-current", "true");
      else made.link.removeAttribute("aria-current");
    }
  }

  /** Links are made once and then only changed, so that the focus stays. @param {{ state: string, label: string }[]} counts */
  #make(counts) {
    this.#links.clear();
    fill(this.list, counts.map(({ state, label }) => {
      const count = el("span", { class: "filter__count" });
      const link = el("a", { class: "filter", href: `#state=${state}` }, label, " ", count);
      const item = el("li", null, link);
      this.#links.set(state, { item, link, count });
      return item;
    }));
  }
}
