// A worker asks an employer by a link whether somebody is there; the employer sees that one thing, and answers once.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { open } from "./invitation.mjs";

export async function confirming(world) {
  const link = await asks(world);
  await answers(world, link);
  await isOver(world, link);
  await hears(world);
}

/** The spell at the bakery. */
function bakery(page) {
  return page.locator("ol.timeline > li", { hasText: "Peak Bakery" }).first();
}

async function asks({ worker: page, amina }) {
  await page.getByRole("button", { name: "Back to the list" }).click();
  await open(page, amina.name);
  const spell = bakery(page);
  await spell.getByText("Ask the provider").click();
  const form = spell.getByRole("form", { name: "Ask the provider" });
  await form.getByLabel("Why they may be asked").selectOption("agreed");
  await look(page, "worker asks a provider");
  await form.getByRole("button", { name: "Make a link" }).click();
  const link = await spell.locator("p.link").innerText();
  assert.match(link, /\/confirm\/#ask=co_/);
  return link;
}

async function answers({ browser, amina }, link) {
  const page = await browser.phone("employer");
  await page.goto(link);
  await page.getByRole("heading", { level: 1, name: "Can you confirm this?" }).waitFor();
  assert.ok(!page.url().includes("co_"), "the token is gone from the address");
  assert.ok((await page.getByRole("main").innerText()).includes("Peak Bakery"));
  assert.ok((await page.getByRole("main").innerText()).includes(amina.name));
  await look(page, "confirm");
  await page.getByText("They were, and have left").click();
  await page.getByRole("button", { name: "Send the answer" }).click();
  await page.getByText("Say which day was their last").first().waitFor();
  await look(page, "confirm refused");
  await page.getByText("Yes, they are here now").click();
  await page.getByLabel("Who answers").fill("The office, Peak Bakery");
  await page.getByRole("button", { name: "Send the answer" }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you" }).waitFor();
  await page.context().close();
}

async function isOver({ browser }, link) {
  const page = await browser.desk("a link twice");
  page.context().expected.add(404);
  await page.goto(link);
  await page.getByRole("heading", { level: 1, name: "This link is over" }).waitFor();
  await look(page, "confirm over");
  await page.context().close();
}

async function hears({ worker: page, amina }) {
  await page.getByRole("button", { name: "Back to the list" }).click();
  await open(page, amina.name);
  await bakery(page).getByText(/Who says so: .*provider/i).waitFor();
  await bakery(page).getByText("Ask the provider").click();
  await bakery(page).getByText(/They are there: The office, Peak Bakery/).waitFor();
}
