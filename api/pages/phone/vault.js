// What this phone remembers: unsent answers and the open check-ins, encrypted, for at most 14 days.
//
// The key is made here and can never be read out, so a copy of the stored data is useless elsewhere.
// On a shared phone nothing is ever written.

/** @typedef {{ iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer, at: number }} Sealed */

const NAME = "throughline";
const MAX_AGE_MS = 14 * 24 * 3600 * 1000;

/** @type {Promise<IDBDatabase> | undefined} */
let opened;
let allowed = true;
/** Writes wait for each other, so that an older state never overtakes a newer one. */
let last = Promise.resolve();

/** Stops all keeping on this phone and removes what was there. Used on shared phones. */
export async function forbid() {
  allowed = false;
  await wipe();
}

/** Lets this phone keep things again: another person signed in on their own phone. */
export function allow() {
  allowed = true;
}

/** Whether things may be kept here at all. */
export function keeps() {
  return allowed;
}

/** Keeps a value. False when the phone cannot: full, or in private mode. @param {string} name @param {unknown} value */
export function keep(name, value) {
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return queue(async () => {
    if (!allowed) return false;
    const key = await ownKey();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    await run("kept", "readwrite", (store) => store.put({ iv, data, at: Date.now() }, name));
    return true;
  });
}

/**
 * The value under a name, unless it is older than 14 days or was never kept.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function recall(name) {
  if (!allowed) return undefined;
  try {
    const sealed = /** @type {Sealed | undefined} */ (await run("kept", "readonly", (store) => store.get(name)));
    if (!sealed) return undefined;
    if (Date.now() - sealed.at > MAX_AGE_MS) {
      await drop(name);
      return undefined;
    }
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await ownKey(), sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    // The phone threw the key or the data away. What the service has is untouched.
    return undefined;
  }
}

/** The names of all kept values. @returns {Promise<string[]>} */
export async function names() {
  if (!allowed) return [];
  try {
    return /** @type {string[]} */ (await run("kept", "readonly", (store) => store.getAllKeys()));
  } catch {
    return [];
  }
}

/** Removes a value. @param {string} name */
export function drop(name) {
  return queue(async () => {
    if (!allowed) return false;
    await run("kept", "readwrite", (store) => store.delete(name));
    return true;
  });
}

/** Removes everything, the key too. */
export function wipe() {
  return queue(async () => {
    (await opened)?.close();
    opened = undefined;
    const request = indexedDB.deleteDatabase(NAME);
    // Another tab of ours closes its own connection when told; we need not wait for it.
    await new Promise((resolve) => {
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });
    return true;
  });
}

/** @param {() => Promise<boolean>} work @returns {Promise<boolean>} */
function queue(work) {
  const done = last.then(work).catch(() => false);
  last = done.then(() => undefined);
  return done;
}

/** @returns {Promise<CryptoKey>} */
async function ownKey() {
  const found = /** @type {CryptoKey | undefined} */ (await run("keys", "readonly", (store) => store.get("own")));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await run("keys", "readwrite", (store) => store.put(made, "own"));
  return made;
}

/** @param {"kept" | "keys"} storeName @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work */
async function run(storeName, mode, work) {
  opened ??= open();
  const database = await opened;
  const transaction = database.transaction(storeName, mode);
  const request = work(transaction.objectStore(storeName));
  if (mode === "readonly") return settled(request);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  return request.result;
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("kept");
    request.result.createObjectStore("keys");
  };
  return settled(request).then(
    (database) => {
      database.onversionchange = () => {
        database.close();
        opened = undefined;
      };
      return database;
    },
    (error) => {
      opened = undefined;
      throw error;
    },
  );
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
