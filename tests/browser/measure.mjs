// How long a young person waits, and what it costs them: a cheap phone on slow 3G, in a real browser, on the real program.
// It says what it measured beside what was asked for, and fails for no figure: times depend on the machine.
//
//   node tests/browser/measure.mjs target/debug/throughline
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { answer, turned } from "./answering.mjs";
import { Browser } from "./browser.mjs";
import { councilFile } from "./council.mjs";
import { Product } from "./product.mjs";
import { addPartnership, linkIn } from "./scenes/council.mjs";
import { API, slow, slowWorkers, took, written } from "./slow.mjs";

const ROUNDS = 3;
const KIB = 1024;
/** What was asked for. */
const MOST = { cold: 5000, again: 1000, tap: 100, load: 80 * KIB, script: 35 * KIB, exchange: 15 * KIB };
const PATIENCE_MS = 60_000;

const [program] = process.argv.slice(2);
const product = await Product.fresh(program);
const browser = await Browser.launch(product.url);
try {
  const person = await somebody();
  await slowWorkers(browser.browser);
  console.log(`Slow 3G, processor four times slower, 360×740; the middle one of ${ROUNDS} visits; a machine with ${cpus().length} cores.\n`);
  report("By an invitation", await byInvitation(person));
  report("Signed in, nothing kept", await signedIn(person));
  report("Again", await again(person));
  report("Taps of a whole check-in", await taps(person));
  if (browser.faults.length > 0) throw new Error(`what was measured does not work:\n  ${browser.faults.join("\n  ")}`);
} finally {
  await browser.close();
  await product.end();
}

/** A young person with a check-in to answer. */
async function somebody() {
  await addPartnership(product);
  const file = councilFile(product.folder);
  await product.must("import", file, "--partnership", "derbyshire");
  await product.serve();
  const [names, first] = readFileSync(file, "utf8").split("\r\n").map((line) => line.split(","));
  const { YoungPersonsID: id, DOB: born } = Object.fromEntries(names.map((name, index) => [name, first[index]]));
  const [, month, day] = born.split("-").map(Number);
  return { id, day, month };
}

/** A first visit by a link, from a message to the first question. */
async function byInvitation(person) {
  const visits = [];
  for (let round = 0; round < ROUNDS; round += 1) visits.push(await oneInvitation(person));
  const [first] = visits;
  const steps = first.steps.map(({ name }, index) => {
    const of = (part) => middle(visits.map(({ steps }) => steps[index][part]));
    return { name, all: of("all"), fetching: of("fetching") };
  });
  const lines = steps.map(({ name, all, fetching }) => [`  ${name}`, `${seconds(all)}, of it fetching ${seconds(fetching)}`]);
  const { untilFirst, untilQuestion } = first;
  return [
    ...lines,
    time("first page usable", steps[0].all, MOST.cold),
    time("first question: the sum of all waiting", sum(steps.map(({ all }) => all)), MOST.cold),
    ["  of it fetching", seconds(sum(steps.map(({ fetching }) => fetching)))],
    ["until the first page", `${kib(down(untilFirst))} in ${untilFirst.length} requests`],
    weight("first load, until the first question is there", down(untilQuestion), MOST.load),
    ["  of it headers, which HTTP/2 packs", kib(down(untilQuestion) - bodies(untilQuestion))],
    weight("JavaScript of it, words and all, without headers", bodies(untilQuestion.filter(isScript)), MOST.script),
  ];
}

/** Every wait counts, and the time that a person takes between two taps does not. */
async function oneInvitation({ id, day, month }) {
  const link = linkIn(await product.must("invite", id, "--partnership", "derbyshire"));
  const { page, traffic } = await open("by invitation");
  const steps = [];
  const step = async (name, sign, act) => {
    await act();
    steps.push({ name, ...(await took(page, sign)) });
  };
  const press = (name) => page.getByRole("button", { name }).last().tap();
  await step("the link, until its page is there", "Is this your own phone?", () => page.goto(link, { waitUntil: "commit" }));
  const untilFirst = [...traffic];
  await step("“Yes, it is mine”", "When is your birthday", () => press("Yes, it is mine"));
  await page.getByLabel("Day").selectOption(String(day));
  await page.getByLabel("Month").selectOption(String(month));
  await step("the birthday", "", () => turn(page, () => press("Continue")));
  await step("“Continue”", "", () => turn(page, () => press("Continue")));
  await step("“Continue”", "", () => turn(page, () => press("Continue")));
  await step("“OK, let's go”", "Hello", () => press("OK, let's go"));
  await step("“Start”", "", () => turn(page, () => press("Start")));
  const untilQuestion = await firstLoad(traffic);
  await page.context().close();
  return { steps, untilFirst, untilQuestion };
}

/** The session is still there, and everything else was cleared away. */
async function signedIn(person) {
  const { page } = await comeIn(person);
  const cookies = await page.context().cookies();
  await page.context().close();
  const visits = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { page: phone } = await open("signed in", { storageState: { cookies, origins: [] } });
    visits.push(await toTheQuestion(phone));
    await phone.context().close();
  }
  return waits(visits, MOST.cold);
}

/** Somebody who has been here before, with and without a network. */
async function again(person) {
  const { page } = await comeIn(person);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 100));
  });
  const context = page.context();
  await page.close();
  const lines = [];
  for (const offline of [false, true]) {
    const visits = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const phone = await context.newPage();
      await slow(phone, { offline });
      visits.push(await toTheQuestion(phone));
      await phone.close();
    }
    lines.push([offline ? "Offline" : "Online", ""], ...waits(visits, MOST.again));
  }
  await context.close();
  return lines;
}

/** From tap to paint, from the first question to the last page; and what is sent meanwhile. */
async function taps(person) {
  const { page, traffic } = await comeIn(person);
  await page.getByRole("button", { name: "Start" }).last().tap();
  await turned(page, "Hello");
  const before = traffic.length;
  const since = (await written(page)).length;
  await answer(page, (question) => (/good thing|anything else/i.test(question) ? "I made a cake with my brother" : undefined));
  const turns = turnsOf((await written(page)).slice(since));
  await page.getByRole("button", { name: "Send my answers" }).tap();
  await page.getByText("We have got your answers").waitFor();
  const sync = traffic.find(({ path }) => path.endsWith("/sync"));
  const sent = traffic.slice(before).filter(({ method }) => method === "PUT");
  await page.context().close();
  const one = sent.toSorted((a, b) => both(a) - both(b))[Math.floor(sent.length / 2)];
  return [
    ...spread("next page, from the tap", turns),
    weight("a check-in fetched and one answer sent", both(sync) + both(one), MOST.exchange),
    weight(`a check-in fetched and all answers sent, in ${sent.length} requests`, both(sync) + sum(sent.map(both)), MOST.exchange),
    ["  fetched", kib(sync.down)],
    ["  the last and largest answer", `${kib(sent.at(-1).up)} up, ${kib(sent.at(-1).down)} down`],
  ];
}

/** How long it took from each tap that led to a new page until that page was there. */
function turnsOf(log) {
  const turns = [];
  let tap;
  for (const { what, at } of log) {
    if (what === "page" && tap !== undefined) turns.push(at - tap);
    tap = what === "tap" ? at : undefined;
  }
  return turns;
}

/** A phone with nothing on it, on a slow network. */
async function open(name, more) {
  const page = await browser.phone(name, more);
  page.context().setDefaultTimeout(PATIENCE_MS);
  return { page, traffic: await slow(page) };
}

/** Somebody comes in, and stands at the first page. */
async function comeIn({ id, day, month }) {
  const link = linkIn(await product.must("invite", id, "--partnership", "derbyshire"));
  const opened = await open("coming in");
  const { page } = opened;
  await page.goto(link);
  await page.getByRole("button", { name: "Yes, it is mine" }).tap();
  await page.getByLabel("Day").selectOption(String(day));
  await page.getByLabel("Month").selectOption(String(month));
  await page.getByRole("button", { name: "Continue" }).tap();
  for (const n of [1, 2, 3]) {
    await page.getByText(`${n} of 3`).waitFor();
    await page.getByRole("button", { name: n === 3 ? "OK, let's go" : "Continue" }).tap();
  }
  await page.getByRole("heading", { name: /^Hello/ }).waitFor();
  return opened;
}

/** From the address to the first page, and from its button to the first question. */
async function toTheQuestion(page) {
  await page.goto(`${product.url}/phone/`, { waitUntil: "commit" });
  const home = await took(page, "Hello");
  await turn(page, () => page.getByRole("button", { name: /^(Start|Carry on)$/ }).last().tap());
  return { home, question: await took(page, "") };
}

/** Does something, and waits until another page is there. */
async function turn(page, act) {
  const pages = () => window.stopwatch.filter(({ what }) => what === "page").length;
  const before = await page.evaluate(pages);
  await act();
  await page.waitForFunction((before) => window.stopwatch.filter(({ what }) => what === "page").length > before, before);
}

function waits(visits, most) {
  const of = (which, part) => middle(visits.map((visit) => visit[which][part]));
  return [
    ["  the first page", `${seconds(of("home", "all"))}, of it fetching ${seconds(of("home", "fetching"))}`],
    ["  “Start”", seconds(of("question", "all"))],
    time("first question", middle(visits.map(({ home, question }) => home.all + question.all)), most),
  ];
}

function report(title, lines) {
  console.log(title);
  for (const [what, figure, target = "", verdict = ""] of lines) console.log(`   ${what.padEnd(66)}${figure.padEnd(28)} ${target.padEnd(12)}${verdict}`.trimEnd());
  console.log("");
}

function spread(what, times) {
  return [
    judged(`${what}, middle of ${times.length}`, middle(times), MOST.tap, milliseconds),
    judged(`${what}, worst`, Math.max(...times), MOST.tap, milliseconds),
  ];
}

function time(what, figure, most) {
  return judged(what, figure, most, seconds);
}

function weight(what, figure, most) {
  return judged(what, figure, most, kib);
}

function judged(what, figure, most, words) {
  return [what, words(figure), `≤ ${words(most)}`, figure <= most ? "within" : "over"];
}

/** What the page names itself, and what it asks of the service. What comes behind it, and is kept for offline, is no first load. */
async function firstLoad(traffic) {
  const text = await (await fetch(`${product.url}/phone/`)).text();
  const named = [...text.matchAll(/<(?:link|script|img) [^>]*?(?:href|src)="([^"]+)"/g)].map(([, path]) => new URL(path, `${product.url}/phone/`).pathname);
  return traffic.filter(({ path }) => path === "/phone/" || path.startsWith(API) || named.includes(path));
}

function isScript({ path }) {
  return path.endsWith(".js");
}

function bodies(traffic) {
  return sum(traffic.map((each) => each.body));
}

function down(traffic) {
  return sum(traffic.map((each) => each.down));
}

function both({ up, down }) {
  return up + down;
}

function sum(figures) {
  return figures.reduce((total, figure) => total + figure, 0);
}

function middle(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}

function milliseconds(ms) {
  return `${Math.round(ms)} ms`;
}

function kib(bytes) {
  return `${(bytes / KIB).toFixed(1)} KiB`;
}
