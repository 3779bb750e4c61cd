// Where things are. All that belongs to one release stands in one folder with a name of its own, the module that is
// loaded among it: what is asked for from there can be of no other release.

/** That folder: modules, styles, the engine, the rules. */
export const APP = new URL("./", import.meta.url);

/** The root of the site. */
export const SITE = new URL("../../../", import.meta.url);
