// Step 6, and step 1: the demonstration plays, lets three people in, and shows published figures whose chart, table and
// CSV say the same.
import assert from "node:assert/strict";
import { Browser } from "../browser.mjs";
import { look } from "../look.mjs";
import { Product } from "../product.mjs";
import { byKeyboard } from "./by-keyboard.mjs";
import { setUp } from "./staff.mjs";

const STOPS_WITHIN_MS = 10_000;
const READY_AGAIN_WITHIN_MS = 15_000;

export async function demonstration(program) {
  const product = await Product.fresh(program);
  const browser = await Browser.launch(product.url);
  try {
    await product.serve("demo");
    const links = linksIn(product.log);
    await phone(browser, links.phone);
    await worker(browser, links.worker);
    await partnership(browser, links.partnership);
    await messages(product.log);
    await again(product);
    assert.deepEqual(browser.faults, []);
  } finally {
    await browser.close();
    await product.end();
  }
}

/** Whatever it sends by text and e-mail can be read, and nothing of it was refused. */
async function messages(said) {
  const [, at] = /^ *Messages +(http\S+)$/m.exec(said) ?? assert.fail(`no place for messages in:\n${said}`);
  const page = await fetch(at);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<h1>Messages<\/h1>/);
  const { messages } = await (await fetch(new URL("messages.json", at))).json();
  assert.deepEqual(messages.filter(({ status }) => status === "refused"), []);
}

/** Told to stop, it does so in time; started again, it goes on with what was played, and prints new links. */
async function again(product) {
  const before = linksIn(product.log);
  const took = await product.stop();
  assert.ok(took < STOPS_WITHIN_MS, `it stopped after ${took} ms`);
  const since = Date.now();
  await product.serve("demo");
  assert.ok(Date.now() - since < READY_AGAIN_WITHIN_MS, "it plays nothing a second time");
  assert.notDeepEqual(linksIn(product.log), before);
}

/** The three addresses that the demonstration prints. */
export function linksIn(said) {
  const links = said.match(/https?:\S+#\w+=\S+/g) ?? [];
  const find = (page) => links.find((link) => link.includes(`/${page}/#`)) ?? assert.fail(`no link for ${page} in:\n${said}`);
  return { phone: find("phone"), worker: find("worker"), partnership: find("partnership"), birthday: /born on (\d+ \w+)/.exec(said)?.[1] };
}

async function phone(browser, link) {
  const page = await browser.phone("demonstration phone");
  await page.goto(link);
  await page.getByRole("heading", { name: "Is this your own phone?" }).waitFor();
  await page.context().close();
}

async function worker(browser, link) {
  const page = await browser.desk("demonstration worker");
  await enter(page, link);
  await page.locator("table.cards tbody tr").nth(5).waitFor();
  await page.getByText("Demonstration: made-up people").waitFor();
  await look(page, "demonstration caseload");
  await page.locator("table.cards tbody button.name").first().click();
  await page.getByRole("heading", { name: "Needs you now" }).waitFor();
  await look(page, "demonstration person");
  await page.goBack();
  await page.reload();
  await page.locator("table.cards tbody tr").nth(5).waitFor();
  await byKeyboard(page);
  await page.context().close();
}

async function partnership(browser, link) {
  const page = await browser.desk("demonstration partnership");
  await enter(page, link);
  await page.locator("svg.chart").waitFor();
  await look(page, "demonstration report");
  await page.getByText(/^In \w+ \d{4}, .+ of about \d+ reminders went out on time\./).waitFor();
  await agrees(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, "demonstration report on a phone");
  await page.context().close();
}

/** Opens a one-time link; somebody who has not set up a sign-in yet does that first. */
export async function enter(page, link) {
  await page.goto(link);
  const heading = page.locator("h1").filter({ hasNotText: /Loading/ });
  await heading.first().waitFor();
  if ((await heading.first().innerText()) === "Set up your sign-in") await setUp(page);
}

/** Chart, table and CSV say the same of every destination, in every wave that is published. */
async function agrees(page) {
  const file = await page.evaluate(async () => (await fetch("/partnership/v1/reports/destinations.csv")).text());
  const lines = rows(file);
  const published = [...new Set(lines.filter(({ state }) => state === "published").map(({ cohort, months_on }) => `${cohort} ${months_on}`))];
  assert.ok(published.length > 0, "something is published");
  for (const wave of published) {
    const [cohort, month] = wave.split(" ");
    await page.evaluate((hash) => (location.hash = hash), `#${new URLSearchParams({ cohort, month })}`);
    await page.getByText(`${month} months later`).waitFor();
    const { table, chart, signs, cells, text } = await shown(page);
    const csv = lines.filter((line) => line.cohort === cohort && line.months_on === month);
    assert.ok(table.length > 3, `the table has rows for ${wave}`);
    for (const { label, count, percent } of table) {
      const line = csv.find((one) => one.label === label) ?? assert.fail(`${label} of ${wave} is not in the CSV`);
      assert.equal(line.count, count, `${label} of ${wave}: count`);
      assert.equal(line.percent === "[x]" ? "–" : `${line.percent}%`, percent.replace(/ \[u\]$/, ""), `${label} of ${wave}: per cent`);
    }
    const bars = table.map(({ count, percent }) => (percent === "–" ? count : `${percent} (${count})`));
    assert.deepEqual(chart, bars, `the chart of ${wave} says what the table says`);
    assert.deepEqual(signs.filter((sign) => !text.includes(sign)), [], `no sign is explained that ${wave} has not`);
    assert.deepEqual(["–", "95+%", "[low]", "[u]"].filter((sign) => cells.some((cell) => cell.includes(sign)) && !signs.includes(sign)), [], `every sign of ${wave} is explained`);
  }
}

function shown(page) {
  return page.evaluate(() => ({
    table: [...document.querySelectorAll("table.figures tbody tr")].filter((row) => row.querySelector("td")).map((row) => {
      const [label, count, percent] = [...row.cells].map(({ textContent }) => textContent.trim());
      return { label, count, percent };
    }),
    signs: [...document.querySelectorAll("table.symbols tbody th")].map(({ textContent }) => textContent),
    cells: [...document.querySelectorAll("table.figures td, .figure__facts dd")].map(({ textContent }) => textContent),
    text: document.querySelector("article > div").textContent,
    chart: [...document.querySelectorAll("svg.chart .chart__value")].map(({ textContent }) => textContent.trim()),
  }));
}

/** The lines of a CSV file by the names of its first line. */
function rows(file) {
  const [names, ...lines] = file.trim().split(/\r?\n/).map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell.replace(/^"|"$/g, "").replace(/""/g, '"')));
  return lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
}
