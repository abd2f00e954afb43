// How an alert ends: the worker reads what was written and says what came of it, and possible harm is closed by a second
// person, who finds it on their list and needs no mouse.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { comeIn } from "./staff.mjs";

const HARM = /Does not feel safe where they live/;

export async function closing(world) {
  await readsWhatTheyWrote(world);
  await saysWhatCameOfIt(world);
  await agrees(world);
  await isGone(world);
}

/** The alert about `what`. */
function alert(page, what) {
  return page.locator("#page section.card", { has: page.getByRole("heading", { name: "Alerts" }) }).getByRole("listitem")
    .filter({ has: page.locator("strong", { hasText: what }) }).first();
}

/** The page says that something was done. */
function told(page, words) {
  return page.locator("#page .notice--good").getByText(words).waitFor();
}

/** Own words are shown when somebody asks for them, and only then can they say that they have read them. */
async function readsWhatTheyWrote({ worker: page }) {
  const words = alert(page, "Wrote something in their own words");
  assert.equal(await words.getByRole("button", { name: /Say what came of it/ }).count(), 0, "nobody has read it yet");
  await words.getByRole("button", { name: /Read what they wrote/ }).click();
  await words.getByText("I made a cake with my brother").first().waitFor();
  await look(page, "worker alert words");
  await words.getByRole("button", { name: /I have read this/ }).click();
  await told(page, "Noted that you have read it");
}

/** Possible harm: each step has its time, and the last word is a colleague's. */
async function saysWhatCameOfIt({ worker: page }) {
  const harm = alert(page, HARM);
  const steps = await harm.locator(".steps li").allInnerTexts();
  assert.match(steps.join(" | "), /Take it: done .*Try to reach them: done .*Say what came of it by .* of working time left/s);
  await harm.getByRole("button", { name: /Say what came of it/ }).click();
  const form = page.getByRole("form", { name: "What came of it" });
  assert.equal(await form.getByText("Could not reach them").count(), 0, "it does not go away because nobody answers");
  await form.getByRole("button", { name: "Ask a colleague to look" }).click();
  await page.getByText("Choose what came of it").first().waitFor();
  await form.getByText("Referred to children’s social care").click();
  await form.getByLabel(/^What was done/).fill("Referred at eleven. They stay with an aunt.");
  await form.getByRole("group", { name: /Did you tell them/ }).getByText("No", { exact: true }).click();
  await form.getByLabel("Why not").fill("Somebody reads their phone.");
  await look(page, "worker alert closing");
  await form.getByRole("button", { name: "Ask a colleague to look" }).click();
  await told(page, "A colleague looks at it now");
  await alert(page, HARM).getByText("Possible harm takes two people").waitFor();
}

/** The second person finds it first on their list, reads what was said, and closes it with keys alone, on a small screen. */
async function agrees({ browser, links, amina }) {
  const page = await browser.desk("lead");
  await page.setViewportSize({ width: 360, height: 740 });
  await comeIn(page, links.lead);
  const row = page.locator("table.cards tbody tr").first();
  await row.getByText("waits for you as a second person").waitFor();
  await look(page, "lead caseload");
  await press(page, row.getByRole("button", { name: amina.name, exact: true }), "Enter");
  await page.getByRole("heading", { level: 1, name: amina.name }).waitFor();
  await look(page, "lead person");
  await press(page, alert(page, HARM).getByRole("button", { name: /Look at what .* says/ }), "Enter");
  const form = page.getByRole("form", { name: "Second look" });
  await page.getByText("Referred at eleven").waitFor();
  await page.getByText("Somebody reads their phone").waitFor();
  await look(page, "lead second look");
  await press(page, form.getByLabel("I agree: close it"), "Space");
  await press(page, form.getByRole("button", { name: "Save" }), "Enter");
  await told(page, "The alert is closed");
  await page.context().close();
}

/** @param {import("playwright-core").Page} page @param {import("playwright-core").Locator} control @param {string} key */
async function press(page, control, key) {
  await control.focus();
  await page.keyboard.press(key);
}

/** Whoever asked for the second look sees that it is closed. */
async function isGone({ worker: page, amina }) {
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByRole("button", { name: amina.name, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: amina.name }).waitFor();
  assert.equal(await page.locator("strong", { hasText: HARM }).count(), 0);
}
