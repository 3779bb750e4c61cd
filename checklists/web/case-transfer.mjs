// Case files as files: read from one that was chosen, and made for saving, plain or encrypted.
import { CaseFileError, readCase } from "./case-file.mjs";
import { canonical } from "./case-merge.mjs";
import { todayHere } from "./date-text.mjs";
import { APP } from "./place.mjs";
import { RENEWED } from "./renewed.mjs";
import { saveFile } from "./save.mjs";

/** @typedef {import("./types").CaseFile} CaseFile */

const MOST = 5_000_000; // bytes; a case file has well under a million
const AGE = ["age-encryption.org/v1", "-----BEGIN AGE ENCRYPTED FILE-----"];

const sealed = () => import(new URL("sealed.mjs", APP).href).catch(() => {
  throw new CaseFileError("missing", `What makes and opens encrypted files could not be loaded. ${RENEWED}`);
});

/** @param {string} text @returns {Promise<string | null>} its SHA-256, null where the browser gives none (a page that is not secure) */
async function digest(text) {
  if (!globalThis.crypto?.subtle) return null;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {CaseFile} file @returns {Promise<string>} the text of a case file, with a sum that tells whether it was changed since */
export async function toText(file) {
  const checksum = await digest(canonical(file));
  return `${JSON.stringify({ ...file, ...(checksum && { checksum }) }, null, 1)}\n`;
}

/**
 * @param {string} text
 * @returns {Promise<{caseFile: CaseFile, altered: boolean}>} `altered`: changed outside of the handbook since it was saved
 * @throws {CaseFileError}
 */
export async function fromText(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.trimStart().startsWith("{") && text.includes("core-group-handbook/case")) {
      throw new CaseFileError("cut_off", "The file is cut off or damaged, so it was not opened. Open another copy of it.");
    }
    throw new CaseFileError("not_ours", "This is not a case file of the handbook. Choose one that was saved here.");
  }
  const caseFile = readCase(value);
  const { checksum, ...rest } = value;
  const found = await digest(canonical(rest));
  return { caseFile, altered: typeof checksum === "string" && found !== null && checksum !== found };
}

/**
 * @param {File} file
 * @param {() => Promise<string | null>} askPassphrase null where the user lets it be
 * @returns {Promise<{caseFile: CaseFile, altered: boolean} | null>}
 */
export async function readFileAsCase(file, askPassphrase) {
  if (file.size > MOST) {
    throw new CaseFileError("too_big", `The file has ${(file.size / 1_000_000).toFixed(0)} MB. A case file has less than 1 MB: choose another.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = new TextDecoder().decode(bytes.subarray(0, 40));
  if (!AGE.some((mark) => start.startsWith(mark))) return fromText(new TextDecoder().decode(bytes));
  const passphrase = await askPassphrase();
  if (passphrase === null) return null;
  return fromText(await (await sealed()).open(bytes, passphrase));
}

/**
 * @param {CaseFile} file
 * @param {string | null} passphrase
 * @returns {Promise<{filename: string, blob: Blob}>}
 */
export async function fileOf(file, passphrase) {
  const name = file.nickname.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "file";
  const filename = `case-${name}-${todayHere()}.json`;
  const text = await toText(file);
  if (passphrase === null) return { filename, blob: new Blob([text], { type: "application/json" }) };
  const bytes = await (await sealed()).seal(text, passphrase);
  return { filename: `${filename}.age`, blob: new Blob([/** @type {BlobPart} */ (bytes)], { type: "application/octet-stream" }) };
}

/**
 * Save a case file as it is now, and let the store know what is safe outside of it.
 * @param {import("./case-store.mjs").CaseStore} store
 * @param {CaseFile} file
 * @param {string | null} passphrase
 * @returns {Promise<string>} the name of the file
 */
export async function saveCase(store, file, passphrase) {
  const current = structuredClone(store.cases.find(({ id }) => id === file.id) ?? file); // it may change meanwhile
  const { filename, blob } = await fileOf(current, passphrase);
  saveFile({ filename, mime: blob.type, text: blob });
  store.savedToFile(current, filename);
  return filename;
}
