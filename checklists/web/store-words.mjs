// What the store of case files has to tell the reader when something is amiss.
import { dayAhead, inFull } from "./date-text.mjs";

export const FULL = "This browser's storage is full. Your last changes are only in this tab: save the case file to a file now.";
export const HELD = "There is no room to store your last changes to a case file. Save it to a file first: the button is at the head of this page.";
export const BLOCKED = "This browser does not let the page keep anything. Case files are gone when this page is closed or reloaded: save each to a file.";
export const MERGED = "This case file was changed in another tab too. Both changes were kept: check the notes.";
export const UNREACHED = "What is kept on this device cannot be reached: a setting of this browser blocks it, or another tab holds it. Close other tabs of this site and reload. New case files are kept in this tab only.";
/** Said wherever it says until when files are kept, unless the browser has promised to keep them. */
export const MAY_GO = "This browser may remove them earlier: Safari after seven days without a visit here, others when room on the device is short. A file that you save is the safe copy.";

/** @param {string} until @returns {string} */
export function expiredWords(until) {
  return `The case files on this device were to be kept until ${inFull(until)}. They have been removed.`;
}

/** @param {string} name of the file @returns {string} */
export function inFileWords(name) {
  return `Your last changes had no room here. They are in ${name}, the file that you saved: open it under All case files, and the two are joined.`;
}

/** @param {string} now @param {string} latest when a case file was last changed, if ever @param {string} built @returns {string} what is odd about the clock */
export function clockWords(now, latest, built) {
  const ahead = latest.slice(0, 16) > now.slice(0, 16) ? `a case file was last changed on ${inFull(latest.slice(0, 10))}, at ${latest.slice(11, 16)} UTC`
    : built && now.slice(0, 10) < built && dayAhead(now.slice(0, 10), 1) < built ? `this site was built on ${inFull(built)}` : "";
  return ahead && `This device's clock says ${inFull(now.slice(0, 10))}, but ${ahead}. Check the clock: what is due hangs on it.`;
}
