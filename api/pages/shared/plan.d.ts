// The days of an EHC plan, and other days to keep in mind.

export interface Plan {
  version: number;
  started_on?: string;
  reviewed_on?: string;
  review_outcome?: string;
  review_booked_on?: string;
  ceased_on?: string;
  cease_reason?: string;
}

export interface KeyDate {
  kind: string;
  /** What it is, in words. */
  what: string;
  on: string;
  /** It is over, and nothing says that it was done. */
  late: boolean;
}
