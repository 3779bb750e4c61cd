// A field of free text: what looks like a family's personal data is pointed out before it is kept.
import { el, need, say } from "./dom.mjs";
import { personalIn } from "./personal.mjs";

/**
 * @typedef {{
 *   id: string, label: string, hint?: string, most: number, lines?: number, list?: string, today: () => string,
 *   commit: (text: string) => void, full?: () => string,
 * }} Settings `most` characters; `lines` above 1 makes it a larger box; `list` names a datalist; `full` says why no more
 *   is kept, if so
 */

const PAUSE = 600; // milliseconds without a key before what was typed is kept

// One listener for all: fields come and go, and a listener on the window would hold each of them for as long as the page.
/** @type {Set<GuardedField>} fields in which something was typed and is not kept yet */
const waiting = new Set();
addEventListener("pagehide", () => {
  for (const field of waiting) field.flush();
});

export class GuardedField {
  #allowed = ""; // what the reader chose to keep all the same
  #kept = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
    const { id, label, hint, lines = 1, list } = settings;
    const names = { id, autocomplete: "off", spellcheck: "true", "aria-describedby": `${id}-said` };
    this.box = lines > 1 ? el("textarea", { ...names, rows: String(lines) }) : el("input", { ...names, type: "text", list });
    this.said = el("div", { class: "cl-said", id: `${id}-said`, role: "status" });
    this.root = el("div", { class: "dc-field" }, el("label", { for: id }, label),
      hint ? el("p", { class: "dc-hint" }, hint) : null, this.box, this.said);
    this.box.addEventListener("input", () => {
      waiting.add(this);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.flush(), PAUSE);
    });
    this.box.addEventListener("change", () => this.flush());
  }

  /** @param {string} text what is kept; what is being typed is not disturbed */
  write(text) {
    if (this.#kept === text && (this.box.value !== "" || text === "")) return; // what was said of it stays, too
    if (document.activeElement === this.box && this.box.value !== this.#kept) return;
    this.#kept = text;
    this.box.value = text;
    this.said.textContent = "";
  }

  /** Keep what was typed, unless something is to be said about it first. */
  flush() {
    waiting.delete(this);
    clearTimeout(this.#timer);
    const text = this.box.value.trim();
    if (text === this.#kept) {
      this.said.textContent = "";
      return;
    }
    const { most, today } = this.settings;
    if (text.length > most) {
      say(this.said, `Not kept yet: this has ${text.length} characters, and there is room for ${most}. Shorten it.`);
      return;
    }
    const full = this.settings.full?.() ?? "";
    if (full) {
      say(this.said, `Not kept: ${full}`);
      return;
    }
    const found = text === this.#allowed ? [] : personalIn(text, today());
    if (found.length === 0) this.#keep(text);
    else this.#warn(text, found.map(({ words }) => words));
  }

  /** @param {string} text */
  #keep(text) {
    this.#kept = text;
    this.said.textContent = "";
    this.settings.commit(text);
  }

  /** @param {string} text @param {string[]} words */
  #warn(text, words) {
    if (this.said.dataset.about === text && this.said.childElementCount > 0) return;
    this.said.dataset.about = text;
    const keep = el("button", { type: "button", class: "dc-plain" }, "Keep it all the same");
    keep.addEventListener("click", () => {
      this.#allowed = text;
      this.#keep(text);
      this.box.focus();
    });
    const undo = el("button", { type: "button", class: "dc-plain" }, "Undo");
    undo.addEventListener("click", () => {
      this.box.value = this.#kept;
      this.said.textContent = "";
      this.box.focus();
    });
    this.said.replaceChildren(el("p", { class: "dc-notice" }, el("strong", {}, `${words.join(". ")}. `),
      "Not kept yet. A case file is not the place for what identifies a family. ", keep, " ", undo));
  }
}

/** @param {ParentNode} root @param {string} id @returns {HTMLInputElement | HTMLTextAreaElement} */
export function boxOf(root, id) {
  return need(root, `#${CSS.escape(id)}`);
}
