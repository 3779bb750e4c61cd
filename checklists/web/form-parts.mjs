// The parts of the form beside the dates: questions about the case, and intervals that were set.
import { el, need, say } from "./dom.mjs";
import { copyFieldset, DateEntry } from "./date-entry.mjs";

/**
 * @typedef {import("./types").Interval} Interval
 * @typedef {import("./types").Problem} Problem
 */

/** A yes-or-no question that may be left open. */
export class Question {
  /** @param {import("./types").QuickFact} fact @param {() => void} changed */
  constructor(fact, changed) {
    this.key = fact.key;
    this.legend = el("legend");
    this.hint = el("p", { class: "dc-hint" });
    this.root = el("fieldset", { class: "dc-question", "data-fact": fact.key }, this.legend, this.hint);
    for (const [value, words] of [["yes", "Yes"], ["no", "No"], ["", "Not answered"]]) {
      const id = `fact-${fact.key}-${value || "open"}`;
      this.root.append(el("div", { class: "dc-check" },
        el("input", { type: "radio", name: `fact-${fact.key}`, id, value, checked: value === "" }),
        el("label", { for: id }, words)));
    }
    this.root.addEventListener("change", changed);
    this.configure(fact);
  }

  /** @param {import("./types").QuickFact} fact */
  configure(fact) {
    say(this.legend, fact.question);
    this.hint.hidden = typeof fact.assumed !== "boolean";
    say(this.hint, fact.assumed ? "Taken as yes unless you answer." : "Taken as no unless you answer.");
  }

  /** @returns {boolean | null} */
  read() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.root.querySelector("input:checked"));
    return chosen && chosen.value ? chosen.value === "yes" : null;
  }

  /** @param {boolean | undefined} answer */
  write(answer) {
    const value = answer === undefined ? "" : answer ? "yes" : "no";
    for (const input of this.root.querySelectorAll("input")) input.checked = input.value === value;
  }
}

const UNITS = [["week", "weeks"], ["day", "days"], ["working day", "working days"], ["month", "months"]];
const BODIES = /** @type {Record<string, string>} */ ({ conference: "The conference", core_group: "The core group" });

/** How often something is to happen, as a conference or core group set it. */
export class IntervalEntry {
  /**
   * @param {import("./types").QuickInterval} interval
   * @param {HTMLTemplateElement} template
   * @param {() => void} changed
   */
  constructor(interval, template, changed) {
    const id = `set-${interval.deadline}`;
    this.key = interval.deadline;
    this.title = interval.title;
    this.legend = el("legend");
    this.hint = el("p", { class: "dc-hint" });
    this.errorLine = el("p", { class: "dc-error", id: `${id}-error`, hidden: true },
      el("span", { class: "dc-hidden" }, "Error: "), el("span", { "data-text": true }));
    this.count = el("input", {
      id: `${id}-count`, type: "text", inputmode: "numeric", class: "dc-2", autocomplete: "off",
    });
    this.unit = el("select", { id: `${id}-unit` }, ...UNITS.map(([, many]) => el("option", { value: many }, many)));
    this.at = el("select", { id: `${id}-at` });
    this.by = el("select", { id: `${id}-by` });
    this.from = new DateEntry(copyFieldset(template),
      { id: `${id}-from`, name: "start of the interval", legend: "Starting from (optional)", kind: "plain", hint: "" },
      (entry) => { if (entry.iso || entry.read().kind === "empty") changed(); });
    this.atField = el("div", { class: "dc-field" }, el("label", { for: this.at.id }, "Who set it?"), this.at);
    this.byField = el("div", { class: "dc-field" }, el("label", { for: this.by.id }, "Who authorised it?"), this.by);
    this.root = el("fieldset", { class: "dc-interval", "data-interval": interval.deadline },
      this.legend, this.hint, this.errorLine,
      el("div", { class: "dc-boxes" },
        el("div", { class: "dc-box" }, el("label", { for: this.count.id }, "Every"), this.count),
        el("div", { class: "dc-box" }, el("label", { for: this.unit.id }, "Unit"), this.unit)),
      this.atField, this.byField, this.from.root);
    for (const part of [this.count, this.unit, this.at, this.by]) {
      part.addEventListener(part === this.count ? "input" : "change", () => {
        this.refuse("");
        changed();
      });
    }
  }

  /** @param {import("./types").QuickInterval} interval @param {import("./types").QuickRole[]} roles */
  configure(interval, roles) {
    this.title = interval.title;
    say(this.legend, interval.title);
    say(this.hint, interval.default_words ? `Leave empty for the procedure's own limit: ${interval.default_words}.` : "");
    this.hint.hidden = !interval.default_words;
    offer(this.at, interval.may_set.map((body) => [body, BODIES[body] ?? body]));
    this.atField.hidden = interval.may_set.length < 2;
    offer(this.by, [["", "Not said"], ...roles.map((role) => /** @type {[string, string]} */ ([role.key, role.label]))]);
  }

  /** @returns {Interval | null} null while it is empty or not complete */
  read() {
    const count = this.count.value.trim();
    if (!/^[1-9]\d{0,2}$/.test(count)) return null;
    const unit = this.unit.value;
    const from = this.from.iso;
    return {
      every: `${count} ${count === "1" ? unit.replace(/s$/, "") : unit}`,
      ...(from && { from }),
      ...(this.by.value && { by: this.by.value }),
      ...(this.at.value && this.at.value !== "conference" && { at: this.at.value }),
    };
  }

  /** @param {Interval | undefined} set @returns {boolean} whether all of it has a place in the form */
  write(set) {
    const match = /^(\d{1,3}) (day|working day|week|month)s?$/.exec(set?.every ?? "");
    this.count.value = match ? match[1] : "";
    this.unit.value = match ? `${match[2]}s` : "weeks";
    this.from.set(match ? set?.from ?? null : null);
    this.by.value = (match && set?.by) || "";
    this.at.value = set?.at ?? this.at.options[0]?.value ?? "";
    this.refuse("");
    return set === undefined || match !== null;
  }

  /** @returns {Problem | null} */
  check() {
    const text = this.count.value.trim();
    if (text === "") return this.from.check(false);
    if (!/^[1-9]\d{0,2}$/.test(text)) {
      const message = `How often (${this.title}) must be a whole number, such as 3`;
      this.refuse(message);
      return { message, focus: this.count };
    }
    return this.from.check(false);
  }

  /** @param {string} message empty to clear @param {string} [part] the part of the interval it is about */
  refuse(message, part = "every") {
    say(need(this.errorLine, "[data-text]"), message);
    this.errorLine.hidden = message === "";
    const field = part === "by" ? this.by : part === "at" ? this.at : this.count;
    for (const box of [this.count, this.by, this.at]) {
      const wrong = message !== "" && box === field;
      box.classList.toggle("dc-wrong-box", wrong);
      if (wrong) {
        box.setAttribute("aria-invalid", "true");
        box.setAttribute("aria-describedby", this.errorLine.id);
      } else {
        box.removeAttribute("aria-invalid");
        box.removeAttribute("aria-describedby");
      }
    }
  }
}

/** @param {HTMLSelectElement} select @param {[string, string][]} options kept choice, new list */
function offer(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, words]) => el("option", { value }, words)));
  select.value = options.some(([value]) => value === chosen) ? chosen : options[0]?.[0] ?? "";
}
