// Notifications on this phone: whether they can be had, turning them on and off, and mending what broke.

import { get, put, remove } from "../shared/api.js";
import { phone } from "./phone.js";

const API = "/young-person/v1/push";

/**
 * Whether this phone can show notifications. "home-screen": only after the page was put on the Home
 * Screen, which is how iPhones do it; found by what the browser can do, not by its name.
 *
 * @returns {"ready" | "denied" | "home-screen" | "none"}
 */
export function ability() {
  if (phone.me?.shared_phone) return "none";
  if ("PushManager" in window && "Notification" in window && "serviceWorker" in navigator) {
    return Notification.permission === "denied" ? "denied" : "ready";
  }
  const standalone = /** @type {{ standalone?: boolean }} */ (navigator).standalone;
  return standalone === false ? "home-screen" : "none";
}

/** True when the service sends and this phone shows. */
export function isOn() {
  return phone.me?.push === "on" && "Notification" in window && Notification.permission === "granted";
}

/**
 * Asks the phone for permission and tells the service where to send. Call it from a tap: phones
 * accept the question only then.
 *
 * @returns {Promise<"on" | "denied" | "failed">}
 */
export async function turnOn() {
  const permission = await Notification.requestPermission();
  if (permission === "denied") return "denied";
  if (permission !== "granted") return "failed";
  try {
    await subscribe();
    return "on";
  } catch {
    return "failed";
  }
}

/** Stops notifications, at the service first: that is what counts. */
export async function turnOff() {
  await remove(`${API}/subscription`);
  if (phone.me) phone.me.push = "off";
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Looks after notifications when the page opens: browsers take permissions and addresses away. */
export async function mend() {
  if (phone.me?.push !== "on" || ability() === "none") return;
  if (Notification.permission !== "granted") {
    // Then the service can use another way to tell.
    await remove(`${API}/subscription`);
    phone.me.push = "off";
    return;
  }
  const registration = await navigator.serviceWorker.ready;
  if (!(await registration.pushManager.getSubscription())) await subscribe();
}

async function subscribe() {
  const registration = await navigator.serviceWorker.ready;
  const { public_key } = await get(`${API}/key`);
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(public_key) });
  const { endpoint, keys } = subscription.toJSON();
  await put(`${API}/subscription`, { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } });
  if (phone.me) phone.me.push = "on";
}

/** @param {string} base64url */
function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
