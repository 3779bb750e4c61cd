// Small helpers for building elements. Text only ever goes in as text, and without characters that turn or hide it.
import { shown } from "./plain.mjs";

/**
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | boolean | null | undefined>} [attributes] `true` sets an empty one, false and null none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAll(node, attributes);
  add(node, children);
  return node;
}

/**
 * Make an SVG element.
 * @param {string} tag
 * @param {Record<string, string | number | null | undefined>} [attributes]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  add(node, children);
  return node;
}

/** @param {Element} node @param {Record<string, string | boolean | null | undefined>} attributes */
export function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value === false || value === null || value === undefined) node.removeAttribute(name);
    else node.setAttribute(name, value);
  }
}

/** @param {Node} node @param {Child[]} children */
function add(node, children) {
  for (const child of children) {
    if (child) node.appendChild(typeof child === "string" ? document.createTextNode(shown(child)) : child);
  }
}

/** @param {Element} node @param {...Child} children put in place of what was there */
export function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}

/**
 * Make a node hold these children, changing only what differs: what stays is neither styled nor read out again.
 * For children that carry no listeners of their own, since an old element may stand in for a new one. What the
 * reader opened stays open.
 * @param {Element} node
 * @param {...Child} children
 */
export function renew(node, ...children) {
  const wanted = children.filter((child) => Boolean(child));
  wanted.forEach((child, index) => {
    const old = node.childNodes[index];
    const text = typeof child === "string" ? shown(child) : child instanceof Text ? child.data : null;
    if (!old) add(node, [child]);
    else if (text !== null) {
      if (!(old instanceof Text)) old.replaceWith(text);
      else if (old.data !== text) old.data = text;
    } else if (child instanceof Element && old instanceof Element && old.tagName === child.tagName) {
      for (const { name } of [...old.attributes]) if (name !== "open" && !child.hasAttribute(name)) old.removeAttribute(name);
      for (const { name, value } of child.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
      renew(old, ...child.childNodes);
    } else old.replaceWith(/** @type {Node} */ (child));
  });
  while (node.childNodes.length > wanted.length) node.lastChild?.remove();
}

/** @param {Element} node @param {string} text written only when it differs, so that nothing is announced twice */
export function say(node, text) {
  const made = shown(text);
  if (node.textContent !== made) node.textContent = made;
}

/**
 * The element that a selector names, or an error that names it: the template and the code belong together.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 */
export function need(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}: rebuild it from its template`);
  return /** @type {T} */ (found);
}

/**
 * Put children in this order, moving only those that are out of place: focus and open details survive.
 * @param {Element} parent
 * @param {Element[]} wanted
 */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

/** @param {string} text @returns {string} with a capital first letter */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Element} node @returns {HTMLDetailsElement[]} those that it is in, the nearest first */
export function inDetails(node) {
  const found = [];
  for (let each = node.closest("details"); each; each = each.parentElement?.closest("details") ?? null) found.push(each);
  return found;
}
