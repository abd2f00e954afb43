// What was promised, that it may not be coming and what came of that, and what they mean to do: recorded, and seen at a
// glance at the top of the page, on a desk and on a phone.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { open } from "./invitation.mjs";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
const COACH = "a job coach for two hours a week";

export async function promised({ worker: page, amina }) {
  await open(page, amina.name);
  await isPromised(page);
  await isDoubted(page);
  await isGiven(page);
  await isAnswered(page);
  await isMeant(page);
  await open(page, amina.name);
  await isSeenAtAGlance(page);
}

function told(page, words) {
  return page.locator("#page .notice--good").getByText(words).waitFor();
}

/** One of the three parts at the top. */
function part(page, title) {
  return page.locator(".first__part", { has: page.getByRole("heading", { name: title, exact: true }) });
}

async function isPromised(page) {
  await page.getByRole("button", { name: "Promised support", exact: true }).click();
  const form = page.getByRole("form", { name: "Promised support" });
  await form.getByLabel(/^What was promised/).fill(COACH);
  await form.getByLabel(/^Who gives it/).fill("Peak Coaching");
  await form.getByRole("button", { name: "Save promised support" }).click();
  await told(page, "Promised support is saved");
  await part(page, "We promised").getByText(COACH).waitFor();
}

async function isDoubted(page) {
  await page.getByRole("button", { name: /^It may not be coming/ }).click();
  const form = page.getByRole("form", { name: /^It may not be coming/ });
  await form.getByLabel(/^What is the matter/).fill("Nobody has come for three weeks");
  await look(page, "worker concern");
  await form.getByRole("button", { name: "Save concern" }).click();
  await told(page, "An answer is owed now");
  await part(page, "We promised").getByText(/An answer by/).waitFor();
  await page.getByText(`An answer is owed about promised support: ${COACH}`, { exact: true }).waitFor();
}

async function isGiven(page) {
  await page.getByRole("button", { name: /^What was given/ }).click();
  const form = page.getByRole("form", { name: /^What was given/ });
  await form.getByText("Some of it").click();
  await form.getByLabel("From", { exact: true }).fill(new Date().toISOString().slice(0, 10));
  await look(page, "worker what was given");
  await form.getByRole("button", { name: "Save what was given" }).click();
  await told(page, "What was given is saved");
  await page.getByText("Month by month").click();
  await page.getByText("The provider says: some of it").waitFor();
  await look(page, "worker promised and received");
}

async function isAnswered(page) {
  await page.getByRole("button", { name: "Record the answer" }).click();
  const form = page.getByRole("form", { name: "What came of it" });
  await form.getByRole("button", { name: "Save answer" }).click();
  await page.getByText("Choose what came of it").first().waitFor();
  await form.getByLabel("What came of it").selectOption("restored");
  await form.getByLabel(/^In words for them/).fill("Your coach comes again from Monday.");
  await form.getByRole("button", { name: "Save answer" }).click();
  await told(page, "The answer is saved");
  await page.getByText(/The support comes again/).waitFor();
  assert.equal(await page.getByText(/^An answer is owed about/).count(), 0, "the task is done");
}

async function isMeant(page) {
  await page.getByRole("button", { name: "What they mean to do next" }).click();
  const form = page.getByRole("form", { name: "What they mean to do next" });
  await form.getByLabel("What they mean to do", { exact: true }).selectOption("211");
  await form.getByLabel("From when").fill(`${new Date().getFullYear() + 1}-09-01`);
  await look(page, "worker intended");
  await form.getByRole("button", { name: "Save what they mean to do" }).click();
  await told(page, "What they mean to do is saved");
  await page.getByText("Still to come").waitFor();
}

/** Who needs me now, what did they say, what did we promise: without scrolling, five lines each at most. */
async function isSeenAtAGlance(page) {
  const usual = page.viewportSize();
  for (const [size, name] of [[DESK, "on a desk"], [PHONE, "on a phone"]]) {
    await page.setViewportSize(size);
    await page.evaluate(() => scrollTo(0, 0));
    const parts = page.locator(".first__part");
    assert.equal(await parts.count(), 3);
    for (const one of await parts.all()) {
      const { y, height } = await one.boundingBox();
      assert.ok(y + height <= size.height, `${name}: "${await one.innerText()}" ends at ${y + height} of ${size.height}`);
      const lines = 1 + (await one.getByRole("listitem").count());
      assert.ok(lines <= 5, `${name}: ${lines} lines`);
    }
    const tops = await parts.evaluateAll((all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().top))).size);
    assert.equal(tops, size === DESK ? 1 : 3, `${name}: side by side, or one above the other`);
    await look(page, `worker at a glance ${name}`);
  }
  await page.setViewportSize(usual);
  await part(page, "We promised").getByRole("link", { name: "We promised" }).focus();
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { name: "Promised support", exact: true });
  assert.ok(await heading.evaluate((node) => node === document.activeElement), "the link leads to the whole of it");
}
