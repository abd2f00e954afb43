// Which part of the list is shown, and in which order. It stands in the address, which names a view and never a young
// person: counts by state are links, the rest are selects that change the address.

import { el, fill } from "../shared/dom.js";
import { filters } from "../staff/trail.js";

const ALWAYS = new Set(["all", "call-today"]);

/** What the address may say, in the words of the wire. */
export const WANTED = ["state", "order", "priority", "headline", "neet", "need", "worker"];

/** @typedef {{ name: string, label: string, all: string, options: [string, string][] }} Choice */

/** @type {Choice[]} */
const CHOICES = [
  { name: "priority", label: "Alerts", all: "Whatever alerts", options: [
    ["urgent", "Possible harm or a concern"], ["p1", "Possible harm"], ["p2", "A concern"], ["p3", "Help wanted"], ["p4", "For the next contact"]] },
  { name: "headline", label: "Where they are", all: "Wherever they are", options: [
    ["in-education-or-work", "In education, training or work"], ["not-in-education-or-work", "Not in education or work"], ["not-known", "Not known"]] },
  { name: "neet", label: "If not in education or work", all: "Either", options: [
    ["available", "Looking, or about to start"], ["not-available", "Not able to at the moment"]] },
  { name: "need", label: "How to speak to them", all: "However", options: [
    ["easy-read", "Easy read"], ["large-text", "Large text"], ["read-aloud", "Read aloud"], ["bsl", "BSL"], ["text-not-calls", "Text, not calls"], ["supporter", "With a supporter"]] },
];

/** @type {[string, string][]} */
export const ORDERS = [["urgency", "Who needs a call first"], ["name", "Name"], ["last-contact", "Longest without contact"], ["due", "Next check-in"]];

/** What the address says now, without what is usual. @returns {Record<string, string>} */
export function wanted() {
  const said = filters();
  const known = WANTED.map((name) => [name, said.get(name) ?? ""]);
  const usual = (/** @type {string} */ name, /** @type {string} */ value) => value === "" || (name === "state" && value === "all") || (name === "order" && value === "urgency");
  return Object.fromEntries(known.filter(([name = "", value = ""]) => !usual(name, value)));
}

/** The address of a part of the list. @param {Record<string, string>} want */
export function address(want) {
  return `#${new URLSearchParams(want)}`;
}

export class Filters {
  /** @type {Map<string, { item: HTMLElement, link: HTMLAnchorElement, count: HTMLElement }>} */
  #links = new Map();
  /** @type {Map<string, HTMLSelectElement>} */
  #selects = new Map();

  /** @param {{ id: string, name: string }[]} workers whose people can be shown alone; none for who has their own list only */
  constructor(workers = []) {
    this.list = el("ul", { class: "filters" });
    this.more = el("details", { class: "reveal narrowing" });
    this.choices = el("div", { class: "more__in" });
    this.summary = el("summary", null, "More filters");
    fill(this.more, this.summary, this.choices);
    this.order = select({ name: "order", label: "In the order of", all: "", options: ORDERS }, this.#selects);
    this.node = el("nav", { "aria-label": "Show" }, this.list);
    this.workers(workers);
  }

  /** Who can be chosen among. @param {{ id: string, name: string }[]} workers */
  workers(workers) {
    const by = { name: "worker", label: "Worker", all: "Everybody’s", options: workers.map(({ id, name }) => /** @type {[string, string]} */ ([id, name])) };
    fill(this.choices, [...CHOICES, ...(workers.length > 0 ? [by] : [])].map((choice) => select(choice, this.#selects)));
    this.tell(wanted());
  }

  /** Shows what is chosen. @param {Record<string, string>} want */
  tell(want) {
    for (const [name, one] of this.#selects) one.value = want[name] ?? (name === "order" ? "urgency" : "");
    const chosen = CHOICES.filter(({ name }) => want[name]).length + (want.worker ? 1 : 0);
    fill(this.summary, chosen === 0 ? "More filters" : `More filters (${chosen} chosen)`);
    for (const [state, { link }] of this.#links) {
      if (state === (want.state ?? "all")) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      link.href = address({ ...want, state });
    }
  }

  /**
   * @param {{ state: string, label: string, count: number }[]} counts
   * @param {Record<string, string>} want
   */
  show(counts, want) {
    const known = counts.map(({ state }) => state).join();
    if (known !== [...this.#links.keys()].join()) this.#make(counts);
    for (const { state, count } of counts) {
      const made = this.#links.get(state);
      if (!made) continue;
      fill(made.count, count);
      // An empty state is no use as a filter; the first two are always worth knowing.
      made.item.hidden = count === 0 && state !== (want.state ?? "all") && !ALWAYS.has(state);
    }
    this.tell(want);
  }

  /** Links are made once and then only changed, so that the focus stays. @param {{ state: string, label: string }[]} counts */
  #make(counts) {
    this.#links.clear();
    fill(this.list, counts.map(({ state, label }) => {
      const count = el("span", { class: "filter__count" });
      const link = el("a", { class: "filter", href: address({ state }) }, label, " ", count);
      const item = el("li", null, link);
      this.#links.set(state, { item, link, count });
      return item;
    }));
  }
}

/**
 * @param {Choice} choice
 * @param {Map<string, HTMLSelectElement>} all
 */
function select({ name, label, all: usual, options }, all) {
  const chosen = () => {
    const { [name]: _, ...others } = wanted();
    location.hash = address({ ...others, ...(one.value && { [name]: one.value }) });
  };
  const one = el("select", { class: "input", id: `want-${name}`, onchange: chosen },
    usual && el("option", { value: "" }, usual), options.map(([value, words]) => el("option", { value }, words)));
  all.set(name, one);
  return el("div", { class: "more__one" }, el("label", { class: "label", for: `want-${name}` }, label), one);
}
