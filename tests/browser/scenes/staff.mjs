// A worker, a manager and a partnership's colleague come in by their one-time links and set a password and a code.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { code } from "../totp.mjs";

export const PASSWORD = "seven wet otters sing";

export async function staff(world) {
  const { browser, links } = world;
  world.worker = await browser.desk("worker");
  await comeIn(world.worker, links.worker, look);
  await usedLink(world);
}

/** Opens a one-time link and sets up the sign-in. Gives back the secret of the authenticator app. */
export async function comeIn(page, link, see = async () => {}) {
  await page.goto(link);
  return setUp(page, see);
}

/** Sets up the sign-in on the page that asks for it. */
export async function setUp(page, see = async () => {}) {
  await page.getByRole("heading", { name: "Set up your sign-in" }).waitFor();
  assert.ok(!page.url().includes("link="), "the token is gone from the address");
  await see(page, "staff enrolment");
  const secret = (await page.locator("code.key").innerText()).replace(/\s/g, "");
  await page.getByLabel("New password").fill("password1234567");
  await page.getByLabel("Six-digit code").fill(code(secret));
  page.context().expected.add(422);
  await page.getByRole("button", { name: "Finish" }).click();
  await page.getByRole("alert").filter({ hasText: "look at this again" }).waitFor();
  await see(page, "staff enrolment refused");
  page.context().expected.delete(422);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Finish" }).click();
  await page.getByRole("heading", { name: "Set up your sign-in" }).waitFor({ state: "detached" });
  return secret;
}

/** A one-time link works once: the second time it leads to the sign-in form. */
async function usedLink({ browser, links }) {
  const page = await browser.desk("a used link");
  for (const status of [400, 401, 403, 404, 422]) page.context().expected.add(status);
  await page.goto(links.worker);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await look(page, "staff sign-in");
  await page.context().close();
}
