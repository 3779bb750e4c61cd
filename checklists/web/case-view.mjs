// One case file: what it is called, what is open in it, its checklists, its notes, what if, and saving it.
import { entryElement, countWords } from "./board-view.mjs";
import { nameOf } from "./case-bar.mjs";
import { addNote, changeNote, LIMITS } from "./case-file.mjs";
import { inFull } from "./date-text.mjs";
import { listAddress, nowHere, siteAddress } from "./desk.mjs";
import { capital, el, fill, say } from "./dom.mjs";
import { GuardedField } from "./guarded-field.mjs";
import { quickOf } from "./reckoner.mjs";
import { MISSING } from "./renewed.mjs";
import { showRulesChange } from "./rules-change.mjs";
import { tickWords } from "./tick-words.mjs";
import { WhatIf } from "./what-if.mjs";

/**
 * @typedef {import("./types").BoardCase & {rules?: string}} Found
 * @typedef {import("./types").CaseFile} CaseFile
 */

export class CaseView {
  #id = "";

  /**
   * @param {HTMLElement} root
   * @param {import("./desk.mjs").Desk} desk
   * @param {import("./keep-view.mjs").KeepView} keep
   * @param {Map<string, string>} areas titles by key
   * @param {HTMLTemplateElement} template of a date
   */
  constructor(root, desk, keep, areas, template) {
    this.root = root;
    this.desk = desk;
    this.keep = keep;
    this.areas = areas;
    this.template = template;
  }

  /** @param {CaseFile | null} file @param {Found | null} found */
  show(file, found) {
    this.root.hidden = file === null;
    if (!file) {
      this.#id = "";
      return fill(this.root);
    }
    if (this.#id !== file.id) this.#build(file);
    this.#id = file.id;
    if (this.title) say(this.title, nameOf(file));
    if (this.about) say(this.about, `${this.areas.get(file.area) ?? "No area chosen"}. ${found && !found.error ? `${countWords(found)}.` : ""}`);
    this.nickname?.write(file.nickname);
    if (this.rules) showRulesChange(this.rules, this.desk, file, found);
    this.#showOpen(file, found);
    this.#showNotes(file);
    this.whatIf?.show(file);
    this.#showLists(file, found);
  }

  /** @param {CaseFile} file */
  #build(file) {
    const change = (/** @type {(mine: CaseFile) => void} */ edit) => this.desk.store.change(file.id, edit);
    const today = () => this.desk.today();
    this.title = el("h2", { id: "cb-case-title", tabindex: "-1" });
    this.about = el("p", { class: "dc-small" });
    this.nickname = new GuardedField({
      id: "cb-nickname", label: "Nickname", hint: "Something only you connect with the case. Not a name, initials or a case number.",
      most: LIMITS.nickname, today, commit: (text) => change((mine) => {
        mine.nickname = text;
        mine.changed = nowHere();
      }),
    });
    this.rules = el("section", { class: "cb-rules", hidden: true });
    this.openList = el("div");
    this.lists = el("div");
    this.notes = el("div");
    const fresh = new GuardedField({
      id: "cb-new-note", label: "Add a note", hint: "Kept when you leave the field.", lines: 3, most: LIMITS.note, today,
      full: () => ((this.desk.store.current?.notes.length ?? 0) < LIMITS.notes ? ""
        : `this file has ${LIMITS.notes} notes, and takes no more. Write it into one of them.`),
      commit: (text) => {
        if (!text) return;
        change((mine) => addNote(mine, text, nowHere()));
        fresh.box.value = "";
        fresh.write("");
      },
    });
    const whatIf = el("details", { class: "dc-group" });
    this.whatIf = new WhatIf(whatIf, this.desk, this.template, () => this.title?.focus());
    const save = el("div");
    this.keep.offerSave(save, file);
    const remove = el("button", { type: "button", class: "dc-plain" }, "Remove this case file");
    const sure = el("div", { role: "status" });
    remove.addEventListener("click", () => {
      const yes = el("button", { type: "button", class: "dc-button" }, "Remove it for good");
      const no = el("button", { type: "button", class: "dc-button dc-second" }, "Keep it");
      yes.addEventListener("click", () => this.desk.store.remove(file.id));
      no.addEventListener("click", () => {
        fill(sure);
        remove.focus();
      });
      fill(sure, el("p", { class: "dc-notice dc-problem" }, "Its dates, ticks and notes are gone from this browser, unless you saved them to a file. ", yes, " ", no));
    });
    fill(this.root, this.title, this.about, this.rules, this.nickname.root,
      el("p", {}, el("a", { href: siteAddress("tools/dates/") }, "Enter and work out its dates")),
      el("h3", {}, "Open"), this.openList,
      el("h3", {}, "Checklists"), this.lists, whatIf,
      el("h3", {}, "Notes"), this.notes, fresh.root,
      el("h3", {}, "Save"), save, remove, sure);
  }

  /** @param {CaseFile} file @param {Found | null} found */
  #showOpen(file, found) {
    const place = this.openList;
    if (!place) return;
    const shown = JSON.stringify([found?.entries, found?.error, found?.warnings]);
    if (place.dataset.shown === shown) return;
    place.dataset.shown = shown;
    if (!found) return fill(place, el("p", { class: "dc-empty" }, "Worked out in a moment."));
    if (found.error) return fill(place, el("p", { class: "dc-notice dc-problem" }, `Could not be worked out: ${found.error.message}${found.error.remedy ? `: ${found.error.remedy}` : ""}.`));
    fill(place, ...found.warnings.map(({ message }) => el("p", { class: "dc-notice" }, message)),
      found.entries.length === 0 ? el("p", { class: "dc-empty" }, "Nothing is open. Enter its dates first.")
        : el("ul", { class: "cb-entries" }, ...found.entries.map((entry) => entryElement(entry, file))));
  }

  /** @param {CaseFile} file @param {Found | null} found */
  async #showLists(file, found) {
    const place = this.lists;
    if (!place) return;
    const quick = file.area ? await quickOf(file.area).catch(() => null) : null;
    const missing = file.area !== "" && quick === null;
    const unplaced = found?.unplaced ?? [];
    const shown = JSON.stringify([file.area, found?.checklists, unplaced, quick?.version, missing]);
    if (place.dataset.shown === shown) return;
    place.dataset.shown = shown;
    const begun = found?.checklists ?? [];
    const others = (quick?.checklists ?? []).filter(({ key }) => !begun.some(({ list }) => list === key));
    fill(place,
      begun.length > 0 ? el("ul", { class: "cb-entries" }, ...begun.map((one) => el("li", {},
        el("a", { href: listAddress(file.area, one.list), "data-open": file.id, "data-bucket": one.bucket }, one.title),
        one.about ? ` ${one.about}` : "", `: ${one.progress.words}${one.progress.complete ? ", complete" : ""}`))) : el("p", {}, "None begun yet."),
      missing && el("p", { class: "dc-notice dc-problem" }, MISSING),
      others.length > 0 ? el("details", { class: "dc-group" }, el("summary", {}, begun.length > 0 ? "Other checklists" : "All checklists"),
        el("ul", {}, ...others.map(({ key, title }) => el("li", {}, el("a", { href: listAddress(file.area, key) }, title))))) : null,
      unplaced.length > 0 ? el("details", { class: "dc-group" }, el("summary", {}, "Ticked or written, and on no list now"),
        el("p", { class: "dc-small" }, "The meeting was taken out, or the area is another. They are kept, and come back if it does."),
        el("ul", {}, ...unplaced.filter(({ bucket, key }) => file.ticks[bucket]?.[key]).map(({ bucket, key, action }) =>
          el("li", {}, `${action ?? capital(key.replace(/[_/]/g, " "))}. ${tickWords(file.ticks[bucket][key])}`)))) : null);
  }

  /** @param {CaseFile} file */
  #showNotes(file) {
    const place = this.notes;
    if (!place || place.contains(document.activeElement)) return;
    const shown = JSON.stringify(file.notes);
    if (place.dataset.shown === shown) return;
    place.dataset.shown = shown;
    fill(place, ...file.notes.map((note) => {
      const field = new GuardedField({
        id: `note-${note.id}`, label: `Note of ${inFull(note.at.slice(0, 10))}`, lines: 3, most: LIMITS.note, today: () => this.desk.today(),
        commit: (text) => this.desk.store.change(file.id, (mine) => changeNote(mine, note.id, text, nowHere())),
      });
      field.write(note.text);
      return field.root;
    }));
  }
}
