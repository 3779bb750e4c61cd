// What the browser knows of the line, on a page as in a worker.

/** @returns {boolean} whether to hold a large download back until the reader starts to use the tool */
export function sparing() {
  const line = /** @type {any} */ (navigator).connection;
  return Boolean(line && (line.saveData || line.type === "cellular" || /(^|-)2g$/.test(line.effectiveType ?? "")));
}
