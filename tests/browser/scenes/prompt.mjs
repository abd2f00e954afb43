// Real Web Push. No phone maker can be reached from here, so one call of the browser is replaced: the one that asks a phone
// maker for an address. It gives the address of a stand-in instead. Everything else is as it is: the page subscribes, the
// product encrypts, signs and sends, and the phone's own service worker shows what came.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { PushService } from "../push-service.mjs";
import { until } from "../until.mjs";
import { notNow } from "./in-charge.mjs";
import { about, birthday, invite, open } from "./invitation.mjs";

/** Makes a phone ready for the stand-in, before its first page. */
export async function preparePhone(world) {
  world.push = await standIn(world, world.phone);
}

/** Starts a stand-in for a phone maker, and makes a phone ready for it, before its first page. */
export async function standIn({ browser }, phone) {
  const push = await PushService.start();
  await phone.context().grantPermissions(["notifications"], { origin: browser.origin });
  await phone.addInitScript((subscription) => {
    PushManager.prototype.subscribe = async function subscribe({ applicationServerKey }) {
      window.subscribedWith = applicationServerKey;
      return { ...subscription, toJSON: () => subscription, unsubscribe: async () => true };
    };
  }, push.subscription);
  return push;
}

export async function prompt(world) {
  const { phone, push } = world;
  // Amina has answered everything; somebody else's check-in is still open.
  const dev = (world.dev = world.people[1]);
  await open(world.worker, dev.name);
  const link = await invite(world.worker, async () => {});
  await phone.goto("about:blank");
  await phone.goto(link);
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(phone, dev);
  await about(phone, async () => {});
  const key = await subscribe(phone);
  await notNow(world);
  const sent = push.next();
  await byHand(world, dev);
  const payload = push.read(await sent, key);
  for (const told of [dev.name, dev.first, "Walker", "college"]) assert.ok(!JSON.stringify(payload).includes(told), "it says nothing about them");
  assert.equal(payload.notification.navigate, `${world.browser.origin}/phone/`);
  await shown(phone, payload);
  await gone(world, dev);
}

/** Turns notifications on, on the page's own words, and says with which key. */
export async function subscribe(phone, see = look) {
  await phone.getByRole("link", { name: "Settings" }).tap();
  await see(phone, "phone settings");
  await phone.getByRole("link", { name: /^Change/ }).tap();
  await see(phone, "phone notifications");
  await phone.getByRole("button", { name: "Yes, tell me" }).tap();
  await phone.getByRole("heading", { name: "Notifications are on" }).waitFor();
  return phone.evaluate(async () => {
    const { public_key } = await (await fetch("/young-person/v1/push/key")).json();
    const used = btoa(String.fromCharCode(...window.subscribedWith)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
    if (used !== public_key) throw new Error("the page subscribed with another key");
    return public_key;
  });
}

/** Sends a reminder now. */
export function byHand({ product }, { id }) {
  return product.must("prompt", id, "--partnership", "derbyshire", "--at-any-hour");
}

/** What came is shown by the phone, although no page is open for it. */
export async function shown(phone, payload) {
  const session = await phone.context().newCDPSession(phone);
  const registration = new Promise((resolve) => session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations[0] && resolve(registrations[0])));
  await session.send("ServiceWorker.enable");
  const { registrationId } = await registration;
  await session.send("ServiceWorker.deliverPushMessage", { origin: new URL(phone.url()).origin, registrationId, data: JSON.stringify(payload) });
  await until(phone, async ({ notification }) => {
    const ready = await navigator.serviceWorker.ready;
    return (await ready.getNotifications()).some(({ title, body }) => title === notification.title && body === notification.body);
  }, payload);
  await session.detach();
}

/** A phone that is gone is forgotten, and nothing more is sent to it. */
async function gone({ product, push, phone }, dev) {
  push.forget();
  const last = push.next();
  await product.run("prompt", dev.id, "--partnership", "derbyshire", "--at-any-hour");
  await last;
  await until(phone, async () => (await (await fetch("/young-person/v1/me")).json()).push === "off");
  push.stop();
}
