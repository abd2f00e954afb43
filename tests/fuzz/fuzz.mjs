// Lets schemathesis loose on the real program: all documents, each with a token of the right role, and thousands of
// requests that no page would send. Nothing may break the service, and nothing it answers may be other than documented.
//
//   node tests/fuzz/fuzz.mjs target/debug/throughline .cache/…/schemathesis              all of them
//   node tests/fuzz/fuzz.mjs target/debug/throughline .cache/…/schemathesis worker.v1    one of them
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { Product } from "../browser/product.mjs";
import { prepared, provider, signIn, youngPerson } from "./callers.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
/** What providers show who call back. */
const CALLBACK = "a-token-that-only-providers-have";
const DOCUMENTS = [
  { name: "young-person.v1", caller: youngPerson },
  { name: "worker.v1", caller: (world) => signIn(world, "worker", "manager") },
  { name: "admin.v1", caller: (world) => signIn(world, "admin", "administrator") },
  { name: "partnership.v1", caller: (world) => signIn(world, "partnership", "viewer") },
  { name: "provider.v1", caller: async () => ({ token: CALLBACK, there: {} }) },
  { name: "confirmation.v1", caller: provider },
];
/** How many are tried at once: each waits for the service half of the time. */
const AT_ONCE = 2;
/** What schemathesis said in full. */
const LOGS = `${ROOT}target/fuzz/`;
/** It answers for as long as somebody listens, so there would be no end to wait for. */
const ENDLESS = ["read_news"];
/** They end the sessions that everything else is tried with: a supporter's, and then one's own. */
const LAST = [["remove_supporter", "add_supporter_link"], ["sign_out", "end_support"]];

rmSync(LOGS, { recursive: true, force: true });
mkdirSync(LOGS, { recursive: true });
const [program, schemathesis, only] = process.argv.slice(2);
const product = await Product.fresh(program, { THROUGHLINE_LOG_FILTER: "error", THROUGHLINE_CALLBACK_TOKEN: CALLBACK });
process.once("SIGTERM", () => product.end().finally(() => process.exit(1)));
try {
  const world = await prepared(product);
  const tried = [];
  for (const { name, caller } of DOCUMENTS.filter(({ name }) => !only || name === only)) {
    tried.push({ name, ...(await caller(world)) });
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => tryWhatIsLeft(tried)));
  if (/panicked|ERROR/.test(product.log)) throw new Error(`the service complained:\n${product.log}`);
} finally {
  await product.end();
}

/** Takes document after document, until none is left. */
async function tryWhatIsLeft(left) {
  for (let next = left.shift(); next; next = left.shift()) await tryOut(next);
}

async function tryOut({ name, token, supporter, there }) {
  const since = Date.now();
  const tokens = { FUZZ_TOKEN: token, FUZZ_SUPPORTER: supporter ?? "" };
  const said = [await fuzz(name, tokens, there, [...ENDLESS, ...LAST.flat()].flatMap((id) => ["--exclude-operation-id", id]))];
  await isStillIn(name, token);
  if (supporter) await isStillIn(name, supporter, "/supporter");
  const document = readFileSync(`${ROOT}openapi/${name}.json`, "utf8");
  for (const group of LAST) {
    const known = group.filter((id) => document.includes(`"operationId": "${id}"`));
    if (known.length > 0) said.push(await fuzz(name, tokens, there, known.flatMap((id) => ["--include-operation-id", id])));
  }
  console.log(`${said.join("\n")}\n   ${name} (${Math.round((Date.now() - since) / 1000)} s)`);
}

/** A run in which everything was refused would find nothing, and prove nothing. */
async function isStillIn(name, token, me = name.startsWith("young-person") ? "/me" : "/session") {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  // A provider is told nothing, and has nothing to ask.
  const says = { method: "POST", body: JSON.stringify({ reference: "nothing of ours", status: "delivered" }) };
  const unasked = { method: "POST", body: JSON.stringify({ token: "co_of_no_question" }) };
  const own = { "provider.v1": ["/texts/receipts", says, 204], "confirmation.v1": ["/item", unasked, 404] };
  const [path, asks, expected] = own[name] ?? [me, {}, 200];
  let { status, headers: told } = await fetch(product.url + prefixOf(name) + path, { headers, ...asks });
  if (status === 429) {
    // Whoever tried hundreds of links is slowed down, and let in when they have waited as they were told.
    await setTimeout(1000 * Number(told.get("Retry-After")));
    ({ status } = await fetch(product.url + prefixOf(name) + path, { headers, ...asks }));
  }
  if (status !== expected) throw new Error(`${name}: the token no longer lets anybody in: ${status}`);
}

function prefixOf(name) {
  return `/${name.replace(".", "/")}`;
}

/** Runs schemathesis on one document, and gives back how many requests it made. @param {Record<string, string>} there what exists, by the name of its parameter */
async function fuzz(name, tokens, there, which) {
  const child = spawn(
    schemathesis,
    ["--config-file", ".config/schemathesis.toml", "run", `openapi/${name}.json`, "--url", product.url + prefixOf(name), "--no-color", ...which],
    { cwd: ROOT, env: { ...process.env, ...tokens, FUZZ_THERE: JSON.stringify(there) } },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const status = await new Promise((resolve) => child.on("close", resolve));
  appendFileSync(`${LOGS}${name}.log`, said);
  if (status !== 0) throw new Error(`${name}:\n${said}`);
  const summary = said.split("\n").filter((line) => /\d+ generated,/.test(line));
  return summary.map((line) => `   ${line.trim()}`).join("\n");
}
