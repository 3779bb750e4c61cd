// The search: one field, an area to narrow it by, and what is found, each with the way to the very statement.
// The index comes in parts, and only once something is asked.
import { el, fill } from "./dom.mjs";
import { ownArea } from "./own-area.mjs";
import { SITE } from "./place.mjs";
import { apart } from "./plain.mjs";
import { RENEWED } from "./renewed.mjs";
import { missing, parted } from "./search-words.mjs";
import { beforeReload, typedInTool } from "./typed.mjs";

/**
 * @typedef {import("./search-words.mjs").Found} Found
 * @typedef {{ results: import("./search-words.mjs").Result[] }} Answer
 * @typedef {{ init(): Promise<void>, filters(): Promise<Record<string, Record<string, number>>>,
 *   search(words: string, options?: object): Promise<Answer>,
 *   debouncedSearch(words: string, options: object, wait: number): Promise<Answer | null> }} Index
 */

const EVERYWHERE = "All areas"; // what belongs to no one area; the index writes the same
const AT_ONCE = 10; // results
const LONGEST = 200; // characters of a question
const WAIT = 200; // milliseconds after the last letter
const WAYS = { "guidance/": "Guidance, by topic", "roles/": "Roles", "glossary/": "Glossary" }; // when nothing is found
const FAILED = `The search could not be loaded. Check the connection and type again, or go by topic or role. ${RENEWED}`;

class SiteSearch extends HTMLElement {
  /** @type {Promise<Index> | null} */
  #index = null;
  /** @type {Answer["results"]} */
  #found = [];
  #shown = 0;
  #turn = 0;
  #built = false;
  /** @type {string | undefined} the area chosen before a newer release took over */
  #kept;

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    this.field = el("input", { type: "search", id: "search-words", autocomplete: "off", spellcheck: "false" });
    this.area = el("select", { id: "search-area" }, el("option", { value: "" }, EVERYWHERE));
    this.status = el("p", { role: "status", class: "hb-small" });
    this.list = el("ol", { class: "hb-found" });
    this.more = el("button", { type: "button", class: "hb-plain", hidden: true }, "Show more");
    const form = el(
      "form",
      { role: "search", "aria-label": "The handbook", class: "hb-search" },
      el("p", {}, el("label", { for: "search-words" }, "Search for a word, in any area’s own terms"), this.field),
      el("p", {}, el("label", { for: "search-area" }, "In"), this.area),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    const begin = () => this.#load().catch(() => {}); // told when something is asked
    this.field.addEventListener("focus", begin);
    this.field.addEventListener("input", () => this.#search());
    this.area.addEventListener("change", () => this.#search());
    this.more.addEventListener("click", () => this.#showMore());
    const ways = Object.entries(WAYS).map(([to, name]) => el("li", {}, el("a", { href: new URL(to, SITE).href }, name)));
    this.ways = el("ul", { hidden: true }, ...ways);
    fill(this, form, this.status, this.list, this.more, this.ways);
    const { searchArea } = typedInTool();
    this.#kept = searchArea;
    beforeReload((tool) => {
      if (!this.closest("dialog:not([open])")) tool.searchArea = this.area?.value;
    });
    begin();
  }

  focus() {
    this.field?.focus();
  }

  /** @returns {Promise<Index>} */
  #load() {
    this.#index ??= this.#start();
    return this.#index;
  }

  /** @returns {Promise<Index>} */
  async #start() {
    try {
      const index = await import(new URL("assets/search/pagefind.js", SITE).href);
      await index.init();
      const { area = {} } = await index.filters();
      const own = this.#kept ?? ownArea()?.title;
      const names = Object.keys(area).filter((name) => name !== EVERYWHERE);
      this.area?.append(...names.sort().map((name) => el("option", { value: name }, name)));
      if (this.area && own && names.includes(own)) this.area.value = own;
      return index;
    } catch (error) {
      this.#index = null; // the next letter tries again
      throw error;
    }
  }

  async #search() {
    const turn = ++this.#turn;
    const words = this.field?.value.trim() ?? "";
    if (!words) {
      this.#found = [];
      this.#startList("");
      return;
    }
    if (words.length > LONGEST) {
      this.#found = [];
      this.#startList(`That is ${words.length} characters. Search for a few words, ${LONGEST} characters at most.`);
      return;
    }
    try {
      const index = await this.#load();
      const area = this.area?.value;
      const filters = area ? { any: [{ area }, { area: EVERYWHERE }] } : {};
      let answer = await index.debouncedSearch(words, { filters }, WAIT);
      if (!answer || turn !== this.#turn) return; // a later letter asks anew
      let lacking = await missing(index, words, answer.results);
      const other = lacking.length > 0 || answer.results.length === 0 ? parted(words) : null;
      if (other) {
        answer = await index.search(other, { filters });
        lacking = await missing(index, other, answer.results);
      }
      if (turn !== this.#turn) return;
      this.#found = lacking.length > 0 ? [] : answer.results;
      const count = this.#found.length;
      const where = area ? ` in ${area} and in what all areas share` : "";
      const none = lacking.length > 0 ? `: no text has ${listed(lacking)}` : where;
      const more = /\s/.test(words) ? "fewer words" : "another word";
      const advice = `Try ${more}${area && lacking.length === 0 ? ", or all areas" : ""}.`;
      await this.#startList(count === 0 ? `Nothing found${none}. ${advice}` : `${count} found${where}`, count === 0);
    } catch {
      if (turn !== this.#turn) return;
      this.#found = [];
      this.#startList(FAILED, true);
    }
  }

  /** @param {string} told @param {boolean} [lost] whether to show ways on */
  async #startList(told, lost = false) {
    if (!this.list || !this.status) return;
    this.#shown = 0;
    const turn = this.#turn;
    const items = await this.#next();
    if (turn !== this.#turn) return;
    fill(this.list, ...items);
    fill(this.status, told);
    if (this.ways) this.ways.hidden = !lost;
  }

  async #showMore() {
    const turn = this.#turn;
    try {
      const items = await this.#next();
      if (turn !== this.#turn || !this.list) return;
      this.list.append(...items);
      items[0]?.querySelector("a")?.focus();
    } catch {
      if (turn === this.#turn && this.status) this.status.textContent = FAILED;
    }
  }

  /** @returns {Promise<HTMLElement[]>} the next results, drawn */
  async #next() {
    const part = this.#found.slice(this.#shown, this.#shown + AT_ONCE);
    this.#shown += part.length;
    const items = (await Promise.all(part.map((one) => one.data()))).map(draw);
    if (this.more) this.more.hidden = this.#shown >= this.#found.length;
    return items;
  }
}

/** @param {Found} found @returns {HTMLElement} */
function draw(found) {
  const { title = "", text, place } = found.meta;
  const [part] = found.sub_results;
  const here = text === undefined && part ? part.url : found.raw_url;
  const href = new URL(here.replace(/^\//, ""), SITE).href;
  return el(
    "li",
    {},
    text !== undefined && el("p", { class: "hb-small" }, title),
    el("p", {}, el("a", { href }, text ?? (part && part.title !== title ? `${title}: ${part.title}` : title))),
    text === undefined && el("p", { class: "hb-small" }, plain(part?.excerpt ?? found.excerpt)),
    place && el("p", { class: "hb-small" }, place),
  );
}

/** @param {string[]} words @returns {string} in quotes, as a list */
function listed(words) {
  return words.map((word) => `“${apart(word)}”`).join(" or ");
}

/** @param {string} excerpt with marks @returns {string} its text */
function plain(excerpt) {
  return new DOMParser().parseFromString(excerpt, "text/html").body.textContent ?? "";
}

customElements.define("site-search", SiteSearch);
