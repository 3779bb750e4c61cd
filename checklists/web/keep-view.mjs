// Where case files are kept, and files in and out: in the tab, on the device until a day, or in a file to hand over.
import { nameOf } from "./case-bar.mjs";
import { newCase } from "./case-file.mjs";
import { readFileAsCase, saveCase } from "./case-transfer.mjs";
import { inFull } from "./date-text.mjs";
import { nowHere } from "./desk.mjs";
import { el, fill, say } from "./dom.mjs";
import { apart } from "./plain.mjs";
import { RENEWED } from "./renewed.mjs";
import { MAY_GO } from "./store-words.mjs";

const PERIODS = [7, 30, 90]; // days that files may be kept on the device before they are removed
const SHORTEST = 8; // characters of a passphrase

export class KeepView {
  /** @param {HTMLElement} root @param {import("./desk.mjs").Desk} desk @param {HTMLTemplateElement} areas options for the select */
  constructor(root, desk, areas) {
    this.desk = desk;
    this.root = root;
    this.said = el("div", { class: "dc-said", role: "status" });
    this.where = el("div");
    this.area = el("select", { id: "cb-area" }, el("option", { value: "" }, "Choose an area"), areas.content.cloneNode(true));
    const start = el("button", { type: "button", class: "dc-button" }, "Start a case file");
    start.addEventListener("click", () => this.#start());
    this.input = el("input", { id: "cb-file", type: "file", accept: ".json,.age" });
    this.input.addEventListener("change", () => this.#open());
    this.ask = el("div");
    fill(root, el("h2", { id: "cb-keep-title" }, "Start, open and keep"), this.said,
      el("div", { class: "cb-parts" },
        el("div", {}, el("h3", {}, "Start a case file"), el("div", { class: "dc-field" }, el("label", { for: "cb-area" }, "Whose procedures is the plan under?"), this.area), start),
        el("div", {}, el("h3", {}, "Open a file"), el("div", { class: "dc-field" }, el("label", { for: "cb-file" }, "Case file that was saved"),
          el("p", { class: "dc-hint" }, "Files end in .json, or .json.age if they are encrypted. Opening one that is here already joins the two: no tick is lost."), this.input), this.ask),
        el("div", {}, el("h3", {}, "Where they are kept"), this.where)));
    root.hidden = false;
  }

  show() {
    const { store } = this.desk;
    const shown = `${store.where} ${store.until} ${store.lasting}`;
    if (this.where.dataset.shown === shown) return;
    this.where.dataset.shown = shown;
    const option = (/** @type {string} */ id, /** @type {string} */ words, /** @type {boolean} */ checked, /** @type {() => Promise<void> | void} */ act) => {
      const box = el("input", { type: "radio", name: "cb-where", id, checked, disabled: store.where === "memory" });
      box.addEventListener("change", async () => {
        await act();
        this.where.dataset.shown = "";
        this.show();
        /** @type {HTMLElement | null} */ (this.where.querySelector("input:checked"))?.focus();
      });
      return el("div", { class: "dc-check" }, box, el("label", { for: id }, words));
    };
    fill(this.where,
      store.where === "memory" ? el("p", { class: "dc-notice dc-problem" }, "This browser does not let the page keep anything (a private window, or a setting). Save each case file to a file before you close the tab.") : null,
      el("fieldset", {}, el("legend", {}, "Keep case files"),
        option("cb-tab", "In this tab only: gone when it is closed", store.where !== "device", () => store.keepInTab()),
        store.where === "device" && store.until ? option("cb-device", `On this device until ${inFull(store.until)}`, true, () => {}) : null,
        ...PERIODS.map((days) => option(`cb-device-${days}`, `On this device for ${days === PERIODS[0] ? "a week" : `${days} days`}`, false, () => store.keepOnDevice(days)))),
      store.where === "device" && store.until ? el("p", {}, `They are removed after ${inFull(store.until)}. Anyone who uses this account on this device can open them until then. Choose a period again to keep them longer.`,
        store.lasting ? null : ` ${MAY_GO}`) : null);
  }

  /** @param {HTMLElement} place put the controls to save one file there @param {import("./types").CaseFile} file */
  offerSave(place, file) {
    const said = el("p", { class: "dc-said", role: "status" });
    const word = el("input", { type: "password", id: "cb-pass", autocomplete: "new-password", "aria-describedby": "cb-pass-hint" });
    const again = el("input", { type: "password", id: "cb-pass-2", autocomplete: "new-password" });
    const save = async (/** @type {string | null} */ passphrase) => {
      say(said, passphrase ? "Encrypting: this takes a moment." : "");
      await new Promise((done) => setTimeout(done, 30)); // what was said is drawn first
      say(said, `Saved as ${await saveCase(this.desk.store, file, passphrase)}.`);
      word.value = again.value = "";
    };
    const plain = el("button", { type: "button", class: "dc-button dc-second" }, "Save to a file");
    plain.addEventListener("click", () => save(null));
    const sealed = el("button", { type: "button", class: "dc-button dc-second" }, "Save encrypted");
    sealed.addEventListener("click", () => {
      if (word.value.length < SHORTEST) {
        say(said, `Not saved: the passphrase needs ${SHORTEST} characters or more. Three or four words do well.`);
        return word.focus();
      }
      if (word.value !== again.value) {
        say(said, "Not saved: the two passphrases differ. Type it again.");
        return again.focus();
      }
      save(word.value).catch(() => say(said, `Not saved: the file could not be encrypted. ${RENEWED}`));
    });
    fill(place, el("div", { class: "dc-actions" }, plain),
      el("details", { class: "dc-group" }, el("summary", {}, "Save encrypted, to hand over"),
        el("p", { class: "dc-hint", id: "cb-pass-hint" }, "Whoever opens the file needs the passphrase: tell it by another way than the file. It cannot be found again if it is forgotten. The file is in the age format, which other programs open too."),
        el("div", { class: "dc-field" }, el("label", { for: "cb-pass" }, "Passphrase"), word),
        el("div", { class: "dc-field" }, el("label", { for: "cb-pass-2" }, "Passphrase again"), again), sealed), said);
  }

  #start() {
    if (!this.area.value) {
      this.#tell("Choose an area first.");
      return this.area.focus();
    }
    const file = newCase(this.area.value, nowHere());
    this.desk.store.add(file);
    this.desk.store.choose(file.id);
    this.#tell("");
    document.getElementById("cb-case-title")?.focus();
  }

  async #open() {
    const file = this.input.files?.[0];
    if (!file) return;
    this.#tell("Opening the file.");
    try {
      const read = await readFileAsCase(file, () => this.#passphrase(file.name));
      if (read) {
        const known = this.desk.store.cases.some(({ id }) => id === read.caseFile.id);
        this.desk.store.add(read.caseFile);
        this.desk.store.choose(read.caseFile.id);
        this.#tell(`${nameOf(read.caseFile)} is open${known ? ", joined with the copy that was here" : ""}.${read.altered
          ? " The file was changed outside of the handbook since it was saved: check what it says." : ""}`, read.altered);
      } else this.#tell("The file was not opened.");
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.#tell(message || "The file could not be opened.", true);
    }
    this.input.value = "";
    fill(this.ask);
  }

  /** @param {string} name @returns {Promise<string | null>} null where the user lets it be */
  #passphrase(name) {
    return new Promise((done) => {
      const box = el("input", { type: "password", id: "cb-unlock", autocomplete: "off" });
      const form = el("form", {}, el("div", { class: "dc-field" }, el("label", { for: "cb-unlock" }, `Passphrase of ${apart(name)}`), box),
        el("div", { class: "dc-actions" }, el("button", { type: "submit", class: "dc-button" }, "Open it"),
          el("button", { type: "button", class: "dc-button dc-second", "data-act": "no" }, "Cancel")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#tell("Decrypting: this takes a moment.");
        setTimeout(() => done(box.value), 30);
      });
      form.querySelector("[data-act=no]")?.addEventListener("click", () => done(null));
      fill(this.ask, form);
      box.focus();
    });
  }

  /** @param {string} words @param {boolean} [problem] */
  #tell(words, problem = false) {
    fill(this.said, words ? el("p", { class: problem ? "dc-notice dc-problem" : "dc-notice" }, words) : null);
  }
}
