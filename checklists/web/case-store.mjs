// Where case files are kept: in the tab, or on the device until a day that the user chose. Several tabs never overwrite
// each other: what another one stored is merged, and each change is told to the others.
import { readCase, readKept } from "./case-file.mjs";
import { canonical, mergeCases } from "./case-merge.mjs";
import { dayAhead } from "./date-text.mjs";
import { DeviceStore, forgetHere, openChannel, TabStore } from "./kept.mjs";
import { SavedCopies } from "./saved-copies.mjs";
import { BLOCKED, clockWords, expiredWords, FULL, HELD, inFileWords, MERGED, UNREACHED } from "./store-words.mjs";
import { beforeReload, typedInTool } from "./typed.mjs";

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {"change" | "merged" | "left" | "problem" | "stored"} Kind
 * @typedef {{kind: string, words: string}} Told
 */

const PAUSE = 150; // milliseconds between a change and its being stored

/** @param {{now: () => string, built: string}} about the time, and the day of the site's build @returns {Promise<CaseStore>} */
export async function openStore({ now, built }) {
  const store = new CaseStore(now);
  await store.load(built);
  return store;
}

export class CaseStore {
  /** @type {"tab" | "device" | "memory"} */
  where = "tab";
  /** @type {string | null} */
  until = null;
  /** @type {Told[]} */
  problems = [];
  /** @type {{id: string, text: string}[]} what was kept and cannot be read: not removed, so that nothing is lost */
  unreadable = [];
  /** @type {Map<string, CaseFile>} */
  #files = new Map();
  /** @type {Map<string, CaseFile>} each file as this tab last shared it: the base of a merge */
  #shared = new Map();
  /** @type {Set<string>} */
  #unsaved = new Set();
  /** @type {Set<string[]>} those that are being stored at this moment */
  #storing = new Set();
  #saved = new SavedCopies();
  lasting = false; // whether the browser has promised to keep what is on the device
  /** @type {Set<(event: {kind: Kind, id?: string}) => void>} */
  #listeners = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #current = "";
  #left = false;
  #tab = new TabStore();
  #device = new DeviceStore();
  /** @type {BroadcastChannel | null} */
  #channel = null;

  /** @param {() => string} now */
  constructor(now) {
    this.now = now;
  }

  /** @returns {CaseFile[]} by nickname, then by age */
  get cases() {
    return [...this.#files.values()].sort((a, b) =>
      a.nickname.localeCompare(b.nickname) || (a.made < b.made ? -1 : 1));
  }

  /** @returns {CaseFile | null} */
  get current() {
    return this.#files.get(this.#current) ?? null;
  }

  /** @returns {CaseFile[]} those with changes that are stored nowhere yet, nor saved to a file */
  get held() {
    return this.#loose().filter((file) => !this.#saved.has(file));
  }

  /** @returns {CaseFile[]} those with changes that are stored nowhere yet */
  #loose() {
    const ids = new Set([...this.#unsaved, ...[...this.#storing].flat()]);
    return this.cases.filter(({ id }) => this.where === "memory" || ids.has(id));
  }

  /** @param {CaseFile} file as it was saved to a file @param {string} filename */
  savedToFile(file, filename) {
    this.#saved.note(file, filename);
    this.#tell({ kind: "stored" });
  }

  /** @param {(event: {kind: Kind, id?: string}) => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
  }

  /** @param {string} built */
  async load(built) {
    if (!this.#tab.works) {
      this.where = "memory";
      this.#problem("blocked", BLOCKED);
    }
    const { where, current } = this.#tab.meta();
    this.#current = current;
    const inTab = this.#read(this.#tab.all());
    this.until = this.#device.until();
    if (this.until && where !== "tab") await this.#loadDevice(built);
    // What a closing page could not store in time is in the tab still.
    for (const file of inTab) this.#put(this.#files.has(file.id) ? mergeCases(null, /** @type {CaseFile} */ (this.#files.get(file.id)), file) : file);
    if (this.where === "device") for (const file of inTab) this.#unsaved.add(file.id);
    const clock = clockWords(this.now(), [...this.#files.values()].map(({ changed }) => changed).sort().at(-1) ?? "", built);
    if (clock) this.#problem("clock", clock);
    for (const name of typedInTool().inFiles ?? []) this.#problem("in a file", inFileWords(name));
    this.#connect();
    if (this.#unsaved.size > 0) await this.#store();
  }

  /** @param {string} built */
  async #loadDevice(built) {
    const today = this.now().slice(0, 10);
    const late = this.until !== null && today > this.until;
    if (late && today >= built) {
      const until = this.until ?? "";
      await this.#device.clear().catch(() => {});
      this.until = null;
      this.#problem("expired", expiredWords(until));
      return;
    }
    try {
      for (const file of this.#read(await this.#device.all())) this.#put(file);
      this.where = "device";
      this.#device.lasts().then((lasting) => this.#lasts(lasting));
    } catch {
      this.until = null;
      this.#problem("blocked", UNREACHED);
    }
  }

  /** @param {boolean} lasting */
  #lasts(lasting) {
    this.lasting = lasting;
    this.#tell({ kind: "stored" });
  }

  /** @param {{id: string, text: string}[]} kept @returns {CaseFile[]} */
  #read(kept) {
    const { files, broken } = readKept(kept);
    for (const { id, text, why } of broken) {
      this.unreadable.push({ id, text });
      this.#problem("unreadable", `A case file that is kept here cannot be read, and was left as it is. ${why}`.trim());
    }
    return files;
  }

  /** @param {CaseFile} file */
  #put(file) {
    this.#files.set(file.id, file);
    this.#shared.set(file.id, structuredClone(file));
  }

  #connect() {
    this.#channel = openChannel((data) => this.#hear(data));
    beforeReload((tool) => this.#beforeReload(tool));
    addEventListener("pagehide", () => this.#closing());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#closing();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload(); // a page put by may show what has been removed since
    });
  }

  /** @param {string | null} id */
  choose(id) {
    const wanted = id && this.#files.has(id) ? id : "";
    if (wanted === this.#current) return;
    this.#current = wanted;
    this.#keepMeta();
    this.#tell({ kind: "change", id: wanted });
  }

  /** @param {string} id @param {(file: CaseFile) => void} edit made at once; stored a moment later */
  change(id, edit) {
    const file = this.#files.get(id);
    if (!file || this.#left) return;
    edit(file);
    this.#unsaved.add(id);
    this.#soon();
    this.#tell({ kind: "change", id });
  }

  /** @param {CaseFile} file one that is here already is joined with its copy */
  add(file) {
    const here = this.#files.get(file.id);
    this.#files.set(file.id, here ? mergeCases(null, here, file) : file);
    this.#unsaved.add(file.id);
    this.#soon();
    this.#solved("in a file");
    this.#tell({ kind: here ? "merged" : "change", id: file.id });
  }

  /** @param {string} id */
  async remove(id) {
    this.#files.delete(id);
    this.#shared.delete(id);
    this.#unsaved.delete(id);
    if (this.#current === id) this.choose(null);
    this.#tab.remove(id);
    this.#channel?.postMessage({ type: "removed", id });
    this.#tell({ kind: "change", id });
    if (this.where === "device") await this.#device.remove(id).catch(() => this.#problem("blocked", "The case file could not be removed from this device: reload the page and try again."));
  }

  /** @param {number} days from today */
  async keepOnDevice(days) {
    try {
      const until = dayAhead(this.now().slice(0, 10), days);
      await this.#device.begin(until);
      this.#device.askToLast().then((lasting) => this.#lasts(lasting)); // some browsers ask the reader first: not waited for
      for (const file of this.#read(await this.#device.all())) if (!this.#files.has(file.id)) this.#put(file);
      this.where = "device";
      this.until = until;
      this.#keepMeta();
      for (const id of this.#files.keys()) this.#unsaved.add(id);
      await this.#store();
      for (const id of this.#files.keys()) this.#tab.remove(id);
    } catch (error) {
      this.#failed(error);
    }
    this.#tell({ kind: "stored" });
  }

  /** Back to this tab alone: nothing stays on the device. */
  async keepInTab() {
    await this.#device.clear().catch((error) => this.#failed(error));
    this.where = this.#tab.works ? "tab" : "memory";
    this.until = null;
    this.#keepMeta();
    for (const id of this.#files.keys()) this.#unsaved.add(id);
    await this.#store();
    this.#tell({ kind: "stored" });
  }

  /** Remove everything of ours from this browser, in every tab, and leave. @param {string} home */
  async leaveNow(home) {
    this.#empty();
    this.#channel?.postMessage({ type: "left", home });
    await this.#device.clear().catch(() => {});
    forgetHere();
    location.replace(home);
  }

  #empty() {
    this.#left = true;
    clearTimeout(this.#timer);
    for (const held of [this.#files, this.#shared, this.#unsaved]) held.clear();
    this.#current = "";
    this.#tell({ kind: "left" });
  }

  /** @param {any} data from another tab of this site */
  #hear(data) {
    if (data?.type === "left" && new URL(data.home, location.href).origin === location.origin) {
      this.#empty();
      forgetHere();
      location.replace(data.home);
    } else if (data?.type === "removed" && this.#files.has(data.id) && !this.#unsaved.has(data.id)) {
      this.#files.delete(data.id);
      this.#tab.remove(data.id);
      this.#tell({ kind: "change", id: data.id });
    } else if (data?.type === "case") this.#join(data.file);
  }

  /** @param {unknown} value a file as another tab has it */
  #join(value) {
    let theirs;
    try {
      theirs = readCase(value);
    } catch {
      return; // a tab with another version of the site
    }
    const mine = this.#files.get(theirs.id);
    if (!mine && this.where !== "device") return;
    const made = mine ? mergeCases(this.#shared.get(theirs.id) ?? null, mine, theirs) : theirs;
    if (mine && this.#unsaved.has(theirs.id) && canonical(made) !== canonical(mine) && canonical(made) !== canonical(theirs)) {
      this.#problem("merged", MERGED);
    }
    this.#files.set(theirs.id, made);
    this.#shared.set(theirs.id, theirs);
    if (this.where !== "device" && this.#tab.works) this.#unsaved.add(theirs.id); // each tab keeps its own copy
    if (canonical(made) !== canonical(theirs)) this.#unsaved.add(theirs.id);
    if (this.#unsaved.size > 0) this.#soon();
    this.#tell({ kind: "merged", id: theirs.id });
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#store(), PAUSE);
  }

  async #store() {
    clearTimeout(this.#timer);
    const ids = [...this.#unsaved];
    this.#unsaved.clear();
    this.#storing.add(ids);
    let failed = false;
    for (const id of ids) {
      const file = this.#files.get(id);
      if (!file || this.#left) continue;
      try {
        if (this.where === "device") {
          await this.#storeOnDevice(file);
          if (!this.#unsaved.has(id)) this.#tab.remove(id); // put there in case the page was gone before
        } else if (this.where === "tab") this.#tab.put(file);
      } catch (error) {
        failed = true;
        this.#failed(error);
        this.#unsaved.add(id); // the next change tries again
      }
      const before = this.#shared.get(id);
      const now = this.#files.get(id);
      if (now && (!before || canonical(before) !== canonical(now))) {
        this.#shared.set(id, structuredClone(now));
        this.#channel?.postMessage({ type: "case", file: structuredClone(now) });
      }
    }
    this.#storing.delete(ids);
    if (!failed) this.#solved("full");
    this.#tell({ kind: "stored" });
  }

  /** @param {CaseFile} file */
  async #storeOnDevice(file) {
    let made = file;
    await this.#device.update(file.id, (text) => {
      const mine = /** @type {CaseFile} */ (this.#files.get(file.id) ?? file);
      const stored = text === undefined ? null : readCase(JSON.parse(text));
      made = stored ? mergeCases(this.#shared.get(file.id) ?? null, mine, stored) : mine;
      return JSON.stringify(made);
    });
    if (this.#left || canonical(made) === canonical(this.#files.get(file.id))) return;
    this.#files.set(file.id, made);
    this.#tell({ kind: "merged", id: file.id });
  }

  /** What is not stored goes into the tab, which needs no waiting. @returns {CaseFile[]} those for which there was no room */
  #intoTab() {
    return this.#loose().filter((file) => {
      try {
        this.#tab.put(file);
        return !this.#tab.works;
      } catch (error) {
        this.#failed(error);
        return true;
      }
    });
  }

  /** The page may be gone in a moment. */
  #closing() {
    if (this.#left || this.where === "memory" || this.#loose().length === 0) return;
    this.#intoTab();
    this.#store();
  }

  /** The page is about to be loaded again by itself. @param {Record<string, any>} tool @returns {string} why it must not be yet */
  #beforeReload(tool) {
    const left = this.#intoTab();
    const held = this.held;
    if (left.some((file) => held.includes(file))) return HELD;
    if (left.length > 0) tool.inFiles = left.map(({ id }) => this.#saved.nameOf(id));
    return "";
  }

  #keepMeta() {
    this.#tab.keepMeta({ current: this.#current, where: this.where === "device" ? "device" : this.#files.size > 0 ? "tab" : "" });
  }

  /** @param {unknown} error */
  #failed(error) {
    const full = /** @type {Error | null} */ (error)?.name === "QuotaExceededError";
    this.#problem(full ? "full" : "blocked", full ? FULL : BLOCKED);
    if (!full && this.where === "tab") this.where = "memory";
  }

  /** @param {string} kind @param {string} words told once, until it is solved */
  #problem(kind, words) {
    if (this.problems.some((one) => one.kind === kind && one.words === words)) return;
    this.problems.push({ kind, words });
    this.#tell({ kind: "problem" });
  }

  /** @param {string} kind */
  #solved(kind) {
    this.problems = this.problems.filter((one) => one.kind !== kind);
  }

  /** @param {{kind: Kind, id?: string}} event */
  #tell(event) {
    if (event.kind === "change") this.#keepMeta();
    for (const listener of this.#listeners) listener(event);
  }
}
