// Waiting for what a page has to ask about.
import { pause } from "./product.mjs";

const PATIENCE_MS = 15_000;

/**
 * Waits until something holds in the page. `waitForFunction` takes any promise for a yes; this waits for what it brings.
 *
 * @param {import("playwright-core").Page} page
 */
export async function until(page, holds, argument) {
  const since = Date.now();
  while (!(await page.evaluate(holds, argument))) {
    if (Date.now() - since > PATIENCE_MS) throw new Error(`this never held on ${page.url()}: ${holds}`);
    await pause(50);
  }
}
