/**
 * On every page: single letters do nothing.
 *
 * The theme opens the search and turns pages by single keys. Speech input and a slip of the hand set such
 * shortcuts off, and there is no setting for them, so they are stopped before they reach the theme.
 */

const SHORTCUTS = new Set(["f", "s", "/", "p", ",", "n", "."]);

/**
 * Whether the reader is typing: then every key belongs to the field.
 * @param {EventTarget | null} target
 */
function isField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}

window.addEventListener(
  "keydown",
  (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isField(event.target)) return;
    if (SHORTCUTS.has(event.key.toLowerCase())) event.stopImmediatePropagation();
  },
  { capture: true },
);
