// Passkeys, as the phone itself makes and shows them: with a look, a finger or the screen lock. We get neither of them.

import { post } from "../shared/api.js";
import { bytes, text } from "./base64.js";
import { say } from "./parts.js";
/** @import { Passkey, PasskeyToAdd, PasskeyToShow, ShownPasskey } from "./nouns.js" */

const API = "/young-person/v1";

/** Whether this browser knows passkeys. It has none for an address without a name. */
export function canShow() {
  return "PublicKeyCredential" in window && isSecureContext && !/^[\d.]+$|:/.test(location.hostname);
}

/** Whether this phone can make one. */
export async function canMake() {
  return canShow() && PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/** Asks for a passkey and gives it to whoever checks it. Fails as a `DOMException` if none was shown. @returns {Promise<ShownPasskey>} */
export async function show() {
  const { ceremony, challenge, domain } = /** @type {PasskeyToShow} */ (await post(`${API}/session/passkey-challenge`));
  const shown = await navigator.credentials.get({
    publicKey: { challenge: bytes(challenge), rpId: domain, userVerification: "required" },
  });
  const { id, response } = /** @type {PublicKeyCredential} */ (shown);
  const { clientDataJSON, authenticatorData, signature, userHandle } = /** @type {AuthenticatorAssertionResponse} */ (response);
  return {
    ceremony, id,
    client_data: text(clientDataJSON),
    authenticator_data: text(authenticatorData),
    signature: text(signature),
    ...(userHandle && userHandle.byteLength > 0 ? { user: text(userHandle) } : {}),
  };
}

/** Makes a passkey on this phone and tells the service. @returns {Promise<Passkey[]>} all that there are now */
export async function make() {
  const { ceremony, challenge, domain, user, user_name, algorithms, known } = /** @type {PasskeyToAdd} */ (await post(`${API}/me/passkeys/challenge`));
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: domain, name: say("prompts.title") },
      user: { id: bytes(user), name: user_name, displayName: user_name },
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: known.map((id) => ({ type: "public-key", id: bytes(id) })),
      // On this phone, so that it can be found there without a name being typed.
      authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    },
  });
  const { id, response } = /** @type {PublicKeyCredential} */ (made);
  const { clientDataJSON, attestationObject } = /** @type {AuthenticatorAttestationResponse} */ (response);
  const added = { ceremony, id, client_data: text(clientDataJSON), attestation: text(attestationObject) };
  return (await post(`${API}/me/passkeys`, added)).items;
}
