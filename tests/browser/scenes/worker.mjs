// Step 5: the worker sees at once who needs a call and why, opens them, and does something about it.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { finish } from "./check-in.mjs";
import { open } from "./invitation.mjs";

export async function worker(world) {
  const { worker: page, amina } = world;
  await seesAtOnce(page, amina);
  await finish(world);
  await open(page, amina.name);
  await look(page, "worker person");
  await takesTheAlert(page);
  await recordsAContact(page);
  await addsADestination(page);
  await seesWhatWasSaid(page);
  await onAPhone(world);
}

/** The page says that something was done. */
function told(page, words) {
  return page.locator("#page .notice--good").getByText(words).waitFor();
}

/** The list is asked again when somebody looks at it; the young person stands first, and the reason beside them. */
async function seesAtOnce(page, { name }) {
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByLabel("Find by name").fill("");
  const first = page.locator("table.cards tbody tr").first();
  await first.getByText(name).waitFor();
  await first.getByText(/open alert/).waitFor();
  const why = await first.getByRole("cell").first().innerText();
  assert.match(why, /safe|harm|hurt/i, `it says why: ${why}`);
  await look(page, "worker caseload");
}

async function takesTheAlert(page) {
  await page.getByRole("button", { name: /I will deal with this/ }).first().click();
  await told(page, "You have taken this alert");
}

async function recordsAContact(page) {
  await page.getByRole("button", { name: "Record a contact" }).click();
  const form = page.getByRole("form", { name: "Record a contact" });
  await form.getByRole("button", { name: "Save contact" }).click();
  await page.getByText("Choose what came of it").first().waitFor();
  await look(page, "worker contact refused");
  await form.getByText("We spoke").click();
  await form.getByLabel(/^Note/).fill("Rang at once. They stay with an aunt tonight.");
  await form.getByRole("button", { name: "Save contact" }).click();
  await told(page, "Contact saved");
  await page.getByText("They stay with an aunt tonight").waitFor({ state: "attached" });
}

async function addsADestination(page) {
  await page.getByRole("button", { name: "Where they are now" }).click();
  const form = page.getByRole("form", { name: "Where they are now" });
  await form.getByLabel("What they do").selectOption("310");
  await form.getByLabel(/^Where, such as/).fill("Peak Bakery");
  const today = new Date().toISOString().slice(0, 10);
  await form.getByLabel("First day", { exact: true }).fill(today);
  for (const later of ["When it is planned to end", "When to look at it again"]) {
    const field = form.getByLabel(later);
    if (await field.isVisible()) await field.fill(`${new Date().getFullYear() + 1}-06-30`);
  }
  await look(page, "worker destination");
  await form.getByRole("button", { name: "Save" }).click();
  await told(page, "Where they are is saved");
  await page.getByText("Peak Bakery").first().waitFor();
}

/** What is private is not on the page, comes with a button, and is gone from it again with the same button. */
async function seesWhatWasSaid(page) {
  const words = page.getByText("I made a cake with my brother");
  const said = page.locator("section.card", { has: page.getByRole("heading", { name: "What they said" }) });
  await said.waitFor();
  assert.equal(await words.count(), 0, "it is not even there");
  const show = said.getByRole("button", { name: /^Show \d+ private answers? of/ }).first();
  assert.equal(await show.getAttribute("aria-expanded"), "false");
  await show.focus();
  await page.keyboard.press("Enter");
  await words.waitFor();
  assert.equal(await show.getAttribute("aria-expanded"), "true");
  assert.ok(await show.evaluate((node) => node === document.activeElement), "focus stays");
  await look(page, "worker person afterwards");
  await page.keyboard.press("Space");
  await words.waitFor({ state: "detached" });
  await seesWhoOpenedIt(page);
}

/** It is kept that they did. */
async function seesWhoOpenedIt(page) {
  const looks = page.locator("section.card", { has: page.getByRole("heading", { name: "Who opened this record" }) });
  await looks.getByRole("button", { name: "Show who opened it" }).click();
  const one = looks.getByRole("listitem").filter({ hasText: "Opened answers or words that are hidden" });
  await one.first().getByText("Private words").waitFor();
  await look(page, "worker who opened it");
}

/** The same pages as a worker at a bus stop has them. */
async function onAPhone({ browser, worker: page, amina }) {
  const small = await browser.phone("worker's phone");
  await small.context().addCookies(await page.context().cookies());
  await small.goto(`${browser.origin}/worker/`);
  await small.getByRole("button", { name: amina.name, exact: true }).waitFor();
  await look(small, "worker caseload on a phone");
  await small.getByRole("button", { name: amina.name, exact: true }).tap();
  await small.getByRole("heading", { level: 1, name: amina.name }).waitFor();
  const show = small.getByRole("button", { name: /^Show \d+ private answers? of/ }).first();
  await show.tap();
  await small.getByText("I made a cake with my brother").waitFor();
  await look(small, "worker person on a phone");
  await small.context().close();
}
