// One item of a checklist on the page: the tick, who and when, a note, and how it stands.
import { copyFieldset, DateEntry } from "./date-entry.mjs";
import { inFull } from "./date-text.mjs";
import { capital, el, fill, need, say } from "./dom.mjs";
import { GuardedField } from "./guarded-field.mjs";
import { apart } from "./plain.mjs";
import { citeWords, sourceAddress } from "./reckoner.mjs";

/**
 * @typedef {import("./types").Tick} Tick
 * @typedef {import("./types").SheetItem} SheetItem
 * @typedef {{
 *   template: HTMLTemplateElement, today: () => string, most: typeof import("./case-file.mjs").LIMITS,
 *   write: (key: string, change: Partial<Tick>) => void, who: () => string, place: () => string,
 * }} Around `place` is the case file and the meeting that the list is for now
 */

export class ChecklistItem {
  /** @type {Record<string, GuardedField> | null} */
  #fields = null;
  /** @type {DateEntry | null} */
  #when = null;
  /** @type {HTMLInputElement | null} */
  #skip = null;
  /** @type {Tick | null} */
  #tick = null;
  /** @type {SheetItem | null} */
  #shown = null;
  #asking = false; // not applicable was chosen, and the reason is still to come
  #on = ""; // the day of the tick, as it was last put into the boxes
  #place = "";

  /** @param {HTMLElement} root the list item in the page @param {Around} around */
  constructor(root, around) {
    this.root = root;
    this.around = around;
    this.key = root.dataset.key ?? "";
    this.role = root.dataset.role ?? "";
    this.prompt = root.hasAttribute("data-prompt");
    this.box = /** @type {HTMLInputElement} */ (need(root, "input[type=checkbox]"));
    this.state = el("p", { class: "cl-state" });
    this.written = el("p", { class: "cl-written", hidden: true });
    this.summary = el("summary", {}, "Who, when, note", el("span", { class: "dc-hidden" },
      `: ${need(root, ".cl-tick label").textContent}`));
    this.more = el("details", { class: "cl-more", id: `${this.#id}-more` }, this.summary);
    root.append(this.state, this.written, this.more);
    this.box.addEventListener("change", () => this.#ticked());
    this.more.addEventListener("toggle", () => {
      if (this.more.open) this.build();
    });
  }

  get #id() {
    return `f-${this.key.replace(/[^a-z0-9]+/g, "-")}`;
  }

  /** Whether its fields have been asked for. */
  get built() {
    return this.#fields !== null;
  }

  /** @param {Tick | null} tick @param {SheetItem | null} shown what the engine says; null until it has */
  show(tick, shown) {
    this.#tick = tick;
    this.#shown = shown;
    const status = tick?.status ?? "to_do";
    this.box.checked = status === "done";
    this.root.dataset.status = status;
    this.root.dataset.state = shown && shown.status === status ? shown.state : status;
    say(this.state, this.words());
    this.#tellWritten();
    this.#fill();
  }

  /** @returns {string} how it stands, in words */
  words() {
    const tick = this.#tick;
    const shown = this.#shown?.status === (tick?.status ?? "to_do") ? this.#shown : null;
    const by = tick?.by ? `, ${apart(tick.by)}` : "";
    if (tick?.status === "done") return `${shown?.words ?? (tick.on ? `Done on ${inFull(tick.on)}` : "Done")}${by}`;
    if (tick?.status === "not_applicable") return `Not applicable${tick.reason ? `: ${apart(tick.reason)}` : ""}${by}`;
    if (!shown) return "";
    const due = shown.due?.latest_words;
    const when = due && ["waiting", "due", "overdue", "overtaken"].includes(shown.state)
      ? `: ${shown.due?.target_words ? `target ${shown.due.target_words}, at the latest ` : ""}${due}${shown.due?.aim_words ? `, aim for ${shown.due.aim_words}` : ""}${shown.due?.provisional ? ", provisional" : ""}` : "";
    const why = shown.because && shown.state === "does_not_apply" ? `: ${shown.because}`
      : shown.because && shown.state === "unanswered" ? `: ${shown.because}` : "";
    const since = shown.since ? `. Left open at the ${shown.since}` : "";
    return `${shown.words}${when}${why}${since}`;
  }

  /** @returns {string} the day it is due, for sorting; late letters of the alphabet where there is none */
  get due() {
    return this.#shown?.due?.latest ?? "z";
  }

  get open() {
    return !["done", "done_late", "not_applicable", "does_not_apply"].includes(this.root.dataset.state ?? "");
  }

  #ticked() {
    if (this.box.checked) {
      this.around.write(this.key, { status: "done", on: this.#tick?.on || this.around.today(), by: this.#tick?.by || this.around.who() });
    } else this.around.write(this.key, { status: "to_do", on: "", by: "" });
  }

  #tellWritten() {
    const { note = "", evidence = "" } = this.#tick ?? {};
    this.written.hidden = !note && !evidence;
    fill(this.written, note ? `Note: ${apart(note)}` : "", note && evidence ? ". " : "", evidence ? `Evidence: ${apart(evidence)}` : "");
  }

  /** The fields, made when they are first asked for: a list may have forty items. */
  build() {
    if (this.#fields) return;
    const id = this.#id;
    const { today, most } = this.around;
    const field = (/** @type {"by" | "reason" | "note" | "evidence"} */ name, /** @type {string} */ label, /** @type {string} */ hint, lines = 1) =>
      new GuardedField({
        id: `${id}-${name}`, label, hint, lines, most: most[name], today, ...(name === "by" && { list: "cl-roles" }),
        commit: (text) => this.#write(name, text),
      });
    this.#fields = {
      by: field("by", "Who", "A role or initials, not a full name."),
      note: field("note", "Note", "", 3),
      evidence: field("evidence", "Where it is recorded", "A pointer, such as “record of 12 May”, never the record itself."),
    };
    this.#when = new DateEntry(copyFieldset(this.around.template),
      { id: `${id}-on`, name: "tick", legend: "When", kind: "plain", hint: "" }, (entry) => {
        const { kind } = entry.read();
        if (kind === "date" || kind === "empty") this.around.write(this.key, { on: entry.iso ?? "" });
      });
    this.#when.asOn(today());
    const parts = [this.#fields.by.root, this.#when.root];
    if (this.root.hasAttribute("data-may-skip")) {
      this.#skip = el("input", { type: "checkbox", id: `${id}-skip` });
      this.#skip.addEventListener("change", () => this.#skipped());
      this.#fields.reason = field("reason", "Why it is not applicable", "");
      parts.push(el("div", { class: "dc-check" }, this.#skip, el("label", { for: this.#skip.id }, "Not applicable in this case")),
        this.#fields.reason.root);
    }
    this.more.append(...parts, this.#fields.note.root, this.#fields.evidence.root);
    this.#fill();
  }

  /** @param {"by" | "reason" | "note" | "evidence"} name @param {string} text */
  #write(name, text) {
    if (name !== "reason") return this.around.write(this.key, { [name]: text });
    const skip = this.#skip?.checked && text !== "";
    if (skip) this.#asking = false;
    this.around.write(this.key, { reason: text, ...(skip && { status: "not_applicable", on: this.around.today() }) });
    if (skip && this.#fields) this.#fields.reason.said.textContent = "";
  }

  #skipped() {
    const reason = this.#fields?.reason;
    if (!this.#skip || !reason) return;
    reason.root.hidden = !this.#skip.checked;
    this.#asking = this.#skip.checked && !reason.box.value.trim();
    if (!this.#skip.checked) {
      this.around.write(this.key, { status: "to_do" });
    } else if (reason.box.value.trim()) {
      this.around.write(this.key, { status: "not_applicable", reason: reason.box.value.trim(), on: this.around.today() });
    } else {
      say(reason.said, "Give the reason: it is set aside once there is one.");
      reason.box.focus();
    }
  }

  #fill() {
    if (!this.#fields) return;
    const tick = this.#tick;
    // What was begun belongs to one meeting of one case: with another, it goes.
    const place = this.around.place();
    const moved = this.#place !== "" && place !== this.#place;
    this.#place = place;
    if (moved) this.#asking = false;
    this.#fields.by.write(tick?.by ?? "");
    this.#fields.note.write(tick?.note ?? "");
    this.#fields.evidence.write(tick?.evidence ?? "");
    this.#fillWhen(tick?.on ?? "", moved);
    if (this.#skip && this.#fields.reason) {
      if (!this.#asking) this.#skip.checked = tick?.status === "not_applicable";
      this.#fields.reason.root.hidden = !this.#skip.checked;
      this.#fields.reason.write(tick?.reason ?? "");
    }
  }

  /** @param {string} on the day of the tick @param {boolean} moved another meeting or case: a date that is only begun goes */
  #fillWhen(on, moved) {
    if (!this.#when || this.#when.root.contains(document.activeElement)) return;
    const begun = !["date", "empty"].includes(this.#when.read().kind);
    if (begun && !moved && on === this.#on) return;
    this.#on = on;
    this.#when.set(on || null);
  }
}

/** An item that only the engine knows of: left open by another list. @param {SheetItem} item @returns {HTMLElement} */
export function itemElement(item) {
  const id = `left-${item.key.replace(/[^a-z0-9]+/g, "-")}`;
  return el("li", {
    class: "cl-item", id, "data-key": item.key, "data-role": item.responsible?.role ?? "", "data-may-skip": item.may_skip,
  }, el("div", { class: "cl-tick" }, el("input", { type: "checkbox", id: `t-${id}` }), el("label", { for: `t-${id}` }, item.action)),
  el("p", { class: "cl-about" }, el("span", { class: "cl-who" }, capital(item.responsible?.label ?? "nobody is named")), " ",
    ...item.cites.flatMap((cite, index) => [index > 0 ? ", " : "", el("a", { href: sourceAddress(cite) }, citeWords(cite))]),
    item.from ? `. From the list “${item.from}”.` : ""));
}
