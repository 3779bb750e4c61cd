/**
 * Light or dark: as the device asks, until the reader chooses; the choice is kept in the browser where it may be.
 *
 * In place of the theme's own switch, which reckons the style of the whole page anew three times on every load and
 * writes a choice that nobody made. What is kept has the theme's form, so that its script in the page's head shows it
 * before the first paint.
 */

const KEPT = "__palette";
const DARK = matchMedia("(prefers-color-scheme: dark)");
/** @type {any} */
const theme = globalThis; // the theme's two ways to what it keeps, which know the site's place

/** @returns {string} "default" for light, "slate" for dark, "" where the reader has not chosen */
function chosen() {
  try {
    return theme.__md_get(KEPT)?.color?.scheme ?? "";
  } catch {
    return ""; // no storage
  }
}

/** @param {string} scheme */
function show(scheme) {
  const dark = scheme === "slate";
  if (document.body.dataset.mdColorScheme !== scheme) {
    document.body.dataset.mdColorSwitching = ""; // no colour fades while all of them change
    document.body.dataset.mdColorScheme = scheme;
    requestAnimationFrame(() => requestAnimationFrame(() => { delete document.body.dataset.mdColorSwitching; }));
  }
  const meta = document.querySelector("meta[name=color-scheme]"); // for what is not of the page, such as its scroll bar
  if (meta instanceof HTMLMetaElement && meta.content !== (dark ? "dark" : "light")) meta.content = dark ? "dark" : "light";
  for (const button of document.querySelectorAll("button[data-scheme]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.title = `Switch to ${dark ? "light" : "dark"} mode`;
    button.setAttribute("aria-label", button.title);
    button.dataset.scheme = scheme;
    button.hidden = false;
  }
}

const now = () => chosen() || (DARK.matches ? "slate" : "default");

/** Show the scheme of this reader, and switch it when a button is pressed or the device changes. */
export function keepScheme() {
  show(now());
  DARK.addEventListener("change", () => show(now()));
  addEventListener("storage", () => show(now())); // chosen in another tab
  for (const button of document.querySelectorAll("button[data-scheme]")) {
    button.addEventListener("click", () => {
      const scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      try {
        theme.__md_set(KEPT, { color: { scheme } });
      } catch {
        // no storage: it holds for this page
      }
      show(scheme);
    });
  }
}
