// A row of a file may be about somebody who is here: it waits, and a manager decides. Two records become one, and two again.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkIn } from "./council.mjs";
import { open } from "./invitation.mjs";
import { comeIn } from "./staff.mjs";
import { look } from "../look.mjs";

const WHO = "Ella Walker Six";
const TWO = "Finn Walker Nine";

export async function same(world) {
  const { browser, product } = world;
  await product.must("import", doubtful(product.folder), "--partnership", "derbyshire");
  const added = await product.must("staff", "add", "--partnership", "derbyshire", "--name", "Sam Same", "--email", "same@derbyshire.example", "--role", "manager");
  const page = await browser.desk("same person");
  await comeIn(page, linkIn(added));
  await page.getByRole("button", { name: "Same person?" }).click();
  await page.getByRole("heading", { level: 1, name: "Is this the same person?" }).waitFor();
  await page.getByText("They have the same birth date.").first().waitFor();
  await look(page, "same waiting");
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, "same waiting narrow");
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole("button", { name: /^Leave the row out/ }).first().click();
  await page.getByRole("button", { name: /^This is somebody new/ }).nth(1).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^This is somebody new/ }).first().click();
  await page.getByText("No row waits.").waitFor();

  // Whoever is new is held against the others within some seconds.
  await found(page);
  await look(page, "same pair");
  await page.getByRole("button", { name: /^They are the same person/ }).first().click();
  await page.getByRole("heading", { name: "Make one record of the two" }).waitFor();
  await look(page, "same choice");
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, "same choice narrow");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Make one record" }).click();
  await page.getByRole("heading", { name: "Records that became one" }).waitFor();
  await look(page, "same made");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByText(/Undone/).waitFor();
  await page.getByRole("button", { name: /^They are two people/ }).first().click();
  await page.getByText("Nobody here is like anybody else.").waitFor();
  await divided(page);
  await page.context().close();
}

/** Somebody's record is of two people: what a file brought was his brother's. At the size of a phone. */
async function divided(page) {
  await page.getByRole("button", { name: "← Back to the list" }).click();
  await open(page, TWO);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "This is two people" }).click();
  const form = page.getByRole("form", { name: "This is two people" });
  await form.getByLabel("Given name of the other one").fill("Ed");
  await form.getByLabel("Their family name").fill("Walker");
  await form.getByLabel("Their birth date").fill("2008-02-03");
  await form.getByLabel("The day on which their two years begin").fill("2026-02-03");
  await form.getByLabel("Their provision").selectOption("sen-support");
  await form.getByRole("group", { name: /^Destinations that are theirs/ }).getByRole("checkbox").first().check();
  await form.getByLabel("Why there are two").fill("The file meant his brother.");
  await look(page, "split form narrow");
  await form.getByRole("button", { name: "Look at both records" }).click();
  await page.getByRole("heading", { name: "Ed Walker gets" }).waitFor();
  await look(page, "split preview narrow");
  await page.getByRole("button", { name: "Make two records" }).click();
  await page.locator("#page .notice--good").getByText(/Ed has a record of their own now/).waitFor();
  await look(page, "split made narrow");
  await page.getByRole("button", { name: "← Back to the list" }).click();
  await page.getByRole("button", { name: "Same person?" }).click();
  await page.getByRole("heading", { name: "Records that became two" }).waitFor();
  await page.getByRole("button", { name: /^Make one record of them again/ }).click();
  await page.getByRole("heading", { name: "Make one record of the two" }).waitFor();
  await look(page, "split undone narrow");
  await page.getByRole("button", { name: "Make one record", exact: true }).click();
  await page.getByText(/They are one record again/).waitFor();
}

async function found(page) {
  for (let turn = 0; turn < 60; turn += 1) {
    await page.getByRole("button", { name: "← Back to the list" }).click();
    await page.getByRole("button", { name: "Same person?" }).click();
    await page.getByRole("heading", { name: "Records that may be of one person" }).waitFor();
    if (await page.getByRole("button", { name: /^They are two people/ }).count()) return;
    await page.waitForTimeout(1000);
  }
  throw new Error("no pair is found within a minute");
}

/** Twice the same person under other numbers, once with another telephone. */
function doubtful(folder) {
  const [names, ...rows] = readFileSync(join(folder, "walk.csv"), "utf8").trim().split("\r\n").map((line) => line.split(","));
  const at = (column) => names.indexOf(column);
  const row = rows.find((cells) => `${cells[at("GivenName")]} ${cells[at("FamilyName")]}` === WHO);
  const again = ["8309900000901", "8309900000902"].map((number) => {
    const cells = [...row];
    cells[at("YoungPersonsID")] = number;
    return cells.join(",");
  });
  const file = join(folder, "doubtful.csv");
  writeFileSync(file, `${[names.join(","), ...again].join("\r\n")}\r\n`);
  return file;
}
