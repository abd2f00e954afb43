// Two colleagues write about the same destination at once. The second is shown both, by keyboard, on a desk and on a phone,
// and decides; who changed what stands in the history.
import assert from "node:assert/strict";
import { look } from "../look.mjs";
import { open } from "./invitation.mjs";
import { comeIn } from "./staff.mjs";

const WHERE = /^Where, such as/;
const PHONE = { width: 360, height: 740 };

export async function settle(world) {
  const { worker: page, amina, browser, links } = world;
  const colleague = await browser.desk("colleague");
  await comeIn(colleague, links.manager);
  await open(page, amina.name);
  await open(colleague, amina.name);
  const first = await news(page);
  const second = await news(colleague);

  await first.getByLabel(WHERE).fill("Peak Bakery, Matlock");
  await save(first);
  await told(page);

  await second.getByLabel(WHERE).fill("Peak Bakery, Bakewell");
  await second.getByLabel("How many days a week").selectOption("4");
  colleague.context().expected.add(409);
  await save(second);
  await seesBoth(colleague);
  await goesBackAndLosesNothing(colleague, second);
  await decidesByKeyboard(colleague);
  colleague.context().expected.delete(409);
  await told(colleague);
  await colleague.getByText(/Peak Bakery, Bakewell · 4 days a week/).waitFor();
  await readsTheHistory(colleague);
  await colleague.context().close();
}

/** Opens the form about the destination that is going on. */
async function news(page) {
  await page.getByRole("button", { name: /^Still there, or ended/ }).first().click();
  const form = page.getByRole("form", { name: "Where they are now" });
  await form.getByLabel(WHERE).waitFor();
  return form;
}

function save(form) {
  return form.getByRole("button", { name: "Save", exact: true }).click();
}

function told(page) {
  return page.locator("#page .notice--good").getByText("Where they are is saved").waitFor();
}

async function seesBoth(page) {
  const dialog = page.getByRole("dialog", { name: "Somebody changed this while you were writing" });
  await dialog.waitFor();
  const where = dialog.getByRole("group", { name: "Where, or who gives it" });
  await where.getByRole("radio", { name: "Yours: Peak Bakery, Bakewell" }).waitFor();
  await where.getByRole("radio", { name: "Rosa Black wrote: Peak Bakery, Matlock" }).waitFor();
  await where.getByText("When you opened it: Peak Bakery").waitFor();
  assert.equal(await where.getByRole("radio", { checked: true }).count(), 0, "nobody has chosen for them");
  const days = dialog.getByRole("group", { name: "Days a week" });
  await days.getByRole("radio", { name: "Yours: 4", checked: true }).waitFor();
  await look(page, "worker settle");
  const desk = page.viewportSize();
  await page.setViewportSize(PHONE);
  await look(page, "worker settle on a phone");
  await page.setViewportSize(desk);
}

async function goesBackAndLosesNothing(page, form) {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("alert").filter({ hasText: "Somebody has changed this since you opened it" }).waitFor();
  assert.equal(await form.getByLabel(WHERE).inputValue(), "Peak Bakery, Bakewell");
  assert.equal(await form.getByLabel("How many days a week").inputValue(), "4");
  await save(form);
  await page.getByRole("dialog").waitFor();
}

/** From the heading, on which the focus is: Enter where nothing is chosen says what is missing. */
async function decidesByKeyboard(page) {
  const dialog = page.getByRole("dialog");
  const mine = dialog.getByRole("radio", { name: "Yours: Peak Bakery, Bakewell" });
  for (let steps = 0; !(await mine.evaluate((node) => node === document.activeElement)); steps += 1) {
    assert.ok(steps < 6, "the choice is a few steps away");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").filter({ hasText: "Choose what is right: where, or who gives it" }).waitFor();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
}

async function readsTheHistory(page) {
  await page.getByRole("button", { name: "Show what changed" }).click();
  const history = page.locator("section").filter({ has: page.getByRole("heading", { name: "What changed, and who changed it" }) });
  const last = history.getByRole("listitem").first();
  await last.getByText("Mina Lowe").waitFor();
  await last.getByText("Peak Bakery, Matlock → Peak Bakery, Bakewell").waitFor();
  await history.getByText("Rosa Black").first().waitFor();
  await look(page, "worker history");
}
