// The walk through the house, as it is judged: from a council's file to a published figure, in a real browser, on the
// real program. Nothing of the product is replaced but the one call that would reach a phone maker.
//
//   node tests/browser/walk.mjs target/debug/throughline              all of it
//   node tests/browser/walk.mjs target/debug/throughline --readme     the pictures of the README, from the demonstration
import { Browser } from "./browser.mjs";
import { seen } from "./look.mjs";
import { Product } from "./product.mjs";
import { pictures } from "./readme.mjs";
import { again } from "./scenes/again.mjs";
import { banner } from "./scenes/banner.mjs";
import { calls } from "./scenes/calls.mjs";
import { caseload } from "./scenes/caseload.mjs";
import { checkIn } from "./scenes/check-in.mjs";
import { closing } from "./scenes/closing.mjs";
import { confirming } from "./scenes/confirming.mjs";
import { council } from "./scenes/council.mjs";
import { demonstration } from "./scenes/demonstration.mjs";
import { emergency } from "./scenes/emergency.mjs";
import { evidence } from "./scenes/evidence.mjs";
import { files } from "./scenes/files.mjs";
import { halfDone } from "./scenes/half-done.mjs";
import { inCharge } from "./scenes/in-charge.mjs";
import { invitation } from "./scenes/invitation.mjs";
import { keyboard } from "./scenes/keyboard.mjs";
import { oneTap } from "./scenes/one-tap.mjs";
import { outage } from "./scenes/outage.mjs";
import { moving } from "./scenes/moving.mjs";
import { meeting } from "./scenes/meeting.mjs";
import { offers } from "./scenes/offers.mjs";
import { owners } from "./scenes/owners.mjs";
import { language } from "./scenes/language.mjs";
import { promised } from "./scenes/promised.mjs";
import { prompt } from "./scenes/prompt.mjs";
import { record } from "./scenes/record.mjs";
import { same } from "./scenes/same.mjs";
import { settle } from "./scenes/settle.mjs";
import { settings } from "./scenes/settings.mjs";
import { signedOut } from "./scenes/signed-out.mjs";
import { staff } from "./scenes/staff.mjs";
import { supporters } from "./scenes/supporters.mjs";
import { several, toldOfNews } from "./scenes/several.mjs";
import { sharing } from "./scenes/sharing.mjs";
import { together } from "./scenes/together.mjs";
import { partnership } from "./scenes/partnership.mjs";
import { worker } from "./scenes/worker.mjs";

const SCENES = [
  ["a council gives the service its file", council],
  ["staff come in by one-time link", staff],
  ["a worker invites a young person, who comes in", invitation],
  ["the young person answers, and says that they are not safe", checkIn],
  ["the worker sees it at once, and does something", worker],
  ["an employer confirms by a link, once", confirming],
  ["the worker sorts the list, narrows it and keeps a view", caseload],
  ["the same is done for several at once, seen before and undone", several],
  ["what a colleague does is told to an open page, and nothing moves", toldOfNews],
  ["two colleagues write about the same thing, and a person decides", settle],
  ["an alert is passed on, a task is done, and somebody covers", owners],
  ["what is odd about a destination is asked about, and not knowing takes tries", evidence],
  ["promised support may not be coming, and is answered; three questions at a glance", promised],
  ["a call is recorded by keyboard in one go, and no draft is lost", calls],
  ["possible harm is closed by two people, and nothing unread", closing],
  ["the young person decides when they are asked, and asks to talk", inCharge],
  ["somebody else is to look after them, whom they want to meet first", meeting],
  ["they are asked more often or less if they like, and see what changed", offers],
  ["they lose no way back: a code, a passkey, and a phone that is borrowed", again],
  ["they read what is held, say what is wrong, and are answered", record],
  ["a prompt reaches the phone, until the phone is gone", prompt],
  ["a reminder is answered with one tap, and no tap is lost", oneTap],
  ["the young person asks somebody to help, and ends it", supporters],
  ["somebody answers in easy read with a keyboard", keyboard],
  ["a finger taps twice, a page is reloaded, an answer is taken back", halfDone],
  ["answers that follow each other travel together", together],
  ["the service dies while somebody answers, and nothing is lost", outage],
  ["settings, and a shared phone", settings],
  ["a partnership asks in two languages", language],
  ["pages for whoever is not signed in", signedOut],
  ["an administrator takes a file in, and a manager sends some out", files],
  ["a record is opened because it cannot wait, and somebody looks at that", emergency],
  ["a part of a record is shared with another agency, until a day", sharing],
  ["a doubtful row waits, and two records become one and two again", same],
  ["somebody goes to another partnership, and each side has what it may", moving],
  ["the partnership has nothing to see yet", partnership],
  ["staff are told while texts do not go out", banner],
];

const [program, mode] = process.argv.slice(2);
if (mode === "--readme") await pictures(program);
else await walk();

async function walk() {
  const product = await Product.fresh(program);
  const browser = await Browser.launch(product.url);
  try {
    const world = { product, browser };
    // It has a service and a browser of its own, so it plays beside the rest.
    const besides = play("the demonstration plays, and its figures agree", () => demonstration(program), browser);
    besides.catch(() => {});
    for (const [name, scene] of SCENES) await play(name, () => scene(world), browser);
    await besides;
    console.log(`   ${seen.length} pages looked at, light and dark, for axe and for width`);
  } catch (error) {
    console.error(product.log.split("\n").slice(-20).join("\n"));
    throw error;
  } finally {
    await browser.close();
    await product.end();
  }
}

async function play(name, scene, browser) {
  const since = Date.now();
  await scene();
  if (browser.faults.length > 0) throw new Error(`while ${name}:\n  ${browser.faults.join("\n  ")}`);
  console.log(`   ${name} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
}
