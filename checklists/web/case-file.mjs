// The case file: its shape, the edits made in it, and how it is read back from storage or a file. No page, no storage.
import { isIso } from "./date-text.mjs";
import { apart } from "./plain.mjs";
import { newId } from "./save.mjs";

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {import("./types").CaseEntry} CaseEntry
 * @typedef {import("./types").CaseState} CaseState
 * @typedef {import("./types").Interval} Interval
 * @typedef {import("./types").Tick} Tick
 */

export const KIND = "core-group-handbook/case";
export const FORMAT = 1;

/** The most that is typed: characters of a text, and how many of each thing. */
export const LIMITS = {
  nickname: 40, by: 60, evidence: 200, reason: 500, note: 4000, notes: 200, entries: 500, ticks: 20_000,
};

// The most that is read. It is far more than is typed: copies that were joined keep what all of them said, and dates as
// worked out can be many. What could be stored must be read again.
const READ = { text: 1_000_000, notes: 10_000, entries: 10_000, dates: 50_000, title: 10_000 };

const KEY = /^[a-z][a-z0-9_]{0,59}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_/-]{0,119}$/; // never __proto__
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;
const ITEM = /^[a-z][a-z0-9_]*\/[a-z][a-z0-9_]*$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const STATUSES = ["to_do", "done", "not_applicable"];
const TEXTS = /** @type {const} */ (["by", "reason", "note", "evidence"]);

/** Why a file cannot be opened, in words for the reader. */
export class CaseFileError extends Error {
  /**
   * @param {"not_ours" | "cut_off" | "damaged" | "newer" | "too_big" | "passphrase" | "missing"} kind
   * @param {string} message
   */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** Without a prototype, so that a key from a file is never anything but a key. @returns {any} */
const none = () => Object.create(null);

/** @param {string} area @param {string} now @returns {CaseFile} */
export function newCase(area, now) {
  return {
    kind: KIND, format: FORMAT, id: newId(), nickname: "", area, made: now, changed: now,
    events: none(), facts: none(), intervals: none(), ticks: none(), notes: [], worked: null,
  };
}

// --- edits, each made in place ---

/**
 * What was ticked or written at an item. A tick is never taken out: one that is set back keeps its note.
 * @param {CaseFile} file @param {string} bucket @param {string} key @param {Partial<Tick>} change @param {string} now
 */
export function setTick(file, bucket, key, change, now) {
  const items = (file.ticks[bucket] ??= none());
  const tick = { ...(items[key] ?? { status: "to_do" }), ...change, at: now, ...(("status" in change || "on" in change || "by" in change) && { set: now }) };
  for (const name of /** @type {const} */ ([...TEXTS, "on"])) if (!tick[name]) delete tick[name];
  items[key] = tick;
  file.changed = now;
}

/**
 * A date of an event, new or moved. The first date of a meeting takes up what was ticked before it had one.
 * @param {CaseFile} file @param {string} event @param {Partial<CaseEntry> & {date: string}} entry @param {string} now
 */
export function putDate(file, event, entry, now) {
  const entries = (file.events[event] ??= []);
  const made = { ...entry, id: entry.id || newId(8) };
  if (!made.booked) delete made.booked;
  if (!made.for) delete made.for;
  const at = entries.findIndex(({ id }) => id === made.id);
  if (at < 0) entries.push(made);
  else entries[at] = made;
  takeUp(file, event, made.id);
  file.changed = now;
}

/** @param {CaseFile} file @param {string} event @param {string} id */
function takeUp(file, event, id) {
  const ahead = `next/${event}`;
  if (!file.ticks[ahead] || file.ticks[id]) return;
  file.ticks[id] = file.ticks[ahead];
  delete file.ticks[ahead];
}

/**
 * Take a date out. What was ticked at that meeting is kept apart, under `gone/` and its id.
 * @param {CaseFile} file @param {string} event @param {string} id @param {string} now
 */
export function removeDate(file, event, id, now) {
  const entries = (file.events[event] ?? []).filter((entry) => entry.id !== id);
  if (entries.length > 0) file.events[event] = entries;
  else delete file.events[event];
  for (const others of Object.values(file.events)) for (const entry of others) if (entry.for === id) delete entry.for;
  if (file.ticks[id]) {
    file.ticks[`gone/${id}`] = { ...(file.ticks[`gone/${id}`] ?? none()), ...file.ticks[id] };
    delete file.ticks[id];
  }
  file.changed = now;
}

/** @param {CaseFile} file @param {string} fact @param {boolean | null} answer null leaves it open @param {string} now */
export function setFact(file, fact, answer, now) {
  if (answer === null) delete file.facts[fact];
  else file.facts[fact] = answer;
  file.changed = now;
}

/** @param {CaseFile} file @param {string} text @param {string} now */
export function addNote(file, text, now) {
  file.notes.push({ id: newId(8), at: now, text });
  file.changed = now;
}

/** @param {CaseFile} file @param {string} id @param {string} text @param {string} now */
export function changeNote(file, id, text, now) {
  const note = file.notes.find((one) => one.id === id);
  if (!note) return;
  note.text = text;
  note.at = now;
  file.changed = now;
}

/** The dates as last worked out. @param {CaseFile} file @param {NonNullable<CaseFile["worked"]>} worked @param {string} now */
export function setWorked(file, worked, now) {
  file.worked = worked;
  file.changed = now;
}

// --- to the engine, and to and from the calculator's form ---

/** @param {CaseFile} file @returns {Map<string, string>} the date of every entry by its id */
function datesById(file) {
  return new Map(Object.values(file.events).flat().map(({ id, date }) => [id, date]));
}

/**
 * What the engine is asked for a case file: held up to today, else booked.
 * @param {CaseFile} file @param {string} today
 * @returns {import("./types").EngineRequest}
 */
export function toRequest(file, today) {
  const dates = datesById(file);
  /** @type {import("./types").EngineRequest["events"]} */
  const events = {};
  for (const [event, entries] of Object.entries(file.events)) {
    events[event] = entries.map((entry) => ({
      [entry.booked || entry.date > today ? "booked" : "held"]: entry.date, id: entry.id,
      ...(entry.for && dates.has(entry.for) && { for: dates.get(entry.for) }),
    }));
  }
  return { area: file.area, today, events, facts: { ...file.facts }, set_by_conference: { ...file.intervals }, ticks: file.ticks };
}

/** @param {CaseFile} file @returns {CaseState} for the calculator's form; `for` is a date there, an id here */
export function toState(file) {
  const dates = datesById(file);
  const events = none();
  for (const [event, entries] of Object.entries(file.events)) {
    events[event] = entries.map(({ id, date, booked, for: meeting }) => ({
      id, date, ...(booked && { booked }), ...(meeting && dates.has(meeting) && { for: dates.get(meeting) }),
    }));
  }
  return { area: file.area, today: null, asAt: null, events, facts: Object.assign(none(), file.facts), intervals: Object.assign(none(), file.intervals) };
}

/** Take over what the form says. @param {CaseFile} file @param {CaseState} state @param {string} now */
export function fromState(file, state, now) {
  if (state.area) file.area = state.area;
  const ids = new Map(Object.values(state.events).flat().map((entry) => [entry.date, entry.id]));
  const kept = new Set(Object.values(state.events).flat().map(({ id }) => id));
  for (const [event, entries] of Object.entries(file.events)) {
    for (const { id } of entries.filter((entry) => !kept.has(entry.id))) removeDate(file, event, id, now);
  }
  for (const [event, entries] of Object.entries(state.events)) {
    for (const { id, date, booked, for: meeting } of entries) {
      putDate(file, event, { id, date, booked, ...(meeting && ids.get(meeting) && { for: ids.get(meeting) }) }, now);
    }
  }
  file.facts = Object.assign(none(), state.facts);
  file.intervals = Object.assign(none(), state.intervals);
  file.changed = now;
}

// --- reading ---

/** @param {boolean} sound @param {string} where what is wrong with the file */
function hold(sound, where) {
  if (!sound) throw new CaseFileError("damaged", `The case file cannot be read: ${where}. Open another copy of it.`);
}

/** @param {unknown} value @param {string} where @returns {[string, any][]} */
function pairs(value, where) {
  hold(typeof value === "object" && value !== null && !Array.isArray(value), `${where} is not there`);
  return Object.entries(/** @type {object} */ (value));
}

/** @param {unknown} value @param {number} most @param {string} where @returns {string} */
function text(value, most, where) {
  hold(typeof value === "string", `${where} is no text`);
  hold(/** @type {string} */ (value).length <= most, `${where} has more than ${most} characters`);
  return /** @type {string} */ (value);
}

/** @param {unknown} value @param {string} where @returns {string} */
function time(value, where) {
  hold(typeof value === "string" && TIME.test(value), `${where} is no time`);
  return /** @type {string} */ (value);
}

/** @param {unknown} value @param {string} where @returns {string} */
function date(value, where) {
  const real = typeof value === "string" && isIso(value) && value >= "1990-01-01" && value <= "2099-12-31";
  hold(real, `${where} is no date`);
  return /** @type {string} */ (value);
}

/**
 * A case file from what a file or the storage holds: only what is known, and nothing cut short in silence.
 * @param {any} value parsed JSON
 * @returns {CaseFile}
 * @throws {CaseFileError}
 */
export function readCase(value) {
  if (typeof value !== "object" || value === null || value.kind !== KIND) {
    throw new CaseFileError("not_ours", "This is not a case file of the handbook. Choose one that was saved here.");
  }
  if (typeof value.format === "number" && value.format > FORMAT) {
    throw new CaseFileError("newer",
      "This case file was saved by a newer version of the handbook. Reload this page, or open it where it was saved.");
  }
  hold(value.format === FORMAT, "its format is not known");
  hold(typeof value.id === "string" && ID.test(value.id), "its id is not one");
  hold(value.area === "" || (typeof value.area === "string" && KEY.test(value.area)), "its area is not one");
  const file = newCase(value.area, time(value.made, "the time it was made"));
  file.id = value.id;
  file.changed = time(value.changed, "the time of the last change");
  file.nickname = text(value.nickname, LIMITS.nickname, "the nickname");
  for (const [event, entries] of pairs(value.events, "the dates")) file.events[key(event)] = readEntries(event, entries);
  for (const [fact, answer] of pairs(value.facts, "the answers")) {
    hold(typeof answer === "boolean", `the answer ${apart(fact.slice(0, 40))} is neither yes nor no`);
    file.facts[key(fact)] = answer;
  }
  for (const [deadline, interval] of pairs(value.intervals, "the intervals")) file.intervals[key(deadline)] = readInterval(interval);
  readTicks(file, value.ticks);
  hold(Array.isArray(value.notes) && value.notes.length <= READ.notes, `there are more than ${READ.notes} notes`);
  file.notes = value.notes.map((/** @type {any} */ note) => {
    hold(typeof note?.id === "string" && ID.test(note.id), "a note has no id");
    return { id: note.id, at: time(note.at, "the time of a note"), text: text(note.text, READ.text, "a note") };
  });
  file.worked = readWorked(value.worked);
  if (value.declined !== undefined) file.declined = text(value.declined, 80, "the version of the rules");
  return file;
}

/** @param {string} name @returns {string} */
function key(name) {
  hold(KEY.test(name), `“${apart(name.slice(0, 40))}” is no name of ours`);
  return name;
}

/** @param {string} event @param {any} entries @returns {CaseEntry[]} */
function readEntries(event, entries) {
  hold(Array.isArray(entries) && entries.length <= READ.entries, `there are more than ${READ.entries} dates of one kind`);
  return entries.map((/** @type {any} */ entry) => {
    hold(typeof entry?.id === "string" && ID.test(entry.id), `a date of ${event} has no id`);
    hold(entry.for === undefined || (typeof entry.for === "string" && ID.test(entry.for)), `a date of ${event} belongs to no meeting`);
    return {
      id: entry.id, date: date(entry.date, `a date of ${event}`), ...(entry.booked === true && { booked: true }), ...(entry.for && { for: entry.for }),
    };
  });
}

/** @param {any} interval @returns {Interval} */
function readInterval(interval) {
  /** @type {Interval} */
  const made = {};
  for (const [name, value] of pairs(interval, "an interval")) {
    hold(["every", "on", "from", "by", "at"].includes(name), "an interval has a part that is not known");
    made[/** @type {keyof Interval} */ (name)] = name === "on" || name === "from" ? date(value, "an interval") : text(value, 60, "an interval");
  }
  return made;
}

/** @param {CaseFile} file @param {any} ticks */
function readTicks(file, ticks) {
  let count = 0;
  for (const [bucket, items] of pairs(ticks, "the ticks")) {
    hold(NAME.test(bucket), "ticks belong to no meeting");
    const read = (file.ticks[bucket] = none());
    for (const [item, tick] of pairs(items, "the ticks of a meeting")) {
      count += 1;
      hold(count <= LIMITS.ticks, `there are more than ${LIMITS.ticks} ticks`);
      hold(ITEM.test(item), `“${apart(item.slice(0, 40))}” is no item of a checklist`);
      hold(STATUSES.includes(tick?.status), `the tick ${item} has no status`);
      /** @type {Tick} */
      const made = { status: tick.status, at: time(tick.at, `the time of the tick ${item}`) };
      for (const name of TEXTS) if (tick[name] !== undefined) made[name] = text(tick[name], READ.text, `the tick ${item}`);
      if (tick.on) made.on = date(tick.on, `the tick ${item}`);
      if (tick.set !== undefined) made.set = time(tick.set, `the time of the tick ${item}`);
      read[item] = made;
    }
  }
}

/** @param {any} worked @returns {CaseFile["worked"]} */
function readWorked(worked) {
  if (worked === null || worked === undefined) return null;
  hold(Array.isArray(worked.dates) && worked.dates.length <= READ.dates, "the dates that were worked out are not there");
  return {
    rules: text(worked.rules, 80, "the version of the rules"), as_on: date(worked.as_on, "the day of the dates"),
    dates: worked.dates.map((/** @type {any} */ one) => {
      hold(Number.isInteger(one?.occurrence), "a date that was worked out is not whole");
      return {
        deadline: text(one.deadline, 80, "a date"), occurrence: one.occurrence, title: text(one.title, READ.title, "a date"),
        about: one.about === null || one.about === undefined ? null : text(one.about, READ.title, "a date"),
        latest: one.latest === null ? null : date(one.latest, "a date"), earliest: one.earliest === null ? null : date(one.earliest, "a date"),
        ...(one.provisional === true && { provisional: true }),
      };
    }),
  };
}

/** @param {{id: string, text: string}[]} kept @returns {{files: CaseFile[], broken: {id: string, text: string, why: string}[]}} */
export function readKept(kept) {
  const files = [];
  const broken = [];
  for (const { id, text } of kept) {
    try {
      files.push(readCase(JSON.parse(text)));
    } catch (error) {
      broken.push({ id, text, why: error instanceof SyntaxError ? "" : /** @type {Error} */ (error).message });
    }
  }
  return { files, broken };
}
