// For administrators: the council's file. Choose it, see how it reads, say what its columns are, try it out, take it in.

import { byId, el, fill } from "../shared/dom.js";
import { explain, Problem } from "../shared/api.js";
import { Desk } from "../staff/desk.js";
import { button, card, notice } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { longMoment } from "../staff/when.js";
import { Columns } from "./columns.js";
import { faults, firstRows, report } from "./report.js";

/** @typedef {import("../shared/imports.js").ImportList} ImportList */
/** @typedef {import("../shared/imports.js").Mapping} Mapping */
/** @typedef {import("../shared/imports.js").Guess} Guess */

/** How much of a file is sent to see how it reads. Even, so that no letter of two bytes is cut. */
const BEGINNING = 60_000;

const desk = new Desk({ api: "/admin/v1", title: "Council's file" });
await desk.open();

const heading = el("h1", { tabindex: "-1" }, "The council's file");
const chosen = /** @type {HTMLInputElement} */ (el("input", { type: "file", id: "file", class: "input", accept: ".csv,.txt,text/csv", onchange: () => void look() }));
const delta = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "delta", onchange: () => forget() }));
const mapping = /** @type {HTMLSelectElement} */ (el("select", { id: "mapping", class: "input", onchange: () => void look() }));
const seen = el("div");
const outcome = el("div", { role: "region", "aria-label": "What came of it" });
const earlier = el("div");

/** What is asked of the service stands still while something is under way. @type {Columns | undefined} */
let columns;
let busy = false;

/** A dry run counts for the file and the choices that it was made with. */
function forget() {
  fill(outcome);
}

function file() {
  return chosen.files?.[0];
}

async function listMappings() {
  const { items } = /** @type {{ items: Mapping[] }} */ (await desk.get("/mappings"));
  const before = mapping.value;
  fill(mapping, el("option", { value: "" }, "The national names"), items.map(({ id, name }) => el("option", { value: id }, name)));
  mapping.value = items.some(({ id }) => id === before) ? before : "";
  return items;
}

async function look() {
  const now = file();
  forget();
  fill(seen);
  if (!now) return;
  try {
    /** @type {Guess} */
    const guess = await desk.sendFile("/mappings/guess", now.slice(0, BEGINNING));
    const known = (await listMappings()).find(({ id }) => id === mapping.value);
    columns = new Columns(guess, known, now.name, keep);
    fill(seen,
      card("How it reads", guess.written && el("p", null, guess.written), firstRows(guess)),
      card("Its columns", columns.node),
      el("div", { class: "row" }, button("Try it out", () => send(true), "main")));
  } catch (error) {
    fill(seen, error instanceof Problem && error.is("import-refused") ? faults(error) : notice("bad", explain(error)));
  }
}

/** Keeps what was said of the columns under a name, and uses it. @param {{ name: string, mapping: string }} body */
async function keep(body) {
  const id = crypto.randomUUID();
  await desk.put(`/mappings/${id}`, body);
  await listMappings();
  mapping.value = id;
  await look();
  say(`Kept as "${body.name}".`);
}

/** @param {boolean} dryRun */
async function send(dryRun) {
  const now = file();
  if (!now || busy) return;
  if (columns?.unsaved()) return fill(outcome, notice("warn", "Keep what you said of the columns first."));
  busy = true;
  fill(outcome, el("p", { class: "muted", role: "status" }, dryRun ? "Reading the file…" : "Taking the file in…"));
  const asked = new URLSearchParams({ dry_run: String(dryRun), delta: String(delta.checked) });
  if (mapping.value) asked.set("mapping", mapping.value);
  try {
    const told = await desk.sendFile(`/imports?${asked}`, now);
    fill(outcome, report(told), dryRun && el("div", { class: "row" }, button("Take it in", () => send(false), "main")));
    if (!dryRun) await listEarlier();
  } catch (error) {
    fill(outcome, error instanceof Problem && error.is("import-refused") ? faults(error) : notice("bad", explain(error)));
  } finally {
    busy = false;
  }
  /** @type {HTMLElement | null} */ (outcome.querySelector("[tabindex='-1']"))?.focus();
}

async function listEarlier() {
  /** @type {ImportList} */
  const { items } = await desk.get("/imports");
  fill(earlier, items.length === 0 ? el("p", { class: "empty" }, "No file was taken in yet.")
    : el("ul", { class: "list" }, items.slice(0, 10).map((it) => el("li", null,
      el("strong", null, longMoment(it.made_at)), it.made_by && `, by ${it.made_by}`, it.delta && ", changes only",
      el("br"), `${it.rows} in the file: ${it.added} added, ${it.changed} changed, ${it.unchanged} with nothing new${it.leavers > 0 ? `, ${it.leavers} left` : ""}${it.waiting > 0 ? `, ${it.waiting} waiting` : ""}`))));
}

fill(byId("page"), heading,
  card("Choose the file",
    el("div", { class: "field" }, el("label", { for: "file" }, "A file in CSV, up to 256 MB"), chosen),
    el("div", { class: "field" }, el("label", { for: "mapping" }, "What its columns are called"), mapping),
    el("p", { class: "check" }, delta, el("label", { for: "delta" }, " It holds changes only: what a row leaves empty stays as it is"))),
  seen, outcome, card("Files taken in", earlier));
try {
  await listMappings();
  await listEarlier();
} catch (error) {
  fill(outcome, notice("warn", explain(error)));
}
