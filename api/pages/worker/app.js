// The worker's page: first the list of who needs somebody now, then one young person.

import { byId, fill } from "../shared/dom.js";
import { Desk } from "../staff/desk.js";
import { Trail } from "../staff/trail.js";
import { Caseload } from "./caseload.js";
import { PersonPage } from "./person.js";

/** @typedef {{ person?: string }} Place */

const desk = new Desk({ api: "/worker/v1", title: "Caseload" });
await desk.open();

const page = byId("page");
const caseload = new Caseload(desk, (person) => trail.go({ person }));
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
  } else if (open) {
    fill(page, caseload.node);
    scrollTo(0, scrolled);
    caseload.focusOn(open.id);
    open = undefined;
    caseload.wake();
  } else {
    if (!caseload.node.isConnected) fill(page, caseload.node);
    caseload.wake();
  }
}

show(trail.here());
