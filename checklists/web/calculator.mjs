// The date calculator: wires form, engine, ready reckoner, list and picture together.
import "./case-bar.mjs";
import { CalculatorCase } from "./calculator-case.mjs";
import { CaseForm } from "./case-form.mjs";
import { inFull, todayHere } from "./date-text.mjs";
import { capital, el, fill, need, say } from "./dom.mjs";
import { EngineClient, EngineFailure } from "./engine-client.mjs";
import { showStage } from "./engine-words.mjs";
import { sparing } from "./line.mjs";
import { carriesState, emptyState, fromFragment, toFragment, toRequest, unused } from "./link.mjs";
import { ownArea } from "./own-area.mjs";
import { APP } from "./place.mjs";
import { lookUp, quickOf, reckonerAddress, reckonerHolds, rulesAddress } from "./reckoner.mjs";
import { Results } from "./results.mjs";
import { copyText, exportFields, saveFile } from "./save.mjs";
import { showTimeline } from "./timeline.mjs";
import { beforeReload, typedInTool } from "./typed.mjs";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").CaseState} CaseState */
/** @typedef {import("./types").Problem} Problem */
/** @typedef {import("./types").Quick} Quick */

const TITLE = document.title;

class DateCalculator extends HTMLElement {
  /** @type {Quick | null} */
  #quick = null;
  #asked = ""; // the request whose answer is shown or awaited
  #turn = 0; // answers to earlier turns come too late
  /** @type {Answer | null} */
  #answer = null;
  #unread = "";
  /** @type {Problem[]} */
  #problems = [];
  #fetching = false; // what the area asks for is on its way
  #drawing = false; // once the list has been painted
  #connected = false;
  #submitted = 0; // the turn whose answer was asked for by the button

  connectedCallback() {
    if (this.#connected) return;
    this.#connected = true;
    const part = (/** @type {string} */ name) => need(this, `[data-part=${name}]`);
    this.engine = new EngineClient(new URL("worker.mjs", APP), () => this.#staged());
    this.engineLine = part("engine");
    this.results = new Results(part("results"));
    this.picture = part("picture");
    new ResizeObserver(() => this.#drawSoon()).observe(this.picture);
    this.banner = part("as-on");
    this.summary = part("errors");
    const formElement = /** @type {HTMLFormElement} */ (part("form"));
    this.form = new CaseForm(formElement, /** @type {HTMLTemplateElement} */ (part("date-entry")), () => this.#refresh());
    this.form.startOn(todayHere());
    this.form.area.addEventListener("change", () => this.#chooseArea());
    formElement.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    for (const sign of ["focusin", "input"]) formElement.addEventListener(sign, () => this.#warm());
    this.addEventListener("click", (event) => this.#click(event));
    addEventListener("hashchange", () => this.#readLink());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.form?.startOn(todayHere()); // the tab may have been left open overnight
      this.#refresh();
    });
    this.file = new CalculatorCase(this, this.engine, {
      read: () => /** @type {CaseForm} */ (this.form).read(),
      area: () => this.form?.area.value ?? "",
      show: (state) => this.#fill(state),
    });
    const { calculator: kept } = typedInTool();
    const linked = carriesState(location.hash) && !kept; // what was typed is newer than the link that it began with
    this.#carryOver(kept, this.file.open(linked ? fromFragment(location.hash).state : null));
    part("fallback").hidden = true;
    formElement.hidden = false;
    part("results").hidden = false;
    this.#staged();
    // A browser may bring back what was typed before a reload: then it is worked with, not ignored.
    if (linked) this.#readLink();
    else if (!kept) {
      if (!this.form.area.value) this.#chooseOwn();
      if (this.form.area.value) this.#chooseArea();
    }
    if (!sparing()) (globalThis.requestIdleCallback ?? setTimeout)(() => this.#warm());
  }

  /** What was typed outlives the reload with which a newer release takes over. @param {any} kept @param {Promise<void>} opened */
  async #carryOver(kept, opened) {
    beforeReload((tool) => { // until it has been put back, what was put by is what there is
      if (this.form) tool.calculator = kept ?? { fragment: toFragment(this.form.readAll()), begun: this.form.begun() };
    });
    if (!kept) return;
    await opened;
    const { state } = fromFragment(kept.fragment);
    if (!this.file?.isOpen) await this.#fill(state);
    this.form?.writeDays(state);
    this.form?.writeBegun(kept.begun, this.file?.isOpen ? null : state);
    kept = null;
    this.#refresh();
  }

  /** Start the engine, unless it has been started or has failed. */
  #warm() {
    const area = this.form?.area.value;
    this.engine?.start(area ? rulesAddress(area) : "");
  }

  /** The area that the reader chose as their own stands first; another is one choice away. */
  #chooseOwn() {
    const own = ownArea()?.key;
    const option = [...(this.form?.area.options ?? [])].find(({ dataset }) => own && dataset.kebab === own);
    if (this.form && option) this.form.area.value = option.value;
  }

  async #chooseArea() {
    const area = this.form?.area.value ?? "";
    this.form?.checkArea();
    if (!area) {
      this.#quick = null;
      this.#fetching = false;
      this.form?.setArea(null);
      this.#refresh();
      return;
    }
    this.#fetching = this.#quick?.area !== area;
    if (this.#fetching) {
      this.#quick = null; // one area's dates must never stand under another's name
      this.#refresh();
    }
    try {
      const quick = await quickOf(area);
      if (this.form?.area.value !== area) return;
      this.#fetching = false;
      this.#quick = quick;
      this.form.setArea(quick);
    } catch {
      if (this.form?.area.value !== area) return;
      this.#fetching = false;
      this.#quick = null;
      this.form.setArea(null);
    }
    this.#staged();
    this.#refresh();
  }

  /** Put a state into the form, its area first. @param {CaseState} state */
  async #fill(state) {
    if (!this.form) return;
    this.form.area.value = state.area;
    await this.#write({ ...state, today: this.form.asOnDate.iso, asAt: this.form.asAtDate.iso });
    this.#refresh();
  }

  /** @param {CaseState} state @returns {Promise<string[]>} what of it the chosen area's form has no place for */
  async #write(state) {
    const rest = this.form?.begin(state);
    const chosen = this.#chooseArea(); // its quick file first, it answers first
    this.#warm();
    await chosen;
    return rest?.() ?? [];
  }

  async #readLink() {
    if (!this.form || !carriesState(location.hash)) return;
    const { state, unread } = fromFragment(location.hash);
    if (this.file?.agrees(state)) return;
    this.file?.release();
    const known = [...this.form.area.options].some(({ value }) => value === state.area);
    if (state.area && !known) unread.push(`area ${state.area.slice(0, 40)}`);
    this.form.area.value = known ? state.area : "";
    unread.push(...await this.#write(state));
    this.#unread = unused(unread);
    this.#refresh();
  }

  /** Work out what the form says now, if it says something new. */
  #refresh() {
    if (!this.form || !this.results || !this.engine) return;
    const state = this.form.read();
    if (this.#quick || !state.area) this.file?.changed(); // else the form lacks fields that the file has dates in
    const asOn = state.today !== null && state.today !== todayHere();
    this.banner?.toggleAttribute("hidden", !asOn);
    if (this.banner && asOn) say(this.banner, `Worked out as on ${inFull(state.today ?? "")}, not as on today.`);
    if (!this.#quick || Object.keys(state.events).length === 0) {
      this.#asked = "";
      this.#turn += 1;
      this.#answer = null;
      this.form.refuse(null);
      this.results.clear(`${this.#unread} ${this.#quick ? "Enter a date. The list appears here."
        : this.#fetching ? "The list appears in a moment." : state.area ? "What this area asks for could not be loaded. Check the connection, then choose the area again."
          : "Choose an area and enter a date. The list appears here."}`.trim(), !this.#quick && !this.#fetching && state.area !== "");
      if (this.picture) this.picture.hidden = true;
      return;
    }
    const request = toRequest(state, todayHere());
    const leftOut = this.form.leftOut();
    const asked = JSON.stringify([request, leftOut, this.#unread]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#turn += 1;
    if (this.engine.stage !== "ready") this.#answerQuickly(state);
    if (this.engine.stage !== "failed") this.#ask(request, leftOut, this.#turn);
  }

  /** @param {import("./types").EngineRequest} request @param {string[]} leftOut @param {number} turn */
  async #ask(request, leftOut, turn) {
    try {
      const reply = await this.engine?.ask(rulesAddress(request.area), request);
      if (turn !== this.#turn || !reply) return;
      if (reply.ok) this.#show(reply.value, leftOut);
      else this.#refused(reply.error);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      // The stage says what failed; the reckoner's dates stay.
      if (turn === this.#turn && this.form) this.#answerQuickly(this.form.read());
    }
  }

  /** @param {Answer} answer @param {string[]} leftOut */
  #show(answer, leftOut) {
    this.#answer = answer;
    this.form?.refuse(null);
    if (this.#unsolved().length < this.#problems.length) this.#summarise(this.#unsolved(), false);
    this.results?.show(answer, leftOut, this.#unread);
    this.file?.worked(answer);
    this.#stamp(answer);
    if (this.picture) this.picture.hidden = answer.timeline === null;
    this.#drawSoon();
  }

  /** Draw the picture once the list is on screen. */
  #drawSoon() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => setTimeout(() => {
      this.#drawing = false;
      this.#draw();
    }));
  }

  #draw() {
    const answer = this.#answer;
    if (!answer || !this.picture || this.picture.hidden) return;
    showTimeline(this.picture, answer.timeline, answer.as_on === todayHere() ? "Today" : `As on ${answer.as_on_words}`);
  }

  /** @param {import("./types").EngineError} error */
  #refused(error) {
    const problem = this.form?.refuse(error);
    const words = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}${error.remedy ? `: ${error.remedy}` : ""}.`;
    this.results?.outOfDate(words);
    const pressed = this.#submitted === this.#turn; // the refusal answers the button: it is told as its errors are
    if (problem && (pressed || this.#problems.length > 0)) {
      this.#summarise([...this.#unsolved().filter(({ focus }) => focus !== problem.focus), problem], pressed);
    }
  }

  /** Until the engine answers, or when it cannot: what the ready reckoner has. @param {CaseState} state */
  #answerQuickly(state) {
    if (!this.#quick || !this.results) return;
    const failed = this.engine?.stage === "failed";
    const found = (failed && !state.asAt) || reckonerHolds(this.#quick, state) ? lookUp(this.#quick, state) : null;
    const alone = !reckonerHolds(this.#quick, state);
    if (found) {
      this.results.showQuick(found, failed
        ? `From the ready reckoner, counted from the initial conference${alone ? " alone: your other dates and answers are not taken in" : ""}.`
        : "From the ready reckoner; how it was counted follows in a moment.");
    } else if (failed) {
      this.results.clear(state.asAt ? "The ready reckoner does not know the rules of another day. Leave that day empty to use it." : this.#quick.reckoner
        ? "The ready reckoner has no row for this: it lists the working days from a year back to two years ahead as the day of the initial conference."
        : "This area has no ready reckoner, as nothing in it hangs on the initial conference alone. Its page says which event each limit is counted from.");
    } else if (!this.#answer) {
      this.results.clear("The list appears in a moment, when the calculator is ready.");
    }
    if (this.picture && (failed || found)) this.picture.hidden = true;
  }

  #staged() {
    const stage = this.engine?.stage ?? "idle";
    document.body.dataset.engine = stage;
    const area = this.form?.area.value;
    if (!this.engineLine) return;
    const wanted = `${stage} ${area} ${this.#quick?.title}`;
    if (this.engineLine.dataset.shown === wanted) return;
    this.engineLine.dataset.shown = wanted;
    showStage(this.engineLine, stage, {
      kind: this.engine?.failure?.kind ?? "",
      reckoner: area && this.#quick?.reckoner ? { address: reckonerAddress(area), title: this.#quick.title } : null,
      without: this.#quick?.reckoner === null,
      again: () => {
        this.engine?.again();
        this.#asked = "";
        this.#warm();
        this.#refresh();
      },
    });
  }

  #submit() {
    const problems = this.form?.check() ?? [];
    this.#summarise(problems);
    this.#refresh();
    if (problems.length > 0) return;
    this.#submitted = this.#turn;
    need(this, "#dc-results-title").focus();
  }

  /** What of the summary still holds: a problem that is put right leaves it without being asked. */
  #unsolved() {
    return this.#problems.filter(({ focus }) => focus.getAttribute("aria-invalid") === "true");
  }

  /** @param {Problem[]} problems listed at the top, each a link to its field @param {boolean} [go] take the reader there */
  #summarise(problems, go = true) {
    if (!this.summary) return;
    this.#problems = problems;
    this.summary.hidden = problems.length === 0;
    document.title = problems.length === 0 ? TITLE : `Error: ${TITLE}`;
    fill(need(this.summary, "ul"), ...problems.map(({ message, focus }) => {
      const link = el("a", { href: `#${focus.id}` }, message);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        focus.focus();
      });
      return el("li", {}, link);
    }));
    if (problems.length > 0 && go) this.summary.focus();
  }

  /** @param {Event} event */
  #click(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-act]");
    const act = button?.getAttribute("data-act");
    if (act === "link") this.#copyLink();
    else if (act === "ics" || act === "csv") this.#export(act);
    else if (act === "print") print();
    else if (act === "clear") this.#clear();
    else if (act === "enter") this.form?.enter(button?.getAttribute("data-field") ?? "");
    else if (act === "go") {
      const place = need(this, `#${button?.getAttribute("data-to")}`);
      place.focus();
      place.scrollIntoView();
    }
  }

  async #copyLink() {
    if (!this.form) return;
    const address = location.origin + location.pathname + toFragment(this.form.read());
    const copied = await copyText(address, need(this, "[data-part=link-box]"));
    this.#taken(copied ? "The link is copied." : "Copy the link from the box below.");
  }

  /** @param {"ics" | "csv"} kind */
  async #export(kind) {
    if (!this.form || !this.engine) return;
    const state = this.form.read();
    const nickname = /** @type {HTMLInputElement} */ (need(this, "#nickname")).value.trim();
    try {
      const request = { ...toRequest(state, todayHere()), ...exportFields(kind, nickname) };
      const reply = await this.engine.ask(rulesAddress(state.area), request);
      if (reply.ok) saveFile(reply.value);
      this.#taken(reply.ok ? `Saved as ${reply.value.filename}.` : `Not saved: ${reply.error.message}.`);
    } catch {
      this.#taken("Not saved: the calculator is not running.");
    }
  }

  #clear() {
    this.file?.release(); // clearing the form empties no case file
    // Else a reload would bring back the case of the link that was opened.
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    this.form?.write(emptyState());
    this.#unread = "";
    this.#summarise([]);
    this.form?.checkArea();
    this.#refresh();
    this.form?.area.focus();
  }

  /** @param {string} words */
  #taken(words) {
    say(need(this, "[data-part=taken]"), words);
  }

  /** What a printed copy must say of itself, what was entered included. @param {Answer} answer */
  #stamp(answer) {
    if (!this.form) return;
    const names = new Map((this.#quick?.events ?? []).map(({ key, label }) => [key, label]));
    const { events } = toRequest(this.form.read(), answer.as_on);
    const lines = Object.entries(events).flatMap(([key, entries]) => entries.map(({ held, booked }) =>
      el("li", {}, `${capital(names.get(key) ?? key)}: ${inFull(held ?? booked ?? "")}${held ? "" : ", booked"}`)));
    fill(need(this, "[data-part=stamp]"),
      el("p", {}, `${answer.title}. Worked out as on ${answer.as_on_words}${answer.as_at_words ? `, by the rules in force on ${answer.as_at_words}` : ""}, from rules ${answer.rules}, at ${location.origin}${location.pathname}`),
      el("p", {}, "Entered:"), el("ul", {}, ...lines));
  }
}

customElements.define("date-calculator", DateCalculator);
