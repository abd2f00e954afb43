// The nouns of the phone page, for the type checker only: a phone never loads this file.

export type * from "../shared/types.js";
import type { AnswersOut, CheckIn, Me, Reading, SafeTime, Source, Step, SupporterWritten, TalkWay, TextSize } from "../shared/types.js";
import type { Child } from "../shared/dom.js";
export type { Child };
import type { words } from "./words.js";
import type { moreWords } from "./more-words.js";
import type { recordWords } from "./record-words.js";
import type { supportersWords } from "./supporters-words.js";
import type { helpingWords } from "./helping-words.js";

/** What the page can say. */
export type Key = keyof typeof words | keyof typeof moreWords | keyof typeof recordWords | keyof typeof supportersWords | keyof typeof helpingWords;

/** Where in the page somebody is. It is kept in the history, so it must be plain data. */
export interface Place {
  view: string;
  /** A check-in. */
  id?: string | undefined;
  /** A page within it. */
  stop?: string | undefined;
  /** A page of text to show, then go on to `then`; or a page within a view. */
  page?: string | undefined;
  then?: Place | undefined;
  /** One of several screens. */
  n?: number | undefined;
  /** They came from the list of answers, and go back there. */
  review?: boolean | undefined;
  /** Only the questions that were held back while somebody helped. */
  alone?: boolean | undefined;
  /** A day or a moment that it is about. */
  on?: string | undefined;
  /** A code was sent for this request. */
  request?: string | undefined;
  /** Others use the phone too. */
  shared?: boolean | undefined;
  /** The place before, to know where Back leads. */
  from?: string | undefined;
}

/** What a page shows. */
export interface View {
  /** For the tab. Never a question: a tab title is easily seen by others. */
  title: string;
  /** With one `h1` that can take the focus. */
  body: (Child | Child[])[];
  back?: Place;
  /** Offer to leave at once. */
  leave?: boolean;
}

/** A view: what draws it, or what fetches that. */
export interface ViewOf {
  /** Also for somebody who is not signed in. */
  open?: boolean;
  draw?: Draw;
  load?: () => Promise<Draw>;
}
/** Nothing means that it went elsewhere by itself. */
export type Draw = (place: Place) => View | undefined;

/** What was said to one question. */
export interface Given {
  codes: string[];
  text?: string;
  skipped: boolean;
  /** Somebody who helps said it. */
  by_supporter?: boolean;
}

export type Answers = ReadonlyMap<string, Given>;

/** One page of a check-in: a page of text, or a question. */
export type Stop = { id: string; page: string; step?: undefined } | { id: string; step: Step; page?: undefined };

/** What this phone knows. */
export interface Phone {
  me: Me | undefined;
  /** Those that wait for answers, and the latest one that was answered. */
  checkIns: CheckIn[];
  /** The check-in on the screen: it stays here even if it closes meanwhile. */
  busyWith: string | undefined;
  reading: Reading;
  textSize: TextSize;
  offline: boolean;
}

/** An answer that waits to be sent. */
export interface Entry {
  key: string;
  codes?: string[];
  text?: string;
  skipped?: boolean;
  answered_at: string;
  /** Only the young person may give it. */
  own: boolean;
  sensitive: boolean;
  /** The page "we have not been told" was shown for it. */
  warned?: boolean;
}

/** Whose words, in which version. */
export interface Voice {
  source: Source;
  helper?: string;
  reading: Reading;
}

/** A wish to talk that is being filled in. It keeps its id until it is sent, so that it is sent once. */
export interface Wish {
  id: string;
  way?: TalkWay;
  safe_time?: SafeTime;
  message?: "yes" | "no";
  words: string;
}

/** A request about the record that is being written: one id for one request, so that a second try asks once. */
export interface Written {
  id: string;
  words: string;
  help: boolean;
}

/** What is being written and was not sent yet. */
export interface Wishes {
  talk: Wish | undefined;
  goal: { id: string; words: string } | undefined;
  /** By what they are about. */
  asks: Record<string, Written> | undefined;
  supporter: (SupporterWritten & { id: string }) | undefined;
}

/** What waits for one check-in. */
export interface Draft {
  entries: Record<string, Entry>;
  voice: Voice;
  finish: boolean;
}

/** Who is told how the sending goes. */
export interface Watcher {
  /** Something was added, sent or could not be sent. */
  changed(): void;
  replied(id: string, reply: AnswersOut, finished: boolean): void;
  refused(id: string, why: "closed" | "gone" | "answer"): void;
  /** A worry is waiting here and nobody has been told. */
  untold(id: string): void;
  signedOut(): void;
}

/** What stands above the answers of a question, and the ids of what describes it. */
export interface Aids {
  heading: HTMLElement;
  between: Child[];
  /** Where it says what is wrong. */
  wrong: HTMLElement;
  described: string;
  /** The language of the question, if it is not the page's. */
  spoken: { lang?: string; dir?: string };
}

/** An answer was chosen; `tapped` only by a finger or a mouse. */
export type Choose = (given: Given, tapped: boolean) => void;

/** The parts of a service worker's world that are used here. */
export interface Offer {
  offer: "closer" | "less";
  because: string;
}
export interface Offers {
  items: Offer[];
  next?: { kind: string; on: string; because: "usual" | "closer" | "less" };
}
export interface Change {
  id: string;
  said: string;
  said_easy: string;
  did: string;
  did_easy: string;
  done_on: string;
}
export interface World {
  addEventListener(type: string, listener: (event: any) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; get(id: string): Promise<{ url: string } | undefined>; matchAll(options: object): Promise<any[]>; openWindow(url: string): Promise<any> };
  registration: ServiceWorkerRegistration;
}
export interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
export interface Pushed extends Lasting {
  data: { json(): any } | null;
}
export interface Tapped extends Lasting {
  action: string;
  notification: Notification & { actions?: readonly object[] };
}
/** An answer from a notification, as it is sent. */
export interface Tap {
  token: string;
  answer: string;
  answered_at: string;
}
/** What the service worker tells the page about a tap on a notification: with a tap that could not be sent, or only that there was one. */
export interface Told {
  outcome?: "taken" | "over" | "unsent";
  tap?: Tap;
}
export interface Moved extends Lasting {
  oldSubscription?: PushSubscription;
  newSubscription?: PushSubscription;
}
