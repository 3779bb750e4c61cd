// Where this installation of the site is. One origin may hold several, each below a path of its own.
// Not for the service worker, which is no module for the browser: it knows its scope.

/** The root of the site, wherever below assets/app/ the module lies. */
export const SITE = new URL(import.meta.url.replace(/^(.*\/)assets\/app\/.*$/, "$1"));
