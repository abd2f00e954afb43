// Texts do not go out: everybody who works here sees it above every page, until they do again. An administrator sees how
// reminders went.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { linkIn } from "./council.mjs";
import { comeIn } from "./staff.mjs";

/** Somebody who has not come in yet. */
const ANOTHER = ["--name", "Ola Berg", "--email", "operator@derbyshire.example", "--role", "administrator"];

export async function banner({ browser, product }) {
  const link = linkIn(await product.must("staff", "add", "--partnership", "derbyshire", ...ANOTHER));
  const page = await browser.desk("operator");
  await comeIn(page, link.replace("/worker/", "/reminders/"));
  await page.getByRole("heading", { level: 1, name: "Reminders" }).waitFor();
  await page.getByText(/on time|Nothing should have gone/).first().waitFor();
  assert.equal(await page.locator("#service").innerText(), "", "all is well");
  await look(page, "reminders");
  const since = new Date(Date.now() - 20 * 60_000).toISOString();
  const service = { as_of: new Date().toISOString(), not_working: [{ way: "sms", since }], waiting: { since, minutes: 20 } };
  const day = {
    day: since.slice(0, 10), way: "sms", due: 12, on_time: 9, late: 1, fell_back: 1, failed: 0, expired: 0, capped: 1, unsure: 0, cancelled: 0, no_way: 0, waiting: 1,
  };
  const days = { as_of: service.as_of, from: day.day, to: day.day, on_time: { on_time: 9, of: 10, per_cent: 90 }, oldest_unsent: since, days: [day] };
  await page.route("**/worker/v1/service", (route) => route.fulfill({ json: service }));
  await page.route("**/admin/v1/prompts/days", (route) => route.fulfill({ json: days }));
  await page.reload();
  const status = page.getByRole("status").filter({ hasText: "Text messages do not go out at the moment." });
  await status.waitFor();
  assert.match(await status.innerText(), /Reminders that were due since \d\d:\d\d wait, and are sent when it works again\./);
  await page.getByRole("table", { name: /Reminders by day and way/ }).waitFor();
  await page.getByText("90 per cent on time").waitFor();
  await look(page, "reminders while texts do not go out");
  await page.unroute("**/worker/v1/service");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await status.waitFor({ state: "detached" });
  await page.context().close();
}
