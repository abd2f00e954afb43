// A manager's view: how work is shared out, how soon alerts are dealt with, whom nobody has contacted; and giving several young
// people to another worker, with a look beforehand and a way back.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { longDay, longMoment } from "../staff/when.js";

/** @typedef {import("../shared/team.js").Team} Team */
/** @typedef {import("../shared/team.js").TeamLoad} Load */
/** @typedef {import("../shared/team.js").SilentPeople} Silent */
/** @typedef {import("../shared/team.js").AssignedPeople} Assigned */

export class TeamView {
  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {(person: string) => void} open
   * @param {() => void} back
   */
  constructor(desk, open, back) {
    this.desk = desk;
    this.open = open;
    this.heading = el("h1", { tabindex: "-1" }, "Team");
    this.trouble = el("div");
    this.parts = el("div", null, el("p", { class: "muted" }, "Loading…"));
    this.node = el("div", null, el("p", { class: "back" }, button("← Back to the list", back, "plain")), this.heading, this.trouble, this.parts);
  }

  async load() {
    try {
      const [team, times, silent] = await Promise.all([this.desk.get("/team"), this.desk.get("/team/alert-times"), this.desk.get("/team/silent")]);
      fill(this.trouble);
      fill(this.parts, balance(/** @type {Team} */ (team)), alertTimes(times), this.#silent(/** @type {Silent} */ (silent), /** @type {Team} */ (team)));
    } catch (error) {
      fill(this.trouble, notice("warn", explain(error)), button("Try again", () => this.load(), "main"));
    }
    this.heading.focus({ preventScroll: true });
  }

  /** @param {Silent} silent @param {Team} team */
  #silent(silent, team) {
    /** @type {Set<string>} */
    const chosen = new Set();
    const by = new Map(silent.items.map((one) => [one.person_id, one]));
    const result = el("div", { "aria-live": "polite" });
    const rows = silent.items.map(({ person_id, name, worker, last_contact_at }) => {
      const box = el("input", { type: "checkbox", "aria-label": `Choose ${name}`, onchange: () => {
        if (box.checked) chosen.add(person_id);
        else chosen.delete(person_id);
      } });
      return el("tr", { role: "row" },
        el("td", { role: "cell", "data-label": "Choose" }, box),
        el("th", { scope: "row", role: "rowheader" }, button(name, () => this.open(person_id), "plain")),
        cell("Worker", worker ?? "Nobody"),
        cell("Last contact", last_contact_at ? longMoment(last_contact_at) : "Never"));
    });
    const form = new Form({
      label: "Give those chosen to a worker",
      button: "Show who would go",
      fields: [{ name: "to", label: "Give those chosen to", kind: "select", missing: "Choose a worker",
        options: team.members.filter(({ role }) => role === "worker" || role === "manager").map(({ id, name }) => ({ value: id, label: name })) }],
      send: async ({ to }) => {
        const people = [...chosen].map((id) => one(id, by.get(id)?.worker_id));
        if (people.length === 0) return void fill(result, notice("warn", "Choose somebody in the list first."));
        await this.#preview(result, to ?? "", people.slice(0, 50));
      },
    });
    return card(`Not contacted for ${silent.weeks} weeks`,
      rows.length === 0 && el("p", { class: "muted" }, "Everybody has been contacted."),
      rows.length > 0 && table("Young people whom nobody has contacted, the longest first", ["Choose", "Name", "Worker", "Last contact"], rows),
      silent.more && el("p", { class: "muted" }, "There are more: these are the first 200."),
      rows.length > 0 && form.node, result);
  }

  /** @param {HTMLElement} result @param {string} to @param {{ person_id: string, from?: string }[]} people */
  async #preview(result, to, people) {
    const { goes, stays } = /** @type {Assigned} */ (await this.desk.post("/assignments", { to, people, preview: true }));
    const give = async () => {
      try {
        const done = /** @type {Assigned} */ (await this.desk.post("/assignments", { to, people, preview: false }));
        say(`${done.goes.length} given away`);
        const undo = async () => {
          try {
            await this.#back(to, done.goes);
            say("Undone");
            await this.load();
          } catch (error) {
            fill(result, notice("warn", explain(error)));
          }
        };
        fill(result, notice("good", `${done.goes.length} given away.`), done.goes.some(({ from }) => from) && button("Undo", undo));
      } catch (error) {
        fill(result, notice("warn", explain(error)));
      }
    };
    fill(result,
      el("p", null, `${goes.length} would go: ${goes.map(({ name }) => name).join(", ") || "nobody"}.`),
      stays.length > 0 && el("ul", null, stays.map(({ name, why }) => el("li", null, `${name} stays. ${why}`))),
      goes.length > 0 && button(`Give ${goes.length} away now`, give, "main"));
  }

  /** Each goes back to whoever had them. @param {string} to @param {Assigned["goes"]} gone */
  async #back(to, gone) {
    for (const before of new Set(gone.flatMap(({ from }) => from ?? []))) {
      const people = gone.filter(({ from }) => from === before).map(({ person_id }) => one(person_id, to));
      await this.desk.post("/assignments", { to: before, people, preview: false });
    }
  }
}

/** @param {string} person_id @param {string | undefined} from */
function one(person_id, from) {
  return from ? { person_id, from } : { person_id };
}

/** @param {Team} team */
function balance({ members, nobodys }) {
  const heads = ["Who", "Young people", "Call today", "Not contacted", "Late tasks", "Harm", "Concerns", "Help wanted", "Other alerts", "Last here"];
  const rows = members.map(({ name, role, on_duty, load, last_seen_at, away }) => line(
    rowHead(name, el("br"),
      el("span", { class: "muted" }, role === "safeguarding-lead" ? "Safeguarding lead" : role === "manager" ? "Manager" : "Worker"),
      on_duty && [" ", el("span", { class: "badge badge--quiet" }, "On duty")],
      away?.now && [" ", el("span", { class: "badge badge--warn" }, "Away")],
      load.much && [" ", el("span", { class: "badge badge--bad" }, "Many alerts")],
      away && [el("br"), el("span", { class: "muted" }, `${longDay(away.from_on)} to ${longDay(away.until_on)}: ${away.cover} covers`)]),
    load, last_seen_at ? longMoment(last_seen_at) : "Never"));
  return card("Who has how much",
    table("Young people, alerts and tasks by worker", heads, [...rows, line(rowHead("Nobody’s"), nobodys, "–")]));
}

/** @param {Node} head @param {Load} load @param {string} seen */
function line(head, { people, call_today, silent, late_tasks, p1, p2, p3, p4 }, seen) {
  return el("tr", { role: "row" }, head, cell("Young people", people), cell("Call today", call_today), cell("Not contacted", silent), cell("Late tasks", late_tasks),
    cell("Harm", p1), cell("Concerns", p2), cell("Help wanted", p3), cell("Other alerts", p4), cell("Last here", seen));
}

/** @param {string} label @param {string | number} value */
function cell(label, value) {
  return el("td", { role: "cell", "data-label": label }, el("div", null, String(value)));
}

/** @param {(import("../shared/dom.js").Child | import("../shared/dom.js").Child[])[]} words */
function rowHead(...words) {
  return el("th", { scope: "row", role: "rowheader" }, ...words);
}

/** Narrow, each row is a card; its roles say what it was. @param {string} caption @param {string[]} heads @param {Node[]} rows */
function table(caption, heads, rows) {
  return el("table", { class: "cards", role: "table" },
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map((head) => el("th", { scope: "col", role: "columnheader" }, head)))),
    el("tbody", { role: "rowgroup" }, rows));
}

/** @param {{ days: number, items: { priority: string, raised: number, untaken: number, taken_after?: number, closed_after?: number }[] }} times */
function alertTimes({ days, items }) {
  const names = { p1: "Possible harm", p2: "Concerns", p3: "Help wanted", p4: "Other" };
  const long = (/** @type {number | undefined} */ minutes) => minutes === undefined ? "–" : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return card("How soon alerts are dealt with",
    el("p", { class: "muted" }, `Of the last ${days} days, in working time. Half were sooner, half later.`),
    table("Times of alerts by priority", ["Alerts", "Raised", "Nobody has them", "Taken after", "Closed after"],
      items.map(({ priority, raised, untaken, taken_after, closed_after }) => el("tr", { role: "row" },
        rowHead(names[/** @type {keyof typeof names} */ (priority)] ?? priority),
        cell("Raised", raised), cell("Nobody has them", untaken), cell("Taken after", long(taken_after)), cell("Closed after", long(closed_after))))));
}
