// A worker does the same for several at once, by keyboard: chooses, looks first, says yes, and takes it back. Then somebody
// else's change is told to the open page without moving it.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { linkIn } from "./council.mjs";
import { open } from "./invitation.mjs";
import { comeIn } from "./staff.mjs";
import { nextCode } from "../totp.mjs";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };
/** A row is worked out anew within some seconds, and within more where the machine is busy. */
const SOON = { timeout: 60_000 };

export async function several(world) {
  const { page, secret } = await desk(world, "Mo Many", "several at once");
  await page.locator("table.cards tbody tr").first().waitFor();
  await chooses(page);
  await looksFirst(page);
  await saysYesAndTakesItBack(page);
  await printsThem(page, secret);
  await page.context().close();
}

async function chooses(page) {
  assert.equal(await page.locator(".choose").first().isVisible(), false, "nothing is in the way of whoever reads");
  await page.getByText("For several at once").click();
  const boxes = page.getByRole("checkbox", { name: /^Choose [A-Z]/ });
  await boxes.first().waitFor();
  await boxes.first().focus();
  await page.keyboard.press("Space");
  await page.getByText("(1 chosen)").waitFor();
  await page.getByLabel("Choose all on this page").press("Space");
  await page.getByText(/\(\d{2,} chosen\)/).waitFor();
  await look(page, "worker several chosen");
  await page.setViewportSize(PHONE);
  await look(page, "worker several chosen on a phone");
  await page.setViewportSize(DESK);
}

async function looksFirst(page) {
  const form = page.getByRole("form", { name: "Do something for those chosen" });
  await form.getByLabel("What to do for those chosen").selectOption("send");
  await form.getByRole("button", { name: "Look first" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("They have not joined yet. Invite them first.").first().waitFor();
  await look(page, "worker several left out");
  await page.setViewportSize(PHONE);
  await look(page, "worker several left out on a phone");
  await page.setViewportSize(DESK);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

async function saysYesAndTakesItBack(page) {
  const form = page.getByRole("form", { name: "Do something for those chosen" });
  await form.getByLabel("What to do for those chosen").selectOption("key-date");
  await form.getByLabel("Which day").fill(inDays(30));
  await form.getByLabel("What the day is").fill("Open day at the college.");
  await form.getByRole("button", { name: "Look first" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: /^Do this for \d+ people/ }).waitFor();
  await look(page, "worker several preview");
  await dialog.getByRole("button", { name: /^Yes, for/ }).press("Enter");
  await page.getByText(/^Noted for \d+ people/).waitFor();
  // After a reload it can be undone all the same.
  await page.reload();
  await page.getByText("For several at once").click();
  await page.getByRole("button", { name: /^Undo, until/ }).press("Enter");
  await page.getByText(/^Undone for \d+ people/).waitFor();
}

/** Numbers and addresses are given out to whoever shows that it is them. */
async function printsThem(page, secret) {
  await page.getByRole("checkbox", { name: /^Choose [A-Z]/ }).first().press("Space");
  const form = page.getByRole("form", { name: "Do something for those chosen" });
  await form.getByLabel("What to do for those chosen").selectOption("print");
  page.context().expected.add(403);
  await form.getByRole("button", { name: "Look first" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Show that it is you" });
  await dialog.getByLabel("Six-digit code").fill(await nextCode(secret));
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
  await page.getByText(/^1 young people|1 young person/).waitFor();
  page.context().expected.delete(403);
}

/** What a colleague does is told to whoever has the list or the same record open; nothing moves until they ask. */
export async function toldOfNews(world) {
  const { amina } = world;
  const { page } = await desk(world, "Hetty Hears", "hears of news");
  await page.locator("table.cards tbody tr").first().waitFor();
  await page.getByLabel("Find by name").focus();
  const { page: colleague } = await desk(world, "Milo Makes", "makes news");
  await open(colleague, amina.name);
  const rows = await page.locator("#page table").allInnerTexts();
  await task(colleague, "Ring about the bus pass.");

  await page.getByText("New since you opened this").waitFor(SOON);
  assert.deepEqual(await page.locator("#page table").allInnerTexts(), rows, "nothing has moved");
  assert.ok(await page.getByLabel("Find by name").evaluate((node) => node === document.activeElement), "nor has the focus");
  await look(page, "worker news on the list");
  await page.setViewportSize(PHONE);
  await look(page, "worker news on the list on a phone");
  await page.setViewportSize(DESK);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("New since you opened this").waitFor({ state: "detached" });

  await open(page, amina.name);
  await page.getByRole("button", { name: "Record a contact" }).click();
  const note = page.getByRole("form", { name: "Record a contact" }).getByLabel(/^Note/);
  await note.fill("Half a sentence that");
  await task(colleague, "Ask whether the bus pass has come.");
  await page.getByText("New since you opened this").waitFor(SOON);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("Ask whether the bus pass has come.").first().waitFor();
  assert.equal(await note.inputValue(), "Half a sentence that", "what is typed stays");
  await colleague.context().close();
  await page.context().close();
}

async function task(page, words) {
  await page.getByRole("button", { name: "Add a task" }).click();
  const form = page.getByRole("form", { name: "Add a task" });
  await form.getByLabel("What is to be done").fill(words);
  await form.getByLabel("By when").fill(inDays(9));
  await form.getByRole("button", { name: "Save task" }).click();
  await page.locator("#page .notice--good").getByText("Saved the task").waitFor();
}

/** A manager who has just come, and the secret of their authenticator app. */
async function desk({ browser, product }, name, title) {
  const email = `${name.split(" ")[0].toLowerCase()}@derbyshire.example`;
  const added = await product.must("staff", "add", "--partnership", "derbyshire", "--name", name, "--email", email, "--role", "manager");
  const page = await browser.desk(title);
  return { page, secret: await comeIn(page, linkIn(added)) };
}

function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
