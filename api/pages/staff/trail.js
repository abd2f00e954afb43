// Where one is on a page, and the browser's Back button. A place may name a person, so it lives in
// memory only: the browser's own history keeps a number that means nothing after a reload.

/**
 * @template Place
 */
export class Trail {
  /** @type {Map<number, Place>} */
  #places = new Map();
  #last = 0;

  /**
   * @param {() => Place} home the place that the address bar names
   * @param {(place: Place) => void} show
   */
  constructor(home, show) {
    this.home = home;
    this.show = show;
    history.scrollRestoration = "manual";
    history.replaceState(null, "");
    addEventListener("popstate", () => this.show(this.here()));
  }

  /** The place of the current history entry. */
  here() {
    const step = history.state?.step;
    return (typeof step === "number" ? this.#places.get(step) : undefined) ?? this.home();
  }

  /** Goes on to a place. The address stays as it is. @param {Place} place */
  go(place) {
    this.#places.set(++this.#last, place);
    history.pushState({ step: this.#last }, "");
    this.show(place);
  }
}

/**
 * The filters in the address, such as `#state=no-reply`. They never name a person.
 *
 * @returns {URLSearchParams}
 */
export function filters() {
  return new URLSearchParams(location.hash.slice(1));
}
