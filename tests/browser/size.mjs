// The young person's page within its budget (PERF-02): what a phone on a slow network has to fetch.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const pages = new URL("../../api/pages/", import.meta.url).pathname;
const KIB = 1024;

/** What the page has to have before it can be used. The service worker and the help page come later. */
const awaited = new Set();
follow(join(pages, "phone/app.js"));

/** What there is to fetch, and what it may weigh as it travels: text packed by gzip, pictures as they are. */
const budgets = [
  { what: "HTML and CSS", most: 20 * KIB, holds: (file) => /\.(html|css)$/.test(file) },
  { what: "words", most: 10 * KIB, holds: (file) => file.endsWith("words.js") },
  { what: "scripts that the page waits for, words and all", most: 35 * KIB, holds: (file) => awaited.has(file) },
  { what: "all of it", most: 120 * KIB, holds: () => true },
];

const files = [...served("phone"), ...served("shared")];
let heavy = 0;
for (const { what, most, holds } of budgets) {
  const weight = files.filter(holds).reduce((sum, file) => sum + weigh(file), 0);
  if (weight > most) heavy += 1;
  console.log(`   ${weight > most ? "too heavy" : "fine"}: ${what} ${kib(weight)} of ${kib(most)}`);
}
process.exit(heavy === 0 ? 0 : 1);

/** Adds a script, and whatever it imports. */
function follow(script) {
  if (awaited.has(script)) return;
  awaited.add(script);
  for (const [, path] of readFileSync(script, "utf8").matchAll(/^(?:import|export) .*?"(\.[^"]+\.js)";/gms)) follow(join(script, "..", path));
}

/** The files of a folder that a browser fetches. */
function served(folder) {
  const names = readdirSync(join(pages, folder)).filter((name) => !/\.(md|d\.ts)$/.test(name));
  return names.map((name) => join(pages, folder, name));
}

function weigh(file) {
  const bytes = readFileSync(file);
  return extname(file) === ".png" ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

function kib(bytes) {
  return `${(bytes / KIB).toFixed(1)} KiB`;
}
