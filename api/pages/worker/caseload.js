// The list. Its order and its reasons come from the service; this page only shows them, filters them
// and keeps them fresh without moving the reader.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { filters } from "../staff/trail.js";
import { clock } from "../staff/when.js";
import { askWho } from "./assign.js";
import { Filters } from "./filters.js";
import { columns, personRow } from "./row.js";

/** @typedef {import("../shared/staff.js").Caseload} CaseloadOut */

const PAGE = 50;
const REFRESH_MS = 30_000;

export class Caseload {
  /** @type {string} what is on the screen, to notice a change */
  #shown = "";
  /** @type {number | undefined} */
  #timer;
  #asked = 0;
  #state = "all";
  #text = "";
  /** @type {(string | undefined)[]} the start of each page up to this one */
  #starts = [undefined];
  /** @type {string | undefined} */
  #next;

  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   */
  constructor(desk, open) {
    this.desk = desk;
    this.open = open;
    this.manager = desk.session?.role !== "worker";
    this.filters = new Filters();
    this.heading = el("h1", { tabindex: "-1" }, "Who needs you now");
    this.caption = el("caption");
    this.body = el("tbody", { role: "rowgroup" });
    this.table = el("table", { class: "cards", role: "table" }, this.caption, columns(this.manager), this.body);
    this.nobody = el("p", { class: "empty", hidden: true });
    this.trouble = el("div");
    this.asOf = el("p", { class: "muted small as-of" }, "Loading…");
    this.previous = button("Previous", () => this.#turn(-1));
    this.following = button("Next", () => this.#turn(1));
    this.where = el("span");
    this.pager = el("nav", { class: "row", "aria-label": "Pages of the list", hidden: true }, this.previous, this.where, this.following);
    this.node = el("div", null,
      el("div", { class: "row row--between" }, this.heading, this.asOf),
      this.filters.node, this.#search(), this.trouble, this.table, this.nobody, this.pager);
    for (const event of ["focus", "visibilitychange"]) addEventListener(event, () => this.#refresh(), true);
  }

  /** Shows the list that the address names and keeps it fresh. */
  wake() {
    const state = filters().get("state") ?? "all";
    const again = this.#timer === undefined && this.#shown !== "" && state === this.#state;
    if (!again) this.#starts = [undefined];
    this.#state = state;
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => this.#refresh(), REFRESH_MS);
    void this.#load(again ? "quietly" : "aloud");
  }

  /**
   * Puts the focus on a person's name, or on the heading where they are not on this page.
   *
   * @param {string} person
   * @param {number} [button] another of the buttons in their row
   */
  focusOn(person, button = 0) {
    const row = [...this.body.rows].find(({ dataset }) => dataset.key === person);
    (row?.querySelectorAll("button")[button] ?? this.heading).focus({ preventScroll: true });
  }

  /** Somebody looks at one person: the list may be as old as it is. */
  rest() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #search() {
    /** @type {number | undefined} */
    let typing;
    const find = () => {
      clearTimeout(typing);
      if (input.value.trim() === this.#text) return;
      this.#text = input.value.trim();
      this.#starts = [undefined];
      void this.#load("aloud");
    };
    const input = el("input", { class: "input", id: "find", type: "search", autocomplete: "off", spellcheck: "false", oninput: () => {
      clearTimeout(typing);
      typing = window.setTimeout(find, 300);
    } });
    return el("form", { class: "find", role: "search", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      find();
    } }, el("label", { class: "label", for: "find" }, "Find by name"), input);
  }

  #refresh() {
    // A page nobody looks at, or one behind the sign-in form, asks for nothing.
    if (this.#timer === undefined || document.visibilityState !== "visible" || this.desk.locked) return;
    void this.#load("quietly");
  }

  /** @param {1 | -1} by */
  async #turn(by) {
    if (by === 1 && this.#next) this.#starts.push(this.#next);
    else if (by === -1 && this.#starts.length > 1) this.#starts.pop();
    else return;
    await this.#load("aloud");
    this.table.scrollIntoView({ block: "start" });
    this.body.querySelector("button")?.focus({ preventScroll: true });
  }

  /** @param {"aloud" | "quietly"} how */
  async #load(how) {
    const asked = ++this.#asked;
    const after = this.#starts.at(-1);
    const page = { state: this.#state, ...(after && { after }) };
    if (how === "aloud") this.table.setAttribute("aria-busy", "true");
    try {
      /** @type {CaseloadOut} */
      const list = await (this.#text
        ? this.desk.post("/caseload/search", { ...page, limit: PAGE, name: this.#text })
        : this.desk.get(`/caseload?${new URLSearchParams({ ...page, limit: String(PAGE) })}`));
      // An older reply must not overtake a newer question.
      if (asked === this.#asked) this.#render(list, how);
    } catch (error) {
      if (asked === this.#asked) fill(this.trouble, notice("warn", `The list is not up to date. ${explain(error)}`));
    } finally {
      if (asked === this.#asked) this.table.removeAttribute("aria-busy");
    }
  }

  /** @param {CaseloadOut} list @param {"aloud" | "quietly"} how */
  #render(list, how) {
    fill(this.trouble);
    fill(this.asOf, `Updated at ${clock(list.as_of)}`);
    const { as_of: _, ...content } = list;
    const now = JSON.stringify([content, this.#state, this.#text]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#next = list.next;
    this.filters.show(list.counts, this.#state);
    this.#rows(list);
    this.#pages(list);
    say(how === "quietly" ? "List updated" : `${list.items.length} ${list.items.length === 1 ? "person" : "people"} shown`);
  }

  /** @param {CaseloadOut} list */
  #rows({ items, counts }) {
    const row = this.body.contains(document.activeElement) ? document.activeElement?.closest("tr") : null;
    const button = [...row?.querySelectorAll("button") ?? []].findIndex((one) => one === document.activeElement);
    const assign = this.#state === "unassigned" && this.desk.session?.role === "manager";
    fill(this.body, items.map((row) => personRow(row, {
      manager: this.manager,
      open: () => this.open(row.id),
      assign: assign ? () => void askWho(this.desk, row.id, row.name, () => this.#load("quietly")) : undefined,
    })));
    if (row) this.focusOn(row.dataset.key ?? "", button);
    const label = counts.find(({ state }) => state === this.#state)?.label ?? "Everybody";
    fill(this.caption, `${label}, in the order of who needs a call`);
    this.table.hidden = items.length === 0;
    this.nobody.hidden = items.length > 0;
    fill(this.nobody, this.#text ? "Nobody here has a name like that. Look under “Everybody”, or try fewer letters."
      : this.#state === "all" ? "Nobody is on your list yet. Your manager can give you young people to look after."
      : "Nobody. That is good news.");
  }

  /** @param {CaseloadOut} list */
  #pages({ items, counts, next }) {
    const first = (this.#starts.length - 1) * PAGE + 1;
    const total = this.#text ? undefined : counts.find(({ state }) => state === this.#state)?.count;
    this.pager.hidden = !next && this.#starts.length === 1;
    fill(this.where, `${first} to ${first + items.length - 1}${total === undefined ? "" : ` of ${total}`}`);
    this.previous.setAttribute("aria-disabled", String(this.#starts.length === 1));
    this.following.setAttribute("aria-disabled", String(!next));
  }
}
