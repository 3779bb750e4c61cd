// One result in the list. The element stays while its contents change, so that an opened
// "How this was worked out" stays open and focus stays where it was.
import { capital, el, need, renew, setAll } from "./dom.mjs";
import { sourceLinks, working } from "./working.mjs";

/**
 * @typedef {import("./types").Answer} Answer
 * @typedef {import("./types").Deadline} Deadline
 */

export class ResultItem {
  #seen = "";
  #built = "";
  /** @type {{item: Deadline, answer: Answer} | null} */
  #now = null;

  constructor() {
    this.head = el("div", { class: "dc-item" });
    this.body = el("div", { class: "dc-working" });
    this.details = el("details", { hidden: true }, el("summary", {}, "How this was worked out"), this.body);
    this.details.addEventListener("toggle", () => this.build());
    this.root = el("li", {}, this.head, this.details);
  }

  /** @param {Deadline} item @param {Answer} answer @param {string} around what else of the answer is shown with it */
  show(item, answer, around) {
    const seen = JSON.stringify(item) + around;
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#now = { item, answer };
    setAll(this.root, {
      "data-deadline": item.deadline, "data-occurrence": String(item.occurrence), "data-latest": item.latest ?? "",
      "data-earliest": item.earliest ?? "", "data-status": item.status, "data-source": "engine",
      "data-target": item.target_date ?? "", "data-overtaken": String(Boolean(item.overtaken)),
    });
    renew(this.head, ...parts(item, answer));
    this.details.hidden = false;
    renew(need(this.details, "summary"), "How this was worked out",
      el("span", { class: "dc-hidden" }, `: ${item.title}${item.about ? ` ${item.about}` : ""}`));
    this.build();
  }

  /** @param {import("./reckoner.mjs").Quickly} quick what the ready reckoner has, until the engine answers */
  showQuick(quick) {
    const seen = JSON.stringify(quick);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#now = null;
    const { latest, earliest } = quick;
    setAll(this.root, {
      "data-deadline": quick.deadline, "data-occurrence": String(quick.occurrence), "data-latest": latest?.iso ?? "",
      "data-earliest": earliest?.iso ?? "", "data-status": "", "data-source": "reckoner",
    });
    const column = (latest ?? earliest)?.column;
    renew(this.head,
      el("h3", {}, quick.title),
      latest ? bigDate("By", latest.words) : earliest ? bigDate("Not before", earliest.words) : null,
      quick.target ? el("p", { class: "dc-target" }, "Target: ", el("strong", {}, quick.target.words)) : null,
      latest && earliest ? el("p", {}, `Not before ${earliest.words}`) : null,
      column ? el("p", { class: "dc-limit" }, `${capital(column.limit_words)} (${column.strength_words})`) : null,
      el("p", { class: "dc-small" }, "From the ready reckoner."));
    this.details.hidden = true;
    this.details.open = false;
  }

  /** Fill the details if they are open (or `anyway`, before printing) and not up to date. */
  build(anyway = false) {
    if (!this.#now || this.#built === this.#seen || !(anyway || this.details.open)) return;
    this.#built = this.#seen;
    renew(this.body, ...working(this.#now.item, this.#now.answer));
  }
}

/** @param {string} lead @param {string} words */
const bigDate = (lead, words) => el("p", { class: "dc-date-big" }, `${lead} `, el("strong", {}, words));

/** @param {Deadline} item @param {Answer} answer */
function parts(item, answer) {
  const words = item.words ?? {};
  const who = item.responsible ? capital(item.responsible.label) : "";
  const known = item.limit_words && item.limit !== "not known"; // else the reason says it better
  const limit = known ? `${capital(item.limit_words ?? "")}${item.strength_words ? ` (${item.strength_words})` : ""}` : "";
  return [
    el("div", { class: "dc-item-head" },
      el("h3", {}, item.title, item.about ? el("span", { class: "dc-about" }, ` ${item.about}`) : null),
      el("span", { class: `dc-status dc-${item.overtaken ? "overtaken" : item.status}` }, item.status_words)),
    item.latest ? bigDate("By", words.latest ?? item.latest)
      : item.earliest ? bigDate("Not before", words.earliest ?? item.earliest) : null,
    item.target_date ? el("p", { class: "dc-target" }, "Target: ", el("strong", {}, words.target_date ?? item.target_date),
      `. ${capital(item.target_limit_words ?? "")}${item.target_strength_words ? ` (${item.target_strength_words})` : ""}`) : null,
    item.latest && item.earliest ? el("p", {}, `Not before ${words.earliest}`) : null,
    item.last_working_day && item.last_working_day !== item.latest
      ? el("p", { class: "dc-aim" }, "Day to aim for: ", el("strong", {}, words.last_working_day ?? ""), ", the last working day before it")
      : null,
    item.safe_latest && item.safe_latest !== item.latest
      ? el("p", { class: "dc-safe" }, `Safe under every reading: by ${words.safe_latest}`) : null,
    item.safe_earliest && item.safe_earliest !== item.earliest
      ? el("p", { class: "dc-safe" }, `Safe under every reading: not before ${words.safe_earliest}`) : null,
    item.reason ? el("p", { class: "dc-reason" }, ...sentences([capital(item.reason)])) : null,
    el("p", { class: "dc-limit" }, ...sentences([limit, item.runs_from?.words ? `From the ${item.runs_from.words}` : "", who])),
    el("p", { class: "dc-small" }, item.cites.length === 1 ? "Source: " : "Sources: ", ...sourceLinks(item, answer)),
    ask(item),
    item.booked_on ? el("p", { class: item.booked_late || item.booked_early ? "dc-flag" : "dc-from" },
      `Booked for ${words.booked_on ?? item.booked_on}`
      + (item.booked_late ? `, after the latest ${item.booked_on === item.latest ? "time" : "day"}` : "")
      + (item.booked_early ? `, before the earliest ${item.booked_on === item.earliest ? "time" : "day"}` : "")) : null,
    ...flags(item, answer),
  ];
}

/** @param {string[]} texts @returns {string[]} those that say something, each with its full stop */
const sentences = (texts) => texts.filter(Boolean).map((text) => `${text}${/[.?!]$/.test(text) ? "" : "."} `);

/**
 * What has not been entered counts as not done: where that makes something late, or where
 * the limit hangs on an answer, the way to enter it.
 * @param {Deadline} item
 */
function ask(item) {
  const event = item.target?.enter ?? item.target?.event.split(" ").pop();
  const late = event && (item.status === "overdue" || item.status === "due");
  if (!late && !item.depends_on) return null;
  return el("p", { class: "dc-ask" },
    el("button", {
      type: "button", class: "dc-plain", "data-act": "enter", "data-field": item.depends_on ?? event,
    }, item.depends_on ? "Answer the question" : "Done? Enter the date", el("span", { class: "dc-hidden" }, `: ${item.title}`)));
}

/** @param {Deadline} item @param {Answer} answer */
function flags(item, answer) {
  const lines = [...(item.assumed ?? []), ...(item.remarks ?? [])];
  if (item.set_by && !(item.limit_words ?? "").includes("as set by")) lines.push(capital(item.set_by.words));
  if (item.provisional || item.last_working_day_provisional) {
    lines.push(`Provisional: bank holidays are known up to ${answer.calendar.to.slice(0, 4)} only, and weekends alone are left out after that`);
  }
  const used = new Set(item.cites.map((cite) => cite.split("#")[0]));
  for (const { id, title, review_passed } of answer.sources) {
    if (review_passed && used.has(id)) lines.push(`Source past its own review date: ${title}`);
  }
  return lines.map((line) => el("p", { class: "dc-flag" }, line));
}
