// Offline: has the site kept in the browser, says how that stands, and takes over a newer release without losing a word.
import { dropMarks, mark, setMark } from "./copy-marks.mjs";
import { el, say } from "./dom.mjs";
import { sparing } from "./line.mjs";
import { offerRemoval } from "./offline-removal.mjs";
import { controller, ownRegistration, refusedBy, SCRIPT, serving, stateOf } from "./offline-worker.mjs";
import { failure, offer, READY, SIZE, tell, toolPlace, updateFailure } from "./offline-words.mjs";
import { SITE } from "./place.mjs";
import { keepTyped, whyNotNow } from "./typed.mjs";

const READY_WAIT = 15_000; // milliseconds: the tool's own start goes first
const BEGIN_WAIT = 3000; // milliseconds in which a tool begins that start, if it does: a checklist without a case does not
const AGAIN = 1000; // milliseconds between two looks whether the page may be loaded again
const SETTLED = 3; // looks in a row that find it so: what was just saved has left the page by then
const LOOK = 60 * 60_000; // milliseconds between two looks for a newer release
const ENDED = 330_000; // milliseconds after which a browser has ended any download of a worker
const LOADED = "handbook-loaded-again"; // in the tab's own storage: for which release, and which page

const own = () => document.querySelector("[data-build]")?.getAttribute("data-build") ?? "";
let reloading = false;
let whole = false; // whether the release in use is all here: another is then fetched without a word,
let asked = false; // unless the reader asked for it
let told = false; // how the download under way ended
let preparing = false;

/** @param {ServiceWorkerRegistration} registration */
async function showState(registration) {
  const state = await stateOf(registration.active);
  if (state.build === "") return;
  whole = state.whole;
  if (!whole) return lacking(registration);
  const waits = await mark(SITE, "waits");
  if (!waits || waits.text === state.build) tell(READY);
  else offer(`${READY} A newer version was not fetched, as this connection saves data.`, `Get it: ${SIZE}`, () => getUpdate(registration));
  // The page takes part at once where it is of the same release: else from the next page on.
  if (!controller() && state.build === own()) registration.active?.postMessage({ type: "claim" });
}

/** The copy of the release in use was taken away by the browser: it is made again as if for the first time. @param {ServiceWorkerRegistration} registration */
function lacking(registration) {
  if (registration.waiting) return takeOver(registration);
  if (preparing || registration.installing) return;
  preparing = true;
  prepare(() => mend(registration));
}

/** A release that is whole, where the one in use is not: pages come from the host as it is. @param {ServiceWorkerRegistration} registration */
function takeOver(registration) {
  const { waiting } = registration;
  waiting?.addEventListener("statechange", () => waiting.state === "activated" && showState(registration));
  waiting?.postMessage({ type: "take over" });
}

/** @param {ServiceWorkerRegistration} registration */
async function mend(registration) {
  told = false;
  tell("Getting ready to be used offline …");
  await setMark(SITE, "wanted");
  await registration.update().catch(() => {}); // the host may have another release by now, which comes in its place
  if (registration.installing || registration.waiting) return;
  registration.active?.postMessage({ type: "mend" });
  setTimeout(async () => {
    if (!told && !(await stateOf(registration.active)).whole) failed("ended");
  }, ENDED);
}

/** @param {ServiceWorkerRegistration} registration */
async function getUpdate(registration) {
  told = false;
  asked = true;
  tell("Getting the newer version …");
  await dropMarks(SITE, "room");
  await setMark(SITE, "wanted");
  try {
    await registration.update();
  } catch {
    return failed("line");
  }
  if (registration.installing || registration.waiting || told) return;
  asked = false; // the host has gone back to the release that is here
  await dropMarks(SITE, "wanted", "waits");
  await showState(registration);
}

/** @param {ServiceWorkerRegistration} registration */
function offerUpdate(registration) {
  const waiting = registration.waiting;
  if (!waiting || !registration.active || !whole || document.querySelector(".hb-update")) return;
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

/** @param {string} build @returns {boolean} whether this page was loaded again for that release already: it must not go on for ever */
function loadedAgain(build) {
  const now = `${build} ${location.pathname}`;
  try {
    if (sessionStorage.getItem(LOADED) === now) return true;
    sessionStorage.setItem(LOADED, now);
    return false;
  } catch {
    return true;
  }
}

/**
 * A release has taken over: a page of another one is loaded again, once, with what was typed.
 * @param {boolean} [late] it may have done so before this module was there to hear of it
 */
async function changed(late = false) {
  if (reloading || !controller()) return;
  const state = await stateOf(controller());
  if (state.build === own() && state.build !== "") return;
  // A page that the release does not have came from the host, and would do so again.
  if (late && !(state.whole && state.listed && !loadedAgain(state.build))) return;
  if (reloading) return;
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
    let installed = false;
    if (!whole && !told) tell("Getting ready to be used offline …");
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed") {
        installed = true;
        asked = false;
        if (!registration.active) return;
        if (!whole) return takeOver(registration);
        offerUpdate(registration);
        showState(registration);
      }
      if (worker.state === "activated") showState(registration);
      // The browser ends what takes minutes, and the worker cannot tell of that.
      if (worker.state === "redundant" && !installed && !told) failed("ended");
    });
  };
  registration.addEventListener("updatefound", watch);
  watch();
  showState(registration).then(() => offerUpdate(registration));
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - looked < LOOK || sparing()) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no connection: the release that is here goes on
  });
}

async function begin() {
  told = false;
  try {
    follow(await serving.register(SCRIPT));
  } catch (error) {
    tell(failure(await refusedBy(error)));
  }
}

/** Begin a large download once the tool runs, or where the line is dear when the reader says so. @param {() => void} act */
function prepare(act) {
  if (!toolPlace()) return;
  if (sparing()) offer("Not ready to be used offline.", `Make it ready: ${SIZE}`, act);
  else quiet().then(act);
}

/** @param {string} why */
async function failed(why) {
  told = true;
  const registration = await ownRegistration();
  const wanted = asked;
  asked = false;
  if (why === "sparing") return registration && showState(registration); // which says so
  if (whole && !wanted) return;
  if (whole && registration) offer(updateFailure(why), `Get it: ${SIZE}`, () => getUpdate(registration));
  else if (why !== "room") tell(failure(why));
  else {
    offer(failure(why), "Try it now", async () => {
      await dropMarks(SITE, "room");
      if (registration?.active) mend(registration);
      else begin();
    });
  }
}

/** Once the tool has started, or will not for now. @returns {Promise<void>} */
function quiet() {
  return new Promise((resolve) => {
    const stage = () => document.body.dataset.engine ?? "";
    const settled = () => ["ready", "failed"].includes(stage());
    const go = () => {
      watch.disconnect();
      resolve();
    };
    const watch = new MutationObserver(() => settled() && go());
    watch.observe(document.body, { attributeFilter: ["data-engine"] });
    if (settled()) go();
    else {
      setTimeout(() => ["", "idle"].includes(stage()) && go(), BEGIN_WAIT);
      setTimeout(go, READY_WAIT);
    }
  });
}

const registration = await ownRegistration();
whole = Boolean(registration?.active); // until it says otherwise
serving.addEventListener("controllerchange", () => changed());
serving.addEventListener("message", ({ data }) => {
  if (data?.from !== "offline" || data.site !== SITE.href) return;
  if (data.type === "failed") failed(data.why);
  if (data.type === "whole") ownRegistration().then((found) => found && showState(found));
  if (data.type !== "progress" || (whole && !asked)) return;
  // In quarters: the line is read out as it changes.
  tell(`Getting ${whole ? "the newer version" : "ready to be used offline"}: ${25 * Math.floor((4 * data.done) / data.of)}%`);
});
serving.startMessages();
changed(true);

if (registration?.active) {
  offerRemoval();
  begin();
} else prepare(begin);
