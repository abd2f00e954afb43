// Going through a check-in as somebody with a finger would.
import assert from "node:assert/strict";

/** A little longer than a second tap is ignored (`parts.js`). */
const READ_MS = 320;
/** More pages than any check-in has. */
const MOST_PAGES = 60;

/** Opens the young person's page anew. Coming from elsewhere, it begins at its first page. */
export async function home(phone, address) {
  await phone.goto("about:blank");
  await phone.goto(address);
}

/** Starts what is ready on the first page. Who has just come in finds a welcome above the check-in that was due. */
export async function start(phone) {
  await phone.getByRole("button", { name: /^(Start|Carry on)$/ }).last().click();
  await turned(phone, "Hello");
}

/**
 * Answers page after page until one stands there that `until` knows, or there is nothing left to ask.
 *
 * @param {import("playwright-core").Page} phone
 * @param {(question: string) => string | undefined} say the answer to a question, where it matters
 * @param {(page: { heading: string, kind: string }) => unknown} until
 */
export async function answer(phone, say, until = () => false, see = async () => {}) {
  const asked = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const now = await here(phone);
    if (now.kind === "end" || (await until(now))) return asked;
    asked.push(now.heading);
    await see(phone, now);
    await reply(phone, now, say(now.heading));
    await turned(phone, now.heading);
  }
  return assert.fail(`the check-in does not end: ${asked.join(" | ")}`);
}

/** What stands on the phone now. */
export function here(phone) {
  return phone.evaluate(() => {
    const page = document.querySelector("main");
    const kind = page.querySelector("dl.review") || page.querySelector(".line") ? "end"
      : page.querySelector("input[type=radio]") ? "single"
      : page.querySelector("input[type=checkbox]") ? "multi"
      : page.querySelector("textarea") ? "text" : "page";
    return { heading: page.querySelector("h1").textContent, kind };
  });
}

async function reply(phone, { kind }, said) {
  const options = phone.locator("main label.answer");
  const option = said === undefined ? options.first() : options.filter({ hasText: said }).first();
  if (kind === "single") return option.tap();
  if (kind === "multi") await option.tap();
  if (kind === "text" && said === undefined) return phone.getByRole("button", { name: "Skip this question" }).tap();
  if (kind === "text") await phone.locator("textarea").fill(said);
  return phone.getByRole("button", { name: /^(Continue|Go on)$/ }).tap();
}

/** Waits for another heading than this one, and as long as the page takes a finger for a hasty one. */
export async function turned(phone, heading) {
  await phone.waitForFunction((before) => !document.querySelector("main h1")?.textContent.startsWith(before), heading);
  await phone.waitForTimeout(READ_MS);
}
