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
const TRIES = 2; // starts that may be left without an end: a reader goes on to the next page before Python is there
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
 * @param {Promise<string>} runtime hash of the runtime's manifest; the picture is read while that is on its way
 * @returns {Promise<{memory: Promise<Uint8Array>, rules: string} | null>} the picture that belongs to this runtime, an
 *   error where it is not as it was kept, and the hash of the rules in it; null where there is none
 */
export async function kept(runtime) {
  const cache = await caches.open(CACHE);
  const [found, trying] = await Promise.all([cache.match(MINE), cache.match(TRYING)]);
  if (!found) return null;
  const body = found.arrayBuffer();
  body.catch(() => {}); // told where it is waited for
  if (found.headers.get("x-runtime") !== (await runtime)) {
    await forget();
    return null;
  }
  const [begun, since] = trying ? (await trying.text()).split(" ").map(Number) : [0, 0];
  if (begun >= TRIES) {
    // Starts from it that never came to their end: in other tabs just now, or it is no good.
    if (Date.now() - since > FRESH) await forget();
    return null;
  }
  const marked = cache.put(TRYING, new Response(`${begun + 1} ${Date.now()}`));
  const [words, rules] = ["x-parts", "x-rules"].map((name) => found.headers.get(name) ?? "");
  const sound = body.then((parts) => sealOf(parts, words, rules)).then((seal) => seal === found.headers.get("x-seal"), () => false);
  const memory = Promise.all([body, sound, marked]).then(([parts, whether]) => {
    if (!whether) throw new Error("the picture of the memory has changed since it was kept");
    return whole(parts, words);
  });
  memory.catch(() => {}); // told where it is waited for
  return { memory, rules };
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
  const { parts, words } = partsOf(memory);
  const seal = await sealOf(parts.buffer, words, rules);
  const headers = { "x-runtime": runtime, "x-rules": rules, "x-parts": words, "x-seal": seal };
  await (await caches.open(CACHE)).put(MINE, new Response(parts, { headers }));
}

/**
 * @param {ArrayBuffer} parts @param {string} words which pages they are @param {string} rules
 * @returns {Promise<string>} a hash of all that a start goes by; a picture of an earlier form has another
 */
async function sealOf(parts, words, rules) {
  return hashOf(`${words} ${rules} ${await hashOf(parts)}`);
}

/**
 * What of a memory is not empty; half of Python's is, and every byte that is kept has to be read on each later visit.
 * @param {Uint8Array} memory
 * @returns {{parts: Uint8Array<ArrayBuffer>, words: string}} the pages that hold something, one after the other, and
 *   which they are: "0+31 40+2" for the first 31 and two from the fortieth
 */
function partsOf(memory) {
  /** @type {[number, number][]} */
  const runs = [];
  for (let page = 0; page * PAGE < memory.length; page += 1) {
    if (memory.subarray(page * PAGE, (page + 1) * PAGE).every((byte) => byte === 0)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page) last[1] += 1;
    else runs.push([page, 1]);
  }
  const parts = new Uint8Array(runs.reduce((sum, [, count]) => sum + count * PAGE, 0));
  let at = 0;
  for (const [first, count] of runs) {
    parts.set(memory.subarray(first * PAGE, (first + count) * PAGE), at);
    at += count * PAGE;
  }
  return { parts, words: runs.map(([first, count]) => `${first}+${count}`).join(" ") };
}

/** @param {ArrayBuffer} parts @param {string} words as partsOf gives them @returns {Uint8Array} the memory */
function whole(parts, words) {
  const runs = words.split(" ").map((run) => run.split("+").map(Number));
  const [first, count] = runs[runs.length - 1];
  const memory = new Uint8Array((first + count) * PAGE);
  let at = 0;
  for (const [from, pages] of runs) {
    memory.set(new Uint8Array(parts, at, pages * PAGE), from * PAGE);
    at += pages * PAGE;
  }
  return memory;
}
