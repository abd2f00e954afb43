// How every page talks to the service: JSON in, JSON out, and each failure as words a person can use.

/** @typedef {import("./types.js").ProblemBody} ProblemBody */

/** How long a request may take, unless said otherwise, before we call it offline. */
const PATIENCE_MS = 20_000;

/** The service understood the request and said no. Decide by `type`, show `message`. */
export class Problem extends Error {
  /** @param {ProblemBody} body @param {number | undefined} retryAfter seconds until another try makes sense */
  constructor(body, retryAfter) {
    super(body.detail ?? body.title);
    this.name = "Problem";
    this.type = body.type;
    this.title = body.title;
    this.status = body.status;
    this.errors = body.errors ?? [];
    this.conflict = body.conflict;
    this.retryAfter = retryAfter;
  }

  /** True for `/problems/<name>`, whatever host the type names. @param {string} name */
  is(name) {
    return this.type.endsWith(`/problems/${name}`);
  }
}

/** The request did not reach the service, or its reply did not reach us. It may be sent again. */
export class Offline extends Error {
  constructor() {
    super("You are offline, or we cannot be reached right now. Try again soon.");
    this.name = "Offline";
  }
}

/**
 * Sends one request.
 *
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, type?: string, etag?: string, keepalive?: boolean, patience?: number }} [options]
 *   `body` is sent as JSON, unless `type` names another media type and `body` is already text.
 *   `keepalive` lets the request outlive the page; `patience` is how many milliseconds it may take.
 * @returns {Promise<{ status: number, body: any, etag: string | undefined }>}
 */
export async function request(method, path, options = {}) {
  const headers = new Headers({ accept: "application/json, application/problem+json", "x-requested-with": "throughline" });
  /** @type {BodyInit | null} */
  let body = null;
  if (options.body !== undefined) {
    headers.set("content-type", options.type ?? "application/json");
    body = options.type ? /** @type {BodyInit} */ (options.body) : JSON.stringify(options.body);
  }
  if (options.etag) headers.set("if-none-match", options.etag);

  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), options.patience ?? PATIENCE_MS);
  try {
    const response = await fetch(path, {
      method, headers, body, credentials: "same-origin", cache: "no-store", redirect: "error",
      keepalive: options.keepalive ?? false, signal: giveUp.signal,
    });
    const text = await response.text();
    if (!response.ok && response.status !== 304) throw problem(response, text);
    return {
      status: response.status,
      body: text === "" ? undefined : read(response, text),
      etag: response.headers.get("etag") ?? undefined,
    };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Offline();
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} path @returns {Promise<any>} */
export const get = async (path) => (await request("GET", path)).body;
/** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
export const post = async (path, body) => (await request("POST", path, { body })).body;
/** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
export const put = async (path, body) => (await request("PUT", path, { body })).body;
/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const patch = async (path, body) => (await request("PATCH", path, { body })).body;
/** @param {string} path @returns {Promise<any>} */
export const remove = async (path) => (await request("DELETE", path)).body;

/** Any failure as one short message to show. @param {unknown} error @returns {string} */
export function explain(error) {
  // The rules speak in phrases ("choose one at most"); people read sentences.
  if (error instanceof Problem || error instanceof Offline) return error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return "Something went wrong. It is not your fault. Try again soon.";
}

/** @param {unknown} error @returns {error is Problem} */
export function isSignedOut(error) {
  return error instanceof Problem && error.status === 401;
}

/** @param {Response} response @param {string} text */
function read(response, text) {
  const type = response.headers.get("content-type") ?? "";
  // The sign-in page of a café's network answers 200 with HTML: that is not us.
  if (type.includes("html")) throw new Offline();
  return type.includes("json") ? JSON.parse(text) : text;
}

/** @param {Response} response @param {string} text */
function problem(response, text) {
  const seconds = Number(response.headers.get("retry-after") ?? "");
  /** @type {ProblemBody} */
  let body = { type: "about:blank", title: "Something went wrong. Try again soon.", status: response.status };
  try {
    const said = JSON.parse(text);
    if (typeof said.type === "string" && typeof said.title === "string") body = said;
  } catch {
    // Something between us and the service answered; the status is all we know.
  }
  return new Problem(body, Number.isFinite(seconds) && seconds > 0 ? seconds : undefined);
}
