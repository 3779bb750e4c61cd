// What is being typed, carried over a reload of the tab: it stands in the tab's own storage for that moment only.
// What must not be stored, or cannot be, makes the reload wait.
import { inDetails } from "./dom.mjs";

const KEY = "handbook-typed:";
const PATIENCE = 15_000; // milliseconds after which the tab's storage of a page that has loaded holds it no longer
const LATEST = 60_000; // milliseconds in which the fields of the new page may appear: some come with the engine's answer
const FRESH = 60_000; // milliseconds after which what was put by belongs to no reload of ours
const FIELDS = "input[id]:not([type=password]):not([type=file]), select[id], textarea[id]";
const NEVER = "input[type=password], input[type=file]";
// The calculator carries its form over itself, as it gives ids anew; a tick is in the case file already.
const OWN = "date-calculator form, .cl-tick";

const PASSPHRASE = "Finish or empty the passphrase first: it cannot be kept.";
const CHOSEN = "Open the chosen file first, or cancel that: it would have to be chosen again.";
const NO_ROOM = "This browser has no room to keep what you typed meanwhile. Save or copy it, then reload this page yourself.";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {[string, string | boolean]} Value of the field with this id */
/** @typedef {{at: number, id: number, fields: Value[], open: string[], focus: string, scroll: number, tool: Record<string, any>}} Kept */

/** @returns {string} */
const key = () => KEY + location.pathname;

/** @param {Element} field */
const isBox = (field) => field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");

/** @param {Field} field @returns {string | boolean} */
const valueOf = (field) => (isBox(field) ? /** @type {HTMLInputElement} */ (field).checked : field.value);

/** @param {HTMLDetailsElement} details @returns {string} what it is known by, on the next page as on this one */
const nameOf = (details) =>
  details.id || `${details.parentElement?.closest("[id]")?.id ?? ""} ${details.querySelector("summary")?.textContent ?? ""}`;

/** @param {ParentNode} root @param {string} except fields inside of these are left out @returns {Value[]} */
export function valuesIn(root, except) {
  return [.../** @type {NodeListOf<Field>} */ (root.querySelectorAll(FIELDS))]
    .filter((field) => !field.closest(except) && !field.closest("dialog:not([open])") && !field.hasAttribute("readonly"))
    .map((field) => [field.id, valueOf(field)]);
}

/**
 * Put a value into a field as the reader would, so that the page hears of it.
 * @param {Value} value
 * @returns {boolean} false where its field, or its place in a list of choices, is not there (yet)
 */
export function putBack([id, value]) {
  const field = /** @type {Field | null} */ (document.getElementById(id));
  if (!field) return false;
  if (valueOf(field) === value) return true;
  if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) return false;
  if (isBox(field)) /** @type {HTMLInputElement} */ (field).checked = Boolean(value);
  else field.value = String(value);
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  for (const details of inDetails(field)) details.open = true;
  return true;
}

/**
 * For a tool: called before a reload, to add what the tool carries over itself.
 * @param {(tool: Record<string, any>) => string | void} add returns why the page must not be loaded again yet, if so
 */
export function beforeReload(add) {
  document.addEventListener("handbook-keep", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const why = add(detail.tool);
    if (!why) return;
    event.preventDefault();
    detail.why ||= why;
  });
}

/**
 * Put by what this page holds, and what was put by for it and has not found its field yet: two releases may come
 * one right after the other.
 * @param {string} focus @returns {string} why that cannot be done now; empty once it is
 */
function putBy(focus) {
  const before = kept();
  const never = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(NEVER))].find(({ value }) => value);
  if (never) return never.type === "password" ? PASSPHRASE : CHOSEN;
  const detail = { tool: {}, why: "" };
  if (!document.dispatchEvent(new CustomEvent("handbook-keep", { detail, cancelable: true }))) return detail.why;
  const open = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details[open]"))]
    .filter((details) => details.querySelector("input, select, textarea")).map(nameOf);
  const waiting = (before?.fields ?? []).filter(([id]) => !document.getElementById(id));
  const fields = [...waiting, ...valuesIn(document, OWN)];
  const said = Object.entries(detail.tool).filter(([, value]) => value !== undefined);
  const tool = { ...before?.tool, ...Object.fromEntries(said) };
  try {
    sessionStorage.setItem(key(), JSON.stringify({ at: Date.now(), id: Math.random(), fields, open, focus, scroll: scrollY, tool }));
  } catch {
    return NO_ROOM;
  }
  return "";
}

/** @returns {string} what to do before this page may be loaded again, for the reader; empty where it may be */
export function whyNotNow() {
  const before = kept();
  const why = putBy("");
  forget();
  try {
    if (before) sessionStorage.setItem(key(), JSON.stringify(before)); // for what has not been put back yet
  } catch {
    return NO_ROOM;
  }
  return why;
}

/** Put by what this page holds, to be loaded again at once. @returns {string} why it must not be; empty where it may */
export function keepTyped() {
  const why = whyNotNow();
  if (why) return why; // whoever is typing is not disturbed
  const focus = document.activeElement?.id ?? "";
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); // what is written on leaving a field is
  return putBy(focus);
}

function forget() {
  try {
    sessionStorage.removeItem(key());
  } catch {
    // no storage: nothing was put by
  }
}

/** @returns {Kept | null} what was put by for this page, read without taking it away */
function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(key()) ?? "null");
    return found && Date.now() - found.at < FRESH ? found : null;
  } catch {
    return null;
  }
}

/** @returns {Record<string, any>} what the tool of this page put by */
export function typedInTool() {
  return kept()?.tool ?? {};
}

/** Open what was open and fill the fields again as they appear, then forget. */
export function putBackTyped() {
  const found = kept();
  if (!found) return forget();
  const waiting = new Map(found.fields);
  const closed = new Set(found.open);
  let { focus } = found;
  const fill = () => {
    if (closed.size > 0) for (const details of document.querySelectorAll("details")) if (closed.delete(nameOf(details))) details.open = true;
    for (const value of waiting) if (!document.getElementById(value[0])?.closest(OWN) && putBack(value)) waiting.delete(value[0]);
    const field = focus && document.getElementById(focus);
    if (field && (document.activeElement ?? document.body) === document.body) field.focus({ preventScroll: true });
    if (field) focus = "";
  };
  const watch = new MutationObserver(fill);
  watch.observe(document.body, { childList: true, subtree: true });
  fill();
  scrollTo({ top: found.scroll, behavior: "instant" });
  // A tool's own module may take its time on a slow line, and reads its part when it is there. What has been put by
  // meanwhile is for the page to come, which may take its time as well.
  const soon = () => setTimeout(() => (kept()?.id ?? found.id) === found.id && forget(), PATIENCE);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
  setTimeout(() => watch.disconnect(), LATEST);
}
