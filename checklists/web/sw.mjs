// The service worker: keeps one release of the whole site in the browser, checked file by file, and serves from it.
//
// LIST and BUILD are put in when the site is built (macros/offline.py): the hash of offline.json, which lists every file
// with its own hash, and the name of the release. A release is taken whole or not at all: each file must have the hash
// that the list promises, so that neither a sign-in page of a network nor a half-done upload gets in, and an update
// that fails leaves the release before it in place. The new one takes over when the reader says so, in all tabs at once.

const LIST = "@list@";
const BUILD = "@build@";
const PREFIX = "handbook-site-";
const CACHE = PREFIX + LIST.slice(7, 23).replace(/\W/g, "-");
const NAMES = "offline.json";
const AT_ONCE = 6; // files asked for side by side: what browsers keep open to one host
const TELL = 25; // files between two words about how far it is

const here = /** @type {any} */ (self);
const scope = new URL("./", location.href);

/** @typedef {Record<string, string>} Files path inside the site → its hash, as in an integrity attribute */

/** @param {object} message to every tab of the site, controlled or not */
async function tell(message) {
  for (const client of await here.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    client.postMessage({ from: "offline", ...message });
  }
}

/** @param {string} path @returns {string} */
const address = (path) => new URL(path, scope).href;

/** @param {Cache} cache @returns {Promise<Files | null>} what a release holds, null where it is not whole */
async function filesOf(cache) {
  const kept = await cache.match(address(NAMES));
  return kept ? kept.json() : null;
}

/** @param {string} path @param {string} integrity @returns {Promise<Response>} the file from the host, or an error */
async function fetched(path, integrity) {
  const response = await fetch(address(path), { cache: "no-cache", integrity, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  if (!response.redirected) return response;
  // A page cannot be served from an answer that was redirected.
  return new Response(await response.blob(), { headers: response.headers });
}

/** Fetch what the earlier releases do not have, and mark the release as whole at the end. */
async function install() {
  const cache = await caches.open(CACHE);
  if (await filesOf(cache)) return;
  const list = await fetched(NAMES, LIST);
  /** @type {Files} */
  const files = await list.clone().json();
  const earlier = await earlierFiles();
  const paths = Object.keys(files);
  let done = 0;
  const next = paths.values();
  let stopped = false;
  const some = async () => {
    for (const path of next) {
      if (stopped) return;
      if (!(await cache.match(address(path)))) {
        await cache.put(address(path), (await earlier(files[path])) ?? (await fetched(path, files[path])));
      }
      done += 1;
      if (!stopped && done % TELL === 0) await tell({ type: "progress", done, of: paths.length });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, some));
  } finally {
    stopped = true; // the others would go on, and speak of progress after the failure has been told
  }
  await cache.put(address(NAMES), list);
}

/**
 * @returns {Promise<(integrity: string) => Promise<Response | null>>} finds a file of an earlier release by its hash,
 *   wherever it stood there: the name of a folder changes when one file in it does
 */
async function earlierFiles() {
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

/** @returns {Promise<{cache: Cache, files: Files}[]>} the releases that are here and whole */
async function releases() {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    const files = await filesOf(cache);
    if (files) found.push({ cache, files });
  }
  return found;
}

here.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(install().catch(async (error) => {
    const full = error?.name === "QuotaExceededError";
    if (full) await caches.delete(CACHE);
    await tell({ type: "failed", why: full ? "room" : navigator.onLine ? "files" : "network", detail: String(error) });
    throw error;
  }));
});

here.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  })());
});

here.addEventListener("message", (/** @type {MessageEvent} */ event) => {
  const port = event.ports[0];
  if (event.data?.type === "take over") here.skipWaiting();
  else if (event.data?.type === "claim") here.clients.claim();
  else if (event.data?.type === "state") {
    caches.open(CACHE).then(filesOf).then(
      (files) => port?.postMessage({ build: BUILD, whole: files !== null }),
      () => port?.postMessage({ build: BUILD, whole: false }));
  }
});

/** @type {Promise<Files | null> | null} read once in the life of the worker */
let known = null;

/** @param {string} path @param {Files} files @returns {string | null} the file that a path means, as the list names it */
function fileFor(path, files) {
  const page = path.replace(/(^|\/)index\.html$/, "$1") || "./";
  return [path, page].find((name) => Object.hasOwn(files, name)) ?? null;
}

/** @param {Request} request @param {URL} url @returns {Promise<Response>} */
async function answer(request, url) {
  const cache = await caches.open(CACHE);
  const files = await (known ??= filesOf(cache));
  if (!files) {
    known = null;
    return fetch(request); // the copy was taken away by the browser: then as if there were none
  }
  const path = decodeURI(url.pathname.slice(scope.pathname.length));
  const name = fileFor(path, files);
  if (name !== null) return (await cache.match(address(name))) ?? fetched(name, files[name]);
  if (request.mode !== "navigate") return fetch(request);
  if (Object.hasOwn(files, `${path}/`)) return Response.redirect(address(`${path}/`) + url.search);
  const missing = await cache.match(address("404.html"));
  if (!missing) return fetch(request);
  const headers = new Headers(missing.headers);
  // The page is written for the host's root; the site may stand below a path.
  const text = (await missing.text()).replace(/(\s(?:href|src)=["']?)\/(?!\/)/g, `$1${scope.pathname}`);
  return new Response(text, { status: 404, headers });
}

here.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(scope.pathname)) return;
  event.respondWith(answer(event.request, url));
});
