// What the service worker answers: the files that the release lists from the copy, all else as the host does.
import { address, fetched, filesOf, scope } from "./sw-copy.mjs";

/** @typedef {import("./sw-copy.mjs").Files} Files */

/** @type {Promise<Files | null> | null} read once in the life of the worker */
let known = null;

/** @param {URL} url @returns {string} its path inside the site */
function inside(url) {
  const path = url.pathname.slice(scope.pathname.length);
  try {
    return decodeURI(path);
  } catch {
    return path; // such as x%zz, which is no text: no list has it
  }
}

/** @param {string} path @param {Files} files @returns {string | null} the file that a path means, as the list names it */
function fileFor(path, files) {
  const page = path.replace(/(^|\/)index\.html$/, "$1") || "./";
  return [path, page].find((name) => Object.hasOwn(files, name)) ?? null;
}

/** @param {URL} url @param {Files} files @returns {boolean} */
export const lists = (url, files) => fileFor(inside(url), files) !== null;

/** @param {string} copy name of its cache @param {Request} request @param {URL} url @returns {Promise<Response>} */
export async function answer(copy, request, url) {
  const cache = await caches.open(copy);
  const files = await (known ??= filesOf(cache));
  if (!files) {
    known = null;
    return fetch(request); // the copy was taken away by the browser: then as if there were none
  }
  const path = inside(url);
  const name = fileFor(path, files);
  if (name !== null) {
    const kept = await cache.match(address(name));
    if (kept) return kept;
    known = null; // the copy may have been taken away since its list was read
    return (await filesOf(cache)) ? fetched(name, files[name]) : fetch(request);
  }
  if (request.mode !== "navigate") return fetch(request);
  if (Object.hasOwn(files, `${path}/`)) return Response.redirect(address(`${path}/`) + url.search);
  try {
    return await fetch(request); // a page of a newer release, or something else that the host has below this address
  } catch (error) {
    const missing = await cache.match(address("404.html"));
    if (!missing) throw error;
    const headers = new Headers(missing.headers);
    // The page is written for the host's root; the site may stand below a path.
    const text = (await missing.text()).replace(/(\s(?:href|src)=["']?)\/(?!\/)/g, `$1${scope.pathname}`);
    return new Response(text, { status: 404, headers });
  }
}
