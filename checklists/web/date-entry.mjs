// One date in three boxes (the pattern of the GOV.UK date input): reads it, says it in full
// with its weekday, and words what is wrong with it. Built on the fieldset in the page.
import { capital, need, say } from "./dom.mjs";
import { inFull, parseParts, partsOf, splitWhole } from "./date-text.mjs";
import { afterPress } from "./press.mjs";

/**
 * @typedef {import("./types").Problem} Problem
 * @typedef {{id: string, name: string, legend: string, hint?: string, bookable?: boolean, kind?: "event" | "plain"}} Settings
 *   `name` completes "Date of the …"; `kind` plain: a date that is neither held nor booked
 */

const BOXES = /** @type {const} */ (["day", "month", "year"]);

export class DateEntry {
  /** @type {Record<"day" | "month" | "year", HTMLInputElement>} */
  #boxes;
  #today = "";
  #bookable = false;
  #kind = "event";
  #shown = false; // an error stands beside the boxes
  #refused = ""; // what the engine said against the date
  #name = "";

  /**
   * @param {HTMLFieldSetElement} root a copy of the template's fieldset
   * @param {Settings} settings
   * @param {(entry: DateEntry) => void} changed called on every edit, complete or not
   */
  constructor(root, settings, changed) {
    this.root = root;
    this.id = settings.id;
    this.changed = changed;
    this.legend = need(root, "legend");
    this.errorLine = need(root, ".dc-error");
    this.said = need(root, ".dc-said");
    this.bookedLabel = need(root, ".dc-not-held");
    this.bookedBox = /** @type {HTMLInputElement} */ (need(root, ".dc-not-held input"));
    this.#boxes = {
      day: need(root, "[data-box=day]"), month: need(root, "[data-box=month]"), year: need(root, "[data-box=year]"),
    };
    this.#identify();
    this.configure(settings);
    root.addEventListener("input", (event) => this.#onInput(event));
    root.addEventListener("focusout", (event) => {
      if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) afterPress(() => this.check(false));
    });
    need(root, "[data-act=today]").addEventListener("click", () => {
      if (this.#today) this.set(this.#today);
      this.changed(this);
      this.check(false);
    });
  }

  /** Give the parts of the copy ids of their own, so that labels, errors and links find them. */
  #identify() {
    this.errorLine.id = `${this.id}-error`;
    this.bookedBox.id = `${this.id}-booked`;
    for (const box of BOXES) {
      this.#boxes[box].id = `${this.id}-${box}`;
      need(this.root, `[data-label=${box}]`).setAttribute("for", `${this.id}-${box}`);
    }
  }

  /** @param {Settings} settings the wording may change with the area; what was typed stays */
  configure(settings) {
    this.#name = settings.name;
    this.#bookable = settings.bookable ?? true;
    this.#kind = settings.kind ?? "event";
    say(this.legend, settings.legend);
    say(need(this.root, "[data-act=today] .dc-hidden"), ` as the date of the ${settings.name}`);
    if (settings.hint !== undefined) {
      const hint = need(this.root, ".dc-hint");
      say(hint, settings.hint);
      hint.hidden = settings.hint === "";
      hint.id = `${this.id}-hint`;
    }
    this.#describe();
    this.#tell();
  }

  /** @param {string} today the day that counts as today, ISO text */
  asOn(today) {
    this.#today = today;
    this.#tell();
  }

  /** @returns {import("./date-text.mjs").Parsed} */
  read() {
    return parseParts({ day: this.#boxes.day.value, month: this.#boxes.month.value, year: this.#boxes.year.value });
  }

  /** @returns {string | null} the date, when it is complete and real */
  get iso() {
    const parsed = this.read();
    return parsed.kind === "date" ? parsed.iso : null;
  }

  /** Whether a day that has come was only arranged. */
  get booked() {
    return this.#canBeMissed() && this.bookedBox.checked;
  }

  /** @returns {string[]} what stands in the three boxes, day first */
  get typed() {
    return BOXES.map((box) => this.#boxes[box].value);
  }

  /** @param {string[]} values put into the boxes as they are, complete or not */
  type(values) {
    BOXES.forEach((box, index) => { this.#boxes[box].value = values[index] ?? ""; });
    this.#tell();
  }

  /** @param {string | null} iso @param {boolean} [booked] */
  set(iso, booked = false) {
    const parts = iso ? partsOf(iso) : { day: "", month: "", year: "" };
    for (const box of BOXES) this.#boxes[box].value = parts[box];
    this.bookedBox.checked = booked;
    this.#refused = "";
    this.#show("");
    this.#tell();
  }

  /** Put the keyboard into the first box. */
  focus() {
    this.#boxes.day.focus();
  }

  /**
   * Show what is wrong, if anything, beside the boxes.
   * @param {boolean} required
   * @returns {Problem | null}
   */
  check(required) {
    const parsed = this.read();
    if (parsed.kind === "date") {
      if (!this.#refused) this.#show("");
      return this.#refused ? { message: this.#refused, focus: this.#boxes.day } : null;
    }
    this.#refused = "";
    if (parsed.kind === "empty") {
      const message = required ? `Enter the date of the ${this.#name}` : "";
      this.#show(message);
      return required ? { message, focus: this.#boxes.day } : null;
    }
    const message = `${capital(`date of the ${this.#name}`)} ${parsed.says}`;
    this.#show(message, parsed.box);
    return { message, focus: this.#boxes[parsed.box] };
  }

  /**
   * The engine refused the date: its words stay until it accepts.
   * @param {string} message empty when it no longer does
   */
  refuse(message) {
    if (!message && !this.#refused) return;
    this.#refused = message;
    this.#show(message);
  }

  /** @param {string} message empty to clear @param {"day" | "month" | "year"} [at] the box to mark; all without it */
  #show(message, at) {
    this.#shown = message !== "";
    say(need(this.errorLine, "[data-text]"), message);
    this.errorLine.hidden = !this.#shown;
    this.root.classList.toggle("dc-wrong", this.#shown);
    for (const box of BOXES) {
      const wrong = this.#shown && (at === undefined || at === box);
      this.#boxes[box].classList.toggle("dc-wrong-box", wrong);
      if (wrong) this.#boxes[box].setAttribute("aria-invalid", "true");
      else this.#boxes[box].removeAttribute("aria-invalid");
    }
    this.#describe();
  }

  #describe() {
    const hint = need(this.root, ".dc-hint");
    const ids = [hint.hidden ? "" : hint.id, this.errorLine.hidden ? "" : this.errorLine.id].filter(Boolean);
    if (ids.length > 0) this.root.setAttribute("aria-describedby", ids.join(" "));
    else this.root.removeAttribute("aria-describedby");
  }

  /** @param {Event} event */
  #onInput(event) {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (box === this.#boxes.day || box === this.#boxes.month || box === this.#boxes.year) {
      const whole = splitWhole(box.value);
      if (whole) for (const name of BOXES) this.#boxes[name].value = whole[name];
    }
    // An error goes as soon as the date is right; it never comes while someone types.
    if (this.#shown && !this.#refused && this.read().kind === "date") this.#show("");
    this.#tell();
    this.changed(this);
  }

  #canBeMissed() {
    const iso = this.iso;
    return this.#kind === "event" && this.#bookable && iso !== null && this.#today !== "" && iso <= this.#today;
  }

  /** Say the date in full beside the boxes, and whether it counts as held or booked. */
  #tell() {
    const iso = this.iso;
    this.bookedLabel.hidden = !this.#canBeMissed();
    if (iso === null) {
      say(this.said, "");
    } else if (this.#kind === "plain" || this.#today === "") {
      say(this.said, inFull(iso));
    } else {
      const ahead = this.#bookable ? "booked" : "in the future";
      const past = this.#bookable ? "held" : "done";
      say(this.said, `${inFull(iso)}: ${iso > this.#today ? ahead : this.booked ? "booked, not held" : past}`);
    }
  }
}

/**
 * @param {HTMLTemplateElement} template
 * @returns {HTMLFieldSetElement} a fresh copy
 */
export function copyFieldset(template) {
  return /** @type {HTMLFieldSetElement} */ (need(template.content, "fieldset").cloneNode(true));
}
