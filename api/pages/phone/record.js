// What is held about somebody, for them to read, to keep, and to say what is wrong with. Nothing of it stays on the phone,
// except what they download.

import { Offline, explain, get, put } from "../shared/api.js";
import { el, fill, lines } from "../shared/dom.js";
import { momentInWords } from "./clock.js";
import { fetched } from "./list.js";
import { button, dayInWords, heading, link, para, say } from "./parts.js";
import { alsoForget, phone } from "./phone.js";
import "./record-words.js";
import { stepUp } from "./step-up.js";
import * as trail from "./trail.js";
/** @import { Child, HeldFact, HeldItem, HeldRecord, HeldSection, Place, Proof, View } from "./nouns.js" */

const API = "/young-person/v1/me";
/** Downloads that are links: the browser itself fetches them. */
const FILES = /** @type {const} */ (["html", "csv"]);

/** What was fetched last, and until when its downloads open. @type {{ record: HeldRecord, until: number } | undefined} */
let last;
alsoForget.push(() => (last = undefined));

const list = fetched(fetchRecord, show);

/** @param {Place} place @returns {View} */
export function record(place) {
  return {
    title: say("record"),
    back: { view: "settings" },
    leave: true,
    body: [heading("record"), ...list(place)],
  };
}

/** The heading of an item that was on the page, such as "promise 5f0c…". @param {string | undefined} what */
export function titleOf(what) {
  for (const section of last?.record.sections ?? []) {
    for (const item of section.items) if (key(section, item) === what) return item.id ? item.title : nameOf(section);
  }
  return undefined;
}

/** What is held now. @returns {Promise<HeldRecord>} */
export async function fetchRecord() {
  const [record, proof] = /** @type {[HeldRecord, Proof]} */ (await Promise.all([get(`${API}/record`), get(`${API}/proof`)]));
  const left = Date.parse(proof.proven_until ?? record.as_of) - Date.parse(record.as_of);
  last = { record, until: Date.now() + left };
  return record;
}

/** @param {HeldRecord} record @param {Place} place @returns {Child[]} */
function show(record, place) {
  const { as_of, sections, not_shown, not_shown_easy } = record;
  return [
    para("record.text", { date: dayInWords(as_of), time: momentInWords(as_of) }),
    ...sections.map(part),
    el("p", { class: "notice" }, lines(phone.reading === "easy" ? not_shown_easy : not_shown)),
    keeping(record, place),
    el("section", null,
      el("h2", null, say("record.more")),
      el("div", { class: "stack" },
        link("asked", { view: "asked" }),
        link("ask.everything", { view: "ask", page: "everything" }),
        link("ask.complaint", { view: "ask", page: "complaint" }))),
  ];
}

/** @param {HeldSection} section */
function part(section) {
  const { items } = section;
  return el("section", { class: "card" },
    el("h2", null, nameOf(section)),
    items.length === 0 ? para("record.nothing", {}, "muted")
      : items.length === 1 && !items[0]?.id ? items.flatMap((item) => facts(section, item))
      : el("ul", { class: "things" }, items.map((item) => el("li", null, one(section, item)))));
}

/** Answers stay folded: screens are seen from behind. So does what would make the page long. @param {HeldSection} section @param {HeldItem} item */
function one(section, item) {
  if (section.part === "check-in" || section.items.length > 3) {
    return el("details", { class: "reveal" }, el("summary", null, el("span", { class: "typed-line" }, item.title)), facts(section, item));
  }
  return [el("h3", null, item.title), ...facts(section, item)];
}

/** @param {HeldSection} section @param {HeldItem} item @returns {Child[]} */
function facts(section, item) {
  return [
    item.facts.length > 0 && el("dl", { class: "facts" }, item.facts.flatMap(fact)),
    item.may_raise && late(item),
    link("record.wrong", { view: "ask", page: "wrong", stop: key(section, item) }, "button--quiet button--small", item.id ? item.title : nameOf(section)),
  ];
}

/** Says that promised support is not coming, and by when there is an answer. One id, so that a second try says it once. @param {HeldItem} item */
function late({ id, title }) {
  const concern = crypto.randomUUID();
  const told = el("div", { role: "status", tabindex: "-1" });
  const act = async () => {
    try {
      const { due_on } = await put(`${API}/promises/${id}/concerns/${concern}`);
      fill(told, para("asked.due", { date: dayInWords(due_on) }, "notice notice--good"));
      told.focus();
      node.remove();
    } catch (error) {
      if (!stepUp(error, trail.current())) fill(told, el("p", { class: "notice notice--warn" }, lines(error instanceof Offline ? say("list.offline") : explain(error))));
    }
  };
  const node = el("button", { class: "button button--quiet button--small", type: "button", onclick: () => void act() },
    say("record.late"), el("span", { class: "visually-hidden" }, `: ${title}`));
  return el("div", null, node, told);
}

/** In easy read our own words are easy; what people wrote and what is a name stays as it is. @param {HeldFact} fact */
function fact({ name, easy_name = name, value, easy_value = value }) {
  const easy = phone.reading === "easy";
  const told = (easy ? easy_value : value).split("\n").flatMap((line, index) => [index > 0 && el("br"), ...breakable(line)]);
  return [el("dt", null, easy ? easy_name : name), el("dd", null, told)];
}

/** Large text has no room for a whole number or address: then it goes on after the country, or before "@" or a dot. @param {string} value @returns {Child[]} */
function breakable(value) {
  return value.split(/(\+44(?=\d)|[^\s@.]+(?=[@.]\S))/).filter(Boolean).flatMap((part, index) => (index > 0 ? [el("wbr"), part] : [part]));
}

/** @param {HeldRecord} record @param {Place} place */
function keeping(record, place) {
  // What opened 15 minutes ago does not open again by itself, and a browser would save the refusal.
  const check = (/** @type {Event} */ event) => {
    if (last && Date.now() < last.until) return;
    event.preventDefault();
    trail.go({ view: "proof", then: place }, true);
  };
  return el("section", { class: "card" },
    el("h2", null, say("record.keep")),
    para("record.keep.text"),
    el("div", { class: "stack" },
      FILES.map((kind) => el("a", {
        class: "button button--quiet button--wide", href: `${API}/record.${kind}`, download: `my-record.${kind}`, onclick: check,
      }, say(`record.${kind}`))),
      button("record.json", () => save(record), "button--quiet")));
}

/** Saves it as a file, as it came. @param {HeldRecord} record */
function save(record) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(record, null, 2)], { type: "application/json" }));
  el("a", { href: address, download: "my-record.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {HeldSection} section */
function nameOf({ title, easy_title }) {
  return phone.reading === "easy" ? easy_title : title;
}

/** How an item is named in the trail. @param {HeldSection} section @param {HeldItem} item */
function key({ part }, { id }) {
  return id ? `${part} ${id}` : part;
}
