// The copies as the service worker reads them: each is a cache, which holds the list of its files when it is whole.
import { copiesOf } from "./copy-names.mjs";

export const NAMES = "offline.json";
export const scope = new URL("./", location.href);

/** @typedef {Record<string, string>} Files path inside the site → its hash, as in an integrity attribute */

/** @param {string} path @returns {string} */
export const address = (path) => new URL(path, scope).href;

/** @param {Cache} cache @returns {Promise<Files | null>} what a release holds, null where it is not whole */
export async function filesOf(cache) {
  const kept = await cache.match(address(NAMES));
  return kept ? kept.json() : null;
}

/** @param {string} path @param {string} integrity @returns {Promise<Response>} the file from the host, or an error */
export async function fetched(path, integrity) {
  const response = await fetch(address(path), { cache: "no-cache", integrity, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  if (!response.redirected) return response;
  // A page cannot be served from an answer that was redirected.
  return new Response(await response.blob(), { headers: response.headers });
}

/** @returns {Promise<{cache: Cache, files: Files}[]>} the releases that are here and whole */
async function releases() {
  const found = [];
  for (const name of await copiesOf(scope)) {
    const cache = await caches.open(name);
    const files = await filesOf(cache);
    if (files) found.push({ cache, files });
  }
  return found;
}

/**
 * @returns {Promise<(integrity: string) => Promise<Response | null>>} finds a file of an earlier release by its hash,
 *   wherever it stood there: the name of a folder changes when one file in it does
 */
export async function earlierFiles() {
  /** @type {Map<string, {cache: Cache, path: string}>} */
  const held = new Map();
  for (const { cache, files } of await releases()) {
    for (const [path, integrity] of Object.entries(files)) held.set(integrity, { cache, path });
  }
  return async (integrity) => {
    const place = held.get(integrity);
    const kept = await place?.cache.match(address(place.path));
    // Without the address that it came from, which a module would else look for its own files beside.
    return kept ? new Response(kept.body, { headers: kept.headers }) : null;
  };
}
