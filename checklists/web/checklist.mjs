// A checklist's page: the printed list becomes one that remembers, for the open case file and the meeting chosen.
import "./case-bar.mjs";
import { nameOf } from "./case-bar.mjs";
import { LIMITS, newCase, putDate, setFact, setTick, toRequest } from "./case-file.mjs";
import { ChecklistHead } from "./checklist-head.mjs";
import { ChecklistItem, itemElement } from "./checklist-item.mjs";
import { ChecklistTools } from "./checklist-tools.mjs";
import { inFull } from "./date-text.mjs";
import { Desk, listAddress, nowHere, siteAddress } from "./desk.mjs";
import { el, fill, need, say } from "./dom.mjs";
import { Question } from "./form-parts.mjs";
import { apart } from "./plain.mjs";
import { APP } from "./place.mjs";
import { kebab, rulesAddress } from "./reckoner.mjs";
import { RENEWED } from "./renewed.mjs";
import { copyText, newId, saveFile } from "./save.mjs";
import { retiredWords } from "./tick-words.mjs";
import { beforeReload, typedInTool } from "./typed.mjs";

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {import("./types").SheetAnswer} SheetAnswer
 * @typedef {import("./types").Tick} Tick
 */

const SOON = 120; // milliseconds between a tick and the question to the engine

class ChecklistSheet extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  /** @type {ChecklistItem[]} */
  #items = [];
  /** @type {ChecklistItem[]} */
  #left = [];
  /** @type {Map<string, Question>} */
  #questions = new Map();
  /** @type {SheetAnswer | null} */
  #answer = null;
  #turn = 0;
  #who = "";
  #day = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saying;
  #connected = false;
  /** @type {string[]} items whose fields were there before a newer release took over */
  #built = [];

  async connectedCallback() {
    if (this.#connected) return;
    this.#connected = true;
    this.#built = typedInTool().built ?? [];
    this.area = this.dataset.area ?? "";
    this.list = this.dataset.list ?? "";
    const desk = await Desk.open(this, () => this.#staged());
    this.#desk = desk;
    this.#day = desk.today();
    this.bar = /** @type {import("./case-bar.mjs").CaseBar} */ (need(this, "case-bar"));
    this.bar.attach(desk, () => this.area ?? "");
    need(this, "[data-part=fallback]").hidden = true;
    this.around = {
      template: /** @type {HTMLTemplateElement} */ (need(this, "template[data-part=date-entry]")),
      today: () => desk.today(), most: LIMITS, who: () => this.#who,
      place: () => (this.file ? `${this.file.id} ${this.head?.bucket ?? ""}` : ""),
      write: (/** @type {string} */ key, /** @type {Partial<Tick>} */ change) => this.#write(key, change),
    };
    this.append(el("datalist", { id: "cl-roles" }));
    this.#items = [...this.querySelectorAll("[data-part=body] .cl-item")].map((root) =>
      new ChecklistItem(/** @type {HTMLElement} */ (root), /** @type {any} */ (this.around)));
    this.head = new ChecklistHead(need(this, "[data-part=head]"), this, /** @type {any} */ (this.around), () => this.#chosen(),
      (entry) => this.#addMeeting(entry));
    this.tools = new ChecklistTools(need(this, "[data-part=tools]"), need(this, "[data-part=body]"), () => [...this.#left, ...this.#items]);
    this.#askFirst();
    this.#offerExports();
    desk.store.listen(({ kind }) => {
      if (kind === "left") return;
      this.#show();
      this.#soon();
    });
    for (const sign of ["focusin", "input"]) this.addEventListener(sign, () => this.#warm());
    document.addEventListener("visibilitychange", () => this.#newDay());
    setInterval(() => this.#newDay(), 30_000);
    beforeReload((tool) => {
      tool.built = [...this.#left, ...this.#items].filter(({ built }) => built).map(({ key }) => key);
    });
    this.#show();
    this.#rebuild(this.#items);
    if (desk.store.current) this.#soon();
    this.dataset.ready = "";
  }

  /** @returns {CaseFile | null} the open file, if it is of this list's area */
  get file() {
    const open = this.#desk?.store.current ?? null;
    return open && (open.area === this.area || open.area === "") ? open : null;
  }

  #warm() {
    if (this.file) this.#desk?.engine.start(rulesAddress(this.area ?? ""));
  }

  /** Midnight may pass while the page is open: what is due changes with it. */
  #newDay() {
    const today = this.#desk?.today() ?? "";
    if (document.hidden || today === this.#day) return;
    this.#day = today;
    this.#answer = null;
    this.#show();
    this.#soon();
  }

  #askFirst() {
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-part=facts] > li"))) {
      const key = line.dataset.fact ?? "";
      const assumed = line.dataset.assumed === "" ? null : line.dataset.assumed === "yes";
      const question = new Question({ key, question: need(line, "span").textContent ?? "", assumed }, () => {
        const answer = question.read();
        this.#change((file) => setFact(file, key, answer, nowHere()), question.root);
      });
      this.#questions.set(key, question);
      line.replaceChildren(question.root);
    }
  }

  /**
   * @param {(file: CaseFile) => void} edit made in the open file; one is started where none is
   * @param {Element} [place] what was edited: a file that it starts is named at the head of the page, which may be far from it
   */
  #change(edit, place) {
    const begun = !this.file;
    const file = this.file ?? this.bar?.startOne();
    if (file) this.#desk?.store.change(file.id, edit);
    if (file && begun && place) this.#tellBegun(place);
  }

  /** @param {Element} place */
  #tellBegun(place) {
    if (this.#desk?.store.where === "device") return;
    place.append(el("p", { class: "dc-notice", role: "status" },
      "A case file was started for this. It is kept in this tab only, and gone when the tab is closed, unless you ",
      el("a", { href: siteAddress("tools/cases/") }, "save it or keep it on this device"), "."));
  }

  /** @param {string} key @param {Partial<Tick>} change */
  #write(key, change) {
    if (change.by) this.#who = change.by;
    const bucket = this.head?.bucket ?? "case";
    const item = [...this.#left, ...this.#items].find((one) => one.key === key);
    this.#change((file) => setTick(file, bucket, key, change, nowHere()), item?.root);
    this.#warm();
  }

  /**
   * Add a meeting that the list belongs to, and turn to it; one that has that day already is not doubled.
   * @param {{date: string, booked: boolean}} entry
   */
  #addMeeting(entry) {
    const event = this.dataset.event ?? "";
    const id = this.file?.events[event]?.find(({ date }) => date === entry.date)?.id ?? newId(8);
    this.#change((file) => putDate(file, event, { id, date: entry.date, ...(entry.booked && { booked: true }) }, nowHere()), this.head?.which);
    this.head?.choose(id);
  }

  #chosen() {
    this.#answer = null;
    this.#show();
    this.#soon();
  }

  #show() {
    const file = this.file;
    const other = this.#desk?.store.current ?? null;
    this.head?.show(file, this.#day);
    const bucket = this.head?.bucket ?? "case";
    if (other && !file) this.head?.tell(otherArea(other, this.dataset.title ?? "", this.list ?? ""));
    else this.head?.tell(null);
    const ticks = file?.ticks[bucket] ?? {};
    const sheet = this.#answer?.sheet.meeting.bucket === bucket ? this.#answer.sheet : null;
    this.#showLeft(sheet, ticks);
    const shown = new Map(sheet?.items.map((item) => [item.key, item]));
    for (const item of this.#items) item.show(ticks[item.key] ?? null, shown.get(item.key) ?? null);
    for (const [key, question] of this.#questions) question.write(file?.facts[key]);
    this.head?.progress(sheet);
    this.tools?.show();
    const roles = new Set([...this.querySelectorAll(".cl-who")].map(({ textContent }) => textContent ?? ""));
    fill(need(this, "#cl-roles"), ...[...roles].filter((role) => role !== "Nobody is named").map((value) => el("option", { value })));
  }

  /** @param {import("./types").Sheet | null} sheet @param {Record<string, Tick>} ticks */
  #showLeft(sheet, ticks) {
    const place = need(this, "[data-part=left]");
    const left = sheet?.left ?? [];
    const notes = sheet?.notes ?? [];
    const retired = sheet?.retired ?? [];
    const wanted = JSON.stringify([left.map(({ key }) => key), notes, retired.map((item) => [item, ticks[item.key]])]);
    if (place.dataset.shown !== wanted) {
      const list = el("ul", { class: "cl-items" }, ...left.map(itemElement));
      this.#left = [...list.children].map((root) => new ChecklistItem(/** @type {HTMLElement} */ (root), /** @type {any} */ (this.around)));
      fill(place, left.length > 0 ? el("section", { class: "cl-section", "aria-labelledby": "s-left" },
        el("h2", { id: "s-left" }, "Left open at an earlier meeting"), list) : null,
      notes.length > 0 ? el("section", { class: "cl-section", "aria-labelledby": "s-noted" },
        el("h2", { id: "s-noted" }, "Noted earlier"), el("ul", {}, ...notes.map(({ action, since, note }) =>
          el("li", {}, `${action} At the ${since}: ${apart(note)}`)))) : null,
      retired.length > 0 ? el("section", { class: "cl-section", "aria-labelledby": "s-retired" },
        el("h2", { id: "s-retired" }, "No longer on the list"), el("ul", {}, ...retired.map((item) =>
          el("li", {}, `${retiredWords(item, ticks[item.key])}.`)))) : null);
      place.dataset.shown = wanted;
    }
    const shown = new Map(left.map((item) => [item.key, item]));
    for (const item of this.#left) item.show(ticks[item.key] ?? null, shown.get(item.key) ?? null);
    this.#rebuild(this.#left);
  }

  /** @param {ChecklistItem[]} items have the fields again that the reader had asked for, so that what was typed has its place */
  #rebuild(items) {
    for (const item of items) if (this.#built.includes(item.key)) item.build();
  }

  /** Ask the engine how the list stands, once the ticking has paused. */
  #soon() {
    clearTimeout(this.#timer);
    if (this.file) this.#timer = setTimeout(() => this.#ask(), SOON);
  }

  async #ask() {
    const file = this.file;
    if (!file || !this.#desk) return;
    this.#turn += 1;
    const turn = this.#turn;
    const reply = await this.#desk.ask(this.area ?? "", { ...this.#request(file), do: "checklists" });
    if (turn !== this.#turn) return;
    if (reply.ok) {
      this.#answer = reply.value;
      this.head?.tell(null);
      this.#show();
      this.#stamp(reply.value);
      this.#announce(reply.value.sheet.progress.words);
      await this.#desk.workOut(file);
    } else this.head?.tell(el("p", { class: "dc-notice dc-problem" },
      `What is due could not be worked out: ${reply.error.message}${reply.error.remedy ? `: ${reply.error.remedy}` : ""}. Ticks are kept all the same.`));
  }

  /** @param {CaseFile} file */
  #request(file) {
    return { ...toRequest(file, this.#desk?.today() ?? ""), area: this.area, list: this.list, bucket: this.head?.bucket };
  }

  /** @param {string} words said once the ticking has stopped */
  #announce(words) {
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => say(need(this, "[data-part=announce]"), words), 700);
  }

  /** @param {SheetAnswer} answer */
  #stamp(answer) {
    const name = this.file ? `${nameOf(this.file)}. ` : "";
    const meeting = answer.sheet.meeting.words ? `For the ${answer.sheet.meeting.words}. ` : "";
    say(need(this, "[data-part=stamp]"), `${name}${meeting}As on ${answer.as_on_words}, rules ${answer.rules}. ${answer.sheet.progress.words}.`);
  }

  #staged() {
    const stage = this.#desk?.engine.stage ?? "idle";
    document.body.dataset.engine = stage;
    this.head?.stage(stage, this.#desk?.engine.failure?.kind ?? "", () => {
      this.#desk?.engine.again();
      this.#soon();
    });
  }

  #offerExports() {
    const place = need(this, "[data-part=take]");
    const said = el("p", { class: "dc-said", role: "status" });
    const button = (/** @type {string} */ words, /** @type {() => Promise<string>} */ act) => {
      const made = el("button", { type: "button", class: "dc-button dc-second" }, words);
      made.addEventListener("click", async () => say(said, await act().catch(() => `Not saved: the file could not be made. ${RENEWED}`)));
      return made;
    };
    fill(place, el("h2", {}, "Take the list with you"), el("div", { class: "dc-actions" },
      button("Print", async () => {
        print();
        return "";
      }),
      button("Table (.csv)", () => this.#csv()),
      button("Word (.docx)", () => this.#word()),
      button("Copy link to this list", async () =>
        (await copyText(location.origin + location.pathname, linkBox) ? "The link is copied. It holds nothing of the case." : "Copy the link from the box."))), said);
    const linkBox = el("div", { class: "dc-field", hidden: true }, el("label", { for: "cl-link" }, "Link to copy"),
      el("input", { id: "cl-link", type: "text", readonly: true }));
    place.append(linkBox);
    place.hidden = false;
  }

  async #csv() {
    const file = this.#fileOrBare();
    const reply = await /** @type {Desk} */ (this.#desk).ask(this.area ?? "", {
      ...this.#request(file), do: "checklist_csv", now: nowHere(), ...(file.nickname && { nickname: file.nickname }),
    });
    if (!reply.ok) return `Not saved: ${reply.error.message}.`;
    saveFile(reply.value);
    return `Saved as ${reply.value.filename}.`;
  }

  async #word() {
    const file = this.#fileOrBare();
    const reply = await /** @type {Desk} */ (this.#desk).ask(this.area ?? "", { ...this.#request(file), do: "checklists" });
    if (!reply.ok) return `Not saved: ${reply.error.message}.`;
    const { wordFile } = await import(new URL("word.mjs", APP).href);
    const sources = [...this.querySelectorAll(".hb-cites a")].map((link) => link.textContent ?? "");
    const made = await wordFile(reply.value, file, { address: location.origin + location.pathname, sources, printed: inFull(this.#day) });
    saveFile(made);
    return `Saved as ${made.filename}.`;
  }

  /** Without a case file the list is exported as it would be printed. @returns {CaseFile} */
  #fileOrBare() {
    return this.file ?? newCase(this.area ?? "", nowHere());
  }
}

/** @param {CaseFile} other @param {string} here @param {string} list */
function otherArea(other, here, list) {
  return el("p", { class: "dc-notice" }, `The open case file, ${nameOf(other)}, is not under ${here}’s procedures. A tick here starts another file. `,
    el("a", { href: listAddress(other.area, list) }, `The same list for its own area (${kebab(other.area)})`));
}

customElements.define("checklist-sheet", ChecklistSheet);
