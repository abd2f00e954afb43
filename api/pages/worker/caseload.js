// The list. Its order and its reasons come from the service; this page asks for the part that somebody wants to see and
// keeps it fresh without moving the reader. Possible harm and concerns stand in a table of their own, above the rest.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { clock } from "../staff/when.js";
import { askWho } from "./assign.js";
import { address, Filters, ORDERS, wanted } from "./filters.js";
import { Fresh } from "./fresh.js";
import { columns, personRow, sorted } from "./row.js";
import { Several } from "./several.js";
import { Views } from "./views.js";

/** @typedef {import("../shared/staff.js").Caseload} CaseloadOut */
/** @typedef {import("../shared/staff.js").CaseloadCounts} Counts */
/** @typedef {import("../shared/staff.js").CaseloadRow} Row */
/** @typedef {{ list: CaseloadOut, urgent: CaseloadOut | undefined, counts: Counts }} Asked */

const PAGE = 50;
/** As many as anybody is shown in one piece. */
const MOST = 200;
const REFRESH_MS = 30_000;
/** However much there is to hear of, the list is asked for no more often. */
const PEACE_MS = 3_000;

export class Caseload {
  /** @type {string} what is on the screen, to notice a change */
  #shown = "";
  /** @type {number | undefined} */
  #timer;
  #asked = 0;
  /** @type {Record<string, string>} */
  #want = {};
  #text = "";
  /** @type {(string | undefined)[]} the start of each page up to this one */
  #starts = [undefined];
  /** @type {string | undefined} */
  #next;
  /** @type {number | undefined} */
  #peeking;
  #harm = false;

  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   * @param {import("./news.js").News} news
   * @param {(people: string[]) => void} print
   */
  constructor(desk, open, news, print) {
    this.news = news;
    this.fresh = new Fresh();
    this.several = desk.session?.role === "safeguarding-lead" ? undefined : new Several(desk, { again: () => void this.#load("quietly"), print });
    this.desk = desk;
    this.open = open;
    this.manager = desk.session?.role !== "worker";
    this.filters = new Filters();
    this.views = new Views(desk);
    /** @type {boolean | undefined} whether what surrounds the list was fetched */
    this.ready = undefined;
    this.heading = el("h1", { tabindex: "-1" }, "Who needs you now");
    this.caption = el("caption");
    this.body = el("tbody", { role: "rowgroup" });
    this.head = columns(this.manager, (order) => this.#sort(order));
    this.table = el("table", { class: "cards", role: "table" }, this.caption, this.head, this.body);
    this.first = el("tbody", { role: "rowgroup" });
    this.urgent = el("table", { class: "cards cards--urgent", role: "table", hidden: true },
      el("caption", null, "Possible harm and concerns"), columns(this.manager), this.first);
    this.nobody = el("p", { class: "empty", hidden: true });
    this.trouble = el("div");
    this.asOf = el("p", { class: "muted small as-of" }, "Loading…");
    this.previous = button("Previous", () => this.#turn(-1));
    this.following = button("Next", () => this.#turn(1));
    this.where = el("span");
    this.pager = el("nav", { class: "row", "aria-label": "Pages of the list", hidden: true }, this.previous, this.where, this.following);
    this.node = el("div", null,
      el("div", { class: "row row--between" }, this.heading, this.asOf),
      this.filters.node, this.views.node,
      el("div", { class: "list-tools" }, this.#search(), this.filters.order, this.filters.more, this.views.save),
      this.trouble, this.several?.node ?? "", this.urgent, this.table, this.nobody, this.pager, this.fresh.node);
    // Of the window alone: whoever goes through the page by keyboard moves the focus with every key.
    for (const event of ["focus", "visibilitychange"]) addEventListener(event, () => this.#refresh());
  }

  /** Shows the list that the address names and keeps it fresh. */
  wake() {
    const want = wanted();
    const again = this.#timer === undefined && this.#shown !== "" && address(want) === address(this.#want);
    if (!again) this.#starts = [undefined];
    this.#want = want;
    this.filters.tell(want);
    this.views.tell();
    sorted(this.head, want.order ?? "urgency");
    if (!this.ready) void this.#around();
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => this.#refresh(), REFRESH_MS);
    this.news.for(({ kind }) => this.#heard(kind));
    void this.#load(again ? "quietly" : "aloud");
  }

  /**
   * Puts the focus on a person's name, or on the heading where they are not on this page.
   *
   * @param {string} person
   * @param {number} [button] another of the buttons in their row
   */
  focusOn(person, button = 0) {
    const row = [...this.first.rows, ...this.body.rows].find(({ dataset }) => dataset.key === person);
    const box = button < 0 ? row?.querySelector("input") : undefined;
    (box ?? row?.querySelectorAll("button")[Math.max(button, 0)] ?? this.heading).focus({ preventScroll: true });
  }

  /** Somebody looks at one person: the list may be as old as it is. */
  rest() {
    clearInterval(this.#timer);
    clearTimeout(this.#peeking);
    this.#timer = this.#peeking = undefined;
  }

  /** What surrounds the list, once: the views that somebody keeps, and whose people a manager can choose among. */
  async #around() {
    this.ready = true;
    void this.views.load();
    if (!this.manager) return;
    try {
      const { items } = await this.desk.get("/staff");
      this.filters.workers(items.filter((/** @type {{ role: string }} */ { role }) => role === "worker" || role === "manager"));
    } catch {
      // Without it one filter is missing; it is asked for again with the next visit to the list.
      this.ready = undefined;
    }
  }

  /** @param {string} order */
  #sort(order) {
    const { order: _, ...others } = this.#want;
    location.hash = address({ ...others, order });
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
    // Where we are told what is new, nothing is put under anybody's finger.
    if (this.news.live) this.#peeking ??= window.setTimeout(() => void this.#peek(), PEACE_MS);
    else void this.#load("quietly");
  }

  /** @param {string} kind */
  #heard(kind) {
    if (kind === "person" || this.#timer === undefined) return;
    this.#harm ||= kind === "alerts";
    this.#peeking ??= window.setTimeout(() => void this.#peek(), PEACE_MS);
  }

  /** Looks whether the list is another than the one on the page, and says so. */
  async #peek() {
    clearTimeout(this.#peeking);
    this.#peeking = undefined;
    const asked = this.#asked;
    const harm = this.#harm;
    this.#harm = false;
    try {
      const found = await this.#ask(this.#page());
      if (asked !== this.#asked || this.#timer === undefined || this.#said(found) === this.#shown) return;
      this.fresh.tell(() => this.#render(found, "quietly"), harm);
    } catch {
      // It is asked again soon.
    }
  }

  #page() {
    const after = this.#starts.at(-1);
    return { ...this.#want, ...(after && { after }), limit: String(PAGE) };
  }

  /** What a page of the list says, to compare. Where the next one begins has the moment in it. @param {Asked} found */
  #said({ list, urgent, counts }) {
    const first = urgent?.items ?? [];
    const rest = list.items.filter(({ id }) => !first.some((one) => one.id === id));
    return JSON.stringify([first, rest, Boolean(list.next), counts.items, this.#want, this.#text]);
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
    const page = this.#page();
    if (how === "aloud") this.table.setAttribute("aria-busy", "true");
    try {
      const found = await this.#ask(page);
      // An older reply must not overtake a newer question.
      if (asked === this.#asked) this.#render(found, how);
    } catch (error) {
      if (asked === this.#asked) fill(this.trouble, notice("warn", `The list is not up to date. ${explain(error)}`));
    } finally {
      if (asked === this.#asked) this.table.removeAttribute("aria-busy");
    }
  }

  /**
   * @param {Record<string, string>} page
   * @returns {Promise<Asked>}
   */
  async #ask(page) {
    const get = (/** @type {string} */ path, /** @type {Record<string, string>} */ want) => this.desk.get(`${path}?${new URLSearchParams(want)}`);
    const { state, priority: _p, order: _o, after: _a, limit: _l, ...kind } = page;
    const counts = get("/caseload/counts", kind);
    if (this.#text) {
      const list = this.desk.post("/caseload/search", { ...(state && { state }), limit: PAGE, name: this.#text });
      return { list: await list, urgent: undefined, counts: await counts };
    }
    // On every page and in every order: what comes later must not push it out of sight.
    const harm = page.priority ? undefined : get("/caseload", { ...kind, ...(state && { state }), priority: "urgent", limit: String(MOST) });
    const list = get("/caseload", page);
    return { list: await list, urgent: await harm, counts: await counts };
  }

  /** @param {Asked} found @param {"aloud" | "quietly"} how */
  #render({ list, urgent, counts }, how) {
    this.fresh.calm();
    fill(this.trouble);
    fill(this.asOf, `Updated at ${clock(list.as_of)}`);
    const first = urgent?.items ?? [];
    const rest = list.items.filter(({ id }) => !first.some((one) => one.id === id));
    this.#next = list.next;
    const now = this.#said({ list, urgent, counts });
    if (now === this.#shown) return;
    this.#shown = now;
    this.filters.show(counts.items, this.#want);
    this.#rows(first, rest, counts);
    this.#pages(list, counts);
    const shown = first.length + rest.length;
    say(how === "quietly" ? "List updated" : `${shown} ${shown === 1 ? "person" : "people"} shown`);
  }

  /** @param {Row[]} first @param {Row[]} rest @param {Counts} counts */
  #rows(first, rest, { items: counts }) {
    const focused = document.activeElement;
    const row = this.body.contains(focused) || this.first.contains(focused) ? focused?.closest("tr") : null;
    const button = [...row?.querySelectorAll("button") ?? []].findIndex((one) => one === focused);
    const state = this.#want.state ?? "all";
    const assign = state === "unassigned" && this.desk.session?.role === "manager";
    const rows = (/** @type {Row[]} */ items) => items.map((row) => personRow(row, {
      manager: this.manager,
      open: () => this.open(row.id),
      box: this.several?.box(row),
      assign: assign ? () => void askWho(this.desk, row.id, row.name, () => this.#load("quietly")) : undefined,
    }));
    this.several?.turn();
    fill(this.first, rows(first));
    fill(this.body, rows(rest));
    this.several?.shown();
    if (row) this.focusOn(row.dataset.key ?? "", button);
    const label = counts.find((one) => one.state === state)?.label ?? "Everybody";
    const order = this.#text ? "urgency" : this.#want.order ?? "urgency";
    const words = ORDERS.find(([code]) => code === order)?.[1].toLowerCase() ?? "";
    fill(this.caption, this.#text ? "The most like first" : `${first.length > 0 ? `${label}, all others` : label}, in the order of: ${words}`);
    this.urgent.hidden = first.length === 0;
    this.table.hidden = rest.length === 0;
    const nobody = first.length + rest.length === 0;
    this.nobody.hidden = !nobody;
    const narrow = Object.keys(this.#want).some((name) => name !== "order");
    fill(this.nobody, this.#text ? "Nobody here has a name like that. Look under “Everybody”, or try other letters."
      : !narrow ? "Nobody is on your list yet. Your manager can give you young people to look after."
      : state !== "all" ? "Nobody. That is good news." : "Nobody is like that. Choose fewer filters.");
  }

  /** @param {CaseloadOut} list @param {Counts} counts */
  #pages({ items, next }, { items: counts }) {
    const first = (this.#starts.length - 1) * PAGE + 1;
    const state = this.#want.state ?? "all";
    const total = this.#text || this.#want.priority ? undefined : counts.find((one) => one.state === state)?.count;
    this.pager.hidden = !next && this.#starts.length === 1;
    fill(this.where, `${first} to ${first + items.length - 1}${total === undefined ? "" : ` of ${total}`}`);
    this.previous.setAttribute("aria-disabled", String(this.#starts.length === 1));
    this.following.setAttribute("aria-disabled", String(!next));
  }
}
