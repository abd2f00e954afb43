// What the young person's document says about the body of a request.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const fetched = createRequire(new URL("../../.cache/tools/package.json", import.meta.url));
const PREFIX = "/young-person/v1";

const document = JSON.parse(readFileSync(new URL("../../openapi/young-person.v1.json", import.meta.url), "utf8"));
const Ajv = fetched("ajv").default;
// A schema of OpenAPI 3.0 has words of its own, such as `example`.
const ajv = new Ajv({ allErrors: true, strict: false });
fetched("ajv-formats")(ajv);
ajv.addSchema(document, "document");

/** A function that says what is wrong with the body of a request. */
export function bodyValidator(method, path) {
  const template = Object.keys(document.paths).find((each) => new RegExp(`^${PREFIX}${each.replace(/\{\w+\}/g, "[^/]+")}$`).test(path));
  const operation = document.paths[template]?.[method.toLowerCase()];
  if (!operation) return () => [`there is no ${method} ${path}`];
  const schema = operation.requestBody?.content["application/json"].schema;
  if (!schema) return (body) => (body === undefined ? [] : ["a body that nobody asked for"]);
  const check = ajv.compile({ $ref: `document${schema.$ref}` });
  return (body) => (check(body) ? [] : check.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));
}
