// A case file that was worked out with other rules or bank holidays: which dates moved, to take over or to keep as they were.
import { setWorked } from "./case-file.mjs";
import { inFull } from "./date-text.mjs";
import { nowHere } from "./desk.mjs";
import { el, fill } from "./dom.mjs";
import { apart } from "./plain.mjs";

/**
 * @typedef {import("./types").BoardCase & {rules?: string}} Found
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {import("./types").WorkedDate} WorkedDate
 */

/** @param {WorkedDate} date */
const keyOf = ({ deadline, occurrence }) => `${deadline} ${occurrence}`;

/** @param {WorkedDate | undefined} date @returns {string} */
function words(date) {
  if (!date) return "no such date";
  if (date.latest) return inFull(date.latest);
  return date.earliest ? `from ${inFull(date.earliest)}` : "no date";
}

/** @param {WorkedDate[]} before @param {WorkedDate[]} after @returns {{title: string, old: string, now: string}[]} */
export function moved(before, after) {
  const olds = new Map(before.map((date) => [keyOf(date), date]));
  const news = new Map(after.map((date) => [keyOf(date), date]));
  return [...new Set([...olds.keys(), ...news.keys()])].map((key) => {
    const [old, now] = [olds.get(key), news.get(key)];
    return { title: [(now ?? old)?.title, (now ?? old)?.about].filter(Boolean).map((text) => apart(text ?? "")).join(", "), old: words(old), now: words(now) };
  }).filter(({ old, now }) => old !== now);
}

/**
 * @param {HTMLElement} place
 * @param {import("./desk.mjs").Desk} desk
 * @param {CaseFile} file
 * @param {Found | null} found
 */
export function showRulesChange(place, desk, file, found) {
  const worked = file.worked;
  const other = Boolean(worked && found?.rules && !found.error && worked.rules !== found.rules);
  place.hidden = !other;
  if (!other || !worked || !found?.rules) return fill(place);
  const { rules } = found;
  const list = moved(worked.dates, found.dates);
  if (list.length === 0) { // nothing to decide: the new rules say the same
    desk.store.change(file.id, (mine) => setWorked(mine, { rules, as_on: desk.today(), dates: found.dates }, nowHere()));
    return fill(place);
  }
  const accept = el("button", { type: "button", class: "dc-button" }, "Take the new dates over");
  const keep = el("button", { type: "button", class: "dc-button dc-second" }, "Keep a note of the old ones");
  accept.addEventListener("click", () => desk.store.change(file.id, (mine) => {
    setWorked(mine, { rules, as_on: desk.today(), dates: found.dates }, nowHere());
    delete mine.declined;
  }));
  keep.addEventListener("click", () => desk.store.change(file.id, (mine) => {
    mine.declined = rules;
    mine.changed = nowHere();
  }));
  const declined = file.declined === rules;
  fill(place, el("h3", {}, declined ? "Dates kept from earlier rules" : "The rules have changed since"),
    el("p", {}, `This file was last worked out with rules ${apart(worked.rules)}, on ${inFull(worked.as_on)}. Under the rules now, ${rules}, ${list.length === 1 ? "one date is" : `${list.length} dates are`} different. ${declined ? "The lists show the dates of the rules now; the old ones stay noted here." : "Rules or bank holidays were corrected: check which date was acted on."}`),
    el("div", { class: "hb-scroll", role: "region", "aria-label": "Dates that moved", tabindex: "0" }, el("table", { class: "hb-table" },
      el("thead", {}, el("tr", {}, ...["What", "Before", "Now"].map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...list.map(({ title, old, now }) => el("tr", {}, el("th", { scope: "row" }, title), el("td", {}, old), el("td", {}, now)))))),
    el("div", { class: "dc-actions" }, accept, declined ? null : keep));
}
