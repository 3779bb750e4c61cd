// The case file without a page: reading, editing, merging, and what looks like personal data.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addNote, CaseFileError, changeNote, fromState, LIMITS, newCase, putDate, readCase, removeDate, setFact, setTick, toRequest, toState,
} from "../../checklists/web/case-file.mjs";
import { canonical, mergeCases } from "../../checklists/web/case-merge.mjs";
import { fromText, readFileAsCase, toText } from "../../checklists/web/case-transfer.mjs";
import { personalIn } from "../../checklists/web/personal.mjs";
import { open, seal } from "../../checklists/web/sealed.mjs";

const NOW = "2026-10-20T09:00:00Z";
const time = (/** @type {number} */ second) => new Date(Date.UTC(2026, 9, 20, 9, 0, second)).toISOString().replace(".000", "");

/** A file with a bit of everything. */
function sample() {
  const file = newCase("north_yorkshire", NOW);
  file.nickname = "Robin";
  putDate(file, "initial_conference", { date: "2026-09-10" }, NOW);
  putDate(file, "core_group", { id: "cg1", date: "2026-09-23" }, NOW);
  putDate(file, "record_circulated", { date: "2026-09-25", for: "cg1" }, NOW);
  setTick(file, "cg1", "core_group/dissent", { status: "done", by: "LSW", on: "2026-09-23", note: "none" }, NOW);
  setFact(file, "third_review", false, NOW);
  file.intervals.child_visit = { every: "3 weeks", from: "2026-09-10", by: "conference_chair" };
  addNote(file, "Ring the school", NOW);
  return file;
}

const plain = (/** @type {any} */ value) => JSON.parse(JSON.stringify(value));

/** Every place in a file, as a path. @returns {(string | number)[][]} */
function places(/** @type {any} */ value, /** @type {(string | number)[]} */ path = []) {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.keys(value).flatMap((key) => places(value[key], [...path, key]))];
}

// --- reading ---

const FAULTS = [
  ["another file", () => ({ a: 1 }), "not_ours"],
  ["a list", () => [], "not_ours"],
  ["nothing", () => null, "not_ours"],
  ["a newer version", (f) => ({ ...f, format: 2 }), "newer"],
  ["an older version that never was", (f) => ({ ...f, format: 0 }), "damaged"],
  ["an id that is markup", (f) => ({ ...f, id: "<img src=x>" }), "damaged"],
  ["a nickname of one million characters", (f) => ({ ...f, nickname: "x".repeat(1_000_000) }), "damaged"],
  ["a date that is none", (f) => ({ ...f, events: { core_group: [{ id: "a", date: "2026-02-30" }] } }), "damaged"],
  ["an event that is no key", (f) => ({ ...f, events: { "__proto__x y": [] } }), "damaged"],
  ["a status that is none", (f) => ({ ...f, ticks: { case: { "a/b": { status: "maybe", at: NOW } } } }), "damaged"],
  ["a tick without a time", (f) => ({ ...f, ticks: { case: { "a/b": { status: "done" } } } }), "damaged"],
  ["an answer that is none", (f) => ({ ...f, facts: { third_review: "yes" } }), "damaged"],
  ["notes that are no list", (f) => ({ ...f, notes: "x" }), "damaged"],
];

for (const [name, spoil, kind] of FAULTS) {
  test(`reading ${name} is refused, and says what to do`, () => {
    assert.throws(() => readCase(spoil(plain(sample()))), (error) =>
      error instanceof CaseFileError && error.kind === kind && /[.:] \S/.test(error.message));
  });
}

test("reading keeps all of a file, and nothing else", () => {
  const file = sample();
  assert.deepEqual(plain(readCase({ ...plain(file), extra: "<script>" })), plain(file));
});

test("junk is refused quickly, whatever it is", () => {
  fc.assert(fc.property(fc.object({ maxDepth: 4 }), fc.constantFrom("events", "ticks", "facts", "intervals", "notes", "worked", "id"), (junk, part) => {
    const value = { ...plain(sample()), [part]: junk };
    try {
      readCase(value);
    } catch (error) {
      assert.ok(error instanceof CaseFileError, String(error));
    }
  }), { numRuns: 400 });
});

test("a file with any of its parts put out of shape is read or refused with what to do, and read again as it was read", () => {
  const whole = plain(sample());
  const where = fc.constantFrom(...places(whole).filter((path) => path.length > 0));
  const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("2026-02-30", "9999-12-31", "\u202ex", "x".repeat(5000), "__proto__", -1, 1e308));
  fc.assert(fc.property(fc.array(fc.tuple(where, junk), { minLength: 1, maxLength: 3 }), (edits) => {
    const value = plain(whole);
    for (const [path, part] of edits) {
      let holder = value;
      for (const step of path.slice(0, -1)) holder = holder?.[step];
      if (typeof holder === "object" && holder !== null) holder[path[path.length - 1]] = part;
    }
    let file;
    try {
      file = readCase(value);
    } catch (error) {
      assert.ok(error instanceof CaseFileError && /[.:] \S/.test(error.message), String(error));
      return;
    }
    assert.deepEqual(plain(readCase(plain(file))), plain(file));
    assert.ok(canonical(file) && toRequest(file, "2026-10-20"));
  }), { numRuns: 2000 });
});

test("a file that is cut off says so, and one that was altered opens with a mark", async () => {
  const text = await toText(sample());
  for (const part of [0.3, 0.6, 0.95]) {
    await assert.rejects(fromText(text.slice(0, text.length * part)), (error) => error.kind === "cut_off" || error.kind === "not_ours");
  }
  assert.equal((await fromText(text)).altered, false);
  assert.equal((await fromText(text.replace("Robin", "Rabin"))).altered, true);
});

test("a file of 50 MB is refused before it is read", async () => {
  const big = { size: 50_000_000, arrayBuffer: () => assert.fail("it was read") };
  await assert.rejects(readFileAsCase(/** @type {any} */ (big), async () => null), (error) => error.kind === "too_big" && error.message.includes("50 MB"));
});

test("an encrypted file opens with its passphrase alone", async () => {
  const sealed = await seal("a text", "three quiet words");
  assert.equal(await open(sealed, "three quiet words"), "a text");
  await assert.rejects(open(sealed, "three quiet wards"), (error) => error.kind === "passphrase");
  const altered = Uint8Array.from(sealed, (byte, index) => (index === sealed.length - 3 ? byte ^ 1 : byte));
  await assert.rejects(open(altered, "three quiet words"), (error) => error.kind === "damaged");
  await assert.rejects(open(sealed.slice(0, 60), "three quiet words"), (error) => error.kind === "damaged");
});

// --- editing ---

test("a meeting that gets a date takes up what was ticked before it had one", () => {
  const file = newCase("tees", NOW);
  setTick(file, "next/core_group", "core_group/chair", { status: "done" }, NOW);
  putDate(file, "core_group", { id: "one", date: "2026-11-04" }, NOW);
  assert.equal(file.ticks.one["core_group/chair"].status, "done");
  putDate(file, "core_group", { id: "one", date: "2026-11-11" }, NOW);
  assert.equal(file.ticks.one["core_group/chair"].status, "done", "it moves with the meeting");
});

test("what was ticked at a meeting that is taken out is kept apart", () => {
  const file = sample();
  removeDate(file, "core_group", "cg1", NOW);
  assert.equal(file.ticks["gone/cg1"]["core_group/dissent"].note, "none");
  assert.equal(file.events.record_circulated[0].for, undefined);
});

test("a tick that is set back keeps its note", () => {
  const file = sample();
  setTick(file, "cg1", "core_group/dissent", { status: "to_do", on: "", by: "" }, NOW);
  assert.deepEqual(file.ticks.cg1["core_group/dissent"], { status: "to_do", note: "none", at: NOW, set: NOW });
});

test("the calculator's form and the file say the same", () => {
  const file = sample();
  const copy = newCase("", NOW);
  fromState(copy, toState(file), NOW);
  assert.deepEqual(plain([copy.area, copy.events, copy.facts, copy.intervals]), plain([file.area, file.events, file.facts, file.intervals]));
  const asked = toRequest(file, "2026-09-24");
  assert.deepEqual(asked.events.record_circulated, [{ booked: "2026-09-25", id: file.events.record_circulated[0].id, for: "2026-09-23" }]);
  assert.deepEqual(asked.events.core_group, [{ held: "2026-09-23", id: "cg1" }]);
});

// --- merging ---

/** An edit, of one of two people, at a time of its own. */
const edit = fc.record({
  who: fc.integer({ min: 0, max: 1 }), what: fc.constantFrom("tick", "note", "renote", "date", "move", "fact", "sync", "save"),
  bucket: fc.constantFrom("case", "cg1", "cg2", "next/visit"), key: fc.constantFrom("a/one", "a/two", "b/one"),
  status: fc.constantFrom("done", "to_do", "not_applicable"),
});

test("any sequence of edits, saves, loads and merges keeps every tick and every note", () => {
  fc.assert(fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
    const base = sample();
    putDate(base, "core_group", { id: "cg2", date: "2026-11-04" }, NOW);
    const copies = [structuredClone(base), structuredClone(base)];
    let shared = structuredClone(base);
    /** @type {Map<string, string>} the last status of every tick by its place */
    const last = new Map();
    const said = new Set(["none", "Ring the school"]); // texts that nobody wrote over knowingly
    edits.forEach(({ who, what, bucket, key, status }, index) => {
      const file = copies[who];
      const now = time(index + 1);
      if (what === "tick") {
        setTick(file, bucket, key, { status }, now);
        last.set(`${bucket} ${key}`, status);
      } else if (what === "note") {
        addNote(file, `note ${index}`, now);
        said.add(`note ${index}`);
      } else if (what === "renote") {
        const old = file.ticks[bucket]?.[key]?.note ?? "";
        setTick(file, bucket, key, { note: `${old} text ${index}.`.trim() }, now);
        if (!last.has(`${bucket} ${key}`)) last.set(`${bucket} ${key}`, "to_do");
        said.add(`text ${index}.`);
      } else if (what === "date") putDate(file, "visit", { date: "2026-10-01" }, now);
      else if (what === "move") putDate(file, "core_group", { id: "cg2", date: "2026-11-11" }, now);
      else if (what === "fact") setFact(file, "third_review", index % 2 === 0, now);
      else if (what === "save") copies[who] = readCase(plain(file));
      else {
        const made = mergeCases(shared, copies[0], copies[1]);
        copies[0] = structuredClone(made);
        copies[1] = structuredClone(made);
        shared = structuredClone(made);
      }
    });
    const made = mergeCases(shared, copies[0], copies[1]);
    const text = JSON.stringify(made);
    for (const one of said) assert.ok(text.includes(one), `“${one}” is lost`);
    for (const [place, status] of last) {
      const [bucket, key] = place.split(" ");
      const found = made.ticks[bucket]?.[key] ?? Object.values(made.ticks).map((items) => items[key]).find((tick) => tick?.status === status);
      assert.ok(found, `the tick ${place} is lost`);
      if (made.ticks[bucket]?.[key] && !bucket.startsWith("next/")) assert.equal(made.ticks[bucket][key].status, status, place);
    }
    assert.equal(canonical(readCase(plain(made))), canonical(made), "it can be saved and read");
  }), { numRuns: 300 });
});

test("a merge is the same either way, and twice is once", () => {
  fc.assert(fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
    const copies = [sample(), null];
    copies[1] = structuredClone(/** @type {any} */ (copies[0]));
    edits.forEach(({ who, what, bucket, key, status }, index) => {
      const file = /** @type {any} */ (copies[who]);
      if (what === "tick") setTick(file, bucket, key, { status, note: `n${index}` }, time(index % 3));
      if (what === "note") changeNote(file, file.notes[0].id, `m${index}`, time(index % 3));
      if (what === "fact") setFact(file, "third_review", index % 2 === 0, time(index % 3));
    });
    const [a, b] = /** @type {any[]} */ (copies);
    assert.equal(canonical(mergeCases(null, a, b)), canonical(mergeCases(null, b, a)));
    const once = mergeCases(null, a, b);
    assert.equal(canonical(mergeCases(null, once, b)), canonical(once));
  }), { numRuns: 300 });
});

test("copies changed at the same moment are joined the same way, however often", () => {
  // Found by fuzzing: the name came from one copy at first, and from the other when they were joined again.
  const [mine, theirs] = [sample(), structuredClone(sample())];
  Object.assign(theirs, { id: mine.id, changed: mine.changed, made: mine.made, nickname: "2026-02-30" });
  mine.events.core_group = [{ id: "x", date: "2026-09-23" }];
  theirs.events.core_group = [{ id: "cg1", date: "2026-09-23" }, { id: "cg2", date: "2026-11-04" }];
  for (const [a, b] of [[mine, theirs], [theirs, mine]]) {
    const once = mergeCases(null, a, b);
    assert.equal(canonical(mergeCases(null, once, b)), canonical(once));
    assert.equal(canonical(mergeCases(null, once, a)), canonical(once));
    assert.equal(canonical(mergeCases(null, b, a)), canonical(once));
  }
});

test("a tick of two copies is joined the same way, however often", () => {
  // Found by fuzzing: the day came from one copy at first, and went when a text of the other had joined it.
  const maybe = (/** @type {string[]} */ ...values) => fc.constantFrom(undefined, ...values);
  const tick = fc.record({
    status: fc.constantFrom("done", "to_do"), at: fc.constantFrom(time(0), time(1)), set: maybe(time(0), time(1)),
    by: maybe("LSW", "HV"), on: maybe("2026-10-20", "2026-10-19"), note: maybe("n", "m"), evidence: maybe("e", "f"), reason: maybe("r"),
  });
  fc.assert(fc.property(tick, tick, (one, other) => {
    const from = sample();
    const [a, b] = [one, other].map((kept) => {
      const file = plain(from);
      file.ticks = { cg1: { "a/b": kept } };
      return readCase(plain(file));
    });
    const once = mergeCases(null, a, b);
    assert.equal(canonical(mergeCases(null, b, a)), canonical(once));
    for (const again of [a, b, once]) assert.equal(canonical(mergeCases(null, once, again)), canonical(once));
    const left = once.ticks.cg1["a/b"];
    for (const name of ["note", "evidence", "reason"]) {
      for (const text of [one, other].map((each) => each[name])) assert.ok(!text || left[name].includes(text), `${name}: ${text}`);
    }
  }), { numRuns: 1000 });
});

test("texts of both copies are kept, neither twice", () => {
  const [mine, theirs] = [sample(), null];
  const other = structuredClone(mine);
  setTick(mine, "cg1", "core_group/dissent", { note: "School disagrees" }, time(1));
  setTick(other, "cg1", "core_group/dissent", { note: "Father disagrees", status: "to_do" }, time(2));
  const made = mergeCases(sample(), mine, other).ticks.cg1["core_group/dissent"];
  assert.equal(theirs, null);
  assert.equal(made.note, "Father disagrees\n[other copy] School disagrees");
  assert.equal(made.status, "to_do");
});

test("what many copies say is kept, and can be read again", () => {
  let made = sample();
  for (let copy = 0; copy < 40; copy += 1) {
    const other = sample();
    setTick(other, "cg1", "core_group/dissent", { note: `${copy} ${"n".repeat(LIMITS.note - 4)}` }, time(copy % 3));
    for (let note = 0; note < 10; note += 1) addNote(other, `${copy} ${note}`, NOW);
    made = mergeCases(null, made, other);
  }
  const { ticks, notes } = readCase(plain(made));
  assert.ok(ticks.cg1["core_group/dissent"].note.length > 39 * LIMITS.note, "each note is in it");
  assert.ok(notes.length >= 400);
});

test("no name in a file is one that JavaScript itself uses", () => {
  const file = plain(sample());
  for (const bad of ["__proto__", "-x", "/x", "_x", ""]) {
    assert.throws(() => readCase({ ...file, id: bad }), CaseFileError, bad);
    const spoilt = JSON.parse(`{"${bad}": {"core_group/dissent": {"status": "done", "at": "${NOW}"}}}`);
    assert.throws(() => readCase({ ...file, ticks: spoilt }), CaseFileError, bad);
  }
  const read = readCase({ ...file, ticks: { constructor: {} }, events: { constructor: [] } });
  setTick(read, "constructor", "core_group/dissent", { status: "done" }, NOW);
  assert.equal(/** @type {any} */ (Object)["core_group/dissent"], undefined);
  assert.deepEqual(Object.keys(read.ticks), ["constructor"]);
});

test("a file is written and read back the same", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ maxLength: LIMITS.nickname, unit: "binary" }), fc.string({ maxLength: 200, unit: "grapheme" }), async (nickname, note) => {
    const file = sample();
    file.nickname = nickname.toWellFormed();
    if (note) addNote(file, note, NOW);
    const { caseFile, altered } = await fromText(await toText(file));
    assert.equal(altered, false);
    assert.equal(canonical(caseFile), canonical(file));
  }), { numRuns: 100 });
});

// --- personal data ---

const PERSONAL = [
  ["943 476 5919", "nhs_number"], ["9434765919", "nhs_number"], ["NHS 943-476-5919 seen", "nhs_number"],
  ["mail jo.bloggs@example.org", "email"], ["ring 01904 551550", "telephone"], ["+44 7700 900123", "telephone"], ["0161 496 0000", "telephone"],
  ["lives at YO1 9TL", "postcode"], ["sw1a 1aa", "postcode"], ["QQ 12 34 56 C", null], ["b. 3.5.12", "birth"], ["3/5/12", "birth"], ["AB 12 34 56 C", "insurance"],
  ["born 3 May 2026", "birth"], ["DOB: 03/05/2026", "birth"], ["d.o.b. 3.5.26", "birth"], ["12 May 2015", "birth"], ["2012-04-01", "birth"],
  ["record of 12 May 2026", null], ["record of 12 May", null], ["2026-09-10", null], ["10 working days", null], ["case note 12345", null],
  ["see 1.4.10/f2 and 3.16/a", null], ["943 476 5918", null], ["chair agreed on 04/11/2026", null], ["LSW", null], ["review at 10.30", null],
];

for (const [text, kind] of PERSONAL) {
  test(`“${text}” ${kind ? `looks like ${kind}` : "looks like nobody"}`, () => {
    const found = personalIn(/** @type {string} */ (text), "2026-11-23").map((one) => one.kind);
    assert.deepEqual(found, kind ? [kind] : []);
  });
}
