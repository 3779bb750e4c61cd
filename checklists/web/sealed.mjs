// Encrypted case files, in the age format (age-encryption.org/v1), which other programs open too. Loaded only when used.
import { armor, Decrypter, Encrypter } from "age-encryption";

// The work that guessing one passphrase costs, as a power of two: in JavaScript about a second on an office laptop.
const WORK = 16;

export class SealError extends Error {
  /** @param {"passphrase" | "damaged"} kind @param {string} message */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** @param {string} text @param {string} passphrase @returns {Promise<Uint8Array>} */
export async function seal(text, passphrase) {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(WORK);
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(text);
}

/** @param {Uint8Array} bytes @param {string} passphrase @returns {Promise<string>} @throws {SealError} */
export async function open(bytes, passphrase) {
  const damaged = new SealError("damaged", "The encrypted file is cut off or was altered. Open another copy of it.");
  const start = new TextDecoder().decode(bytes.subarray(0, 40));
  let plain = bytes;
  try {
    if (start.startsWith("-----BEGIN AGE")) plain = armor.decode(new TextDecoder().decode(bytes));
  } catch {
    throw damaged;
  }
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(plain, "text");
  } catch (error) {
    if (/no identity matched/i.test(String(error))) throw new SealError("passphrase", "The passphrase does not open this file. Type it again.");
    throw damaged;
  }
}
