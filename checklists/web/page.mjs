import { inFull, todayHere } from "./date-text.mjs";
import { el, say } from "./dom.mjs";
import { showOwnArea } from "./own-area-marks.mjs";
import { APP } from "./place.mjs";
import { RENEWED } from "./renewed.mjs";
import { keepScheme } from "./scheme.mjs";
import { beforeReload, keepTyped, putBackTyped, typedInTool } from "./typed.mjs";

/**
 * On every page: repairs of the theme that need a script, the day on a printed copy, the reader's own area, and the
 * search, which loads when it is opened.
 *
 * Single letters do nothing. The theme opens the search and turns pages by single keys; speech input and a slip of
 * the hand set such shortcuts off, and there is no setting for them, so they are stopped before they reach it.
 *
 * The menu button of narrow pages works by keyboard. The theme makes it of a label, which only a pointer reaches;
 * the header has a focusable button inside it, and here that gets its keys and its state.
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
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.checked) return;
    box.click();
    button.focus();
  });
}

keepScheme();
showOwnArea();
addEventListener("storage", showOwnArea); // chosen in another tab
addEventListener("pageshow", (event) => {
  if (event.persisted) showOwnArea(); // back on a page that the browser had put by
});

// “Leave now” in another tab empties this one too, whatever page it is on.
try {
  new BroadcastChannel("handbook-cases").addEventListener("message", ({ data }) => {
    if (data?.type !== "left") return;
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("handbook")) sessionStorage.removeItem(key);
  });
} catch {
  // no channel or no storage: then this tab holds nothing
}

// What offline use needs is loaded where it is in use already, or where a tool may begin it.
putBackTyped();
const loadOffline = () => import(new URL("offline.mjs", APP).href);
const offline = () => loadOffline().catch(() => {
  for (const place of document.querySelectorAll("[data-offline=tool]")) say(place, `Not ready to be used offline. ${RENEWED}`);
});
if (globalThis.isSecureContext && navigator.serviceWorker) {
  if (navigator.serviceWorker.controller || document.querySelector("[data-offline=tool]")) offline();
  else {
    // Where another release has taken over, the module of this page's may be gone from the host.
    const late = () => loadOffline().catch(() => keepTyped() || location.reload());
    navigator.serviceWorker.addEventListener("controllerchange", late, { once: true });
  }
} else {
  for (const place of document.querySelectorAll("[data-offline=tool]")) say(place, "This browser cannot keep the handbook for use offline.");
}

const loadSearch = () => import(new URL("search.mjs", APP).href);
const without = document.querySelector("site-search > p"); // what stands there until the search is loaded
if (without) loadSearch().catch(() => say(without, `The search could not be loaded. ${RENEWED} These ways lead to every statement without it:`));

/** @type {HTMLDialogElement | null} */
let dialog = null;

/** Open the search over the page; a new tab or a failure leads to the page of the search instead. */
async function openSearch() {
  await loadSearch();
  if (!dialog) {
    const close = el("button", { type: "button", class: "hb-plain" }, "Close");
    dialog = el("dialog", { class: "hb-dialog md-typeset", "aria-label": "Search" }, close, document.createElement("site-search"));
    close.addEventListener("click", () => dialog?.close());
    document.body.append(dialog);
  }
  dialog.showModal();
  const search = dialog.querySelector("site-search");
  if (search instanceof HTMLElement) search.focus();
}

for (const link of document.querySelectorAll("a[data-search]")) {
  link.addEventListener("click", (event) => {
    const plain = event instanceof MouseEvent && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!plain || !(link instanceof HTMLAnchorElement) || document.querySelector("main site-search")) return;
    event.preventDefault();
    openSearch().catch(() => location.assign(link.href));
  });
}

beforeReload((tool) => {
  if (dialog?.open) tool.searching = true;
});
if (typedInTool().searching) openSearch().catch(() => {}); // it can be opened again by hand
