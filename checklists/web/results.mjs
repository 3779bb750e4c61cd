// The list of results: dated ones in time order, then those without a date, with the notices above.
import { arrange, el, fill, need, renew, say } from "./dom.mjs";
import { areaAddress, sourcePage } from "./reckoner.mjs";
import { RENEWED, reloadButton } from "./renewed.mjs";
import { ResultItem } from "./result-item.mjs";

/**
 * @typedef {import("./types").Answer} Answer
 * @typedef {import("./types").Deadline} Deadline
 * @typedef {import("./types").QuickSource} QuickSource
 * @typedef {import("./reckoner.mjs").Quickly} Quickly
 */

const OPEN = ["waiting", "due", "overdue"];
const NO_DATE = "No date can be worked out from what you entered.";

export class Results {
  /** @type {Map<string, ResultItem>} */
  #items = new Map();
  #announced = "";
  #why = ""; // what stands in place of the list, or stood there last
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {HTMLDetailsElement[]} */
  #opened = [];

  /** @param {HTMLElement} root the results section */
  constructor(root) {
    this.root = root;
    this.dated = need(root, "[data-part=dated]");
    this.undated = need(root, "[data-part=undated]");
    this.withoutDate = need(root, "[data-part=without-date]");
    this.next = need(root, "[data-part=next]");
    this.silent = need(root, "[data-part=silent]");
    this.notices = need(root, "[data-part=notices]");
    this.empty = need(root, "[data-part=empty]");
    this.take = need(root, "[data-part=take]");
    this.ways = need(root, "[data-part=ways]");
    this.announcer = need(root, "[data-part=announce]");
    addEventListener("beforeprint", () => this.#openAll());
    addEventListener("afterprint", () => {
      for (const details of this.#opened) details.open = false;
      this.#opened = [];
    });
  }

  /** @param {Answer} answer @param {string[]} leftOut dates that are not complete @param {string} unread what of a link was not used */
  show(answer, leftOut, unread) {
    const dated = answer.deadlines.filter((item) => item.latest || item.earliest);
    const others = answer.deadlines.filter((item) => !item.latest && !item.earliest);
    const keep = new Set();
    const around = JSON.stringify([answer.sources, answer.as_on]);
    const place = (/** @type {Element} */ list, /** @type {Deadline[]} */ items) => {
      arrange(list, items.map((item) => {
        const shown = this.#item(item.deadline, item.occurrence);
        keep.add(shown);
        shown.show(item, answer, around);
        return shown.root;
      }));
    };
    const focused = document.activeElement;
    place(this.dated, dated);
    place(this.undated, others);
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.root.contains(focused)) focused.focus();
    this.#forget(keep);
    this.withoutDate.hidden = others.length === 0;
    this.empty.hidden = true;
    this.take.hidden = this.ways.hidden = false;
    need(this.ways, "[data-to=dc-undated-title]").hidden = others.length === 0;
    need(this.ways, "[data-to=dc-picture-title]").hidden = answer.timeline === null;
    this.root.classList.remove("dc-stale");
    this.#showSilent(answer.not_said);
    renew(this.notices, ...notices(answer, leftOut, unread));
    this.#first(sentence(dated));
  }

  /** The answer in a sentence, at the head of the list and, once the typing has stopped, in speech. @param {string} text */
  #first(text) {
    say(this.next, text === NO_DATE ? "" : text); // a notice of its own says why there is none
    this.announce(text);
  }

  /** @param {Quickly[]} found @param {string} why what the reader is told about them */
  showQuick(found, why) {
    const keep = new Set();
    arrange(this.dated, found.map((quick) => {
      const shown = this.#item(quick.deadline, quick.occurrence);
      keep.add(shown);
      shown.showQuick(quick);
      return shown.root;
    }));
    arrange(this.undated, []);
    this.#forget(keep);
    this.withoutDate.hidden = true;
    this.#showSilent([]);
    this.empty.hidden = true;
    this.take.hidden = this.ways.hidden = true;
    this.root.classList.remove("dc-stale");
    renew(this.notices, ...care(found[0]?.sources ?? []), el("p", { class: "dc-notice" }, why));
    const next = found.find((quick) => quick.latest);
    this.#first(next?.latest ? `${next.title} by ${next.latest.words}, from the ready reckoner.` : "");
  }

  /** @param {string} why what to do to get a list @param {boolean} [reload] whether to offer to load the page again, too */
  clear(why, reload = false) {
    arrange(this.dated, []);
    arrange(this.undated, []);
    this.#items.clear();
    this.withoutDate.hidden = true;
    this.#showSilent([]);
    this.take.hidden = this.ways.hidden = true;
    renew(this.notices);
    const words = reload ? `${why} ${RENEWED} ` : why;
    if (this.#why !== words) fill(this.empty, words, reload && reloadButton()); // a button that is being pressed stays
    this.#why = words;
    this.empty.hidden = false;
    this.root.classList.remove("dc-stale");
    this.#first(""); // what was about to be said is no longer so
  }

  /** Keep what is shown, marked as no longer what the form says. @param {string} why */
  outOfDate(why) {
    const shown = this.#items.size > 0;
    this.root.classList.toggle("dc-stale", shown);
    this.empty.hidden = true;
    renew(this.notices, el("p", { class: "dc-notice dc-problem" },
      el("strong", {}, shown ? "These dates are out of date. " : "No dates could be worked out. "), why));
    say(this.next, "");
    this.announce(`${shown ? "The list is out of date." : "No dates could be worked out."} ${why}`);
  }

  /** Say one sentence to screen readers, once the typing has stopped. @param {string} text */
  announce(text) {
    clearTimeout(this.#timer);
    if (text === this.#announced) return;
    this.#timer = setTimeout(() => {
      this.#announced = text;
      this.announcer.textContent = text;
    }, 700);
  }

  /** What no date is given for, so that nobody takes it for what need not happen. @param {Answer["not_said"]} listed */
  #showSilent(listed) {
    this.silent.hidden = listed.length === 0;
    need(this.ways, "[data-to=dc-silent-title]").hidden = listed.length === 0;
    renew(need(this.silent, "dl"), ...listed.map(({ title, text }) => el("div", {}, el("dt", {}, title), el("dd", {}, text))));
  }

  /** @param {string} deadline @param {number} occurrence @returns {ResultItem} */
  #item(deadline, occurrence) {
    const key = `${deadline} ${occurrence}`;
    let item = this.#items.get(key);
    if (!item) this.#items.set(key, (item = new ResultItem()));
    return item;
  }

  /** @param {Set<ResultItem>} keep */
  #forget(keep) {
    for (const [key, item] of this.#items) if (!keep.has(item)) this.#items.delete(key);
  }

  #openAll() {
    for (const item of this.#items.values()) {
      item.build(true);
      if (!item.details.open && !item.details.hidden) {
        item.details.open = true;
        this.#opened.push(item.details);
      }
    }
  }
}

/** @param {Deadline[]} dated @returns {string} the one sentence that says what changed */
function sentence(dated) {
  const overdue = dated.filter((item) => item.status === "overdue" && !item.overtaken).length;
  const next = dated.find((item) => OPEN.includes(item.status) && item.status !== "overdue" && item.latest);
  const first = overdue ? `${overdue} overdue. ` : "";
  if (dated.length === 0) return NO_DATE;
  return next ? `${first}Next: ${next.title} by ${next.words?.latest}.` : `${first}${dated.length} dates worked out.`;
}

/** @param {Answer} answer @param {string[]} leftOut @param {string} unread */
function notices(answer, leftOut, unread) {
  /** @type {HTMLElement[]} */
  const shown = unread ? [el("p", { class: "dc-notice dc-problem" }, unread)] : [];
  if (answer.fictional) shown.push(el("p", { class: "dc-notice dc-fictional" }, el("strong", {}, `${answer.fictional}.`)));
  if (answer.as_at) {
    shown.push(el("p", { class: "dc-notice" }, `Worked out by the rules in force on ${answer.as_at_words}, whatever the dates.`));
  }
  if (leftOut.length > 0) {
    shown.push(el("p", { class: "dc-notice dc-problem" }, `Left out until it is complete: ${leftOut.join(", ")}.`));
  }
  if (!answer.deadlines.some((item) => item.latest || item.earliest)) shown.push(noDate(answer));
  shown.push(...care(answer.sources));
  for (const warning of answer.warnings) shown.push(el("p", { class: "dc-notice" }, warning.message));
  const none = answer.not_applicable ?? [];
  if (none.length > 0) {
    shown.push(el("details", { class: "dc-none" }, el("summary", {}, "Limits that do not apply to this case"),
      el("ul", {}, ...none.map(({ title, because }) => el("li", {}, `${title}: ${because}`)))));
  }
  return shown;
}

/** Why there is no date, in the words of the area, and where to read on. @param {Answer} answer */
function noDate(answer) {
  return el("p", { class: "dc-notice" }, el("strong", {}, NO_DATE), ` ${answer.summary ? `${answer.summary} ` : ""}`,
    el("a", { href: areaAddress(answer.area) }, `What the procedures of ${answer.title} say`));
}

/**
 * Which sources must be checked before anyone acts on a date, each once; then, more quietly, those without a date.
 * @param {QuickSource[]} sources
 */
function care(sources) {
  const said = (/** @type {QuickSource} */ source) => [
    el("a", { href: sourcePage(source.id) }, source.title), " is ", el("strong", {}, source.care_words ?? ""), ". ", source.status_note,
  ];
  const doubtful = sources.filter((source) => source.care === "check");
  return [
    doubtful.length > 0 && el("div", { class: "dc-notice" },
      el("p", {}, el("strong", {}, "Check the procedure in force before you act on a date")),
      ...doubtful.map((source) => el("p", {}, ...said(source)))),
    ...sources.filter((source) => source.care === "note").map((source) => el("p", { class: "dc-small" }, ...said(source))),
  ].filter((part) => part instanceof HTMLElement);
}
