// A cheap phone on a slow network, and a stopwatch that sees what it sees.

/** What the browser's tools call slow 3G: 400 kbit/s each way, and 400 ms until an answer begins. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const CPU_SLOWER = 4;
export const API = "/young-person/v1/";

/**
 * Makes a page slow and starts a stopwatch on it.
 *
 * @param {import("playwright-core").Page} page @param {{ offline?: boolean }} [how]
 */
export async function slow(page, { offline = false } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWER });
  await session.send("Network.enable");
  if (offline) await page.context().setOffline(true);
  else await session.send("Network.emulateNetworkConditions", SLOW_3G);
  const traffic = watch(session);
  await page.addInitScript(stopwatch);
  return traffic;
}

/** Makes the service workers slow too: they have a network of their own. @param {import("playwright-core").Browser} browser */
export async function slowWorkers(browser) {
  const session = await browser.newBrowserCDPSession();
  session.on("Target.targetCreated", ({ targetInfo }) => {
    if (targetInfo.type === "service_worker") void slowWorker(session, targetInfo.targetId).catch(() => undefined);
  });
  await session.send("Target.setDiscoverTargets", { discover: true });
}

async function slowWorker(session, targetId) {
  const { sessionId } = await session.send("Target.attachToTarget", { targetId, flatten: false });
  const calls = [["Network.enable", {}], ["Network.emulateNetworkConditions", SLOW_3G]];
  for (const [index, [method, params]] of calls.entries()) {
    await session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: index + 1, method, params }) });
  }
}

/** Runs in the page: writes down every tap and every new heading, at the moment it is on the screen. */
function stopwatch() {
  const log = (window.stopwatch = []);
  let heading;
  const onceShown = (act) => requestAnimationFrame(() => {
    // A message comes after the frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => act(performance.now());
    port2.postMessage(0);
  });
  addEventListener("pointerup", (event) => log.push({ what: "tap", at: event.timeStamp }), true);
  new MutationObserver(() => {
    const now = document.querySelector("main h1")?.textContent;
    if (now === undefined || now === heading) return;
    heading = now;
    onceShown((at) => log.push({ what: "page", heading: now, at }));
  }).observe(document, { childList: true, subtree: true });
}

/** What the stopwatch has written down. @param {import("playwright-core").Page} page */
export function written(page) {
  return page.evaluate(() => window.stopwatch);
}

/**
 * Waits for a heading, and says how long it took since the last tap, or since the address was opened: all of it, and the
 * part of it in which something was on its way that the page waits for.
 *
 * @param {import("playwright-core").Page} page @param {string} sign how the heading begins
 */
export async function took(page, sign) {
  await page.waitForFunction((begins) => window.stopwatch?.some(({ heading }) => heading?.startsWith(begins)), sign);
  const log = await written(page);
  const shown = log.findLastIndex(({ heading }) => heading?.startsWith(sign));
  const tap = log.slice(0, shown).findLast(({ what }) => what === "tap");
  const [since, until] = [tap?.at ?? 0, log[shown].at];
  return { all: until - since, fetching: await onItsWay(page, since, until, tap ? API : "") };
}

/** For how much of a stretch of time something was on its way. */
async function onItsWay(page, since, until, path) {
  const trips = await page.evaluate((path) => {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return entries.filter(({ name }) => name.includes(path)).map(({ startTime, responseEnd }) => [startTime, responseEnd]);
  }, path);
  let covered = since;
  let sum = 0;
  for (const [from, to] of trips.sort(([a], [b]) => a - b)) {
    const end = Math.min(to, until);
    sum += Math.max(0, end - Math.max(covered, from));
    covered = Math.max(covered, end);
  }
  return sum;
}

/** Weighs what travels, as it travels: packed, with its headers. @returns {{ path: string, method: string, down: number, body: number, up: number }[]} */
function watch(session) {
  const known = new Map();
  const traffic = [];
  session.on("Network.requestWillBeSent", ({ requestId, request: { url, method, postData = "", headers } }) => {
    if (/^https?:/.test(url)) known.set(requestId, { path: new URL(url).pathname, method, down: 0, body: 0, up: postData.length + weigh(headers) });
  });
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    const one = known.get(requestId);
    if (one) one.body += encodedDataLength;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = known.get(requestId);
    if (one) traffic.push({ ...one, down: encodedDataLength });
  });
  return traffic;
}

function weigh(headers) {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}
