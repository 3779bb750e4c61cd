// The page of case files: the board, the open file, and where they are kept.
import "./case-bar.mjs";
import { BoardView } from "./board-view.mjs";
import { CaseView } from "./case-view.mjs";
import { Desk } from "./desk.mjs";
import { need, say } from "./dom.mjs";
import { showStage } from "./engine-words.mjs";
import { KeepView } from "./keep-view.mjs";

/** @typedef {import("./types").CaseFile} CaseFile */

const SOON = 150; // milliseconds: several edits in a row are worked out once

class CaseBoard extends HTMLElement {
  /** @type {Desk | null} */
  #desk = null;
  #day = "";
  /** @type {Map<string, string>} what each was last worked out from */
  #from = new Map();
  #working = false;
  #recording = false; // what has just been worked out is shown already
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #connected = false;

  async connectedCallback() {
    if (this.#connected) return;
    this.#connected = true;
    const desk = await Desk.open(this, () => this.#staged());
    this.#desk = desk;
    this.#day = desk.today();
    const areas = /** @type {HTMLTemplateElement} */ (need(this, "template[data-part=areas]"));
    const titles = new Map([...areas.content.querySelectorAll("option")].map((option) => [option.value, option.textContent ?? ""]));
    const template = /** @type {HTMLTemplateElement} */ (need(this, "template[data-part=date-entry]"));
    const bar = /** @type {import("./case-bar.mjs").CaseBar} */ (need(this, "case-bar"));
    bar.attach(desk, () => "");
    this.board = new BoardView(need(this, "[data-part=board]"), desk, titles);
    this.keep = new KeepView(need(this, "[data-part=keep]"), desk, areas);
    this.view = new CaseView(need(this, "[data-part=case]"), desk, this.keep, titles, template);
    need(this, "[data-part=fallback]").hidden = true;
    this.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-case]");
      if (button) requestAnimationFrame(() => need(this, "#cb-case-title").focus());
    });
    desk.store.listen(({ kind }) => {
      if (kind === "left" || this.#recording) return;
      this.#show();
      this.#soon();
    });
    document.addEventListener("visibilitychange", () => this.#newDay());
    setInterval(() => this.#newDay(), 30_000);
    this.#show();
    this.#soon();
    this.dataset.ready = "";
  }

  /** Midnight may pass while the page is open: then all is worked out again. */
  #newDay() {
    const today = this.#desk?.today() ?? "";
    if (document.hidden || today === this.#day) return;
    this.#day = today;
    this.#from.clear();
    this.board?.forget();
    this.#show();
    this.#soon();
  }

  #show() {
    const current = this.#desk?.store.current ?? null;
    this.board?.show();
    this.view?.show(current, current ? this.board?.of(current.id) ?? null : null);
    this.keep?.show();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work(), SOON);
  }

  async #work() {
    const desk = this.#desk;
    if (!desk || this.#working) return;
    const files = desk.store.cases.filter((file) => file.area && this.#from.get(file.id) !== basis(file));
    // The open one first: it is what the reader looks at.
    files.sort((a, b) => Number(b.id === desk.store.current?.id) - Number(a.id === desk.store.current?.id));
    if (files.length === 0) return;
    this.#working = true;
    for (const file of files) this.#from.set(file.id, basis(file));
    await desk.board(files, (found) => {
      this.#recording = true;
      for (const one of found) desk.record(one);
      this.#recording = false;
      this.board?.take(found);
      const open = found.find(({ id }) => id === desk.store.current?.id);
      if (open) this.view?.show(desk.store.current, open);
    });
    this.#working = false;
    say(need(this, "[data-part=announce]"), need(this, ".cb-total").textContent ?? "");
    if (desk.engine.stage === "failed") for (const file of files) this.#from.delete(file.id);
    else this.#soon();
  }

  #staged() {
    const stage = this.#desk?.engine.stage ?? "idle";
    document.body.dataset.engine = stage;
    showStage(need(this, "[data-part=engine]"), stage, {
      kind: this.#desk?.engine.failure?.kind ?? "", reckoner: null, without: true,
      again: () => {
        this.#desk?.engine.again();
        this.#soon();
      },
    });
  }
}

/** @param {CaseFile} file @returns {string} all that what is open in it hangs on */
function basis({ area, events, facts, intervals, ticks }) {
  return JSON.stringify([area, events, facts, intervals, ticks]);
}

customElements.define("case-board", CaseBoard);
