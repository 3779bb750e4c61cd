// The browser's own storage, and nothing that knows what a case file is: the tab's, the device's, and forgetting both.
import { clear, createStore, entries, del, update } from "idb-keyval";

export const PREFIX = "handbook"; // of every key of ours, in every storage
const CHANNEL = "handbook-cases"; // on which our tabs speak to each other
const CASE = "handbook-case:";
const META = "handbook-tab";
const UNTIL = "handbook.until"; // there only while the user keeps case files on the device
const DATABASE = "handbook-cases";
const PATIENCE = 3000; // milliseconds: some browsers never answer in a private window

/** @param {string} name @returns {Storage | null} */
function storage(name) {
  try {
    const found = /** @type {any} */ (globalThis)[name];
    found.setItem(`${PREFIX}-try`, "1");
    found.removeItem(`${PREFIX}-try`);
    return found;
  } catch (error) {
    // A full storage refuses the trial and holds what is to be read all the same.
    return /** @type {Error} */ (error)?.name === "QuotaExceededError" ? /** @type {any} */ (globalThis)[name] : null;
  }
}

/** What lives as long as the tab. */
export class TabStore {
  #storage = storage("sessionStorage");

  get works() {
    return this.#storage !== null;
  }

  /** @returns {{current: string, where: string}} */
  meta() {
    try {
      const meta = JSON.parse(this.#storage?.getItem(META) ?? "{}");
      return { current: String(meta.current ?? ""), where: String(meta.where ?? "") };
    } catch {
      return { current: "", where: "" };
    }
  }

  /** @param {{current: string, where: string}} meta */
  keepMeta(meta) {
    try {
      if (meta.current || meta.where) this.#storage?.setItem(META, JSON.stringify(meta));
      else this.#storage?.removeItem(META);
    } catch {
      // only which file is open is forgotten
    }
  }

  /** @returns {{id: string, text: string}[]} */
  all() {
    const found = [];
    for (let index = 0; index < (this.#storage?.length ?? 0); index += 1) {
      const key = this.#storage?.key(index) ?? "";
      if (key.startsWith(CASE)) found.push({ id: key.slice(CASE.length), text: this.#storage?.getItem(key) ?? "" });
    }
    return found;
  }

  /** @param {{id: string}} file @throws QuotaExceededError where there is no room */
  put(file) {
    this.#storage?.setItem(CASE + file.id, JSON.stringify(file));
  }

  /** @param {string} id */
  remove(id) {
    this.#storage?.removeItem(CASE + id);
  }
}

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
function inTime(promise) {
  return Promise.race([promise, new Promise((_, reject) => {
    setTimeout(() => reject(new Error("the storage does not answer")), PATIENCE);
  })]);
}

/** What stays on the device, in a database of its own, once the user has asked for it. */
export class DeviceStore {
  /** @type {import("idb-keyval").UseStore | null} */
  #database = null;

  /** @returns {string | null} the day until which files are kept, null where none are */
  until() {
    try {
      const until = localStorage.getItem(UNTIL);
      return until && /^\d{4}-\d\d-\d\d$/.test(until) ? until : null;
    } catch {
      return null;
    }
  }

  #open() {
    this.#database ??= createStore(DATABASE, "files");
    return this.#database;
  }

  /** @param {string} until */
  async begin(until) {
    await inTime(entries(this.#open())); // throws where nothing can be kept
    localStorage.setItem(UNTIL, until);
  }

  /** Ask the browser not to remove what is here by itself. @returns {Promise<boolean>} whether it promised; it may never answer */
  async askToLast() {
    try {
      return (await navigator.storage.persist()) === true;
    } catch {
      return false; // an old browser, or a page that is not secure
    }
  }

  /** @returns {Promise<boolean>} whether it has promised that before */
  async lasts() {
    try {
      return (await navigator.storage.persisted()) === true;
    } catch {
      return false;
    }
  }

  /** @returns {Promise<{id: string, text: string}[]>} */
  async all() {
    const found = await inTime(entries(this.#open()));
    return found.map(([id, text]) => ({ id: String(id), text: String(text) }));
  }

  /** @param {string} id @param {(text: string | undefined) => string} edit in one transaction */
  async update(id, edit) {
    await inTime(update(id, (old) => edit(/** @type {string | undefined} */ (old)), this.#open()));
  }

  /** @param {string} id */
  async remove(id) {
    await inTime(del(id, this.#open()));
  }

  /** Remove all of it, the mark that it was asked for included. */
  async clear() {
    const begun = this.until() !== null || this.#database !== null;
    try {
      localStorage.removeItem(UNTIL);
    } catch {
      // blocked: then it holds nothing of ours
    }
    if (!begun) return;
    await inTime(clear(this.#open()));
    this.#database = null;
    indexedDB.deleteDatabase(DATABASE); // goes when the last tab of ours lets go of it; it is empty already
  }
}

/** Remove every key of ours from this tab and this browser, and caches of case data. */
export function forgetHere() {
  for (const name of ["sessionStorage", "localStorage"]) {
    try {
      const kept = /** @type {Storage} */ (/** @type {any} */ (globalThis)[name]);
      for (const key of Object.keys(kept)) if (key.startsWith(PREFIX)) kept.removeItem(key);
    } catch {
      // blocked: then it holds nothing of ours
    }
  }
  try {
    caches.keys().then((names) => names.filter((name) => name.startsWith(`${PREFIX}-case`)).forEach((name) => caches.delete(name))).catch(() => {});
  } catch {
    // none, or forbidden
  }
}

/** @param {(data: any) => void} hear what another tab says @returns {BroadcastChannel | null} */
export function openChannel(hear) {
  try {
    const channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener("message", ({ data }) => hear(data));
    return channel;
  } catch {
    return null; // an old browser: tabs meet in the storage alone
  }
}
