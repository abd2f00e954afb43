// One field of a form: a label, perhaps a hint, the control, and room for what is wrong with it.

import { el, fill } from "../shared/dom.js";

/** @typedef {{ value: string, label: string }} Option */
/** @typedef {{ label: string, options: Option[] }} Group */
/**
 * @typedef {object} Field
 * @property {string} name as the wire calls it, so that errors find their field
 * @property {string} label
 * @property {"text" | "email" | "password" | "code" | "date" | "moment" | "note" | "select" | "chips" | "checks"} kind several of `checks` are codes with commas between them
 * @property {string} [hint]
 * @property {boolean} [optional]
 * @property {string} [missing] what to say when it is empty
 * @property {string | undefined} [value]
 * @property {Option[]} [options]
 * @property {Group[]} [groups]
 * @property {(now: Record<string, string>) => boolean} [shown]
 * @property {Record<string, unknown>} [attributes]
 */
/**
 * @typedef {object} Made
 * @property {string} name
 * @property {HTMLElement} node
 * @property {boolean} optional
 * @property {string} missing
 * @property {((now: Record<string, string>) => boolean) | undefined} shown
 * @property {() => string} value
 * @property {(value: string) => void} set
 * @property {() => void} focus
 * @property {(words: string | undefined) => void} complain
 */

/** @type {Record<string, Record<string, unknown>>} */
const KINDS = {
  text: { type: "text", class: "input", autocomplete: "off" },
  email: { type: "email", class: "input", autocomplete: "username", inputmode: "email" },
  password: { type: "password", class: "input", autocomplete: "current-password" },
  code: { type: "text", class: "input input--code input--medium", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 7 },
  date: { type: "date", class: "input input--medium" },
  moment: { type: "datetime-local", class: "input input--moment" },
};

/**
 * @param {Field} field
 * @param {string} form the form's id, so that ids stay apart
 * @returns {Made}
 */
export function makeField(field, form) {
  const id = `${form}-${field.name}`;
  const hint = field.hint ? el("span", { class: "field__hint", id: `${id}-hint` }, field.hint) : null;
  const error = el("span", { class: "field__error", id: `${id}-error`, hidden: true });
  const label = field.optional ? `${field.label} (optional)` : field.label;
  const common = {
    name: field.name,
    optional: field.optional ?? false,
    missing: field.missing ?? `Fill in: ${field.label.toLowerCase()}`,
    shown: field.shown,
  };
  if (field.kind === "chips" || field.kind === "checks") return chips(field, id, label, common, hint, error);

  const attributes = { id, name: field.name, "aria-describedby": hint?.id, ...field.attributes };
  /** @type {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */
  const control = field.kind === "note" ? el("textarea", { class: "textarea textarea--low", rows: 3, ...attributes })
    : field.kind === "select" ? el("select", { class: "select", ...attributes }, options(field))
    : el("input", { ...KINDS[field.kind], ...attributes });
  if (field.value !== undefined) control.value = field.value;
  const node = el("div", { class: "field" }, el("label", { for: id }, label), hint, error, control,
    field.kind === "password" && control instanceof HTMLInputElement ? showPassword(control) : null);
  return {
    ...common,
    node,
    value: () => field.kind === "code" ? control.value.replace(/\D/g, "") : control.value,
    set: (value) => { control.value = value; },
    focus: () => control.focus(),
    complain: (words) => complain(node, error, control, words, hint?.id),
  };
}

/**
 * A few choices side by side: native radio buttons, so that the arrow keys work; check boxes where several may be true.
 *
 * @param {Field} field @param {string} id @param {string} label
 * @param {Pick<Made, "name" | "optional" | "missing" | "shown">} common
 * @param {HTMLElement | null} hint @param {HTMLElement} error
 * @returns {Made}
 */
function chips(field, id, label, common, hint, error) {
  const many = field.kind === "checks";
  const chosen = (/** @type {string | undefined} */ value) => many ? (value ?? "").split(",") : [value];
  const inputs = (field.options ?? []).map(({ value }) =>
    el("input", { type: many ? "checkbox" : "radio", name: id, value, checked: chosen(field.value).includes(value) }));
  const node = el("fieldset", { class: "field", "aria-describedby": hint?.id }, el("legend", null, label), hint, error,
    el("div", { class: "chips" }, inputs.map((input, at) => el("label", { class: "chip" }, input, field.options?.[at]?.label))));
  return {
    ...common,
    node,
    value: () => inputs.filter((input) => input.checked).map((input) => input.value).join(","),
    set: (value) => { for (const input of inputs) input.checked = chosen(value).includes(input.value); },
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
    complain: (words) => complain(node, error, node, words, hint?.id),
  };
}

/** @param {Field} field */
function options(field) {
  const one = (/** @type {Option} */ option) => el("option", { value: option.value }, option.label);
  return [
    field.value === undefined && el("option", { value: "" }, "Choose…"),
    ...(field.options ?? []).map(one),
    ...(field.groups ?? []).map((group) => el("optgroup", { label: group.label }, group.options.map(one))),
  ];
}

/**
 * Says what is wrong beside the field, or takes that away again.
 *
 * @param {HTMLElement} node @param {HTMLElement} error @param {HTMLElement} control
 * @param {string | undefined} words @param {string | undefined} hint the hint's id
 */
function complain(node, error, control, words, hint) {
  node.classList.toggle("field--wrong", words !== undefined);
  error.hidden = words === undefined;
  fill(error, words);
  if (control !== node) mark(control, "aria-invalid", words && "true");
  mark(control, "aria-describedby", [hint, words && error.id].filter(Boolean).join(" "));
}

/** @param {HTMLElement} node @param {string} name @param {string | undefined} value */
function mark(node, name, value) {
  if (value) node.setAttribute(name, value);
  else node.removeAttribute(name);
}

/** Long passwords are easier to type when one may look. @param {HTMLInputElement} control */
function showPassword(control) {
  const box = el("input", { type: "checkbox", onchange: () => { control.type = box.checked ? "text" : "password"; } });
  return el("div", null, el("label", { class: "check" }, box, "Show the password"));
}
