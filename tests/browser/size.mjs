// The young person's page within its budget (PERF-02): what a phone on a slow network has to fetch before the first page
// and the first question are there, and what it keeps for offline. And its words: plain, easy, and there when they are said.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { wordFaults } from "./words.mjs";

const PAGES = new URL("../../api/pages/", import.meta.url).pathname;
const PHONE = join(PAGES, "phone");
const KIB = 1024;

/** What the page has to have before it can be used: the rest comes behind it. */
const awaited = follow(join(PHONE, "app.js"), /^import [^;]*?"(\.[^"]+\.js)";/gm);
/** Every script that a page may load at some time. */
const all = follow(join(PHONE, "app.js"), /(?:^import [^;]*?|(?:await|void) import\()"(\.[^"]+\.js)"/gm);
const kept = shell();
/** What only somebody loads who helps, at an address of their own, and never offline. */
const forHelpers = [...all].filter((file) => /\/helping[^/]*\.js$/.test(file));

/** What there is to fetch, and what it may weigh as it travels: text packed by gzip, pictures as they are. */
const budgets = [
  { what: "HTML and CSS", most: 20 * KIB, files: kept.filter((file) => /\.(html|css)$/.test(file)) },
  { what: "words", most: 10 * KIB, files: [...all].filter((file) => /\/(more-)?words\.js$/.test(file)) },
  { what: "words that few need", most: 4 * KIB, files: [...all].filter((file) => /\/record-words\.js$/.test(file)) },
  { what: "words about people who help", most: 4 * KIB, files: [...all].filter((file) => /\/supporters-words\.js$/.test(file)) },
  { what: "what somebody loads besides who helps", most: 12 * KIB, files: forHelpers },
  { what: "scripts that the page waits for, words and all", most: 35 * KIB, files: [...awaited] },
  { what: "all of it", most: 120 * KIB, files: [...kept, join(PHONE, "sw.js")] },
];

const faults = [...missing(), ...(await wordFaults(awaited))];
for (const { what, most, files } of budgets) {
  const weight = files.reduce((sum, file) => sum + weigh(file), 0);
  console.log(`   ${weight > most ? "too heavy" : "fine"}: ${what} ${kib(weight)} of ${kib(most)}`);
  if (weight > most) faults.push(`${what}: ${kib(weight - most)} too much`);
}
assert.deepEqual(faults, []);

/** A script, and whatever it imports. @param {RegExp} pattern how an import is found */
function follow(script, pattern, found = new Set()) {
  if (found.has(script)) return found;
  found.add(script);
  for (const [, path] of readFileSync(script, "utf8").matchAll(pattern)) follow(join(script, "..", path), pattern, found);
  return found;
}

/** What the service worker keeps, as it says itself. */
function shell() {
  const [, list] = /const SHELL = \[(.*?)\];/s.exec(readFileSync(join(PHONE, "sw.js"), "utf8"));
  return [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => join(PHONE, path === "./" ? "index.html" : path));
}

/** Scripts that would not be there offline, or that a browser would learn of too late. */
function missing() {
  const name = (file) => relative(PHONE, file);
  const page = readFileSync(join(PHONE, "index.html"), "utf8");
  const early = [...page.matchAll(/(?:modulepreload" href|script [^>]*src)="([^"]+)"/g)].map(([, path]) => join(PHONE, path));
  return [
    ...[...all].filter((file) => kept.includes(file) === forHelpers.includes(file))
      .map((file) => `sw.js ${forHelpers.includes(file) ? "keeps" : "does not keep"} ${name(file)}`),
    ...kept.filter((file) => !existsSync(file)).map((file) => `sw.js keeps ${name(file)}, which does not exist`),
    ...[...awaited].filter((file) => !early.includes(file)).map((file) => `index.html does not name ${name(file)}, which the page waits for`),
    ...early.filter((file) => !awaited.has(file)).map((file) => `index.html names ${name(file)}, which the page does not wait for`),
  ];
}

function weigh(file) {
  const bytes = readFileSync(file);
  return extname(file) === ".png" ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

function kib(bytes) {
  return `${(bytes / KIB).toFixed(1)} KiB`;
}
