// The worker's page: first the list of who needs somebody now, then one young person.

import { byId, el, fill } from "../shared/dom.js";
import { Desk } from "../staff/desk.js";
import { button } from "../staff/parts.js";
import { Trail } from "../staff/trail.js";
import { Caseload } from "./caseload.js";
import { Files } from "./files.js";
import { PersonPage } from "./person.js";
import { Sheet } from "./print.js";

/** @typedef {{ person?: string, view?: "files" | "sheet" }} Place */

const desk = new Desk({ api: "/worker/v1", title: "Caseload" });
await desk.open();

const page = byId("page");
const caseload = new Caseload(desk, (person) => trail.go({ person }));
const more = el("p", { class: "no-print" }, button("On paper and in other systems", () => trail.go({ view: "files" }), "plain"));
/** @type {Trail<Place>} */
const trail = new Trail(() => ({}), show);
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
    if (!open) scrolled = scrollY;
    caseload.rest();
    open = undefined;
    const back = () => history.back();
    const view = place.view === "sheet" ? new Sheet(desk, back)
      : new Files(desk, (person) => trail.go({ person }), () => trail.go({ view: "sheet" }), back);
    fill(page, view.node);
    scrollTo(0, 0);
    void view.load();
  } else if (open) {
    fill(page, caseload.node, more);
    scrollTo(0, scrolled);
    caseload.focusOn(open.id);
    open = undefined;
    caseload.wake();
  } else {
    if (!caseload.node.isConnected) fill(page, caseload.node, more);
    caseload.wake();
  }
}

show(trail.here());
