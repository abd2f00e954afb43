// A young person wants to go to another partnership: their worker proposes it, a manager there says yes, and each side has what it may.
import assert from "node:assert/strict";
import { linkIn } from "./council.mjs";
import { comeIn } from "./staff.mjs";
import { look } from "../look.mjs";

export async function moving(world) {
  const south = await southshire(world);
  const here = await manager(world, "derbyshire", "Mo Moves", "moves@derbyshire.example");
  const name = await propose(here);
  await isTaken(south, name);
  await isLeft(here, name);
  for (const page of [here, south]) await page.context().close();
}

async function southshire(world) {
  await world.product.must("partnership", "add", "southshire", "--name", "Southshire", "--councils", "850");
  return manager(world, "southshire", "Sol South", "sol@southshire.example");
}

async function manager({ browser, product }, partnership, name, email) {
  const page = await browser.desk(name);
  const added = await product.must("staff", "add", "--partnership", partnership, "--name", name, "--email", email, "--role", "manager");
  await comeIn(page, linkIn(added));
  return page;
}

/** Proposes that the last one of the list moves: what they are called. */
async function propose(page) {
  const one = page.locator("table.cards tbody button.name").last();
  const name = await one.innerText();
  await one.click();
  await page.getByRole("button", { name: "Show whether they move" }).click();
  await page.getByText("No move is planned.").waitFor();
  await page.getByText("Propose that they move").click();
  const form = page.getByRole("form", { name: "Propose a move" });
  await form.getByRole("button", { name: "Propose the move" }).click();
  await form.getByText("Choose who agreed").first().waitFor();
  await form.getByLabel("Where to").selectOption("Southshire");
  await form.getByText("The young person", { exact: true }).click();
  await form.getByText("On the phone", { exact: true }).click();
  await look(page, "worker propose a move");
  await form.getByRole("button", { name: "Propose the move" }).click();
  await page.getByText("They have not said yes yet.").waitFor();
  await look(page, "worker move proposed");
  return name;
}

async function isTaken(page, name) {
  await page.getByRole("button", { name: "To do, and who is away" }).click();
  const one = page.getByRole("listitem").filter({ hasText: "from Derbyshire" });
  await one.getByText(name).first().waitFor();
  await one.getByText("moves@derbyshire.example").waitFor();
  await look(page, "worker who may come");
  await one.getByText(`Say yes: ${name}`).click();
  const form = one.getByRole("form", { name: `Take ${name}` });
  await form.getByLabel("Who works with them").selectOption({ label: "Sol South" });
  await form.getByRole("button", { name: "Say yes" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  assert.ok(await page.getByText("Sol South").first().isVisible(), "somebody works with them");
  await look(page, "worker who has come");
}

/** The record that was left can be read, and not added to. */
async function isLeft(page, name) {
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByRole("button", { name: "Show whether they move" }).click();
  await page.getByText("What was recorded until then can be read here.").waitFor();
  await look(page, "worker who has moved");
}
