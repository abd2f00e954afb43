// What a young person decides for themselves: when they are asked, which phones are signed in, who looked, and to be called.
import assert from "node:assert/strict";
import { home } from "../answering.mjs";
import { look } from "../look.mjs";

export async function inCharge(world) {
  await whenAsked(world);
}

/** Opens a page that hangs on the first one. */
async function reach({ phone, product }, name) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name }).first().tap();
  await phone.getByRole("heading", { level: 1, name }).waitFor();
}

async function whenAsked(world) {
  const { phone } = world;
  await reach(world, "When we ask you");
  await look(phone, "phone when");
  await phone.getByText("Friday", { exact: true }).tap();
  await told(phone, "We will ask on Fridays.");
  assert.equal(await phone.getByLabel("Friday").isChecked(), true);
  await phone.getByText("6:30 pm", { exact: true }).tap();
  await told(phone, "We will ask at 6:30 pm.");
  await phone.getByText("Less often").tap();
  await told(phone, "We will ask less often.");
  await look(phone, "phone when changed");
  await pauses(phone);
  await stops(world);
  await offline(phone);
}

async function pauses(phone) {
  await phone.getByRole("button", { name: "2 weeks", exact: true }).tap();
  await told(phone, "No reminders until");
  await look(phone, "phone when paused");
  await phone.reload();
  await phone.getByRole("button", { name: "Carry on now" }).tap();
  await told(phone, "We carry on.");
}

async function stops({ phone, product }) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "When we ask you" }).tap();
  await phone.getByRole("button", { name: "Stop all reminders" }).tap();
  await told(phone, "Reminders have stopped.");
  await look(phone, "phone when stopped");
  await phone.getByRole("button", { name: "Easy read" }).tap();
  await look(phone, "phone when stopped in easy read");
  await phone.getByRole("button", { name: "Start reminders again" }).tap();
  await told(phone, "Reminders have started again.");
  await phone.getByText("As often as planned").tap();
  await told(phone, "as often as planned");
  await look(phone, "phone when in easy read");
  await phone.getByRole("button", { name: "Plain words" }).tap();
}

/** Without the internet nothing changes, and the page says so. */
async function offline(phone) {
  await phone.context().setOffline(true);
  await phone.getByText("Monday", { exact: true }).tap();
  await told(phone, "nothing has changed");
  assert.equal(await phone.getByLabel("Friday").isChecked(), true, "what was set stays set");
  await look(phone, "phone when offline");
  await phone.context().setOffline(false);
}

/** The page says what came of it, to the eye and to the ear. */
async function told(phone, words) {
  await phone.locator("main .notice--good, main .notice--warn").filter({ hasText: words }).waitFor();
  await phone.locator("#said").filter({ hasText: words }).waitFor({ state: "attached" });
}
