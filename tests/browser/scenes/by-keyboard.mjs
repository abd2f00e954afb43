// What a worker does most, five things, without a mouse: each is counted in keys that lead somewhere (what is typed into a
// field counts once), because a count is the same on every machine. How long it took is printed and is no verdict.
import assert from "node:assert/strict";

/** No control of a page that a worker has open may be further away than this. */
const MOST_TABS = 80;

/** @param {import("playwright-core").Page} page the caseload, with somebody on it who needs a call */
export async function byKeyboard(page) {
  const desk = new Desk(page);
  // The answer that asks whether one is sure.
  page.context().expected.add(422);
  await desk.task("opens who needs a call first, and what they need", 40, opensTheFirst);
  await desk.task("leaves the call with the record right", 45, leavesACall);
  await desk.task("says where they are now", 30, saysWhereTheyAre);
  await desk.task("finds somebody by a name with a letter wrong", 60, findsSomebody);
  await desk.task("writes down what is to be done, and ticks it off", 60, writesDownAndTicksOff);
}

/** A page and the only thing that moves it. */
export class Desk {
  keys = 0;

  constructor(page) {
    this.page = page;
  }

  async task(what, most, does) {
    const [before, since] = [this.keys, Date.now()];
    await does(this);
    const keys = this.keys - before;
    console.log(`   by keyboard, ${what}: ${keys} keys, ${((Date.now() - since) / 1000).toFixed(1)} s`);
    assert.ok(keys <= most, `${what} takes ${keys} keys, and no more than ${most} are wanted`);
  }

  async press(key) {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  async type(words) {
    this.keys += 1;
    await this.page.keyboard.type(words);
  }

  /** Tabs the shorter way until this has the focus; it is to be seen there, and that it has the focus as well. */
  async reach(control) {
    const ahead = await control.evaluate((node) => (document.activeElement.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) === 0);
    const key = ahead ? "Tab" : "Shift+Tab";
    for (let steps = 0; !(await control.evaluate((node) => node === document.activeElement)); steps += 1) {
      assert.ok(steps < MOST_TABS, `no way by keyboard to ${control}`);
      await this.press(key);
    }
    const { inside, marked } = await control.evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      const { outlineStyle, boxShadow } = getComputedStyle(node.matches("input[type=radio], input[type=checkbox]") ? (node.closest("label") ?? node) : node);
      const own = getComputedStyle(node);
      return { inside: bottom > 0 && top < innerHeight, marked: [outlineStyle, own.outlineStyle].some((style) => style !== "none") || boxShadow !== "none" };
    });
    assert.ok(inside, `${control} has the focus out of sight`);
    assert.ok(marked, `${control} does not look as if it had the focus`);
  }

  /** Goes to a control and presses it. */
  async use(control) {
    await this.reach(control);
    await this.press("Enter");
  }

  /** What is out of the ordinary is asked about once more; then the page says that it is saved. */
  async told(words) {
    const told = this.page.locator("#page .notice--good").getByText(words);
    const sure = this.button("That is right, save it");
    await told.or(sure).first().waitFor();
    if (await sure.isVisible()) await this.use(sure);
    await told.waitFor();
  }

  button(name, of = this.page) {
    return of.getByRole("button", { name, exact: typeof name === "string" }).first();
  }

  async back() {
    await this.use(this.button("← Back to the list"));
    await this.page.getByRole("heading", { name: "Who needs you now" }).waitFor();
  }
}

async function opensTheFirst(desk) {
  const { page } = desk;
  await desk.use(page.locator("table.cards tbody button.name").filter({ visible: true }).first());
  await desk.use(page.getByRole("link", { name: "Needs you now" }));
  const heading = page.getByRole("heading", { level: 2, name: /^(Alerts|To do)$/ }).first();
  assert.ok(await heading.evaluate((node) => node === document.activeElement), "the whole of it has the focus");
}

async function leavesACall(desk) {
  const { page } = desk;
  await desk.use(desk.button("Record a contact"));
  const form = page.getByRole("form", { name: "Record a contact" });
  await form.waitFor();
  await desk.reach(form.getByRole("radio", { name: "We spoke" }));
  await desk.press("Space");
  await desk.reach(form.getByRole("group", { name: /^Follow this up/ }).getByRole("radio").first());
  await desk.press("ArrowDown");
  await desk.reach(form.getByLabel("What is to be done then"));
  await desk.type("Ask how the first week went");
  await desk.press("Enter");
  await desk.told("Contact saved");
}

async function saysWhereTheyAre(desk) {
  const { page } = desk;
  await desk.use(desk.button("Where they are now"));
  const form = page.getByRole("form", { name: "Where they are now" });
  await form.waitFor();
  await desk.reach(form.getByLabel("What they do"));
  await desk.type("Full-time employment");
  await desk.reach(form.getByLabel(/^Where, such as/));
  await desk.type("Peak Bakery");
  await desk.reach(form.getByLabel("First day", { exact: true }));
  await desk.type(american(new Date()));
  await desk.press("Enter");
  await desk.told("Where they are is saved");
}

async function findsSomebody(desk) {
  const { page } = desk;
  const name = await page.getByRole("heading", { level: 1 }).evaluate((heading) => heading.firstChild.textContent);
  await desk.back();
  await desk.reach(page.getByLabel("Find by name"));
  // Two letters change places in the longer of the names.
  const [long] = name.split(" ").sort((one, other) => other.length - one.length);
  await desk.type(name.replace(long, `${long[0]}${long[2]}${long[1]}${long.slice(3)}`));
  await page.getByText("The most like first").waitFor();
  const found = page.locator("table.cards tbody").getByRole("button", { name, exact: true });
  await found.waitFor();
  await desk.use(found);
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

async function writesDownAndTicksOff(desk) {
  const { page } = desk;
  const words = "Send the bus times";
  await desk.use(desk.button("Add a task"));
  const form = page.getByRole("form", { name: "Add a task" });
  await form.waitFor();
  await desk.reach(form.getByLabel("What is to be done"));
  await desk.type(words);
  await desk.reach(form.getByLabel("By when"));
  await desk.type(american(new Date()));
  await desk.press("Enter");
  await desk.told("Saved the task");
  await desk.use(desk.button(new RegExp(`^Done\\s*: ${words}`)));
  await desk.told("Done");
}

/** A day as the browser of the walk asks for it. */
function american(day) {
  return day.toLocaleDateString("en-US", { day: "2-digit", month: "2-digit", year: "numeric" }).replaceAll("/", "");
}
