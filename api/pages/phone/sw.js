// Keeps the page itself, the help page and the icons on the phone, so that they open without the
// internet, and shows notifications. It never keeps an answer of the service: those go past it.
/** @import { Moved, Pushed, Tap, Tapped, World } from "./nouns.js" */

/** The service fills this in when it starts, from what the pages hold, so that it changes when they do. */
const VERSION = "development";

/** Everything the page is made of. */
const SHELL = [
  "./", "help.html", "help.js", "manifest.webmanifest", "icon.svg", "icon-192.png", "icon-512.png",
  "about.js", "again.js", "answers.js", "app.js", "ask.js", "asked.js", "base64.js", "changes.js", "choices.js", "clock.js", "early.js", "ending.js",
  "flow.js", "frame.js", "goals.js", "home.js", "join.js", "later.js", "leave.js", "list.js", "listen.js", "looked.js", "meet.js", "more-views.js", "more-words.js",
  "offers.js", "outbox.js", "own-words.js", "pages.js", "parts.js", "passkey.js", "phone.js", "phones.js", "prompts.js", "proof.js", "question.js",
  "record.js", "record-words.js", "review.js", "settings.js", "sign-out.js", "step-up.js", "supporters.js", "supporters-words.js",
  "talk.js", "tapped.js", "trail.js", "trying.js", "typed-code.js", "vault.js", "ways.js", "when.js", "words.js",
  "../shared/api.js", "../shared/dom.js", "../shared/qr.js", "../shared/svg.js", "../shared/style.css",
];

const CACHE = `throughline-${VERSION}`;
/** How long the help page may take before the kept one is shown. */
const PATIENCE_MS = 3000;
/** How long an answer from a notification may take: a browser lets us open a page only soon after the tap. */
const TAP_MS = 4000;
const DAY_MS = 24 * 3600 * 1000;
const API = "/young-person/v1";

const world = /** @type {World} */ (/** @type {unknown} */ (self));
const home = new URL("./", location.href);
/** The page of somebody who helps. It needs the internet, so it comes from the service, with scripts of one version. */
const helping = new URL("helping", home);
const shell = new Set(SHELL.map((path) => new URL(path, home).href));

world.addEventListener("install", (event) => event.waitUntil(install()));
world.addEventListener("activate", (event) => event.waitUntil(activate()));
world.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const url = new URL(event.request.url);
  url.search = url.hash = "";
  if (event.request.mode === "navigate") {
    if (url.href === helping.href) return;
    const help = url.pathname.endsWith("/help.html");
    event.respondWith(help ? newest(event.request, url.href) : kept(event.request, home.href));
    event.waitUntil(freshen());
  } else if (shell.has(url.href)) {
    event.respondWith(isOfHelper(event.clientId).then((is) => (is ? fetch(event.request) : kept(event.request, url.href))));
  }
});
world.addEventListener("push", (event) => event.waitUntil(notify(event)));
world.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(tapped(event));
});
world.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(resubscribe(event)));

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...shell].map((url) => new Request(url, { cache: "reload" })));
  // Safe while a check-in is open: a running page has all its scripts before it registers this (`tidy` in `app.js`).
  await world.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("throughline-") && name !== CACHE) await caches.delete(name);
  }
  await world.clients.claim();
}

/** @param {string} client */
async function isOfHelper(client) {
  const page = await world.clients.get(client);
  return page !== undefined && new URL(page.url).pathname === helping.pathname;
}

/** The page and its parts, as they were kept: they belong together. @param {Request} request @param {string} url */
async function kept(request, url) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

/** The help page: numbers change, so the service's copy is better if it comes soon. @param {Request} request @param {string} url */
async function newest(request, url) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const fresh = fetch(request).then((response) => (response.ok ? response : undefined), () => undefined);
  return (await Promise.race([fresh, late])) ?? kept(request, url);
}

/** Once a day asks whether a file has changed although the version has not. All of them are replaced, or none. */
async function freshen() {
  const cache = await caches.open(CACHE);
  const page = await cache.match(home.href);
  if (Date.now() - Date.parse(page?.headers.get("date") ?? "") < DAY_MS) return;
  await cache.addAll([...shell].map((url) => new Request(url, { cache: "no-cache" }))).catch(() => undefined);
}

/** Shows a notification, whatever came: a push that shows nothing costs us the permission. @param {Pushed} event */
async function notify(event) {
  /** @type {{ title?: string, body?: string, tag?: string, app_badge?: string, navigate?: string, actions?: { action: string, title: string }[] }} */
  let said = {};
  let answerWith;
  try {
    const message = event.data?.json();
    said = message?.notification ?? {};
    answerWith = message?.answer_with;
  } catch {
    // Not ours, or cut short. The default words are true in any case.
  }
  await show(said.title ?? "Throughline", {
    body: said.body ?? "You have something new to look at.",
    tag: said.tag ?? "something-new",
    // A browser that shows no buttons opens the page, where the same is asked.
    actions: answerWith ? said.actions?.map(({ action, title }) => ({ action, title })) : undefined,
    data: { answerWith, helping: said.navigate === helping.href },
  });
  const badge = Number(said.app_badge ?? "");
  if (badge > 0) await /** @type {any} */ (navigator).setAppBadge?.(badge);
}

/** @param {string} title @param {object} more what it says, and what can be done with it */
function show(title, more) {
  const icon = new URL("icon-192.png", home).href;
  return world.registration.showNotification(title, /** @type {NotificationOptions} */ ({ icon, badge: icon, lang: "en-GB", ...more }));
}

/**
 * Sends what was tapped on the notification. Whatever more there is to say is said on the page, which also keeps what could
 * not be sent. If there is no page either, the notification comes back: nothing that was tapped is lost without a word.
 *
 * @param {Tapped} event
 */
async function tapped({ action, notification: { title, tag, actions, data } }) {
  const token = data?.answerWith;
  const tap = action && token ? { token, answer: action, answered_at: new Date().toISOString() } : undefined;
  const outcome = tap && (await answerOnce(tap));
  if (outcome === "taken") await /** @type {any} */ (navigator).clearAppBadge?.();
  if (outcome === "taken" && action === "same") return;
  const page = await open(data?.helping ? helping : home).catch(() => undefined);
  if (page && token) page.postMessage(outcome === "unsent" ? { outcome, tap } : { outcome });
  if (!page && outcome === "unsent") await show(title, { body: "That was not sent. Tap again when you are online.", tag, actions, data });
}

/**
 * What became of one answer: a refusal means that the message is over. No cookie goes with it: the token is enough, and can do no more.
 *
 * @param {Tap} tap @returns {Promise<"taken" | "over" | "unsent">}
 */
async function answerOnce(tap) {
  try {
    const { ok, status } = await fetch(`${API}/one-tap`, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(tap),
      signal: AbortSignal.timeout(TAP_MS),
    });
    return ok ? "taken" : status < 500 && status !== 429 ? "over" : "unsent";
  } catch {
    return "unsent";
  }
}

/** Opens our page, and only ours, whatever the push said. @param {URL} page */
async function open(page) {
  const windows = await world.clients.matchAll({ type: "window", includeUncontrolled: true });
  const ours = windows.find((each) => new URL(each.url).pathname === page.pathname);
  if (!ours) return world.clients.openWindow(page.href);
  // It is there, even if the browser does not bring it to the front.
  await ours.focus().catch(() => undefined);
  return ours;
}

/** The browser moved our address: tell the service the new one. @param {Moved} event */
async function resubscribe(event) {
  const options = event.oldSubscription?.options;
  const moved = event.newSubscription ?? (options && (await world.registration.pushManager.subscribe(options)));
  if (!moved) return;
  const { endpoint, keys } = moved.toJSON();
  // The key stays the one of before. A newer one waits until the page opens.
  const used = moved.options?.applicationServerKey;
  const key = used ? btoa(String.fromCharCode(...new Uint8Array(used))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "") : undefined;
  // Whose phone it is, the service knows: a young person's, or of somebody who helps.
  for (const path of ["push/subscription", "supporter/push"]) {
    const { ok } = await fetch(`${API}/${path}`, {
      method: "PUT",
      credentials: "same-origin",
      headers: { "content-type": "application/json", "x-requested-with": "throughline" },
      body: JSON.stringify({ endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, key }),
    });
    if (ok) return;
  }
}
