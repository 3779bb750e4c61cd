// The reader's own area: chosen once, kept in this browser and nowhere else, and gone when the reader says so.

/**
 * @typedef {{ key: string, title: string }} Own
 */

const KEPT = "handbook.area";

/** @returns {Own | null} the area chosen in this browser; null where none is, or where nothing can be kept */
export function ownArea() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    const sound = typeof kept?.key === "string" && /^[a-z0-9-]+$/.test(kept.key) && typeof kept.title === "string";
    return sound ? { key: kept.key, title: kept.title.slice(0, 80) } : null;
  } catch {
    return null; // storage is blocked, or holds what we did not write
  }
}

/** @param {Own | null} own the area to keep, null to forget it @returns {boolean} whether that could be done */
export function keepArea(own) {
  try {
    if (own) localStorage.setItem(KEPT, JSON.stringify(own));
    else localStorage.removeItem(KEPT);
    return true;
  } catch {
    return false;
  }
}
