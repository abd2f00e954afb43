// Who has what: an alert is passed on and stays until it is taken, a task is set and done, somebody is away and a colleague
// covers.
import { look } from "../look.mjs";
import { open } from "./invitation.mjs";

const HARM = /Does not feel safe where they live/;

export async function owners(world) {
  await passesOn(world);
  await setsATask(world);
  await isAway(world);
  await open(world.worker, world.amina.name);
}

/** The alert about `what`. */
function alert(page, what) {
  return page.locator("#page section.card", { has: page.getByRole("heading", { name: "Alerts" }) }).getByRole("listitem")
    .filter({ has: page.locator("strong", { hasText: what }) }).first();
}

function told(page, words) {
  return page.locator("#page .notice--good").getByText(words).waitFor();
}

/** Whoever asks keeps it, and sees which way fits the age. */
async function passesOn({ worker: page, amina }) {
  await open(page, amina.name);
  const harm = alert(page, HARM);
  await harm.getByText("You have this, since").waitFor();
  await harm.getByText(/Which way fits their age/).click();
  await harm.getByText("This helps you think. It decides nothing.").waitFor();
  await harm.getByRole("button", { name: /Ask a colleague to take it/ }).click();
  const form = page.getByRole("form", { name: "Ask a colleague to take it over" });
  await form.getByLabel("Who").selectOption({ index: 1 });
  await form.getByLabel(/^What they should know/).fill("I am in court until four.");
  await look(page, "worker alert passing on");
  await form.getByRole("button", { name: "Ask them" }).click();
  await told(page, "You have this alert until they take it");
  await alert(page, HARM).getByText(/to take it over on/).waitFor();
  await alert(page, HARM).getByText("You have this, since").waitFor();
}

/** A task with words of one's own, done from the list of what is to do. */
async function setsATask({ worker: page, amina }) {
  await page.getByRole("button", { name: "Add a task" }).click();
  const form = page.getByRole("form", { name: "Add a task" });
  await form.getByRole("button", { name: "Save task" }).click();
  await page.getByText("Write what is to be done").first().waitFor();
  await form.getByLabel("What is to be done").fill("Ring the college about the bus.");
  await form.getByLabel("By when").fill(inDays(1));
  await form.getByRole("button", { name: "Save task" }).click();
  await told(page, "Saved the task");
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByRole("button", { name: "To do, and who is away" }).click();
  const task = page.getByRole("listitem").filter({ hasText: "Ring the college about the bus." });
  await task.getByRole("button", { name: amina.name, exact: true }).waitFor();
  await look(page, "worker to do");
  await task.getByRole("button", { name: /^Done/ }).click();
  await task.waitFor({ state: "detached" });
}

/** Somebody is away, and is there after all. */
async function isAway({ worker: page }) {
  await page.getByRole("button", { name: "Say that somebody is away" }).click();
  const form = page.getByRole("form", { name: "Say that somebody is away" });
  await form.getByLabel("First day").fill(inDays(3));
  await form.getByLabel("Last day").fill(inDays(4));
  await form.getByLabel("Who covers").selectOption({ index: 1 });
  await look(page, "worker away");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /^They are there after all/ }).click();
  await page.getByText("Nobody is away.").waitFor();
  await page.getByRole("button", { name: "Back to the list" }).click();
}

/** The day so many days from now, as a form has it. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
}
