// Two copies of a case file made one: what only one side changed is taken from it, and no tick or note is ever lost.

/**
 * @typedef {import("./types").CaseFile} CaseFile
 * @typedef {import("./types").Tick} Tick
 * @typedef {(mine: any, theirs: any) => any} Later the value of the copy that was changed last
 */

const OTHER = "[other copy] ";
const TEXTS = /** @type {const} */ (["note", "evidence", "reason"]);

/** @returns {any} */
const none = () => Object.create(null);

/** @param {any} value @returns {string} the same text for the same value, whatever the order of its keys */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return `{${Object.keys(value).filter((key) => value[key] !== undefined).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

/** @param {any} a @param {any} b */
const same = (a, b) => canonical(a ?? null) === canonical(b ?? null);

/**
 * @param {CaseFile | null} base what both copies come from, where it is known
 * @param {CaseFile} mine
 * @param {CaseFile} theirs
 * @returns {CaseFile}
 */
export function mergeCases(base, mine, theirs) {
  const [first, last] = inOrder(mine, theirs);
  /** @type {Later} */
  const later = (a, b) => {
    if (first.changed === last.changed) return canonical(a) > canonical(b) ? a : b; // neither is: the same either way
    return mine === last ? a : b;
  };
  /** @param {(file: CaseFile) => any} part */
  const leaf = (part) => choose(base && part(base), part(mine), part(theirs), later);
  const made = /** @type {CaseFile} */ ({
    ...structuredClone(last), nickname: leaf((file) => file.nickname), area: leaf((file) => file.area),
    made: first.made < last.made ? first.made : last.made, changed: last.changed,
    facts: each(base?.facts, mine.facts, theirs.facts, later),
    intervals: each(base?.intervals, mine.intervals, theirs.intervals, later),
    worked: leaf((file) => file.worked) ?? null,
  });
  const declined = leaf((file) => file.declined);
  if (declined) made.declined = declined;
  else delete made.declined;
  made.events = mergeEvents(base, mine, theirs, later);
  made.ticks = mergeTicks(base, mine, theirs);
  made.notes = mergeNotes(base, mine, theirs);
  settle(made);
  return made;
}

/** @param {CaseFile} a @param {CaseFile} b @returns {[CaseFile, CaseFile]} the later one last, the same whichever way round */
function inOrder(a, b) {
  if (a.changed !== b.changed) return a.changed < b.changed ? [a, b] : [b, a];
  return canonical(a) < canonical(b) ? [a, b] : [b, a];
}

/** @param {any} base @param {any} mine @param {any} theirs @param {Later} later */
function choose(base, mine, theirs, later) {
  if (same(mine, theirs)) return mine;
  if (base !== null && base !== undefined && same(mine, base)) return theirs;
  if (base !== null && base !== undefined && same(theirs, base)) return mine;
  return later(mine, theirs);
}

/** Key by key; one that is missing on a side was taken out there, if both come from a copy that had it. */
function each(/** @type {any} */ base, /** @type {any} */ mine, /** @type {any} */ theirs, /** @type {Later} */ later) {
  const made = none();
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [a, b, was] = [mine[key], theirs[key], base?.[key]];
    if (a === undefined || b === undefined) {
      const left = a ?? b;
      if (was !== undefined && same(left, was)) continue; // taken out on the other side, and not changed on this
      made[key] = left;
    } else made[key] = choose(was, a, b, later);
  }
  return made;
}

/** @param {CaseFile | null} base @param {CaseFile} mine @param {CaseFile} theirs @param {Later} later */
function mergeEvents(base, mine, theirs, later) {
  const byId = (/** @type {CaseFile | null} */ file, /** @type {string} */ event) =>
    Object.assign(none(), Object.fromEntries((file?.events[event] ?? []).map((entry) => [entry.id, entry])));
  const made = none();
  for (const event of new Set([...Object.keys(mine.events), ...Object.keys(theirs.events)])) {
    const entries = Object.values(each(byId(base, event), byId(mine, event), byId(theirs, event), later));
    if (entries.length > 0) made[event] = entries.sort((a, b) => (canonical([a.date, a.id]) < canonical([b.date, b.id]) ? -1 : 1));
  }
  return made;
}

/** @param {CaseFile | null} base @param {CaseFile} mine @param {CaseFile} theirs */
function mergeTicks(base, mine, theirs) {
  const made = none();
  for (const bucket of new Set([...Object.keys(mine.ticks), ...Object.keys(theirs.ticks)])) {
    const [a, b, was] = [mine.ticks[bucket] ?? {}, theirs.ticks[bucket] ?? {}, base?.ticks[bucket] ?? {}];
    made[bucket] = none();
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      made[bucket][key] = a[key] && b[key] ? mergeTick(was[key] ?? null, a[key], b[key]) : a[key] ?? b[key];
    }
  }
  return made;
}

/**
 * The later tick counts, with who and when; a text that the earlier copy has and the later one has not is kept beside it.
 * @param {Tick | null} base @param {Tick} mine @param {Tick} theirs @returns {Tick}
 */
function mergeTick(base, mine, theirs) {
  if (same(mine, theirs)) return mine;
  if (base && same(mine, base)) return theirs;
  if (base && same(theirs, base)) return mine;
  const mineLast = mine.at !== theirs.at ? mine.at > theirs.at : canonical(mine) > canonical(theirs);
  const [early, late] = mineLast ? [theirs, mine] : [mine, theirs];
  const ticked = lastTicked(early, late);
  const made = { ...late, status: ticked.status };
  for (const name of /** @type {const} */ (["by", "on", "set"])) {
    if (ticked[name]) made[name] = ticked[name];
    else delete made[name];
  }
  for (const name of TEXTS) {
    const joined = joinTexts(late[name] ?? "", early[name] ?? "", base?.[name] ?? "");
    if (joined) made[name] = joined;
  }
  return made;
}

/**
 * A note made later unticks nothing. Where neither copy was ticked last, what the tick itself says decides and no text
 * beside it: texts are joined, and the next merge would decide otherwise.
 * @param {Tick} early @param {Tick} late @returns {Tick} the one whose status, who and when count
 */
function lastTicked(early, late) {
  const [one, other] = [early.set ?? "", late.set ?? ""];
  if (one !== other) return one > other ? early : late;
  if (early.at !== late.at) return late;
  const said = (/** @type {Tick} */ { status, by, on }) => canonical({ status, by, on });
  return said(early) > said(late) ? early : late;
}

/** @param {string} late @param {string} early @param {string} base @returns {string} both texts, neither twice */
function joinTexts(late, early, base) {
  if (!early || late.includes(early) || (base && early === base)) return late;
  if (!late || early.includes(late)) return early;
  return `${late}\n${OTHER}${early}`;
}

/** @param {CaseFile | null} base @param {CaseFile} mine @param {CaseFile} theirs */
function mergeNotes(base, mine, theirs) {
  const [a, b, was] = [mine, theirs, base].map((file) => new Map((file?.notes ?? []).map((note) => [note.id, note])));
  const made = [...new Set([...a.keys(), ...b.keys()])].map((id) => {
    const [one, other, old] = [a.get(id), b.get(id), was.get(id)];
    if (!one || !other) return /** @type {CaseFile["notes"][number]} */ (one ?? other);
    if (same(one, other) || (old && same(other, old))) return one;
    if (old && same(one, old)) return other;
    const oneLast = one.at !== other.at ? one.at > other.at : canonical(one) > canonical(other);
    const [early, late] = oneLast ? [other, one] : [one, other];
    return { ...late, text: joinTexts(late.text, early.text, old?.text ?? "") };
  });
  return made.sort((x, y) => (canonical([x.at, x.id]) < canonical([y.at, y.id]) ? -1 : 1));
}

/** Ticks of a meeting that one side took out stay apart; those made before a date was known join it. @param {CaseFile} file */
function settle(file) {
  const known = new Set(Object.values(file.events).flat().map(({ id }) => id));
  for (const bucket of Object.keys(file.ticks).sort()) {
    const gone = bucket.startsWith("gone/");
    const id = gone ? bucket.slice(5) : bucket;
    const to = gone && known.has(id) ? id : !gone && bucket !== "case" && !bucket.startsWith("next/") && !known.has(id) ? `gone/${id}` : bucket;
    if (to === bucket) continue;
    const there = file.ticks[to] ?? none();
    for (const [key, tick] of Object.entries(file.ticks[bucket])) there[key] = there[key] ? mergeTick(null, there[key], tick) : tick;
    file.ticks[to] = there;
    delete file.ticks[bucket];
  }
}
