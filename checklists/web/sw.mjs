// The service worker: keeps one release of the whole site in the browser, checked file by file, and serves from it.
//
// LIST and BUILD are put in when the site is built (macros/offline.py): the hash of offline.json, which lists every file
// with its own hash, and the name of the release. A release is taken whole or not at all: each file must have the hash
// that the list promises, so that neither a sign-in page of a network nor a half-done upload gets in, and an update
// that fails leaves the release before it in place. The new one takes over when the reader says so, in all tabs at once.

import { dropMarks, mark, setMark } from "./copy-marks.mjs";
import { copiesOf, prefixOf } from "./copy-names.mjs";
import { sparing } from "./line.mjs";
import { answer, lists } from "./sw-answer.mjs";
import { address, earlierFiles, fetched, filesOf, NAMES, scope } from "./sw-copy.mjs";

const LIST = "@list@";
const BUILD = "@build@";
const CACHE = prefixOf(scope) + LIST.slice(7, 23).replace(/\W/g, "-");
const AT_ONCE = 6; // files asked for side by side: what browsers keep open to one host
const TELL = 25; // files between two words about how far it is
const FULL = 24 * 60 * 60_000; // milliseconds in which a device that had no room is taken to have none

const here = /** @type {any} */ (self);

/** @param {object} message to every tab of the origin, controlled or not: those of another site leave it */
async function tell(message) {
  for (const client of await here.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    client.postMessage({ from: "offline", site: scope.href, ...message });
  }
}

/** @returns {Promise<boolean>} whether all of this release is here */
const isWhole = async () => Boolean(await caches.match(address(NAMES), { cacheName: CACHE }));

/** Fetch what the earlier releases do not have, and mark the release as whole at the end. */
async function install() {
  const cache = await caches.open(CACHE);
  const list = await fetched(NAMES, LIST);
  /** @type {import("./sw-copy.mjs").Files} */
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
  // Removed meanwhile, the cache would still have taken all, and be gone with the worker.
  if (!(await isWhole())) throw new Error("the copy was removed while it was made");
}

/** @returns {Promise<"room" | "sparing" | null>} why not even to begin: browsers look for a new release at every page */
async function refusal() {
  const wanted = await mark(scope, "wanted");
  await dropMarks(scope, "wanted"); // it holds once
  const room = await mark(scope, "room");
  if (room && Math.abs(Date.now() - room.at) < FULL) return "room"; // a clock that was put back does not make it last
  // The first time, the page has asked. Whoever has a copy goes on with it until the reader wants the new one.
  if (wanted || !here.registration.active || !sparing()) return null;
  await setMark(scope, "waits", BUILD);
  return "sparing";
}

/** Have this release here, whole, and tell how that goes. */
async function take() {
  if (await isWhole()) return;
  const refused = await refusal();
  try {
    if (refused) throw new Error("not begun");
    await install();
    await dropMarks(scope, "room", "waits");
  } catch (/** @type {any} */ error) {
    const full = error?.name === "QuotaExceededError";
    if (full) {
      await caches.delete(CACHE);
      await setMark(scope, "room");
    }
    const why = refused ?? (full ? "room" : navigator.onLine ? "files" : "network");
    await tell({ type: "failed", why, detail: String(error) });
    throw error;
  }
}

/** Remove the releases before this one. */
async function tidy() {
  // While another is on its way, which copy is its own cannot be told: then the next to take over does it.
  if (here.registration.installing || here.registration.waiting) return;
  for (const name of await copiesOf(scope)) if (name !== CACHE) await caches.delete(name);
}

/** @type {Promise<void> | null} */
let mending = null;

/** The copy of the release in use is gone: browsers remove copies, and install a worker only once. */
function mend() {
  mending ??= take()
    .then(() => tell({ type: "whole" }), () => {}) // a failure has been told
    .finally(() => { mending = null; });
  return mending;
}

/** @param {string} [page] an address @returns {Promise<object>} which release this is, and whether it is whole and has that page */
async function state(page) {
  const files = await caches.open(CACHE).then(filesOf).catch(() => null);
  return { build: BUILD, whole: files !== null, listed: Boolean(files && page && lists(new URL(page), files)) };
}

here.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(take()));

here.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(tidy()));

here.addEventListener("message", (/** @type {any} */ event) => {
  const { type, page } = event.data ?? {};
  if (type === "take over") here.skipWaiting();
  else if (type === "claim") here.clients.claim();
  else if (type === "mend") event.waitUntil(mend());
  else if (type === "state") event.waitUntil(state(page).then((found) => event.ports[0]?.postMessage(found)));
});

here.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(scope.pathname)) return;
  event.respondWith(answer(CACHE, event.request, url));
});
