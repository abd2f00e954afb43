// Every word the page says by itself, in plain and in easy read. The questions come from the service.
//
// Easy read: one idea a line, at most 12 words a sentence, common words. A single string serves both.

/** @typedef {import("../shared/types.js").Reading} Reading */
/** @typedef {string | { plain: string, easy: string }} Words */

const words = /** @satisfies {Record<string, Words>} */ ({
  // The frame around every page.
  "continue": "Continue",
  "skip": "Skip this question",
  "listen": "Listen",
  "listen.stop": "Stop",
  "listen.none": { plain: "This phone has no reading voice that works without the internet. Your worker can read the questions to you.", easy: "This phone cannot read aloud.\nYour worker can read to you." },
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
  "welcome.signed-out": { plain: "You are signed out on this phone.", easy: "You are signed out on this phone." },
  "code": "Your code",
  "code.hint": "8 numbers, like 1234 5678",
  "code.wrong": { plain: "The code has 8 numbers. Check it and try again.", easy: "The code has 8 numbers.\nTry again." },
  "invitation.gone": { plain: "This link or code does not work any more. It may be too old, or already used. Ask your worker for a new one. You have done nothing wrong.", easy: "This link or code does not work now.\nAsk your worker for a new one.\nYou did nothing wrong." },
  "own": "Is this your own phone?",
  "own.hint": { plain: "If other people use it too, we save nothing on it.", easy: "Do other people use it?\nThen we save nothing on it." },
  "own.yes": { plain: "Yes, it is mine", easy: "Yes" },
  "own.no": { plain: "No, or I share it", easy: "No, or I share it" },
  "birthday": "When is your birthday?",
  "birthday.hint": { plain: "Just the day and the month. This checks that the link came to the right person.", easy: "Just the day and the month.\nThen we know it is you." },
  "birthday.day": "Day",
  "birthday.month": "Month",
  "birthday.choose": "Choose",
  "birthday.wrong": { plain: "That is not the birthday we have. Check it and try again. If it still does not work, ask your worker.", easy: "That is not the birthday we have.\nTry again, or ask your worker." },
  "birthday.missing": { plain: "Choose a day and a month.", easy: "Choose a day and a month." },
  "slow-down": { plain: "That was a lot of tries. Wait {minutes} and try again.", easy: "Too many tries.\nWait {minutes}.\nThen try again." },

  // The three short screens. At most 60 words in plain, 8 lines in easy read.
  "about.1": { plain: "Who we are and why we ask", easy: "Who we are" },
  "about.1.text": {
    plain: "{service} keeps in touch with young people for about two years after a big change, like leaving school.\nA few times a year we ask short questions on your phone. Your answers show what goes well and what does not. Then people can help, and chase the support you were promised.",
    easy: "We are {service}.\nWe keep in touch for two years.\nWe ask some short questions.\nYou answer on your phone.\nTell us what goes well.\nTell us what help you need.",
  },
  "about.2": { plain: "Who sees your answers", easy: "Who sees your answers" },
  "about.2.text": {
    plain: "{worker} and the team read them. They work {hours}. Nobody watches all the time.\nOther people only get numbers, never your name.\nWhat you say stays private. But if someone could get hurt, we must tell people who can help. We try to talk to you first.",
    easy: "{worker} and the team read your answers.\nThey work {hours}.\nNobody watches all the time.\nOther people only get numbers, not names.\nYour answers stay private.\nIf someone could get hurt, we must tell people who can help.\nWe try to talk to you first.",
  },
  "about.3": { plain: "You are in charge", easy: "You choose" },
  "about.3.text": {
    plain: "You choose if you answer. You can skip a question, change an answer, or stop.\nStopping does not touch your college place, your plan, your benefits or the help you get.\nTo stop reminders, tap “When we ask you”. To stop for good, tell {worker}.",
    easy: "You choose if you answer.\nYou can skip.\nYou can change your answers.\nYou can stop.\nYour help will not change.\nYour money will not change.\nTo stop, tell {worker}.",
  },
  "about.done": "OK, let's go",
  "about.count": "{n} of 3",

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
  "home.unsent": { plain: "Your answers are on this phone", easy: "Your answers are on this phone" },
  "home.next": "Next",
  "home.next.on": { plain: "Your next check-in is around {date}.", easy: "Next check-in: around {date}." },
  "home.next.none": { plain: "We will be in touch.", easy: "We will be in touch." },
  "home.next.stopped": { plain: "You have stopped reminders. You can still answer here.", easy: "You have stopped reminders.\nYou can still answer here." },
  "home.done": "Done",
  "home.done.on": { plain: "You answered on {date}.", easy: "You answered on {date}." },
  "home.look": "Look at my answers",
  "home.approaching": { plain: "Your check-ins have not started yet. We will tell you when the first one is ready.", easy: "Your check-ins have not started.\nWe will tell you when they do." },
  "home.paused": { plain: "Your check-ins are paused. To carry on, tap “When we ask you”.", easy: "Your check-ins are paused.\nWant to carry on?\nTap “When we ask you”." },
  "home.completed": { plain: "You have reached the end of your two years with us. Thank you for everything you told us.", easy: "Your two years are done.\nThank you for all your answers." },
  "home.left": { plain: "Your check-ins have stopped. You can still talk to {worker}.", easy: "Your check-ins have stopped.\nYou can still talk to {worker}." },
  "home.offline": { plain: "You are offline. You can still answer.", easy: "You are offline.\nYou can still answer." },

  // The check-in.
  "question.tap": { plain: "Tap an answer to go on.", easy: "Tap an answer to go on." },
  "question.why": "Why we ask",
  "question.more": "More answers",
  "question.number": "Question {n}",
  "question.try": "Just a try",
  "question.pick": { plain: "Choose an answer, or skip this question.", easy: "Choose an answer.\nOr skip." },
  "question.too-many": { plain: "You can choose up to {max}. Take one away first.", easy: "You can choose {max}.\nTake one away first." },
  "question.left": "{n} letters left",
  "private.leave": { plain: "The next pages have a button called “Leave this page”. It opens a weather page at once. With a keyboard, press Shift three times. It does not clear your history.", easy: "The next pages have a “Leave this page” button.\nIt opens a weather page at once.\nIt does not clear your history." },
  "page.who_reads_this": { plain: "Before you answer", easy: "Before you answer" },
  "page.helper_here": { plain: "Just for you", easy: "Just for you" },
  "page.concern_received": { plain: "Thank you for telling us", easy: "Thank you for telling us" },
  "page.concern_not_sent": { plain: "We have not been told yet", easy: "We have not been told yet" },
  "page.thank_you": "Thank you",
  "page.saved_on_phone": { plain: "Saved on this phone", easy: "Saved on this phone" },
  "page.other": "One moment",
  "page.rest": { plain: "You can stop here, or go on with the other questions.", easy: "You can stop here.\nOr you can go on." },
  "page.go-on": "Go on",
  "page.stop-here": "Stop here",
  "page.home": "Go to my start page",
  "thanks.got": { plain: "We have got your answers.", easy: "We have got your answers." },
  "thanks.signed-out": { plain: "This phone is shared, so we signed you out. Nothing is saved on it.", easy: "We signed you out.\nNothing is saved on this phone." },
  "unsent.shared": { plain: "You are offline. Your answers are not sent yet, and we save nothing on a shared phone. Keep this page open until you are online.", easy: "You are offline.\nYour answers are not sent yet.\nKeep this page open." },
  "try-again": "Try again",
  "review": { plain: "Check your answers", easy: "Look at your answers" },
  "review.text": { plain: "You can change any of them. Then send them.", easy: "You can change them.\nThen send them." },
  "review.later": { plain: "You can still change any of them.", easy: "You can still change them." },
  "review.change": "Change",
  "review.answer": "Answer",
  "review.hidden": { plain: "Answered – tap to see", easy: "Answered – tap to see" },
  "review.skipped": "Skipped",
  "review.empty": { plain: "Not answered", easy: "Not answered" },
  "review.send": "Send my answers",
  "review.sending": "Sending…",
  "review.alone": { plain: "Some questions are just for you. You can answer them later, when you are on your own.", easy: "Some questions are just for you.\nAnswer them later, on your own." },
  "closed": { plain: "This check-in has closed", easy: "This check-in has closed" },
  "closed.text": { plain: "We could not take more answers for it. What you sent before is kept. You do not have to do anything. You can still talk to {worker}, and there will be another check-in.", easy: "We could not take more answers.\nWhat you sent before is kept.\nYou do not have to do anything.\nYou can still talk to {worker}." },

  // Numbers that work at once, also without the internet.
  "number.999": { plain: "In danger now: call 999", easy: "In danger? Call 999" },
  "number.111": { plain: "Call 111, then press 2: someone to talk to, day and night", easy: "Call 111, then press 2" },
  "number.shout": { plain: "Text SHOUT to 85258: you do not have to speak", easy: "Text SHOUT to 85258" },
  "number.samaritans": { plain: "Call Samaritans on 116 123: they listen, day and night", easy: "Call Samaritans: 116 123" },
  "number.more": { plain: "More people who can help", easy: "More help" },

  // Notifications.
  "prompts": { plain: "Shall we tell you when there is something new?", easy: "Shall we tell you when there is something new?" },
  "prompts.text": { plain: "Your phone can show you this. It never shows your name, a question or an answer.", easy: "Your phone can show you this.\nIt never shows your name.\nIt never shows a question." },
  "prompts.title": "{service}",
  "prompts.body": "You have something new to look at.",
  "prompts.picture": "This is what it looks like:",
  "prompts.few": { plain: "Only a few times a month, never at night. You can turn it off at any time.", easy: "Only a few times a month.\nNever at night.\nYou can turn it off." },
  "prompts.yes": "Yes, tell me",
  "prompts.not-now": "Not now",
  "prompts.on": "Notifications are on",
  "prompts.on.text": { plain: "We will tell you on this phone when there is something new.", easy: "We will tell you on this phone." },
  "prompts.turn-off": "Turn off",
  "prompts.off": "Notifications are off now",
  "prompts.off.text": { plain: "You can turn them on again in settings.", easy: "You can turn them on again." },
  "prompts.denied": "Your phone blocks notifications",
  "prompts.denied.text": { plain: "That is fine. If you want them: open your phone's settings, find this page or your browser, tap Notifications and choose Allow. Or ask {worker} to show you.", easy: "That is fine.\nDo you want them?\nOpen your phone's settings.\nTap Notifications.\nTap Allow.\n{worker} can show you." },
  "prompts.home-screen": "First, put us on your Home Screen",
  "prompts.home-screen.1": { plain: "Tap the Share button. It is a square with an arrow going up.", easy: "Tap Share.\nIt is a square with an arrow." },
  "prompts.home-screen.2": { plain: "Tap “Add to Home Screen”, then “Add”.", easy: "Tap “Add to Home Screen”.\nTap “Add”." },
  "prompts.home-screen.3": { plain: "Open us from the new picture. Then go to settings here and turn notifications on.", easy: "Open us from the new picture.\nGo to settings.\nTurn notifications on." },
  "prompts.none": "This phone cannot show our notifications",
  "prompts.none.text": { plain: "That is fine. {worker} can tell you when there is something new.", easy: "That is fine.\n{worker} can tell you." },
  "prompts.failed": { plain: "That did not work. You can try again later in settings.", easy: "That did not work.\nYou can try again later." },

  // Settings.
  "settings": "Settings",
  "settings.reading": "How do you like to read?",
  "settings.plain": { plain: "Plain words", easy: "Plain words" },
  "settings.easy": { plain: "Easy read, with short lines and bigger text", easy: "Easy read" },
  "settings.size.normal": "Normal",
  "settings.size.large": "Large",
  "settings.size.largest": "Largest",
  "settings.prompts": "Notifications",
  "settings.prompts.on": "On",
  "settings.prompts.off": "Off",
  "settings.prompts.change": "Change",
  "settings.about": "About this, and what you can choose",
  "settings.rights": { plain: "You choose if you answer. You can skip, change, or stop. Stopping does not affect your college, your plan or your benefits.", easy: "You choose.\nYou can skip.\nYou can stop.\nYour help will not change." },
  "settings.sign-out": "Sign out",
  "sign-out": "Sign out on this phone?",
  "sign-out.text": { plain: "To come back you need a new link or code from {worker}.", easy: "To come back, ask {worker} for a new code." },
  "sign-out.unsent": { plain: "Some answers are not sent yet. Go online first, so that they are not late.", easy: "Some answers are not sent yet.\nGo online first." },
  "sign-out.yes": "Yes, sign out",
  "sign-out.no": "No, stay",
  "sign-out.offline": { plain: "You are offline, so we cannot sign you out now. Try again when you are online.", easy: "You are offline.\nTry again when you are online." },

  // When we ask.
  "when": "When we ask you",
  "when.set": { plain: "We ask on {day} at {time}. Never between {from} and {to}, on bank holidays or at Christmas.", easy: "We ask on {day} at {time}.\nNever between {from} and {to}.\nNever on bank holidays or at Christmas." },
  "when.less": { plain: "Only the longer check-ins, about 4 a year.", easy: "About 4 times a year." },
  "when.paused": { plain: "You are having a break until {date}. We send no reminders.", easy: "You are having a break.\nIt lasts until {date}.\nWe send no reminders." },
  "when.stopped": { plain: "You have stopped reminders. We send none.", easy: "You have stopped reminders.\nWe send none." },
  "when.break": "Have a break",
  "when.break.text": { plain: "No reminders for a while. After that we carry on.", easy: "No reminders for a while.\nThen we carry on." },
  "when.one-week": "1 week",
  "when.two-weeks": "2 weeks",
  "when.four-weeks": "4 weeks",
  "when.twelve-weeks": "12 weeks",
  "when.carry-on": "Carry on now",
  "when.day": "Which day?",
  "when.monday": "Monday",
  "when.tuesday": "Tuesday",
  "when.wednesday": "Wednesday",
  "when.thursday": "Thursday",
  "when.friday": "Friday",
  "when.saturday": "Saturday",
  "when.sunday": "Sunday",
  "when.time": "What time?",
  "when.often": "How often?",
  "when.usual": "As often as planned",
  "when.often.less": { plain: "Less often: only the longer ones, about 4 a year", easy: "Less often: about 4 a year" },
  "when.stop": "Stop all reminders",
  "when.stop.text": { plain: "This stops reminders and nothing else. Your check-ins and what you told us stay. It does not delete anything. You still get help from {worker}. If you want us to delete what we know about you, tell {worker}.", easy: "This stops reminders only.\nYour check-ins stay.\nWhat you told us stays.\nYou still get help from {worker}.\nDo you want us to delete something?\nTell {worker}." },
  "when.start": "Start reminders again",
  "when.told.day": { plain: "Done. We will ask on {day}.", easy: "Done.\nWe will ask on {day}." },
  "when.told.time": { plain: "Done. We will ask at {time}.", easy: "Done.\nWe will ask at {time}." },
  "when.told.usual": { plain: "Done. We will ask as often as planned.", easy: "Done.\nWe will ask as often as planned." },
  "when.told.less": { plain: "Done. We will ask less often.", easy: "Done.\nWe will ask less often." },
  "when.told.paused": { plain: "Done. No reminders until {date}.", easy: "Done.\nNo reminders until {date}." },
  "when.told.going": { plain: "Done. We carry on.", easy: "Done.\nWe carry on." },
  "when.told.stopped": { plain: "Done. Reminders have stopped. You can start them again here at any time.", easy: "Done.\nReminders have stopped.\nYou can start them again here." },
  "when.told.started": { plain: "Done. Reminders have started again.", easy: "Done.\nReminders have started again." },
  "when.offline": { plain: "You are offline, so nothing has changed. Try again when you are online.", easy: "You are offline.\nNothing has changed.\nTry again when you are online." },
  "when.more": { plain: "More that you can choose", easy: "More for you" },
  "noon": "12 noon",

  "lost": "We cannot reach our service",
  "lost.text": { plain: "You may be offline. Check your signal or Wi-Fi, then try again. The help page works without the internet.", easy: "You may be offline.\nCheck your signal or Wi-Fi.\nThen try again." },
  "minute": "1 minute",
  "minutes": "{n} minutes",
});

/** @typedef {keyof typeof words} Key */

/**
 * The words behind a key, with the placeholders filled.
 *
 * @param {Key} key
 * @param {Reading} reading
 * @param {Record<string, string | number>} [fillers]
 * @returns {string}
 */
export function wordsFor(key, reading, fillers = {}) {
  const found = /** @type {Words} */ (words[key]);
  const text = typeof found === "string" ? found : found[reading];
  return text.replace(/\{([\w-]+)\}/g, (whole, name) => String(fillers[name] ?? whole));
}

/** True if there are words behind this key. @param {string} key @returns {key is Key} */
export function known(key) {
  return Object.hasOwn(words, key);
}
