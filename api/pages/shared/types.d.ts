// What travels between the phone page and the service, as the type checker of the pages sees it.
// The documents in `openapi/` are the promise; this file is its shadow for `// @ts-check`.

/** Every error body: application/problem+json. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  conflict?: import("./conflict.js").Conflict;
}

export type Reading = "plain" | "easy";
export type TextSize = "normal" | "large" | "largest";
export type Source = "self" | "with-help" | "proxy";
export type CheckInState = "open" | "answered" | "closed";

/** Who is signed in on this phone, and how they like to read. */
export interface Me {
  first_name: string;
  service_name: string;
  partnership_name: string;
  demonstration: boolean;
  worker_first_name?: string;
  staffed_hours: string;
  reading: Reading;
  text_size: TextSize;
  /** Both only where there is more than one language. */
  language?: string;
  languages?: string[];
  shared_phone: boolean;
  push: "on" | "off";
  journey: "approaching" | "on-the-journey" | "paused" | "completed" | "left";
  /** Own words can be written: somebody is ready to read them. */
  own_words: boolean;
  next_check_in_on?: string;
  /** Somebody else looks after them, soon or since a few days. */
  handover?: { id: string; to: string; on: string; plain: string; easy: string; to_come: boolean; meet_first?: boolean };
  /** Absent only from what an older page has kept. */
  prompts?: Prompts;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
export type Often = "usual" | "less";
export type Pause = "none" | "one-week" | "two-weeks" | "four-weeks" | "twelve-weeks";

/** When somebody is asked. Times are like "16:30". */
export interface Prompts {
  weekday: Weekday;
  slot: string;
  slots: string[];
  quiet_from: string;
  quiet_to: string;
  often: Often;
  /** The last day of a pause. */
  paused_until?: string;
  stopped: boolean;
  /** Whether reminders may come to their phones, by text, by e-mail. */
  pushes: boolean;
  texts: boolean;
  emails: boolean;
}

/** What is left out stays as it is. */
export interface PromptChoices {
  weekday?: Weekday;
  slot?: string;
  often?: Often;
  pause?: Pause;
  stopped?: boolean;
  pushes?: boolean;
  texts?: boolean;
  emails?: boolean;
}

export interface CheckInSummary {
  id: string;
  kind: "welcome" | "pulse" | "core" | "anniversary" | "leaving" | "something-changed";
  state: CheckInState;
  due_on: string;
  opened_at: string;
  closes_at: string;
  minutes: { plain: number; easy: number };
  answered_at?: string;
}

export interface CheckIn extends CheckInSummary {
  questionnaire: { id: string; version: string; language: string };
  pages: PageText[];
  steps: Step[];
  answers: Answer[];
}

/** A page that asks nothing; its placeholders are already filled. */
export interface PageText {
  id: string;
  picture: string;
  plain: string;
  easy: string;
}

export interface Wording {
  text: string;
  hint?: string;
  why?: string;
}

export interface Option {
  code: string;
  plain: string;
  easy: string;
  symbol: string;
  picture: string;
  exclusive: boolean;
}

/** One question, for one promise or goal where it repeats. */
export interface Step {
  key: string;
  question: string;
  item?: string;
  kind: "single" | "multi" | "text";
  symbol: string;
  picture: string;
  stored: boolean;
  can_skip: boolean;
  sensitive: boolean;
  proxy: "full" | "factual" | "self_only";
  before?: string;
  max_chars?: number;
  max_choices?: number;
  split_easy?: number;
  /** Any inner list may hold; all of an inner list must. Empty: always shown. */
  show_if: { key: string; any_of: string[] }[][];
  plain: Wording;
  easy: Wording;
  options: Option[];
}

export interface Answer {
  key: string;
  codes: string[];
  text?: string;
  skipped: boolean;
  answered_at: string;
  /** Somebody who helps sent it from a phone of their own. */
  by_supporter?: boolean;
}

export interface AnswersIn {
  source: Source;
  helper?: string;
  reading: Reading;
  finished: boolean;
  answers: { key: string; codes?: string[] | undefined; text?: string | undefined; skipped?: boolean | undefined; answered_at: string }[];
}

export interface AnswersOut {
  state: CheckInState;
  received_at: string;
  late: boolean;
  pages: string[];
  answers: Answer[];
}

export interface Sync {
  me: Me;
  check_ins: CheckIn[];
  /** Names this state, and what it knew that is over. The page takes everything each time and needs neither. */
  token: string;
  gone: string[];
}

export type TalkWay = "call" | "text" | "meeting";
export type SafeTime = "any" | "morning" | "afternoon" | "evening";

export interface TalkIn {
  way: TalkWay;
  safe_time: SafeTime;
  message_ok: boolean;
  words?: string;
}

export interface TalkAsked {
  /** The day by which somebody gets in touch. */
  reply_by: string;
  staffed_hours: string;
}

/** A phone that somebody is signed in on. */
export interface SignedInPhone {
  id: string;
  name?: string;
  shared: boolean;
  /** It is the one that asks. */
  this: boolean;
  since: string;
  last_used_on: string;
  /** Failing: nothing has got there for more than two days. */
  reminders: "on" | "off" | "failing";
}

/** What somebody wants, in their own words. */
export interface Goal {
  id: string;
  words: string;
  made_on: string;
  reached_on?: string;
}

/** Somebody opened the record. */
export interface Look {
  at: string;
  role: string;
  glass?: Record<"plain" | "easy", string>;
  /** They read what is private. */
  read?: Record<"plain" | "easy", string>;
}

export type CodeWay = "mobile" | "email";
export type ProofWay = "passkey" | CodeWay;

/** How somebody can show that it is them. */
export interface Proof {
  proven_until?: string;
  /** The easiest first. */
  ways: ProofWay[];
  contacts: { kind: CodeWay; ends: string }[];
  /** They joined today, or have just shown that it is them. */
  may_add: boolean;
  can_add: ProofWay[];
}

/** A code is on its way. */
export interface CodeSent {
  request: string;
  expires_at: string;
}

/** What a phone makes a passkey from; bytes are base64url. */
export interface PasskeyToAdd {
  ceremony: string;
  challenge: string;
  domain: string;
  user: string;
  user_name: string;
  algorithms: number[];
  known: string[];
}

/** What a phone shows a passkey for. */
export interface PasskeyToShow {
  ceremony: string;
  challenge: string;
  domain: string;
}

export interface ShownPasskey {
  ceremony: string;
  id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
  user?: string;
}

export interface Passkey {
  id: string;
  name?: string;
  made_on: string;
  last_used_on?: string;
}

export type RecordPart = "about-me" | "contact-details" | "destination" | "promise" | "recorded-contact" | "check-in" | "other";

/** Everything that is held about somebody, for them to read. */
export interface HeldRecord {
  as_of: string;
  sections: HeldSection[];
  not_shown: string;
  not_shown_easy: string;
}

export interface HeldSection {
  part: RecordPart;
  title: string;
  easy_title: string;
  items: HeldItem[];
}

export interface HeldItem {
  id?: string;
  title: string;
  facts: HeldFact[];
  /** Of promised support: one may say that it is not coming. */
  may_raise?: boolean;
}

export interface HeldFact {
  name: string;
  easy_name?: string;
  value: string;
  easy_value?: string;
}

export type RequestAsked = "wrong" | "everything" | "complaint";

/** What somebody asked about what is held of them. */
export interface DataRequest {
  id: string;
  asked: RequestAsked;
  part: RecordPart;
  item?: string;
  words?: string;
  help: boolean;
  asked_on: string;
  due_on: string;
  /** The clock stands still until they have said this. */
  waiting_for?: string;
  decision?: "done" | "refused";
  reply?: string;
  answered_on?: string;
}

/** What somebody who helps may do. */
export interface Switches {
  helps: boolean;
  gets_reminders: boolean;
  sees_goals: boolean;
}

/** Somebody who helps, as they are added or changed. */
export interface SupporterWritten extends Switches {
  name: string;
  relation: string;
}

/** Somebody who helps. */
export interface Supporter extends SupporterWritten {
  id: string;
  standing: "invited" | "joined" | "needs-link";
  link_expires_at?: string;
  joined_on?: string;
  last_used_on?: string;
}

export interface SupporterList {
  items: Supporter[];
  most: number;
  relations: { code: string; plain: string; easy: string }[];
}

/** Somebody who helps, and the link that lets them in, once. */
export interface SavedSupporter {
  supporter: Supporter;
  link?: { link: string; qr_svg: string; expires_at: string };
}

/** Whom somebody helps, and with what. */
export interface Support extends Switches {
  first_name: string;
  service_name: string;
  staffed_hours: string;
  relation: string;
  reminded: boolean;
  push_key?: string;
  check_ins: WaitingCheckIn[];
}

/** A check-in that waits for answers, as somebody sees it who helps. */
export interface WaitingCheckIn {
  id: string;
  kind: CheckInSummary["kind"];
  opened_at: string;
  closes_at: string;
  minutes: { plain: number; easy: number };
}

/** The questions that somebody can help with. */
export interface SupportedCheckIn {
  id: string;
  kind: CheckInSummary["kind"];
  opened_at: string;
  closes_at: string;
  questionnaire: { id: string; version: string; language: string };
  pages: PageText[];
  steps: Step[];
}

/** A goal, as somebody sees it who helps. */
export interface SupportedGoal {
  words: string;
  reached: boolean;
}
