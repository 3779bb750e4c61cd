// What a page and the service worker of one installation leave for one another, since a worker that is still to come
// cannot be told anything:
//
//   room    there was not enough room for the copy
//   wanted  the page has asked for the next download, or its reader has
//   waits   a newer release, named in the text, was not fetched, as the line saves data

/** @typedef {"room" | "wanted" | "waits"} Name */

/** @param {URL} site */
export const marksOf = (site) => `handbook-marks-${site.pathname}`;

/** @param {URL} site @param {Name} name */
const address = (site, name) => `${site.href}?mark=${name}`;

/** @param {URL} site @param {Name} name @returns {Promise<{at: number, text: string} | null>} when it was set, and to what */
export async function mark(site, name) {
  try {
    const found = await caches.match(address(site, name), { cacheName: marksOf(site) });
    return found ? await found.json() : null;
  } catch {
    return null; // nothing can be kept here: then nothing was
  }
}

/** @param {URL} site @param {Name} name @param {string} [text] */
export async function setMark(site, name, text = "") {
  try {
    await (await caches.open(marksOf(site))).put(address(site, name), Response.json({ at: Date.now(), text }));
  } catch {
    // no room for even that: then it is tried again sooner than need be
  }
}

/** @param {URL} site @param {...Name} names */
export async function dropMarks(site, ...names) {
  try {
    const cache = await caches.open(marksOf(site));
    for (const name of names) await cache.delete(address(site, name));
  } catch {
    // see setMark
  }
}
