// What a page says of its use offline: in a line of a tool's page, and at the foot of every page.
import { el, fill, say } from "./dom.mjs";

export const READY = "Ready to use offline.";
export const SIZE = "a download of several megabytes";

const AGAIN = "It is tried again when a tool is next opened";
/** @type {Record<string, [cause: string, next: string]>} */
const WHY = {
  room: ["there is not enough room on this device", "It is tried again after a day"],
  network: ["the connection was lost", AGAIN],
  files: ["the files did not arrive whole. A filter on the network or an update of the site may be the reason", AGAIN],
  ended: ["the browser ended the download before all was here", "It goes on when a tool is next opened"],
  portal: ["the network sent a page of its own instead", "Sign in to the network, then open this page again"],
  line: ["the connection failed or is filtered", AGAIN],
};
const FORBIDDEN = "This browser or this host does not let the handbook be kept for use offline.";

/** @param {string} why @returns {string} */
export function failure(why) {
  if (why === "forbidden") return FORBIDDEN;
  const [cause, next] = WHY[why] ?? WHY.files;
  return `Not ready to be used offline: ${cause}. ${next}.`;
}

/** @param {string} why @returns {string} */
export const updateFailure = (why) => `${READY} The newer version did not arrive: ${(WHY[why] ?? WHY.files)[0]}.`;

/** @returns {HTMLElement | null} the line of a tool's page */
export const toolPlace = () => document.querySelector("[data-offline=tool]");

/** @param {string} words */
export function tell(words) {
  for (const place of document.querySelectorAll("[data-offline]")) {
    place.closest("[hidden]")?.removeAttribute("hidden");
    say(place, words);
  }
}

/** Say what the reader can do something about, on a tool's page. @param {string} words @param {string} label @param {() => void} act */
export function offer(words, label, act) {
  tell(words);
  const place = toolPlace();
  if (!place) return;
  const button = el("button", { type: "button", class: "dc-plain" }, label);
  button.addEventListener("click", act, { once: true });
  fill(place, `${words} `, button);
}
