// How one likes to read, and a phone that is shared: nothing stays on it.
import assert from "node:assert/strict";
import { home, start, turned } from "../answering.mjs";
import { look } from "../look.mjs";
import { linkIn } from "./council.mjs";
import { about, birthday } from "./invitation.mjs";

export async function settings(world) {
  await reading(world);
  await sharedPhone(world);
}

async function reading({ phone, product }) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "Settings" }).tap();
  await phone.getByLabel("Largest").check();
  await phone.locator("html[data-text=largest]").waitFor();
  await look(phone, "phone settings largest text");
  await phone.getByRole("link", { name: "Sign out" }).tap();
  await look(phone, "phone sign out");
  await phone.getByRole("button", { name: "Yes, sign out" }).tap();
  await phone.getByLabel("Your code").waitFor();
  await look(phone, "phone welcome");
}

async function sharedPhone({ browser, product, people }) {
  const ella = people[3];
  const said = await product.must("invite", ella.id, "--partnership", "derbyshire");
  const phone = await browser.phone("shared phone");
  await phone.goto(`${product.url}/phone/`);
  await phone.getByLabel("Your code").fill(/\b\d{4} ?\d{4}\b/.exec(said)?.[0] ?? assert.fail(`no code in: ${said}`));
  await phone.getByRole("button", { name: "Continue" }).tap();
  await phone.getByRole("button", { name: "No, or I share it" }).tap();
  await birthday(phone, ella);
  await about(phone, async () => {});
  await keepsNothing(phone);
  await start(phone);
  await phone.getByText("Me, with someone helping").tap();
  await turned(phone, "Who is answering");
  await phone.getByText("A friend").tap();
  await turned(phone, "Who is helping");
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "My goals" }).tap();
  await phone.getByLabel("Write a goal").fill("A job with animals");
  await keepsNothing(phone);
  await phone.getByRole("link", { name: "Sign out" }).first().tap();
  await phone.getByRole("button", { name: "Yes, sign out" }).tap();
  await phone.getByLabel("Your code").waitFor();
  assert.ok(linkIn(said), "the same invitation has a link");
  await phone.context().close();
}

/** Neither what was chosen nor what was typed is written anywhere. */
async function keepsNothing(phone) {
  const kept = await phone.evaluate(async () => ({ local: { ...localStorage }, databases: (await indexedDB.databases()).map(({ name }) => name) }));
  assert.deepEqual(kept, { local: {}, databases: [] }, "a shared phone keeps nothing");
}
