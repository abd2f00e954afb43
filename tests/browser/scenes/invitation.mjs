// The worker invites on the screen; the young person opens the link, says when their birthday is, and reads who sees what.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { linkIn } from "./council.mjs";

export async function invitation(world) {
  const { worker, browser } = world;
  await worker.getByRole("heading", { name: "Who needs you now" }).waitFor();
  const found = await withOpenCheckIn(world);
  world.people = found.filter(({ kind }) => kind === "core");
  world.pulses = found.filter(({ kind }) => kind === "pulse");
  assert.ok(world.people.length >= 6 && world.pulses.length >= 3, `there are people to walk with: ${JSON.stringify(found)}`);
  world.amina = world.people[0];
  await open(worker, world.amina.name);
  const link = await invite(worker);

  const phone = (world.phone = await browser.phone("phone"));
  await prepare(world);
  await phone.goto(link);
  await phone.getByRole("heading", { name: "Is this your own phone?" }).waitFor();
  assert.ok(!phone.url().includes("join="), "the token is gone from the address");
  await look(phone, "phone own");
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await wrongBirthday(phone, world.amina);
  await birthday(phone, world.amina);
  await about(phone);
  await look(phone, "phone home");
  await usedUp(world, link);
}

/** People of this worker with a check-in open, as the worker's own page may ask. */
async function withOpenCheckIn({ worker }) {
  return worker.evaluate(async () => {
    const headers = { "content-type": "application/json", "x-requested-with": "throughline" };
    const ask = async (path, body) =>
      (await fetch(`/worker/v1${path}`, body && { method: "POST", headers, body: JSON.stringify(body) })).json();
    const found = [];
    const { items } = await ask("/caseload/search", { name: "Walker", limit: 50 });
    for (const { id } of items) {
      const person = await ask(`/people/${id}`);
      const open = person.check_ins.find(({ state }) => state === "open");
      if (open) found.push({ id, name: person.name, first: person.first_name, born: person.birth_date, kind: open.kind });
    }
    return found;
  });
}

/** Finds somebody on the caseload and opens their page. */
export async function open(worker, name) {
  const back = worker.getByRole("button", { name: "Back to the list" });
  if (await back.isVisible()) await back.click();
  await worker.getByLabel("Find by name").fill(name);
  await worker.getByRole("button", { name, exact: true }).click();
  await worker.getByRole("heading", { level: 1, name }).waitFor();
}

/** Invites whoever is open on the screen, and gives back the link. */
export async function invite(worker, see = look) {
  await worker.getByRole("button", { name: /^Invite/ }).click();
  await worker.getByRole("button", { name: "We do this together now" }).click();
  await worker.locator("dialog .big-code").waitFor();
  await see(worker, "worker invitation");
  const link = linkIn(await worker.locator("dialog .link").innerText());
  await worker.getByRole("button", { name: "Close" }).click();
  return link;
}

/** What the phone maker's part of the browser would do: see `prompt.mjs`. */
async function prepare(world) {
  const { preparePhone } = await import("./prompt.mjs");
  await preparePhone(world);
}

async function wrongBirthday(phone, { born }) {
  const [, month, day] = born.split("-").map(Number);
  phone.context().expected.add(422);
  await say(phone, day === 1 ? 2 : day - 1, month);
  await phone.getByRole("alert").filter({ hasText: "not the birthday we have" }).waitFor();
  await look(phone, "phone wrong birthday");
  phone.context().expected.delete(422);
}

/** Somebody opens their link on a phone of their own, and is in. */
export async function joins(phone, link, person) {
  await phone.goto(link);
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(phone, person);
  await about(phone, async () => {});
}

/** Says the right day and month. */
export async function birthday(phone, { born }) {
  const [, month, day] = born.split("-").map(Number);
  await say(phone, day, month);
  await phone.getByText("1 of 3").waitFor();
}

async function say(phone, day, month) {
  await phone.getByLabel("Day").selectOption(String(day));
  await phone.getByLabel("Month").selectOption(String(month));
  await phone.getByRole("button", { name: "Continue" }).click();
}

/** Reads the three short screens. */
export async function about(phone, see = look) {
  for (const n of [1, 2, 3]) {
    await phone.getByText(`${n} of 3`).waitFor();
    if (n === 2) await phone.getByText("Other people only get numbers").waitFor();
    await see(phone, `phone about ${n}`);
    await phone.getByRole("button", { name: n === 3 ? "OK, let's go" : "Continue" }).click();
  }
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
}

/** The link works once. */
async function usedUp({ browser }, link) {
  const phone = await browser.phone("another phone");
  phone.context().expected.add(404);
  await phone.goto(link);
  await phone.getByText("does not work any more").waitFor();
  await look(phone, "phone link used");
  await phone.context().close();
}
