// A worker hands somebody over, who wants to meet the new one first: both read it, and the handover is off in the end.
import { home } from "../answering.mjs";
import { look, lookEveryWay } from "../look.mjs";
import { open } from "./invitation.mjs";

export async function meeting(world) {
  const name = await plans(world);
  await says(world, name);
  await isRead(world, name);
}

/** In ten days; by then the walk is long over. */
function soon() {
  return new Date(Date.now() + 10 * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** To the first colleague of the list who is somebody else: what they are called. */
async function plans({ worker: page, amina }) {
  await open(page, amina.name);
  await page.getByRole("button", { name: "Hand over" }).click();
  const form = page.getByRole("form", { name: "Plan a handover" });
  const whom = form.getByLabel("To whom");
  const mine = await page.locator(".who__name").innerText();
  const others = (await whom.locator("option").allInnerTexts()).filter((one) => one && !mine.startsWith(one) && !one.startsWith("Choose"));
  const [name = ""] = others;
  await whom.selectOption({ label: name });
  await form.getByLabel("From which day on").fill(soon());
  await form.getByRole("button", { name: "Plan the handover" }).click();
  await page.locator("#page .notice--good").getByText("The handover is planned").waitFor();
  return name.split(" ")[0] ?? "";
}

/** They are asked in easy and in plain words, say no, and change their mind. */
async function says({ phone, product }, name) {
  await home(phone, `${product.url}/phone/`);
  await phone.getByText(`If you want to meet ${name} first, tell us.`).waitFor();
  await look(phone, "phone home with a handover");
  await phone.getByRole("link", { name: "Meet your new worker first?" }).tap();
  await phone.getByRole("heading", { level: 1, name: `Do you want to meet ${name} first?` }).waitFor();
  await lookEveryWay(phone, "phone meet first");
  await phone.getByRole("button", { name: "No, I do not need to" }).tap();
  await phone.locator("main .notice--good").getByText("You can still change your mind").waitFor();
  await phone.getByRole("button", { name: "Yes, I want to meet first" }).tap();
  await phone.locator("main .notice--good").getByText(`We have told ${name}.`).waitFor();
  await phone.locator("#said").filter({ hasText: `We have told ${name}.` }).waitFor({ state: "attached" });
  await look(phone, "phone meet first yes");
}

async function isRead({ worker: page, phone, product }, name) {
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByRole("button", { name: "To do, and who is away" }).click();
  const one = page.getByRole("listitem").filter({ hasText: "They would like to meet" }).first();
  await one.getByText(`They would like to meet ${name}`).waitFor();
  await look(page, "worker handover to meet first");
  await one.getByRole("button", { name: /^Call it off/ }).click();
  await one.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Back to the list" }).click();
  await home(phone, `${product.url}/phone/`);
  await phone.getByRole("link", { name: "Meet your new worker first?" }).waitFor({ state: "detached" });
}
