// The wire's codes in the words that workers use. An unknown code is shown as it is, without dashes:
// the service may learn new ones before this page does.

import { longDay, longMoment } from "../staff/when.js";

/** @param {Record<string, string>} known @returns {(code: string) => string} */
const from = (known) => (code) => known[code] ?? code.replaceAll("-", " ").replaceAll("_", " ");

export const headline = from({
  "in-education-or-work": "In education, training or work",
  "not-in-education-or-work": "Not in education, training or work",
  "not-known": "Not known",
  "out-of-scope": "Not counted",
});

/** In which way somebody is in neither education, training nor work. */
export const neetGroup = from({
  available: "Not in education, training or work: could begin something",
  "not-available": "Not in education, training or work: cannot for now",
});

/** By which means somebody was tried. */
export const means = from({
  push: "Message to their phone", text: "Text", email: "E-mail", call: "Call", video: "Video call", letter: "Letter", meeting: "Meeting", "home-visit": "Home visit",
});

/** Who says so, about a destination. */
export const source = from({
  "young-person": "they said so themselves",
  "young-person-with-help": "they said so, with help",
  "someone-for-them": "someone said so for them",
  worker: "a worker recorded it",
  provider: "the provider confirmed it",
  import: "from the council’s file",
});

/** Who gave the answers of a check-in. */
export const answeredBy = from({
  self: "Answered on their own",
  "with-help": "Answered with help",
  proxy: "Someone answered for them",
});

export const checkIn = from({ welcome: "Welcome", pulse: "Short check-in", core: "Check-in", anniversary: "One-year check-in", leaving: "Last check-in" });

export const journey = from({
  approaching: "Not started yet",
  "on-the-journey": "On the journey",
  paused: "Paused",
  completed: "Completed",
  left: "Left",
});

export const provision = from({ "ehc-plan": "Education, health and care plan", "sen-support": "SEN support", none: "None recorded" });

export const invitation = from({
  none: "Not invited yet",
  sent: "Invited, has not joined yet",
  parked: "Invitation stopped: three wrong birthdays. Check who has it, then invite again.",
  joined: "Joined",
});

export const priority = from({ p1: "Act now: possible harm", p2: "Act today", p3: "Act this week", p4: "Act soon" });

/** What came of an alert. */
export const alertOutcome = from({
  "spoken-safe": "Spoken to, and safe",
  "childrens-social-care": "Referred to children’s social care",
  "adult-safeguarding": "Adult safeguarding concern raised",
  "emergency-services": "Emergency services called",
  "other-service": "Another service helps",
  "could-not-reach": "Could not reach them",
  "raised-in-error": "Raised in error",
  "settled-in-contact": "Settled when they spoke",
});

/** What is done about an alert, before "by" and a time. */
export const alertStep = from({
  read: "Read what they wrote",
  take: "Take it",
  contact: "Try to reach them",
  decide: "Say what came of it",
  "second-look": "A second person looks",
  act: "Act on it",
});

/** What was done about an alert. */
export const alertEvent = from({
  raised: "Raised",
  taken: "Taken",
  read: "Read",
  proposed: "What came of it was said",
  "sent-back": "Sent back",
  "passed-on": "Passed on",
  freed: "Nobody has it any more",
  closed: "Closed",
});

/** Why somebody of the staff was told of an alert. */
export const noticeWhy = from({
  alert: "that it is waiting",
  waiting: "that it is waiting",
  "second-look": "that it takes a second person",
  "passed-on": "that a colleague asks them to take it over",
  "sent-back": "that it was sent back",
});

export const contactKind = from({ call: "Call", text: "Text", video: "Video call", meeting: "Meeting", email: "E-mail", letter: "Letter", "home-visit": "Home visit" });
export const contactOutcome = from({ spoke: "We spoke", "left-message": "Left a message", "no-answer": "No answer", "wrong-number": "Wrong number", sent: "Sent", other: "Something else" });

/** Who was there. */
export const present = from({
  alone: "Nobody: on their own",
  supporter: "Somebody who helps them",
  "parent-or-carer": "Parent or carer",
  professional: "Somebody who works with them",
  interpreter: "Interpreter",
  "somebody-else": "Somebody else",
});

/** What helps when speaking with somebody. */
export const need = from({
  "easy-read": "Easy read", "large-text": "Large text", "read-aloud": "Read aloud", bsl: "BSL", "text-not-calls": "Text, not calls", supporter: "With a supporter",
});

/** Why somebody is not followed any more. */
export const leftReason = from({
  "moved-away": "They live elsewhere in England",
  "left-england": "They live outside England",
  "does-not-want": "They do not want to be followed",
  "plan-ended": "Their plan has ended, and only those with one are followed",
  died: "They have died",
  other: "Something else",
});

/** What somebody means to do next: the national list of intended destinations. */
export const intent = from({
  111: "Full-time education: same school", 121: "Full-time education or training: other institution", 211: "Apprenticeship or traineeship",
  311: "Full-time employment with study (regulated qualification)", 321: "Employment without training", 411: "Other destination",
  511: "Undecided", 611: "Not obtained",
});
/** What became of that. */
export const kept = from({ yes: "It came about", otherwise: "They do something else:", "not-yet": "Still to come", unknown: "Not known what came of it", nothing: "Nothing to compare" });

/** How much of promised support was given. */
export const given = from({ all: "All of it", some: "Some of it", none: "Nothing" });
/** Who says what was given. */
export const claimSource = from({ provider: "The provider says", worker: "A worker has seen" });
/** Who raised that support may not be coming. */
export const raisedBy = from({ "young-person": "they said so", supporter: "somebody who helps them said so", worker: "a worker said so", rule: "twice in a row not all of it came" });
/** What came of that. */
export const concernOutcome = from({
  restored: "The support comes again", replaced: "They get something else instead", changed: "What was promised has changed",
  ended: "The support has ended", refused: "It is not given",
});

/** A way to reach somebody. */
export const safeWay = from({ call: "Call", text: "Text", email: "E-mail", letter: "Letter", video: "Video call", meeting: "Meeting" });
/** When it is safe. */
export const safeTime = from({ any: "At any time", morning: "In the morning", afternoon: "In the afternoon", evening: "In the evening, after five" });
/** Whose word it is. */
export const saidBy = from({ "young-person": "they said so themselves", supporter: "somebody who helps them said so", worker: "a worker thinks so" });

/** What they asked about what is held of them. */
export const requestAsked = from({ wrong: "They say something is wrong", everything: "They ask for everything we hold", complaint: "They complain about how their data is used" });
export const recordPart = from({
  "about-me": "about them",
  "contact-details": "how we reach them",
  destination: "where they are",
  promise: "promised support",
  "recorded-contact": "a contact",
  "check-in": "a check-in",
  other: "something else",
});

/**
 * Whether a destination still counts, in words.
 *
 * @param {{ current: boolean, current_until?: string, ended_on?: string }} spell
 * @param {(day: string) => string} day
 */
export function currency({ current, current_until, ended_on }, day) {
  if (ended_on) return `Ended ${day(ended_on)}`;
  if (current) return current_until ? `Current until ${day(current_until)}` : "Current until something changes";
  return current_until ? `Lapsed on ${day(current_until)}: counts as not known` : "Lapsed: counts as not known";
}

/** What an annual review decided. */
export const reviewOutcome = from({ amend: "Change the plan", maintain: "Keep it as it is", cease: "End it" });

/** Why a plan ended, with the number that SEN2 gives it. */
export const ceaseReason = from({
  "maximum-age": "1 Reached the greatest age",
  "met-without": "2 Needs are met without a plan",
  "higher-education": "3 Higher education",
  "paid-work": "4 Paid work, no apprenticeship",
  "another-council": "5 Another council in England",
  "no-wish": "6 No longer wishes to learn or train",
  "left-england": "7 Left England",
  died: "8 Died",
  other: "9 Another reason",
});

/** Of what a history is kept. */
export const changedThing = from({
  destination: "Where they are",
  promise: "Promised support",
  claim: "What was given",
  intended: "What they meant to do",
  concern: "Support that may not be coming",
  contact: "A contact",
  task: "A task",
  "safe-contact": "How to reach them safely",
  details: "Details",
  plan: "The EHC plan",
});

/** What the forms call a field. */
export const fieldName = from({
  code: "What they do",
  provider: "Where, or who gives it",
  ukprn: "UKPRN",
  establishment: "Number of the school or college",
  days_per_week: "Days a week",
  weekly_hours: "Hours a week",
  started_on: "First day",
  verified_on: "Last day known",
  predicted_end_on: "Planned end",
  review_on: "When to look at it again",
  ended_on: "Last day",
  source: "Who says so",
  taken_back: "Taken back",
  name: "What was promised",
  easy_name: "In easy words",
  frequency: "How often",
  agreed_on: "Agreed on",
  kind: "How",
  direction: "Who started it",
  outcome: "What came of it",
  note: "Note",
  happened_at: "When",
  follow_up_on: "Follow up on",
  follow_up_words: "What is to be done then",
  present: "Who was there",
  safe_way: "In a way that is safe for them",
  ways: "Safe ways",
  from_on: "From",
  until_on: "To",
  given: "How much of it",
  words: "In words",
  intent: "What they mean to do",
  for_on: "From when",
  raised_by: "Who raised it",
  raised_on: "Raised on",
  to_whom: "Who owes an answer",
  due_on: "Answer by",
  answered_on: "Answered on",
  answer: "Answer",
  first_name: "Given name",
  family_name: "Family name",
  preferred_name: "What they like to be called",
  mobile: "Mobile number",
  email: "E-mail",
  needs: "How to speak to them",
  transition_on: "The two years begin",
  left_on: "When they left",
  left_reason: "Why they left",
  merged_with: "Became one record with",
  split_into: "Somebody else’s record was divided off",
  split_from: "Was kept on the record of",
  times: "Safe times",
  message_ok: "A message may be left",
  not_to: "What else to mind",
  said_by: "Whose word it is",
  said_on: "Said on",
  reviewed_on: "The last annual review",
  review_outcome: "What the review decided",
  review_booked_on: "The next review",
  ceased_on: "When the plan ended",
  cease_reason: "Why the plan ended",
});

/** What comes of a concern, and of no contact. */
const CONCERNS = ["restored", "replaced", "changed", "ended", "refused"];

/** @type {Record<string, (code: string) => string>} */
const CODED = {
  source,
  kind: contactKind,
  outcome: (code) => (CONCERNS.includes(code) ? concernOutcome(code) : contactOutcome(code)),
  direction: from({ out: "We did", in: "They did" }),
  happened_at: longMoment,
  present: each(present),
  needs: each(need),
  given,
  intent,
  raised_by: raisedBy,
  left_reason: leftReason,
  review_outcome: reviewOutcome,
  cease_reason: ceaseReason,
  ways: each(safeWay),
  times: safeTime,
  said_by: saidBy,
  message_ok: from({ yes: "Yes", no: "No" }),
  safe_way: from({ yes: "Yes", no: "No" }),
};

/** Several codes with commas between them, in words. @param {(code: string) => string} words @returns {(codes: string) => string} */
function each(words) {
  return (codes) => codes.split(",").map(words).join(", ");
}

/**
 * A value as it travels, in words.
 *
 * @param {string} field
 * @param {string} value
 * @param {import("../shared/staff.js").ActivityCode[]} [codes]
 */
export function fieldValue(field, value, codes = []) {
  if (field === "code") {
    const known = codes.find((one) => String(one.code) === value);
    return known ? `${known.label} (${value})` : `Code ${value}`;
  }
  return field.endsWith("_on") ? longDay(value) : CODED[field]?.(value) ?? value;
}

/** What two records may say differently. */
export const mergeField = from({
  "given-name": "Given name",
  "family-name": "Family name",
  "preferred-name": "What they like to be called",
  "birth-date": "Birth date",
  mobile: "Mobile number",
  email: "E-mail",
  uln: "Learner number",
  "sen-provision": "Help by law or by right",
  "primary-need": "Primary type of need",
  "transition-on": "The two years begin",
});

/** What one of them says of it. @param {string} field @param {string} value */
export function mergeValue(field, value) {
  if (field === "sen-provision") return provision(value);
  return ["birth-date", "transition-on"].includes(field) ? longDay(value) : value;
}

/** What goes with a record, by how many there are. */
export const goesWith = from({
  "check-in": "check-ins", spell: "destinations", contact: "contacts", promise: "promises", alert: "alerts", task: "tasks", goal: "goals",
});

/** Why somebody opened a record in an emergency. */
export const glassReason = from({
  "risk-of-harm": "They may come to harm", "colleague-away": "Their worker is away, and it cannot wait", "court-or-police": "A court or the police asks", other: "Something else that cannot wait",
});

/** What somebody does here. */
export const roleName = from({ "partnership-viewer": "works for an agency" });

/** What can go to another record. */
export const splitPart = from({
  contact: "Contacts", destination: "Destinations", promise: "Promised support", goal: "Goals", intended: "What they mean to do next", task: "Tasks",
});
