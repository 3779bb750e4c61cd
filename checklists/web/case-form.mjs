// The form as a whole: which fields an area has, what they say, and where an error belongs.
import { Aside } from "./aside.mjs";
import { arrange, capital, inDetails, need, say } from "./dom.mjs";
import { copyFieldset, DateEntry } from "./date-entry.mjs";
import { EventSection } from "./event-section.mjs";
import { IntervalEntry, Question } from "./form-parts.mjs";
import { emptyState } from "./link.mjs";
import { putBack, valuesIn } from "./typed.mjs";

/**
 * @typedef {import("./types").CaseState} CaseState
 * @typedef {import("./types").Problem} Problem
 * @typedef {import("./types").Quick} Quick
 * @typedef {import("./types").QuickEvent} QuickEvent
 * @typedef {{dates: ({event: string} & import("./event-section.mjs").Begun)[], fields: import("./typed.mjs").Value[]}} Begun
 *   the dates that are not complete, and every field beside the dates of events
 */

// The dates that most cases have. The others stand in groups that open.
const MAIN = ["initial_conference", "core_group", "review_conference"];
const GROUPS = ["conferences", "core_groups", "child", "records", "other"];

/** @type {QuickEvent} what every area may ask for, so that the form is there before an area is chosen */
const FIRST = {
  key: "initial_conference", label: "initial child protection conference",
  question: "When was, or is, the initial child protection conference?",
  group: "conferences", once: true, bookable: true,
};

export class CaseForm {
  /** @type {Quick | null} */
  #quick = null;
  /** @type {Map<string, EventSection>} */
  #sections = new Map();
  /** @type {Map<string, Question>} */
  #questions = new Map();
  /** @type {Map<string, IntervalEntry>} */
  #intervals = new Map();
  /** @type {EventSection[]} those that the area uses, in the order of the page */
  #shown = [];
  #here = "";
  #aside = new Aside();

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTemplateElement} template
   * @param {() => void} changed called when a complete date or an answer changed
   */
  constructor(form, template, changed) {
    this.form = form;
    this.template = template;
    this.changed = changed;
    this.area = /** @type {HTMLSelectElement} */ (need(form, "#area"));
    this.asOnDate = new DateEntry(copyFieldset(template), {
      id: "today", name: "calculation", legend: "Which day counts as today?", kind: "plain",
      hint: "Leave empty for today. Another day shows what was, or will be, due then.",
    }, () => this.#edited(this.asOnDate));
    this.asAtDate = new DateEntry(copyFieldset(template), {
      id: "as-at", name: "rules", legend: "Which day’s rules count?", kind: "plain",
      hint: "Leave empty to have each limit follow the rules in force when it began. Another day shows what its rules ask.",
    }, () => this.#edited(this.asAtDate));
    need(form, "[data-group=as-on]").append(this.asOnDate.root, this.asAtDate.root);
    form.addEventListener("focusout", () => queueMicrotask(() => this.changed()));
    this.#showEvents([FIRST]);
  }

  /** @param {string} here the day on this device, ISO text */
  startOn(here) {
    this.#here = here;
    for (const date of [this.asOnDate, this.asAtDate]) date.asOn(here);
    this.#spreadToday();
  }

  /** @returns {string} the day that counts as today */
  get today() {
    return this.asOnDate.iso ?? this.#here;
  }

  /** @param {Quick | null} quick what the area asks for; what was typed in other fields is kept, not shown */
  setArea(quick) {
    this.#quick = quick;
    this.#showEvents(quick ? quick.events : [FIRST]);
    this.#showFacts(quick?.facts ?? []);
    this.#showIntervals(quick);
    this.#spreadToday();
  }

  /** @returns {CaseState} the complete dates and the answers, as they stand */
  read() {
    const state = emptyState();
    state.area = this.area.value;
    state.today = this.asOnDate.iso;
    state.asAt = this.asAtDate.iso;
    for (const section of this.#shown) {
      const found = section.read();
      if (found.length > 0) state.events[section.event.key] = found.map(({ entry }) => entry);
    }
    for (const { key } of this.#quick?.facts ?? []) {
      const answer = this.#questions.get(key)?.read() ?? null;
      if (answer !== null) state.facts[key] = answer;
    }
    for (const { deadline } of this.#quick?.intervals ?? []) {
      const set = this.#intervals.get(deadline)?.read();
      if (set) state.intervals[deadline] = set;
    }
    return state;
  }

  /** @returns {CaseState} the same with what stands in fields that are not shown now, to be put back after a reload */
  readAll() {
    const state = this.read();
    this.#aside.addTo(state);
    for (const [key, section] of this.#sections) {
      const found = section.read();
      if (found.length > 0) state.events[key] = found.map(({ entry }) => entry);
    }
    for (const [key, question] of this.#questions) {
      const answer = question.read();
      if (answer !== null) state.facts[key] = answer;
    }
    for (const [key, interval] of this.#intervals) {
      const set = interval.read();
      if (set) state.intervals[key] = set;
    }
    return state;
  }

  /** @returns {string[]} the names of dates that are begun and left out because they are not complete or real */
  leftOut() {
    /** @type {string[]} */
    const names = [];
    for (const { rows, event } of this.#shown) {
      rows.forEach(({ date }, index) => {
        if (date.read().kind === "date" || date.read().kind === "empty") return;
        if (!date.root.contains(document.activeElement)) names.push(rows.length > 1 ? `${event.label} ${index + 1}` : event.label);
      });
    }
    return names;
  }

  /** @returns {Begun} what was typed and is no part of the state yet */
  begun() {
    const dates = [...this.#sections.values()].flatMap((section) =>
      section.begun().map((date) => ({ event: section.event.key, ...date })));
    return { dates: [...dates, ...this.#aside.dates], fields: valuesIn(this.form, ".dc-event") };
  }

  /**
   * @param {Begun} begun put back as it was, beside what the state holds
   * @param {CaseState | null} [state] what it holds beside the fields of this area waits until an area that asks for it is chosen
   */
  writeBegun({ dates, fields }, state = null) {
    if (state) this.#aside = Aside.of(state, dates, { events: this.#sections, facts: this.#questions, intervals: this.#intervals });
    for (const value of fields) putBack(value);
    for (const date of dates) this.#sections.get(date.event)?.resume(date);
    this.#openFilled();
  }

  /**
   * Write a state whose area's fields are still to come: what is there is filled at once, the rest later.
   * @param {CaseState} state
   * @returns {() => string[]} to be called when they are there: as `write`, but for what the reader changed meanwhile
   */
  begin(state) {
    this.write(state);
    /** @type {Set<object>} */
    const theirs = new Set();
    const note = (/** @type {Event} */ { type, target }) => {
      if (!(target instanceof Element) || (type === "click" && !target.closest("button"))) return;
      for (const part of this.#parts()) if (part.root.contains(target)) theirs.add(part);
    };
    for (const sign of ["input", "click"]) this.form.addEventListener(sign, note);
    return () => {
      for (const sign of ["input", "click"]) this.form.removeEventListener(sign, note);
      return this.write(state, theirs);
    };
  }

  #parts() {
    return [this.asOnDate, this.asAtDate, ...this.#sections.values(), ...this.#questions.values(), ...this.#intervals.values()];
  }

  /**
   * @param {CaseState} state
   * @param {Set<object>} [keep] parts of the form that stay as they are
   * @returns {string[]} the keys that have no place in this area's form
   */
  write(state, keep = new Set()) {
    this.#aside = new Aside();
    if (!keep.has(this.asOnDate)) this.asOnDate.set(state.today);
    if (!keep.has(this.asAtDate)) this.asAtDate.set(state.asAt);
    this.#spreadToday();
    for (const [key, section] of this.#sections) if (!keep.has(section)) section.write(state.events[key] ?? []);
    for (const [key, section] of this.#sections) if (!keep.has(section)) section.tie(state.events[key] ?? []);
    for (const [key, question] of this.#questions) if (!keep.has(question)) question.write(state.facts[key]);
    const unplaced = [];
    for (const [key, interval] of this.#intervals) {
      if (!keep.has(interval) && !interval.write(state.intervals[key])) unplaced.push(`set.${key}`);
    }
    const shown = new Set(this.#shown.map(({ event }) => event.key));
    unplaced.push(...Object.keys(state.events).filter((key) => !shown.has(key)));
    unplaced.push(...Object.keys(state.facts).filter((key) => !this.#quick?.facts.some((fact) => fact.key === key))
      .map((key) => `fact.${key}`));
    unplaced.push(...Object.keys(state.intervals).filter((key) => !this.#intervals.has(key)).map((key) => `set.${key}`));
    this.#openFilled();
    return unplaced;
  }

  /** @param {{today: string | null, asAt: string | null}} days that count as today, and whose rules count */
  writeDays({ today, asAt }) {
    this.asOnDate.set(today);
    this.asAtDate.set(asAt);
    this.#spreadToday();
  }

  /** @returns {Problem[]} everything that is wrong, in the order of the page, shown beside its field too */
  check() {
    /** @type {(Problem | null)[]} */
    const found = [this.checkArea()];
    for (const { rows } of this.#shown) for (const { date } of rows) found.push(date.check(false));
    if (this.area.value && this.#quick && this.#shown.every(({ rows }) => rows.every(({ date }) => date.read().kind === "empty"))) {
      found.push(this.#shown[0]?.rows[0].date.check(true) ?? null);
    }
    for (const { deadline } of this.#quick?.intervals ?? []) found.push(this.#intervals.get(deadline)?.check() ?? null);
    found.push(this.asOnDate.check(false), this.asAtDate.check(false));
    for (const problem of found) if (problem) reveal(problem.focus);
    return /** @type {Problem[]} */ (found.filter(Boolean));
  }

  /** @returns {Problem | null} */
  checkArea() {
    const message = this.area.value ? "" : "Choose an area";
    const line = need(this.form, "#area-error");
    say(need(line, "[data-text]"), message);
    line.hidden = message === "";
    this.area.classList.toggle("dc-wrong-box", message !== "");
    if (message) {
      this.area.setAttribute("aria-invalid", "true");
      this.area.setAttribute("aria-describedby", line.id);
      return { message, focus: this.area };
    }
    this.area.removeAttribute("aria-invalid");
    this.area.removeAttribute("aria-describedby");
    return null;
  }

  /**
   * Show the engine's refusal at the field that it names.
   * @param {import("./types").EngineError | null} error null when all is well again
   * @returns {Problem | null} null when no field of the form is meant
   */
  refuse(error) {
    for (const { rows } of this.#shown) for (const { date } of rows) date.refuse("");
    for (const interval of this.#intervals.values()) interval.refuse("");
    for (const date of [this.asOnDate, this.asAtDate]) date.refuse("");
    if (!error) return null;
    const message = capital(error.message) + (error.remedy ? `: ${error.remedy}` : "");
    const field = error.field ?? "";
    const event = /^events\.(\w+)(?:\[(\d+)\])?/.exec(field);
    const set = /^set_by_conference\.(\w+)(?:\[\d+\])?(?:\.(\w+))?/.exec(field);
    let focus = null;
    if (event) {
      const section = this.#shown.find((item) => item.event.key === event[1]);
      const date = section && (section.read()[Number(event[2] ?? 0)]?.date ?? section.rows[0].date);
      date?.refuse(message);
      focus = date ? need(date.root, "input") : null;
    } else if (set) {
      const interval = this.#intervals.get(set[1]);
      if (set[2] === "from") interval?.from.refuse(message);
      else interval?.refuse(message, set[2]);
      focus = interval ? interval.count : null;
    } else if (field === "today" || field === "as_at") {
      const entry = field === "today" ? this.asOnDate : this.asAtDate;
      entry.refuse(message);
      focus = need(entry.root, "input");
    }
    if (!focus) return null;
    reveal(focus);
    return { message, focus };
  }

  /** Take the reader to where a date or an answer is entered. @param {string} key of the event or the question */
  enter(key) {
    const section = this.#shown.find((item) => item.event.key === key);
    const question = this.#questions.get(key);
    if (section) {
      reveal(section.root);
      section.blank().focus();
    } else if (question) {
      reveal(question.root);
      need(question.root, "input").focus();
    }
  }

  /** @param {DateEntry} entry a half-typed date stays silent: the list changes when it is complete, empty or left */
  #edited(entry) {
    if (entry === this.asOnDate) this.#spreadToday();
    const { kind } = entry.read();
    if (kind === "date" || kind === "empty") this.#moved();
  }

  #moved() {
    for (const section of this.#shown) section.refreshMeetings();
    this.changed();
  }

  #spreadToday() {
    for (const section of this.#sections.values()) section.asOn(this.today);
    for (const interval of this.#intervals.values()) interval.from.asOn(this.today);
  }

  /** @param {QuickEvent[]} events */
  #showEvents(events) {
    this.#shown = [];
    this.#place("main", MAIN.flatMap((key) => events.filter((event) => event.key === key)));
    for (const group of GROUPS) {
      this.#place(group, events.filter((event) => event.group === group && !MAIN.includes(event.key)));
    }
  }

  /** @param {string} group @param {QuickEvent[]} events */
  #place(group, events) {
    /** @type {EventSection[]} */
    const added = [];
    const sections = events.map((event) => {
      let section = this.#sections.get(event.key);
      if (section) section.configure(event);
      else {
        section = new EventSection(event, {
          template: this.template,
          changed: (entry) => (entry ? this.#edited(entry) : this.#moved()),
          nameOf: (key) => this.#sections.get(key)?.event.label ?? "meeting",
          meetings: (key) => (this.#sections.get(key)?.rows ?? []).flatMap(({ date }) =>
            (date.iso === null ? [] : [{ id: date.id, iso: date.iso }])),
        });
        this.#sections.set(event.key, section);
        added.push(section);
      }
      return section;
    });
    this.#shown.push(...sections);
    this.#fillGroup(group, sections.map(({ root }) => root));
    for (const section of sections) section.refreshMeetings();
    for (const section of added) this.#aside.fill(section);
  }

  /** @param {import("./types").QuickFact[]} facts */
  #showFacts(facts) {
    const roots = facts.map((fact) => {
      let question = this.#questions.get(fact.key);
      if (question) question.configure(fact);
      else {
        this.#questions.set(fact.key, (question = new Question(fact, () => this.changed())));
        question.write(this.#aside.fact(fact.key));
      }
      return question.root;
    });
    this.#fillGroup("facts", roots);
  }

  /** @param {Quick | null} quick */
  #showIntervals(quick) {
    const roots = (quick?.intervals ?? []).map((interval) => {
      const known = this.#intervals.get(interval.deadline);
      const entry = known ?? new IntervalEntry(interval, this.template, () => this.changed());
      entry.configure(interval, quick?.roles ?? []);
      if (!known) {
        this.#intervals.set(interval.deadline, entry);
        entry.write(this.#aside.interval(interval.deadline));
      }
      return entry.root;
    });
    this.#fillGroup("intervals", roots);
  }

  /** @param {string} group @param {HTMLElement[]} roots */
  #fillGroup(group, roots) {
    const place = need(this.form, `[data-group=${group}]`);
    const head = [...place.children].filter((child) => child.tagName === "SUMMARY");
    arrange(place, [...head, ...roots]);
    if (group !== "main") place.hidden = roots.length === 0;
  }

  /** Open the groups that hold something, so that nothing counts unseen. */
  #openFilled() {
    for (const group of /** @type {NodeListOf<HTMLDetailsElement>} */ (this.form.querySelectorAll("details.dc-group"))) {
      const filled = [...group.querySelectorAll("input")].some((input) =>
        (input.type === "text" ? input.value !== "" : input.type === "radio" && input.checked && input.value !== ""));
      if (filled) group.open = true;
    }
  }
}

/** @param {Element} field open what hides it */
function reveal(field) {
  for (const details of inDetails(field)) details.open = true;
}
