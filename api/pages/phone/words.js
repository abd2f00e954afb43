// The words of the first page and of the questions, in plain and in easy read: a phone waits for these, and for no others.
// What the other pages say stands in `more-words.js`. The questions come from the service.
//
// Easy read: one idea a line, at most 12 words a sentence, common words. A single string serves both.

/** @typedef {import("../shared/types.js").Reading} Reading */
/** @typedef {string | { plain: string, easy: string }} Words */

export const words = /** @satisfies {Record<string, Words>} */ ({
  // The frame around every page.
  "continue": "Continue",
  "skip": "Skip this question",
  "listen": "Listen",
  "listen.stop": "Stop",
  "reading.to-easy": "Easy read",
  "reading.to-plain": "Plain words",
  "reading.now-easy": "Easy read is on.",
  "reading.now-plain": "Easy read is off.",
  "size": "Text size",
  "size.normal": "Text size: normal",
  "size.large": "Text size: large",
  "size.largest": "Text size: largest",
  "waiting": { plain: "Saved on this phone. Nobody has seen it yet. We will send it when you are online.", easy: "Saved on this phone.\nNobody has seen it yet.\nWe will send it when you are online." },
  "waiting.not-kept": { plain: "Not sent yet, and not saved on this phone. Keep this page open until you are online.", easy: "Not sent yet.\nKeep this page open until you are online." },
  "waiting.sent": "Your answers are sent now.",
  "waiting.refused": { plain: "One answer could not be saved. You can answer it again.", easy: "One answer could not be saved.\nYou can answer it again." },
  "worker": "your worker",

  // Coming in.
  "welcome": "Welcome",
  "welcome.text": { plain: "Did you get a link? Open it again on this phone. Or type the code your worker gave you.", easy: "Did you get a link?\nOpen it on this phone.\nOr type your code here." },
  "again": "I have been here before",
  "welcome.signed-out": "You are signed out on this phone.",
  "code": "Your code",
  "code.hint": "8 numbers, like 1234 5678",
  "code.wrong": { plain: "The code has 8 numbers. Check it and try again.", easy: "The code has 8 numbers.\nTry again." },
  "invitation.gone": { plain: "This link or code does not work any more. It may be too old, or already used. Ask your worker for a new one. You have done nothing wrong.", easy: "This link or code does not work now.\nAsk your worker for a new one.\nYou did nothing wrong." },
  "own": "Is this your own phone?",
  "own.hint": { plain: "If other people use it too, we save nothing on it.", easy: "Do other people use it?\nThen we save nothing on it." },
  "own.yes": { plain: "Yes, it is mine", easy: "Yes" },
  "own.no": "No, or I share it",
  "birthday": "When is your birthday?",
  "birthday.hint": { plain: "Just the day and the month. This checks that the link came to the right person.", easy: "Just the day and the month.\nThen we know it is you." },
  "birthday.day": "Day",
  "birthday.month": "Month",
  "birthday.choose": "Choose",
  "birthday.wrong": { plain: "That is not the birthday we have. Check it and try again. If it still does not work, ask your worker.", easy: "That is not the birthday we have.\nTry again, or ask your worker." },
  "birthday.missing": "Choose a day and a month.",
  "slow-down": { plain: "That was a lot of tries. Wait {minutes} and try again.", easy: "Too many tries.\nWait {minutes}.\nThen try again." },

  // Home.
  "home": "Start page",
  "hello": "Hello {name}",
  "home.ready": "Your questions are ready",
  "home.welcome": "Your first questions",
  "home.minutes": { plain: "About {minutes}. You can stop and come back. You can skip any question.", easy: "It takes about {minutes}.\nYou can stop and come back.\nYou can skip any question." },
  "home.start": "Start",
  "home.carry-on": "Carry on",
  "home.carry-on.text": { plain: "You have started. Your answers so far are kept.", easy: "You have started.\nWe kept your answers." },
  "home.alone": { plain: "Some questions are just for you", easy: "Questions just for you" },
  "home.alone.text": { plain: "Are you on your own now? Then you can answer them.", easy: "Are you on your own now?\nThen you can answer them." },
  "home.nothing": { plain: "Nothing to do right now", easy: "Nothing to do now" },
  "home.nothing.text": { plain: "You are all done. Enjoy your day.", easy: "You are all done." },
  "home.unsent": "Your answers are on this phone",
  "home.next.why": "Why then?",
  "changes": "You said, we did",
  "meet": "Meet your new worker first?",
  "home.next": "Next",
  "home.next.on": { plain: "Your next check-in is around {date}.", easy: "Next check-in: around {date}." },
  "home.next.none": "We will be in touch.",
  "home.next.stopped": { plain: "You have stopped reminders. You can still answer here.", easy: "You have stopped reminders.\nYou can still answer here." },
  "home.done": "Done",
  "home.done.on": "You answered on {date}.",
  "home.look": "Look at my answers",
  "home.approaching": { plain: "Your check-ins have not started yet. We will tell you when the first one is ready.", easy: "Your check-ins have not started.\nWe will tell you when they do." },
  "home.paused": { plain: "Your check-ins are paused. To carry on, tap “When we ask you”.", easy: "Your check-ins are paused.\nWant to carry on?\nTap “When we ask you”." },
  "home.completed": { plain: "You have reached the end of your two years with us. Thank you for everything you told us.", easy: "Your two years are done.\nThank you for all your answers." },
  "home.left": { plain: "Your check-ins have stopped. You can still talk to {worker}.", easy: "Your check-ins have stopped.\nYou can still talk to {worker}." },
  "home.offline": { plain: "You are offline. You can still answer.", easy: "You are offline.\nYou can still answer." },

  // The check-in.
  "question.tap": "Tap an answer to go on.",
  "question.why": "Why we ask",
  "question.more": "More answers",
  "question.number": "Question {n}",
  "question.try": "Just a try",
  "question.pick": { plain: "Choose an answer, or skip this question.", easy: "Choose an answer.\nOr skip." },
  "question.too-many": { plain: "You can choose up to {max}. Take one away first.", easy: "You can choose {max}.\nTake one away first." },
  "question.left": "{n} letters left",
  "question.said": "You said: {answer}",
  "question.answered": "Answered",
  "question.skipped": "Skipped",
  "private.leave": { plain: "The next pages have a button called “Leave this page”. It opens a weather page at once. With a keyboard, press Shift three times. It does not clear your history.", easy: "The next pages have a “Leave this page” button.\nIt opens a weather page at once.\nIt does not clear your history." },
  "page.who_reads_this": "Before you answer",
  "page.helper_here": "Just for you",
  "page.concern_received": "Thank you for telling us",
  "page.concern_not_sent": "We have not been told yet",
  "page.other": "One moment",
  "page.rest": { plain: "You can stop here, or go on with the other questions.", easy: "You can stop here.\nOr you can go on." },
  "page.go-on": "Go on",
  "page.stop-here": "Stop here",
  "page.home": "Go to my start page",
  "try-again": "Try again",

  // Numbers that work at once, also without the internet.
  "number.999": { plain: "In danger now: call 999", easy: "In danger? Call 999" },
  "number.111": { plain: "Call 111, then press 2: someone to talk to, day and night", easy: "Call 111, then press 2" },
  "number.shout": { plain: "Text SHOUT to 85258: you do not have to speak", easy: "Text SHOUT to 85258" },
  "number.samaritans": { plain: "Call Samaritans on 116 123: they listen, day and night", easy: "Call Samaritans: 116 123" },
  "number.more": { plain: "More people who can help", easy: "More help" },

  // Settings.
  "settings": "Settings",

  // When we ask.
  "when": "When we ask you",

  // Putting a check-in off.
  "later.not-now": "Not now",

  // Asking to talk.
  "goals": "My goals",
  "talk": "Talk to {worker}",
  "lost": "We cannot reach our service",
  "lost.text": { plain: "You may be offline. Check your signal or Wi-Fi, then try again. The help page works without the internet.", easy: "You may be offline.\nCheck your signal or Wi-Fi.\nThen try again." },
  "minute": "1 minute",
  "minutes": "{n} minutes",
});

/** @type {Record<string, Words>} */
const all = { ...words };

/** Adds the words of pages that come later. @param {Record<string, Words>} more */
export function learn(more) {
  Object.assign(all, more);
}

/**
 * The words behind a key, with the placeholders filled.
 *
 * @param {import("./nouns.js").Key} key
 * @param {Reading} reading
 * @param {Record<string, string | number>} [fillers]
 * @returns {string}
 */
export function wordsFor(key, reading, fillers = {}) {
  const found = /** @type {Words} */ (all[key]);
  const text = typeof found === "string" ? found : found[reading];
  return text.replace(/\{([\w-]+)\}/g, (whole, name) => String(fillers[name] ?? whole));
}

/** True if there are words behind this key. @param {string} key @returns {key is import("./nouns.js").Key} */
export function known(key) {
  return Object.hasOwn(all, key);
}
