// What a reader is told when the host no longer has files of this page's release, and the way out of it.
import { el } from "./dom.mjs";
import { keepTyped } from "./typed.mjs";

export const RENEWED = "The handbook may have been renewed since this page was opened. Reload the page.";

/** Where the small file of an area did not come, on a page that works on without it. */
export const MISSING = `What this area asks for could not be loaded. Check the connection. ${RENEWED}`;

/** @returns {HTMLElement} a button that loads the page again, with what was typed */
export function reloadButton() {
  const button = el("button", { type: "button", class: "dc-plain" }, "Reload the page");
  button.addEventListener("click", () => {
    const why = keepTyped();
    if (why) button.replaceWith(why);
    else location.reload();
  });
  return button;
}
