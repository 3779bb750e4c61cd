// The board: every case file with what is overdue, due today and next, by case or by role.
import { nameOf } from "./case-bar.mjs";
import { capital, el, fill, say } from "./dom.mjs";
import { listAddress } from "./desk.mjs";

/**
 * @typedef {import("./types").BoardCase} BoardCase
 * @typedef {import("./types").BoardEntry} BoardEntry
 * @typedef {import("./types").CaseFile} CaseFile
 */

const FIRST = 4; // entries of a case on its card; the rest is in the open file

/** @param {{overdue: number, due: number}} counts @returns {string} */
export function countWords({ overdue, due }) {
  if (overdue === 0 && due === 0) return "Nothing overdue";
  return [overdue ? `${overdue} overdue` : "", due ? `${due} due today` : ""].filter(Boolean).join(", ");
}

/**
 * One row: what, by when, how it stands, who.
 * @param {BoardEntry} entry
 * @param {CaseFile} file
 * @param {boolean} [named] whether the case is named in the row
 */
export function entryElement(entry, file, named = false) {
  const title = entry.kind === "item" && entry.list
    ? el("a", { href: listAddress(file.area, entry.list), "data-open": file.id, "data-bucket": entry.bucket ?? "" }, entry.title)
    : el("span", {}, entry.title);
  return el("li", { class: "cb-entry", "data-status": entry.status },
    el("span", { class: "cb-what" }, named ? el("strong", {}, `${nameOf(file)}: `) : null, title, entry.about ? el("span", { class: "dc-small" }, ` ${entry.about}`) : null),
    " ", el("span", { class: "cb-when" }, entry.target_words ? `target ${entry.target_words}, at the latest ${entry.words}` : entry.words ?? ""), " ", el("span", { class: `dc-status dc-${entry.status}` }, entry.status_words),
    entry.role_label ? el("span", { class: "dc-small" }, ` ${capital(entry.role_label)}`) : null,
    entry.booked_late ? el("p", { class: "dc-flag" }, `Booked for ${entry.booked_words}, which is too late.`) : null);
}

export class BoardView {
  /** @type {Map<string, BoardCase>} */
  #found = new Map();
  /** @type {Map<string, {card: Element, from: unknown[]}>} each with what it was made from */
  #cards = new Map();

  /** @param {HTMLElement} root @param {import("./desk.mjs").Desk} desk @param {Map<string, string>} areas titles by key */
  constructor(root, desk, areas) {
    this.root = root;
    this.desk = desk;
    this.areas = areas;
    this.total = el("p", { class: "cb-total" });
    this.by = el("select", { id: "cb-by" }, el("option", { value: "case" }, "By case"), el("option", { value: "role" }, "By role"));
    this.by.addEventListener("change", () => this.show());
    this.list = el("div");
    fill(root, el("h2", { id: "cb-title" }, "What is open"), this.total,
      el("div", { class: "dc-field cb-by" }, el("label", { for: "cb-by" }, "Order"), this.by), this.list);
    root.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target).closest("[data-open]");
      if (target) this.open(target.getAttribute("data-open") ?? "", target.getAttribute("data-bucket"));
    });
  }

  /** @param {string} id @param {string | null} bucket the meeting whose list is about to be opened */
  open(id, bucket) {
    this.desk.store.choose(id);
    rememberBucket(bucket);
  }

  /** @param {BoardCase[]} found */
  take(found) {
    for (const one of found) this.#found.set(one.id, one);
    this.show();
  }

  /** @param {string} id @returns {BoardCase | null} */
  of(id) {
    return this.#found.get(id) ?? null;
  }

  forget() {
    this.#found.clear();
  }

  show() {
    const files = this.desk.store.cases;
    this.root.hidden = files.length === 0;
    const here = new Set(files.map(({ id }) => id));
    for (const kept of [this.#found, this.#cards]) for (const id of [...kept.keys()]) if (!here.has(id)) kept.delete(id);
    const known = [...this.#found.values()].filter((one) => !one.error);
    const sums = { overdue: sum(known, "overdue"), due: sum(known, "due") };
    const many = files.length === 1 ? "One case file" : `${files.length} case files`;
    const waiting = files.filter(({ id, area }) => area && !this.#found.has(id)).length;
    const counts = this.#found.size > 0 ? `: ${countWords(sums).toLowerCase()}` : "";
    say(this.total, `${many}${counts}.${waiting > 0 ? ` ${waiting} still to be worked out.` : ""}`);
    if (this.by.value === "role") fill(this.list, ...this.#byRole(files));
    else this.#byCase(files);
  }

  /** @param {CaseFile[]} files */
  #byCase(files) {
    const list = this.list.firstElementChild?.matches("ul.cb-cards") ? this.list.firstElementChild : el("ul", { class: "cb-cards" });
    if (list.parentElement !== this.list) fill(this.list, list);
    const cards = files.map((file) => {
      const open = this.desk.store.current?.id === file.id;
      const from = [nameOf(file), file.area, this.#found.get(file.id), open];
      const kept = this.#cards.get(file.id);
      if (kept?.from.every((part, index) => part === from[index])) return kept.card;
      const card = kept?.card ?? el("li", { class: "cb-card", "data-id": file.id });
      fill(card, ...this.#card(file, open));
      this.#cards.set(file.id, { card, from });
      return card;
    });
    cards.forEach((card, index) => {
      if (list.children[index] !== card) list.insertBefore(card, list.children[index] ?? null);
    });
    while (list.children.length > cards.length) list.lastElementChild?.remove();
  }

  /** @param {CaseFile} file @param {boolean} open @returns {(Node | null)[]} what stands on its card */
  #card(file, open) {
    const found = this.#found.get(file.id);
    const button = el("button", { type: "button", class: "dc-button dc-second", "data-open": file.id, "data-case": true },
      open ? "Show" : "Open", el("span", { class: "dc-hidden" }, ` ${nameOf(file)}`));
    const area = this.areas.get(file.area) ?? (file.area || "No area chosen");
    const entries = (found?.entries ?? []).slice(0, FIRST);
    return [
      el("div", { class: "dc-item-head" }, el("h3", {}, nameOf(file)), button),
      el("p", { class: "dc-small" }, `${area}. ${found ? (found.error ? "" : `${countWords(found)}.`) : "Not worked out yet."}`),
      found?.error ? el("p", { class: "dc-notice dc-problem" }, `Could not be worked out: ${found.error.message}${found.error.remedy ? `: ${found.error.remedy}` : ""}.`) : null,
      entries.length > 0 ? el("ul", { class: "cb-entries" }, ...entries.map((entry) => entryElement(entry, file))) : null,
      found && !found.error && found.entries.length > FIRST ? el("p", { class: "dc-small" }, `${found.entries.length - FIRST} more in the file.`) : null,
    ];
  }

  /** @param {CaseFile[]} files */
  #byRole(files) {
    /** @type {Map<string, {entry: BoardEntry, file: CaseFile}[]>} */
    const groups = new Map();
    for (const file of files) {
      for (const entry of this.#found.get(file.id)?.entries ?? []) {
        const label = entry.role_label ? capital(entry.role_label) : "Nobody is named";
        groups.set(label, [...(groups.get(label) ?? []), { entry, file }]);
      }
    }
    return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([label, rows]) => {
      rows.sort((a, b) => ((a.entry.latest ?? "z") < (b.entry.latest ?? "z") ? -1 : 1));
      const counts = { overdue: rows.filter(({ entry }) => entry.status === "overdue").length, due: rows.filter(({ entry }) => entry.status === "due").length };
      return el("section", { class: "cb-role" }, el("h3", {}, label), el("p", { class: "dc-small" }, `${countWords(counts)}.`),
        el("ul", { class: "cb-entries" }, ...rows.map(({ entry, file }) => entryElement(entry, file, true))));
    });
  }
}

/** @param {BoardCase[]} found @param {"overdue" | "due"} name */
function sum(found, name) {
  return found.reduce((total, one) => total + one[name], 0);
}

/** The meeting whose list is opened next, for the page that comes. @param {string | null} bucket */
export function rememberBucket(bucket) {
  try {
    if (bucket) sessionStorage.setItem("handbook-bucket", bucket);
  } catch {
    // without storage the list opens at the meeting that comes next
  }
}
