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
export async function releases() {
  const found = [];
  for (const name of await copiesOf(scope)) {
    const cache = await caches.open(name);
    const files = await filesOf(cache);
    if (files) found.push({ cache, files });
  }
  return found;
}
