// Looking at a page: what axe finds in it, light and dark, whether it must be scrolled sideways, and a picture.
import { mkdirSync } from "node:fs";
import { axeSource } from "./tools.mjs";

const PICTURES = new URL("../../target/walk/", import.meta.url).pathname;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Narrow enough for WCAG's reflow: 1280 pixels at four times their size. */
const NARROW = 320;

mkdirSync(PICTURES, { recursive: true });
let taken = 0;

/** What was looked at so far. */
export const seen = [];

/** Looks at a page in every way. Fails with all that it finds. @param {import("playwright-core").Page} page */
export async function look(page, name) {
  seen.push(name);
  const found = [];
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await settled(page);
    found.push(...(await axe(page)).map((fault) => `${fault} (${scheme})`));
    await picture(page, `${name}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  found.push(...(await sideways(page)));
  if (found.length > 0) throw new Error(`looking at "${name}":\n  ${found.join("\n  ")}`);
}

/**
 * Looks at a page of the phone as everybody may have it: plain and in easy read, and each of them light, dark, in forced
 * colours, with text twice as large, and with the largest text of our own.
 *
 * @param {import("playwright-core").Page} page
 */
export async function lookEveryWay(page, name) {
  for (const reading of ["plain", "easy"]) {
    await look(page, `${name} ${reading}`);
    const found = [];
    const check = async (how) => {
      await settled(page);
      found.push(...(await axe(page)).map((fault) => `${fault} (${how})`), ...(await brokenWords(page)).map((word) => `"${word}" is broken in two (${how})`));
      await picture(page, `${name} ${reading} ${how}`);
    };
    await page.emulateMedia({ forcedColors: "active" });
    await check("forced colours");
    await page.emulateMedia({ forcedColors: "none" });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    await check("200 per cent");
    await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    await page.evaluate(() => (document.documentElement.dataset.text = "largest"));
    await check("largest text");
    await page.evaluate(() => (document.documentElement.dataset.text = "normal"));
    if (found.length > 0) throw new Error(`looking at "${name}" in ${reading} words:\n  ${found.join("\n  ")}`);
    await page.locator("#reading").click();
  }
}

/** Words that stand on two lines although they would have room on one. */
function brokenWords(page) {
  return page.evaluate(() => {
    const found = [];
    const room = (element) => {
      let block = element;
      while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
      const { paddingLeft, paddingRight } = getComputedStyle(block);
      return block.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.parentElement.checkVisibility() || text.parentElement.closest(".visually-hidden, textarea, option")) continue;
      for (const { index, 0: word } of text.data.matchAll(/[\p{L}\p{N}’']+/gu)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const parts = [...range.getClientRects()];
        const lines = new Set(parts.map(({ top }) => Math.round(top))).size;
        if (lines > 1 && parts.reduce((sum, { width }) => sum + width, 0) <= room(text.parentElement)) found.push(word);
      }
    }
    return found;
  });
}

/** Colours change over a moment, and what is being fetched is pale; what axe would measure within that is no fault. */
async function settled(page) {
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]") && document.getAnimations().every(({ playState }) => playState === "finished"));
}

/** Keeps a picture for whoever wants to see what the walk saw. */
export async function picture(page, name) {
  taken += 1;
  const file = `${String(taken).padStart(3, "0")}-${name.replace(/\W+/g, "-")}.png`;
  await page.screenshot({ path: PICTURES + file, fullPage: true });
}

/** One for each page, as long as it lives: when one goes, the browser also forgets an authenticator that another has added. */
const sessions = new WeakMap();

/** Runs axe by way of the debugger, so that the page's own security policy stays as it is. */
async function axe(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
  const session = sessions.get(page);
  const { result } = await session.send("Runtime.evaluate", { expression: "typeof axe" });
  if (result.value !== "object") await session.send("Runtime.evaluate", { expression: axeSource });
  const run = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`;
  const answer = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true, returnByValue: true });
  if (answer.exceptionDetails) throw new Error(`axe failed: ${answer.exceptionDetails.exception?.description}`);
  return answer.result.value.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `axe ${id}: ${help}: ${target.join(" ")}`));
}

/** Whether a narrow screen, or text twice as large, makes one scroll sideways. */
async function sideways(page) {
  const usual = page.viewportSize();
  const found = [];
  const check = async (how) => {
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (excess > 0) found.push(`${excess} pixels too wide ${how}`);
  };
  await check(`at ${usual.width} pixels`);
  await page.setViewportSize({ width: NARROW, height: usual.height });
  await check(`at ${NARROW} pixels`);
  await page.setViewportSize({ width: Math.max(usual.width / 2, 360), height: usual.height });
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await check("with text twice as large");
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await page.setViewportSize(usual);
  // A finger must not come down where something stood a moment ago.
  await settled(page);
  return found;
}
