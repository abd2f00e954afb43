// What travels about people who may be one and the same, for `// @ts-check`.

/** Somebody who is here, and whom a record is like. */
export interface LikePerson {
  person_id: string;
  record_number?: string;
  given_name: string;
  family_name?: string;
  preferred_name?: string;
  birth_date: string;
  uln?: string;
  mobile?: string;
  email?: string;
  worker?: string;
  /** Each a sentence. */
  reasons: string[];
}

/** A row of a file that waits. */
export interface WaitingRow {
  id: string;
  line: number;
  seen_at: string;
  record_number?: string;
  given_name?: string;
  family_name?: string;
  preferred_name?: string;
  birth_date?: string;
  uln?: string;
  mobile?: string;
  email?: string;
  activity?: string;
  started_on?: string;
  provider?: string;
  alike: LikePerson[];
}

/** The rows that wait. */
export interface WaitingRows {
  items: WaitingRow[];
  more: boolean;
}

/** Two that may be one; the reasons stand with the other. */
export interface LikePairs {
  items: { one: LikePerson; other: LikePerson }[];
  more: boolean;
}

/** What making one record of two would do. */
export interface MergePreview {
  kept: LikePerson;
  gone: LikePerson;
  clashes: { field: string; kept: string; gone: string }[];
  goes: { what: string; count: number }[];
  safe_in_both: boolean;
  supporters: string[];
}

/** The latest merges. */
export interface MergeList {
  items: { merge: { id: string; kept_id: string; gone_id: string; made_at: string; undone_at?: string }; kept_name: string; gone_name: string; made_by: string }[];
}

/** Something that can go to a record of somebody else. */
export interface DivisiblePart {
  what: "contact" | "destination" | "promise" | "goal" | "intended" | "task";
  id: string;
  version?: number;
  on: string;
  kind?: string;
  words?: string;
}

/** What of a record can go to a record of somebody else. */
export interface Divisible {
  items: DivisiblePart[];
  mobile?: string;
  email?: string;
  uln?: string;
  record_numbers: string[];
}

/** The latest splits. */
export interface SplitList {
  items: { split: { id: string; person_id: string; new_id: string; made_at: string; why: string }; person_name: string; new_name: string; made_by: string; joined: boolean }[];
}

/** That somebody goes to another partnership, went, or was to go. */
export interface Transfer {
  id: string;
  to: string;
  how: string;
  representative?: string;
  why_cannot?: string;
  agreed_on: string;
  moves_on: string;
  made_at: string;
  state: "waits" | "taken-back" | "refused" | "moved";
  refused_why?: string;
  moved_on?: string;
}

/** Somebody who may come from another partnership. */
export interface ComingPerson {
  id: string;
  name: string;
  age: number;
  from: string;
  ask: string;
  ask_email: string;
  moves_on: string;
  can_be_taken: boolean;
}

/** Who may come. */
export interface ComingPeople {
  items: ComingPerson[];
  councils: { code: string; name: string }[];
}
