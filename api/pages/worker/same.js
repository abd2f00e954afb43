// Whether two are one person: rows of the council’s files that wait, each beside whom it is like and with the reasons, and records
// that are like each other. Nothing is decided by the page.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { longDay, longMoment } from "../staff/when.js";
import { beside, nameOf } from "./beside.js";
import { mergesOf, pairsOf } from "./merging.js";
import { splitsOf } from "./splitting.js";

/** @typedef {import("../shared/same.js").WaitingRow} WaitingRow */
/** @typedef {import("../shared/same.js").WaitingRows} WaitingRows */

export class SameView {
  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   * @param {() => void} back
   */
  constructor(desk, open, back) {
    this.desk = desk;
    this.open = open;
    this.heading = el("h1", { tabindex: "-1" }, "Is this the same person?");
    this.trouble = el("div");
    this.parts = el("div", null, el("p", { class: "muted" }, "Loading…"));
    this.node = el("div", null, el("p", { class: "back" }, button("← Back to the list", back, "plain")), this.heading, this.trouble, this.parts);
  }

  async load() {
    try {
      const [rows, pairs, merges, splits] = await Promise.all(["/waiting-rows", "/likenesses", "/merges", "/splits"].map((path) => this.desk.get(path)));
      const again = () => this.load();
      fill(this.trouble);
      fill(this.parts, this.#waiting(/** @type {WaitingRows} */ (rows)), pairsOf(pairs, this.desk, this.open, again), mergesOf(merges, this.desk, again), splitsOf(splits, this.desk, this.open, again));
    } catch (error) {
      fill(this.trouble, notice("warn", explain(error)), button("Try again", () => this.load(), "main"));
    }
    this.heading.focus({ preventScroll: true });
  }

  /** @param {WaitingRows} rows */
  #waiting({ items, more }) {
    return el("section", null, el("h2", null, "Rows of files that wait"),
      el("p", null, "Each is new in the council’s file, and may be somebody who is here under another number. The rest of the file went in."),
      items.length === 0 && el("p", { class: "muted" }, "No row waits."),
      items.map((row) => this.#row(row)),
      more && el("p", { class: "muted" }, "There are more: these are the first 50."));
  }

  /** @param {WaitingRow} row */
  #row(row) {
    const who = nameOf(row);
    const trouble = el("p", { class: "field__error", role: "alert" });
    const decide = async (/** @type {object} */ decision, /** @type {string} */ said) => {
      fill(trouble);
      try {
        await this.desk.put(`/waiting-rows/${row.id}`, decision);
        say(said);
        await this.load();
      } catch (error) {
        fill(trouble, explain(error));
      }
    };
    const which = unseen(`: ${who}, line ${row.line}`);
    const where = [row.activity && `Activity ${row.activity}`, row.provider, row.started_on && `since ${longDay(row.started_on)}`].filter(Boolean).join(", ");
    return card(`${who}, line ${row.line}`,
      el("p", { class: "muted" }, `In a file of ${longMoment(row.seen_at)}.${where ? ` ${where}.` : ""}`),
      row.alike.length === 0 && el("p", null, "Nobody who is here is like this any more."),
      el("div", null, row.alike.map((like) => el("div", { class: "beside" },
        beside(`${who} in the file, beside ${nameOf(like)}`, "In the file", row, "Here", like, () => this.open(like.person_id)),
        button(["They are the same person", unseen(`: ${nameOf(like)}`), which],
          () => decide({ decision: "same", person_id: like.person_id }, "The row is theirs now"), "main")))),
      el("div", { class: "row" },
        button(["This is somebody new", which], () => decide({ decision: "new" }, `${who} is added`)),
        button(["Leave the row out", which], () => decide({ decision: "left-out" }, "The row is left out"))),
      trouble);
  }
}
