// What an authenticator app does (RFC 6238): six digits from a secret and the time.
import { createHmac } from "node:crypto";
import { pause } from "./product.mjs";

const STEP_MS = 30_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Which half-minute's code each secret gave last: a code works once, and so does every one before it. @type {Map<string, number>} */
const shown = new Map();

/** The code that an app with this secret shows. @param {string} secret */
export function code(secret) {
  return codeOf(secret, now());
}

/**
 * A code that has not been used: of the next half-minute if need be, because a phone's clock may be ahead and its code is taken.
 * @param {string} secret
 */
export async function nextCode(secret) {
  const step = Math.max(now(), (shown.get(secret) ?? 0) + 1);
  const early = (step - 1) * STEP_MS - Date.now();
  if (early > 0) await pause(early + 200);
  return codeOf(secret, step);
}

function now() {
  return Math.floor(Date.now() / STEP_MS);
}

/** @param {string} secret @param {number} step how many half-minutes after 1970 */
function codeOf(secret, step) {
  shown.set(secret, step);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const offset = digest[digest.length - 1] & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function base32(text) {
  let bits = "";
  for (const letter of text.replace(/[\s=]/g, "").toUpperCase()) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, "0");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}
