// Hearing from the service that something has changed. Where nothing comes through, such as behind a proxy that keeps what it
// should pass on, the page does what it does without.

/** @typedef {import("../shared/bulk.js").NewsItem} NewsItem */

/** After a refusal, such as too many open pages, it is tried again this much later. */
const LATER_MS = 60_000;
/** How often a page behind the sign-in form looks whether somebody is back. */
const SOON_MS = 5_000;

export class News {
  /** @type {EventSource | undefined} */
  #source;
  /** @type {number | undefined} */
  #again;
  #broken = false;
  /** @type {((item: NewsItem) => void) | undefined} */
  #hear;

  /** @param {import("../staff/desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    document.addEventListener("visibilitychange", () => this.#attend());
    addEventListener("pagehide", () => this.#stop());
  }

  /** True while the service would tell us. */
  get live() {
    return this.#source?.readyState === EventSource.OPEN;
  }

  /** Who hears from now on: one part of the page at a time. @param {((item: NewsItem) => void) | undefined} hear */
  for(hear) {
    this.#hear = hear;
    this.#attend();
  }

  /** A page that nobody looks at, or behind the sign-in form, holds no connection. */
  #attend() {
    if (document.visibilityState !== "visible" || !this.#hear) return this.#stop();
    if (this.#source && this.#source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.#again);
    if (this.desk.locked) {
      this.#again = window.setTimeout(() => this.#attend(), SOON_MS);
      return;
    }
    const source = new EventSource(`${this.desk.api}/news`);
    this.#source = source;
    source.onopen = () => {
      // Nothing is told of the time in between: everything may have changed.
      if (this.#broken) for (const kind of /** @type {const} */ (["caseload", "person"])) this.#tell({ kind });
      this.#broken = false;
    };
    source.onmessage = ({ data }) => this.#tell(JSON.parse(data));
    source.onerror = () => {
      this.#broken = true;
      if (this.desk.locked) {
        source.close();
        return this.#attend();
      }
      if (source.readyState === EventSource.CLOSED && this.#source === source) this.#again = window.setTimeout(() => this.#attend(), LATER_MS);
    };
  }

  #stop() {
    clearTimeout(this.#again);
    if (this.#source) this.#broken = true;
    this.#source?.close();
    this.#source = undefined;
  }

  /** @param {NewsItem} item */
  #tell(item) {
    if (!this.desk.locked) this.#hear?.(item);
  }
}
