// What is out of the ordinary about a destination is asked about, by keyboard, on a desk and on a phone; and nobody is called
// "not known" before they were tried.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { open } from "./invitation.mjs";

const PHONE = { width: 360, height: 740 };

export async function evidence({ worker: page, amina }) {
  await open(page, amina.name);
  page.context().expected.add(422);
  await isAskedAndIsSure(page);
  await isToldHowOftenToTry(page);
  page.context().expected.delete(422);
}

async function isAskedAndIsSure(page) {
  await page.getByRole("button", { name: /^Still there, or ended/ }).first().click();
  const form = page.getByRole("form", { name: "Where they are now" });
  await form.getByLabel("How many hours a week").fill("70");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Please look at this once more" });
  await dialog.getByText("70 hours").waitFor();
  await look(page, "worker asked if sure");
  const desk = page.viewportSize();
  await page.setViewportSize(PHONE);
  await look(page, "worker asked if sure on a phone");
  await page.setViewportSize(desk);

  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("alert").filter({ hasText: "70 hours" }).waitFor();
  assert.equal(await form.getByLabel("How many hours a week").inputValue(), "70", "nothing is lost");

  await form.getByRole("button", { name: "Save", exact: true }).click();
  const sure = dialog.getByRole("button", { name: "That is right, save it" });
  await sure.waitFor();
  await page.keyboard.press("Tab");
  assert.ok(await sure.evaluate((node) => node === document.activeElement), "it is the next thing after the heading");
  await page.keyboard.press("Enter");
  await page.locator("#page .notice--good").getByText("Where they are is saved").waitFor();
  await page.getByText(/70 hours a week/).first().waitFor();
  await look(page, "worker destinations");
}

async function isToldHowOftenToTry(page) {
  await page.getByRole("button", { name: "Where they are now" }).click();
  const form = page.getByRole("form", { name: "Where they are now" });
  await form.getByLabel("What they do").selectOption("810");
  assert.equal(await form.getByLabel("How many hours a week").isVisible(), false, "not knowing takes no hours");
  await form.getByLabel("First day", { exact: true }).fill(new Date().toISOString().slice(0, 10));
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("alert").getByText(/It takes 3/).waitFor();
  await look(page, "worker not known yet");
  await form.getByRole("button", { name: "Cancel" }).click();
}
