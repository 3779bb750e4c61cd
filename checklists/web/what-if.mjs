// What if: other dates beside those that are entered, what they would move, and whom to tell. Nothing changes until applied.
import { putDate, toRequest } from "./case-file.mjs";
import { copyFieldset, DateEntry } from "./date-entry.mjs";
import { inFull } from "./date-text.mjs";
import { nowHere } from "./desk.mjs";
import { capital, el, fill, say } from "./dom.mjs";
import { citeWords, quickOf, sourceAddress } from "./reckoner.mjs";
import { MISSING } from "./renewed.mjs";

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {import("./types").WhatIf} Answer
 * @typedef {{event: string, id: string, date: DateEntry}} Row
 */

export class WhatIf {
  /** @type {Row[]} */
  #rows = [];
  #file = "";

  /** @param {HTMLElement} root @param {import("./desk.mjs").Desk} desk @param {HTMLTemplateElement} template @param {() => void} applied */
  constructor(root, desk, template, applied) {
    this.root = root;
    this.desk = desk;
    this.template = template;
    this.applied = applied;
    this.form = el("div");
    this.result = el("div", { class: "wi-result", tabindex: "-1" });
    this.said = el("p", { class: "dc-said", role: "status" });
    const look = el("button", { type: "button", class: "dc-button" }, "See what moves");
    look.addEventListener("click", () => this.look());
    fill(root, el("summary", {}, "What if a date changes?"),
      el("p", { class: "dc-small" }, "Enter the other date beside a meeting, or add one. Nothing is changed until you apply it."),
      this.form, el("div", { class: "dc-actions" }, look), this.said, this.result);
  }

  /** @param {CaseFile} file */
  async show(file) {
    const shown = JSON.stringify([file.id, file.events, file.area]);
    if (this.#file === shown) return;
    this.#file = shown;
    const quick = file.area ? await quickOf(file.area).catch(() => null) : null;
    const missing = file.area !== "" && quick === null;
    if (missing) this.#file = ""; // asked for again the next time
    const events = [...(quick?.events ?? []), ...(quick?.more_events ?? [])];
    this.#rows = [];
    const today = this.desk.today();
    const lines = [];
    for (const { key, label, bookable, once } of events) {
      const entries = [...(file.events[key] ?? [])].sort((a, b) => (a.date < b.date ? -1 : 1));
      for (const entry of entries) lines.push(this.#row(key, label, entry.id, today, bookable !== false, entry.date));
      if (bookable !== false && (!once || entries.length === 0)) lines.push(this.#row(key, label, "", today, true, null));
    }
    const [entered, more] = [lines.filter(({ dataset }) => dataset.entered), lines.filter(({ dataset }) => !dataset.entered)];
    fill(this.form, ...entered, el("details", { class: "dc-group" }, el("summary", {}, "Add a meeting or visit"), ...more));
    fill(this.result);
    say(this.said, missing ? MISSING : "");
  }

  /** @param {string} event @param {string} label @param {string} id @param {string} today @param {boolean} bookable @param {string | null} date */
  #row(event, label, id, today, bookable, date) {
    const entry = new DateEntry(copyFieldset(this.template), {
      id: `wi-${event}-${id || "new"}`, name: label, bookable, hint: "",
      legend: date ? `${capital(label)} of ${inFull(date)}: other date` : `Another ${label}`,
    }, () => {});
    entry.asOn(today);
    this.#rows.push({ event, id, date: entry });
    entry.root.dataset.entered = date ? "yes" : "";
    return entry.root;
  }

  /** @returns {Row[] | null} the rows with another date; null where one cannot be read */
  #changed() {
    const problems = this.#rows.map(({ date }) => date.check(false)).filter(Boolean);
    if (problems.length > 0) {
      problems[0]?.focus.focus();
      return null;
    }
    return this.#rows.filter(({ date }) => date.iso !== null);
  }

  /** @param {Row[]} rows @param {CaseFile} file @returns {CaseFile} the same, with the other dates in it */
  #put(rows, file) {
    for (const { event, id, date } of rows) {
      const old = (file.events[event] ?? []).find((entry) => entry.id === id);
      putDate(file, event, {
        ...(old ?? {}), ...(id && { id }), date: /** @type {string} */ (date.iso), booked: date.booked || undefined,
      }, nowHere());
    }
    return file;
  }

  async look() {
    const file = this.desk.store.current;
    const rows = this.#changed();
    if (!file || !rows) return;
    if (rows.length === 0) {
      say(this.said, "Enter another date first.");
      return;
    }
    const today = this.desk.today();
    const then = toRequest(this.#put(rows, structuredClone(file)), today);
    const reply = await this.desk.ask(file.area, { ...toRequest(file, today), do: "what_if", then: { events: then.events } });
    if (!reply.ok) {
      fill(this.result, el("p", { class: "dc-notice dc-problem" }, `${capital(reply.error.message)}${reply.error.remedy ? `: ${reply.error.remedy}` : ""}.`));
      say(this.said, "Nothing was worked out.");
      return;
    }
    this.#tell(reply.value, rows, file.id);
  }

  /** @param {Answer} answer @param {Row[]} rows @param {string} id */
  #tell(answer, rows, id) {
    const apply = el("button", { type: "button", class: "dc-button" }, "Apply");
    const drop = el("button", { type: "button", class: "dc-button dc-second" }, "Leave as it is");
    apply.addEventListener("click", () => {
      this.desk.store.change(id, (file) => this.#put(rows, file));
      this.#file = "";
      this.applied();
      say(this.said, "Applied.");
    });
    drop.addEventListener("click", () => {
      for (const { date } of rows) date.set(null);
      fill(this.result);
      say(this.said, "Nothing was changed.");
    });
    const { moves, moved, late, still_late: still } = answer;
    fill(this.result, el("h4", {}, "What moves"),
      moves.length === 0 ? el("p", {}, "No date moves.") : this.#table(moves),
      ...moved.map((meeting) => this.#told(meeting, answer.title)),
      late.length > 0 ? list("Booked, and late under the new dates", late) : null,
      still.length > 0 ? list("Booked late already", still) : null,
      ...answer.warnings.map(({ message }) => el("p", { class: "dc-notice" }, message)),
      el("div", { class: "dc-actions" }, apply, drop));
    say(this.said, `${["No date moves", "One date moves"][moves.length] ?? `${moves.length} dates move`}.`);
    this.result.focus();
  }

  /** @param {Answer["moves"]} moves */
  #table(moves) {
    const cell = (/** @type {Answer["moves"][number]["old"]} */ side, /** @type {string} */ none) => el("td", {}, side ? side.words : none);
    return el("div", { class: "hb-scroll", role: "region", "aria-label": "Dates that move", tabindex: "0" }, el("table", { class: "hb-table" },
      el("caption", {}, "Each date that moves, as it is and as it would be"),
      el("thead", {}, el("tr", {}, ...["What", "Now", "Then"].map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, ...moves.map((move) => el("tr", {}, el("th", { scope: "row" }, move.title, move.about ? el("span", { class: "dc-small" }, ` ${move.about}`) : null),
        cell(move.old, "No date"), cell(move.new, "No longer there"))))));
  }

  /** @param {Answer["moved"][number]} meeting @param {string} area */
  #told(meeting, area) {
    const head = `The ${meeting.label} moves from ${meeting.old_words} to ${meeting.new_words}. `;
    if (meeting.tell.length === 0) {
      return el("p", { class: "dc-notice" }, el("strong", {}, head), `The procedures of ${area} do not say who has to be told of a ${meeting.label} that moves.`);
    }
    return el("div", { class: "dc-notice" }, el("p", {}, el("strong", {}, head), "Who has to be told:"), el("ul", {}, ...meeting.tell.map(({ cite, statement }) =>
      el("li", {}, `${statement} `, el("a", { href: sourceAddress(cite) }, citeWords(cite))))));
  }
}

/** @param {string} title @param {Answer["late"]} late */
function list(title, late) {
  return el("div", { class: "dc-notice dc-problem" }, el("p", {}, el("strong", {}, `${title}:`)), el("ul", {}, ...late.map((item) =>
    el("li", {}, `${item.title}${item.about ? `, ${item.about}` : ""}: booked for ${item.booked_words}, latest ${item.latest_words}`))));
}
