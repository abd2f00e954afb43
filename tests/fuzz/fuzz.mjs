// Lets schemathesis loose on the real program: all four documents, each with a token of the right role, and thousands of
// requests that no page would send. Nothing may break the service, and nothing it answers may be other than documented.
//
//   node tests/fuzz/fuzz.mjs target/debug/throughline .cache/…/schemathesis              all four documents
//   node tests/fuzz/fuzz.mjs target/debug/throughline .cache/…/schemathesis worker.v1    one of them
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { Product } from "../browser/product.mjs";
import { prepared, signIn, youngPerson } from "./callers.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
const DOCUMENTS = [
  { name: "young-person.v1", caller: youngPerson },
  { name: "worker.v1", caller: (world) => signIn(world, "worker", "manager") },
  { name: "partnership.v1", caller: (world) => signIn(world, "partnership", "viewer") },
  { name: "admin.v1", caller: (world) => signIn(world, "admin", "administrator") },
];
/** What schemathesis said in full. */
const LOGS = `${ROOT}target/fuzz/`;
/** They end the sessions that everything else is tried with: a supporter's, and then one's own. */
const LAST = [["remove_supporter", "add_supporter_link"], ["sign_out", "end_support"]];

rmSync(LOGS, { recursive: true, force: true });
mkdirSync(LOGS, { recursive: true });
const [program, schemathesis, only] = process.argv.slice(2);
const product = await Product.fresh(program, { THROUGHLINE_LOG_FILTER: "error" });
try {
  const world = await prepared(product);
  for (const { name, caller } of DOCUMENTS.filter(({ name }) => !only || name === only)) {
    const { token, supporter, there } = await caller(world);
    const since = Date.now();
    const tokens = { FUZZ_TOKEN: token, FUZZ_SUPPORTER: supporter ?? "" };
    await fuzz(name, tokens, there, LAST.flat().flatMap((id) => ["--exclude-operation-id", id]));
    await isStillIn(name, name.startsWith("young-person") ? "/me" : "/session", token);
    if (supporter) await isStillIn(name, "/supporter", supporter);
    const document = readFileSync(`${ROOT}openapi/${name}.json`, "utf8");
    for (const group of LAST) {
      const known = group.filter((id) => document.includes(`"operationId": "${id}"`));
      if (known.length > 0) await fuzz(name, tokens, there, known.flatMap((id) => ["--include-operation-id", id]));
    }
    console.log(`   ${name} (${Math.round((Date.now() - since) / 1000)} s)`);
  }
  if (/panicked|ERROR/.test(product.log)) throw new Error(`the service complained:\n${product.log}`);
} finally {
  await product.end();
}

/** A run in which everything was refused would find nothing, and prove nothing. */
async function isStillIn(name, me, token) {
  const { status } = await fetch(product.url + prefixOf(name) + me, { headers: { Authorization: `Bearer ${token}` } });
  if (status !== 200) throw new Error(`${name}: the token no longer lets anybody in: ${status}`);
}

function prefixOf(name) {
  return `/${name.replace(".", "/")}`;
}

/** Runs schemathesis on one document. @param {Record<string, string>} there what exists, by the name of its parameter */
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
  console.log(summary.map((line) => `   ${line.trim()}`).join("\n"));
}
