// A worker leaves a call with the record right: by keyboard, in half a minute, saved in one go; what is safe stands beside
// every button; and nothing that is half typed is lost with the page.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { open } from "./invitation.mjs";

const PHONE = { width: 360, height: 740 };

export async function calls({ worker: page, amina }) {
  await open(page, amina.name);
  await saysWhatIsSafe(page);
  await recordsACallByKeyboard(page);
  await isAskedAboutAMessage(page);
  await losesNothingWithThePage(page, amina);
  await losesNoOtherFormEither(page, amina);
  await mendsDetails(page);
}

function told(page, words) {
  return page.locator("#page .notice--good").getByText(words).waitFor();
}

async function bothWays(page, name) {
  await look(page, name);
  const desk = page.viewportSize();
  await page.setViewportSize(PHONE);
  await look(page, `${name} on a phone`);
  await page.setViewportSize(desk);
}

async function saysWhatIsSafe(page) {
  await page.getByRole("button", { name: "Change what is safe" }).click();
  const form = page.getByRole("form", { name: "How to reach them safely" });
  for (const way of ["Call", "Text"]) await form.getByRole("checkbox", { name: way, exact: true }).check();
  await form.getByRole("group", { name: /^May a message be left/ }).getByText("No", { exact: true }).click();
  await form.getByLabel(/^What else to mind/).fill("Her brother answers the house phone");
  await bothWays(page, "worker what is safe");
  await form.getByRole("button", { name: "Save what is safe" }).click();
  await told(page, "What is safe for them is saved");
  const mind = page.locator(".speak .notice");
  for (const words of ["Do not leave a message", "Her brother answers the house phone"]) await mind.getByText(words).waitFor();
  await bothWays(page, "worker before a call");
}

/** No pointer: from the button to "saved". */
async function recordsACallByKeyboard(page) {
  let since = Date.now();
  const keys = page.keyboard;
  await page.getByRole("button", { name: "Record a contact" }).focus();
  await keys.press("Enter");
  const form = page.getByRole("form", { name: "Record a contact" });
  await form.waitFor();
  await reach(page, form.getByRole("radio", { name: "We spoke" }), "Tab");
  await keys.press("Space");
  await reach(page, form.getByRole("checkbox", { name: "Nobody: on their own" }), "Tab");
  await keys.press("Space");
  const where = form.getByRole("group", { name: /^Where they are now/ });
  await reach(page, where.getByRole("radio").first(), "Tab");
  await keys.press("ArrowDown");
  const later = form.getByRole("group", { name: /^Follow this up/ });
  await reach(page, later.getByRole("radio").first(), "Tab");
  await keys.press("ArrowDown");
  await keys.press("ArrowDown");
  await keys.press("Tab");
  await keys.type("Ask how the first week went");
  const pictures = Date.now();
  await bothWays(page, "worker call");
  since += Date.now() - pictures;
  await form.getByLabel("What is to be done then").focus();
  await keys.press("Enter");
  await told(page, "Contact saved");
  const seconds = (Date.now() - since) / 1000;
  assert.ok(seconds < 30, `without the pictures it took ${seconds} s`);
  await page.getByText("Ask how the first week went").first().waitFor({ state: "attached" });
}

/** Presses a key until something has the focus. */
async function reach(page, control, key) {
  for (let steps = 0; !(await control.evaluate((node) => node === document.activeElement)); steps += 1) {
    assert.ok(steps < 20, "it is a few steps away");
    await page.keyboard.press(key);
  }
}

async function isAskedAboutAMessage(page) {
  page.context().expected.add(422);
  await page.getByRole("button", { name: "Record a contact" }).click();
  const form = page.getByRole("form", { name: "Record a contact" });
  await form.getByText("Left a message").click();
  await form.getByRole("button", { name: "Save contact" }).click();
  const dialog = page.getByRole("dialog", { name: "Please look at this once more" });
  await dialog.getByText("It is not safe to leave them a message").waitFor();
  await dialog.getByRole("button", { name: "That is right, save it" }).click();
  await told(page, "Contact saved");
  page.context().expected.delete(422);
  await page.getByText("Not in a way that is safe for them").waitFor();
}

async function losesNothingWithThePage(page, { name }) {
  await page.getByRole("button", { name: "Record a contact" }).click();
  const form = page.getByRole("form", { name: "Record a contact" });
  const kept = page.waitForResponse((response) => response.url().includes("/drafts/") && response.request().method() === "PUT");
  await form.getByText("No answer").click();
  await form.getByLabel(/^Note/).fill("Rang twice, will try");
  await kept;
  await page.reload();
  await open(page, name);
  await page.getByRole("button", { name: "Record a contact" }).click();
  await page.waitForFunction(() => document.querySelector("form textarea")?.value === "Rang twice, will try");
  assert.ok(await form.getByRole("radio", { name: "No answer" }).isChecked());
  const dropped = page.waitForResponse((response) => response.url().includes("/drafts/") && response.request().method() === "DELETE");
  await form.getByRole("button", { name: "Cancel" }).click();
  await dropped;
}

/** What is typed about where they are, and about promised support, is there after a reload too. */
async function losesNoOtherFormEither(page, { name }) {
  for (const [button, field, words] of [
    ["Where they are now", /^Where, such as/, "Peak Bak"], ["Promised support", /^What was promised/, "a job co"],
  ]) {
    await page.getByRole("button", { name: button, exact: true }).click();
    const form = page.getByRole("form", { name: button });
    const kept = page.waitForResponse((response) => response.url().includes("/drafts/") && response.request().method() === "PUT");
    await form.getByLabel(field).fill(words);
    await kept;
    await page.reload();
    await open(page, name);
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.waitForFunction((typed) => [...document.querySelectorAll("form input")].some((input) => input.value === typed), words);
    const dropped = page.waitForResponse((response) => response.url().includes("/drafts/") && response.request().method() === "DELETE");
    await form.getByRole("button", { name: "Cancel" }).click();
    await dropped;
  }
}

async function mendsDetails(page) {
  await page.getByRole("button", { name: "Details", exact: true }).click();
  const form = page.getByRole("form", { name: "Details" });
  await form.getByRole("checkbox", { name: "Easy read" }).check();
  await bothWays(page, "worker details");
  await form.getByRole("button", { name: "Save details" }).click();
  await told(page, "Details saved");
  await page.locator(".speak .needs").getByText("Easy read").waitFor();
}
