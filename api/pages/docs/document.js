// The parts of an OpenAPI 3.0 document that this page shows.

/**
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string} [title]
 * @property {string} [description]
 * @property {string} [type]
 * @property {string} [format]
 * @property {string} [pattern]
 * @property {unknown[]} [enum]
 * @property {unknown} [example]
 * @property {unknown} [default]
 * @property {boolean} [nullable]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {number} [minItems]
 * @property {number} [maxItems]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {Schema} [items]
 * @property {Schema[]} [allOf]
 * @property {Schema[]} [oneOf]
 * @property {Schema[]} [anyOf]
 * @property {Schema | boolean} [additionalProperties]
 */
/** @typedef {{ schema?: Schema, example?: unknown, examples?: Record<string, { summary?: string, value?: unknown }> }} Media */
/** @typedef {{ description?: string, content?: Record<string, Media>, headers?: Record<string, { description?: string, schema?: Schema }> }} Response */
/** @typedef {{ name: string, in: string, description?: string, required?: boolean, schema?: Schema, example?: unknown }} Parameter */
/**
 * @typedef {object} Operation
 * @property {string} [operationId]
 * @property {string} [summary]
 * @property {string} [description]
 * @property {string[]} [tags]
 * @property {boolean} [deprecated]
 * @property {Parameter[]} [parameters]
 * @property {{ description?: string, required?: boolean, content?: Record<string, Media> }} [requestBody]
 * @property {Record<string, Response>} [responses]
 * @property {Record<string, string[]>[]} [security]
 */
/** @typedef {Operation & { method: string, path: string, id: string }} Placed */
/**
 * @typedef {object} Document
 * @property {{ title: string, version: string, description?: string }} info
 * @property {Record<string, Record<string, Operation>>} paths
 * @property {{ name: string, description?: string }[]} [tags]
 * @property {{ schemas?: Record<string, Schema>, securitySchemes?: Record<string, { type: string, scheme?: string, in?: string, name?: string, description?: string }> }} [components]
 * @property {Record<string, string[]>[]} [security]
 */

const METHODS = ["get", "put", "post", "patch", "delete"];

/**
 * Every operation with its method and path.
 *
 * @param {Document} document
 * @returns {Placed[]}
 */
export function operations({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) => METHODS.flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    return [{ ...operation, method: method.toUpperCase(), path, id: operation.operationId ?? `${method}${path}` }];
  }));
}

/**
 * The schema itself: references followed, all parts of an `allOf` as one.
 *
 * @param {Schema} schema
 * @param {Document} document
 * @returns {{ schema: Schema, name: string | undefined }}
 */
export function resolve(schema, document) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop() ?? "";
    return { ...resolve(document.components?.schemas?.[name] ?? {}, document), name };
  }
  if (!schema.allOf) return { schema, name: undefined };
  const { allOf, ...own } = schema;
  const parts = allOf.map((part) => resolve(part, document));
  const whole = parts.reduce((/** @type {Schema} */ sum, { schema: part }) => ({
    ...sum, ...part,
    properties: { ...sum.properties, ...part.properties },
    required: [...(sum.required ?? []), ...(part.required ?? [])],
  }), {});
  return { schema: { ...whole, ...own }, name: parts.find(({ name }) => name)?.name };
}
