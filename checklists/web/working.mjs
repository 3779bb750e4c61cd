// What stands in "How this was worked out": the days as counted, other readings, sources.
// Built when it is first opened, since most are not.
import { capital, el } from "./dom.mjs";
import { inFull } from "./date-text.mjs";
import { limitAddress, sourceAddress } from "./reckoner.mjs";

/**
 * @typedef {import("./types").Answer} Answer
 * @typedef {import("./types").Deadline} Deadline
 * @typedef {import("./types").Step} Step
 */

/** @param {string[]} items @returns {string} "a, b and c" */
const joined = (items) => (items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`);

/** @param {string | null | undefined} limit @returns {string} what its steps count: "Day", "Week" … */
function unitOf(limit) {
  const unit = /^\d+ (?:working )?(hour|day|week|month|year)/.exec(limit ?? "");
  return capital(unit ? unit[1] : "day");
}

/** @param {Step} step @returns {string} */
function uncounted({ date, why }) {
  const day = inFull(date);
  return why && !day.startsWith(why) ? `${day} (${why})` : day;
}

/**
 * The steps as few lines: runs of counted days together, every day that is not counted by name.
 * @param {Step[]} steps
 * @param {string} unit
 * @returns {{words: string, skipped: boolean}[]}
 */
export function compressed(steps, unit) {
  /** @type {Step[][]} */
  const runs = [];
  for (const step of steps) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    const together = last && last.counted === step.counted && last.n !== 0 && !(step.counted && (last.why || step.why));
    if (run && together) run.push(step);
    else runs.push([step]);
  }
  return runs.map((run) => {
    const [first, last] = [run[0], run[run.length - 1]];
    if (!first.counted && first.n === 0) return { words: `Day 0: ${inFull(first.date)}`, skipped: false };
    if (!first.counted) return { words: `Not counted: ${joined(run.map(uncounted))}`, skipped: true };
    const why = first.why ? ` (${first.why})` : "";
    if (run.length === 1) return { words: `${unit} ${first.n}: ${inFull(first.date)}${why}`, skipped: false };
    return { words: `${unit}s ${first.n} to ${last.n}: ${inFull(first.date)} to ${inFull(last.date)}`, skipped: false };
  });
}

/** @param {string} heading @param {Step[]} steps @param {string | null | undefined} limit */
function count(heading, steps, limit) {
  if (steps.length < 2) return [];
  const lines = compressed(steps, unitOf(limit));
  return [
    el("h4", {}, heading),
    el("ol", { class: "dc-steps" }, ...lines.map(({ words, skipped }) => el("li", { class: skipped ? "dc-skipped" : null }, words))),
  ];
}

/** @param {import("./types").Reading} reading @param {Deadline} item */
function readingOf(reading, item) {
  const days = [];
  if (reading.earliest) days.push(`not before ${reading.words?.earliest ?? inFull(reading.earliest)}`);
  if (reading.latest) days.push(`by ${reading.words?.latest ?? inFull(reading.latest)}`);
  const same = reading.latest === item.latest && reading.earliest === item.earliest;
  const gives = days.length === 0 ? "gives no date" : same ? "gives the same" : `gives: ${joined(days)}`;
  return el("li", {},
    el("p", {}, reading.question),
    reading.reading ? el("p", {}, `Taken here: ${reading.reading}`) : null,
    reading.because ? el("p", { class: "dc-small" }, `Because: ${reading.because}`) : null,
    el("p", {}, el("strong", {}, `Read the other way, it ${gives}.`)),
    el("p", { class: "dc-small" }, reading.confirmed ? "The reading taken has been confirmed." : "The reading taken has not been confirmed by the partnership."));
}

/** @type {Record<string, string>} how each kind of limit begins */
const SIDES = { target: "Target", earliest: "Not before" };

/** @param {string} cite @param {Answer} answer @returns {string} the source in short, and where in it */
function placeOf(cite, answer) {
  const [id, locator = ""] = cite.split("#");
  return `${answer.sources.find((one) => one.id === id)?.area ?? id} ${locator}`;
}

/** @param {string} cite @param {Answer} answer */
function source(cite, answer) {
  const [id, locator = ""] = cite.split("#");
  const found = answer.sources.find((item) => item.id === id);
  return el("li", {}, el("a", { href: sourceAddress(cite) }, `${found?.title ?? id}, ${locator}`),
    found?.edition ? `, ${found.edition}` : null);
}

/**
 * Where each limit is written, short enough to stand beside its date.
 * @param {Deadline} item
 * @param {Answer} answer
 * @returns {(HTMLElement | string)[]}
 */
export function sourceLinks(item, answer) {
  return item.cites.flatMap((cite, index) => {
    return [index ? ", " : "", el("a", { href: sourceAddress(cite) }, placeOf(cite, answer))];
  });
}

/**
 * @param {Deadline} item
 * @param {Answer} answer
 * @returns {HTMLElement[]}
 */
export function working(item, answer) {
  /** @type {HTMLElement[]} */
  const parts = [
    ...count(`Target: ${item.target_limit_words ?? ""}`, item.target_date ? item.target_steps ?? [] : [], item.target_limit_words),
    ...count(`Latest day: ${item.limit_words ?? ""}`, item.latest ? item.steps ?? [] : [], item.limit),
    ...count(`Earliest day: ${item.earliest_limit_words ?? ""}`, item.earliest ? item.earliest_steps ?? [] : [], item.earliest_limit),
  ];
  const limits = item.limits ?? [];
  if (limits.length > 1) {
    parts.push(el("h4", {}, "Every limit that applies"), el("ul", {}, ...limits.map((limit) =>
      el("li", {}, `${SIDES[limit.bound] ?? "By"}: ${limit.words} (${limit.strength_words})`
        + (limit.date ? `, ${inFull(limit.date)}` : ""), ". ",
        ...limit.cites.flatMap((cite, at) => [at ? ", " : "", el("a", { href: sourceAddress(cite) }, placeOf(cite, answer))])))));
  }
  if (item.note) parts.push(el("h4", {}, "Note"), el("p", {}, item.note));
  const readings = item.readings ?? [];
  if (readings.length > 0) {
    parts.push(el("h4", {}, readings.length === 1 ? "Another reading" : "Other readings"),
      el("ul", { class: "dc-readings" }, ...readings.map((reading) => readingOf(reading, item))));
  }
  parts.push(el("h4", {}, item.cites.length === 1 ? "Source" : "Sources"),
    el("ul", {}, ...item.cites.map((cite) => source(cite, answer))),
    el("p", { class: "dc-small" }, el("a", { href: limitAddress(answer.area, item.deadline) }, `This limit on the page of ${answer.title}`)));
  return parts;
}
