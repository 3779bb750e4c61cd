// What the reader is told about the engine: its stages, and what to do when it fails.
import { el, fill, say } from "./dom.mjs";
import { RENEWED, reloadButton } from "./renewed.mjs";

/** @type {Record<string, string>} */
const STAGES = {
  idle: "",
  downloading: "Getting the calculator ready: downloading (about 5 MB, once).",
  starting: "Getting the calculator ready: starting.",
  ready: "",
};

/** What failed, and what to do. @type {Record<string, [string, string]>} */
const FAILURES = {
  wasm: ["This browser does not allow WebAssembly, which the calculator runs on.",
    "Try another browser, or ask your IT team to allow WebAssembly for this site."],
  old: ["This browser is too old for the calculator.", "Use Chrome, Edge or Firefox 112, Safari 16.4, or anything newer."],
  worker: ["The calculator's background process was blocked or could not be loaded.",
    `${RENEWED} If it happens again, try another browser, or ask your IT team to allow workers for this site.`],
  files: ["The calculator's files did not arrive: something else came in their place.",
    `${RENEWED} If it happens again, a sign-in page or a filter on your network may be in the way: ask your IT team to allow this site.`],
  network: ["The calculator could not be downloaded.", "Check the connection, then try again."],
  timeout: ["The calculator took too long.", "Check the connection, then try again, or try another browser."],
  start: ["The calculator could not start.", "Reload the page. If it happens again, try another browser."],
  engine: ["The calculator stopped while working out these dates.", "Try again. If it happens again, reload the page."],
};

/** Where the page itself may be of an earlier release, trying again would ask for the same files. */
const OF_THE_PAGE = ["files", "worker"];

/**
 * @param {HTMLElement} line a live region that is in the page from the start
 * @param {import("./types").Stage} stage
 * @param {{kind: string, reckoner: {address: string, title: string} | null, without: boolean, again: () => void}} about
 *   `without`: the area has no ready reckoner
 */
export function showStage(line, stage, { kind, reckoner, without, again }) {
  line.classList.toggle("dc-failed", stage === "failed");
  line.hidden = stage !== "failed" && STAGES[stage] === "";
  if (stage !== "failed") {
    say(line, STAGES[stage]);
    return;
  }
  const [what, remedy] = FAILURES[kind] ?? FAILURES.start;
  const button = el("button", { type: "button", class: "dc-plain" }, "Try again");
  button.addEventListener("click", again);
  const still = without ? " " : " The page still answers an initial conference date from the ready reckoner";
  fill(line, el("strong", {}, `${what} `), remedy + still,
    ...(reckoner ? [", which is also here: ", el("a", { href: reckoner.address }, `ready reckoner for ${reckoner.title}`)] : []),
    without ? null : ". ", ...(OF_THE_PAGE.includes(kind) ? [reloadButton(), " "] : []), button);
}
