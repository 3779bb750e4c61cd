// Offline: has the site kept in the browser, says how that stands, and takes over a newer release without losing a word.
import { el, fill, say } from "./dom.mjs";
import { sparing } from "./engine-client.mjs";
import { keepTyped, whyNotNow } from "./typed.mjs";

const SITE = new URL("../../", import.meta.url);
const READY_WAIT = 15_000; // milliseconds: the tool's own start goes first, if it comes to one
const AGAIN = 1000; // milliseconds between two looks whether the page may be loaded again
const SETTLED = 3; // looks in a row that find it so: what was just saved has left the page by then
const LOOK = 60 * 60_000; // milliseconds between two looks for a newer release
const PREFIX = "handbook-site-"; // of the caches of the service worker
const MEMORY = "handbook-memory"; // of Python, kept by the worker: see memory.mjs

const READY = "Ready to use offline.";
/** @type {Record<string, string>} */
const WHY = {
  room: "there is not enough room on this device",
  network: "the connection was lost",
  files: "the files did not arrive whole. A filter on the network or an update of the site may be the reason",
};

const serving = navigator.serviceWorker;
const own = () => document.querySelector("[data-build]")?.getAttribute("data-build") ?? "";
const places = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-offline]"));
const isTool = () => document.querySelector("[data-offline=tool]") !== null;
let reloading = false;

/** @param {string} words */
function tell(words) {
  for (const place of places()) {
    place.closest("[hidden]")?.removeAttribute("hidden");
    say(place, words);
  }
}

/** @param {ServiceWorker | null} worker @returns {Promise<{build: string, whole: boolean}>} which release it has, and whether all of it */
function stateOf(worker) {
  return new Promise((resolve) => {
    const none = { build: "", whole: false };
    if (!worker) return resolve(none);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(none), 3000);
    worker.postMessage({ type: "state" }, [port2]);
  });
}

/** @param {ServiceWorkerRegistration} registration */
async function showState(registration) {
  const state = await stateOf(registration.active);
  if (!state.whole) return;
  tell(READY);
  // The page takes part at once where it is of the same release: else from the next page on.
  if (!serving.controller && state.build === own()) registration.active?.postMessage({ type: "claim" });
}

/** @param {ServiceWorkerRegistration} registration */
function offerUpdate(registration) {
  const waiting = registration.waiting;
  if (!waiting || !registration.active || document.querySelector(".hb-update")) return;
  const use = el("button", { type: "button", class: "hb-first" }, "Use it now");
  const later = el("button", { type: "button" }, "Later");
  const bar = el("div", { class: "hb-update", role: "status" },
    el("p", {}, el("strong", {}, "A newer version of the handbook is ready. "),
      "Rules, dates and pages change together. What you typed stays."), el("div", {}, use, " ", later));
  const first = bar.appendChild(el("p", { hidden: true }));
  use.addEventListener("click", () => {
    const why = whyNotNow();
    first.hidden = !why;
    say(first, why);
    if (!why) registration.waiting?.postMessage({ type: "take over" });
  });
  later.addEventListener("click", () => bar.remove());
  document.body.append(bar);
}

/** A release has taken over: a page of another one is loaded again, once, with what was typed. */
async function changed() {
  if (reloading) return;
  const state = await stateOf(serving.controller);
  if (state.build === own() && state.build !== "") return;
  reloading = true;
  loadAgain();
}

/** At once or, where that would lose something, when the reader has done what the page then asks for. */
function loadAgain() {
  const why = keepTyped();
  if (!why) return location.reload();
  const first = el("p", {}, why);
  document.querySelector(".hb-update")?.remove(); // it offers what has been done, in this tab or in another
  document.body.append(el("div", { class: "hb-update", role: "status" },
    el("p", {}, el("strong", {}, "A newer version of the handbook is in use. "), "This page is not of it yet, and waits for you."), first));
  let free = 0;
  const look = setInterval(() => {
    const still = whyNotNow();
    say(first, still || "This page is loaded again now, with what you typed.");
    free = still ? 0 : free + 1;
    if (free < SETTLED || keepTyped()) return;
    clearInterval(look);
    location.reload();
  }, AGAIN);
}

/** @param {ServiceWorkerRegistration} registration */
function follow(registration) {
  const watch = () => {
    const worker = registration.installing;
    if (!worker) return;
    if (!registration.active) tell("Getting ready to be used offline …");
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed") offerUpdate(registration);
      if (worker.state === "activated") showState(registration);
    });
  };
  registration.addEventListener("updatefound", watch);
  watch();
  offerUpdate(registration);
  showState(registration);
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - looked < LOOK) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no connection: the release that is here goes on
  });
}

async function begin() {
  try {
    follow(await serving.register(new URL("sw.js", SITE)));
  } catch (error) {
    tell(error instanceof DOMException && error.name === "SecurityError"
      ? "This browser or this host does not let the handbook be kept for use offline."
      : "Not ready to be used offline: the connection failed or is filtered. It is tried again when a tool is next opened.");
  }
}

/** Remove the copy that was kept; the next visit to a tool makes it again. */
async function removeCopy() {
  for (const registration of await serving.getRegistrations()) {
    if (registration.scope.startsWith(SITE.href)) await registration.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) || name === MEMORY) await caches.delete(name);
}

/** Where a page offers it, a button that removes the copy. */
function offerRemoval() {
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

/** Once the tool has started, or will not for now. @returns {Promise<void>} */
function quiet() {
  return new Promise((resolve) => {
    const settled = () => ["ready", "failed"].includes(document.body.dataset.engine ?? "");
    const go = () => {
      watch.disconnect();
      resolve();
    };
    const watch = new MutationObserver(() => settled() && go());
    watch.observe(document.body, { attributeFilter: ["data-engine"] });
    if (settled()) go();
    else setTimeout(go, READY_WAIT);
  });
}

serving.addEventListener("controllerchange", changed);
serving.addEventListener("message", ({ data }) => {
  if (data?.from !== "offline" || serving.controller) return; // an update is fetched without a word
  // In quarters: the line is read out as it changes.
  if (data.type === "progress") tell(`Getting ready to be used offline: ${25 * Math.floor((4 * data.done) / data.of)}%`);
  if (data.type === "failed") tell(`Not ready to be used offline: ${WHY[data.why] ?? WHY.files}. It is tried again when a tool is next opened.`);
});
serving.startMessages();

const registration = await serving.getRegistration(SITE.href).catch(() => undefined);
if (registration?.active) offerRemoval();
if (registration?.active) begin();
else if (isTool() && sparing()) {
  const start = el("button", { type: "button", class: "dc-plain" }, "Make it ready: a download of several megabytes");
  const place = /** @type {HTMLElement} */ (document.querySelector("[data-offline=tool]"));
  fill(place, "Not ready to be used offline. ", start);
  start.addEventListener("click", begin);
} else if (isTool()) quiet().then(begin);
