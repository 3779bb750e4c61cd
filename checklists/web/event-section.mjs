// The dates of one event: one date, or as many as there were, each with the meeting it belongs to.
import { LIMITS } from "./case-file.mjs";
import { capital, el, fill, need, say } from "./dom.mjs";
import { inFull } from "./date-text.mjs";
import { copyFieldset, DateEntry } from "./date-entry.mjs";
import { newId } from "./save.mjs";

/**
 * @typedef {import("./types").QuickEvent} QuickEvent
 * @typedef {{date: DateEntry, meeting: HTMLSelectElement | null, remove: HTMLButtonElement, id: string}} Row
 *   `id`: what a case file calls the date, the same when it moves
 * @typedef {{values: string[], for: string}} Begun what is in the boxes, and the day of the meeting that was chosen, if one was
 * @typedef {{
 *   template: HTMLTemplateElement,
 *   changed: (row: DateEntry | null) => void,
 *   nameOf: (event: string) => string,
 *   meetings: (event: string) => {id: string, iso: string}[],
 * }} Surroundings
 */

const HINT = "For example, 27 3 2026. A whole date can be pasted into the first box.";

export class EventSection {
  /** @type {Row[]} */
  rows = [];
  #last = 0; // rows ever made: ids are not used twice
  #today = "";

  /** @param {QuickEvent} event @param {Surroundings} around */
  constructor(event, around) {
    this.event = event;
    this.around = around;
    this.list = el("div");
    this.more = el("button", { type: "button", class: "dc-plain dc-more" });
    this.more.addEventListener("click", () => this.blank(true).focus());
    this.root = el("div", { class: "dc-event", "data-event": event.key }, this.list, this.more);
    this.#append();
    this.configure(event);
  }

  /** @param {QuickEvent} event the area's own words for it */
  configure(event) {
    this.event = event;
    this.#reword();
  }

  /** @param {string} today */
  asOn(today) {
    this.#today = today;
    for (const row of this.rows) row.date.asOn(today);
  }

  /** @param {import("./types").Entry[]} entries put in place of what is there */
  write(entries) {
    while (this.rows.length > Math.max(1, entries.length)) this.#drop(this.rows[this.rows.length - 1]);
    while (this.rows.length < entries.length) this.#append();
    this.rows.forEach((row, index) => {
      row.date.set(entries[index]?.date ?? null, entries[index]?.booked ?? false);
      row.id = entries[index]?.id ?? newId(8);
    });
    this.#reword();
  }

  /** Tie each date to its meeting, once the meetings have been written. @param {import("./types").Entry[]} entries */
  tie(entries) {
    this.refreshMeetings();
    this.rows.forEach((row, index) => {
      const wanted = entries[index]?.for;
      const match = this.#meetings().find((meeting) => meeting.iso === wanted);
      if (row.meeting) row.meeting.value = match?.id ?? "";
    });
  }

  /** Offer the meetings that have a date now; a choice made stays with its meeting when the date moves. */
  refreshMeetings() {
    const meetings = this.#meetings();
    for (const { meeting } of this.rows) {
      if (!meeting) continue;
      const chosen = meeting.value;
      const wanted = meetings.map(({ id, iso }) => `${id} ${iso}`).join();
      if (meeting.dataset.offers !== wanted) {
        fill(meeting, el("option", { value: "" }, "Not said"),
          ...meetings.map(({ id, iso }) => el("option", { value: id }, inFull(iso))));
        meeting.value = meetings.some(({ id }) => id === chosen) ? chosen : "";
        meeting.dataset.offers = wanted;
      }
      need(/** @type {HTMLElement} */ (meeting.parentElement), "label").hidden = meetings.length === 0;
      meeting.hidden = meetings.length === 0;
    }
  }

  /** @param {boolean} [another] @returns {DateEntry} an empty date, added if there may be another; else the last one */
  blank(another = false) {
    const free = this.rows.find(({ date }) => date.read().kind === "empty");
    if (free && !another) return free.date;
    const row = this.event.once || this.rows.length >= LIMITS.entries ? this.rows[this.rows.length - 1] : this.#append();
    this.#reword();
    return row.date;
  }

  /** @returns {{entry: import("./types").Entry, date: DateEntry}[]} the complete dates, in order of date */
  read() {
    const found = [];
    for (const { date, meeting, id } of this.rows) {
      const iso = date.iso;
      if (iso === null) continue;
      const tied = meeting && this.#meetings().find(({ id }) => id === meeting.value);
      found.push({ entry: { date: iso, ...(date.booked && { booked: true }), ...(tied && { for: tied.iso }), id }, date });
    }
    return found.sort((a, b) => (a.entry.date < b.entry.date ? -1 : a.entry.date > b.entry.date ? 1 : 0));
  }

  /** @returns {Begun[]} the dates that are begun and not complete */
  begun() {
    return this.rows.filter(({ date, meeting }) => date.iso === null && (date.read().kind !== "empty" || meeting?.value))
      .map(({ date, meeting }) => ({ values: date.typed, for: this.#meetings().find(({ id }) => id === meeting?.value)?.iso ?? "" }));
  }

  /** @param {Begun} begun put back into a row that is empty */
  resume(begun) {
    const date = this.blank();
    date.type(begun.values);
    this.refreshMeetings();
    const meeting = this.rows.find((row) => row.date === date)?.meeting;
    if (meeting) meeting.value = this.#meetings().find(({ iso }) => iso === begun.for)?.id ?? "";
  }

  #meetings() {
    return this.event.belongs_to ? this.around.meetings(this.event.belongs_to) : [];
  }

  /** @returns {Row} */
  #append() {
    this.#last += 1;
    const id = `${this.event.key}-${this.#last}`;
    const root = copyFieldset(this.around.template);
    const date = new DateEntry(root, { id, name: this.event.label, legend: "" }, (entry) => this.around.changed(entry));
    const remove = el("button", { type: "button", class: "dc-plain", "data-act": "remove" });
    remove.addEventListener("click", () => {
      const row = this.rows.find((item) => item.date === date);
      if (row) this.#drop(row);
      this.#reword();
      this.more.focus();
      this.around.changed(null);
    });
    need(root, ".dc-boxes").append(remove);
    const meeting = this.event.belongs_to ? this.#meetingSelect(id, root) : null;
    date.asOn(this.#today);
    this.list.append(root);
    const row = { date, meeting, remove, id: newId(8) };
    this.rows.push(row);
    this.refreshMeetings();
    return row;
  }

  /** @param {string} id @param {HTMLElement} root */
  #meetingSelect(id, root) {
    const select = el("select", { id: `${id}-for` });
    root.append(el("div", { class: "dc-field dc-for" },
      el("label", { for: select.id }, `Which ${this.around.nameOf(this.event.belongs_to ?? "")} does it belong to?`), select));
    select.addEventListener("change", () => this.around.changed(null));
    return select;
  }

  /** @param {Row} row */
  #drop(row) {
    row.date.root.remove();
    this.rows = this.rows.filter((item) => item !== row);
  }

  /** Number the dates, and offer another where there can be one. */
  #reword() {
    const { label, question, once, bookable } = this.event;
    const many = this.rows.length > 1;
    this.rows.forEach((row, index) => {
      const name = many ? `${label} ${index + 1}` : label;
      row.date.configure({
        id: row.date.id, name, legend: many ? capital(name) : question, bookable: bookable !== false,
        hint: this.event.key === "initial_conference" ? HINT : "",
      });
      row.remove.hidden = !many;
      fill(row.remove, "Remove", el("span", { class: "dc-hidden" }, ` ${name}`));
    });
    this.more.hidden = once === true || this.rows.length >= LIMITS.entries;
    say(this.more, `Add another ${label}`);
  }
}
