// The API reference: documents, one for each kind of caller, read by this page as any program could.
// The address says which one, and which operation: `#worker` or `#worker/list_caseload`.

import { byId, el, fill } from "../shared/dom.js";
import { explain, get } from "../shared/api.js";
import { notice } from "../staff/parts.js";
import { reference } from "./reference.js";

/** @typedef {import("./document.js").Document} Document */

/** @type {Record<string, string>} */
const NAMES = { "young-person": "Young person", worker: "Worker", partnership: "Partnership", admin: "Administrator", provider: "Provider", confirmation: "College or employer" };
const FIRST = "young-person";

/** @type {Map<string, Document>} */
const read = new Map();
let shown = "";

/** The document and the operation that the address names. */
function asked() {
  const [name = "", operation] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { name: name in NAMES ? name : FIRST, operation };
}

async function show() {
  const { name, operation } = asked();
  for (const link of byId("documents").querySelectorAll("a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (name !== shown) {
    try {
      const document = read.get(name) ?? await get(`/openapi/${name}.v1.json`);
      read.set(name, document);
      if (asked().name !== name) return;
      fill(byId("page"), reference(name, document));
      shown = name;
    } catch (error) {
      shown = "";
      fill(byId("page"), el("h1", { tabindex: "-1" }, "API reference"), el("div", { role: "alert" }, notice("warn", explain(error))));
      return;
    }
    document.title = `${NAMES[name]} API – Throughline`;
    if (!operation) byId("page").querySelector("h1")?.focus();
  }
  const section = operation && document.getElementById(`operation-${operation}`);
  if (section instanceof HTMLDetailsElement) {
    section.open = true;
    section.scrollIntoView();
    section.querySelector("summary")?.focus({ preventScroll: true });
  }
}

fill(byId("documents"), Object.entries(NAMES).map(([name, label]) => el("li", null, el("a", { href: `#${name}` }, label))));
document.querySelector(".skip-link")?.addEventListener("click", (event) => {
  event.preventDefault();
  byId("page").focus();
});
addEventListener("hashchange", () => void show());
void show();
