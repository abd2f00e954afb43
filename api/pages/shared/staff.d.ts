// What travels between the staff pages (worker, partnership) and the service, for `// @ts-check`.

export type Role = "worker" | "manager" | "safeguarding-lead" | "partnership-viewer" | "administrator";
export type Headline = "in-education-or-work" | "not-in-education-or-work" | "not-known" | "out-of-scope";
export type Journey = "approaching" | "on-the-journey" | "paused" | "completed" | "left";
export type Invitation = "none" | "sent" | "parked" | "joined";

export interface Session {
  id: string;
  name: string;
  role: Role;
  /** The other agency that they work for. */
  agency?: string;
  partnership_name: string;
  service_name: string;
  demonstration: boolean;
  must_enrol: boolean;
  proven: boolean;
  idle_minutes: number;
  ends_at: string;
}

/** Whether messages go out. */
export interface Service {
  as_of: string;
  not_working: { way: "sms" | "email" | "push"; host?: string; since?: string }[];
  waiting?: { since: string; minutes: number };
  /** Since when staff are not told of what waits for them. */
  untold?: { since: string; minutes: number };
}

export interface PromptDay {
  day: string;
  way: "push" | "sms" | "email";
  due: number;
  on_time: number;
  late: number;
  fell_back: number;
  failed: number;
  expired: number;
  capped: number;
  unsure: number;
  cancelled: number;
  no_way: number;
  waiting: number;
}

/** How well reminders went out. */
export interface PromptDays {
  as_of: string;
  from: string;
  to: string;
  on_time: { on_time: number; of: number; per_cent?: number; definition: string };
  oldest_unsent?: string;
  days: PromptDay[];
}

/** How well reminders of one month went out, in published figures. */
export interface ReminderReport {
  from: string;
  to: string;
  next_release_on: string;
  definition: string;
  finding: string;
  due: { text: string; value?: number };
  on_time?: { text: string; value?: number };
  percent?: string;
  mark?: string;
}

export interface Caseload {
  as_of: string;
  items: CaseloadRow[];
  next?: string;
}

export interface CaseloadCounts {
  as_of: string;
  items: { state: string; label: string; count: number }[];
  urgent: number;
}

export interface Reason {
  code: string;
  text: string;
}

export interface CaseloadRow {
  id: string;
  name: string;
  age: number;
  needs: string[];
  destination?: { code: number; label: string; headline: Headline; since: string; source: string; current: boolean; current_until?: string };
  journey: Journey;
  month?: number;
  paused_until?: string;
  last_answered_on?: string;
  last_contact_on?: string;
  next_due_on?: string;
  open_alerts: number;
  tasks: number;
  tasks_late: number;
  found?: "whole" | "beginning" | "part" | "one-letter";
  reasons: Reason[];
  invitation: Invitation;
  worker_name?: string;
  key_dates: { what: string; on: string }[];
}

export interface Person {
  id: string;
  name: string;
  first_name: string;
  family_name: string;
  preferred_name?: string;
  age: number;
  /** Until when it is open to oneself because of an emergency. */
  open_until?: string;
  birth_date: string;
  council: { code: string; name: string };
  sen_provision: "ehc-plan" | "sen-support" | "none";
  primary_need?: { code: string; name: string };
  needs: string[];
  details: Details;
  safe_contact?: SafeContact;
  plan?: import("./plan.js").Plan;
  key_dates: import("./plan.js").KeyDate[];
  mobile?: string;
  email?: string;
  phones: number;
  worker_name?: string;
  invitation: Invitation;
  journey: { state: Journey; transition_on: string; ends_on: string; month?: number; next?: { kind: string; on: string } };
  reasons: Reason[];
  destinations: Spell[];
  /** The latest first. */
  intended: import("./promised.js").Intended[];
  check_ins: PersonCheckIn[];
  promises: import("./promised.js").PersonPromise[];
  contacts: Contact[];
  alerts: Alert[];
  tasks: import("./team.js").Task[];
  goals: import("./types.js").Goal[];
  talks: TalkWish[];
  /** What they asked about what is held of them, the latest first. */
  requests: import("./looks.js").AskedOfRecord[];
  /** Numbers and addresses that they confirmed as their own. */
  own_contacts: string[];
  supporters: ChosenSupporter[];
  prompts_stopped_at?: string;
  /** The last day of a pause. */
  paused_until?: string;
}

/** Somebody whom a young person has asked to help. */
export interface ChosenSupporter {
  name: string;
  relation: string;
  helps: boolean;
  gets_reminders: boolean;
  sees_goals: boolean;
  /** While they are in. */
  joined_on?: string;
}

/** They would like to talk. */
export interface TalkWish {
  id: string;
  asked_at: string;
  how: string;
  has_words: boolean;
}

export interface PersonCheckIn {
  id: string;
  kind: string;
  state: string;
  due_on: string;
  opened_at: string;
  answered_at?: string;
  source?: string;
  helper?: string;
  reading?: string;
  answers: { question: string; text: string; item?: string; labels: string[]; free_text?: string; skipped: boolean; sensitive: boolean; hidden: boolean; supporter?: string }[];
}

export type { PersonPromise } from "./promised.js";

/** What became of one field. Values are texts, as they travel; absent is nothing. */
export interface Change {
  at: string;
  by: string;
  by_kind: "young-person" | "supporter" | "staff" | "file" | "system";
  thing: "destination" | "promise" | "claim" | "concern" | "intended" | "contact" | "task" | "safe-contact" | "details";
  thing_id: string;
  version: number;
  field: string;
  before?: string;
  after?: string;
}

/** What staff can mend, with its version. */
export interface Details {
  version: number;
  first_name: string;
  family_name: string;
  preferred_name?: string;
  mobile?: string;
  email?: string;
  needs: string[];
  transition_on: string;
  left_on?: string;
  left_reason?: string;
  /** What no file writes over. */
  kept: string[];
}

/** How somebody can be reached safely. */
export interface SafeContact {
  version: number;
  /** None: any. */
  ways: string[];
  times: string;
  message_ok?: boolean;
  not_to?: string;
  said_by: string;
  said_on: string;
  /** What to mind, in words. */
  mind: string[];
}

export interface Contact {
  id: string;
  version: number;
  kind: "call" | "text" | "video" | "meeting" | "email" | "letter" | "home-visit";
  direction: "out" | "in";
  outcome: "spoke" | "left-message" | "no-answer" | "wrong-number" | "sent" | "other";
  note?: string;
  happened_at: string;
  by: string;
  follow_up_on?: string;
  follow_up_words?: string;
  present?: string[];
  /** It kept to what is safe; absent where that was not known. */
  safe_way?: boolean;
}

export interface Alert {
  id: string;
  priority: "p1" | "p2" | "p3" | "p4";
  what: string;
  raised_at: string;
  acknowledged_at?: string;
  acknowledged_by?: string;
  acknowledged_by_id?: string;
  mine: boolean;
  /** Somebody was asked to take it over, and has not yet. */
  passed_on?: { to: string; to_you: boolean; by: string; at: string };
  /** Which way is open at their age on that day. */
  route?: { age: number; to: string; ask: string[] };
  /** There are words of their own to read. */
  own_words: boolean;
  read_at?: string;
  read_by?: string;
  steps: { step: string; due_at: string; done_at?: string; late: boolean; minutes_left?: number }[];
  proposal?: AlertProposal;
  closed_at?: string;
  closed_by?: string;
  came_of_it?: string;
}

/** What somebody says came of an alert. */
export interface AlertProposal {
  outcome: string;
  note: string;
  told_them: boolean;
  not_told_why?: string;
  next_on?: string;
  by: string;
  at: string;
  mine: boolean;
}

/** An alert with what raised it and what was done. */
export interface AlertWithWords {
  person_id: string;
  alert: Alert;
  words: { at: string; what: string; answer?: PersonCheckIn["answers"][number]; text?: string }[];
  version: string;
  events: { at: string; what: string; by?: string; to?: string; words?: string }[];
  told: { who: string; at: string; why: string; sent?: boolean }[];
}

export interface Spell {
  id: string;
  version: number;
  code: number;
  label: string;
  headline: Headline;
  source: "young-person" | "young-person-with-help" | "someone-for-them" | "worker" | "provider" | "import";
  provider?: string;
  ukprn?: string;
  days_per_week?: number;
  started_on: string;
  ended_on?: string;
  verified_on?: string;
  review_on?: string;
  predicted_end_on?: string;
  current: boolean;
  current_until?: string;
  establishment?: string;
  weekly_hours?: number;
  neet?: "available" | "not-available";
  /** Since when they are in neither, if that counts now. */
  neet_since?: string;
  /** Every word that it was going on, the latest first. */
  said?: { source: Spell["source"]; on: string; by?: string; heard_at?: string }[];
  /** The tries behind a word of not knowing. */
  tries?: { at: string; means: string; by_hand: boolean }[];
}

export interface InvitationOut {
  link: string;
  code: string;
  link_expires_at: string;
  code_expires_at: string;
  qr_svg: string;
}

/** A published number: `value` is absent where the text hides it. */
export interface Cell {
  text: string;
  value?: number;
}

export interface DestinationsReport {
  partnership_name: string;
  demonstration: boolean;
  as_known_on: string;
  next_release_on: string;
  scheme: string;
  symbols: { symbol: string; meaning: string }[];
  cohorts: { label: string; starts_on: string; ends_on: string; waves: Wave[] }[];
}

export interface Wave {
  month: 6 | 12 | 18 | 24;
  state: "published" | "not-ready" | "too-few";
  ready_on: string;
  base?: Cell;
  left?: Cell;
  response?: { asked: Cell; answered: Cell; percent?: string; mark?: string };
  known?: Share;
  in_education_or_work?: Share;
  not_in_education_or_work?: Share;
  destinations?: (Share & { category: string; label: string; headline: Exclude<Headline, "out-of-scope"> })[];
  finding?: string;
  caution?: string;
}

/** A published count and what follows from it; `mark` is the sign beside a percentage to be used with care. */
export interface Share {
  count: Cell;
  percent?: string;
  mark?: string;
  low?: number;
  high?: number;
}

/** What an authenticator app needs, while a colleague sets up their sign-in. */
export interface Enrolment {
  totp_secret: string;
  totp_uri: string;
}

export interface ActivityCode {
  code: number;
  label: string;
  headline: Headline;
  neet?: "available" | "not-available";
  needs_review_date: boolean;
  needs_end_date: boolean;
  /** Only for somebody with a current education, health and care plan. */
  needs_plan: boolean;
}

export interface StaffMember {
  id: string;
  name: string;
  role: Role;
}
