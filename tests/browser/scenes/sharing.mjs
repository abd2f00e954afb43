// A worker shares a part of a record with another agency, which says yes and sees that part; then it ends.
import assert from "node:assert/strict";
import { linkIn } from "./council.mjs";
import { comeIn } from "./staff.mjs";
import { look } from "../look.mjs";

async function colleague({ browser, product }, name, email, role, ...more) {
  const page = await browser.desk(name);
  const added = await product.must("staff", "add", "--partnership", "derbyshire", "--name", name, "--email", email, "--role", role, ...more);
  await comeIn(page, linkIn(added).replace("/partnership/", role === "manager" ? "/worker/" : "/referred/"));
  return page;
}

export async function sharing(world) {
  const agency = await colleague(world, "Hari Health", "hari@health.example", "partnership-viewer", "--agency", "Peak Health");
  await agency.getByText("Nothing is shared with you now.").waitFor();
  const manager = await colleague(world, "Mo Shares", "shares@derbyshire.example", "manager");
  await manager.locator("table.cards tbody button.name").first().click();
  await manager.getByRole("button", { name: "Show with whom it is shared" }).click();
  await manager.getByText("It is shared with nobody.").waitFor();
  await manager.getByText("Share with an agency").first().click();
  const form = manager.getByRole("form", { name: "Share with an agency" });
  await form.getByLabel("With whom").selectOption("Peak Health");
  await form.getByText("What they want", { exact: true }).click();
  await form.getByLabel("What for").fill("Help with travel.");
  await form.getByLabel("What allows it").selectOption("agreed");
  await form.getByText("Yes", { exact: true }).click();
  await look(manager, "sharing");
  await form.getByRole("button", { name: "Share", exact: true }).click();
  await manager.getByText("They have not said yes.").waitFor();

  await agency.reload();
  await look(agency, "referred");
  await agency.getByRole("button", { name: /^Yes, we take this on/ }).click();
  await agency.getByRole("button", { name: /^Yes, we take this on/ }).waitFor({ state: "detached" });
  await agency.locator("ul.things li button").first().click();
  await agency.getByRole("heading", { level: 2, name: "What they want" }).waitFor();
  assert.equal(await agency.getByRole("heading", { level: 2 }).count(), 1, "nothing else is shown");
  await look(agency, "referred person");

  await manager.getByRole("button", { name: "End this with Peak Health" }).click();
  await manager.getByText("Ended.").waitFor();
  await agency.context().close();
  await manager.context().close();
}
