// Makes clients of the young person's document, as whoever builds an app would, with the settings of mobile-contract/clients.
// The generator may not warn, and may not invent a type. The one in TypeScript is compiled, with the app that uses it,
// and that app is told the stories of mobile-contract/exchanges.
//
//   node tests/clients/clients.mjs .cache/…/openapi-generator-cli .cache/tools/node_modules/.bin/tsc target/clients
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { replay } from "./replay.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
const DOCUMENT = `${ROOT}openapi/young-person.v1.json`;
const KEPT = `${ROOT}mobile-contract/clients`;
/** Where each generator puts the types of the document. */
const CLIENTS = [
  { name: "kotlin", models: "src/main/kotlin/throughline/client/models" },
  { name: "swift", models: "Sources/ThroughlineClient/Models" },
  { name: "typescript", models: "models" },
];

const [generator, tsc, target] = process.argv.slice(2);
const schemas = Object.keys(JSON.parse(readFileSync(DOCUMENT, "utf8")).components.schemas);
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const { name, models } of CLIENTS) {
  const client = join(target, name, "client");
  generate(name, client);
  const made = readdirSync(join(client, models)).map((file) => basename(file).replace(/\.\w+$/, "")).filter((file) => file !== "index");
  const differing = [...difference(schemas, made).map((each) => `no ${each}`), ...difference(made, schemas).map((each) => `a ${each} of its own making`)];
  if (differing.length > 0) throw new Error(`The ${name} client has ${differing.join(", ")}.`);
  console.log(`   ${name}: ${made.length} types, no warning`);
}
const built = compile();
console.log("   typescript: the app compiles");
for (const story of await replay(built)) console.log(`   typescript: ${story}`);

function generate(name, client) {
  const { status, stdout, stderr, error } = spawnSync(
    generator,
    ["generate", "--config", `${KEPT}/${name}.yaml`, "--input-spec", DOCUMENT, "--output", client],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (error) throw error;
  const said = stdout + stderr;
  writeFileSync(join(target, `${name}.log`), said);
  const complaints = said.split("\n").filter((line) => /^\[[^\]]*\] (WARN|ERROR)\b/.test(line));
  if (complaints.length > 0) throw new Error(`The ${name} client came with warnings:\n${complaints.join("\n")}`);
  if (status !== 0) throw new Error(`The ${name} client could not be made:\n${said}`);
}

/** Puts our app beside the client that it imports. Returns the address of the program that comes out. */
function compile() {
  const app = join(target, "typescript");
  for (const file of readdirSync(`${KEPT}/typescript`)) copyFileSync(`${KEPT}/typescript/${file}`, join(app, file));
  writeFileSync(join(app, "package.json"), '{ "type": "module" }\n');
  const { status, stdout, stderr, error } = spawnSync(tsc, ["--project", app], { encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`The app does not compile against the TypeScript client:\n${stdout}${stderr}`);
  return pathToFileURL(join(app, "built/app.js")).href;
}

function difference(some, others) {
  return some.filter((each) => !others.includes(each));
}
