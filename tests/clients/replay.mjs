// Tells the stories of mobile-contract/exchanges to the app of mobile-contract/clients. A stand-in for the service answers
// as they say, and holds what the app sends against the document.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bodyValidator } from "./document.mjs";

const EXCHANGES = new URL("../../mobile-contract/exchanges/", import.meta.url);
const BASE = "https://throughline.example";
const VOICE = { source: "self", reading: "plain" };
const OFFLINE = "offline";

/** @param {string} built the address of the app @returns {Promise<string[]>} what was told */
export async function replay(built) {
  const { App, SignedOut } = await import(built);
  const { screen } = await import(new URL("questions.js", built));
  const stories = { gettingIn, asking, withoutSignal, lostReply, stayingIn, refusals, unknownValues };
  const told = [];
  for (const story of Object.values(stories)) told.push(await story({ App, SignedOut, screen }));
  return told;
}

async function gettingIn({ App }) {
  const { app, service, safe } = await start(App, {});
  service.says("01-sign-in", 0, 1, 2, 3);
  assert.equal(await app.tryCode("0000 0000"), false);
  assert.equal(await app.tryCode("1234 5678"), true);
  assert.equal(await app.signIn("1234 5678", { day: 7, month: 8 }, false), false);
  assert.equal(await app.signIn("1234 5678", { day: 7, month: 9 }, false), true);
  assert.match(safe.get("tokens"), /"refresh_token":"refresh_token"/);
  service.says("01-sign-in", 6);
  await app.signOut();
  assert.equal(safe.size, 0);
  service.isDone();
  return "gets in with a code, and leaves";
}

async function asking({ App, screen }) {
  const { app, service } = await start(App);
  service.says("02-sync-and-answer", 0, 1);
  const [checkIn] = (await app.sync()).check_ins;
  await app.sync();
  assert.equal(service.last.headers["If-None-Match"], "etag");
  const keys = () => app.questions(checkIn).map(({ key }) => key);
  assert.deepEqual(keys(), ["who_answering", "activity_group", "feel_week", "want_contact"]);
  const step = (key) => checkIn.steps.find((each) => each.key === key);
  assert.equal(screen(step("activity_group"), "easy").layout, "choose");
  service.says("02-sync-and-answer", 2);
  await app.answer(checkIn, step("activity_group"), { codes: ["learning"] }, VOICE);
  assert.deepEqual(keys(), ["who_answering", "activity_group", "learning_type", "activity_going", "feel_week", "want_contact"]);
  service.says("02-sync-and-answer", 4, 5);
  assert.equal((await app.finish(checkIn, VOICE)).waiting, false);
  assert.equal(service.last.body.finished, true);
  assert.deepEqual((await app.sync()).check_ins, []);
  service.isDone();
  return "fetches, asks what applies, and finishes";
}

async function withoutSignal({ App }) {
  const { app, service, safe } = await start(App);
  service.says("02-sync-and-answer", 0);
  const [checkIn] = (await app.sync()).check_ins;
  const [feel, contact] = ["feel_week", "want_contact"].map((key) => checkIn.steps.find((each) => each.key === key));
  service.is(OFFLINE, OFFLINE, OFFLINE);
  await app.answer(checkIn, feel, { codes: ["good"] }, VOICE);
  await app.answer(checkIn, contact, { skipped: true }, VOICE);
  assert.equal((await app.answer(checkIn, feel, { codes: ["ok"] }, VOICE)).waiting, true);
  // The phone is switched off and on.
  const again = await App.open(vault(safe), BASE, service.fetch, clock());
  assert.equal(again.latest.check_ins.length, 1);
  service.says("03-answer-offline-and-resend", 1);
  assert.equal((await again.send()).waiting, false);
  assert.deepEqual(service.last.body.answers.map(({ key, codes, skipped }) => codes ?? [key, skipped]), [["want_contact", true], ["ok"]]);
  await again.send();
  service.isDone();
  return "answers without a signal, and sends when there is one";
}

async function lostReply({ App }) {
  const { app, service } = await start(App);
  service.says("02-sync-and-answer", 0);
  const [checkIn] = (await app.sync()).check_ins;
  service.is(OFFLINE);
  await app.answer(checkIn, checkIn.steps.at(-1), { codes: ["yes"] }, VOICE);
  const first = service.last.body;
  service.says("03-answer-offline-and-resend", 3);
  await app.send();
  assert.deepEqual(service.last.body, first);
  service.isDone();
  return "sends the same again when a reply is lost";
}

async function stayingIn({ App, SignedOut }) {
  const { app, service, safe } = await start(App);
  service.says("04-refresh", 1).is(OFFLINE).says("04-refresh", 3).says("02-sync-and-answer", 0);
  await app.sync();
  assert.equal(service.last.headers.Authorization, "Bearer access_token_3");
  service.says("04-refresh", 1, 5);
  await assert.rejects(app.sync(), SignedOut);
  assert.equal(safe.size, 0);
  service.isDone();
  return "swaps its tokens, and forgets everything when it is signed out";
}

async function refusals({ App }) {
  const { app, service } = await start(App);
  service.says("02-sync-and-answer", 0);
  const [checkIn] = (await app.sync()).check_ins;
  const [who, group, feel] = ["who_answering", "activity_group", "feel_week"].map((key) => checkIn.steps.find((each) => each.key === key));
  service.is(OFFLINE, OFFLINE);
  await app.answer(checkIn, feel, { codes: ["good"] }, VOICE);
  await app.answer(checkIn, who, { codes: ["splendid"] }, VOICE);
  service.says("06-errors", 4).says("03-answer-offline-and-resend", 1);
  const { refused, waiting } = await app.answer(checkIn, group, { codes: ["learning"] }, VOICE);
  assert.deepEqual([refused.map(({ key }) => key), waiting], [["who_answering", "activity_group"], false]);
  assert.deepEqual(service.last.body.answers.map(({ key }) => key), ["feel_week"]);
  service.says("03-answer-offline-and-resend", 8);
  assert.equal((await app.answer(checkIn, feel, { codes: ["ok"] }, VOICE)).refused.length, 1);
  assert.equal((await app.send()).waiting, false);
  service.isDone();
  return "gives up only what is refused";
}

async function unknownValues({ App, screen }) {
  const { app, service } = await start(App);
  service.says("02-sync-and-answer", 0);
  const [checkIn] = (await app.sync()).check_ins;
  service.says("08-unknown-values", 2);
  const { pages } = await app.answer(checkIn, checkIn.steps[0], { codes: ["me"] }, VOICE);
  assert.deepEqual(pages, ["a_page_of_tomorrow"]);
  assert.deepEqual(screen({ ...checkIn.steps[0], kind: "drawing" }, "plain"), { layout: "elsewhere", heading: "Who is answering today?" });
  service.isDone();
  return "goes on when a later version says something new";
}

/** An app on a phone of its own, with tokens unless it is told otherwise. */
async function start(App, kept = { tokens: JSON.stringify({ access_token: "access_token", refresh_token: "refresh_token", access_expires_at: "" }) }) {
  const safe = new Map(Object.entries(kept));
  const service = standIn();
  return { app: await App.open(vault(safe), BASE, service.fetch, clock()), service, safe };
}

function vault(safe) {
  return { read: async (name) => safe.get(name), write: async (name, text) => void safe.set(name, text), empty: async () => safe.clear() };
}

/** A clock that goes on by a second each time somebody looks. */
function clock() {
  let now = Date.parse("2026-10-07T08:00:00Z");
  return () => new Date((now += 1000));
}

/** Answers with what it was told to say, in that order, and remembers what it was asked last. */
function standIn() {
  const script = [];
  const service = {
    last: undefined,
    says(story, ...which) {
      const { exchanges } = JSON.parse(readFileSync(new URL(`${story}.json`, EXCHANGES), "utf8").replace(/\{(\w+)\}/g, "$1"));
      script.push(...which.map((each) => exchanges[each]));
      return service;
    },
    is(...events) {
      script.push(...events);
      return service;
    },
    isDone: () => assert.deepEqual(script, [], "everything was asked for"),
    async fetch(url, { method, headers, body }) {
      service.last = { headers, body: body && JSON.parse(body) };
      const next = script.shift();
      if (next === OFFLINE) throw new TypeError("there is no signal");
      const { pathname } = new URL(url);
      assert.ok(next, `${method} ${pathname} was not expected`);
      // A token runs out whatever it is used for. Everything else is an answer to one request.
      if (next.response.status !== 401) assert.equal(`${method} ${pathname}`, `${next.request.method} ${next.request.path}`);
      assert.deepEqual(bodyValidator(method, pathname)(service.last.body), []);
      return answer(next.response);
    },
  };
  return service;
}

function answer({ status, headers = {}, body, part }) {
  const json = body ?? (part && { answers: [], late: false, pages: [], received_at: "2026-10-07T08:00:00Z", state: "open", ...part });
  const type = status < 400 ? "application/json; charset=utf-8" : "application/problem+json";
  return new Response(json && JSON.stringify(json), { status, headers: { ...headers, ...(json && { "Content-Type": type }) } });
}
