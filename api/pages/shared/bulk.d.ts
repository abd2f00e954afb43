// What travels about several young people at once, and about what is new, for `// @ts-check`.

/** One of those who were chosen. */
export interface Chosen {
  person_id: string;
  name: string;
}

/** Somebody who is left out. */
export interface LeftOut extends Chosen {
  why: string;
}

/** What would be done. */
export interface BulkPreview {
  goes: Chosen[];
  stays: LeftOut[];
  not_here: number;
}

export type BulkAction = "send" | "postpone" | "assign" | "key-date";

/** What was done. */
export interface Bulk extends BulkPreview {
  id: string;
  action: BulkAction;
  done_at: string;
  undo_until: string;
}

/** What was done a moment ago. */
export interface BulkDoneList {
  items: { id: string; action: BulkAction; done_at: string; undo_until: string; people: number }[];
}

/** What was undone. */
export interface BulkUndone {
  undone: Chosen[];
  stays: LeftOut[];
}

/** That something has changed. */
export interface NewsItem {
  kind: "caseload" | "person" | "alerts";
  /** Who; missing: anybody. */
  person_id?: string;
}
