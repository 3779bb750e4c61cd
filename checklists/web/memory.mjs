// A picture of Python's memory with the engine and the rules in it, kept by the browser: a later visit starts from it.
//
// It is made aside, in a worker that has never seen a request, so that nothing of a case is in it; it holds for these
// very files of the runtime and this very text of the rules; and whatever is wrong with it, Python starts as without it.
// The means are Pyodide's own, which keeps them private: the version is pinned, and a test holds that they still work.
import { SITE } from "./place.mjs";

const OLDER = "handbook-memory"; // of earlier versions, shared by all that the origin holds
const CACHE = `${OLDER}-${SITE.pathname}`;
const PAGE = 65536; // bytes in which WebAssembly counts its memory
const FRESH = 60_000; // milliseconds in which a start that was begun may still be under way
// The same for every release: what an earlier one kept is found, and goes when it no longer fits.
const MINE = new URL("assets/runtime/memory", SITE).href;
const TRYING = `${MINE}?trying`;

/** @returns {boolean} whether the browser keeps anything here; where it is forbidden, even asking fails */
export function canKeep() {
  try {
    return Boolean(globalThis.isSecureContext && globalThis.caches && globalThis.crypto?.subtle);
  } catch {
    return false;
  }
}

/** @param {string | ArrayBuffer} content @returns {Promise<string>} its hash, in figures and letters */
export async function hashOf(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} runtime hash of the runtime's manifest
 * @returns {Promise<{memory: Promise<ArrayBuffer>, sound: Promise<boolean>, rules: string} | null>} the picture that
 *   belongs to this runtime, whether it is as it was kept, and the hash of the rules in it; null where there is none
 */
export async function kept(runtime) {
  const cache = await caches.open(CACHE);
  const [found, trying] = await Promise.all([cache.match(MINE), cache.match(TRYING)]);
  if (!found) return null;
  if (found.headers.get("x-runtime") !== runtime) {
    await forget();
    return null;
  }
  if (trying) {
    // A start from it that never came to its end: in another tab just now, or it is no good.
    if (Date.now() - Number(await trying.text()) > FRESH) await forget();
    return null;
  }
  const marked = cache.put(TRYING, new Response(String(Date.now())));
  const memory = Promise.all([found.arrayBuffer(), marked]).then(([buffer]) => buffer);
  const sound = memory.then(hashOf).then((hash) => hash === found.headers.get("x-hash"), () => false);
  return { memory, sound, rules: found.headers.get("x-rules") ?? "" };
}

/** The start from it has come to its end. */
export async function trusted() {
  await (await caches.open(CACHE)).delete(TRYING);
}

/** Remove it, for instance because nothing starts from it. */
export async function forget() {
  await caches.delete(CACHE);
  await forgetOlder();
}

/** Remove what an earlier version of this site kept, and nothing of a site beside it. */
async function forgetOlder() {
  if (!(await caches.has(OLDER))) return;
  const cache = await caches.open(OLDER);
  await cache.delete(MINE);
  await cache.delete(TRYING);
  if ((await cache.keys()).length === 0) await caches.delete(OLDER);
}

/** @param {string} runtime hash of the runtime's manifest @returns {Promise<boolean>} whether one is kept for it */
export async function has(runtime) {
  const found = await (await caches.open(CACHE)).match(MINE);
  return found?.headers.get("x-runtime") === runtime;
}

/** @param {Uint8Array} memory @param {string} runtime @param {string} rules hash of the rules' text */
export async function keep(memory, runtime, rules) {
  await forgetOlder();
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength / 4);
  let end = words.length;
  while (end > 0 && words[end - 1] === 0) end -= 1;
  const used = memory.slice(0, Math.ceil((end * 4) / PAGE) * PAGE);
  const headers = { "x-runtime": runtime, "x-rules": rules, "x-hash": await hashOf(used.buffer) };
  await (await caches.open(CACHE)).put(MINE, new Response(used, { headers }));
}
