// Whoever looks for somebody sorts the list, narrows it, and keeps the view that they come back to.
import assert from "node:assert/strict";
import { look } from "../look.mjs";

export async function caseload({ worker: page }) {
  const back = page.getByRole("button", { name: "Back to the list" });
  if (await back.isVisible()) await back.click();
  await page.getByLabel("Find by name").fill("");
  const list = page.locator("table.cards:not(.cards--urgent)");
  await list.or(page.locator(".cards--urgent")).first().waitFor();

  await page.getByLabel("In the order of").selectOption("name");
  await page.locator('th[data-order="name"][aria-sort="ascending"]').waitFor({ state: "attached" });
  assert.match(page.url(), /#order=name$/, "the order stands in the address, and nobody's name");

  await page.getByText("More filters").click();
  await page.getByLabel("How to speak to them").selectOption("bsl");
  await page.getByText("More filters (1 chosen)").waitFor();
  await page.getByText("Nobody is like that. Choose fewer filters.").waitFor();
  await page.getByLabel("How to speak to them").selectOption("");
  await page.getByText("More filters", { exact: true }).waitFor();

  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByLabel("What you call it").fill("By name");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const view = page.getByRole("navigation", { name: "My views" });
  await view.getByRole("link", { name: "By name" }).waitFor();
  await look(page, "worker caseload with a view");
}
