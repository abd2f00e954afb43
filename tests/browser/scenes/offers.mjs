// When we ask next and why; being asked more often or less, which nobody has to want; and what changed because of what
// young people said.
import assert from "node:assert/strict";
import { home } from "../answering.mjs";
import { furtherOn } from "../council.mjs";
import { look, lookEveryWay } from "../look.mjs";
import { until } from "../until.mjs";
import { linkIn } from "./council.mjs";
import { about, birthday } from "./invitation.mjs";
import { comeIn as setUp } from "./staff.mjs";

const DAY_MS = 24 * 3600 * 1000;
/** Somebody who is looking for work. */
const LOOKING = 619;
const SAID = { plain: "Buses to college <b>never</b> come on time.", easy: "Buses to college are late." };
const DID = { plain: "From September there is a second bus at ten past eight.", easy: "There is a second bus.\nIt comes at 8:10 am." };

export async function offers(world) {
  await moreOften(world);
  await lessOften(world);
  await whatChanged(world);
}

async function comeIn({ browser, product }, person, name) {
  const phone = await browser.phone(name);
  await phone.goto(linkIn(await product.must("invite", person.id, "--partnership", "derbyshire")));
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(phone, person);
  await about(phone, async () => {});
  return phone;
}

/** Opens the page from the first one. */
async function why({ product }, phone) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "Why then?" }).tap();
  await phone.getByRole("heading", { level: 1, name: "When we ask next" }).waitFor();
}

/** Who lost a place is offered more. A no changes nothing, a yes brings the next check-in nearer. */
async function moreOften(world) {
  const [, no, yes] = world.pulses;
  const one = await comeIn(world, no, "says no");
  await why(world, one);
  await one.getByText(/^We will next ask on \d+ \w+, because it is the usual time/).waitFor();
  assert.equal(await one.getByRole("button", { name: "Yes please" }).count(), 0, "nothing is offered while all is well");
  await look(one, "phone why then");
  await loses(world, no);
  await why(world, one);
  const usual = await next(one);
  await lookEveryWay(one, "phone offer more often");
  await one.context().setOffline(true);
  await one.getByRole("button", { name: "No thank you" }).tap();
  await one.getByRole("alert").filter({ hasText: "nothing has changed" }).waitFor();
  await one.context().setOffline(false);
  await one.getByRole("button", { name: "No thank you" }).tap();
  await told(one, "That is fine. It stays as it is.");
  await look(one, "phone offer refused");
  assert.equal(await next(one), usual);
  await why(world, one);
  await one.getByText(/^We will next ask on/).waitFor();
  assert.equal(await one.getByRole("button", { name: "Yes please" }).count(), 0, "nobody is asked twice");
  await one.context().close();

  const other = await comeIn(world, yes, "says yes");
  await loses(world, yes);
  await why(world, other);
  await other.getByRole("heading", { name: "Would you like us to ask more often for a while?" }).waitFor();
  await other.getByRole("button", { name: "Yes please" }).tap();
  await told(other, "For eight weeks we ask you every two weeks.");
  await other.getByText(/because you said yes to a few questions every two weeks/).waitFor();
  await lookEveryWay(other, "phone offer taken");
  const { on, because } = await asked(other);
  assert.equal(because, "closer");
  assert.ok(Date.parse(on) - Date.now() <= 14 * DAY_MS, `it is soon: ${on}`);
  await other.context().close();
}

/** The worker records that somebody is out of college since today. */
async function loses({ worker }, { id }) {
  const status = await worker.evaluate(async ([id, code]) => {
    const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
    const headers = { "content-type": "application/json", "x-requested-with": "throughline" };
    const body = JSON.stringify({ code, started_on: today, verified_on: today, review_on: today });
    return (await fetch(`/worker/v1/people/${id}/destinations/${crypto.randomUUID()}`, { method: "PUT", headers, body })).status;
  }, [id, LOOKING]);
  assert.equal(status, 200);
}

/** For whom two longer check-ins brought nothing new, it may be less. It is offered where they thank you for the second. */
async function lessOften(world) {
  const { product } = world;
  const steady = world.people.slice(5).find(({ name }) => !name.endsWith("Nine"));
  const phone = await comeIn(world, steady, "nothing new");
  await answers(phone);
  await product.must("import", furtherOn(product.folder, steady.name, 3), "--partnership", "derbyshire");
  await product.stop();
  await product.serve();
  await answers(phone, false);
  const offer = phone.locator("section.card", { has: phone.getByRole("heading", { name: "Would you like us to ask less often?" }) });
  await offer.getByRole("link", { name: "Have a look" }).waitFor();
  await look(phone, "phone thank you with an offer");
  await offer.getByRole("link", { name: "Have a look" }).tap();
  await offer.getByRole("button", { name: "Yes please" }).waitFor();
  await lookEveryWay(phone, "phone offer less often");
  await phone.getByRole("button", { name: "Yes please" }).tap();
  await told(phone, "We will ask you less often.");
  await phone.getByText(/because you chose to be asked less often/).waitFor();
  await look(phone, "phone offer of less taken");
  await phone.getByRole("link", { name: "When we ask you" }).tap();
  assert.ok(await phone.getByLabel("Less often").isChecked(), "it is the same choice as in settings, and can be taken back there");
  await phone.context().close();
}

/** Answers one question of the longer check-in that is open, and finishes it: at once, or on its last page. */
async function answers(phone, finished = true) {
  await until(phone, async () => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    return check_ins.some(({ kind, state }) => kind === "core" && state === "open");
  });
  const { id, status } = await phone.evaluate(async (finished) => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    const { id, steps } = check_ins.find(({ kind, state }) => kind === "core" && state === "open");
    const { key, options } = steps.find(({ question }) => question === "friends_feel");
    const said = { key, codes: [options[0].code], answered_at: new Date().toISOString() };
    const headers = { "content-type": "application/json", "x-requested-with": "throughline" };
    const body = JSON.stringify({ source: "self", reading: "plain", finished, answers: [said] });
    return { id, status: (await fetch(`/young-person/v1/check-ins/${id}/answers`, { method: "PUT", headers, body })).status };
  }, finished);
  assert.equal(status, 200);
  if (finished) return;
  await phone.reload();
  await phone.getByRole("button", { name: "Carry on" }).waitFor();
  await phone.evaluate((id) => history.replaceState({ view: "review", id }, ""), id);
  await phone.reload();
  await phone.getByRole("button", { name: "Send my answers" }).tap();
  await phone.getByText("We have got your answers").waitFor();
}

/** Nothing, then two things, the latest first, in the words of each way of reading. */
async function whatChanged(world) {
  const { phone } = world;
  await changes(world, phone);
  await phone.getByText("Nothing to show yet").waitFor();
  await lookEveryWay(phone, "phone changes none");
  const administrator = await world.browser.desk("administrator");
  await setUp(administrator, world.links.administrator);
  const today = new Date().toISOString().slice(0, 10);
  await tells(administrator, { said: "Forms are long.", said_easy: "Forms are long.", did: "The form is one page now.", did_easy: "The form is short now.", done_on: "2026-01-31" });
  await tells(administrator, { said: SAID.plain, said_easy: SAID.easy, did: DID.plain, did_easy: DID.easy, done_on: today });
  await administrator.context().close();
  await changes(world, phone);
  await phone.getByText(SAID.plain).waitFor();
  const cards = phone.locator("main section.card");
  assert.equal(await cards.count(), 2);
  assert.match(await cards.last().innerText(), /Done on 31 January/);
  await lookEveryWay(phone, "phone changes");
  await phone.getByRole("button", { name: "Easy read" }).tap();
  await phone.getByText(SAID.easy).waitFor();
  assert.equal(await phone.getByText("second bus at ten past eight").count(), 0);
  await phone.getByRole("button", { name: "Plain words" }).tap();
  await phone.context().setOffline(true);
  await phone.reload();
  await phone.getByText("You are offline, so we cannot show this now").waitFor();
  await look(phone, "phone changes offline");
  await phone.context().setOffline(false);
}

async function changes({ product }, phone) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "You said, we did" }).tap();
  await phone.getByRole("heading", { level: 1, name: "You said, we did" }).waitFor();
}

/** The partnership tells what changed. */
async function tells(page, change) {
  const status = await page.evaluate(async (change) => {
    const headers = { "content-type": "application/json", "x-requested-with": "throughline" };
    return (await fetch(`/admin/v1/improvements/${crypto.randomUUID()}`, { method: "PUT", headers, body: JSON.stringify(change) })).status;
  }, change);
  assert.equal(status, 200);
}

/** What comes next, as the page says it. */
function next(phone) {
  return phone.getByText(/^We will next ask on/).innerText();
}

/** What comes next, as the service says it. */
async function asked(phone) {
  const { next } = await phone.evaluate(async () => (await fetch("/young-person/v1/me/offers")).json());
  return next;
}

/** The page says what came of it, to the eye and to the ear. */
async function told(phone, words) {
  await phone.locator("main .notice--good").filter({ hasText: words }).waitFor();
  await phone.locator("#said").filter({ hasText: words }).waitFor({ state: "attached" });
}
