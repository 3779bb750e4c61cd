// Fuzz the reader of case files: any text is read or refused in words; what was read is stored, merged and read again.
// Guided by the coverage that V8 measures by blocks. Takes libFuzzer's options as far as it needs them.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { CaseFileError, fromState, readCase, setTick, toRequest, toState } from "../../checklists/web/case-file.mjs";
import { canonical, mergeCases } from "../../checklists/web/case-merge.mjs";
import { fromText, toText } from "../../checklists/web/case-transfer.mjs";
import { apart, shown } from "../../checklists/web/plain.mjs";

const NOW = "2026-10-20T09:00:00Z";
const MODULES = /checklists\/web\/(case-|plain|date-text)/;
const SLOW = 2000; // milliseconds for one input
const JUNK = [null, true, 0, -1, 1e308, "", "x", "__proto__", "constructor", "2026-02-30", "2026-10-20", NOW, [], {}, [[]], "\u202ex", "\ud800", "x".repeat(5000)];

// --- what must hold ---

/** @param {boolean} holds @param {string} what */
function hold(holds, what) {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/** @param {string} text */
async function read(text) {
  try {
    return (await fromText(text)).caseFile;
  } catch (error) {
    hold(error instanceof CaseFileError, `a CaseFileError, not ${error.stack}`);
    hold(error.message.length > 20 && error.message.length < 400, `a message of a sentence or two: ${error.message}`);
    return null;
  }
}

/** @param {string} input one file, or two copies with an empty line between them */
async function one(input) {
  const files = (await Promise.all(input.split("\n\n").slice(0, 2).map(read))).filter((file) => file !== null);
  for (const file of files) {
    const { caseFile, altered } = await fromText(await toText(file));
    hold(!altered && canonical(caseFile) === canonical(file), "a file that is saved is read as it was");
    toRequest(file, "2026-10-20");
    hold(shown(apart(file.nickname)) === apart(file.nickname), "a nickname is shown the same twice");
    const copy = readCase(JSON.parse(JSON.stringify(file)));
    fromState(copy, toState(copy), NOW);
    setTick(copy, "constructor", "a/b", { status: "done", note: "n" }, NOW);
    readCase(JSON.parse(JSON.stringify(copy)));
  }
  if (files.length === 2) {
    const [mine, theirs] = files;
    theirs.id = mine.id;
    const both = mergeCases(null, mine, theirs);
    hold(canonical(both) === canonical(mergeCases(null, theirs, mine)), "a merge is the same either way");
    hold(canonical(mergeCases(null, both, theirs)) === canonical(both), "a merge twice is a merge once");
    readCase(JSON.parse(JSON.stringify(both)));
  }
  for (const name of ["a/b", "x"]) hold(!(name in {}) && !(name in Object), "nothing is put into what all objects share");
}

// --- chance, and inputs made from others ---

let state = 1;
/** @param {number} below @returns {number} a whole number (a linear congruential generator: a run can be repeated) */
const chance = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
/** @template T @param {T[]} list @returns {T} */
const pick = (list) => list[chance(list.length)];

/** @param {any} value @param {any[]} [found] @returns {[any, string | number][]} every holder with a key of it */
function places(value, found = []) {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    places(value[key], found);
  }
  return found;
}

/** One change of the data. @param {string} text @param {string} other @returns {string} */
function changeData(text, other) {
  const data = JSON.parse(text);
  const [holder, key] = pick(places(data)) ?? [data, "x"];
  const [giver, from] = pick(places(JSON.parse(other))) ?? [{ x: 1 }, "x"];
  const how = chance(6);
  if (how === 0) delete holder[key];
  else if (how === 1) holder[key] = structuredClone(giver[from]);
  else if (how === 2) holder[pick([String(from), "x", "__proto__x", "constructor", "a_b"])] = structuredClone(holder[key]);
  else if (how === 3 && typeof holder[key] === "number") holder[key] += chance(5) - 2;
  else if (how === 4 && typeof holder[key] === "string") holder[key] = changeText(holder[key], String(giver[from]));
  else holder[key] = structuredClone(pick(JUNK));
  return JSON.stringify(data);
}

/** One change of the letters. @param {string} text @param {string} other @returns {string} */
function changeText(text, other) {
  const at = chance(text.length + 1);
  const how = chance(4);
  if (how === 0) return text.slice(0, at) + text.slice(at + 1 + chance(8));
  if (how === 1) return text.slice(0, at) + other.slice(chance(other.length + 1), chance(other.length + 1)) + text.slice(at);
  if (how === 2) return text.slice(0, at) + String.fromCharCode(chance(4) ? 32 + chance(95) : chance(65536)) + text.slice(at + 1);
  return text.slice(0, at) + pick(words) + text.slice(at);
}

/** @param {string[]} corpus @returns {string} */
function mutated(corpus) {
  const parts = pick(corpus).split("\n\n");
  if (chance(8) === 0) parts.splice(1, 1, pick(corpus).split("\n\n")[0]);
  for (let times = chance(4); times >= 0; times -= 1) {
    const at = chance(parts.length);
    const other = pick(corpus).split("\n\n")[0];
    try {
      parts[at] = chance(5) ? changeData(parts[at], other) : changeText(parts[at], other);
    } catch {
      parts[at] = changeText(parts[at], other); // no longer JSON
    }
  }
  return parts.slice(0, 2).join("\n\n").slice(0, limit);
}

// --- the run ---

const options = Object.fromEntries(process.argv.slice(2).flatMap((word) => (word.startsWith("-") ? [word.slice(1).split("=", 2)] : [])));
const folder = process.argv.at(-1) ?? "";
const limit = Number(options.max_len);
state = Number(options.seed) || Date.now() % 2 ** 32;
const words = readFileSync(options.dict, "ascii").split("\n").filter(Boolean)
  .map((line) => Buffer.from(line.replace(/["\\x]/g, ""), "hex").toString("utf8"));
const corpus = readdirSync(folder).sort().map((name) => readFileSync(`${folder}/${name}`, "utf8"));

const session = new Session();
session.connect();
/** @param {string} method @param {object} [parameters] @returns {any} */
const post = (method, parameters = {}) => {
  let answer;
  session.post(method, parameters, (error, result) => {
    if (error) throw error;
    answer = result;
  });
  return answer;
};
post("Profiler.enable");
post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
/** @type {Set<string>} blocks that were run, each once, a few times or often */
const seen = new Set();
const blocks = new Set();

/** @returns {boolean} whether the last input reached something new */
function reachedNew() {
  const before = seen.size;
  for (const { url, functions } of post("Profiler.takePreciseCoverage").result) {
    if (!MODULES.test(url)) continue;
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) {
        if (count === 0) continue;
        const block = `${url.slice(-20)} ${startOffset} ${endOffset}`;
        blocks.add(block);
        seen.add(`${block} ${count < 3 ? count : Math.round(Math.log2(count)) + 3}`);
      }
    }
  }
  return seen.size > before;
}

/** @param {string} input @returns {Promise<boolean>} whether all held */
async function tried(input) {
  const started = performance.now();
  try {
    await one(input);
    hold(performance.now() - started < SLOW, `no input takes ${SLOW} ms`);
    return true;
  } catch (error) {
    const name = createHash("sha256").update(input).digest("hex").slice(0, 16);
    writeFileSync(`${options.artifact_prefix}crash-${name}`, input);
    console.log(/** @type {Error} */ (error).stack);
    return false;
  }
}

let runs = 0;
const tell = () => console.log(`#${runs}\tcov: ${blocks.size} ft: ${seen.size} corp: ${corpus.length}`);
const until = performance.now() + Number(options.max_total_time) * 1000;
let sound = true;
for (const input of [...corpus]) {
  sound = (await tried(input)) && sound;
  reachedNew();
  runs += 1;
}
tell();
while (sound && performance.now() < until) {
  const input = mutated(corpus);
  runs += 1;
  sound = await tried(input);
  if (reachedNew() && sound) {
    corpus.push(input);
    writeFileSync(`${folder}/${createHash("sha256").update(input).digest("hex").slice(0, 16)}`, input);
  }
}
tell();
console.log(`stat::number_of_executed_units: ${runs}`);
process.exit(sound ? 0 : 77);
