// What is being typed, carried over a reload of the tab: it stands in the tab's own storage for that moment only.

const KEY = "handbook-typed:";
const PATIENCE = 15_000; // milliseconds in which the fields of the new page may appear
const FRESH = 60_000; // milliseconds after which what was put by belongs to no reload of ours
const FIELDS = "input[id]:not([type=password]):not([type=file]), select[id], textarea[id]";
const OWN = ".dc-event"; // fields whose page gives them ids anew: it carries them over itself

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {{at: number, fields: [string, string | boolean][], focus: string, scroll: number, tool: Record<string, any>}} Kept */

/** @returns {string} */
const key = () => KEY + location.pathname;

/** @param {Element} field */
const isBox = (field) => field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");

/** @param {Field} field @returns {string | boolean} */
const valueOf = (field) => (isBox(field) ? /** @type {HTMLInputElement} */ (field).checked : field.value);

/** Put by what this page holds. A tool adds its own: it hears `handbook-keep` and writes into the event's detail. */
export function keepTyped() {
  const focus = document.activeElement?.id ?? "";
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); // what is written on leaving a field is
  /** @type {Record<string, any>} */
  const tool = {};
  document.dispatchEvent(new CustomEvent("handbook-keep", { detail: tool }));
  /** @type {[string, string | boolean][]} */
  const fields = [];
  for (const field of /** @type {NodeListOf<Field>} */ (document.querySelectorAll(FIELDS))) {
    if (!field.closest(OWN) && !field.closest("dialog:not([open])") && !field.hasAttribute("readonly")) fields.push([field.id, valueOf(field)]);
  }
  try {
    sessionStorage.setItem(key(), JSON.stringify({ at: Date.now(), fields, focus, scroll: scrollY, tool }));
  } catch {
    // no storage or no room: then the caller must not reload
    return false;
  }
  return true;
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

/** Fill the fields again as they appear, then forget. */
export function putBackTyped() {
  const found = kept();
  if (!found) {
    try {
      sessionStorage.removeItem(key());
    } catch {
      // no storage: nothing was put by
    }
    return;
  }
  const waiting = new Map(found.fields);
  const fill = () => {
    for (const [id, value] of waiting) {
      const field = /** @type {Field | null} */ (document.getElementById(id));
      if (!field || field.closest(OWN)) continue;
      if (valueOf(field) === value) {
        waiting.delete(id);
        continue;
      }
      if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) continue;
      if (isBox(field)) /** @type {HTMLInputElement} */ (field).checked = Boolean(value);
      else field.value = String(value);
      waiting.delete(id);
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
      for (let node = field.closest("details"); node; node = node.parentElement?.closest("details") ?? null) node.open = true;
    }
  };
  const watch = new MutationObserver(fill);
  watch.observe(document.body, { childList: true, subtree: true });
  fill();
  scrollTo({ top: found.scroll, behavior: "instant" });
  document.getElementById(found.focus)?.focus({ preventScroll: true });
  setTimeout(() => {
    watch.disconnect();
    sessionStorage.removeItem(key());
  }, PATIENCE);
}
