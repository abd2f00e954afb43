// One young person: how to speak to them, why they are here, and what a worker does next.

import { el, fill } from "../shared/dom.js";
import { explain, Problem } from "../shared/api.js";
import { button, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { longDay } from "../staff/when.js";
import { about } from "./about.js";
import { alerts } from "./alerts.js";
import { askWho } from "./assign.js";
import { changes } from "./changes.js";
import { checkIns } from "./check-ins.js";
import { confirmation } from "./confirmations.js";
import { contactForm } from "./contact-form.js";
import { contacts } from "./contacts.js";
import { destinationForm } from "./destination-form.js";
import { destinations } from "./destinations.js";
import { detailsForm } from "./details-form.js";
import { first } from "./first.js";
import { Fresh } from "./fresh.js";
import { banner } from "./glass.js";
import { handoverForm } from "./handover.js";
import { invite } from "./invite.js";
import { looks } from "./looks.js";
import { dates, planForm } from "./plan.js";
import { promiseForm, promises } from "./promises.js";
import { claimForm, concernAnswerForm, concernForm } from "./received-forms.js";
import { safeForm } from "./safe-form.js";
import { moving } from "./moving.js";
import { referrals } from "./referrals.js";
import { speak } from "./speak.js";
import { splitForm } from "./splitting.js";
import { goals } from "./goals.js";
import { intended, intendedForm } from "./intended.js";
import { answerForm, requests, waitingForm } from "./requests.js";
import { supporters } from "./supporters.js";
import { tasks } from "./tasks.js";
import { reminders, talks } from "./talks.js";
import { journey } from "./words.js";

/** @typedef {import("../shared/staff.js").Person} Person */
/** @typedef {{ node: Node, start: () => void }} Panel */

/** However much there is to hear of, it is asked for no more often. */
const PEACE_MS = 3_000;

export class PersonPage {
  /** @type {Person | undefined} */
  #person;
  #harm = false;
  /** @type {number | undefined} */
  #peeking;

  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {string} id
   * @param {() => void} back
   */
  constructor(desk, id, back) {
    this.desk = desk;
    this.id = id;
    this.back = back;
    this.heading = el("h1", { tabindex: "-1" }, "Loading…");
    this.trouble = el("div");
    this.top = el("div");
    this.actions = el("div", { class: "row actions" });
    this.panel = el("section", { class: "card card--main", hidden: true });
    this.ways = el("div");
    this.sections = el("div");
    this.fresh = new Fresh();
    this.node = el("div", { class: "person" },
      el("p", { class: "back" }, button("← Back to the list", back, "plain"), " ", button("Print a summary", () => print(), "plain")),
      this.heading, this.trouble, this.top, this.actions, this.panel, this.ways, this.sections, this.fresh.node);
  }

  /** Something has changed. What somebody is reading or writing stays where it is. @param {import("../shared/bulk.js").NewsItem} item */
  heard({ kind, person_id }) {
    if (kind === "caseload" || (kind === "person" && person_id && person_id !== this.id)) return;
    this.#harm ||= kind === "alerts";
    this.#peeking ??= window.setTimeout(() => void this.#peek(), PEACE_MS);
  }

  /** Looks whether this is not as it was: it may have been a change of our own, or of somebody else's record. */
  async #peek() {
    this.#peeking = undefined;
    const [before, harm] = [this.#person, this.#harm];
    this.#harm = false;
    if (!before || !this.node.isConnected) return;
    // Of whose harm it is this page knows nothing: the list does, and what is typed here is kept.
    if (harm) return this.fresh.tell(this.back, true);
    try {
      const now = /** @type {Person} */ (await this.desk.get(`/people/${this.id}`));
      if (this.#person !== before || !this.node.isConnected || JSON.stringify(now) === JSON.stringify(before)) return;
      this.fresh.tell(() => {
        this.#person = now;
        this.#render(now);
      });
    } catch {
      // Whoever may not see them any more finds out with the next step.
    }
  }

  /** Fetches the person and shows them. */
  async load() {
    try {
      this.#person = /** @type {Person} */ (await this.desk.get(`/people/${this.id}`));
      this.#render(this.#person);
      this.heading.focus({ preventScroll: true });
    } catch (error) {
      const gone = error instanceof Problem && error.is("not-found");
      fill(this.heading, gone ? "Not on your list any more" : "This page could not be loaded");
      fill(this.trouble,
        notice("warn", gone ? "Somebody else may look after this young person now. Ask your manager." : explain(error)),
        !gone && button("Try again", () => this.load(), "main"));
      this.heading.focus({ preventScroll: true });
    }
  }

  /** After something was saved: says so, and shows the person as they are now. @param {string} sentence */
  async saved(sentence) {
    this.#close();
    say(sentence);
    try {
      this.#person = /** @type {Person} */ (await this.desk.get(`/people/${this.id}`));
      this.#render(this.#person);
      const told = notice("good", sentence);
      fill(this.trouble, told);
      told.focus();
    } catch (error) {
      if (error instanceof Problem && error.is("not-found")) return this.#goneAfter(sentence);
      fill(this.trouble, notice("warn", `${sentence}. This page does not show it yet. ${explain(error)}`));
    }
  }

  /** Whoever saw a young person because of an alert sees them no longer once it is closed. @param {string} sentence */
  #goneAfter(sentence) {
    for (const part of [this.top, this.actions, this.ways, this.sections]) fill(part);
    const told = notice("good", `${sentence}. They are not on your list any more.`);
    fill(this.trouble, told);
    told.focus();
  }

  /** @param {Person} person */
  #render(person) {
    this.fresh.calm();
    const { month, state, ends_on } = person.journey;
    const stage = state === "on-the-journey" && month !== undefined ? `Month ${month} of 24, until ${longDay(ends_on)}` : journey(state);
    const saved = (/** @type {string} */ sentence) => this.saved(sentence);
    const urgent = alerts(person, this.desk, {
      saved,
      open: (title, panel) => this.#open(title, panel),
      close: () => this.#close(),
      contact: () => this.#open("Record a contact", this.#contact(person)),
    });
    const toDo = tasks(person, this.desk, { saved, open: (title, panel) => void this.#open(title, panel), close: () => this.#close() });
    const answers = checkIns(person, this.desk);
    const support = promises(person, {
      change: (promise) => this.#open("Change promised support", promiseForm(this.desk, person, saved, () => this.#close(), promise)),
      claim: (promise) => this.#open("What was given", claimForm(this.desk, this.id, promise, saved, () => this.#close())),
      concern: (promise) => this.#open("It may not be coming", concernForm(this.desk, this.id, promise, saved, () => this.#close())),
      answer: (concern) => this.#open("What came of it", concernAnswerForm(this.desk, this.id, concern, saved, () => this.#close())),
    });
    fill(this.trouble);
    fill(this.heading, person.name, el("span", { class: "age" }, `, ${person.age}`));
    fill(this.top,
      banner(person.open_until, () => void this.load()),
      el("p", { class: "muted" }, stage, person.worker_name ? ` · ${person.worker_name}` : " · nobody looks after them yet"),
      first(person, {
        now: () => this.#lead(urgent ?? toDo),
        said: () => this.#lead(answers),
        promised: () => this.#lead(support),
      }));
    fill(this.ways,
      talks(person, this.desk),
      speak(person, person.preferred_name ?? person.first_name, {
        began: (kind) => this.#open("Record a contact", this.#contact(person, kind)),
        rule: () => this.#open("How to reach them safely", safeForm(this.desk, person, (sentence) => void this.saved(sentence), () => this.#close())),
      }),
      reminders(person),
      person.reasons.length > 2 && el("section", { class: "notice notice--warn" }, el("h2", null, "Why they are here"),
        el("ul", { class: "plain-list" }, person.reasons.map(({ text }) => el("li", null, text)))));
    this.#offer(person);
    fill(this.sections, el("div", { class: "columns" },
      el("div", null,
        urgent, toDo,
        requests(person, this.desk, {
          saved,
          answer: (request) => this.#open("Answer them", answerForm(this.desk, this.id, request, (sentence) => void this.saved(sentence), () => this.#close())),
          wait: (request) => this.#open("Stop the clock", waitingForm(this.desk, this.id, request, (sentence) => void this.saved(sentence), () => this.#close())),
        }),
        goals(person),
        destinations(person, (spell) => this.#open("Still there, or ended", this.#destination(person, spell)),
          (spell) => confirmation(this.desk, this.id, spell, person.name),
          intended(person.intended, (known) => this.#open("What they mean to do next", intendedForm(this.desk, this.id, saved, () => this.#close(), known)))),
        answers,
        contacts(person)),
      el("div", null,
        support,
        dates(person, () => this.#open("EHC plan dates", planForm(this.desk, person, saved, () => this.#close()))),
        supporters(person), referrals(this.desk, this.id), moving(this.desk, this.id), about(person), changes(this.desk, this.id), looks(this.desk, this.id))));
  }

  /** @param {Person} person @param {import("../shared/staff.js").Spell} [spell] */
  #destination(person, spell) {
    return destinationForm(this.desk, person, (sentence) => void this.saved(sentence), () => this.#close(), spell);
  }

  /** @param {Person} person @param {string} [kind] */
  #contact(person, kind) {
    return contactForm(this.desk, person, (sentence) => void this.saved(sentence), () => this.#close(), kind);
  }

  /** What a worker may do next. @param {Person} person */
  #offer(person) {
    const saved = (/** @type {string} */ sentence) => void this.saved(sentence);
    const close = () => this.#close();
    const again = () => void this.load();
    fill(this.actions,
      button("Record a contact", () => this.#open("Record a contact", this.#contact(person)), "main"),
      button("Where they are now", () => this.#open("Where they are now", this.#destination(person))),
      button("Promised support", () => this.#open("Promised support", promiseForm(this.desk, person, saved, close))),
      this.desk.session?.role !== "safeguarding-lead" && button("Details", () => this.#open("Details", detailsForm(this.desk, person, saved, close))),
      button(person.invitation === "none" ? "Invite" : "Invite again", () => invite(this.desk, person, again)),
      this.desk.session?.role !== "safeguarding-lead" && person.worker_name && button("Hand over", () => this.#open("Plan a handover", handoverForm(this.desk, this.id, saved, close))),
      this.desk.session?.role === "manager" && button(person.worker_name ? "Give to another worker" : "Assign to a worker",
        () => askWho(this.desk, person.id, person.name, again)),
      this.desk.session?.role === "manager" && button("This is two people", () => this.#open("This is two people", splitForm(this.desk, person, saved, close))));
  }

  /** @param {string} title @param {Panel | Promise<Panel>} made */
  async #open(title, made) {
    try {
      const { node, start } = await made;
      fill(this.panel, el("h2", null, title), node);
      this.panel.hidden = false;
      start();
      this.panel.scrollIntoView({ block: "start" });
    } catch (error) {
      const told = notice("warn", explain(error));
      fill(this.trouble, told);
      told.focus();
    }
  }

  /** Goes to a part of the page, for those who see it and those who hear it. @param {HTMLElement} part */
  #lead(part) {
    const heading = part.querySelector("h2") ?? part;
    heading.setAttribute("tabindex", "-1");
    part.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  }

  #close() {
    this.panel.hidden = true;
    fill(this.panel);
    this.actions.querySelector("button")?.focus({ preventScroll: true });
  }
}
