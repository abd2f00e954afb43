// Promised support and what came of it, as it travels between the staff pages and the service.

export interface PersonPromise {
  id: string;
  version: number;
  name: string;
  easy_name?: string;
  provider?: string;
  frequency?: string;
  agreed_on: string;
  ended_on?: string;
  last_answer?: { label: string; code: string; on: string };
  /** The latest first. */
  months: { month: string; said: { on: string; code?: string; label: string }[]; claims: string[]; differs: boolean }[];
  claims: { id: string; version: number; source: string; from_on: string; until_on: string; given: string; words?: string }[];
  concerns: {
    id: string; version: number; raised_by: string; raised_on: string; words?: string; to_whom?: string; due_on: string;
    answered_on?: string; outcome?: string; answer?: string;
  }[];
  gap_since?: string;
  gap_times?: number;
}

/** What somebody means to do next, and what became of it. */
export interface Intended {
  id: string;
  version: number;
  intent: string;
  label: string;
  words?: string;
  for_on: string;
  said_on: string;
  kept: "yes" | "otherwise" | "not-yet" | "unknown" | "nothing";
  became?: string;
}
