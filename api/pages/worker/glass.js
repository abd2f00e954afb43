// Opening the record of somebody who is not one's own, because it cannot wait; and, for whoever leads, looking at whether it was
// right.

import { el, fill } from "../shared/dom.js";
import { explain, Problem } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { clock, longMoment } from "../staff/when.js";
import { filled } from "./filled.js";
import { glassReason } from "./words.js";

/** @typedef {import("../shared/team.js").Found} Found */
/** @typedef {import("../shared/team.js").Glass} Glass */

const REASONS = ["risk-of-harm", "colleague-away", "court-or-police", "other"].map((value) => ({ value, label: glassReason(value) }));

export class Emergency {
  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   * @param {() => void} back
   */
  constructor(desk, open, back) {
    this.desk = desk;
    this.open = open;
    this.heading = el("h1", { tabindex: "-1" }, "In an emergency");
    this.found = el("div", { "aria-live": "polite" });
    this.waiting = el("div");
    const role = desk.session?.role;
    this.leads = role === "manager" || role === "safeguarding-lead";
    this.node = el("div", null, el("p", { class: "back" }, button("← Back to the list", back, "plain")), this.heading,
      this.waiting, role !== "manager" && this.#lookUp());
  }

  async load() {
    this.heading.focus({ preventScroll: true });
    if (!this.leads) return;
    try {
      const { items } = /** @type {{ items: Glass[] }} */ (await this.desk.get("/glass"));
      fill(this.waiting, card("Opened, and waiting for a review",
        items.length === 0 ? el("p", null, "Nothing is waiting.") : el("ul", { class: "things" }, items.map((one) => this.#review(one)))));
    } catch (error) {
      fill(this.waiting, notice("warn", explain(error)));
    }
  }

  #lookUp() {
    const form = new Form({
      label: "Look somebody up",
      button: "Look them up",
      fields: [
        { name: "by", label: "By", kind: "chips", value: "name", options: [{ value: "name", label: "Name and birth date" }, { value: "number", label: "Learner number" }] },
        { name: "name", label: "First name and family name", kind: "text", missing: "Enter both names, as they are written", attributes: { maxlength: 200 }, shown: ({ by }) => by === "name" },
        { name: "birth_date", label: "Birth date", kind: "date", missing: "Enter the birth date", shown: ({ by }) => by === "name" },
        { name: "uln", label: "Unique learner number", kind: "text", missing: "Enter the ten digits", attributes: { inputmode: "numeric", maxlength: 10 }, shown: ({ by }) => by === "number" },
      ],
      send: async ({ by: _, ...values }) => {
        const { items } = /** @type {{ items: Found[] }} */ (await this.desk.post("/glass/look-up", filled(values)));
        fill(this.found, items.length === 0 ? notice("warn", "Nobody is here under that. Check how it is written.") : items.map((one) => this.#foundOne(one)));
      },
    });
    return card("Open a record that is not yours",
      el("p", null, "Only where it cannot wait. The record is open to you for an hour. Managers and safeguarding leads are told at once, one of them reviews it, and the young person can read that you looked and why."),
      form.node, this.found);
  }

  /** @param {Found} found */
  #foundOne({ person_id, worker, yours }) {
    const whose = el("p", null, worker ? `They are here. ${worker} works with them.` : "They are here. Nobody works with them yet.");
    if (yours) return el("div", null, whose, button("Their record is open to you: go to it", () => this.open(person_id), "main"));
    const id = crypto.randomUUID();
    const form = new Form({
      label: "Why it cannot wait",
      button: "Open the record for an hour",
      fields: [
        { name: "reason", label: "Why", kind: "select", options: REASONS, missing: "Choose why" },
        { name: "words", label: "What happened", kind: "note", attributes: { maxlength: 500 }, missing: "Say what happened", hint: "In ten characters or more, for whoever reviews it." },
      ],
      send: async (values) => {
        await this.desk.put(`/people/${person_id}/glass/${id}`, values);
        say("The record is open for an hour");
        this.open(person_id);
      },
    });
    return el("div", null, whose, form.node);
  }

  /** @param {Glass} one */
  #review({ id, person_id, person_name, opened_by, mine, reason, words, opened_at }) {
    const form = new Form({
      label: `Review: ${person_name}`,
      button: "Keep the review",
      fields: [
        { name: "justified", label: "Was it right to open it?", kind: "chips", options: [{ value: "yes", label: "Yes" }, { value: "no", label: "No" }], missing: "Choose one" },
        { name: "words", label: "Why, or what follows", kind: "note", attributes: { maxlength: 500 }, missing: "Say why, or what follows" },
      ],
      send: async ({ justified, words: said }) => {
        try {
          await this.desk.put(`/glass/${id}/review`, { justified: justified === "yes", words: said });
        } catch (error) {
          if (!(error instanceof Problem) || !error.is("conflict")) throw error;
        }
        say("The review is kept");
        await this.load();
      },
    });
    const why = glassReason(reason);
    return el("li", null,
      el("p", null, this.desk.session?.role === "manager" ? button(person_name, () => this.open(person_id), "plain") : el("strong", null, person_name), el("br"),
        `${opened_by}, ${longMoment(opened_at)}`),
      el("p", null, why, ": ", words),
      mine ? el("p", { class: "muted" }, "You opened it, so somebody else reviews it.") : el("details", { class: "reveal" }, el("summary", null, "Review it", unseen(`: ${person_name}`)), form.node));
  }
}

/**
 * Says above a record that it is open because it could not wait, and for how long; nothing where it is open anyway.
 *
 * @param {string | undefined} until
 * @param {() => void} over
 */
export function banner(until, over) {
  if (!until) return null;
  const left = el("strong");
  const node = el("p", { class: "notice notice--bad" }, "You opened this record in an emergency. ", left, " The young person can read that you looked, and somebody reviews it.");
  const tell = () => {
    const minutes = Math.ceil((Date.parse(until) - Date.now()) / 60_000);
    fill(left, minutes > 0 ? `It closes at ${clock(until)}, in ${minutes === 1 ? "1 minute" : `${minutes} minutes`}.` : "It has closed.");
    if (minutes > 0 && (first || node.isConnected)) setTimeout(tell, 15_000);
    else if (node.isConnected) over();
    first = false;
  };
  let first = true;
  tell();
  return node;
}
