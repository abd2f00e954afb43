// The pictures of the README: the three pages as the demonstration shows them.
import { mkdirSync, statSync } from "node:fs";
import { Browser } from "./browser.mjs";
import { Product } from "./product.mjs";
import { answer, start } from "./answering.mjs";
import { enter, linksIn } from "./scenes/demonstration.mjs";
import { about } from "./scenes/invitation.mjs";

const FOLDER = new URL("./screenshots/", import.meta.url).pathname;
const MOST_BYTES = 150 * 1024;

/** Takes the pictures anew. @param {string} program */
export async function pictures(program, settings = {}) {
  const product = await Product.fresh(program, settings);
  const browser = await Browser.launch(product.url);
  mkdirSync(FOLDER, { recursive: true });
  try {
    await product.serve("demo");
    const links = linksIn(product.log);
    await phone(browser, links);
    await desk(browser, links.worker, "worker", "table.cards tbody tr");
    await desk(browser, links.partnership, "partnership", "svg.chart");
  } finally {
    await browser.close();
    await product.end();
  }
}

async function phone(browser, { phone: link, birthday }) {
  const page = await browser.phone("phone");
  const [day, month] = birthday.split(" ");
  await page.goto(link);
  await page.getByRole("button", { name: "Yes, it is mine" }).tap();
  await page.getByLabel("Day").selectOption(day);
  await page.getByLabel("Month").selectOption({ label: month });
  await page.getByRole("button", { name: "Continue" }).tap();
  await about(page, async () => {});
  await start(page);
  await answer(page, () => undefined, ({ kind, heading }) => kind === "single" && !/today|day so far/.test(heading));
  await take(page, "phone");
}

async function desk(browser, link, name, sign) {
  const page = await browser.desk(name, { viewport: { width: 1100, height: 760 } });
  await enter(page, link);
  await page.locator(sign).first().waitFor();
  await take(page, name);
}

async function take(page, name) {
  const path = `${FOLDER}${name}.png`;
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${path} weighs ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`   ${path} (${Math.round(size / 1024)} KiB)`);
}
