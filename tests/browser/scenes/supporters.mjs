// A young person asks somebody to help, who answers together with them, and is out the moment they are taken off the list.
import assert from "node:assert/strict";
import { answer, home } from "../answering.mjs";
import { look, lookEveryWay } from "../look.mjs";
import { until } from "../until.mjs";
import { open } from "./invitation.mjs";

/** What only the young person is asked. */
const FOR_THEM_ALONE = /worrying you|feel safe|felt this week|OK to leave you a message/;

export async function supporters(world) {
  const link = await asksForHelp(world);
  const helper = await comesIn(world, link);
  await answersTogether(world, helper);
  await bothSidesSeeIt(world);
  await isTakenOffTheList(world, helper);
}

/** Two taps from the first page. */
async function people({ phone, product }) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "Settings" }).tap();
  await phone.getByRole("link", { name: "People who help me" }).tap();
  await phone.getByRole("heading", { level: 1, name: "People who help me" }).waitFor();
}

async function asksForHelp(world) {
  const { phone } = world;
  await people(world);
  await phone.getByText(/^Nobody helps you here yet/).waitFor();
  await lookEveryWay(phone, "phone supporters none");
  await mustBeThem(phone);
  await phone.getByRole("button", { name: "Ask someone to help" }).tap();
  await lookEveryWay(phone, "phone supporter new");
  await phone.getByRole("button", { name: "Make a link" }).tap();
  await phone.getByText("Write what you call them").waitFor();
  await phone.getByText("Choose who they are").waitFor();
  await look(phone, "phone supporter missing");
  await phone.getByLabel("What do you call them?").fill("Rosa <b>Mum</b>");
  await phone.getByLabel("Parent, carer or family").check();
  for (const name of ["helps", "gets_reminders", "sees_goals"]) {
    const box = phone.locator(`input[name=${name}]`);
    assert.equal(await box.isChecked(), false, `${name} is off until it is tapped`);
    await box.check();
  }
  await isAskedMeanwhile(phone);
  await outlivesAReload(phone);
  await phone.getByRole("button", { name: "Make a link" }).tap();
  await phone.getByRole("heading", { level: 1, name: "A link for Rosa <b>Mum</b>" }).waitFor();
  await phone.getByRole("img", { name: /camera/ }).waitFor();
  await look(phone, "phone supporter link");
  const link = await phone.locator("p.link").innerText();
  assert.match(link, /\/phone\/helping#help=sk_/);
  await phone.getByRole("button", { name: "Done" }).tap();
  await phone.getByText(/^The link has not been used yet/).waitFor();
  await phone.goForward().catch(() => undefined);
  assert.ok(!(await phone.locator("main").innerText()).includes("sk_"), "a link is shown once");
  return link;
}

/** What is half written about somebody is there after a reload, and when the page is opened anew. */
async function outlivesAReload(phone) {
  await until(phone, async () => (await (await import("/phone/vault.js")).recall("wishes"))?.supporter?.sees_goals);
  const name = phone.getByLabel("What do you call them?");
  const same = async () => {
    await name.waitFor();
    assert.equal(await name.inputValue(), "Rosa <b>Mum</b>");
    assert.ok(await phone.getByLabel("Parent, carer or family").isChecked());
    assert.equal(await phone.locator("main input[type=checkbox]:checked").count(), 3);
  };
  await phone.reload();
  await same();
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("button", { name: "Ask someone to help" }).tap();
  await same();
}

const PROOF = "**/young-person/v1/me/proof";
const LATER = { ways: [], contacts: [], may_add: false, can_add: ["mobile"] };

/** On a later day whoever holds the phone is asked whether it is theirs, before anything is typed; somebody with no way to show it is told whom to ask. */
async function mustBeThem(phone) {
  await phone.route(PROOF, (route) => route.fulfill({ json: LATER }));
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("link", { name: "People who help me" }).tap();
  await phone.getByRole("button", { name: "Ask someone to help" }).tap();
  await phone.getByRole("heading", { level: 1, name: "Is it you?" }).waitFor();
  await phone.getByText(/^You are letting someone help you/).waitFor();
  await phone.getByText(/for a new link. On the day that you use the link/).waitFor();
  await lookEveryWay(phone, "phone supporter is it you");
  await phone.unroute(PROOF);
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("heading", { level: 1, name: "People who help me" }).waitFor();
}

/** Whoever takes long is asked again, and goes on where they were: what was typed and chosen is still there. */
async function isAskedMeanwhile(phone) {
  const refusal = { type: "/problems/step-up-needed", title: "Show that it is you", status: 403 };
  const proven = { ...LATER, proven_until: new Date(Date.now() + 600_000).toISOString() };
  phone.context().expected.add(403);
  await phone.route("**/me/supporters/*", (route) => route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(refusal) }), { times: 1 });
  await phone.route(PROOF, (route) => route.fulfill({ json: proven }), { times: 1 });
  await phone.getByRole("button", { name: "Make a link" }).tap();
  await phone.getByRole("button", { name: "Continue" }).tap();
  assert.equal(await phone.getByLabel("What do you call them?").inputValue(), "Rosa <b>Mum</b>");
  assert.ok(await phone.locator("input[name=helps]").isChecked());
  phone.context().expected.delete(403);
}

async function comesIn({ browser, product, dev }, link) {
  const helper = await browser.phone("supporter");
  // Before anybody has a link, there is nothing to see.
  helper.context().expected.add(401);
  await helper.goto(`${product.url}/phone/helping`);
  await helper.getByRole("heading", { name: "This phone helps nobody now" }).waitFor();
  await lookEveryWay(helper, "supporter out");
  await home(helper, link);
  await helper.getByRole("heading", { name: "Someone has asked you to help them" }).waitFor();
  assert.ok(!helper.url().includes("help="), "the token is gone from the address");
  await lookEveryWay(helper, "supporter invited");
  await helper.getByRole("button", { name: "Yes, I will help" }).tap();
  await helper.getByRole("heading", { level: 1, name: `You help ${dev.first}` }).waitFor();
  helper.context().expected.delete(401);
  await lookEveryWay(helper, "supporter home");
  helper.context().expected.add(404);
  await home(helper, link);
  await helper.getByText("This phone helps").waitFor();
  await helper.getByRole("button", { name: "Yes, I will help" }).tap();
  await helper.getByText(/^This link does not work/).waitFor();
  helper.context().expected.delete(404);
  return helper;
}

async function answersTogether({ dev }, helper) {
  await helper.getByRole("link", { name: `What ${dev.first} wants` }).tap();
  await helper.getByText(/has not written any goals/).waitFor();
  await look(helper, "supporter goals");
  await helper.getByRole("button", { name: "Back" }).tap();
  await helper.getByRole("button", { name: "Start" }).last().tap();
  await helper.getByRole("heading", { name: "How do you answer?" }).waitFor();
  await lookEveryWay(helper, "supporter how");
  await helper.waitForTimeout(320);
  await helper.getByRole("button", { name: "We answer together" }).tap();
  await helper.getByText("Question 1", { exact: true }).waitFor();
  await helper.waitForTimeout(320);
  await lookEveryWay(helper, "supporter question");
  await helper.waitForTimeout(320);
  const isOver = ({ heading }) => heading === "Thank you";
  const asked = await answer(helper, (question) => (/where you live/.test(question) ? "OK" : undefined), isOver);
  assert.ok(asked.some((question) => /where you live/.test(question)), asked.join(" | "));
  for (const question of asked) assert.doesNotMatch(question, FOR_THEM_ALONE);
  await lookEveryWay(helper, "supporter thank you");
  const kept = await helper.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  assert.deepEqual(kept, [], "nothing of it is kept on the phone");
}

/** The young person can still answer, and sees what was answered; so do staff, with whose words they are. */
async function bothSidesSeeIt(world) {
  const { phone, product, worker, dev } = world;
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("button", { name: "Carry on" }).waitFor();
  const checkIns = await phone.evaluate(async () => (await (await fetch("/young-person/v1/sync")).json()).check_ins);
  const said = checkIns.flatMap(({ answers }) => answers).find(({ key }) => key === "home_feel");
  assert.deepEqual([said.codes, said.by_supporter], [["ok"], true]);
  await open(worker, dev.name);
  await worker.getByRole("heading", { name: "People who help them" }).waitFor();
  await worker.getByText("Rosa <b>Mum</b>", { exact: true }).waitFor();
  await worker.getByText("Sent by Rosa <b>Mum</b>, Parent, carer or family").first().waitFor();
  await look(worker, "worker person with supporter");
}

async function isTakenOffTheList(world, helper) {
  const { phone } = world;
  await people(world);
  await phone.getByText(/^Helping since/).waitFor();
  await lookEveryWay(phone, "phone supporters");
  await phone.getByRole("button", { name: /^Change/ }).tap();
  await phone.locator("input[name=sees_goals]").uncheck();
  await look(phone, "phone supporter change");
  await phone.getByRole("button", { name: "Save" }).tap();
  await phone.getByText(/^Done. It counts from now on/).first().waitFor();
  await helper.reload();
  await helper.getByRole("heading", { level: 1, name: /^You help/ }).waitFor();
  assert.equal(await helper.getByRole("link", { name: /wants$/ }).count(), 0, "what is switched off is gone at once");
  await phone.getByRole("button", { name: /^Take Rosa/ }).tap();
  await phone.getByRole("heading", { level: 1, name: /^Take Rosa/ }).waitFor();
  await lookEveryWay(phone, "phone supporter remove");
  await phone.getByRole("button", { name: "Yes, take them off" }).tap();
  await phone.getByText(/is off your list/).first().waitFor();
  helper.context().expected.add(401);
  await helper.getByRole("button", { name: "Start" }).last().tap();
  await helper.waitForTimeout(320);
  await helper.getByRole("button", { name: /^I answer for/ }).tap();
  await helper.getByRole("heading", { name: "This phone helps nobody now" }).waitFor();
  await helper.context().close();
}
