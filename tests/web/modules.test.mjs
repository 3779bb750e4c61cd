// The parts of the calculator that need no page: run by `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";

import { inFull, isIso, parseParts, partsOf, splitWhole, todayHere } from "../../checklists/web/date-text.mjs";
import { carriesState, fromFragment, toFragment, toRequest } from "../../checklists/web/link.mjs";
import { lookUp, reckonerHolds, sourceAddress } from "../../checklists/web/reckoner.mjs";
import { compressed } from "../../checklists/web/working.mjs";

const boxes = (/** @type {string} */ day, /** @type {string} */ month, /** @type {string} */ year) => ({ day, month, year });

test("a date is read from three boxes as people write it", () => {
  for (const parts of [boxes("27", "3", "2026"), boxes(" 27th", "Mar", "2026 "), boxes("27.", "03", "2026"), boxes("27", "march", "2026")]) {
    assert.deepEqual(parseParts(parts), { kind: "date", iso: "2026-03-27" });
  }
  assert.deepEqual(parseParts(boxes("1", "Sept", "2026")), { kind: "date", iso: "2026-09-01" });
  assert.deepEqual(parseParts(boxes("", " ", "")), { kind: "empty" });
});

test("what is wrong with a date is said, the most basic thing first", () => {
  const says = (/** @type {[string, string, string]} */ ...parts) => {
    const parsed = parseParts(boxes(...parts));
    return parsed.kind === "date" || parsed.kind === "empty" ? parsed.kind : `${parsed.box} ${parsed.says}`;
  };
  assert.equal(says("27", "", "2026"), "month must include a month");
  assert.equal(says("", "", "2026"), "day must include a day and a month");
  assert.equal(says("27", "3", "26"), "year must have a year of 4 numbers");
  assert.equal(says("27", "13", "2026"), "month must be a real date: the month is not one");
  assert.equal(says("27", "ma", "2026"), "month must be a real date: the month is not one");
  assert.equal(says("29", "2", "2026"), "day must be a real date");
  assert.equal(says("29", "2", "2028"), "date");
  assert.equal(says("31", "4", "2026"), "day must be a real date");
  assert.equal(says("two", "4", "2026"), "day must be a real date");
});

test("a whole date in one box is split, and half of one is not", () => {
  for (const text of ["27/3/2026", "27-03-2026", "27.3.2026", "2026-03-27", "27 March 2026", "Friday 27th March 2026", "Fri, 27 mar 2026"]) {
    const parts = splitWhole(text);
    assert.ok(parts, text);
    assert.deepEqual(parseParts(parts), { kind: "date", iso: "2026-03-27" }, text);
  }
  for (const text of ["27", "27/3", "27/3/2", "27/3/26", "2026", "hello"]) assert.equal(splitWhole(text), null, text);
});

test("a date is written in full, whatever the time zone of the machine", () => {
  assert.equal(inFull("2026-04-03"), "Friday 3 April 2026");
  assert.equal(inFull("2027-02-28"), "Sunday 28 February 2027");
  assert.deepEqual(partsOf("2026-04-03"), boxes("3", "4", "2026"));
  assert.equal(todayHere(new Date(2026, 3, 3, 23, 59)), "2026-04-03");
  assert.ok(!isIso("2026-02-29") && !isIso("2026-2-9") && isIso("2024-02-29"));
});

test("a link gives back the state that made it", () => {
  const fragment = "#area=north_yorkshire&today=2026-04-10&as_at=2026-09-01&initial_conference=2026-03-26&core_group=2026-04-09"
    + "&core_group=2026-04-02~&record_circulated=2026-04-14@2026-04-09&fact.third_review=no"
    + "&set.child_visit=3+weeks,2026-03-26,conference_chair";
  const { state, unread } = fromFragment(fragment);
  assert.deepEqual(unread, []);
  assert.equal(toFragment(state), fragment);
  assert.deepEqual({ ...state.intervals }, { child_visit: { every: "3 weeks", from: "2026-03-26", by: "conference_chair" } });
});

test("a request takes a date as held up to today, else booked", () => {
  const { state } = fromFragment("#area=tees&today=2026-04-10&core_group=2026-04-10&core_group=2026-04-11&core_group=2026-04-01~");
  assert.deepEqual(toRequest(state, "2030-01-01").events.core_group, [{ held: "2026-04-10" }, { booked: "2026-04-11" }, { booked: "2026-04-01" }]);
  assert.equal(toRequest(state, "2030-01-01").today, "2026-04-10");
  assert.equal(toRequest(fromFragment("#area=tees").state, "2030-01-01").today, "2030-01-01");
  assert.equal(toRequest(fromFragment("#area=tees&as_at=2026-09-01").state, "2030-01-01").as_at, "2026-09-01");
  assert.ok(!("as_at" in toRequest(fromFragment("#area=tees").state, "2030-01-01")), "the engine is asked only where the reader asked");
});

test("what a link says and cannot mean is named, and does no harm", () => {
  const bad = "today=soon&as_at=2026-02-30&core_group=2026-13-01&fact.x=maybe&set.y=&__proto__=1&constructor=2026-01-01&%E0=1&a.b=c&nickname=%ZZ";
  const { state, unread } = fromFragment(`#area=luton&${bad}`);
  assert.deepEqual(unread, ["today", "as_at", "core_group", "fact.x", "set.y", "__proto__", "%E0", "a.b", "nickname"]);
  assert.deepEqual(Object.keys(state.events), ["constructor"]);
  assert.equal(state.today, null);
  assert.ok(carriesState("#area=luton") && !carriesState("#ready-reckoner") && !carriesState(""));
});

const quick = /** @type {any} */ ({
  reckoner: {
    event: "initial_conference",
    columns: [
      { deadline: "first_review", occurrence: 1, title: "First review", bound: "latest" },
      { deadline: "first_core_group", occurrence: 1, title: "First core group", bound: "earliest" },
      { deadline: "first_core_group", occurrence: 1, title: "First core group", bound: "latest" },
      { deadline: "assessment", occurrence: 1, title: "Assessment", bound: "latest" },
    ],
    rows: { "2026-03-26": ["2026-06-26", "2026-03-27", "2026-04-13", null] },
  },
});

test("the reckoner answers a conference on its own, in time order, and only from a row that it has", () => {
  const { state } = fromFragment("#area=x&initial_conference=2026-03-26");
  assert.ok(reckonerHolds(quick, state));
  assert.deepEqual(lookUp(quick, state)?.map(({ deadline, earliest, latest }) => [deadline, earliest?.iso, latest?.iso]),
    [["first_core_group", "2026-03-27", "2026-04-13"], ["first_review", undefined, "2026-06-26"]]);
  assert.equal(lookUp(quick, fromFragment("#area=x&initial_conference=2026-03-28").state), null);
  assert.ok(!reckonerHolds(quick, fromFragment("#area=x&initial_conference=2026-03-26&plan_started=2026-03-25").state));
  assert.ok(!reckonerHolds({ ...quick, reckoner: null }, state));
});

test("steps are told in few lines, and no day that is left out goes unnamed", () => {
  const step = (/** @type {string} */ date, /** @type {number | null} */ n, /** @type {string | null} */ why = null) =>
    ({ date, counted: n !== null && n > 0, n, why });
  const steps = [step("2026-04-01", 0, "day 0"), step("2026-04-02", 1), step("2026-04-03", null, "Good Friday"),
    step("2026-04-04", null, "Saturday"), step("2026-04-07", 2), step("2026-04-08", 3)];
  assert.deepEqual(compressed(steps, "Day").map(({ words }) => words), [
    "Day 0: Wednesday 1 April 2026",
    "Day 1: Thursday 2 April 2026",
    "Not counted: Friday 3 April 2026 (Good Friday) and Saturday 4 April 2026",
    "Days 2 to 3: Tuesday 7 April 2026 to Wednesday 8 April 2026",
  ]);
});

test("a source is linked by its locator", () => {
  assert.ok(sourceAddress("north_yorkshire#1.2.4/s1").endsWith("/sources/north-yorkshire/#p-1.2.4-s1"));
});
