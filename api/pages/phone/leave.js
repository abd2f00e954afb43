// "Leave this page": away at once, to a bland page, in place of this one in the history.

const SOMEWHERE_ELSE = "https://www.bbc.co.uk/weather";
const TIMES = 3;
const WITHIN_MS = 2000;

/** @type {number[]} */
let presses = [];

/** Hides what is here and goes. */
export function leave() {
  document.documentElement.hidden = true;
  document.title = "Weather";
  for (const form of document.querySelectorAll("form")) form.reset();
  location.replace(SOMEWHERE_ELSE);
}

/**
 * Makes the link and three presses of Shift leave.
 *
 * @param {HTMLElement} link
 * @param {() => boolean} wanted whether the shortcut works on the page that is shown now
 */
export function watchLeave(link, wanted) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      // Shift with a letter is typing.
      presses = [];
      return;
    }
    if (event.repeat || !wanted()) return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
    if (presses.length >= TIMES) leave();
  });
}
