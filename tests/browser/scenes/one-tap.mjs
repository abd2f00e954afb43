// Answering from a notification. The message is real, the phone's own service worker shows it, and the browser keeps what is
// shown. Only the finger is played: no browser lets a test tap a notification, so the worker gets the event that a tap makes,
// and what it may do after a tap of a finger alone, opening a page and bringing one to the front, is written down instead.
import assert from "node:assert/strict";
import { here, turned } from "../answering.mjs";
import { look, lookEveryWay } from "../look.mjs";
import { pause } from "../product.mjs";
import { until } from "../until.mjs";
import { linkIn } from "./council.mjs";
import { about, birthday } from "./invitation.mjs";
import { byHand, shown, standIn, subscribe } from "./prompt.mjs";

const NONE = async () => {};

export async function oneTap(world) {
  const [same, , , changed, unsent] = world.pulses;
  await nothingNew(world, same);
  await somethingChanged(world, changed);
  await neverLost(world, unsent);
}

/** Somebody whose phone shows a message that can be answered. */
async function ready(world, person, name) {
  const phone = await world.browser.phone(name);
  const push = await standIn(world, phone);
  await phone.goto(linkIn(await world.product.must("invite", person.id, "--partnership", "derbyshire")));
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(phone, person);
  await about(phone, NONE);
  const key = await subscribe(phone, NONE);
  await finishes(phone, "welcome");
  await phone.evaluate(() => navigator.serviceWorker.ready);
  const sent = push.next();
  await byHand(world, person);
  const payload = push.read(await sent, key);
  push.stop();
  assert.deepEqual(payload.notification.actions.map(({ title }) => title), ["Nothing new", "Something changed"]);
  const [worker] = phone.context().serviceWorkers();
  await worker.evaluate(() => {
    self.opened = [];
    self.told = [];
    const show = registration.showNotification.bind(registration);
    registration.showNotification = async (title, options) => {
      await show(title, options);
      told.push(`${options.body} ${(options.actions ?? []).map((action) => action.title).join(", ")}`);
      // Taken here: a browser without a screen may soon think that nothing is shown.
      [self.latest = self.latest] = await registration.getNotifications();
    };
    clients.openWindow = async (address) => {
      opened.push(address);
      if (self.refusesWindows) throw new DOMException("Not allowed to open a window.", "InvalidAccessError");
      for (;;) {
        const [page] = await clients.matchAll({ type: "window" });
        if (page) return page;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    WindowClient.prototype.focus = async function focus() {
      opened.push("focus");
      return this;
    };
  });
  return { phone, payload, worker, person };
}

/** The first questions come with joining: they are over, and what is left is what the message is about. */
async function finishes(phone, kind) {
  const status = await phone.evaluate(async (kind) => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    const { id } = check_ins.find((checkIn) => checkIn.kind === kind);
    const headers = { "content-type": "application/json", "x-requested-with": "throughline" };
    const body = JSON.stringify({ source: "self", reading: "plain", finished: true, answers: [] });
    return (await fetch(`/young-person/v1/check-ins/${id}/answers`, { method: "PUT", headers, body })).status;
  }, kind);
  assert.equal(status, 200);
}

/** The message comes, and somebody taps it. */
async function tap(one, action = "") {
  await shown(one.phone, one.payload);
  return press(one, action);
}

/** Taps the message that is shown: a button of it, or the message itself. Says what opened, and what is shown then. */
function press({ worker }, action = "") {
  return worker.evaluate(async (action) => {
    opened.length = told.length = 0;
    const notification = latest;
    const event = new NotificationEvent("notificationclick", { notification, action });
    let work;
    // Only an event of the browser's own can be made to last.
    event.waitUntil = (promise) => (work = promise);
    dispatchEvent(event);
    await work;
    const left = await registration.getNotifications();
    return { opened: [...opened], left: left.length, told: [...told] };
  }, action);
}

/** What the service has of the short check-in: the answer to the question, if there is one. */
function answered(phone) {
  return phone.evaluate(async () => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    const { steps, answers } = check_ins.find(({ kind }) => kind === "pulse");
    const { key } = steps.find(({ question }) => question === "same_as_before");
    return answers.find((answer) => answer.key === key)?.codes;
  });
}

/** "Nothing new" is one tap and no more. The same message once more is over, and the page says so. */
async function nothingNew(world, person) {
  const one = await ready(world, person, "one tap");
  const { phone } = one;
  assert.equal(await answered(phone), undefined);
  assert.deepEqual(await tap(one, "same"), { opened: [], left: 0, told: [] }, "nothing opens, and the message is gone");
  assert.deepEqual(await answered(phone), ["same"]);
  phone.context().expected.add(404);
  assert.deepEqual((await tap(one, "changed")).opened, ["focus"]);
  await phone.getByRole("heading", { name: "That message is over" }).waitFor();
  await lookEveryWay(phone, "phone message over");
  assert.deepEqual(await answered(phone), ["same"], "and changes nothing");
  await phone.context().close();
}

/** A tap on the message opens the question, and "Something changed" opens what comes after it. */
async function somethingChanged(world, person) {
  const one = await ready(world, person, "something changed");
  const { phone, payload, worker } = one;
  assert.deepEqual(await tap(one), { opened: ["focus"], left: 0, told: [] });
  await alone(phone);
  const { heading } = await here(phone);
  assert.match(heading, /Chesterfield College/, "it is the question that the message is about");
  await look(phone, "phone question of a message");
  // No page is open: one comes.
  await shown(phone, payload);
  await phone.goto("about:blank");
  const pressed = press(one, "changed");
  while ((await worker.evaluate(() => opened.length)) === 0) await pause(50);
  await phone.goto(`${world.product.url}/phone/`);
  assert.deepEqual((await pressed).opened, [`${world.product.url}/phone/`]);
  assert.deepEqual(await answered(phone), ["changed"]);
  await phone.getByRole("heading", { level: 1, name: "What do you do in the week now?" }).waitFor();
  await phone.context().close();
}

/** Says that nobody helps, which is asked before anything else, and goes on. */
async function alone(phone) {
  await phone.getByRole("heading", { level: 1, name: "Who is answering today?" }).waitFor();
  await pause(320);
  await phone.getByText("Me, on my own").tap();
  await turned(phone, "Who is answering");
}

/** Offline the tap is kept and the page says so; and if no page can be opened, the message comes back. */
async function neverLost(world, person) {
  const one = await ready(world, person, "tap without a signal");
  const { phone, payload, worker } = one;
  await shown(phone, payload);
  await phone.goto("about:blank");
  await phone.context().setOffline(true);
  await worker.evaluate(() => (self.refusesWindows = true));
  const back = ["That was not sent. Tap again when you are online. Nothing new, Something changed"];
  assert.deepEqual((await press(one, "same")).told, back);
  await worker.evaluate(() => (self.refusesWindows = false));
  await phone.goto(`${world.product.url}/phone/`);
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
  assert.deepEqual(await press(one, "same"), { opened: ["focus"], left: 0, told: [] });
  await phone.getByRole("heading", { name: "Not sent yet" }).waitFor();
  await phone.getByText("You tapped “Nothing new”. It is saved on this phone.").waitFor();
  await lookEveryWay(phone, "phone tap not sent");
  await phone.getByRole("button", { name: "Try again" }).tap();
  await phone.getByRole("heading", { name: "Not sent yet" }).waitFor();
  // The phone is switched off in between.
  await phone.goto("about:blank");
  await phone.goto(`${world.product.url}/phone/`);
  await until(phone, async () => (await (await import("/phone/vault.js")).recall("taps"))?.length === 1);
  await phone.context().setOffline(false);
  await until(phone, async () => !(await (await import("/phone/vault.js")).names()).includes("taps"));
  assert.deepEqual(await answered(phone), ["same"]);
  await phone.context().close();
}
