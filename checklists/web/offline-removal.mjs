// Removes what this installation keeps in the browser, for use offline and for a quick start, and nothing of another.
import { marksOf } from "./copy-marks.mjs";
import { copiesOf } from "./copy-names.mjs";
import { el, fill } from "./dom.mjs";
import { forget } from "./memory.mjs";
import { ownRegistration } from "./offline-worker.mjs";
import { tell } from "./offline-words.mjs";
import { SITE } from "./place.mjs";

/** Remove the copy that was kept; the next visit to a tool makes it again. */
async function removeCopy() {
  await (await ownRegistration())?.unregister();
  for (const name of await copiesOf(SITE)) await caches.delete(name);
  await caches.delete(marksOf(SITE));
  await forget();
}

/** Where a page offers it, a button that removes the copy. */
export function offerRemoval() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-offline-remove]"))) {
    const button = el("button", { type: "button" }, "Remove the offline copy");
    button.addEventListener("click", async () => {
      await removeCopy().catch(() => {});
      fill(place, "The offline copy is removed. Opening a tool makes it again.");
      tell("Not kept for use offline.");
    });
    fill(place, button);
    place.hidden = false;
  }
}
