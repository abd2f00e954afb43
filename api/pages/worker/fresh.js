// That there is something new, said without moving anything: what is on the page stays until somebody asks for what is new.

import { el, fill } from "../shared/dom.js";
import { button } from "../staff/parts.js";

export class Fresh {
  /** @type {() => void} */
  #show = () => {};

  constructor() {
    this.quiet = el("span", { role: "status" });
    this.loud = el("span", { role: "alert" });
    this.button = button("Show", () => {
      this.calm();
      this.#show();
    }, "small");
    this.button.hidden = true;
    this.node = el("div", { class: "fresh no-print" }, this.loud, this.quiet, this.button);
  }

  /** @param {() => void} show shows what is new @param {boolean} [harm] it may be urgent */
  tell(show, harm = false) {
    this.#show = show;
    this.button.hidden = false;
    this.node.classList.add("fresh--there");
    if (harm) fill(this.loud, "New possible harm. ");
    else if (this.quiet.textContent === "") fill(this.quiet, "New since you opened this. ");
  }

  /** What is new is on the page. */
  calm() {
    this.button.hidden = true;
    this.node.classList.remove("fresh--there");
    fill(this.loud);
    fill(this.quiet);
  }
}
