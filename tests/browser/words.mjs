// The words of the young person's page: plain and easy read as they have to be, and there when they are said.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const PHONE = new URL("../../api/pages/phone/", import.meta.url).pathname;
/** What comes with the first page, and what comes with others, each with what it calls its words. */
const FILES = [["words.js", "words"], ["more-words.js", "moreWords"], ["record-words.js", "recordWords"], ["supporters-words.js", "supportersWords"], ["helping-words.js", "helpingWords"]];
/** Easy read: at most so many words a sentence. */
const EASY_WORDS = 12;
/** The screens before the first question (YP-05). */
const ABOUT = { words: 60, lines: 8 };
/** What says words: the first thing that each takes is a key. */
const SAYING = /\b(?:say|sayLines|para|button|submit|link|heading|now|textView)\(\s*"([a-z0-9.-]+)"/g;

/** All that is wrong. @param {Set<string>} awaited the scripts of the first page: they can only say what comes with them */
export async function wordFaults(awaited) {
  const files = await read();
  const [first, ...later] = files;
  const more = Object.assign({}, ...later);
  const all = { ...first, ...more };
  const wrong = [];
  const count = (key) => files.filter((words) => key in words).length;
  for (const key of Object.keys(all)) if (count(key) > 1) wrong.push(`${key} stands in two files`);
  for (const [key, said] of Object.entries(all)) wrong.push(...faults(key, said).map((fault) => `${key}: ${fault}`));
  for (const file of awaited) {
    for (const [, key] of readFileSync(file, "utf8").matchAll(SAYING)) {
      if (key in more) wrong.push(`${basename(file)} comes first, and says "${key}", which comes later`);
    }
  }
  return wrong;
}

function faults(key, said) {
  const { plain, easy } = typeof said === "string" ? { plain: said, easy: said } : said;
  const holes = (text) => [...new Set(text.match(/\{[\w-]+\}/g))].sort().join(" ");
  const long = easy.split(/[\n.?!]+/).filter((sentence) => count(sentence) > EASY_WORDS);
  const screen = /^about\.\d\.text$/.test(key);
  return [
    !plain.trim() || !easy.trim() ? "has no words" : "",
    plain.includes("\n") && !screen ? "plain words are one paragraph" : "",
    holes(easy) && holes(easy).split(" ").some((hole) => !holes(plain).includes(hole)) ? `easy read has ${holes(easy)}, plain has ${holes(plain)}` : "",
    ...long.map((sentence) => `more than ${EASY_WORDS} words in easy read: ${sentence.trim()}`),
    screen && count(plain) > ABOUT.words ? `${count(plain)} words in plain` : "",
    screen && easy.split("\n").length > ABOUT.lines ? `${easy.split("\n").length} lines in easy read` : "",
  ].filter(Boolean);
}

function count(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

/** All files as the page loads them. Node takes them for modules only beside a file that says so. */
async function read() {
  const folder = mkdtempSync(join(tmpdir(), "throughline-words-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    for (const [file] of FILES) cpSync(join(PHONE, file), join(folder, file));
    const load = async ([file, name]) => (await import(pathToFileURL(join(folder, file)).href))[name];
    return await Promise.all(FILES.map(load));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
