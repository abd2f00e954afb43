// What a member of staff has to do, over everybody they look after; and who is away.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { absences } from "./absence.js";
import { handovers } from "./handover.js";
import { coming } from "./moving.js";
import { finish, words } from "./tasks.js";

/** @typedef {import("../shared/team.js").TaskList} TaskList */

export class ToDo {
  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   * @param {() => void} back
   */
  constructor(desk, open, back) {
    this.desk = desk;
    this.open = open;
    this.heading = el("h1", { tabindex: "-1" }, "To do");
    this.trouble = el("div");
    this.list = el("div", null, el("p", { class: "muted" }, "Loading…"));
    this.away = el("div");
    this.node = el("div", null, el("p", { class: "back" }, button("← Back to the list", back, "plain")),
      this.heading, this.trouble, this.list, this.away);
  }

  /** Fetches what is to be done, and who is away. */
  async load() {
    try {
      const { items, more } = /** @type {TaskList} */ (await this.desk.get("/tasks"));
      fill(this.trouble);
      fill(this.list,
        items.length === 0 && el("p", null, "You have done everything that was asked of you."),
        items.length > 0 && el("section", { class: "card", "aria-label": "What is to be done" }, el("ul", { class: "things" }, items.map((item) => this.#one(item)))),
        more && el("p", { class: "muted" }, "There is more: these are the first 200."));
      const again = () => void this.load();
      fill(this.away, ...await Promise.all([coming(this.desk, this.open, again), handovers(this.desk, again), absences(this.desk, again)]));
    } catch (error) {
      fill(this.trouble, notice("warn", explain(error)), button("Try again", () => this.load(), "main"));
    }
    this.heading.focus({ preventScroll: true });
  }

  /** @param {TaskList["items"][number]} item */
  #one({ person_id, person_name, reached, task }) {
    const trouble = el("p", { class: "field__error", role: "alert" });
    const done = async () => {
      try {
        await finish(this.desk, person_id, task);
        say("Done");
        await this.load();
      } catch (error) {
        fill(trouble, explain(error));
      }
    };
    return el("li", null,
      el("p", null, reached ? button(person_name, () => this.open(person_id), "plain") : el("strong", null, person_name)),
      words(task),
      !reached && el("p", { class: "muted" }, "Their record opens to you on the day of the handover. Whoever has them now can say that it is done."),
      reached && task.ticked && el("div", { class: "row" }, button(["Done", unseen(`: ${task.what}, ${person_name}`)], done)),
      trouble);
  }
}
