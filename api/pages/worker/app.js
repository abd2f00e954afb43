// The worker's page: first the list of who needs somebody now, then one young person.

import { byId, el, fill } from "../shared/dom.js";
import { Desk } from "../staff/desk.js";
import { button } from "../staff/parts.js";
import { Trail } from "../staff/trail.js";
import { Caseload } from "./caseload.js";
import { PersonPage } from "./person.js";
import { TeamView } from "./team.js";
import { ToDo } from "./todo.js";

/** @typedef {{ person?: string, view?: "to-do" | "team" }} Place */

const desk = new Desk({ api: "/worker/v1", title: "Caseload" });
await desk.open();

const page = byId("page");
const caseload = new Caseload(desk, (person) => trail.go({ person }));
/** @type {Trail<Place>} */
const trail = new Trail(() => ({}), show);
const elsewhere = el("p", { class: "row" }, button("To do, and who is away", () => trail.go({ view: "to-do" })),
  desk.session?.role === "manager" && button("Team", () => trail.go({ view: "team" })));
let scrolled = 0;
/** @type {PersonPage | undefined} */
let open;

/** @param {Place} place */
function show(place) {
  if (place.person) {
    if (!open) scrolled = scrollY;
    caseload.rest();
    open = new PersonPage(desk, place.person, () => history.back());
    fill(page, open.node);
    scrollTo(0, 0);
    void open.load();
  } else if (place.view) {
    caseload.rest();
    open = undefined;
    const View = place.view === "team" ? TeamView : ToDo;
    const list = new View(desk, (person) => trail.go({ person }), () => history.back());
    fill(page, list.node);
    scrollTo(0, 0);
    void list.load();
  } else if (open) {
    fill(page, elsewhere, caseload.node);
    scrollTo(0, scrolled);
    caseload.focusOn(open.id);
    open = undefined;
    caseload.wake();
  } else {
    if (!caseload.node.isConnected) fill(page, elsewhere, caseload.node);
    caseload.wake();
  }
}

show(trail.here());
