// People who help me: who they are, what each can do, the link that lets them in, and taking them off the list.

import { Offline, Problem, explain, get, post, put, remove } from "../shared/api.js";
import { byId, el, lines } from "../shared/dom.js";
import { picture } from "../shared/qr.js";
import { keepWishes, wishes } from "./answers.js";
import { choice } from "./choices.js";
import { announce } from "./frame.js";
import { fetched } from "./list.js";
import "./more-words.js";
import { button, dayInWords, heading, link, para, say, submit } from "./parts.js";
import { phone } from "./phone.js";
import { stepUp } from "./step-up.js";
import "./supporters-words.js";
import * as trail from "./trail.js";
/** @import { Place, Proof, SavedSupporter, Supporter, SupporterList, SupporterWritten, View } from "./nouns.js" */

const API = "/young-person/v1/me/supporters";
const PROOF = "/young-person/v1/me/proof";
/** @type {Place} */
const LIST = { view: "supporters" };
/** @type {("helps" | "gets_reminders" | "sees_goals")[]} */
const SWITCHES = ["helps", "gets_reminders", "sees_goals"];

/** The list as it was fetched last. @type {SupporterList | undefined} */
let known;
/** A link that was just made, until one goes on: it is never shown again. @type {SavedSupporter | undefined} */
let made;
/** What came of the last change, and where that is said: once. @type {{ at?: Place, words: string } | undefined} */
let outcome;

const list = fetched(fetch, ({ all, proof }) => {
  known = all;
  const { items } = all;
  const full = items.length >= all.most;
  return [
    ...(items.length === 0 ? [para("supporters.none")] : items.map(one)),
    full ? para("supporters.full", { most: all.most }, "notice") : button("supporters.add", () => edit(undefined, proof.may_add)),
  ];
});

/** @returns {Promise<{ all: SupporterList, proof: Proof }>} */
async function fetch() {
  const [all, proof] = await Promise.all([get(API), get(PROOF)]);
  return { all, proof };
}

/** After a reload: the list is fetched anew, and the page of what was being written is drawn then. */
const again = fetched(async () => void (known = await get(API)), () => []);

/** @param {Place} place @returns {View | undefined} */
export function supporters(place) {
  if (place.stop === "link") return linkPage(place);
  if (place.stop === "remove") return sure(place);
  if (place.stop === "edit") return form(place);
  if (outcome && (outcome.at ??= place) !== place) outcome = undefined;
  made = undefined;
  return {
    title: say("settings"),
    back: { view: "settings" },
    body: [
      heading("supporters"),
      outcome && el("p", { class: "notice notice--good" }, lines(outcome.words)),
      para("supporters.text"),
      para("supporters.never"),
      ...list(place),
    ],
  };
}

/** @param {Supporter} supporter */
function one(supporter) {
  const { name, standing, joined_on, last_used_on, link_expires_at } = supporter;
  const on = SWITCHES.filter((it) => supporter[it]);
  return el("section", { class: "card" },
    el("h2", { class: "typed" }, name),
    el("p", { class: "muted" }, relation(supporter.relation)),
    el("ul", { class: "list-plain" }, on.length === 0
      ? el("li", null, say("supporters.may.nothing"))
      : on.map((it) => el("li", null, el("span", { class: "badge badge--good" }, say(`supporters.may.${it}`))))),
    standing === "joined" ? para("supporters.joined", { since: dayInWords(joined_on ?? ""), used: dayInWords(last_used_on ?? "") })
      : standing === "invited" ? para("supporters.invited", { date: dayInWords(link_expires_at ?? "") })
        : para("supporters.needs-link"),
    el("div", { class: "stack" },
      el("button", { class: "button button--quiet button--wide", type: "button", onclick: () => edit(supporter) },
        say("supporters.change"), el("span", { class: "visually-hidden" }, `: ${name}`)),
      el("button", { class: "button button--plain button--wide", type: "button", onclick: () => trail.go({ ...LIST, page: supporter.id, stop: "remove" }) },
        say("supporters.remove", { name }))));
}

/** Who they are, in words. @param {string} code */
function relation(code) {
  return known?.relations.find((it) => it.code === code)?.[phone.reading] ?? "";
}

/**
 * By way of "is it you?" where that has to be shown first, before anything is typed. Somebody new who is half written
 * stays so; whoever is on the list is as the list says.
 *
 * @param {Supporter | undefined} supporter somebody new, if nobody @param {boolean} [mayAdd]
 */
function edit(supporter, mayAdd = true) {
  const half = known?.items.some(({ id }) => id === wishes.supporter?.id) ? undefined : wishes.supporter;
  const draft = supporter
    ? { id: supporter.id, name: supporter.name, relation: supporter.relation, helps: supporter.helps, gets_reminders: supporter.gets_reminders, sees_goals: supporter.sees_goals }
    : half ?? { id: crypto.randomUUID(), name: "", relation: "", helps: false, gets_reminders: false, sees_goals: false };
  wishes.supporter = draft;
  /** @type {Place} */
  const place = { ...LIST, page: draft.id, stop: "edit" };
  trail.go(mayAdd ? place : { view: "proof", then: place });
}

/** @param {Place} place @returns {View | undefined} */
function form(place) {
  const written = wishes.supporter;
  if (!written || written.id !== place.page) return elsewhere();
  if (!known) return { title: say("settings"), back: LIST, body: [heading("supporters"), ...again(place)] };
  const set = (/** @type {Partial<SupporterWritten>} */ said) => {
    Object.assign(written, said);
    keepWishes();
  };
  const there = known.items.find(({ id }) => id === written.id);
  const wrong = { name: says("name-wrong"), relation: el("span", { role: "alert" }), all: says("all-wrong") };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const name = written.name.trim();
    wrong.name.textContent = name ? "" : say("supporters.name.missing");
    wrong.relation.textContent = written.relation ? "" : say("supporters.who.missing");
    if (!name) return byId("name").focus();
    if (!written.relation) return byId("relation").querySelector("input")?.focus();
    const { id, ...body } = { ...written, name };
    return attempt(wrong.all, async () => {
      const saved = /** @type {SavedSupporter} */ (await put(`${API}/${id}`, body));
      if (saved.link) return showLink(saved);
      done();
      goBack(say("supporters.saved"));
    });
  };
  const renew = () => attempt(wrong.all, async () => showLink(await post(`${API}/${written.id}/link`)));
  return {
    title: say("settings"),
    back: LIST,
    body: [
      el("h1", there ? { class: "typed" } : null, there ? there.name : say("supporters.add")),
      el("form", { novalidate: true, autocomplete: "off", onsubmit: send },
        el("div", { class: "field" },
          el("label", { for: "name" }, el("h2", null, say("supporters.name"))),
          el("span", { class: "field__hint", id: "name-hint" }, lines(say("supporters.name.hint"))),
          wrong.name,
          el("input", {
            class: "input", id: "name", maxlength: 60, value: written.name, "aria-describedby": "name-hint name-wrong",
            oninput: (/** @type {Event} */ event) => set({ name: /** @type {HTMLInputElement} */ (event.target).value }),
          })),
        choice({
          name: "relation", legend: say("supporters.who"), values: known.relations.map(({ code }) => code), current: written.relation || undefined,
          words: relation, chosen: (code) => set({ relation: code }), wrong: wrong.relation,
        }),
        el("fieldset", { class: "answers", "aria-describedby": "switches-hint" },
          el("legend", null, el("h2", null, say("supporters.switches"))),
          el("p", { class: "field__hint", id: "switches-hint" }, lines(say("supporters.switches.hint"))),
          SWITCHES.map((it) => el("label", { class: "answer" },
            el("input", {
              type: "checkbox", name: it, checked: written[it],
              onchange: (/** @type {Event} */ event) => set({ [it]: /** @type {HTMLInputElement} */ (event.target).checked }),
            }),
            el("span", null, say(`supporters.${it}`), el("br"), el("small", { class: "muted" }, lines(say(`supporters.${it}.text`))))))),
        wrong.all,
        submit(there ? "supporters.save" : "supporters.make")),
      there && el("section", { class: "card" },
        el("h2", null, say("supporters.new-link")),
        para("supporters.new-link.text"),
        button("supporters.new-link", renew, "button--quiet")),
    ],
  };
}

/** What was written has been sent. */
function done() {
  delete wishes.supporter;
  keepWishes();
}

/** @param {SavedSupporter} saved */
function showLink(saved) {
  made = saved;
  done();
  trail.go({ ...LIST, page: saved.supporter.id, stop: "link" }, true);
}

/** @param {Place} place @returns {View} */
function linkPage(place) {
  if (!made?.link || made.supporter.id !== place.page) {
    return { title: say("settings"), back: LIST, body: [heading("supporters"), para("supporters.link.gone", {}, "notice")] };
  }
  const { name } = made.supporter;
  const { link: address, qr_svg, expires_at } = made.link;
  const said = el("p", { class: "field__hint", role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      said.replaceChildren(lines(say("supporters.copied")));
    } catch {
      said.replaceChildren(lines(say("supporters.copy.failed")));
    }
  };
  // Whoever changes their mind half-way has sent nothing.
  const share = () => navigator.share({ url: address }).catch(() => undefined);
  return {
    title: say("settings"),
    back: LIST,
    body: [
      el("h1", null, say("supporters.link", { name })),
      para("supporters.link.text", { name, date: dayInWords(expires_at) }),
      picture(qr_svg, say("supporters.link.picture")),
      el("p", { class: "link" }, address),
      el("div", { class: "stack" },
        "share" in navigator && button("supporters.share", share),
        button("supporters.copy", copy, "share" in navigator ? "button--quiet" : "button--big"),
        said,
        button("supporters.done", () => trail.back(LIST), "button--plain")),
    ],
  };
}

/** @param {Place} place @returns {View | undefined} */
function sure(place) {
  const supporter = known?.items.find(({ id }) => id === place.page);
  if (!supporter) return elsewhere();
  const { id, name } = supporter;
  const wrong = says("all-wrong");
  const off = () => attempt(wrong, async () => {
    try {
      await remove(`${API}/${id}`);
      goBack(say("supporters.removed", { name }));
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      goBack(say("supporters.gone"));
    }
  });
  return {
    title: say("settings"),
    back: LIST,
    body: [
      el("h1", null, say("supporters.sure", { name })),
      para("supporters.sure.text"),
      wrong,
      el("div", { class: "stack" },
        button("supporters.sure.yes", off),
        link("supporters.sure.no", LIST)),
    ],
  };
}

/** Where it says what is wrong. @param {string} id */
function says(id) {
  return el("span", { class: "field__error", role: "alert", id });
}

/** Does something, and says if it did not work. @param {HTMLElement} wrong @param {() => unknown} act */
async function attempt(wrong, act) {
  const at = trail.current();
  wrong.textContent = "";
  try {
    await act();
  } catch (error) {
    // Somebody new, more, or a new link: where one is asked whether it is really one, what was typed stays, and one goes on here.
    if (trail.current() === at && stepUp(error, at)) return;
    wrong.replaceChildren(lines(error instanceof Offline ? say("when.offline") : explain(error)));
  }
}

/** @param {string} words */
function goBack(words) {
  outcome = { words };
  announce(words);
  trail.back(LIST);
}

/** A reload has forgotten who it was about. @returns {undefined} */
function elsewhere() {
  trail.go(LIST, true);
  return undefined;
}
