// Two people wrote about the same thing. Both versions are shown, and whoever is here says which is right.

import { el, fill } from "../shared/dom.js";
import { Problem } from "../shared/api.js";
import { button } from "../staff/parts.js";
import { longMoment } from "../staff/when.js";
import { sure } from "./sure.js";
import { fieldName, fieldValue } from "./words.js";

/** @typedef {import("../shared/conflict.js").Conflict} Conflict */
/** @typedef {import("../shared/conflict.js").ConflictField} ConflictField */
/** @typedef {Record<string, string>} Values */
/**
 * @typedef {object} Saving
 * @property {import("../staff/form.js").Form} form where it was typed; what is chosen is put there
 * @property {Values} values what was typed
 * @property {number | undefined} version the version it was made from
 * @property {string[]} fields what the form can change, by their names
 * @property {(values: Values, version: number | undefined, sure: boolean) => Promise<void>} put sends it; `sure` once somebody
 *   has looked at what is out of the ordinary
 * @property {(version: number | undefined) => void} keep told from which version the next try is made
 * @property {(field: string, value: string) => string} [words] what a value is called, where `fieldValue` does not know
 * @property {(field: string, value: string) => string} [typed] how the form writes a value, where it is not as it travels
 */

/**
 * Saves, and where somebody else has changed the same thing, asks what is right and saves that. What is out of the ordinary
 * is asked about first. Whoever would rather look at the form again finds it as it was.
 *
 * @param {Saving} saving
 */
export async function save({ form, values, version, fields, put, keep, words, typed = (_, value) => value }) {
  let isSure = false;
  for (;;) {
    try {
      return await put(values, version, isSure);
    } catch (error) {
      if (error instanceof Problem && error.is("are-you-sure") && !isSure) {
        form.busy(false);
        isSure = await sure(error);
        if (!isSure) throw error;
        form.busy(true);
        continue;
      }
      if (!(error instanceof Problem) || !error.is("conflict")) throw error;
      if (!error.conflict) {
        // It was taken back: the next time it is sent as something new.
        keep(undefined);
        throw error;
      }
      // It waits for a person now.
      form.busy(false);
      const chosen = await settle(error.conflict, fields, words ?? fieldValue);
      if (!chosen) throw error;
      values = { ...values, ...Object.fromEntries(Object.entries(chosen).map(([field, value]) => [field, value && typed(field, value)])) };
      version = error.conflict.version;
      form.fill(values);
      keep(version);
      // What was chosen has not been looked at yet.
      isSure = false;
      form.busy(true);
    }
  }
}

/**
 * Resolves with what was chosen for each field, as it travels; with nothing if nobody chose.
 *
 * @param {Conflict} conflict
 * @param {string[]} fields
 * @param {(field: string, value: string) => string} words
 * @returns {Promise<Values | undefined>}
 */
function settle(conflict, fields, words) {
  return new Promise((resolve) => {
    /** @type {Values | undefined} */
    let chosen;
    const choices = conflict.fields.filter(({ field }) => fields.includes(field)).map((field) => choice(field, conflict, words));
    const wrong = el("p", { class: "error-summary", role: "alert", hidden: true });
    const heading = el("h2", { id: "settle-title", tabindex: "-1" }, "Somebody changed this while you were writing");
    const done = () => {
      const open = choices.find((one) => one.value() === undefined);
      wrong.hidden = !open;
      if (open) {
        fill(wrong, `Choose what is right: ${open.label.toLowerCase()}`);
        return open.focus();
      }
      chosen = Object.fromEntries(choices.map((one) => [one.field, one.value() ?? ""]));
      dialog.close();
    };
    /** @type {HTMLDialogElement} */
    const dialog = el("dialog", {
      class: "dialog dialog--wide settle", "aria-labelledby": "settle-title", onclose: () => {
        dialog.remove();
        resolve(chosen);
      },
    },
      heading,
      el("p", null, "Nothing of yours is saved yet, and nothing is lost. Look at both, and choose what is right."),
      el("details", { class: "reveal" }, el("summary", null, "Who changed what"),
        el("ul", null, conflict.changed.map((one) => el("li", null, told(one, words))))),
      el("form", { class: "form", novalidate: true, "aria-labelledby": "settle-title", onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        done();
      } },
        choices.map(({ node }) => node),
        wrong,
        el("div", { class: "row" }, el("button", { class: "button", type: "submit" }, "Save this"),
          button("Back to what I wrote", () => { dialog.close(); }))));
    document.body.append(dialog);
    dialog.showModal();
    heading.focus();
  });
}

/**
 * One field in both versions. What only one side has changed is chosen already.
 *
 * @param {ConflictField} field
 * @param {Conflict} conflict
 * @param {(field: string, value: string) => string} words
 */
function choice({ field, before, yours, theirs, clashes }, { changed }, words) {
  const label = fieldName(field);
  const who = changed.findLast((one) => one.field === field)?.by;
  const name = `settle-${field}`;
  const say = (/** @type {string | undefined} */ value) => value === undefined ? "nothing" : words(field, value);
  const mine = el("input", { type: "radio", name, checked: !clashes && before === theirs });
  const other = el("input", { type: "radio", name, checked: !clashes && before !== theirs });
  const option = (/** @type {HTMLInputElement} */ input, /** @type {string} */ whose, /** @type {string | undefined} */ value) =>
    el("label", { class: "chip settle__option" }, input, el("span", null, el("span", { class: "muted" }, `${whose}: `), say(value)));
  return {
    field,
    label,
    node: el("fieldset", { class: "field" }, el("legend", null, label),
      before !== undefined && el("p", { class: "muted" }, `When you opened it: ${say(before)}`),
      el("div", { class: "settle__both" }, option(mine, "Yours", yours), option(other, who ? `${who} wrote` : "What is there now", theirs))),
    value: () => mine.checked ? yours ?? "" : other.checked ? theirs ?? "" : undefined,
    focus: () => mine.focus(),
  };
}

/** @param {Conflict["changed"][number]} one @param {(field: string, value: string) => string} words */
function told({ at, by, field, before, after }, words) {
  const say = (/** @type {string | undefined} */ value) => value === undefined ? "nothing" : `“${words(field, value)}”`;
  return `${by}, ${longMoment(at)}: ${fieldName(field).toLowerCase()}, from ${say(before)} to ${say(after)}`;
}
