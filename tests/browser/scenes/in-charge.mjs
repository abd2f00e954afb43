// What a young person decides for themselves: when they are asked, which phones are signed in, who looked, and to be called.
import assert from "node:assert/strict";
import { home } from "../answering.mjs";
import { look } from "../look.mjs";
import { until } from "../until.mjs";
import { about, birthday, invite, open } from "./invitation.mjs";

const WORDS = "My bus pass has run out";

export async function inCharge(world) {
  await whenAsked(world);
  await hasGoals(world);
  await asksToTalk(world);
  await signsALostPhoneOut(world);
  await seesWhoLooked(world);
}

/** Opens a page that hangs on the first one. */
async function reach({ phone, product }, name) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name }).first().tap();
  await phone.getByRole("heading", { level: 1, name }).waitFor();
}

async function hasGoals(world) {
  const { phone, worker, amina } = world;
  await reach(world, "My goals");
  await look(phone, "phone goals none");
  const goal = phone.getByLabel("Write a goal");
  await goal.fill("A job with <b>animals</b> \u{1f434}");
  await until(phone, async () => (await (await import("/phone/vault.js")).recall("wishes"))?.goal?.words.includes("animals"));
  await phone.reload();
  await goal.waitFor();
  assert.equal(await goal.inputValue(), "A job with <b>animals</b> \u{1f434}", "what was typed is there after a reload");
  await phone.getByRole("button", { name: "Save" }).tap();
  await phone.getByText(/^Saved\./).first().waitFor();
  await phone.getByRole("button", { name: "It happened" }).tap();
  await phone.getByRole("button", { name: "Not yet after all" }).waitFor();
  await look(phone, "phone goals");
  await open(worker, amina.name);
  await worker.getByText("A job with <b>animals</b> \u{1f434}").waitFor();
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Take it off my list" }).tap();
  await phone.getByText(/^You are offline/).first().waitFor();
  await phone.context().setOffline(false);
  await reach(world, "My goals");
  await phone.getByRole("button", { name: "Take it off my list" }).tap();
  await phone.getByText(/^There is nothing here yet/).waitFor();
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
  await phone.getByText("Texts", { exact: true }).tap();
  await told(phone, "Texts are off.");
  assert.equal(await phone.getByLabel("Texts", { exact: true }).isChecked(), false);
  await phone.getByText("Texts", { exact: true }).tap();
  await told(phone, "Texts are on.");
  const ways = ["Texts", "E-mails", "Messages on your phone"];
  for (const way of ways) {
    await phone.getByText(way, { exact: true }).tap();
    await told(phone, `${way} are off.`);
  }
  await phone.getByText(/^You have turned off every way to remind you/).waitFor();
  await look(phone, "phone when every way is off");
  for (const way of ways) {
    await phone.getByText(way, { exact: true }).tap();
    await told(phone, `${way} are on.`);
  }
  await phone.getByText(/^We ask on Fridays at/).waitFor();
  await look(phone, "phone when changed");
  await pauses(world);
  await stops(world);
  await offline(phone);
}

async function pauses({ phone, worker, amina }) {
  await phone.getByRole("button", { name: "2 weeks", exact: true }).tap();
  await told(phone, "No reminders until");
  await look(phone, "phone when paused");
  await open(worker, amina.name);
  await worker.getByText(/^Paused until/).waitFor();
  await phone.reload();
  await phone.getByRole("button", { name: "Carry on now" }).tap();
  await told(phone, "We carry on.");
}

async function stops({ phone, product, worker, amina }) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "When we ask you" }).tap();
  await phone.getByRole("button", { name: "Stop all reminders" }).tap();
  await told(phone, "Reminders have stopped.");
  await look(phone, "phone when stopped");
  await open(worker, amina.name);
  await worker.getByText(/^Stopped reminders on .* They still want your help/).waitFor();
  await phone.getByRole("button", { name: "Easy read" }).tap();
  await look(phone, "phone when stopped in easy read");
  await phone.getByRole("button", { name: "Start reminders again" }).tap();
  await told(phone, "Reminders have started again.");
  await phone.getByText("About once a month").tap();
  await told(phone, "as often as planned");
  await look(phone, "phone when in easy read");
  await phone.getByRole("button", { name: "Plain words" }).tap();
}

/** Without the internet the page is there, but nothing changes, and it says so. */
async function offline(phone) {
  await phone.context().setOffline(true);
  await phone.reload();
  await phone.getByText("Monday", { exact: true }).tap();
  await told(phone, "nothing has changed");
  assert.equal(await phone.getByLabel("Friday").isChecked(), true, "what was set stays set");
  await look(phone, "phone when offline");
  await phone.context().setOffline(false);
}

/** It is sent once, however often it is tried, and the worker sees it. */
async function asksToTalk(world) {
  const { phone } = world;
  await reach(world, "Talk to Rosa");
  await phone.getByText("Nobody reads this straight away").waitFor();
  assert.equal(await phone.getByRole("link", { name: "Call 999" }).getAttribute("href"), "tel:999");
  assert.equal(await phone.getByText("In the evening").count(), 0, "nobody is there in the evening");
  await look(phone, "phone talk");
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByText("Choose how we shall talk").waitFor();
  await look(phone, "phone talk with something missing");
  await phone.getByText("Call me").tap();
  await phone.getByText("In the afternoon").tap();
  await phone.getByText("No, leave no message").tap();
  await phone.getByLabel("What is it about?").fill(WORDS);
  await staffedHours(phone);
  await phone.reload();
  await phone.getByLabel("What is it about?").waitFor();
  assert.equal(await phone.getByLabel("What is it about?").inputValue(), WORDS, "what was typed is there after a reload");
  assert.equal(await phone.getByLabel("In the afternoon").isChecked(), true, "and what was chosen");
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByRole("heading", { name: "Nobody has been told yet" }).waitFor();
  await look(phone, "phone talk not sent");
  assert.equal(await phone.getByLabel("What is it about?").inputValue(), WORDS, "what was typed is still there");
  await phone.context().setOffline(false);
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByText("We will be in touch by").waitFor();
  await look(phone, "phone talk sent");
  await phone.reload();
  await phone.getByText("We will be in touch by").waitFor();
  assert.doesNotMatch(await phone.title(), /Rosa|worker/, "the tab's title says nothing about it");
  await seenByTheWorker(world);
}

/** Hours that people write in their own words, and when that is; undefined where it cannot be told. */
const HOURS = [
  ["9 to 5, Monday to Friday", [[9, 17]]],
  ["Monday to Thursday 8.30am – 6.30pm, Friday 10-4", [[8, 18.5], [10, 16]]],
  ["10 to 12 and 2 to 4", [[10, 12], [14, 16]]],
  ["09:00-17:00", [[9, 17]]],
  ["9 to 5, and some evenings", undefined],
  ["when school is open", undefined],
];

async function staffedHours(phone) {
  const found = await phone.evaluate(async (all) => {
    const { hoursIn } = await import("/phone/talk.js");
    return all.map((words) => hoursIn(words) ?? null);
  }, HOURS.map(([words]) => words));
  assert.deepEqual(found, HOURS.map(([, hours]) => hours ?? null));
}

async function seenByTheWorker({ worker, amina }) {
  await open(worker, amina.name);
  const wish = worker.locator("section", { has: worker.getByRole("heading", { name: "Asked to talk" }) });
  await wish.getByText("A call in the afternoon. Do not leave a message.").waitFor();
  assert.equal(await wish.getByText(WORDS).isVisible(), false, "what they wrote is folded");
  await wish.getByText("Show what they wrote").click();
  await wish.getByText(WORDS).waitFor();
  assert.equal(await wish.getByRole("listitem").count(), 1, "it was sent once");
  const order = await worker.locator("main h2").allInnerTexts();
  assert.ok(order.indexOf("Asked to talk") < order.findIndex((heading) => heading.startsWith("How to speak to")), "it stands above the button that calls");
  await look(worker, "worker asked to talk");
}

/** Signs in on a second phone, loses it, and signs it out from the first. */
async function signsALostPhoneOut(world) {
  const { phone, worker, browser, amina } = world;
  const second = await browser.phone("lost phone");
  await second.goto(await invite(worker, async () => {}));
  await second.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(second, amina);
  await about(second, async () => {});
  await reach(world, "When we ask you");
  await phone.getByRole("link", { name: "My phones" }).tap();
  const lost = phone.getByRole("link", { name: "I lost this phone" });
  await lost.waitFor();
  assert.equal(await lost.count(), 1, "only another phone can be lost");
  await look(phone, "phone my phones");
  await lost.tap();
  await look(phone, "phone lost phone");
  await phone.getByRole("button", { name: "Yes, sign out" }).tap();
  await told(phone, "That phone is signed out.");
  await lost.waitFor({ state: "detached" });
  await look(phone, "phone lost phone signed out");
  second.context().expected.add(401);
  await second.reload();
  await second.getByLabel("Your code").waitFor();
  await second.context().close();
}

/** The worker has opened the record; it says so, and not by whom. */
async function seesWhoLooked({ phone }) {
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("link", { name: "Who looked" }).tap();
  await phone.getByText("Your worker’s team opened your record").first().waitFor();
  await phone.getByText("They opened private answers, or words that you wrote.").first().waitFor();
  assert.doesNotMatch(await phone.locator("main section").first().innerText(), /Rosa|Black/, "it says what they do, not who they are");
  await look(phone, "phone who looked");
  await phone.reload();
  await phone.getByRole("heading", { level: 1, name: "Who looked" }).waitFor();
}

/** Puts the check-in off on a phone that shows reminders. */
export async function notNow({ phone, product }) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "Not now" }).last().waitFor();
  await look(phone, "phone home with reminders");
  await phone.getByRole("link", { name: "Not now" }).last().tap();
  await look(phone, "phone not now");
  await phone.getByRole("button", { name: "Tomorrow" }).tap();
  await phone.getByText("We will remind you on").waitFor();
  await look(phone, "phone not now done");
  await phone.reload();
  await phone.getByText("We will remind you on").waitFor();
}

/** The page says what came of it, to the eye and to the ear. */
async function told(phone, words) {
  await phone.locator("main .notice--good, main .notice--warn").filter({ hasText: words }).waitFor();
  await phone.locator("#said").filter({ hasText: words }).waitFor({ state: "attached" });
}
