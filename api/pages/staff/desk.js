// A colleague's place of work in the browser: signed in, watched for idleness, and able to go on after
// signing in again without losing what was being written.

import { byId, el, fill } from "../shared/dom.js";
import { explain, isSignedOut, Problem, request } from "../shared/api.js";
import { enrol } from "./enrol.js";
import { dressFrame, hideWork, showGate, showWork } from "./frame.js";
import { watchIdle } from "./idle.js";
import { takeLink } from "./link.js";
import { notice } from "./parts.js";
import { isHere, placesOf } from "./places.js";
import { prove } from "./prove.js";
import { watchService } from "./service.js";
import { signIn } from "./sign-in.js";
import { calmDown, warnOfLock } from "./warning.js";

/** @typedef {import("../shared/staff.js").Session} Session */

export class Desk {
  /** @type {Session | undefined} */
  session;
  /** @type {Promise<void> | undefined} */
  #gate;
  /** @type {Promise<boolean> | undefined} */
  #proof;
  /** @type {import("./idle.js").Watch | undefined} */
  #watch;
  #channel = new BroadcastChannel("staff-session");

  /**
   * @param {object} options
   * @param {string} options.api such as "/worker/v1"
   * @param {string} options.title of the page, for its tab
   */
  constructor({ api, title }) {
    this.api = api;
    this.title = title;
    this.#channel.onmessage = ({ data }) => {
      if (data === "out") void this.#signIn("You signed out in another tab.");
    };
    addEventListener("hashchange", () => void this.#linkWhileOpen());
  }

  /** Resolves when somebody is in who has work here. @returns {Promise<Session>} */
  async open() {
    const token = takeLink();
    try {
      const { body } = token ? await request("POST", `${this.api}/session/link`, { body: { token } }) : await request("GET", `${this.api}/session`);
      await this.#enter(body);
    } catch (error) {
      await this.#signIn(token || !isSignedOut(error) ? explain(error) : undefined);
    }
    if (!this.session) throw new Error("the gate lets nobody pass without a session");
    if (!placesOf(this.session).some(isHere)) await wrongDoor(this.session);
    return this.session;
  }

  /** True while the sign-in form stands before the work. */
  get locked() {
    return this.#gate !== undefined;
  }

  /** @param {string} path @returns {Promise<any>} */
  get(path) {
    return this.#ask("GET", path);
  }

  /** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  put(path, body) {
    return this.#ask("PUT", path, body);
  }

  /** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  post(path, body) {
    return this.#ask("POST", path, body);
  }

  /** @param {string} path @returns {Promise<any>} */
  delete(path) {
    return this.#ask("DELETE", path);
  }

  /** Sends a file, which may take minutes. @param {string} path @param {Blob} file @returns {Promise<any>} */
  sendFile(path, file) {
    return this.#ask("POST", path, file, { type: "text/csv", patience: 600_000 });
  }

  /** Saves what is there as a file. What asks who is here would be saved in its place, so that is asked first. @param {string} path */
  async save(path) {
    const { proven } = await this.get("/session");
    if (!proven && !await this.#prove()) return;
    el("a", { href: this.api + path, download: "" }).click();
  }

  #prove() {
    this.#proof ??= prove(this.api, this.session?.demonstration ?? false).finally(() => { this.#proof = undefined; });
    return this.#proof;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {{ type?: string, patience?: number }} [how] */
  async #ask(method, path, body, how = {}) {
    for (;;) {
      try {
        return (await request(method, this.api + path, { body, ...how })).body;
      } catch (error) {
        if (error instanceof Problem && error.is("must-enrol")) location.reload();
        if (error instanceof Problem && error.is("step-up-needed") && await this.#prove()) continue;
        if (!isSignedOut(error)) throw error;
        // Waits for the sign-in, then asks again: nothing that was under way is lost.
        await this.#signIn("You were signed out. Sign in to go on where you were; what you wrote is kept.");
      }
    }
  }

  /** @param {string | undefined} reason */
  #signIn(reason) {
    this.#gate ??= this.#throughGate(reason).finally(() => { this.#gate = undefined; });
    return this.#gate;
  }

  /** @param {string | undefined} reason */
  async #throughGate(reason) {
    this.#watch?.stop();
    const back = hideWork();
    await this.#enter(await signIn(byId("gate"), this.api, reason));
    this.#channel.postMessage("in");
    back();
  }

  /** @param {Session} session */
  async #enter(session) {
    const whole = session.must_enrol ? await enrol(showGate(), this.api, session) : session;
    // Somebody else at the same desk must not find a colleague's list and drafts on it.
    if (this.session && !sameColleague(this.session, whole)) {
      location.reload();
      await new Promise(() => {});
    }
    this.session = whole;
    dressFrame(whole, () => void this.#leave());
    showWork(this.title);
    watchService(() => this.locked);
    this.#watch = watchIdle({
      minutes: whole.idle_minutes,
      warn: (left) => warnOfLock(left, () => this.#watch?.stay(), () => void this.#leave()),
      calm: calmDown,
      lock: () => void this.#lock(),
      keepAwake: () => void this.get("/session").catch(() => {}),
    });
  }

  async #lock() {
    const minutes = this.session?.idle_minutes;
    calmDown();
    void request("DELETE", `${this.api}/session`, { keepalive: true }).catch(() => {});
    await this.#signIn(`Locked after ${minutes} minutes without use. Sign in to go on where you were; what you wrote is kept.`);
  }

  async #leave() {
    calmDown();
    try {
      await request("DELETE", `${this.api}/session`);
    } catch (error) {
      if (!isSignedOut(error)) return fill(byId("trouble"), notice("bad", `You are still signed in. ${explain(error)}`));
    }
    this.#channel.postMessage("out");
    location.reload();
  }

  /** A one-time link pasted over an open page changes only what stands after the #. */
  async #linkWhileOpen() {
    const token = takeLink();
    if (!token) return;
    await request("POST", `${this.api}/session/link`, { body: { token } }).catch(() => {});
    location.reload();
  }
}

/** @param {Session} one @param {Session} other */
function sameColleague(one, other) {
  return one.id === other.id;
}

/** @param {Session} session */
async function wrongDoor(session) {
  fill(byId("page"), el("h1", { tabindex: "-1" }, "Your work is elsewhere"),
    el("p", null, "You are signed in, but there is nothing here for your role.",
      session.role === "administrator" && " Most of what administrators do, they do on the command line or by the API."),
    el("ul", null, placesOf(session).map(({ href, name }) => el("li", null, el("a", { href }, `Go to ${name}`)))));
  await new Promise(() => {});
}
