// What the service says of the council's files.

export interface ImportReport {
  dry_run: boolean;
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  journey_over: number;
  leavers: number;
  unassigned: number;
  waiting: number;
  written?: string;
  taken: string[];
  left_behind: { name: string; why: string }[];
  warnings: { column?: string; what: string; advice?: string; count: number; first_lines: number[] }[];
}

export interface ImportList {
  items: {
    id: string; made_at: string; made_by?: string; rows: number; added: number; changed: number; unchanged: number;
    journey_over: number; leavers: number; waiting: number; delta: boolean; mapping?: string;
  }[];
}

/** What a partnership's own files call things. */
export interface Mapping { id: string; name: string; mapping: string; made_at: string }

/** How the beginning of a file reads. */
export interface Guess {
  mapping: string;
  missing: string[];
  known: { column: string; what: string; needed: boolean }[];
  written?: string;
  header: string[];
  rows: string[][];
}

/** Who is not in the update for the council, and why. */
export interface CcisFaults {
  period_end: string;
  told: number;
  items: { person_id: string; name: string; rules: { rule: number; what: string }[] }[];
}

/** What a worker takes along on paper. */
export interface ContactSheet {
  as_of: string;
  items: { name: string; mobile?: string; email?: string; needs: string[]; stopped: boolean }[];
}
