// Step 4: the check-in, in plain words, with an answer that people must act on.
import assert from "node:assert/strict";
import { answer, here, start, turned } from "../answering.mjs";
import { look } from "../look.mjs";

/** Looked at once each: a page of every kind. */
const KINDS = new Set();

export async function checkIn(world) {
  const { phone } = world;
  await start(phone);
  await answer(phone, (question) => (/where you live/.test(question) ? "Not good" : undefined), isWhyNotGood, lookAtEachKind);
  await phone.getByText("I don't feel safe there").tap();
  await look(phone, "phone sensitive question");
  await phone.getByRole("button", { name: "Continue" }).tap();
  await concern(phone);
}

function isWhyNotGood({ heading }) {
  return /What is not good about it/.test(heading);
}

export async function lookAtEachKind(phone, { kind, heading }) {
  if (KINDS.has(kind)) return;
  KINDS.add(kind);
  await look(phone, `phone ${kind} ${heading.slice(0, 30)}`);
}

/** Before anything else comes the page that says what happens now. */
async function concern(phone) {
  await phone.getByRole("heading", { name: "Thank you for telling us" }).waitFor();
  await phone.getByText("This is not your fault").waitFor();
  assert.equal(await phone.getByRole("link", { name: /999/ }).getAttribute("href"), "tel:999");
  await phone.getByRole("link", { name: "Leave this page" }).waitFor();
  assert.doesNotMatch(await phone.title(), /telling|concern|safe/i, "the tab's title says nothing about it");
  await look(phone, "phone concern");
}

/** Goes on after the concern to the end of the check-in, and checks that the phone keeps none of it. */
export async function finish(world) {
  const { phone } = world;
  await phone.getByRole("button", { name: "Go on" }).tap();
  await turned(phone, "Thank you for telling us");
  const words = "I made a cake with my brother";
  const rest = (question) => (/good thing|anything else/i.test(question) ? words : /feel safe/.test(question) ? "Yes" : undefined);
  const asked = await answer(phone, rest, undefined, lookAtEachKind);
  assert.ok(asked.some((question) => /good thing|anything else/i.test(question)), `own words are asked for: ${asked.join(" | ")}`);
  assert.equal((await here(phone)).kind, "end");
  await look(phone, "phone review");
  await phone.getByRole("button", { name: "Send my answers" }).tap();
  await phone.getByText("We have got your answers").waitFor();
  await offersAWayBack(phone);
  await keepsNothing(phone, words);
}

/** Once, after the first of them, there is a way to come back by oneself. Who does not want it now is not asked again soon. */
async function offersAWayBack(phone) {
  const offer = phone.locator("section.card", { has: phone.getByRole("heading", { name: "What if you lose your phone?" }) });
  await offer.waitFor();
  await look(phone, "phone thank you");
  await offer.getByRole("button", { name: "Not now" }).tap();
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
  const { times, last } = await phone.evaluate(() => JSON.parse(localStorage.getItem("ways-asked")));
  assert.equal(times, 1);
  assert.ok(Date.now() - last < 60_000, "it is remembered when");
}

/** What is sent is gone from the phone: from what is readable, and from what only the page can decrypt. */
async function keepsNothing(phone, words) {
  const kept = await phone.evaluate(async () => {
    const vault = await import("/phone/vault.js");
    const names = await vault.names();
    const values = await Promise.all(names.map((name) => vault.recall(name)));
    const raw = [];
    for (const { name } of await indexedDB.databases()) raw.push(...(await dump(name)));
    return { names, values: JSON.stringify(values), raw: raw.join(" "), local: JSON.stringify({ ...localStorage, ...sessionStorage }) };

    async function dump(name) {
      const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
      const database = await done(indexedDB.open(name));
      const texts = [];
      for (const store of database.objectStoreNames) {
        for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
          texts.push(JSON.stringify(value), ...Object.values(value).filter((part) => part instanceof ArrayBuffer).map((part) => new TextDecoder().decode(part)));
        }
      }
      database.close();
      return texts;
    }
  });
  assert.deepEqual(kept.names.filter((name) => name.startsWith("draft:")), [], "no answer waits");
  for (const where of ["values", "raw", "local"]) {
    for (const told of [words, "not_safe", "feel_safe"]) assert.ok(!kept[where].includes(`"${told}"`) && !kept[where].includes(words), `${told} is kept in ${where}`);
  }
}
