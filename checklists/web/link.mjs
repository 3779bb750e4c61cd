// The state of the form as the fragment of a link, and back. A fragment is never sent to a
// server; the nickname is not part of the state, so it cannot get into a link.
import { isIso } from "./date-text.mjs";
import { apart } from "./plain.mjs";

/**
 * @typedef {import("./types").CaseState} CaseState
 * @typedef {import("./types").Entry} Entry
 */

const KEY = /^[a-z][a-z0-9_]{0,59}$/;
const LONGEST = 60_000; // characters of a fragment: some thousands of dates
const MOST = 500; // dates of one event, as many as the engine takes
const NAMED = 5; // parts of a link that were not used, named to the reader

/** @returns {CaseState} */
export function emptyState() {
  // Without a prototype: a key from a link is never anything but a key.
  const none = () => Object.create(null);
  return { area: "", today: null, asAt: null, events: none(), facts: none(), intervals: none() };
}

/** @param {string} text */
const plain = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/%2C/g, ",").replace(/%40/g, "@");

/**
 * @param {CaseState} state
 * @returns {string} for example `#area=luton&initial_conference=2026-11-30`
 */
export function toFragment(state) {
  /** @type {[string, string][]} */
  const pairs = [];
  if (state.area) pairs.push(["area", state.area]);
  if (state.today) pairs.push(["today", state.today]);
  if (state.asAt) pairs.push(["as_at", state.asAt]);
  for (const [event, entries] of Object.entries(state.events)) {
    for (const entry of entries) {
      pairs.push([event, entry.date + (entry.booked ? "~" : "") + (entry.for ? `@${entry.for}` : "")]);
    }
  }
  for (const [fact, answer] of Object.entries(state.facts)) pairs.push([`fact.${fact}`, answer ? "yes" : "no"]);
  for (const [deadline, set] of Object.entries(state.intervals)) {
    const value = [set.every ?? set.on ?? "", set.from ?? "", set.by ?? "", set.at ?? ""];
    while (value[value.length - 1] === "") value.pop();
    pairs.push([`set.${deadline}`, value.join(",")]);
  }
  return pairs.length === 0 ? "" : `#${pairs.map(([key, value]) => `${key}=${plain(value)}`).join("&")}`;
}

/** @param {string} fragment @returns {boolean} whether it carries a state rather than naming a place on the page */
export function carriesState(fragment) {
  return /^#[a-z_.]+=/.test(fragment);
}

/**
 * Read a fragment. What cannot be read is left out and named, never guessed.
 * @param {string} fragment with or without its `#`
 * @returns {{state: CaseState, unread: string[]}}
 */
export function fromFragment(fragment) {
  const state = emptyState();
  if (fragment.length > LONGEST) return { state, unread: ["all of it, as it is too long for a link of the handbook"] };
  /** @type {string[]} */
  const unread = [];
  for (const pair of fragment.replace(/^#/, "").split("&")) {
    if (!pair) continue;
    const at = pair.indexOf("=");
    const key = at < 0 ? pair : pair.slice(0, at);
    const value = at < 0 ? null : decoded(pair.slice(at + 1));
    if (value === null || !readPair(state, key, value)) unread.push(decoded(key)?.slice(0, 40) ?? key.slice(0, 40));
  }
  return { state, unread };
}

/** @param {string} text @returns {string | null} */
function decoded(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return null;
  }
}

/** @param {CaseState} state @param {string} key @param {string} value @returns {boolean} whether it could be read */
function readPair(state, key, value) {
  if (key === "area") {
    state.area = value.replace(/-/g, "_");
    return KEY.test(state.area);
  }
  if (key === "today" || key === "as_at") {
    state[key === "today" ? "today" : "asAt"] = isIso(value) ? value : null;
    return isIso(value);
  }
  const [kind, name] = key.includes(".") ? key.split(".", 2) : ["", key];
  if (!KEY.test(name)) return false;
  if (kind === "fact") {
    if (value !== "yes" && value !== "no") return false;
    state.facts[name] = value === "yes";
    return true;
  }
  if (kind === "set") {
    const [what, from, by, setAt] = value.split(",").map((part) => part.trim());
    if (!what || (from && !isIso(from))) return false;
    state.intervals[name] = {
      ...(isIso(what) ? { on: what } : { every: what }), ...(from && { from }), ...(by && { by }),
      ...(setAt && { at: setAt }),
    };
    return true;
  }
  if (kind !== "") return false;
  return value.split(",").every((text) => readEntry(state, name, text));
}

/** @param {CaseState} state @param {string} event @param {string} text @returns {boolean} */
function readEntry(state, event, text) {
  const match = /^(\d{4}-\d\d-\d\d)(~?)(?:@(\d{4}-\d\d-\d\d))?$/.exec(text);
  if (!match || !isIso(match[1]) || (match[3] && !isIso(match[3]))) return false;
  /** @type {Entry} */
  const entry = { date: match[1] };
  if (match[2]) entry.booked = true;
  if (match[3]) entry.for = match[3];
  const entries = (state.events[event] ??= []);
  if (entries.length >= MOST) return false;
  entries.push(entry);
  return true;
}

/**
 * What the engine is asked for a state: held up to today, else booked.
 * @param {CaseState} state
 * @param {string} here the day on this device, used unless the state says otherwise
 * @returns {import("./types").EngineRequest}
 */
export function toRequest(state, here) {
  const today = state.today ?? here;
  /** @type {import("./types").EngineRequest["events"]} */
  const events = {};
  for (const [event, entries] of Object.entries(state.events)) {
    if (entries.length === 0) continue;
    events[event] = entries.map((entry) => ({
      [entry.booked || entry.date > today ? "booked" : "held"]: entry.date,
      ...(entry.for && { for: entry.for }),
    }));
  }
  return {
    area: state.area, today, ...(state.asAt && { as_at: state.asAt }), events, facts: state.facts,
    set_by_conference: state.intervals,
  };
}

/** @param {string[]} unread parts of a link @returns {string} what the reader is told: the first few, and how many more there are */
export function unused(unread) {
  if (unread.length === 0) return "";
  const first = [...new Set(unread)].slice(0, NAMED).map(apart);
  const more = unread.length > NAMED ? [`${unread.length - NAMED} more`] : [];
  return `Part of the link was not used: ${[...first, ...more].join(", ")}.`;
}
