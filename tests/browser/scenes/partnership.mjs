// The partnership on the day it began: nothing can be published yet, and the page says so.
import { look } from "../look.mjs";
import { comeIn } from "./staff.mjs";

export async function partnership({ browser, links, product }) {
  const page = await browser.desk("partnership");
  await comeIn(page, links.viewer.replace("/worker/", "/partnership/"));
  await page.goto(`${product.url}/partnership/`);
  await page.getByRole("heading", { name: "Where young people are after school" }).waitFor();
  await look(page, "partnership at the beginning");
  await page.goto(`${product.url}/worker/`);
  await page.getByRole("heading", { name: "Your work is elsewhere" }).waitFor();
  await look(page, "wrong door");
  await page.context().close();
}
