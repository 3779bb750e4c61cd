// What the pages with case files share: where the files are kept, the engine, and what the dates were last.
import { setWorked, toRequest } from "./case-file.mjs";
import { openStore } from "./case-store.mjs";
import { todayHere } from "./date-text.mjs";
import { EngineClient } from "./engine-client.mjs";
import { APP, SITE } from "./place.mjs";
import { kebab, rulesAddress } from "./reckoner.mjs";

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {import("./types").BoardCase} BoardCase
 */

const PART = 15; // case files in one request: the page stays free to draw between two of them

/** @returns {string} now, in UTC */
export const nowHere = () => new Date().toISOString();

/** @param {string} area @param {string} list @returns {string} the address of a checklist's page */
export const listAddress = (area, list) => new URL(`areas/${kebab(area)}/checklists/${kebab(list)}/`, SITE).href;

/** @param {string} path inside the site @returns {string} */
export const siteAddress = (path) => new URL(path, SITE).href;

export class Desk {
  /** @param {Awaited<ReturnType<typeof openStore>>} store @param {EngineClient} engine */
  constructor(store, engine) {
    this.store = store;
    this.engine = engine;
  }

  /** @param {HTMLElement} element tells the day of the build @param {(stage: import("./types").Stage) => void} staged */
  static async open(element, staged) {
    const store = await openStore({ now: nowHere, built: element.dataset.built ?? "" });
    return new Desk(store, new EngineClient(new URL("worker.mjs", APP), staged));
  }

  /** @returns {string} the day on this device */
  today() {
    return todayHere();
  }

  /**
   * Ask the engine about an area. What it refuses, and a failure of its own, come back as an error to show.
   * @param {string} area
   * @param {object} request
   * @returns {Promise<import("./types").Reply<any>>}
   */
  async ask(area, request) {
    try {
      return await this.engine.ask(rulesAddress(area), /** @type {any} */ ({ area, today: this.today(), ...request }));
    } catch {
      return { ok: false, error: { field: null, message: "the calculator is not running", remedy: "try again" } };
    }
  }

  /**
   * What is open in case files, in the order given. Notes stay here: the engine needs to know only what was ticked.
   * @param {CaseFile[]} files
   * @param {(found: BoardCase[]) => void} told called for each part as it is worked out
   */
  async board(files, told) {
    /** @type {Map<string, CaseFile[]>} */
    const byArea = new Map();
    for (const file of files) byArea.set(file.area, [...(byArea.get(file.area) ?? []), file]);
    for (const [area, mine] of byArea) {
      for (let at = 0; at < mine.length; at += PART) {
        const part = mine.slice(at, at + PART);
        const cases = part.map((file) => ({ id: file.id, ...toRequest(file, this.today()), ticks: bare(file.ticks) }));
        const reply = await this.ask(area, { do: "board", cases });
        if (!reply.ok) {
          told(part.map(({ id }) => /** @type {any} */ ({ id, error: reply.error, entries: [], checklists: [], dates: [], unplaced: [] })));
          if (this.engine.stage === "failed") return;
          continue;
        }
        for (const found of reply.value.cases) found.rules = reply.value.rules;
        told(reply.value.cases);
      }
    }
  }

  /**
   * Keep the dates as last worked out, unless the rules have changed since: then the user decides.
   * @param {BoardCase & {rules?: string}} found
   * @returns {boolean} whether the file was worked out with other rules before
   */
  record(found) {
    const file = this.store.cases.find(({ id }) => id === found.id);
    if (!file || found.error || !found.rules) return false;
    if (file.worked && file.worked.rules !== found.rules) return true;
    const worked = { rules: found.rules, as_on: this.today(), dates: found.dates };
    const same = JSON.stringify(file.worked?.dates) === JSON.stringify(worked.dates);
    if (!same) this.store.change(file.id, (mine) => setWorked(mine, worked, nowHere()));
    return false;
  }

  /** Work one case file out and keep its dates. @param {CaseFile} file */
  async workOut(file) {
    await this.board([file], (found) => found.forEach((one) => this.record(one)));
  }
}

/** @param {CaseFile["ticks"]} ticks @returns {object} their states alone, with a mark where something is noted */
function bare(ticks) {
  return Object.fromEntries(Object.entries(ticks).map(([bucket, items]) => [bucket,
    Object.fromEntries(Object.entries(items).map(([key, tick]) => [key,
      { status: tick.status, ...(tick.on && { on: tick.on }), ...((tick.note || tick.evidence) && { note: "noted" }) }]))]));
}
