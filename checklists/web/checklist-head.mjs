// The head of a checklist: which meeting it is for, how far it is, and what there is to say about it.
import { copyFieldset, DateEntry } from "./date-entry.mjs";
import { inFull } from "./date-text.mjs";
import { el, fill, say } from "./dom.mjs";
import { showStage } from "./engine-words.mjs";

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {{template: HTMLTemplateElement, today: () => string}} Around
 */

export class ChecklistHead {
  #chosen = takeBucket(); // the bucket that the reader chose, here or on the board
  /** @type {string} */
  bucket = "case";

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} sheet carries what the list belongs to
   * @param {Around} around
   * @param {() => void} changed
   * @param {(entry: {date: string, booked: boolean}) => void} add a date of the meeting
   */
  constructor(root, sheet, around, changed, add) {
    this.root = root;
    const { event = "", eventLabel = "", question = "", which = "", meeting = "", bookable = "" } = sheet.dataset;
    this.event = event;
    this.label = eventLabel;
    this.each = which === "each";
    this.about = el("div", { class: "cl-about-case", role: "status" });
    this.engineLine = el("p", { class: "dc-engine", role: "status", hidden: true });
    this.select = el("select", { id: "cl-meeting" });
    this.changed = changed;
    this.select.addEventListener("change", () => this.choose(this.select.value));
    this.which = el("div", { class: "dc-field" }, el("label", { for: "cl-meeting" }, this.each ? `Which ${eventLabel} is it for?` : `For ${meeting}`), this.select);
    this.bar = el("progress", { "aria-label": "Progress" });
    this.words = el("p", { class: "cl-progress-words" });
    this.progressLine = el("div", { class: "cl-progress", hidden: true }, this.bar, this.words);
    this.adding = el("details", { class: "dc-group cl-add" }, el("summary", {}, this.each ? `Add a ${eventLabel}` : `Add the date of ${meeting}`));
    if (event) this.#offerDate(around, question, bookable === "yes", add);
    fill(root, this.about, this.engineLine, event ? this.which : null, event ? this.adding : null, this.progressLine);
    root.hidden = false;
  }

  /** @param {Around} around @param {string} question @param {boolean} bookable @param {(entry: {date: string, booked: boolean}) => void} add */
  #offerDate(around, question, bookable, add) {
    const date = new DateEntry(copyFieldset(around.template), { id: "cl-new", name: this.label, legend: question, bookable, hint: "" }, () => {});
    date.asOn(around.today());
    const button = el("button", { type: "button", class: "dc-button dc-second" }, "Add the date");
    button.addEventListener("click", () => {
      const problem = date.check(true);
      if (problem) return problem.focus.focus();
      add({ date: /** @type {string} */ (date.iso), booked: date.booked });
      date.set(null);
      this.adding.open = false;
      this.select.focus();
    });
    this.adding.append(date.root, button);
  }

  /** Turn to a meeting. @param {string} bucket */
  choose(bucket) {
    this.#chosen = bucket;
    this.changed();
  }

  /** @param {CaseFile | null} file @param {string} today */
  show(file, today) {
    if (!this.event) return;
    const entries = [...(file?.events[this.event] ?? [])].sort((a, b) => (a.date < b.date ? -1 : 1));
    const mine = this.each ? entries : entries.slice(0, 1);
    const ahead = `next/${this.event}`;
    const offers = mine.map(({ id, date, booked }) => [id, `${inFull(date)}${booked || date > today ? " (booked)" : ""}`]);
    const done = mine.every(({ date, booked }) => date <= today && !booked);
    if (mine.length === 0 || (this.each && done) || file?.ticks[ahead]) offers.push([ahead, mine.length === 0 ? "No date yet" : "The next one, no date yet"]);
    const next = mine.find(({ date, booked }) => date >= today || booked)?.id ?? (this.each ? ahead : mine[0]?.id) ?? ahead;
    this.bucket = offers.some(([bucket]) => bucket === this.#chosen) ? this.#chosen : next;
    if (this.select.dataset.offers !== JSON.stringify(offers)) {
      fill(this.select, ...offers.map(([value, words]) => el("option", { value }, words)));
      this.select.dataset.offers = JSON.stringify(offers);
    }
    this.select.value = this.bucket;
    this.adding.hidden = !this.each && mine.length > 0;
  }

  /** @param {HTMLElement | null} message */
  tell(message) {
    const words = message?.textContent ?? "";
    if (this.about.textContent === words) return;
    fill(this.about, message);
  }

  /** @param {import("./types").Sheet | null} sheet */
  progress(sheet) {
    this.progressLine.hidden = sheet === null;
    if (!sheet) return;
    const { done, of, words } = sheet.progress;
    this.bar.max = Math.max(of, 1);
    this.bar.value = done;
    say(this.words, `${words}${sheet.progress.complete ? ". The list is complete" : ""}.`);
  }

  /** @param {import("./types").Stage} stage @param {string} kind what failed, if it did @param {() => void} again */
  stage(stage, kind, again) {
    showStage(this.engineLine, stage, { kind, reckoner: null, without: true, again });
  }
}

/** @returns {string} the meeting that was chosen on the board, once */
function takeBucket() {
  try {
    const bucket = sessionStorage.getItem("handbook-bucket") ?? "";
    sessionStorage.removeItem("handbook-bucket");
    return bucket;
  } catch {
    return "";
  }
}
