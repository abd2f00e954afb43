// The partnership on the day it began: nothing can be published yet, and the page says so.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { comeIn } from "./staff.mjs";

export async function partnership({ browser, links, product }) {
  const page = await browser.desk("partnership");
  await comeIn(page, links.viewer.replace("/worker/", "/partnership/"));
  await page.goto(`${product.url}/partnership/`);
  await page.getByRole("heading", { name: "Where young people are after school" }).waitFor();
  await page.getByText(/^Too few reminders were due in \w+ \d{4} to say how many were on time\.$/).waitFor();
  assert.equal(await page.getByRole("navigation", { name: "Pages" }).count(), 0, "there is no other page for a viewer");
  await look(page, "partnership at the beginning");
  await page.goto(`${product.url}/worker/`);
  await page.getByRole("heading", { name: "Your work is elsewhere" }).waitFor();
  await page.getByRole("main").getByRole("link", { name: "Go to Destinations" }).waitFor();
  await look(page, "wrong door");
  await page.context().close();
}
