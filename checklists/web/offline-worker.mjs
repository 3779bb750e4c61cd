// The service worker of this installation, as a page sees it: another site of the origin has one of its own.
import { SITE } from "./place.mjs";

const PATIENCE = 3000; // milliseconds for an answer

export const SCRIPT = new URL("sw.js", SITE);
export const serving = navigator.serviceWorker;

/** @typedef {{build: string, whole: boolean, listed: boolean}} State which release a worker has, whether all of it, and with this page */

/** @returns {ServiceWorker | null} the worker that answers for this page, where it is this site's own */
export const controller = () => (serving.controller?.scriptURL === SCRIPT.href ? serving.controller : null);

/** @returns {Promise<ServiceWorkerRegistration | undefined>} */
export async function ownRegistration() {
  const found = await serving.getRegistration(SITE.href).catch(() => undefined);
  return found?.scope === SITE.href ? found : undefined; // else it is that of a site above this one
}

/** @param {ServiceWorker | null} worker @returns {Promise<State>} with an empty name where it does not answer */
export function stateOf(worker) {
  return new Promise((resolve) => {
    const none = { build: "", whole: false, listed: false };
    if (!worker) return resolve(none);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve({ ...none, ...data });
    setTimeout(() => resolve(none), PATIENCE);
    worker.postMessage({ type: "state", page: location.href }, [port2]);
  });
}

/** Why the worker could not be had. @param {unknown} error @returns {Promise<string>} a key of WHY */
export async function refusedBy(error) {
  try {
    const answer = await fetch(SCRIPT, { cache: "no-store", redirect: "manual" });
    const page = answer.ok && /\bhtml\b/.test(answer.headers.get("content-type") ?? "");
    if (page || answer.type === "opaqueredirect" || answer.status === 511) return "portal"; // 511: sign in first
  } catch {
    return "line";
  }
  return error instanceof DOMException && error.name === "SecurityError" ? "forbidden" : "line";
}
