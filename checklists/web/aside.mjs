// What the fields of other areas held before a reload: it waits until an area that asks for it is chosen.

/**
 * @typedef {import("./types").CaseState} CaseState
 * @typedef {{events: Map<string, unknown>, facts: Map<string, unknown>, intervals: Map<string, unknown>}} Parts that have fields, by key
 */

/** @template {object} T @param {T} held @param {Map<string, unknown>} parts @returns {T} without what has its field already */
const without = (held, parts) => /** @type {T} */ (Object.fromEntries(Object.entries(held).filter(([key]) => !parts.has(key))));

/** @template T @param {Record<string, T>} held @param {string} key @returns {T | undefined} */
function take(held, key) {
  const found = held[key];
  delete held[key];
  return found;
}

export class Aside {
  /** @type {CaseState["events"]} */
  events = {};
  /** @type {CaseState["facts"]} */
  facts = {};
  /** @type {CaseState["intervals"]} */
  intervals = {};
  /** @type {import("./case-form.mjs").Begun["dates"]} */
  dates = [];

  /** @param {CaseState} state @param {Aside["dates"]} dates that are not complete @param {Parts} parts */
  static of(state, dates, parts) {
    const made = new Aside();
    made.events = without(state.events, parts.events);
    made.facts = without(state.facts, parts.facts);
    made.intervals = without(state.intervals, parts.intervals);
    made.dates = dates.filter(({ event }) => !parts.events.has(event));
    return made;
  }

  /** @param {CaseState} state gets what waits, beside what stands in fields */
  addTo(state) {
    Object.assign(state.events, this.events);
    Object.assign(state.facts, this.facts);
    Object.assign(state.intervals, this.intervals);
  }

  /** Put what waits for an event into its section, which is new. @param {import("./event-section.mjs").EventSection} section */
  fill(section) {
    const { key } = section.event;
    const entries = take(this.events, key);
    if (entries) section.write(entries);
    if (entries) section.tie(entries);
    for (const date of this.dates.filter(({ event }) => event === key)) section.resume(date);
    this.dates = this.dates.filter(({ event }) => event !== key);
  }

  /** @param {string} key of a question that is new @returns {boolean | undefined} */
  fact(key) {
    return take(this.facts, key);
  }

  /** @param {string} key of an interval that is new */
  interval(key) {
    return take(this.intervals, key);
  }
}
