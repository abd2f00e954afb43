// What travels where two people wrote about the same thing, for `// @ts-check`.

/** Somebody else changed what was sent, in the meantime. Values are texts, as they travel; absent is nothing. */
export interface Conflict {
  version: number;
  changed: { at: string; by: string; field: string; before?: string; after?: string }[];
  fields: ConflictField[];
}

export interface ConflictField {
  field: string;
  before?: string;
  yours?: string;
  theirs?: string;
  clashes: boolean;
}
