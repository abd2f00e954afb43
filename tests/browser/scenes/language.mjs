// A partnership asks in two languages: a young person chooses, and their next check-in is in the other one.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answer, home, turned } from "../answering.mjs";
import { furtherOn } from "../council.mjs";
import { look } from "../look.mjs";
import { until } from "../until.mjs";
import { linkIn } from "./council.mjs";
import { joins } from "./invitation.mjs";

const ENGLISH = "How have you felt this week?";
const WELSH = "Sut wyt ti wedi teimlo yr wythnos hon?";

export async function language(world) {
  await translated(world.product);
  const phone = await chosen(world);
  await asked(world, phone);
  await phone.context().close();
}

/** What the product brings, in as much Welsh as this scene needs. */
async function translated(product) {
  const shipped = await product.must("questionnaire", "show");
  const file = join(product.folder, "welsh.yaml");
  const welsh = [
    ["\nid: default-check-ins\n", "\nid: derbyshire.welsh\n"],
    ["\nlanguage: en-GB\n", "\nlanguage: cy\ntranslates: {id: default-check-ins, version: 0.1.0}\nsafety_words_checked_by: Ffion Rees\n"],
    [`plain: {text: "${ENGLISH}"}`, `plain: {text: "${WELSH}"}`],
  ].reduce((text, [piece, change]) => text.replace(piece, change), shipped);
  const own = ["--partnership", "derbyshire"];
  writeFileSync(file, welsh.replace("feel_safe: [\"no\"]", "feel_safe: [\"yes\"]"));
  assert.match(await product.refuses("questionnaire", "check", file, ...own), /CI-04/, "it names the rule");
  writeFileSync(file, welsh);
  await product.must("questionnaire", "upload", file, ...own);
  await product.must("questionnaire", "use", "derbyshire.welsh", "0.1.0", ...own);
  assert.match(await product.must("questionnaire", "list", ...own), /cy +derbyshire\.welsh 0\.1\.0/);
}

/** Ella chooses Welsh in her settings. */
async function chosen({ browser, product, people: [, , , ella] }) {
  const phone = await browser.phone("a phone in Welsh");
  await joins(phone, linkIn(await product.must("invite", ella.id, "--partnership", "derbyshire")), ella);
  await phone.getByRole("link", { name: "Settings" }).tap();
  const choice = phone.getByRole("group", { name: "Language of our questions" });
  assert.match(await choice.innerText(), /Buttons and help pages are still in English/, "it says what stays English");
  assert.ok(await choice.getByLabel("English").isChecked());
  await phone.context().setOffline(true);
  await choice.getByLabel("Cymraeg").tap();
  await choice.getByText(/^You are offline, so nothing has changed/).waitFor();
  assert.ok(await choice.getByLabel("English").isChecked());
  await phone.context().setOffline(false);
  await choice.getByLabel("Cymraeg").tap();
  await phone.locator("#said", { hasText: "It starts with your next check-in" }).waitFor({ state: "attached" });
  assert.ok(await choice.getByLabel("Cymraeg").isChecked());
  assert.equal(await choice.getByText("Cymraeg").getAttribute("lang"), "cy");
  await look(phone, "phone settings language");
  return phone;
}

/** Older check-ins may still be open: starts the one in Welsh, once the page shows them all. */
async function startWelsh(phone) {
  const open = await phone.evaluate(async () => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    return check_ins.filter(({ state }) => state === "open").map(({ questionnaire }) => questionnaire.language);
  });
  const cards = phone.getByRole("button", { name: /^(Start|Carry on)$/ });
  await cards.nth(open.length - 1).waitFor();
  await cards.nth(open.indexOf("cy")).click();
  await turned(phone, "Hello");
}

/** Three months go by, so to speak, and her next check-in is in Welsh, with our own buttons in English. */
async function asked({ product, people: [, , , ella] }, phone) {
  await product.must("import", furtherOn(product.folder, ella.name, 3), "--partnership", "derbyshire");
  await product.stop();
  await product.serve();
  await home(phone, `${product.url}/phone/`);
  await until(phone, async () => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    return check_ins.some(({ questionnaire }) => questionnaire.language === "cy");
  });
  await home(phone, `${product.url}/phone/`);
  await startWelsh(phone);
  const before = await answer(phone, () => undefined, ({ heading }) => heading === WELSH);
  assert.ok(!before.includes(ENGLISH));
  const heading = phone.getByRole("heading", { level: 1, name: WELSH });
  assert.equal(await heading.getAttribute("lang"), "cy");
  const skip = phone.getByRole("button", { name: "Skip this question" });
  assert.equal(await skip.evaluate((button) => button.closest("[lang]").lang), "en-GB");
  await look(phone, "phone question in Welsh");
}
