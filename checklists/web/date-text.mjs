// Dates as text: reading what was typed, and writing a date in full. No date sums here:
// a day is only ever checked for being real, compared as ISO text, or written out.

const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
  "october", "november", "december"];
// Names of our own: Intl's formatter takes some 50 ms to make, just when the form is to appear.
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * @typedef {{day: string, month: string, year: string}} Parts what stands in the three boxes
 * @typedef {{kind: "empty"} | {kind: "date", iso: string}
 *   | {kind: "partial" | "wrong", says: string, box: "day" | "month" | "year"}} Parsed
 */

/** @param {string} text @returns {number | null} the number of a month given as a figure or a name */
function monthNumber(text) {
  const word = text.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (/^\d{1,2}$/.test(word)) return Number(word);
  if (word.length < 3) return null;
  const index = MONTHS.findIndex((name) => name.startsWith(word) || (name === "september" && word === "sept"));
  return index < 0 ? null : index + 1;
}

/** @param {string} text @returns {string} the figures of it: "27th" and " 27." are both 27 */
function figures(text) {
  return text.trim().toLowerCase().replace(/(\d)(st|nd|rd|th)$/, "$1").replace(/[\s.,/-]/g, "");
}

/** @param {number} year @param {number} month @param {number} day @returns {string | null} ISO text of a real date */
function isoOf(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}

/** @param {string} text @returns {boolean} whether it is the ISO text of a real date */
export function isIso(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match !== null && isoOf(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
}

/**
 * Read the three boxes. `says` continues the words "Date of the … ".
 * @param {Parts} parts
 * @returns {Parsed}
 */
export function parseParts(parts) {
  const day = figures(parts.day);
  const month = parts.month.trim();
  const year = figures(parts.year);
  if (!day && !month && !year) return { kind: "empty" };
  const missing = /** @type {("day" | "month" | "year")[]} */ (
    [day ? "" : "day", month ? "" : "month", year ? "" : "year"].filter(Boolean));
  if (missing.length > 0) {
    const list = missing.map((name) => `a ${name}`).join(" and ");
    return { kind: "partial", says: `must include ${list}`, box: missing[0] };
  }
  if (/^\d+$/.test(year) && year.length !== 4) {
    return { kind: year.length < 4 ? "partial" : "wrong", says: "must have a year of 4 numbers", box: "year" };
  }
  const number = monthNumber(month);
  if (number === null || number < 1 || number > 12) {
    return { kind: "wrong", says: "must be a real date: the month is not one", box: "month" };
  }
  const iso = /^\d{1,2}$/.test(day) && /^\d{4}$/.test(year) ? isoOf(Number(year), number, Number(day)) : null;
  if (iso === null) return { kind: "wrong", says: "must be a real date", box: "day" };
  return { kind: "date", iso };
}

/**
 * Split a whole date that was typed or pasted into one box.
 * @param {string} text for example "27/3/2026", "Friday 27 March 2026" or "2026-03-27"
 * @returns {Parts | null} null when it is not a whole date
 */
export function splitWhole(text) {
  const clean = text.trim().replace(/^[a-z]+,?\s+(?=\d)/i, "");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean);
  if (iso) return { day: iso[3], month: iso[2], year: iso[1] };
  const whole = /^(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?:of\s+)?(\d{1,2}|[a-z]{3,9})\.?,?[\s./-]+(\d{4})$/i.exec(clean);
  return whole ? { day: whole[1], month: whole[2], year: whole[3] } : null;
}

/** @param {string} iso @returns {Parts} the boxes for a date, without leading noughts */
export function partsOf(iso) {
  const [year, month, day] = iso.split("-");
  return { day: String(Number(day)), month: String(Number(month)), year };
}

/** @param {string} iso @returns {string} "Friday 3 April 2026" */
export function inFull(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  const month = MONTHS[date.getUTCMonth()];
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${month[0].toUpperCase()}${month.slice(1)} ${date.getUTCFullYear()}`;
}

/** @param {Date} [now] @returns {string} the day on this device, as ISO text */
export function todayHere(now = new Date()) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** How long something is kept: a date of the page's own, no date of a rule. @param {string} iso @param {number} days @returns {string} */
export function dayAhead(iso, days) {
  const [year, month, day] = iso.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}
