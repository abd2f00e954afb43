// The worker's page: first the list of who needs somebody now, then one young person.

import { byId, el, fill } from "../shared/dom.js";
import { Desk } from "../staff/desk.js";
import { button } from "../staff/parts.js";
import { Trail } from "../staff/trail.js";
import { Caseload } from "./caseload.js";
import { Files } from "./files.js";
import { Emergency } from "./glass.js";
import { News } from "./news.js";
import { PersonPage } from "./person.js";
import { Sheet } from "./print.js";
import { SameView } from "./same.js";
import { TeamView } from "./team.js";
import { ToDo } from "./todo.js";

/** @typedef {{ person?: string, people?: string[], view?: "to-do" | "team" | "same" | "files" | "sheet" | "emergency" }} Place */

const desk = new Desk({ api: "/worker/v1", title: "Caseload" });
await desk.open();

const page = byId("page");
const news = new News(desk);
const caseload = new Caseload(desk, (person) => trail.go({ person }), news, (people) => trail.go({ view: "sheet", people }));
const more = el("p", { class: "no-print" }, button("On paper and in other systems", () => trail.go({ view: "files" }), "plain"), " ",
  button("In an emergency", () => trail.go({ view: "emergency" }), "plain"));
/** @type {Trail<Place>} */
const trail = new Trail(() => ({}), show);
const elsewhere = el("p", { class: "row" }, button("To do, and who is away", () => trail.go({ view: "to-do" })),
  desk.session?.role === "manager" && button("Team", () => trail.go({ view: "team" })),
  desk.session?.role === "manager" && button("Same person?", () => trail.go({ view: "same" })));
let scrolled = 0;
/** @type {PersonPage | undefined} */
let open;

/** What stands beside the list. @param {NonNullable<Place["view"]>} view @param {() => void} back @param {string[]} [people] who was chosen */
function made(view, back, people) {
  const person = (/** @type {string} */ id) => trail.go({ person: id });
  if (view === "sheet") return new Sheet(desk, back, people);
  if (view === "emergency") return new Emergency(desk, person, back);
  if (view === "same") return new SameView(desk, person, back);
  if (view === "files") return new Files(desk, person, () => trail.go({ view: "sheet" }), back);
  return view === "team" ? new TeamView(desk, person, back) : new ToDo(desk, person, back);
}

/** @param {Place} place */
function show(place) {
  if (place.person) {
    if (!open) scrolled = scrollY;
    caseload.rest();
    const shown = new PersonPage(desk, place.person, () => history.back());
    open = shown;
    news.for((item) => shown.heard(item));
    fill(page, open.node);
    scrollTo(0, 0);
    void open.load();
  } else if (place.view) {
    if (!open) scrolled = scrollY;
    caseload.rest();
    open = undefined;
    news.for(undefined);
    const view = made(place.view, () => history.back(), place.people);
    fill(page, view.node);
    scrollTo(0, 0);
    void view.load();
  } else if (open) {
    fill(page, elsewhere, caseload.node, more);
    scrollTo(0, scrolled);
    caseload.focusOn(open.id);
    open = undefined;
    caseload.wake();
  } else {
    if (!caseload.node.isConnected) fill(page, elsewhere, caseload.node, more);
    caseload.wake();
  }
}

show(trail.here());
