// What is held about somebody: it opens to whoever has shown that it is them, can be kept, and can be said to be wrong; the
// worker answers, and the phone shows the answer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { look, lookEveryWay } from "../look.mjs";
import { until } from "../until.mjs";
import { settingsPage, type } from "./again.mjs";
import { invite, joins, open } from "./invitation.mjs";

const WRONG = "I left <b>that</b> college in June";
const NEEDED = "Which day in June?";
const REPLY = "You were right. We have put it right.";
const UPSET = "You told my aunt";
const MOST = "The letters from school";

export async function record(world) {
  await showsThatItIsThem(world);
  await saysThatItIsNotComing(world);
  await keepsACopy(world);
  await saysThatItIsWrong(world);
  await complains(world);
  await isAnswered(world);
  await keepsNothing(world);
  await removesTheWays(world);
  await somebodyElse(world);
}

/** Somebody who joined by an invitation holds a phone; that is not enough. */
async function showsThatItIsThem(world) {
  const { own: phone, product } = world;
  // Somebody who has just signed in again has shown it.
  await settingsPage(phone, "What we hold about you");
  await phone.getByRole("heading", { name: "About you", exact: true }).waitFor();
  // A phone that was invited has not.
  await open(world.worker, world.amina.name);
  phone.context().expected.add(403);
  await joins(phone, await invite(world.worker, async () => {}), world.amina);
  await settingsPage(phone, "What we hold about you");
  await phone.getByRole("heading", { name: "Is it you?" }).waitFor();
  await phone.getByRole("button", { name: "Use my face" }).waitFor();
  await lookEveryWay(phone, "phone is it you");
  await phone.getByRole("button", { name: "E-mail a code to my address at example.org" }).tap();
  await phone.getByRole("link", { name: "Try another way" }).tap();
  await phone.getByRole("button", { name: "E-mail a code to my address at example.org" }).tap();
  await phone.getByLabel("The 6 numbers").waitFor();
  await product.post.code("amina@example.org");
  await type(phone, await product.post.code("amina@example.org"));
  await phone.getByRole("heading", { name: "About you", exact: true }).waitFor();
  phone.context().expected.delete(403);
  await lookEveryWay(phone, "phone record");
  assert.equal(await phone.getByText("I made a cake with my brother").isVisible(), false, "what they told us is folded");
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("heading", { name: "Settings" }).waitFor();
  await phone.getByRole("link", { name: "What we hold about you" }).tap();
}

/** Support that does not come: said where it stands, once, with the day of the answer. */
async function saysThatItIsNotComing({ own: phone }) {
  const late = phone.getByRole("button", { name: /^This is not coming/ });
  await late.tap();
  await phone.getByRole("status").filter({ hasText: "You get an answer by" }).waitFor();
  assert.equal(await late.count(), 0, "it is said once");
  await look(phone, "phone record support is not coming");
}

async function keepsACopy({ own: phone }) {
  const page = await download(phone, phone.getByRole("link", { name: "A page to read" }));
  assert.match(page, /<h2[^>]*>About you/);
  const table = await download(phone, phone.getByRole("link", { name: "A table" }));
  assert.match(table, /^part,item,name,value\r?\n/);
  const data = JSON.parse(await download(phone, phone.getByRole("button", { name: "Data for another service" })));
  for (const { title, items } of data.sections) {
    for (const [{ value }] of items.map(({ facts }) => facts).filter((facts) => facts.length > 0)) {
      assert.ok(value, `${title} says something`);
    }
  }
  for (const text of [page, table, JSON.stringify(data)]) assert.match(text, /I made a cake with my brother/);
  await asksAgain(phone);
}

/** A page that was left open is no way in: 15 minutes later it asks first, before it saves a refusal as a file. */
async function asksAgain(phone) {
  const files = [];
  const saved = (file) => files.push(file);
  phone.on("download", saved);
  await phone.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 16 * 60_000;
    window.inTime = () => (Date.now = now);
  });
  await phone.getByRole("link", { name: "A table" }).tap();
  await phone.getByRole("heading", { name: "Is it you?" }).waitFor();
  phone.off("download", saved);
  assert.deepEqual(files, []);
  await phone.evaluate(() => window.inTime());
  await phone.getByText("You have shown that it is you").waitFor();
  await phone.getByRole("button", { name: "Continue" }).tap();
  await phone.getByRole("heading", { name: "About you", exact: true }).waitFor();
}

async function download(phone, what) {
  const [file] = await Promise.all([phone.waitForEvent("download"), what.tap()]);
  return readFileSync(await file.path(), "utf8");
}

async function saysThatItIsWrong(world) {
  const { own: phone } = world;
  await phone.locator("section", { has: phone.getByRole("heading", { name: "Where you are and were", exact: true }) }).getByRole("link", { name: /^This is wrong/ }).last().tap();
  await lookEveryWay(phone, "phone this is wrong");
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByRole("alert").filter({ hasText: "Write something" }).waitFor();
  await look(phone, "phone this is wrong with nothing said");
  await phone.getByLabel("What is right?").fill(WRONG);
  await phone.getByLabel("I would like help to say it").check();
  await outlivesAReload(phone, "What is right?", WRONG);
  await phone.getByLabel("I would like help to say it").uncheck();
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByRole("alert").filter({ hasText: "You are offline" }).waitFor();
  await phone.context().setOffline(false);
  await asksMeanwhile(phone);
  assert.equal(await phone.getByLabel("What is right?").inputValue(), WRONG, "what was typed is still there");
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByText(/^You get an answer by \w+day \d+ \w+/).waitFor();
  await look(phone, "phone request sent");
  await phone.getByRole("link", { name: "What I asked" }).tap();
  await phone.getByText(WRONG).waitFor();
  assert.equal(await phone.locator("main section.card").count(), 1, "it was asked once");
}

/** What is half written is kept, and nobody but the page can read it. What it is about is not kept: it is fetched again. */
async function outlivesAReload(phone, label, words) {
  await kept(phone, words);
  await phone.reload();
  await phone.getByLabel(label).waitFor();
  assert.equal(await phone.getByLabel(label).inputValue(), words, "what was typed is there after a reload");
  assert.ok(await phone.getByLabel("I would like help to say it").isChecked(), "and what was ticked");
  const raw = await phone.evaluate(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("throughline"));
    const values = await done(database.transaction("kept").objectStore("kept").getAll());
    database.close();
    return values.map(({ data, ...rest }) => JSON.stringify(rest) + new TextDecoder().decode(data)).join(" ") + JSON.stringify({ ...localStorage });
  });
  assert.ok(!raw.includes(words), "what is kept cannot be read");
}

/** Waits until this is kept on the phone. */
async function kept(phone, words) {
  await until(phone, async (words) => JSON.stringify(await (await import("/phone/vault.js")).recall("wishes"))?.includes(JSON.stringify(words)), words);
}

/** Whoever types for long is asked again whether it is them, and goes on where they were. */
async function asksMeanwhile(phone) {
  const refusal = { type: "/problems/step-up-needed", title: "Show that it is you", status: 403 };
  phone.context().expected.add(403);
  await phone.route("**/me/requests/*", (route) => route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(refusal) }), { times: 1 });
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByRole("button", { name: "Continue" }).tap();
  await phone.getByLabel("What is right?").waitFor();
  phone.context().expected.delete(403);
}

async function complains({ own: phone }) {
  await phone.getByRole("link", { name: "Complain about how my data is used" }).tap();
  assert.equal(await phone.getByRole("link", { name: /^Call the ICO/ }).getAttribute("href"), "tel:03031231113");
  await lookEveryWay(phone, "phone complaint");
  await phone.getByLabel("I would like help to say it").check();
  await phone.getByLabel("What went wrong?").fill(UPSET);
  await outlivesAReload(phone, "What went wrong?", UPSET);
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByRole("heading", { name: "We have got it" }).waitFor();
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("link", { name: "Ask for everything" }).tap();
  await look(phone, "phone ask for everything");
  await phone.getByLabel("Is there something you want most?").fill(MOST);
  await phone.getByLabel("I would like help to say it").check();
  await outlivesAReload(phone, "Is there something you want most?", MOST);
  await phone.getByRole("button", { name: "Send" }).tap();
  await phone.getByText(/^You get an answer by/).waitFor();
}

/** The worker stops the clock, starts it, and answers; each time the phone shows it. */
async function isAnswered(world) {
  const { worker, amina } = world;
  await open(worker, amina.name);
  const part = worker.locator("section.card", { has: worker.getByRole("heading", { name: "What they asked about their record" }) });
  await part.getByText("They complain about how their data is used", { exact: true }).waitFor();
  assert.equal(await part.getByText(UPSET).isVisible(), false, "what they wrote is folded");
  await worker.getByText("confirmed by them").first().waitFor();
  await look(worker, "worker requests");
  const wrong = part.getByRole("listitem").filter({ hasText: "They say something is wrong: where they are" });
  await wrong.getByText("Show what they wrote").click();
  await wrong.getByText(WRONG).waitFor();
  await wrong.getByRole("button", { name: /^Stop the clock/ }).click();
  const waiting = worker.getByRole("form", { name: "Stop the clock" });
  await waiting.getByLabel("What you need to know").fill(NEEDED);
  await waiting.getByRole("button", { name: "Stop the clock" }).click();
  await wrong.getByText("The clock stands still", { exact: true }).waitFor();
  await look(worker, "worker request waits");
  await shown(world, NEEDED, "phone asked waiting");
  await wrong.getByRole("button", { name: /start the clock/ }).click();
  await wrong.getByText("Answer by", { exact: true }).waitFor();
  await wrong.getByRole("button", { name: /^Answer/ }).click();
  const answer = worker.getByRole("form", { name: "Answer them" });
  await answer.getByRole("button", { name: "Send the answer" }).click();
  await worker.getByText("Choose what you did").first().waitFor();
  await look(worker, "worker answer refused");
  await answer.getByText("Done: put right").click();
  await answer.getByLabel("Your answer").fill(REPLY);
  await answer.getByRole("button", { name: "Send the answer" }).click();
  await worker.locator("#page .notice--good").getByText("Your answer is sent").waitFor();
  await part.getByText("Show 1 answered").click();
  await look(worker, "worker request answered");
  await shown(world, REPLY, "phone asked answered");
  await world.own.getByText("Our answer: yes").waitFor();
}

/** What I asked shows this now. */
async function shown(world, words, name) {
  const { own: phone } = world;
  await settingsPage(phone, "What we hold about you");
  await phone.getByRole("link", { name: "What I asked" }).tap();
  await phone.getByText(words).waitFor();
  await look(phone, name);
}

/** Nothing of the record stays on the phone: neither readable nor kept for offline. */
async function keepsNothing({ own: phone }) {
  const kept = await phone.evaluate(async () => {
    const vault = await import("/phone/vault.js");
    const values = await Promise.all((await vault.names()).map((name) => vault.recall(name)));
    const addresses = [];
    for (const name of await caches.keys()) addresses.push(...(await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname));
    return { texts: JSON.stringify([values, { ...localStorage }, { ...sessionStorage }, history.state]), addresses };
  });
  for (const told of [WRONG, REPLY, UPSET, MOST, "+447700900123"]) assert.ok(!kept.texts.includes(told), `${told} is kept`);
  assert.deepEqual(kept.addresses.filter((path) => path.includes("/v1/")), [], "no answer of the service is kept");
}

async function removesTheWays(world) {
  const { own: phone } = world;
  await settingsPage(phone, "Ways to sign in again");
  for (const what of ["Face, finger or screen lock", "A code by text", "A code by e-mail"]) {
    await phone.getByRole("link", { name: new RegExp(`^Remove it.*${what}`) }).tap();
    if (what === "A code by text") await look(phone, "phone remove a way");
    await phone.getByRole("button", { name: "Yes, remove it" }).tap();
    await phone.locator("main .notice--good").getByText("It is removed").waitFor();
    await phone.getByRole("link", { name: new RegExp(`^Remove it.*${what}`) }).waitFor({ state: "detached" });
  }
}

/** With no way left, and the day of joining not over, one can be added on the way to the record. */
async function somebodyElse(world) {
  const { own: phone, product } = world;
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("link", { name: "Sign out" }).tap();
  await phone.getByRole("button", { name: "Yes, sign out" }).tap();
  await phone.getByLabel("Your code").waitFor();
  const somebody = world.people[3];
  await open(world.worker, somebody.name);
  await joins(phone, await invite(world.worker, async () => {}), somebody);
  phone.context().expected.add(403);
  await settingsPage(phone, "What we hold about you");
  await phone.getByText("You have not set up a way").waitFor();
  await look(phone, "phone is it you with no way yet");
  await phone.getByRole("link", { name: "A code by e-mail" }).tap();
  await phone.getByLabel("Your e-mail address").fill("somebody@example.org");
  await phone.getByRole("button", { name: "Send me a code" }).tap();
  // The code shows that it is them: none is asked for again.
  await type(phone, await product.post.code("somebody@example.org"));
  await phone.getByText("You have shown that it is you").waitFor();
  await phone.getByRole("button", { name: "Continue" }).tap();
  await phone.getByRole("heading", { name: "About you", exact: true }).waitFor();
  const born = new Date(somebody.born).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  await phone.getByText(born).waitFor();
  await phone.context().close();
}
