// What staff see only when they ask for it, and who looked at whom.

import type { DataRequest } from "./types.js";
import type { PersonCheckIn } from "./staff.js";

/** What was hidden of one check-in, one wish to talk or one request. */
export interface HiddenWords {
  answers: PersonCheckIn["answers"];
  words?: string;
}

/** What somebody asked about their record, without what they wrote. */
export type AskedOfRecord = Omit<DataRequest, "words"> & { has_words: boolean };

/** Somebody did something with a record. */
export interface Access {
  at: string;
  by?: string;
  role?: string;
  what: string;
  /** They read what the young person wrote, or answers about sensitive things. */
  words: boolean;
  /** It was opened in an emergency. */
  reason?: string;
  reason_words?: string;
}
