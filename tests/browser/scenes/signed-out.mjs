// What anybody may read: help, without scripts and without a network; the front door; problems in plain words; the
// reference for programmers.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { look } from "../look.mjs";

const PROBLEMS = new URL("../../../api/pages/problems/", import.meta.url).pathname;

export async function signedOut(world) {
  await help(world);
  await offline(world);
  await plainPages(world);
  await reference(world);
}

/** Help needs no script. */
async function help({ browser }) {
  const phone = await browser.phone("help", { javaScriptEnabled: false });
  await phone.goto(`${browser.origin}/phone/help.html`);
  assert.equal(await phone.getByRole("link", { name: /999/ }).first().getAttribute("href"), "tel:999");
  await phone.context().close();

  const scripted = await browser.phone("help with scripts");
  await scripted.goto(`${browser.origin}/phone/help.html`);
  await look(scripted, "phone help");
  await scripted.context().close();
}

/** Once the page was opened, it and its help open without a network. */
async function offline({ browser }) {
  const phone = await browser.phone("offline");
  await phone.goto(`${browser.origin}/phone/`);
  await phone.getByLabel("Your code").waitFor();
  await phone.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await phone.context().setOffline(true);
  await phone.goto(`${browser.origin}/phone/help.html`);
  await phone.getByRole("link", { name: /999/ }).first().waitFor();
  await phone.goto(`${browser.origin}/phone/`);
  await phone.getByRole("heading", { level: 1 }).filter({ hasText: /\S/ }).waitFor();
  await look(phone, "phone offline");
  await phone.context().close();
}

async function plainPages({ browser }) {
  const page = await browser.desk("plain pages");
  page.context().expected.add(404);
  for (const path of ["/", "/phone/no-such-page"]) {
    await page.goto(browser.origin + path);
    if (path === "/") await look(page, "front door");
  }
  for (const file of readdirSync(PROBLEMS).filter((name) => name.endsWith(".html") && name !== "index.html")) {
    const kind = file.replace(".html", "");
    const answer = await page.goto(`${browser.origin}/problems/${kind}`);
    assert.equal(answer.status(), 200, kind);
    await look(page, `problem ${kind}`);
  }
  await page.goto(`${browser.origin}/problems/`);
  await look(page, "problems");
  await page.context().close();
}

async function reference({ browser }) {
  const page = await browser.desk("reference");
  for (const name of ["young-person", "worker", "partnership", "admin", "provider"]) {
    await page.goto(`${browser.origin}/docs/#${name}`);
    await page.getByRole("heading", { level: 1 }).filter({ hasText: /\S/ }).waitFor();
    await page.waitForFunction((current) => document.querySelector(`a[href="#${current}"][aria-current]`), name);
    await look(page, `reference ${name}`);
  }
  await page.context().close();
}
