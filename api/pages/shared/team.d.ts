// What travels about tasks, cover, handovers and the team, for `// @ts-check`.

import type { Role } from "./staff.js";

/** Something to do. */
export interface Task {
  id: string;
  version: number;
  kind: string;
  what: string;
  due_on: string;
  late: boolean;
  owner_id?: string;
  owner?: string;
  mine: boolean;
  made_by?: string;
  /** It is done by saying so. Otherwise it is settled where it comes from. */
  ticked: boolean;
}

/** What a member of staff has to do. */
export interface TaskList {
  items: { person_id: string; person_name: string; reached: boolean; task: Task }[];
  more: boolean;
}

/** Somebody is away. */
export interface Absence {
  id: string;
  staff_id: string;
  name: string;
  cover_id: string;
  cover: string;
  from_on: string;
  until_on: string;
  now: boolean;
  yours: boolean;
}

/** A handover to come. */
export interface Handover {
  id: string;
  person_id: string;
  person_name: string;
  from?: string;
  to: string;
  waits_for_you: boolean;
  on: string;
  plain: string;
  easy: string;
  accepted_at?: string;
  done_at?: string;
  /** Whether the young person wants to meet whoever comes before; absent: they have not said. */
  meet_first?: boolean;
  hangs: boolean;
}

/** What somebody has to look after. */
export interface TeamLoad {
  people: number;
  call_today: number;
  silent: number;
  late_tasks: number;
  p1: number;
  p2: number;
  p3: number;
  p4: number;
  much: boolean;
}

/** How work is shared out. */
export interface Team {
  as_of: string;
  members: {
    id: string;
    name: string;
    role: Role;
    on_duty: boolean;
    load: TeamLoad;
    last_seen_at?: string;
    away?: { from_on: string; until_on: string; cover: string; now: boolean };
  }[];
  nobodys: TeamLoad;
}

/** Whom nobody has contacted. */
export interface SilentPeople {
  weeks: number;
  items: { person_id: string; name: string; worker_id?: string; worker?: string; last_contact_at?: string }[];
  more: boolean;
}

/** What came of giving several away. */
export interface AssignedPeople {
  preview: boolean;
  goes: { person_id: string; name: string; from?: string }[];
  stays: { person_id: string; name: string; why: string }[];
}

/** Somebody who was looked up and is not one's own. */
export interface Found {
  person_id: string;
  worker?: string;
  yours: boolean;
}

/** A record that was opened in an emergency, and waits for a review. */
export interface Glass {
  id: string;
  person_id: string;
  person_name: string;
  opened_by: string;
  mine: boolean;
  reason: string;
  words: string;
  opened_at: string;
  ends_at: string;
}

/** What may be shared with another agency. */
export interface Parts {
  contact: boolean;
  destination: boolean;
  promises: boolean;
  goals: boolean;
}

/** Parts of a record that are shared with an agency. */
export interface Referral extends Parts {
  id: string;
  agency: string;
  why: string;
  basis: string;
  told_on?: string;
  not_told_why?: string;
  from_on: string;
  until_on: string;
  made_by: string;
  made_at: string;
  accepted_at?: string;
  ended_at?: string;
  live: boolean;
}

/** What was referred to one's agency. */
export interface Referred {
  id: string;
  person_id?: string;
  name?: string;
  from: string;
  why: string;
  from_on: string;
  until_on: string;
  accepted: boolean;
}

/** What is shared of somebody; what is missing is not shared. */
export interface ReferredPerson {
  name: string;
  contact?: { mobile?: string; email?: string; needs: string[] };
  destinations?: { label: string; provider?: string; started_on: string; ended_on?: string }[];
  promises?: { name: string; agreed_on: string; ended_on?: string }[];
  goals?: { words: string; reached: boolean }[];
}
