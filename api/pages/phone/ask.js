// Saying that something in one's record is wrong, asking for everything, and complaining. What is typed is kept on the phone
// until it is sent.

import { put } from "../shared/api.js";
import { byId, el, lines } from "../shared/dom.js";
import { keepWishes, wishes } from "./answers.js";
import { weekdayInWords } from "./clock.js";
import { fetched } from "./list.js";
import { ownWords } from "./own-words.js";
import { goHome, heading, link, para, say } from "./parts.js";
import { fetchRecord, titleOf } from "./record.js";
import "./record-words.js";
import * as trail from "./trail.js";
import { complaints, trying } from "./trying.js";
/** @import { Child, DataRequest, Place, RequestAsked, View, Written } from "./nouns.js" */

const LONGEST = 1000;
/** @type {RequestAsked[]} */
const KINDS = ["wrong", "everything", "complaint"];
/** As it stood on ico.org.uk in a copy of its pages for complaints, whose date is not known: check before real young people use it. */
const ICO = { page: "https://ico.org.uk/make-a-complaint/", call: "tel:03031231113" };

/** After a reload nobody knows here what was on the page: it is fetched anew, so that what was typed about it can go on. */
const found = fetched(fetchRecord, (_, place) => (titleOf(place.stop) ? about("wrong", place) : [para("ask.gone"), link("record", { view: "record" })]));

/** @param {Place} place @returns {View} */
export function ask(place) {
  if (place.page === "sent") return sent(place);
  const asked = KINDS.find((each) => each === place.page) ?? "complaint";
  return {
    title: say(`ask.${asked}`),
    back: { view: "record" },
    leave: true,
    body: [heading(`ask.${asked}`), ...(asked === "wrong" && !titleOf(place.stop) ? found(place) : about(asked, place))],
  };
}

/** @param {RequestAsked} asked @param {Place} place @returns {Child[]} */
function about(asked, place) {
  return [
    asked === "wrong" ? el("p", { class: "typed" }, titleOf(place.stop)) : para(`ask.${asked}.text`),
    para("ask.when"),
    form(asked, place),
    asked === "complaint" && commissioner(),
  ];
}

/** What is being written about this. @param {Place} place @returns {Written} */
function draftFor(place) {
  const asks = (wishes.asks ??= {});
  return (asks[name(place)] ??= { id: crypto.randomUUID(), words: "", help: false });
}

/** @param {Place} place */
function name({ page, stop = "" }) {
  return `${page} ${stop}`;
}

/** @param {RequestAsked} asked @param {Place} place */
function form(asked, place) {
  const draft = draftFor(place);
  const write = (/** @type {Partial<Written>} */ said) => {
    Object.assign(draft, said);
    keepWishes();
  };
  const wrong = complaints();
  wrong.id = "wrong";
  const help = el("input", { type: "checkbox", id: "help", checked: draft.help, onchange: () => write({ help: help.checked }) });
  const send = trying(wrong, () => tell(asked, place, draft));
  const submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (asked === "everything" || draft.help || draft.words.trim()) return void send();
    wrong.replaceChildren(lines(say("ask.missing")));
    byId("own-words").focus();
  };
  return el("form", { novalidate: true, onsubmit: submitted },
    el("div", { class: "field" },
      el("label", { for: "own-words" }, say(`ask.${asked}.words`)),
      wrong,
      ownWords(LONGEST, "wrong", draft.words, (words) => write({ words }))),
    el("label", { class: "check field" }, help, el("span", null, say("ask.help"))),
    el("button", { class: "button button--wide button--big" }, say("ask.send")));
}

/** @param {RequestAsked} asked @param {Place} place @param {Written} written */
async function tell(asked, place, { id, words, help }) {
  const [part = "other", item] = asked === "wrong" ? (place.stop ?? "").split(" ") : [];
  const said = words.trim();
  const { items } = await put(`/young-person/v1/me/requests/${id}`, { asked, part, help, ...(item ? { item } : {}), ...(said ? { words: said } : {}) });
  delete wishes.asks?.[name(place)];
  keepWishes();
  const due = /** @type {DataRequest[]} */ (items).find((each) => each.id === id)?.due_on;
  if (trail.current() === place) trail.go({ view: "ask", page: "sent", on: due }, true);
}

/** @param {Place} place @returns {View} */
function sent({ on }) {
  return {
    title: say("ask.sent"),
    back: { view: "record" },
    body: [
      heading("ask.sent"),
      on && para("ask.sent.on", { date: weekdayInWords(on) }, "lead"),
      el("div", { class: "stack" }, link("asked", { view: "asked" }), goHome()),
    ],
  };
}

/** Who else can be told. */
function commissioner() {
  return el("section", { class: "card" },
    el("h2", null, say("ask.ico")),
    para("ask.ico.text"),
    el("div", { class: "stack" },
      el("a", { class: "button button--quiet button--wide", href: ICO.call }, say("ask.ico.call")),
      el("a", { class: "button button--quiet button--wide", href: ICO.page, rel: "noreferrer" }, say("ask.ico.page"))));
}
