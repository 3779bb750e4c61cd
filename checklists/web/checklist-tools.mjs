// What to see of a list, and in which order: by role, by status, by section or the soonest first.
import { el, fill } from "./dom.mjs";

/** @typedef {import("./checklist-item.mjs").ChecklistItem} ChecklistItem */

/** @type {[string, string, (item: ChecklistItem) => boolean][]} */
const STATUSES = [
  ["all", "All items", () => true],
  ["open", "Still open", (item) => item.open],
  ["overdue", "Overdue", (item) => item.root.dataset.state === "overdue"],
  ["done", "Done", (item) => item.root.dataset.status === "done"],
  ["not_applicable", "Not applicable", (item) => ["not_applicable", "does_not_apply"].includes(item.root.dataset.state ?? "")],
];

export class ChecklistTools {
  /** @type {Map<Element, {parent: Element, next: Element | null}>} where an item stands by section */
  #places = new Map();

  /** @param {HTMLElement} root @param {HTMLElement} body @param {() => ChecklistItem[]} items */
  constructor(root, body, items) {
    this.body = body;
    this.items = items;
    /** @type {Map<string, string>} */
    const roles = new Map();
    for (const item of items()) if (item.role) roles.set(item.role, item.root.querySelector(".cl-who")?.textContent ?? item.role);
    this.role = choice("cl-by-role", [["", "Every role"], ...roles]);
    this.status = choice("cl-by-status", STATUSES.map(([value, words]) => [value, words]));
    this.order = choice("cl-order", [["section", "By section"], ["due", "Soonest due first"]]);
    this.none = el("p", { class: "dc-empty", hidden: true }, "No item of the list fits this choice.");
    this.flat = el("ul", { class: "cl-items", hidden: true });
    body.before(this.flat);
    for (const select of [this.role, this.status, this.order]) select.addEventListener("change", () => this.show());
    fill(root, field("Show", this.role), field("Status", this.status), field("Order", this.order), this.none);
    root.classList.add("cl-tools");
    root.hidden = false;
  }

  show() {
    this.#arrange();
    const wanted = STATUSES.find(([value]) => value === this.status.value)?.[2] ?? (() => true);
    let shown = 0;
    for (const item of this.items()) {
      const fits = (!this.role.value || item.role === this.role.value) && wanted(item);
      item.root.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const section of /** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll(".cl-section"))) {
      section.hidden = [...section.querySelectorAll(".cl-item")].every((item) => item instanceof HTMLElement && item.hidden);
    }
    this.none.hidden = shown > 0;
  }

  /** The soonest first takes the items out of their sections, and puts them back where they stood. */
  #arrange() {
    const byDue = this.order.value === "due";
    const focused = document.activeElement;
    if (byDue) {
      const mine = this.items().filter((item) => this.body.contains(item.root) || this.flat.contains(item.root));
      for (const { root } of mine) { // in the order of the page, which the way back goes from the end
        if (!this.#places.has(root) && root.parentElement) {
          this.#places.set(root, { parent: root.parentElement, next: root.nextElementSibling });
        }
      }
      const sorted = [...mine].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
      sorted.forEach(({ root }, index) => {
        if (this.flat.children[index] !== root) this.flat.insertBefore(root, this.flat.children[index] ?? null);
      });
    } else {
      for (const [root, { parent, next }] of [...this.#places].reverse()) {
        parent.insertBefore(root, next && next.parentElement === parent ? next : null);
      }
      this.#places.clear();
    }
    this.flat.hidden = !byDue;
    this.body.hidden = byDue;
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus();
  }
}

/** @param {string} id @param {Iterable<[string, string] | string[]>} options */
function choice(id, options) {
  return el("select", { id }, ...[...options].map(([value, words]) => el("option", { value }, words)));
}

/** @param {string} words @param {HTMLSelectElement} select */
function field(words, select) {
  return el("div", { class: "dc-field" }, el("label", { for: select.id }, words), select);
}
