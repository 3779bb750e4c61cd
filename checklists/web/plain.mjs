// Text as it may be shown and exported: without characters that hide, turn text around or end a line unseen. What was
// typed is kept as it is; `checklists/engine/plain.py` says the same for what the engine writes.

// Controls, soft hyphen, zero-width space and joiner of words, byte order mark, marks and overrides of direction, halves
// of characters, tags. What joins letters of other scripts and signs (U+200C, U+200D) stays.
const UNSEEN = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]/gu;
const BREAK = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
// All of them but the two that keep a text apart from the line around it, which only `apart` puts in.
const TURNING = new RegExp(UNSEEN.source.replace("\\u2060-\\u206f", "\\u2060-\\u2067\\u206a-\\u206f"), "gu");

/** @param {string} text @returns {string} without what nobody sees, each line break as a line feed */
export function plain(text) {
  return text.replace(BREAK, "\n").replace(UNSEEN, "");
}

/**
 * A text that someone typed, to stand inside a line of ours: written from right to left, it turns nothing around it.
 * @param {string} text
 * @returns {string}
 */
export function apart(text) {
  const made = plain(text);
  return RIGHT_TO_LEFT.test(made) ? `\u2068${made}\u2069` : made;
}

/** @param {string} text put together from ours and what `apart` gave @returns {string} as it goes into the page */
export function shown(text) {
  return text.replace(TURNING, "");
}
