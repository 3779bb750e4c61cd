// Handing things over: a file to save, a link to copy, the page to print. Nothing is kept.

/** A random id of the case, for the calendar file: a later export of this tab updates its entries. */
const CASE_ID = newId();

/** @param {number} [length] in bytes @returns {string} a random id, in hexadecimal digits */
export function newId(length = 16) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What an export's request has beside the case.
 * @param {"ics" | "csv"} kind
 * @param {string} nickname
 */
export function exportFields(kind, nickname) {
  return { do: kind, now: `${new Date().toISOString().slice(0, 19)}Z`, case_id: CASE_ID, ...(nickname && { nickname }) };
}

/** @param {import("./types").Exported | {filename: string, mime: string, text: Blob}} file let the browser save it */
export function saveFile({ filename, mime, text }) {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = filename;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Copy text. Old browsers and pages that are not secure have no clipboard: then the field is shown to copy from.
 * @param {string} text
 * @param {HTMLElement} box holds a read-only input
 * @returns {Promise<boolean>} whether it is on the clipboard
 */
export async function copyText(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    box.hidden = true;
    return true;
  } catch {
    box.hidden = false;
    const input = box.querySelector("input");
    if (input) {
      input.value = text;
      input.focus();
      input.select();
    }
    return false;
  }
}
