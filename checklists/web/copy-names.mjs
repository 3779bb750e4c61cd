// How the copies for use offline are called, for the page and for the service worker.
//
// Caches belong to the origin, and one origin may hold the site more than once, below /handbook/ and below /preview/.
// So a name holds the path that its site is below, up to a sign that no path contains. It begins unlike the names of
// earlier versions, `handbook-site-…` without a path: those versions remove whatever begins so.

const OLDER = /^handbook-site-[\w-]+$/;
const FIRST = "404.html"; // the list begins with it, so that even a copy that came to nothing holds it

/** @param {URL} site @returns {string} with what the name of each copy of this site begins */
export const prefixOf = (site) => `handbook-copy-${site.pathname}#`;

/**
 * @param {URL} site
 * @returns {Promise<string[]>} the copies of this site. One that an earlier version named counts where it holds
 *   this site's own address; another, or one that tells nothing, may belong to a site beside this one, and stays
 */
export async function copiesOf(site) {
  const found = [];
  for (const name of await caches.keys()) {
    const older = OLDER.test(name) && (await caches.match(new URL(FIRST, site).href, { cacheName: name }));
    if (older || name.startsWith(prefixOf(site))) found.push(name);
  }
  return found;
}
