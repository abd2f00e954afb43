// A worker opens the record of somebody who is not theirs, because it cannot wait; a manager looks at whether that was right.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { linkIn } from "./council.mjs";
import { comeIn } from "./staff.mjs";
import { look } from "../look.mjs";
import { nextCode } from "../totp.mjs";

const FILE = readFileSync(new URL("../../../domain/data/sample_ccis_extract.csv", import.meta.url), "utf8").replace("\uFEFF", "").split("\r\n");

/** Somebody in the council's file. */
function somebody() {
  const [columns, row] = [FILE[0].split(","), FILE[1].split(",")];
  const of = (column) => row[columns.indexOf(column)];
  return { name: `${of("GivenName")} ${of("FamilyName")}`, born: of("DOB") };
}

export async function emergency(world) {
  const them = somebody();
  await opens(world, them);
  await reviews(world, them);
}

async function colleague({ browser, product }, name, email, role) {
  const page = await browser.desk(name);
  const added = await product.must("staff", "add", "--partnership", "derbyshire", "--name", name, "--email", email, "--role", role);
  return { page, secret: await comeIn(page, linkIn(added)) };
}

async function opens(world, { name, born }) {
  const { page, secret } = await colleague(world, "Olu Night", "night@derbyshire.example", "worker");
  await page.getByRole("button", { name: "In an emergency" }).click();
  await page.getByRole("heading", { level: 1, name: "In an emergency" }).waitFor();
  await page.getByLabel("First name and family name").fill(name);
  await page.getByLabel("Birth date", { exact: true }).fill(born);
  await look(page, "emergency");
  page.context().expected.add(403);
  await page.getByRole("button", { name: "Look them up" }).click();
  const dialog = page.getByRole("dialog", { name: "Show that it is you" });
  await dialog.getByLabel("Six-digit code").fill(await nextCode(secret));
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.getByText("They are here.").waitFor();
  page.context().expected.delete(403);
  await page.getByLabel("Why", { exact: true }).selectOption("risk-of-harm");
  await page.getByLabel("What happened", { exact: true }).fill("A neighbour rang: there was shouting.");
  await look(page, "emergency found");
  await page.getByRole("button", { name: "Open the record for an hour" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText(/It closes at \d\d:\d\d, in (60|59) minutes\./).waitFor();
  await look(page, "emergency open");
  assert.ok(!/[?#].*[0-9a-f]{8}-/.test(page.url()), "no id is in the address");
  await page.context().close();
}

async function reviews(world, { name }) {
  const { page } = await colleague(world, "Mel Early", "early@derbyshire.example", "manager");
  await page.getByRole("button", { name: "In an emergency" }).click();
  const waits = page.getByRole("listitem").filter({ hasText: name });
  await waits.getByText("A neighbour rang: there was shouting.").waitFor();
  await waits.getByText("Review it").click();
  const form = waits.getByRole("form", { name: `Review: ${name}` });
  await form.getByText("Yes", { exact: true }).click();
  await form.getByLabel("Why, or what follows").fill("It could not wait.");
  await look(page, "emergency review");
  await form.getByRole("button", { name: "Keep the review" }).click();
  await page.getByText("Nothing is waiting.").waitFor();
  await page.context().close();
}
