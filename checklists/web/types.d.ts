/** Shapes that the modules share. Types only: nothing here reaches the browser. */

/** One date of an event, as entered. `booked` says that a day already past was arranged and not held. */
export interface Entry { date: string; booked?: boolean; for?: string; id?: string }

/** An interval that a conference or core group set. */
export interface Interval { every?: string; on?: string; from?: string; by?: string; at?: string }

/** A date of an event in a case file. The id stays when the date moves. `for` is the id of the meeting it belongs to. */
export interface CaseEntry { id: string; date: string; booked?: boolean; for?: string }

/** What was ticked or written at one item of a checklist. `at` is when it was last changed, `set` when it was ticked,
 *  so that of two copies the later tick counts and a note made after it unticks nothing. */
export interface Tick {
  status: "to_do" | "done" | "not_applicable";
  by?: string; on?: string; reason?: string; note?: string; evidence?: string;
  at: string; set?: string;
}

/** One date as last worked out, so that a change of the rules can be told. */
export interface WorkedDate {
  deadline: string; occurrence: number; title: string; about?: string | null;
  latest: string | null; earliest: string | null; provisional?: boolean;
}

/** What one practitioner keeps about one plan. Times are ISO in UTC, dates ISO without time. */
export interface CaseFile {
  kind: "core-group-handbook/case"; format: 1; id: string;
  nickname: string; area: string; made: string; changed: string;
  events: Record<string, CaseEntry[]>;
  facts: Record<string, boolean>;
  intervals: Record<string, Interval>;
  /** By bucket (`case`, the id of a meeting's entry, or `next/<event>` before it has a date), then by `list/item`. */
  ticks: Record<string, Record<string, Tick>>;
  notes: { id: string; at: string; text: string }[];
  worked: { rules: string; as_on: string; dates: WorkedDate[] } | null;
  /** The rules whose moved dates the user looked at and did not take over. */
  declined?: string;
}

/** What the form says: everything that a link may carry. */
export interface CaseState {
  area: string;
  today: string | null;
  asAt: string | null; // the day whose rules count, where the reader names one
  events: Record<string, Entry[]>;
  facts: Record<string, boolean>;
  intervals: Record<string, Interval>;
}

export interface RequestEntry { held?: string; booked?: string; for?: string; id?: string }

/** What the engine is asked. */
export interface EngineRequest {
  /** The day whose rules count, whatever the dates; the dates decide where it is left out. */
  as_at?: string;
  do?: "dates" | "ics" | "csv" | "board" | "checklists" | "checklist_csv" | "what_if";
  area: string;
  today: string;
  events: Record<string, RequestEntry[]>;
  facts: Record<string, boolean>;
  set_by_conference: Record<string, Interval>;
  now?: string;
  case_id?: string;
  nickname?: string;
  ticks?: CaseFile["ticks"];
  list?: string;
  bucket?: string;
  then?: object;
  cases?: object[];
}

export interface QuickEvent {
  key: string; label: string; question: string;
  group: "conferences" | "core_groups" | "child" | "records" | "other";
  once?: boolean; bookable?: boolean; belongs_to?: string | null; definition?: string;
}
export interface QuickFact { key: string; question: string; yes?: string; assumed?: boolean | null }
export interface QuickInterval { deadline: string; title: string; default_words?: string | null; may_set: string[] }
export interface QuickRole { key: string; label: string }
export interface QuickSource {
  id: string; title: string; area?: string | null; status?: string; status_note?: string | null;
  review_passed?: boolean; review_by_words?: string | null; edition?: string | null;
  /** Whether to check the procedure in force before acting on a date, or only to note what is said of the source. */
  care?: "check" | "note" | null; care_words?: string | null;
}
export interface ReckonerColumn {
  deadline: string; occurrence: number; title: string; limit_words: string; strength_words: string;
  bound: "latest" | "earliest" | "target"; cites?: string[];
}
export interface Reckoner {
  event: string; from: string; to: string; columns: ReckonerColumn[];
  rows: Record<string, (string | null)[]>;
}

/** What the page needs of an area before Python runs. */
export interface Quick {
  area: string; title: string; version: string; fictional?: string;
  events: QuickEvent[]; facts: QuickFact[]; intervals: QuickInterval[]; roles: QuickRole[];
  sources: QuickSource[]; reckoner: Reckoner | null;
  checklists: { key: string; title: string; for: string | null }[]; more_events: QuickEvent[];
}

export interface Step { date: string; counted: boolean; n: number | null; why: string | null }
export interface Reading {
  id: string; question: string; taken: boolean | string; reading?: string; because?: string | null;
  earliest?: string | null; latest?: string | null; status?: string | null;
  confirmed?: boolean; convention?: boolean; words?: Record<string, string | null>;
}
export interface Limit {
  bound: string; limit: string; words: string; strength: string; strength_words: string | null; cites: string[];
  responsible?: { role: string; label: string } | string | null; date?: string | null;
}
export interface Deadline {
  deadline: string; occurrence: number; title: string; about?: string | null; topic?: string;
  target?: { event: string; label: string; enter?: string } | null;
  runs_from: { event: string; date: string; held: boolean; label?: string; words?: string } | null;
  for_date?: string | null;
  target_date?: string | null; target_limit_words?: string | null; target_strength_words?: string | null; target_steps?: Step[];
  latest_time?: string | null; remarks?: string[];
  earliest: string | null; latest: string | null; last_working_day: string | null;
  safe_earliest: string | null; safe_latest: string | null;
  status: string; status_words: string; met_on?: string | null; booked_on?: string | null; strength: string | null; strength_words: string | null; overtaken: boolean; so_far?: string | null;
  responsible?: { role: string; label: string } | null;
  limit?: string | null; limit_words?: string | null;
  earliest_limit?: string | null; earliest_limit_words?: string | null;
  limits?: Limit[]; cites: string[]; note?: string | null; readings?: Reading[];
  steps?: Step[]; earliest_steps?: Step[];
  provisional?: boolean; booked_late?: boolean; booked_early?: boolean; last_working_day_provisional?: boolean;
  reason?: string | null; depends_on?: string; set_by?: { words: string } | null; assumed?: string[];
  words?: Record<string, string | null>;
}
export interface Warning { code: string; message: string; event?: string | null; date?: string | null }
export interface Mark { deadline: string; occurrence: number; day: number; label: string; status: string }
export interface TimelineEvent { event: string; label: string; day: number; held: boolean }
export interface Timeline {
  start: string; end: string; days: number; today: number | null;
  months: { day: number; label: string }[]; marks: Mark[]; events: TimelineEvent[];
}
export interface Answer {
  area: string; title: string; as_on: string; as_on_words: string; rules: string;
  as_at?: string; as_at_words?: string; fictional?: string; summary?: string | null;
  not_said: { deadlines: string[]; title: string; text: string }[];
  calendar: { from: string; to: string }; sources: QuickSource[]; warnings: Warning[];
  deadlines: Deadline[]; timeline: Timeline | null;
  not_applicable?: { deadline: string; title: string; because: string }[];
}
export interface EngineError { field: string | null; message: string; remedy?: string | null }
export type Reply<T> = { ok: true; value: T } | { ok: false; error: EngineError };
export interface Exported { filename: string; mime: string; text: string }

/** A fault in what was entered: where, and in which words. */
export interface Problem { message: string; focus: HTMLElement }

export type Stage = "idle" | "downloading" | "starting" | "ready" | "failed";
export interface Failure { kind: string; detail?: string }

/** One item of a checklist as the engine shows it. */
export interface SheetItem {
  key: string; section: string; action: string; cites: string[];
  responsible: { role: string; label: string } | null;
  strength_words: string; prompt: boolean; may_skip: boolean; note: string | null;
  status: Tick["status"]; state: string; words: string; because: string | null; since: string | null;
  due: { latest: string | null; latest_words: string | null; target_words?: string | null; target_limit_words?: string | null; aim_words: string | null; words: string; provisional: boolean } | null;
  from?: string;
}
export interface SheetMeeting { bucket: string; event?: string; date: string | null; held: boolean; words: string | null }
export interface Progress {
  done: number; of: number; not_applicable: number; unanswered: number; overdue: number; due: number; complete: boolean; words: string;
}
export interface ShortSheet {
  list: string; title: string; meeting: SheetMeeting; for_meeting: boolean; begun: boolean; progress: Progress;
}
export interface Sheet extends ShortSheet {
  sections: { key: string; title: string }[]; items: SheetItem[]; left: SheetItem[];
  retired: { key: string; action: string; words: string; ended: string; now: string | null }[];
  notes: { key: string; action: string; since: string; note: string }[];
}
export interface SheetAnswer {
  area: string; title: string; as_on: string; as_on_words: string; rules: string; warnings: Warning[];
  meetings: SheetMeeting[]; sheet: Sheet;
  /** A sentence for every source of the list that is to be checked before it is acted on. */
  check: string[];
}

/** One row of the board: a date, or an item of a checklist that was begun. */
export interface BoardEntry {
  kind: "date" | "item"; key: string; title: string; about: string | null; latest: string | null; words: string | null;
  status: string; status_words: string; booked_late: boolean; booked_words: string | null; target_words?: string;
  list?: string; bucket?: string; role: string | null; role_label: string | null;
}
export interface BoardCase {
  id: string; error?: EngineError; overdue: number; due: number; entries: BoardEntry[]; warnings: Warning[];
  checklists: { list: string; title: string; bucket: string; about: string | null; progress: Progress }[];
  dates: WorkedDate[];
  unplaced: { bucket: string; key: string; action: string | null }[];
}
export interface Board { rules: string; cases: BoardCase[] }

export interface Move {
  title: string; about: string | null;
  old: { latest: string | null; words: string; status_words: string } | null;
  new: { latest: string | null; words: string; status_words: string } | null;
}
export interface WhatIf {
  area: string; title: string; as_on: string; rules: string; warnings: Warning[]; moves: Move[];
  moved: { event: string; label: string; old_words: string; new_words: string; tell: { cite: string; statement: string }[] }[];
  late: { title: string; about: string | null; booked_words: string; latest_words: string }[];
  still_late: { title: string; about: string | null; booked_words: string; latest_words: string }[];
}

declare global {
  /** The name of the folder of the browser's Python: put in by macros/modules.py. */
  const RUNTIME_FOLDER: string;
}
