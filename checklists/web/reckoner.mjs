// What the page knows before Python runs: an area's quick file, with the ready reckoner that the
// engine built. Looking up only: a date that has no row has no answer here.
import { inFull } from "./date-text.mjs";
import { APP, SITE } from "./place.mjs";

/**
 * @typedef {import("./types").Quick} Quick
 * @typedef {import("./types").CaseState} CaseState
 * @typedef {import("./types").ReckonerColumn} ReckonerColumn
 * @typedef {{column: ReckonerColumn, iso: string, words: string}} Found
 * @typedef {{deadline: string, occurrence: number, title: string, earliest: Found | null, latest: Found | null, target: Found | null, sources: Quick["sources"]}} Quickly
 */

/** @param {string} area @returns {string} as addresses spell it */
export const kebab = (area) => area.replace(/_/g, "-");

/** @param {string} area @returns {string} the address of the rules that the engine loads */
export const rulesAddress = (area) => new URL(`rules/${kebab(area)}.json`, APP).href;

/** @param {string} area @returns {string} the address of its ready reckoner */
export const reckonerAddress = (area) => new URL(`areas/${kebab(area)}/#ready-reckoner`, SITE).href;

/** @param {string} area @returns {string} the address of its page */
export const areaAddress = (area) => new URL(`areas/${kebab(area)}/`, SITE).href;

/** @param {string} source @returns {string} the address of its page in the register of sources */
export const sourcePage = (source) => new URL(`sources/${kebab(source)}/`, SITE).href;

/** @param {string} cite such as `luton#1.2.4/s1` @returns {string} where the register of sources has it */
export function sourceAddress(cite) {
  const [source, locator = ""] = cite.split("#");
  return new URL(`sources/${kebab(source)}/#p-${locator.replace(/\//g, "-")}`, SITE).href;
}

/** @param {string} cite such as `north_yorkshire#timing/p1a` @returns {string} `North Yorkshire timing/p1a` */
export function citeWords(cite) {
  const [source, locator = ""] = cite.split("#");
  return `${source.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ")} ${locator}`;
}

/** @param {string} area @param {string} deadline @returns {string} where the area's page explains the limit */
export const limitAddress = (area, deadline) => new URL(`areas/${kebab(area)}/#${kebab(deadline)}`, SITE).href;

/** @type {Map<string, Promise<Quick>>} */
const known = new Map();

/** @param {string} area @returns {Promise<Quick>} rejects when the file cannot be had; asked again next time */
export function quickOf(area) {
  let quick = known.get(area);
  if (!quick) {
    quick = fetch(new URL(`rules/${kebab(area)}.quick.json`, APP)).then((response) => {
      if (!response.ok) throw new Error(`status ${response.status}`);
      return response.json();
    }).then((/** @type {Quick} */ found) =>
      (found.reckoner?.columns.length === 0 ? { ...found, reckoner: null } : found)); // nothing to look up
    quick.catch(() => known.delete(area));
    known.set(area, quick);
  }
  return quick;
}

/**
 * Whether the reckoner counts the same way as the engine will: it knows one date, and no answers, set intervals or rules of another day.
 * @param {Quick} quick
 * @param {CaseState} state
 */
export function reckonerHolds(quick, state) {
  return Boolean(quick.reckoner) && !state.asAt && Object.keys(state.events).every((event) => event === quick.reckoner?.event)
    && Object.keys(state.facts).length === 0 && Object.keys(state.intervals).length === 0;
}

/**
 * The limits that hang on the conference alone, from the ready reckoner, in time order.
 * @param {Quick} quick
 * @param {CaseState} state
 * @returns {Quickly[] | null} null when the reckoner has no row for the date
 */
export function lookUp(quick, state) {
  const reckoner = quick.reckoner;
  const from = reckoner && state.events[reckoner.event]?.[0]?.date;
  const row = reckoner && from && Object.hasOwn(reckoner.rows, from) ? reckoner.rows[from] : null;
  if (!reckoner || !row) return null;
  /** @type {Map<string, Quickly>} */
  const found = new Map();
  reckoner.columns.forEach((column, index) => {
    const iso = row[index];
    if (!iso) return;
    const key = `${column.deadline} ${column.occurrence}`;
    const { deadline, occurrence, title } = column;
    const item = found.get(key) ?? { deadline, occurrence, title, earliest: null, latest: null, target: null, sources: quick.sources };
    item[column.bound] = { column, iso, words: inFull(iso) };
    found.set(key, item);
  });
  const when = (/** @type {Quickly} */ item) => item.latest?.iso ?? item.earliest?.iso ?? "";
  return [...found.values()].sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
}
