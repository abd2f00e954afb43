// A stand-in for a phone maker's push service, and for the phone behind it: it takes messages as the real ones do
// (RFC 8030), checks who sent them (RFC 8292), and reads them with the phone's own keys (RFC 8291).
import assert from "node:assert/strict";
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import { ece, validator } from "./tools.mjs";

const SCHEMA = new URL("../../mobile-contract/push.schema.json", import.meta.url).pathname;
const DAY_S = 24 * 3600;

export class PushService {
  #server;
  #keys = createECDH("prime256v1");
  #secret = randomBytes(16);
  #path = `/push/${randomBytes(16).toString("hex")}`;
  #gone = false;
  #messages = [];
  #waiting = [];

  static async start() {
    const service = new PushService();
    await new Promise((resolve) => service.#server.listen(0, "127.0.0.1", resolve));
    return service;
  }

  constructor() {
    this.#keys.generateKeys();
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** The subscription, as a browser gives it to a page. */
  get subscription() {
    return {
      endpoint: this.origin + this.#path,
      keys: { p256dh: this.#keys.getPublicKey("base64url"), auth: this.#secret.toString("base64url") },
    };
  }

  /** From now on the phone is gone, as when somebody took the permission back. */
  forget() {
    this.#gone = true;
  }

  /** The next message that arrives. */
  next() {
    const ready = this.#messages.shift();
    if (ready) return Promise.resolve(ready);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop() {
    this.#server.close();
  }

  async #take(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const message = { path: request.url, method: request.method, headers: request.headers, body: Buffer.concat(parts) };
    response.writeHead(this.#gone ? 410 : 201).end();
    const waiting = this.#waiting.shift();
    if (waiting) waiting(message);
    else this.#messages.push(message);
  }

  /** Checks a message as a push service would, then reads it as the phone would. */
  read({ path, method, headers, body }, publicKey) {
    assert.equal(method, "POST");
    assert.equal(path, this.#path);
    assert.equal(headers["content-encoding"], "aes128gcm");
    assert.ok(Number(headers.ttl) > 0, "it says how long to keep it");
    this.#checkSender(headers.authorization, publicKey);
    const text = ece.decrypt(body, { version: "aes128gcm", privateKey: this.#keys, authSecret: this.#secret.toString("base64url") });
    const payload = JSON.parse(text.toString("utf8"));
    assert.deepEqual(validator(SCHEMA)(payload), [], "the message is as mobile-contract/push.schema.json says");
    return payload;
  }

  /** The token of RFC 8292: signed by the key that the page subscribed with, for this push service, and not for long. */
  #checkSender(authorization, publicKey) {
    const { t, k } = /^vapid t=(?<t>[^,]+), ?k=(?<k>[\w-]+)$/.exec(authorization ?? "")?.groups ?? assert.fail(`no VAPID: ${authorization}`);
    assert.equal(k, publicKey, "it is signed with the key that the page was given");
    const [header, claims, signature] = t.split(".");
    const point = Buffer.from(k, "base64url");
    const key = createPublicKey({
      format: "jwk",
      key: { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") },
    });
    const signed = verify("sha256", Buffer.from(`${header}.${claims}`), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    assert.ok(signed, "the signature holds");
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
    assert.equal(aud, this.origin);
    const left = exp - Date.now() / 1000;
    assert.ok(left > 0 && left <= DAY_S, `it runs out within a day: ${left} s`);
    assert.match(sub, /^(mailto:|https:)/, "it says whom to ask");
  }
}
