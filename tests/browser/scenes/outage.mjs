// The program is killed while somebody answers. What it had said it has, it has; what was given meanwhile waits on the
// phone, and both are there in the end.
import assert from "node:assert/strict";
import { answer, here, home, start } from "../answering.mjs";
import { look } from "../look.mjs";
import { until } from "../until.mjs";

const BEFORE = 3;
const MEANWHILE = 2;

export async function outage(world) {
  const { phone, product } = world;
  await home(phone, `${product.url}/phone/`);
  await start(phone);
  const given = [];
  const some = (count) => answer(phone, () => undefined, ({ kind }) => kind === "single" && (given.length >= count || (given.push(1), false)));
  await some(BEFORE);
  await hurry(phone);
  await until(phone, async () => !(await import("/phone/outbox.js")).isWaiting());
  const before = await known(phone);
  const killed = Date.now();
  await product.kill();
  await some(BEFORE + MEANWHILE);
  await hurry(phone);
  await phone.getByText(/Saved on this phone/).waitFor();
  await look(phone, "phone not sent yet");
  await product.serve();
  await phone.evaluate(() => window.dispatchEvent(new Event("online")));
  await phone.getByText(/Saved on this phone/).waitFor({ state: "hidden" });
  const after = await known(phone);
  for (const key of before.keys()) assert.ok(after.has(key), `${key} was acknowledged and is lost`);
  // Some may be given anew: what counts is when.
  const meanwhile = [...after].filter(([, at]) => at >= killed);
  assert.ok(meanwhile.length >= MEANWHILE - 1, `what was given meanwhile has come: ${[...before]} then ${[...after]}`);
  assert.notEqual((await here(phone)).kind, "end");
}

/** Answers wait a little for each other: now they go. */
function hurry(phone) {
  return phone.evaluate(async () => (await import("/phone/outbox.js")).hurry());
}

/** The questions that the service says are answered, and when each was. */
async function known(phone) {
  return new Map(await phone.evaluate(async () => {
    const { check_ins } = await (await fetch("/young-person/v1/sync")).json();
    return check_ins.flatMap(({ id, answers }) => answers.map(({ key, answered_at }) => [`${id} ${key}`, Date.parse(answered_at)]));
  }));
}
