// The beginning: takes the invitation out of the address, shows what is kept, asks for what is new.

import { answersOf, forgetAll, restore } from "./answers.js";
import { helps } from "./early.js";
import * as frame from "./frame.js";
import * as home from "./home.js";
import * as join from "./join.js";
import * as outbox from "./outbox.js";
import * as pages from "./pages.js";
import { say } from "./parts.js";
import { checkInWith, closed, fetchLatest, heard, phone, recall, refresh } from "./phone.js";
import * as question from "./question.js";
import * as trail from "./trail.js";
/** @import { Place, ViewOf } from "./nouns.js" */

/**
 * Every view, and whether one must be signed in for it: those of the first page and of the questions, and those of
 * `more-views.js` once it is there.
 *
 * @type {Record<string, ViewOf>}
 */
const views = {
  welcome: { open: true, draw: join.welcome },
  own: { open: true, draw: join.own },
  birthday: { open: true, draw: join.birthday },
  lost: { open: true, draw: pages.lost },
  text: { open: true, draw: pages.text },
  home: { draw: home.home },
  question: { draw: question.question },
};

/** @type {Place | undefined} */
let drawn;

/** @param {Place} place */
function draw(place) {
  const view = views[place.view];
  if (view ? !phone.me && !view.open : helps) {
    trail.go({ view: helps ? "helping" : phone.offline ? "lost" : "welcome" }, true);
    return;
  }
  if (!view?.draw) {
    void fetchAndDraw(place);
    return;
  }
  phone.busyWith = place.id;
  if (place.view !== "question") outbox.hurry();
  const body = view.draw(place);
  // Nothing to show means that the view went elsewhere by itself.
  if (!body) return;
  const arrived = drawn !== undefined && drawn !== place;
  drawn = place;
  frame.show(body, arrived);
}

async function fetchViews() {
  const { moreViews } = await import("./more-views.js");
  for (const [name, view] of Object.entries(moreViews)) views[name] ??= view;
}

/** @param {string} name */
async function fetchView(name) {
  await fetchViews();
  const view = views[name];
  if (view?.load) view.draw ??= await view.load();
}

/** @param {Place} place */
async function fetchAndDraw(place) {
  const fetched = await fetchView(place.view).then(() => true, () => false);
  if (trail.current() !== place) return;
  if (!fetched) trail.go({ view: "lost" }, true);
  else if (views[place.view]) trail.redraw();
  else trail.go({ view: "home" }, true);
}

outbox.watch({
  changed: frame.dress,
  replied(id, reply, finished) {
    const wasWaiting = outbox.standing() !== "clear";
    heard(id, reply);
    if (finished) void import("./ending.js").then((ending) => ending.finished(id), () => undefined);
    for (const page of reply.pages) {
      if (page === "thank_you" || page === "saved_on_phone") continue;
      pages.urgent(id, page);
    }
    if (wasWaiting) frame.announce(say("waiting.sent"));
    if (trail.current().view === "home") trail.redraw();
    else frame.dress();
  },
  refused(id, why) {
    if (why === "answer") {
      frame.announce(say("waiting.refused"));
      return;
    }
    closed(id);
    if (trail.current().id === id) trail.go({ view: "closed", id }, true);
  },
  untold(id) {
    pages.urgent(id, "concern_not_sent");
  },
  signedOut() {
    void update();
  },
});

/** Asks for what is new and sends what waits. */
async function update() {
  if ((await refresh()) === "signed-out") {
    if (!views[trail.current().view]?.open) trail.go({ view: "welcome", page: "signed-out" }, true);
  } else {
    await catchUp();
  }
  await import("./tapped.js").then(({ resume }) => resume(), () => undefined);
}

/** What need not be there for the first page to show. */
async function catchUp() {
  if (!phone.me) return;
  void outbox.flush();
  await fetchLatest().catch(() => undefined);
  // A page with something half typed stays as it is; lists are drawn again.
  const { view } = trail.current();
  if (view === "lost") trail.go({ view: "home" }, true);
  else if (["home", "settings", "when"].includes(view)) trail.redraw();
  else frame.dress();
}

async function begin() {
  if (helps) {
    const helping = await import("./helping.js");
    Object.assign(views, helping.views);
    frame.begin();
    trail.begin(draw, await helping.arrive());
    return;
  }
  const token = join.takeToken();
  await Promise.all([recall(), outbox.restore(), restore()]);
  frame.begin();
  frame.dress();

  if (token) {
    forgetAll();
    trail.begin(draw, await join.arrive());
  } else {
    const known = phone.me !== undefined;
    if (!known) await refresh();
    trail.begin(draw, phone.me ? resumed() : outside());
    void (known ? update() : catchUp());
  }
  window.addEventListener("online", () => void update());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void update();
    else outbox.hurry();
  });
  void tidy();
}

/** A reload stays where it was; opening the page again starts at the first page. @returns {Place} */
function resumed() {
  const place = trail.resumed();
  const next = join.unread();
  if (next !== undefined) return { view: "about", n: next };
  if (!place || ["welcome", "own", "birthday", "lost", "again"].includes(place.view)) return { view: "home" };
  const checkIn = checkInWith(place.id);
  if (place.id && (!checkIn || (place.view !== "later" && answersOf(checkIn).size === 0))) return { view: "home" };
  return place;
}

/** Who waits for a code may have been away to read it. @returns {Place} */
function outside() {
  const place = trail.resumed();
  if (phone.offline) return { view: "lost" };
  return place?.view === "again" ? place : { view: "welcome" };
}

/** What can wait until the first page is there. */
async function tidy() {
  try {
    // All scripts of one version, before the service worker may bring others; one by one, so that nothing waits for them.
    await fetchViews();
    for (const name of Object.keys(views)) await fetchView(name);
    await question.fetchOwnWords();
    await frame.fetchListen();
    await navigator.serviceWorker?.register("sw.js", { scope: "./" });
    await /** @type {any} */ (navigator).clearAppBadge?.();
    await (await import("./prompts.js")).mend();
  } catch {
    // Without a service worker the page still works while online.
  }
}

const begun = begin();
// A tap on a notification.
navigator.serviceWorker?.addEventListener("message", ({ data }) => void begun.then(() => import("./tapped.js")).then(({ arrive }) => arrive(data)));
