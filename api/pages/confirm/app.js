// A college or an employer is asked whether somebody is there. The page shows that one thing, and takes one answer.

import { byId, el, fill } from "../shared/dom.js";
import { explain, post, Problem } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, notice } from "../staff/parts.js";
import { longDay, longMoment } from "../staff/when.js";

/** @typedef {{ service: string, asked_by: string, name: string, activity: string, provider?: string, started_on: string, expires_at: string }} Item */

const API = "/confirmation/v1";
const page = byId("page");
const token = new URLSearchParams(location.hash.slice(1)).get("ask") ?? "";
// Nobody who looks over a shoulder, and no history, needs it. It lives in this page until it is closed.
history.replaceState(null, "", location.pathname);

void open();

async function open() {
  try {
    show(/** @type {Item} */ (await post(`${API}/item`, { token })));
  } catch (error) {
    fill(page, el("h1", { tabindex: "-1" }, over(error) ? "This link is over" : "This page could not be loaded"),
      notice("warn", explain(error)), !over(error) && button("Try again", open, "main"));
  }
  page.querySelector("h1")?.focus();
}

/** @param {Item} item */
function show({ service, asked_by, name, activity, provider, started_on, expires_at }) {
  const form = new Form({
    label: "Your answer",
    button: "Send the answer",
    fields: [
      { name: "answer", label: "Is this so?", kind: "chips", missing: "Choose an answer", options: [
        { value: "yes", label: "Yes, they are here now" },
        { value: "ended", label: "They were, and have left" },
        { value: "never", label: "They never came" },
        { value: "cannot-say", label: "I cannot tell" },
      ] },
      { name: "ended_on", label: "Their last day", kind: "date", missing: "Say which day was their last", shown: (now) => now.answer === "ended",
        attributes: { min: started_on } },
      { name: "answered_by", label: "Who answers", kind: "text", hint: "Your name, or your office’s.", missing: "Say who answers", attributes: { maxlength: 200 } },
    ],
    send: async ({ answer, ended_on, answered_by }) => {
      try {
        await post(`${API}/answer`, { token, answer, answered_by, ...(ended_on && { ended_on }) });
      } catch (error) {
        if (!over(error)) throw error;
        return end("This link is over", explain(error));
      }
      end("Thank you", `${service} has your answer. You can close this page; the link works no longer.`);
    },
  });
  fill(page,
    el("h1", { tabindex: "-1" }, "Can you confirm this?"),
    el("p", null, `${asked_by} of ${service} asks you about one person. Nothing else about them is shown here, and your answer is kept with this one thing.`),
    el("section", { class: "card" }, el("dl", { class: "facts" },
      fact("Who", name), fact("What", activity), fact("Where", provider ?? "With you"), fact("Since", longDay(started_on)))),
    form.node,
    el("p", { class: "muted" }, `The link can be answered once, until ${longMoment(expires_at)}. If it is not for you, close this page and tell whoever sent it.`));
  form.start();
}

/** @param {string} name @param {string} value */
function fact(name, value) {
  return el("div", null, el("dt", null, name), el("dd", null, value));
}

/** @param {string} title @param {string} words */
function end(title, words) {
  const heading = el("h1", { tabindex: "-1" }, title);
  fill(page, heading, el("p", null, words));
  heading.focus();
}

/** @param {unknown} error */
function over(error) {
  return error instanceof Problem && error.is("not-found");
}
