// Answers that are given soon after each other travel together. Nothing waits that somebody may have to act on, nothing waits
// once the phone is put away, and nothing is lost if it is switched off in between.
import assert from "node:assert/strict";
import { answer, here, start, turned } from "../answering.mjs";
import { until } from "../until.mjs";
import { linkIn } from "./council.mjs";
import { about, birthday } from "./invitation.mjs";

export async function together({ browser, product, people }) {
  const person = people.at(-1);
  const phone = await browser.phone("answers together");
  await phone.goto(linkIn(await product.must("invite", person.id, "--partnership", "derbyshire")));
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(phone, person);
  await about(phone, async () => {});
  /** How many answers each request carried. */
  const sent = [];
  phone.on("request", (request) => request.method() === "PUT" && request.url().endsWith("/answers") && sent.push(request.postDataJSON().answers.length));
  await start(phone);
  await answers(phone, 4);
  assert.deepEqual(sent, [], "they wait for each other");
  await putAway(phone);
  assert.deepEqual(sent, [4], "and go together when the phone is put away");
  assert.equal(await known(phone), 4);

  await answers(phone, 1);
  await until(phone, async () => (await (await import("/phone/vault.js")).names()).some((name) => name.startsWith("draft:")));
  // The phone is switched off: what it tries to send meanwhile does not arrive.
  await phone.route("**/answers", (route) => route.abort());
  await phone.goto("about:blank");
  await phone.unroute("**/answers");
  await phone.goto(`${product.url}/phone/`);
  await until(phone, async () => (await (await fetch("/young-person/v1/sync")).json()).check_ins.some(({ answers }) => answers.length === 5));

  await phone.getByRole("button", { name: "Carry on" }).last().tap();
  await turned(phone, "Hello");
  await answer(phone, () => undefined, ({ kind }) => ["single", "multi"].includes(kind) && phone.locator("#leave-bar").isVisible());
  await putAway(phone);
  const before = await known(phone);
  const { heading } = await here(phone);
  await Promise.all([
    phone.waitForResponse((response) => response.request().method() === "PUT", { timeout: 5000 }),
    phone.getByRole("button", { name: "Skip this question" }).tap(),
  ]);
  assert.equal(await known(phone), before + 1, `"${heading}" does not wait`);
  await phone.context().close();
}

/** Answers so many questions that have no field to type in. */
async function answers(phone, count) {
  let given = -1;
  await answer(phone, () => undefined, ({ kind }) => ["single", "multi"].includes(kind) && ++given === count);
}

/** Another app comes to the front. */
async function putAway(phone) {
  await phone.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.visibilityState;
  });
  await until(phone, async () => !(await import("/phone/outbox.js")).isWaiting());
}

/** How many answers the service has. */
function known(phone) {
  return phone.evaluate(async () => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    return check_ins.reduce((sum, { answers }) => sum + answers.length, 0);
  });
}
