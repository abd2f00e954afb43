// Coming back without an invitation: a number that is confirmed by a code, a passkey, and signing in again with each of
// them. Nobody is told whether a number is known.
import assert from "node:assert/strict";
import { look, lookEveryWay } from "../look.mjs";
import { about, birthday, invite, open } from "./invitation.mjs";

/** Numbers and addresses that nobody has (Ofcom, numbers for drama; RFC 2606). */
const OWN = { typed: "07700 900123", sent: "+447700900123" };
const STRANGERS = "07700 900999";
const EMAIL = "amina@example.org";

export async function again(world) {
  const { worker, browser, amina } = world;
  await open(worker, amina.name);
  const phone = (world.own = await browser.phone("own phone"));
  await phone.goto(await invite(worker, async () => {}));
  world.keys = await authenticator(phone);
  await phone.getByRole("button", { name: "Yes, it is mine" }).tap();
  await birthday(phone, amina);
  await about(phone, async () => {});
  await confirmsANumber(world);
  await addsAPasskey(world);
  await confirmsAnAddress(world);
  await signsOut(phone);
  await byCode(world);
  await signsOut(phone);
  await byPasskey(world);
  await onABorrowedPhone(world);
}

/** The part of a phone that keeps passkeys and looks at faces: one that says yes. Only once a page of ours is open. */
async function authenticator(phone) {
  const session = await phone.context().newCDPSession(phone);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  return {
    /** From now on it knows its owner, or does not. */
    verifies: (isUserVerified) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    count: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}

/** Opens a page that hangs on the settings, from the page's beginning. A phone that went elsewhere would lose its authenticator. */
export async function settingsPage(phone, name) {
  await phone.evaluate(() => history.replaceState(null, ""));
  await phone.reload();
  await phone.getByRole("link", { name: "Settings" }).tap();
  await phone.getByRole("link", { name }).tap();
}

/** Types a code on the page that asks for it. */
export async function type(phone, code) {
  await phone.getByLabel("The 6 numbers").fill(code);
  await phone.getByRole("button", { name: "Continue" }).tap();
}

async function confirmsANumber(world) {
  const { own: phone, product } = world;
  await settingsPage(phone, "Ways to sign in again");
  await lookEveryWay(phone, "phone ways none");
  await phone.getByRole("link", { name: /^Set it up.*A code by text/ }).tap();
  const number = phone.getByLabel("Your mobile number");
  assert.equal(await number.getAttribute("autocomplete"), "tel");
  await number.fill("0770");
  await phone.getByRole("button", { name: "Send me a code" }).tap();
  await phone.getByRole("alert").filter({ hasText: "Check your number" }).waitFor();
  await look(phone, "phone wrong number");
  await number.fill(OWN.typed);
  await phone.getByRole("button", { name: "Send me a code" }).tap();
  const first = await product.post.code(OWN.sent);
  await lookEveryWay(phone, "phone type your code");
  await wrongCode(phone, first);
  await late(world, first);
}

async function wrongCode(phone, right) {
  const field = phone.getByLabel("The 6 numbers");
  assert.deepEqual([await field.getAttribute("inputmode"), await field.getAttribute("autocomplete")], ["numeric", "one-time-code"]);
  await type(phone, "12345");
  await phone.getByRole("alert").filter({ hasText: "The code has 6 numbers" }).waitFor();
  phone.context().expected.add(422);
  await type(phone, right === "123456" ? "123457" : "123456");
  await phone.getByRole("alert").filter({ hasText: "This code does not work" }).waitFor();
  phone.context().expected.delete(422);
  await look(phone, "phone wrong code");
}

/** Another one is asked for, and then the first arrives after all: it works. */
async function late({ own: phone, product }, first) {
  await phone.getByRole("button", { name: "It has not arrived" }).tap();
  await phone.locator(".notice").getByText("If both arrive, both work").waitFor();
  assert.doesNotMatch(await phone.locator("main").innerText(), /900/, "the number is not shown");
  await look(phone, "phone code is late");
  const second = await product.post.code(OWN.sent);
  assert.notEqual(second, first);
  await type(phone, first);
  await phone.getByText("You can use it to sign in again").first().waitFor();
  await phone.getByText("To your number ending 123").waitFor();
}

async function addsAPasskey({ own: phone, keys }) {
  await phone.getByRole("link", { name: "Use your face, finger or screen lock" }).tap();
  await look(phone, "phone new passkey");
  await keys.verifies(false);
  await phone.getByRole("button", { name: "Use your face, finger or screen lock" }).tap();
  await phone.getByRole("alert").filter({ hasText: "That did not work" }).waitFor();
  await keys.verifies(true);
  await phone.getByRole("button", { name: "Use your face, finger or screen lock" }).tap();
  await phone.getByText(/^Set up on/).waitFor();
  assert.equal(await keys.count(), 1);
  // The phone will not make a second one for the same person.
  await phone.getByRole("link", { name: "Set it up on this phone too" }).tap();
  await phone.getByRole("button", { name: "Use your face, finger or screen lock" }).tap();
  await phone.getByRole("alert").filter({ hasText: "This phone has it already" }).waitFor();
  await phone.getByRole("button", { name: "Back" }).tap();
}

async function confirmsAnAddress({ own: phone, product }) {
  await phone.getByRole("link", { name: /^Set it up.*A code by e-mail/ }).tap();
  await phone.getByLabel("Your e-mail address").fill("amina");
  await phone.getByRole("button", { name: "Send me a code" }).tap();
  await phone.getByRole("alert").filter({ hasText: "Check your e-mail address" }).waitFor();
  await phone.getByLabel("Your e-mail address").fill(EMAIL);
  await phone.getByRole("button", { name: "Send me a code" }).tap();
  await type(phone, await product.post.code(EMAIL));
  await phone.getByText("To your address at example.org").waitFor();
  await lookEveryWay(phone, "phone ways");
}

/** By the way that a phone knows, it is not told that it ever was here. */
async function signsOut(phone) {
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("link", { name: "Sign out" }).tap();
  await phone.getByRole("button", { name: "Yes, sign out" }).tap();
  await phone.getByRole("link", { name: "I have been here before" }).tap();
  await phone.getByRole("heading", { name: "Sign in again" }).waitFor();
}

/** From the ways to sign in again to where a code is typed. */
async function askFor(phone, number, whose) {
  await phone.getByRole("link", { name: "Text me a code" }).tap();
  await phone.getByRole("button", { name: whose }).tap();
  await phone.getByLabel("Your mobile number").fill(number);
  await phone.getByRole("button", { name: "Send me a code" }).tap();
  await phone.getByLabel("The 6 numbers").waitFor();
}

async function byCode(world) {
  const { own: phone, product } = world;
  await lookEveryWay(phone, "phone sign in again");
  await askFor(phone, STRANGERS, "Yes, it is mine");
  const unknown = await phone.locator("main").innerText();
  await look(phone, "phone code to sign in");
  await phone.getByRole("link", { name: "Try another way" }).tap();
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("heading", { name: "Is this your own phone?" }).waitFor();
  await phone.getByRole("button", { name: "Back" }).tap();
  await askFor(phone, OWN.typed, "Yes, it is mine");
  assert.equal(await phone.locator("main").innerText(), unknown, "it says the same, known or not");
  const code = await product.post.code(OWN.sent);
  // Somebody reads the message, and the phone throws the page away meanwhile.
  await phone.reload();
  await type(phone, code);
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
  assert.equal(product.post.left, 0, "nothing was sent to a stranger");
  await settingsPage(phone, "Ways to sign in again");
  await phone.getByText("To your number ending 123").waitFor();
}

async function byPasskey(world) {
  const { own: phone, keys } = world;
  await keys.verifies(false);
  await phone.getByRole("button", { name: "Use my face, finger or screen lock" }).tap();
  await phone.getByRole("alert").filter({ hasText: "That did not work" }).waitFor();
  await look(phone, "phone passkey refused");
  await keys.verifies(true);
  await phone.getByRole("button", { name: "Use my face, finger or screen lock" }).tap();
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
}

/** Somebody else's phone keeps nothing, and no passkey is made on it. */
async function onABorrowedPhone(world) {
  const phone = await world.browser.phone("borrowed phone");
  await phone.goto(`${world.product.url}/phone/`);
  await authenticator(phone);
  await phone.getByRole("link", { name: "I have been here before" }).tap();
  await askFor(phone, OWN.typed, "No, or I share it");
  await type(phone, await world.product.post.code(OWN.sent));
  await phone.getByRole("heading", { name: /^Hello/ }).waitFor();
  const kept = await phone.evaluate(async () => ({ local: { ...localStorage }, databases: (await indexedDB.databases()).map(({ name }) => name) }));
  assert.deepEqual(kept, { local: {}, databases: [] }, "a shared phone keeps nothing");
  await phone.getByRole("link", { name: "Settings" }).tap();
  await phone.getByRole("link", { name: "Ways to sign in again" }).tap();
  await phone.getByText("To your number ending 123").waitFor();
  assert.equal(await phone.getByRole("link", { name: /face, finger/ }).count(), 0, "no passkey for all who share it");
  await phone.getByRole("button", { name: "Back" }).tap();
  await phone.getByRole("link", { name: "Sign out" }).first().tap();
  await phone.getByRole("button", { name: "Yes, sign out" }).tap();
  await phone.getByLabel("Your code").waitFor();
  await phone.context().close();
}
