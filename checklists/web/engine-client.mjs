// The page's end of the worker: starts it, tells its stage, gives up after a while, starts again.
import { sparing } from "./line.mjs";
import { canKeep } from "./memory.mjs";

/**
 * @typedef {import("./types").Stage} Stage
 * @typedef {import("./types").Failure} Failure
 * @typedef {{resolve: (reply: any) => void, reject: (failure: EngineFailure) => void}} Pending
 */

// Seconds without news. A slow line takes most of a minute for the download; a refused start never ends.
const PATIENCE = { downloading: 150, starting: 60, ready: 20 };
const QUIET = 4000; // milliseconds after the last answer in which the reader may be busy
const LEAST_MEMORY = 2; // gigabytes of the device, below which no second Python is started for a picture of the first

export class EngineFailure extends Error {
  /** @param {Failure} failure */
  constructor({ kind, detail }) {
    super(detail || kind);
    this.kind = kind;
  }
}

export class EngineClient {
  /** @type {Stage} */
  stage = "idle";
  /** @type {EngineFailure | null} */
  failure = null;
  /** @type {Worker | null} */
  #worker = null;
  #address = "";
  #rules = "";
  #pictured = false; // once in the life of a page
  #last = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {URL} script the worker's module @param {(stage: Stage) => void} changed */
  constructor(script, changed) {
    this.script = script;
    this.changed = changed;
  }

  /**
   * Start, unless it is under way. Safe to call on every sign of use.
   * @param {string} [rules] address of the rules to load at once
   */
  start(rules = "") {
    if (this.stage === "idle") this.#send({ rules }).catch(() => {});
  }

  /**
   * Ask the engine; what is asked before it is ready waits its turn.
   * @param {string} rules address of the area's rules
   * @param {import("./types").EngineRequest} request
   * @returns {Promise<import("./types").Reply<any>>} rejects with EngineFailure only
   */
  ask(rules, request) {
    return this.#send({ rules, request });
  }

  /** Forget a failure, so that the next question starts a new worker. */
  again() {
    if (this.stage === "failed") this.#enter("idle");
  }

  /** @param {object} message */
  #send(message) {
    if (this.stage === "failed") return Promise.reject(this.failure);
    const id = (this.#last += 1);
    /** @type {Promise<any>} */
    const reply = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    if (!this.#worker) this.#begin();
    this.#worker?.postMessage(JSON.stringify({ id, ...message }));
    this.#rules = /** @type {any} */ (message).rules || this.#rules;
    if (this.stage === "ready") this.#wait(PATIENCE.ready);
    return reply;
  }

  #begin() {
    this.#enter("downloading");
    if (typeof WebAssembly !== "object") return this.#fail({ kind: "wasm" });
    if (typeof Worker !== "function") return this.#fail({ kind: "worker" });
    this.#address = this.#blob();
    let modules = false;
    try {
      const options = { get type() { modules = true; return /** @type {const} */ ("module"); } };
      this.#worker = new Worker(this.#address, options);
    } catch (error) {
      return this.#fail({ kind: "worker", detail: String(error) });
    }
    if (!modules) return this.#fail({ kind: "old" });
    this.#worker.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail({ kind: "worker", detail: event.message });
    });
    this.#wait(PATIENCE.downloading);
  }

  /** @param {{stage?: Stage, id?: number, reply?: any, failure?: Failure}} message */
  #hear(message) {
    if (message.stage) {
      this.#enter(message.stage);
      if (message.stage === "ready") this.#rest();
      else this.#wait(PATIENCE[/** @type {"downloading" | "starting"} */ (message.stage)]);
      return;
    }
    if (message.failure) return this.#fail(message.failure);
    const pending = this.#pending.get(message.id ?? 0);
    this.#pending.delete(message.id ?? 0);
    if (this.stage === "ready" && this.#pending.size === 0) this.#rest();
    pending?.resolve(message.reply);
    this.#pictureSoon();
  }

  /** @returns {string} from a blob, the worker is held to this page's policy even where the host sends no headers */
  #blob() {
    return URL.createObjectURL(new Blob([`import ${JSON.stringify(this.script.href)};`], { type: "text/javascript" }));
  }

  /** Once the reader pauses after an answer, have a fresh Python's memory kept, from which the next visit starts. */
  #pictureSoon() {
    if (this.#pictured || !this.#rules || !canKeep() || sparing()) return;
    if ((/** @type {any} */ (navigator).deviceMemory ?? LEAST_MEMORY) < LEAST_MEMORY) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pictured = true;
      const address = this.#blob();
      try {
        const worker = new Worker(address, { type: "module" });
        const done = () => {
          worker.terminate();
          URL.revokeObjectURL(address);
        };
        worker.addEventListener("message", ({ data }) => "id" in JSON.parse(data) && done());
        worker.addEventListener("error", done);
        worker.postMessage(JSON.stringify({ id: 1, rules: this.#rules, picture: true }));
      } catch {
        // no second worker: the next visit starts as this one did
      }
    }, QUIET);
  }

  /** @param {number} seconds */
  #wait(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail({ kind: "timeout", detail: this.stage }), seconds * 1000);
  }

  #rest() {
    clearTimeout(this.#timer);
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = "";
  }

  /** @param {Failure} failure */
  #fail(failure) {
    this.#rest();
    this.#worker?.terminate();
    this.#worker = null;
    this.failure = new EngineFailure(failure);
    this.#enter("failed");
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(this.failure);
  }

  /** @param {Stage} stage */
  #enter(stage) {
    if (stage === this.stage) return;
    this.stage = stage;
    this.changed(stage);
  }
}
