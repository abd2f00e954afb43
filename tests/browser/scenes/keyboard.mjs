// A whole check-in in easy read, without a mouse and without a finger.
import assert from "node:assert/strict";
import { here } from "../answering.mjs";
import { look } from "../look.mjs";
import { about, birthday, open } from "./invitation.mjs";
import { linkIn } from "./council.mjs";

const MOST_TABS = 60;
const MOST_PAGES = 60;

export async function keyboard(world) {
  const { product, browser, worker } = world;
  const chloe = (world.chloe = world.people[2]);
  const link = linkIn(await product.must("invite", chloe.id, "--partnership", "derbyshire"));
  const page = await browser.phone("keyboard", { hasTouch: false, isMobile: false });
  await page.goto(link);
  await press(page, "Yes, it is mine");
  await birthday(page, chloe);
  await about(page, async () => {});
  await press(page, "Easy read");
  await page.locator("body.easy").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "reading", "the keyboard stays where it was");
  await look(page, "phone home easy");
  await press(page, "Start");
  await answerAll(page);
  await press(page, "Send my answers");
  await page.getByText("We have got your answers").waitFor();
  await look(page, "phone thank you easy");
  await page.context().close();
  await open(worker, chloe.name);
}

async function answerAll(page) {
  let looked = false;
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const { kind, heading } = await here(page);
    if (kind === "end") return;
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", "a new page begins at its heading");
    if (kind === "single" && !looked) {
      await look(page, "phone question easy");
      looked = true;
    }
    if (kind === "single" || kind === "multi") {
      await tabTo(page, (active) => active.matches("main input"));
      await page.keyboard.press("Space");
      assert.equal(await page.locator("main h1").textContent(), heading, "looking through the answers moves nobody");
    }
    if (kind === "text") await press(page, "Skip this question");
    else await press(page, /^(Continue|Go on)$/);
    await page.waitForFunction((before) => document.querySelector("main h1")?.textContent !== before, heading);
  }
  assert.fail("the check-in does not end");
}

/** Tabs to a button or a link with this name, and presses it. */
async function press(page, name) {
  const source = name instanceof RegExp ? name.source : `^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
  await tabTo(page, (active, pattern) => active.matches("a, button") && new RegExp(pattern).test(active.textContent.trim()), source);
  await page.keyboard.press("Enter");
}

/** Tabs until the focus is on something that `is` knows; it has to be visible there. */
async function tabTo(page, is, detail) {
  for (let n = 0; n < MOST_TABS; n += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(
      ([test, more]) => {
        const active = document.activeElement;
        if (!active || active === document.body || !new Function(`return ${test}`)()(active, more)) return false;
        const box = active.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight;
      },
      [is.toString(), detail],
    ).catch(() => false);
    if (found) return;
  }
  assert.fail(`no way by keyboard to ${detail ?? is}`);
}
