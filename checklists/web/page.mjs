import { inFull, todayHere } from "./date-text.mjs";

/**
 * On every page: repairs of the theme that need a script, and the day on a printed copy.
 *
 * Single letters do nothing. The theme opens the search and turns pages by single keys; speech input and a slip of
 * the hand set such shortcuts off, and there is no setting for them, so they are stopped before they reach it.
 *
 * The menu and search buttons of narrow pages work by keyboard. The theme makes them of labels, which only a
 * pointer reaches; the build puts a focusable button inside each, and here it gets its keys and its state.
 */

const SHORTCUTS = new Set(["f", "s", "/", "p", ",", "n", "."]);
const FIELDS = "input:not([type=checkbox]):not([type=radio]), select, textarea";

/**
 * Whether the reader is typing: then every key belongs to the field.
 * @param {EventTarget | null} target
 */
function isField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(FIELDS));
}

window.addEventListener(
  "keydown",
  (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isField(event.target)) return;
    if (SHORTCUTS.has(event.key.toLowerCase())) event.stopImmediatePropagation();
  },
  { capture: true },
);

window.addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-printed]")) {
    place.textContent = `${inFull(todayHere())}, from ${location.origin}${location.pathname}`;
  }
});

for (const button of document.querySelectorAll("[data-opens]")) {
  const box = document.getElementById(button.getAttribute("data-opens") ?? "");
  if (!(button instanceof HTMLElement) || !(box instanceof HTMLInputElement)) continue;
  const say = () => button.setAttribute("aria-expanded", String(box.checked));
  box.addEventListener("change", say);
  say();
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    box.click();
    const field = box.checked && box.id === "__search" && document.querySelector(".md-search__input");
    if (field instanceof HTMLElement) field.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.checked) return;
    box.click();
    button.focus();
  });
}
