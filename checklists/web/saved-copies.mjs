// What was last saved to a file on the reader's side, so that what is there already is not held to be lost.
import { canonical } from "./case-merge.mjs";

/** @typedef {import("./types").CaseFile} CaseFile */

export class SavedCopies {
  /** @type {Map<string, {text: string, filename: string}>} */
  #copies = new Map();

  /** @param {CaseFile} file as it was saved @param {string} filename */
  note(file, filename) {
    this.#copies.set(file.id, { text: written(file), filename });
  }

  /** @param {CaseFile} file @returns {boolean} whether it was saved as it is now */
  has(file) {
    return this.#copies.get(file.id)?.text === written(file);
  }

  /** @param {string} id @returns {string | undefined} the name of the file that it was saved to */
  nameOf(id) {
    return this.#copies.get(id)?.filename;
  }
}

/** @param {CaseFile} file @returns {string} what the reader wrote of it: its dates are worked out again in any case */
function written(file) {
  return canonical({ ...file, worked: null, changed: "" });
}
