// Texts do not go out: everybody who works here sees it above every page, until they do again. An administrator sees how
// reminders went, and so does a manager, whose other pages are one link away.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { linkIn } from "./council.mjs";
import { comeIn } from "./staff.mjs";

/** Somebody who has not come in yet. */
const ANOTHER = ["--name", "Ola Berg", "--email", "operator@derbyshire.example", "--role", "administrator"];
const LEADS = ["--name", "Bea Lund", "--email", "leads@derbyshire.example", "--role", "manager"];

export async function banner(world) {
  await operator(world);
  await manager(world);
}

async function operator({ browser, product }) {
  const link = linkIn(await product.must("staff", "add", "--partnership", "derbyshire", ...ANOTHER));
  const page = await browser.desk("operator");
  await comeIn(page, link.replace("/worker/", "/reminders/"));
  await page.getByRole("heading", { level: 1, name: "Reminders" }).waitFor();
  await page.getByText(/on time|No reminder should have gone/).first().waitFor();
  assert.equal(await page.locator("#service").innerText(), "", "all is well");
  await look(page, "reminders");
  const since = new Date(Date.now() - 20 * 60_000).toISOString();
  const service = { as_of: new Date().toISOString(), not_working: [{ way: "sms", since }], waiting: { since, minutes: 20 } };
  const day = {
    day: since.slice(0, 10), way: "sms", due: 12, on_time: 9, late: 1, fell_back: 1, failed: 0, expired: 0, capped: 1, unsure: 0, cancelled: 0, no_way: 0, waiting: 1,
  };
  const days = { as_of: service.as_of, from: day.day, to: day.day, on_time: { on_time: 9, of: 10, per_cent: 90, definition: "What on time means." }, oldest_unsent: since, days: [day] };
  await page.route("**/worker/v1/service", (route) => route.fulfill({ json: service }));
  await page.route("**/admin/v1/prompts/days", (route) => route.fulfill({ json: days }));
  await page.reload();
  const status = page.getByRole("status").filter({ hasText: "Text messages do not go out at the moment." });
  await status.waitFor();
  assert.match(await status.innerText(), /Reminders have been waiting since \d\d:\d\d\. They are sent when it works again\./);
  await page.getByRole("table", { name: /Reminders by day and way/ }).waitFor();
  await page.getByText("90 per cent on time").waitFor();
  await page.getByText("What on time means.").waitFor();
  await look(page, "reminders while texts do not go out");
  service.untold = { since, minutes: 20 };
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await status.getByText(/^Notices to staff do not arrive, since \d\d:\d\d\./).waitFor();
  await page.unroute("**/worker/v1/service");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await status.waitFor({ state: "detached" });
  await page.context().close();
}

/** A manager goes from the caseload to the reminders and on to the figures, by links and with the keyboard. */
async function manager({ browser, product }) {
  const page = await browser.desk("manager of reminders");
  await comeIn(page, linkIn(await product.must("staff", "add", "--partnership", "derbyshire", ...LEADS)));
  const pages = page.getByRole("navigation", { name: "Pages" });
  await page.getByRole("heading", { name: "Who needs you now" }).waitFor();
  assert.equal(await pages.locator("[aria-current=page]").innerText(), "Caseload");
  await pages.getByRole("link", { name: "Reminders" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Reminders" }).waitFor();
  await page.getByText(/on time|No reminder should have gone/).first().waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, "reminders of a manager on a phone");
  await pages.getByRole("link", { name: "Destinations" }).click();
  await page.getByRole("heading", { name: "How well reminders go out" }).waitFor();
  await page.getByText("A reminder is on time if").waitFor();
  await look(page, "partnership of a manager on a phone");
  await page.context().close();
}
