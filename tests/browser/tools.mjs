// The tools that `tests/run tools` fetched. They lie outside this folder, so Node has to be told where.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const fetched = createRequire(new URL("../../.cache/tools/package.json", import.meta.url));

export const { chromium } = fetched("playwright-core");
export const ece = fetched("http_ece");
export const axeSource = readFileSync(fetched.resolve("axe-core/axe.min.js"), "utf8");

/** A function that says what is wrong with a value, by the JSON schema in a file. */
export function validator(file) {
  const Ajv = fetched("ajv/dist/2020").default;
  const ajv = new Ajv({ allErrors: true });
  fetched("ajv-formats")(ajv);
  const check = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  return (value) => (check(value) ? [] : check.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));
}
