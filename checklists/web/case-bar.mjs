// The line at the head of every tool: which case file is open, where it is kept, and the way out.
import { newCase } from "./case-file.mjs";
import { saveCase } from "./case-transfer.mjs";
import { inFull } from "./date-text.mjs";
import { nowHere, siteAddress } from "./desk.mjs";
import { el, fill, say } from "./dom.mjs";
import { apart } from "./plain.mjs";

/**
 * @typedef {import("./desk.mjs").Desk} Desk
 * @typedef {import("./types").CaseFile} CaseFile
 */

/** @param {CaseFile} file @returns {string} what a case file is called */
export function nameOf(file) {
  return apart(file.nickname) || `Unnamed file of ${inFull(file.made.slice(0, 10)).split(" ").slice(1).join(" ")}`;
}

/** @param {Desk["store"]} store @returns {string} where the files are, in words */
export function keptWords(store) {
  if (store.where === "device" && store.until) return `kept on this device until ${inFull(store.until)}${store.lasting ? "" : ", unless the browser removes them earlier"}`;
  if (store.where === "tab") return "kept in this tab only";
  return "kept nowhere: this browser does not let the page keep anything, so save it to a file";
}

export class CaseBar extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  /** @type {() => string} */
  #area = () => "";
  /** @type {(file: CaseFile) => void} */
  #seed = () => {};

  /**
   * @param {Desk} desk
   * @param {() => string} area the area of a file that is started here; empty where none is chosen
   * @param {(file: CaseFile) => void} [seed] put into a new file what the page holds already
   */
  attach(desk, area, seed = () => {}) {
    this.#desk = desk;
    this.#area = area;
    this.#seed = seed;
    this.select = el("select", { id: "cb-open" });
    this.kept = el("span", { class: "cb-kept" });
    this.start = el("button", { type: "button", class: "dc-plain" }, "Start a case file");
    this.leave = el("button", { type: "button", class: "dc-button dc-second cb-leave" }, "Leave now");
    this.messages = el("div", { class: "cb-messages", role: "status" });
    this.select.addEventListener("change", () => desk.store.choose(this.select?.value || null));
    this.start.addEventListener("click", () => this.startOne());
    this.leave.addEventListener("click", () => leave(desk));
    fill(this, el("div", { class: "cb-line" }, el("label", { for: "cb-open" }, "Case file"), this.select, this.kept, this.start,
      el("a", { href: siteAddress("tools/cases/") }, "All case files"), this.leave), this.messages);
    desk.store.listen(() => this.show());
    this.show();
    this.hidden = false;
  }

  /** @returns {CaseFile | null} the new file, which is open from now on */
  startOne() {
    if (!this.#desk) return null;
    const file = newCase(this.#area(), nowHere());
    this.#seed(file);
    this.#desk.store.add(file);
    this.#desk.store.choose(file.id);
    return this.#desk.store.current;
  }

  /** Say how things stand now; the page calls it where the area changes. */
  show() {
    if (!this.#desk || !this.select || !this.kept || !this.start || !this.leave || !this.messages) return;
    const { store } = this.#desk;
    const offers = [["", store.cases.length > 0 ? "None open" : "None yet"], ...store.cases.map((file) => [file.id, nameOf(file)])];
    if (this.select.dataset.offers !== JSON.stringify(offers)) {
      fill(this.select, ...offers.map(([value, words]) => el("option", { value }, words)));
      this.select.dataset.offers = JSON.stringify(offers);
    }
    this.select.value = store.current?.id ?? "";
    say(this.kept, store.cases.length > 0 ? keptWords(store) : "");
    this.start.hidden = store.current !== null || this.#area() === "";
    this.leave.hidden = store.cases.length === 0 && store.where !== "device";
    const told = store.problems.map(({ words }) => words);
    // Without room, the way to the page that saves them would lose what is to be saved.
    const held = store.problems.some(({ kind }) => kind === "full") ? store.held : [];
    const shown = JSON.stringify([told, held.map(({ id, nickname }) => [id, nickname])]);
    if (this.messages.dataset.told === shown) return;
    this.messages.dataset.told = shown;
    fill(this.messages, ...told.map((words) => el("p", { class: "dc-notice dc-problem" }, words)), ...held.map((file) => saver(store, file)));
  }
}

/** @param {Desk["store"]} store @param {CaseFile} file @returns {HTMLElement} the button that saves it to a file */
function saver(store, file) {
  const button = el("button", { type: "button", class: "dc-button dc-second" }, `Save ${nameOf(file)} to a file`);
  button.addEventListener("click", () => saveCase(store, file, null));
  return button;
}

/** Cover the page at once, then ask: what is removed cannot be brought back. @param {Desk} desk */
function leave({ store }) {
  const count = store.cases.length;
  const what = count === 1 ? "one case file" : `${count} case files`;
  const go = el("button", { type: "button", class: "dc-button" }, "Remove everything and leave");
  const stay = el("button", { type: "button", class: "dc-button dc-second" }, "Go back");
  const dialog = el("dialog", { class: "dc cb-cover", "aria-labelledby": "cb-cover" },
    el("h2", { id: "cb-cover" }, "Leave now"),
    el("p", {}, `This removes ${what} and everything else of this site from this browser, in all its tabs. What was saved to a file stays in the file.`),
    el("div", { class: "dc-actions" }, go, stay));
  go.addEventListener("click", () => store.leaveNow(siteAddress("")));
  stay.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

customElements.define("case-bar", CaseBar);
