// An administrator takes in a file as a council's system writes it; a manager looks at what goes to other systems, on
// paper and into a calendar.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { linkIn } from "./council.mjs";
import { comeIn } from "./staff.mjs";
import { look } from "../look.mjs";
import { nextCode } from "../totp.mjs";

/** Somebody who has not come in yet. */
const TAKES_IN = ["--name", "Ivo Lake", "--email", "imports@derbyshire.example", "--role", "administrator"];
const DATA = new URL("../../../domain/data/", import.meta.url).pathname;
const SAMPLE = readFileSync(`${DATA}sample_ccis_extract.csv`, "utf8").replace("\uFEFF", "");

export async function files(world) {
  await administrator(world);
  await manager(world);
}

/** The sample under other names, as Excel's Unicode text. */
function theirs() {
  const text = SAMPLE.replace("GivenName", "Forename").replace("FamilyName", "Surname").split("\r\n").slice(0, 40).join("\r\n");
  return Buffer.from(`\uFEFF${text}`, "utf16le");
}

async function administrator({ browser, product }) {
  const page = await browser.desk("administrator of files");
  await comeIn(page, linkIn(await product.must("staff", "add", "--partnership", "derbyshire", ...TAKES_IN)).replace("/worker/", "/imports/"));
  await page.goto(`${product.url}/imports/`);
  await page.getByRole("heading", { name: "The council's file" }).waitFor();
  await look(page, "imports");

  await page.getByLabel("A file in CSV").setInputFiles({ name: "clients.csv", mimeType: "text/csv", buffer: theirs() });
  await page.getByText("Its letters were read as UTF-16 LE.").waitFor();
  assert.equal(await page.getByLabel("GivenName").inputValue(), "Forename", "the column is guessed");
  await look(page, "imports columns");
  await page.getByRole("button", { name: "Try it out" }).click();
  await page.getByText("Keep what you said of the columns first.").waitFor();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText("Every column that is needed was found.").waitFor();
  await page.getByLabel("What its columns are called").locator("option:checked", { hasText: "clients" }).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Try it out" }).click();
  await page.getByText("Nothing was changed. This is what would happen.").waitFor();
  await look(page, "imports tried");
  await page.getByRole("button", { name: "Take it in" }).click();
  await page.getByText("The file was taken in.").waitFor();
  await page.getByText(/, by Ivo Lake/).first().waitFor();

  page.context().expected.add(422);
  await page.getByLabel("What its columns are called").selectOption("");
  await page.getByLabel("A file in CSV").setInputFiles(`${DATA}sample_ccis_extract_with_problems.csv`);
  await page.getByRole("button", { name: "Try it out" }).click();
  await page.getByRole("cell", { name: /is not a date/ }).first().waitFor();
  await look(page, "imports refused");
  page.context().expected.delete(422);
  await page.context().close();
}

async function manager({ browser, product }) {
  const added = await product.must("staff", "add", "--partnership", "derbyshire", "--name", "Mo Files", "--email", "files@derbyshire.example", "--role", "manager");
  const page = await browser.desk("files");
  const secret = await comeIn(page, linkIn(added));
  await page.getByRole("button", { name: "On paper and in other systems" }).click();
  await page.getByRole("heading", { name: "On paper and in other systems" }).waitFor();
  await page.getByRole("button", { name: "Get an address" }).click();
  const address = await page.getByLabel("The address. It is shown once.").inputValue();
  const calendar = await page.request.get(address.replace(/^https?:\/\/[^/]+/, product.url));
  assert.match(await calendar.text(), /^BEGIN:VCALENDAR\r\n/);
  await page.getByRole("button", { name: "See who is not in it, and why" }).click();
  await page.getByText(/are in the update, \d+ are not/).waitFor();
  await look(page, "files");
  await provesFirst(page, secret);

  const first = page.locator("main ul.list > li > button").first();
  const name = await first.innerText();
  await first.click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  assert.ok(!/[?#].*(name|[0-9a-f]{8}-)/.test(page.url()), "no name and no id is in the address");
  await page.getByRole("button", { name: "← Back to the list" }).click();
  await page.getByRole("button", { name: "Show the sheet" }).click();
  await page.getByRole("heading", { name: "Contacts" }).waitFor();
  await look(page, "contact sheet");
  await page.context().close();
}

/** Records go out only to somebody who shows that it is them; the code is asked for once in five minutes. */
async function provesFirst(page, secret) {
  const dialog = page.getByRole("dialog", { name: "Show that it is you" });
  await page.getByRole("button", { name: "Download the rows" }).click();
  await dialog.waitFor();
  await look(page, "proof");
  page.context().expected.add(422);
  await page.getByLabel("Six-digit code").fill("000000");
  await page.getByRole("button", { name: "Go on" }).click();
  await dialog.getByRole("alert").filter({ hasText: "Enter the code shown next" }).waitFor();
  page.context().expected.delete(422);
  await page.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Download the rows" }).click();
  await page.getByLabel("Six-digit code").fill(await nextCode(secret));
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Go on" }).click();
  assert.match(readFileSync(await (await download).path(), "utf8"), /^[A-Za-z]+,/);
  const again = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the update" }).click();
  await again;
}
