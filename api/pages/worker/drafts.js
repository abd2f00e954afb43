// What was typed and not saved stays with the service: a reload, a lock and another phone lose nothing, and nothing about
// anybody stays in a browser.

import { el } from "../shared/dom.js";
import { dayOf, longDay } from "../staff/when.js";

/** @typedef {{ id: string, person_id: string, thing: string, body: string, changed_at: string, by?: string }} Kept */
/** @typedef {{ id: string, body: any, by?: string | undefined, on: string }} Draft */

/** How long after the last key it is sent. */
const AFTER_MS = 3000;

/**
 * What this colleague has typed about somebody, if anything: what `keep` was given last.
 *
 * @param {import("../staff/desk.js").Desk} desk
 * @param {string} person
 * @param {string} thing such as "contact"
 * @param {(id: string) => boolean} [which] of several: by the id that it will have
 * @returns {Promise<Draft | undefined>}
 */
export async function draftOf(desk, person, thing, which = () => true) {
  /** @type {Kept[]} */
  const kept = (await desk.get("/drafts")).items;
  const found = kept.find((one) => one.person_id === person && one.thing === thing && which(one.id));
  if (!found) return undefined;
  try {
    return { id: found.id, body: JSON.parse(found.body), by: found.by, on: dayOf(found.changed_at) };
  } catch {
    return undefined;
  }
}

/** That a colleague who has left began this. @param {Draft | undefined} kept */
export function begunBy(kept) {
  return kept?.by && el("p", { class: "notice" }, `${kept.by}, who has left, typed this on ${longDay(kept.on)} and did not save it. Look at it before you save it; if nobody needs it, cancel.`);
}

export class DraftKeeper {
  #timer = 0;

  /**
   * @param {import("../staff/desk.js").Desk} desk
   * @param {string} person
   * @param {string} thing
   * @param {string} id the id that it will have once it is saved
   */
  constructor(desk, person, thing, id) {
    this.desk = desk;
    this.thing = thing;
    this.path = `/people/${person}/drafts/${id}`;
  }

  /** Sends it a moment after the last key. Where that fails it stays on the page, and goes with the next key. @param {unknown} body */
  keep(body) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      void this.desk.put(this.path, { thing: this.thing, body: JSON.stringify(body) }).catch(() => {});
    }, AFTER_MS);
  }

  /** It is saved: the service has forgotten it already. */
  done() {
    clearTimeout(this.#timer);
  }

  /** Nobody wants it any more. */
  drop() {
    clearTimeout(this.#timer);
    void this.desk.delete(this.path).catch(() => {});
  }
}
