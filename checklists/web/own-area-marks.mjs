// The reader's own area on the pages: named in the head, marked in lists, offered first on the home page, and
// chosen or forgotten on the area's own page. Without a choice, or without this script, nothing is missing.
import { el, fill } from "./dom.mjs";
import { keepArea, ownArea } from "./own-area.mjs";
import { SITE } from "./place.mjs";

/** @typedef {import("./own-area.mjs").Own} Own */

/** @param {string} path from the root of the site @returns {string} */
const address = (path) => new URL(path, SITE).href;

/** Show the choice wherever this page has a place for it. */
export function showOwnArea() {
  const own = ownArea();
  showInHead(own);
  showOnHome(own);
  mark(own);
  for (const place of document.querySelectorAll("[data-choose-area]")) {
    if (place instanceof HTMLElement) showChoice(place, own);
  }
}

/** @param {Own | null} own */
function showInHead(own) {
  for (const link of document.querySelectorAll("[data-own-area]")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    link.hidden = !own;
    if (!own) continue;
    link.href = address(`areas/${own.key}/`);
    fill(link, el("span", { class: "hb-wide" }, "Your area: "), own.title);
  }
}

/** @param {Own | null} own */
function showOnHome(own) {
  for (const place of document.querySelectorAll("[data-own-ways]")) {
    if (!(place instanceof HTMLElement)) continue;
    place.hidden = !own;
    if (!own) continue;
    const way = (/** @type {string} */ words, /** @type {string} */ path) => el("a", { href: address(path) }, words);
    const page = `areas/${own.key}/`;
    fill(
      place,
      el("strong", {}, `Your area: ${own.title}`),
      way("Work out dates", `tools/dates/#area=${own.key.replace(/-/g, "_")}`),
      way("Topics", `${page}#topics`),
      way("Roles", `${page}#roles`),
      way("Ready reckoner", `${page}#ready-reckoner`),
    );
  }
}

/** @param {Own | null} own */
function mark(own) {
  for (const old of document.querySelectorAll(".hb-own")) old.remove();
  for (const place of own ? document.querySelectorAll("[data-areas]") : []) {
    if (!own || !place.getAttribute("data-areas")?.split(" ").includes(own.key)) continue;
    place.append(el("span", { class: "hb-own" }, " (your area)"));
  }
}

/** @param {HTMLElement} place with the key and title of the page's area @param {Own | null} own */
function showChoice(place, own) {
  const { chooseArea: key = "", title = "" } = place.dataset;
  const chosen = own?.key === key;
  const words = chosen ? `${title} is your area. Forget it` : `Make ${title} my area`;
  const button = el("button", { type: "button", class: "hb-plain" }, words);
  const said = el("span", { role: "status", class: "hb-small" });
  button.addEventListener("click", () => {
    const kept = keepArea(chosen ? null : { key, title });
    if (!kept) {
      said.textContent = " This browser keeps nothing for the site, so the choice cannot be remembered.";
      return;
    }
    showOwnArea();
    const again = place.querySelector("button");
    again?.focus();
    const status = place.querySelector("[role=status]");
    if (status) status.textContent = chosen ? " Forgotten." : " Kept in this browser only.";
  });
  fill(place, button, said);
  place.hidden = false;
}
