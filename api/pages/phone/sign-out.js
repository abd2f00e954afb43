// Signing out, and what then stays on this phone.

import { remove } from "../shared/api.js";
import { forget } from "./phone.js";
import * as vault from "./vault.js";

/** Ends the session on this phone. @param {boolean} drafts whether unsent answers are removed too */
export async function signOut(drafts) {
  await remove("/young-person/v1/session");
  forget();
  if (drafts) await erase();
  else await vault.drop("sync");
}

/** Removes every trace of us from this phone: a shared phone keeps nothing. */
async function erase() {
  await vault.forbid();
  try {
    localStorage.clear();
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  } catch {
    // Some browsers have none of these; then there is nothing to remove.
  }
}
