// The calculator and the open case file: what is entered in one is in the other.
import { fromState, toState } from "./case-file.mjs";
import { openStore } from "./case-store.mjs";
import { Desk, nowHere } from "./desk.mjs";
import { need } from "./dom.mjs";

/**
 * @typedef {import("./types").CaseState} CaseState
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {{
 *   read: () => CaseState, show: (state: CaseState) => Promise<void>, area: () => string,
 * }} Form what the calculator lends: its form as a state, and the way to fill it
 */

export class CalculatorCase {
  /** @type {Desk | null} */
  #desk = null;
  #shown = ""; // the file whose dates the form holds
  #loading = false;

  /** @param {HTMLElement} root @param {import("./engine-client.mjs").EngineClient} engine @param {Form} form */
  constructor(root, engine, form) {
    this.root = root;
    this.engine = engine;
    this.form = form;
  }

  /** @param {CaseState | null} link what a link says, if one was opened: it must not be written into a file */
  async open(link) {
    const store = await openStore({ now: nowHere, built: this.root.dataset.built ?? "" });
    this.#desk = new Desk(store, this.engine);
    if (link && !this.agrees(link)) store.choose(null);
    this.bar = /** @type {import("./case-bar.mjs").CaseBar} */ (need(this.root, "case-bar"));
    this.bar.attach(this.#desk, () => this.form.area(), (file) => {
      fromState(file, this.form.read(), nowHere());
      this.#shown = file.id;
    });
    store.listen(({ kind }) => {
      if (kind !== "left") this.#take();
    });
    await this.#take();
  }

  /** Whether the form's dates are those of a case file. */
  get isOpen() {
    return Boolean(this.#desk?.store.current);
  }

  /** The form says something new: it goes into the open file. */
  changed() {
    this.bar?.show();
    const file = this.#desk?.store.current;
    if (!file || this.#loading || this.#shown !== file.id) return;
    const state = this.form.read();
    if (JSON.stringify(plain(state)) === JSON.stringify(plain(toState(file)))) return;
    this.#desk?.store.change(file.id, (mine) => fromState(mine, state, nowHere()));
  }

  /** Whether a link names the open file's area and nothing else. @param {CaseState} link */
  agrees({ area, events, facts, intervals }) {
    const file = this.#desk?.store.current;
    return Boolean(file && file.area === area && [events, facts, intervals].every((part) => Object.keys(part).length === 0));
  }

  /** A link is opened: from here on the form is not the file's. */
  release() {
    this.#shown = "";
    this.#desk?.store.choose(null);
  }

  /** @param {import("./types").Answer} answer the dates as the calculator shows them, kept with the file */
  worked(answer) {
    const file = this.#desk?.store.current;
    if (!file || this.#shown !== file.id || answer.area !== file.area || answer.as_at || answer.as_on !== this.#desk?.today()) return;
    const dates = answer.deadlines.filter((item) => item.latest || item.earliest).map(
      ({ deadline, occurrence, title, about, latest, earliest, provisional }) => ({ deadline, occurrence, title, about, latest, earliest, provisional }));
    this.#desk.record(/** @type {any} */ ({ id: file.id, rules: answer.rules, dates }));
  }

  async #take() {
    const file = this.#desk?.store.current ?? null;
    if (!file) {
      this.#shown = "";
      return;
    }
    const state = toState(file);
    if (this.#shown === file.id && JSON.stringify(plain(state)) === JSON.stringify(plain(this.form.read()))) return;
    // What is being typed is not pulled away: the form is ahead of the file, or will be in a moment.
    if (this.#shown === file.id && this.root.querySelector("form")?.contains(document.activeElement)) return;
    this.#loading = true;
    await this.form.show(state);
    this.#shown = file.id;
    this.#loading = false;
  }
}

/** A state without what the file does not keep. @param {CaseState} state */
function plain({ area, events, facts, intervals }) {
  const sorted = Object.entries(events).filter(([, entries]) => entries.length > 0).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entries]) => [key, entries.map((entry) => [entry.id ?? "", entry.date, Boolean(entry.booked), entry.for ?? ""])
      .sort((a, b) => (String(a) < String(b) ? -1 : 1))]);
  const pairs = (/** @type {object} */ of) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return [area, sorted, pairs(facts), pairs(intervals)];
}
