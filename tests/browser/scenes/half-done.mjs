// A hasty finger does no harm; who answers, and what is half typed, outlive a reload; an answer can be taken back. On the way
// the pages that everybody sees are looked at in every way.
import assert from "node:assert/strict";
import { answer, here, start, turned } from "../answering.mjs";
import { lookEveryWay } from "../look.mjs";
import { until } from "../until.mjs";
import { linkIn } from "./council.mjs";
import { joins } from "./invitation.mjs";

const SMALL = { viewport: { width: 360, height: 640 } };
const WORDS = "My bike has a flat tyre";

export async function halfDone(world) {
  const finn = world.people[4];
  const phone = await comeIn(world, finn, "half done");
  await lookEveryWay(phone, "phone home");
  await settings(phone);
  await start(phone);
  await lookEveryWay(phone, "phone question");
  await hasty(phone);
  await staysHelped(world, finn, phone);
  await largestText(phone);
  await keepsWords(world, phone);
  await takesBack(world, finn, phone);
  await phone.context().close();
}

async function comeIn({ browser, product }, person, name) {
  const phone = await browser.phone(name, SMALL);
  await joins(phone, linkIn(await product.must("invite", person.id, "--partnership", "derbyshire")), person);
  return phone;
}

async function settings(phone) {
  await phone.getByRole("link", { name: "Settings" }).tap();
  await phone.getByText("How do you like to read?").waitFor();
  await lookEveryWay(phone, "phone settings");
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
}

/** Two quick taps on one spot answer one question. The next page says what was chosen, and the way back shows it. */
async function hasty(phone) {
  const chosen = phone.getByText("Me, with someone helping");
  const box = await chosen.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await phone.touchscreen.tap(x, y);
  await phone.touchscreen.tap(x, y);
  await turned(phone, "Who is answering");
  assert.equal((await here(phone)).heading, "Who is helping?", "the second tap answers nothing");
  assert.equal(await phone.locator("main input:checked").count(), 0, "and chooses nothing");
  await phone.locator(".progress").getByText("You said: Me, with someone helping").waitFor();
  await phone.locator("#said").filter({ hasText: "You said: Me, with someone helping" }).waitFor({ state: "attached" });
  await phone.getByRole("button", { name: "Back" }).tap();
  await turned(phone, "Who is helping");
  assert.ok(await phone.getByLabel("Me, with someone helping").isChecked(), "the way back shows it");
  assert.equal(await phone.locator(".progress").getByText(/You said/).count(), 0, "it is said once");
  await phone.getByRole("button", { name: "Continue" }).tap();
  await turned(phone, "Who is answering");
  await phone.getByText("A friend").tap();
  await turned(phone, "Who is helping");
  await answer(phone, () => undefined, ({ heading }) => /going there/.test(heading));
}

/** Who answers on this phone is what was said on this phone. Where it is not known it is asked, never taken to be "on my own". */
async function staysHelped(world, person, phone) {
  const { heading } = await here(phone);
  await kept(phone);
  const other = await comeIn(world, person, "another phone of theirs");
  await start(other);
  assert.notEqual((await here(other)).heading, "Who is answering today?", "somebody helps there too, as far as is known");
  for (let { heading: now } = await here(other); now !== "Who is answering today?"; { heading: now } = await here(other)) {
    await other.getByRole("button", { name: "Back" }).tap();
    await turned(other, now);
  }
  await other.getByText("Me, on my own").tap();
  await turned(other, "Who is answering");
  await kept(other);

  await phone.reload();
  await phone.getByRole("heading", { level: 1, name: heading }).waitFor();
  assert.equal(await source(phone), "with-help", "the friend is still there after a reload");
  await other.evaluate(() => new Promise((resolve) => Object.assign(indexedDB.deleteDatabase("throughline"), { onsuccess: resolve, onblocked: resolve })));
  await other.reload();
  await other.getByRole("heading", { level: 1, name: "Who is answering today?" }).waitFor();
  assert.equal(await other.locator("main input:checked").count(), 0, "what another phone said counts for that phone");
  await other.waitForTimeout(400);
  await other.getByText("Me, on my own").tap();
  await turned(other, "Who is answering");
  assert.equal((await here(other)).heading, heading, "and then it goes on where it was");
  await other.context().close();
}

/** Whose words the next answer would be. */
function source(phone) {
  return phone.evaluate(async () => {
    const [{ speaker }, { answersOf }, { checkInWith }] = await Promise.all(["flow", "answers", "phone"].map((name) => import(`/phone/${name}.js`)));
    const checkIn = checkInWith(history.state.id);
    return speaker(checkIn, answersOf(checkIn)).source;
  });
}

/** Sends what waits for company, and waits until everything given has reached the service. */
async function kept(phone) {
  await phone.evaluate(async () => (await import("/phone/outbox.js")).hurry());
  await until(phone, async () => !(await import("/phone/outbox.js")).isWaiting());
}

/** In easy read with the largest text the question begins on the first screen of a small phone. */
async function largestText(phone) {
  await phone.getByRole("button", { name: "Easy read" }).tap();
  for (const size of ["large", "largest"]) {
    await phone.getByRole("button", { name: "Text size" }).tap();
    await phone.locator(`html[data-text=${size}]`).waitFor();
  }
  const top = await phone.locator("main h1").evaluate((heading) => heading.getBoundingClientRect().top + scrollY);
  assert.ok(top < SMALL.viewport.height / 2, `the question begins ${top} pixels down`);
  await phone.getByRole("button", { name: "Text size" }).tap();
  await phone.getByRole("button", { name: "Plain words" }).tap();
}

/** What is typed is there after a reload, and after the page was closed without a word. */
async function keepsWords(world, phone) {
  const good = (question) => (/where you live/.test(question) ? "Not good" : undefined);
  await answer(phone, good, ({ kind }) => kind === "text");
  const { heading } = await here(phone);
  await phone.locator("textarea").fill(WORDS);
  await until(phone, async (words) => JSON.stringify(await (await import("/phone/vault.js")).recall("half"))?.includes(words), WORDS);
  await phone.reload();
  await phone.getByRole("heading", { level: 1, name: heading }).waitFor();
  assert.equal(await phone.locator("textarea").inputValue(), WORDS, "it is there after a reload");
  const again = await phone.context().newPage();
  await again.goto(`${world.product.url}/phone/`);
  await again.getByRole("button", { name: "Carry on" }).last().tap();
  await turned(again, "Hello");
  await answer(again, () => undefined, ({ kind }) => kind === "text");
  assert.equal((await here(again)).heading, heading);
  assert.equal(await again.locator("textarea").inputValue(), WORDS, "and when the page is opened anew");
  const stored = await again.evaluate(async () => {
    const read = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await read(indexedDB.open("throughline"));
    const values = await read(database.transaction("kept").objectStore("kept").getAll());
    database.close();
    return values.map(({ data, ...rest }) => JSON.stringify(rest) + new TextDecoder().decode(data)).join(" ") + JSON.stringify({ ...localStorage });
  });
  assert.ok(!stored.includes("bike"), "what is kept cannot be read");
  await again.close();
  await phone.getByRole("button", { name: "Continue" }).tap();
  await turned(phone, heading);
  await answer(phone, good);
}

/** An answer is taken back: the page says what that does and what it cannot undo, and the worker sees it no more. */
async function takesBack(world, person, phone) {
  await kept(phone);
  const row = phone.locator(".review__row").filter({ hasText: "Anything else you want to say?" });
  await row.getByText(WORDS).waitFor();
  await lookEveryWay(phone, "phone review");
  await row.getByRole("button", { name: /^Take it back/ }).tap();
  await row.getByText("You took this answer back.").waitFor();
  await row.getByText("Somebody in the team may have read it before").waitFor();
  assert.match(await phone.evaluate(() => document.activeElement.textContent), /You took this answer back/, "readers hear it");
  await lookEveryWay(phone, "phone review taken back");
  assert.equal(await phone.locator(".review__row").first().getByRole("button", { name: /^Take it back/ }).count(), 0, "who answers can only be changed");
  await kept(phone);
  const told = await world.worker.evaluate(async (id) => {
    const { check_ins } = await (await fetch(`/worker/v1/people/${id}`)).json();
    return JSON.stringify(check_ins);
  }, person.id);
  assert.ok(told.includes('"anything_else"') && !told.includes(WORDS), "the worker sees a skip");
  await phone.getByRole("button", { name: "Send my answers" }).tap();
  await phone.getByText("We have got your answers").waitFor();
}
