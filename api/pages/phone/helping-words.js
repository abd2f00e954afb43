// The words that somebody reads who helps. Rules and form are those of `words.js`.

import { learn } from "./words.js";
/** @import { Words } from "./words.js" */

export const helpingWords = /** @satisfies {Record<string, Words>} */ ({
  "helping": "Helping",
  "helping.join": "Someone has asked you to help them",
  "helping.join.text": { plain: "If you say yes, this phone can help them with what they have switched on. They choose what that is, and can change it or stop it at any time. You never see what they answered.", easy: "Say yes, and this phone can help them.\nThey choose what you can do.\nThey can change it or stop it.\nYou never see what they answered." },
  "helping.join.other": { plain: "This phone helps {name} now. If you say yes, it helps the other person instead.", easy: "This phone helps {name} now.\nSay yes, and it helps the other person." },
  "helping.join.yes": "Yes, I will help",
  "helping.join.no": "No",
  "helping.out": "This phone helps nobody now",
  "helping.out.text": { plain: "Has someone asked you to help? Open the link that they gave you. If it does not work, ask them for a new one.", easy: "Has someone asked you to help?\nOpen the link that they gave you.\nIf it does not work, ask them for a new one." },
  "helping.home": "You help {name}",
  "helping.only": { plain: "You can do what {name} has switched on for you, and nothing else.", easy: "You can do what {name} has switched on.\nYou can do nothing else." },
  "helping.waiting": "Questions are waiting",
  "helping.waiting.help": { plain: "About {minutes}. Answer together with {name} if you can: their own words count most.", easy: "About {minutes}.\nAnswer together with {name} if you can.\nTheir own words count most." },
  "helping.waiting.remind": { plain: "{name} has questions to answer. You could remind them, or ask if they want to do it now.", easy: "{name} has questions to answer.\nYou could remind them." },
  "helping.start": "Start",
  "helping.nothing": "Nothing to do right now",
  "helping.nothing.text": { plain: "There are no questions waiting.", easy: "There are no questions waiting." },
  "helping.worried": { plain: "Are you worried about {name}? In danger, call 999. If not, talk to {name}, or to their worker. Nobody watches this page.", easy: "Are you worried about {name}?\nIn danger, call 999.\nIf not, talk to {name} or their worker.\nNobody watches this page." },

  // What the young person wants.
  "helping.goals": "What {name} wants",
  "helping.goals.none": { plain: "{name} has not written any goals.", easy: "{name} has not written any goals." },
  "helping.goals.reached": "It happened",

  // Reminders.
  "helping.reminders": "Reminders",
  "helping.reminders.text": { plain: "You get one when {name} does, and never more often. It shows no name and no question.", easy: "You get one when {name} does.\nNever more often.\nIt shows no name and no question." },
  "helping.reminders.turn-on": "Turn reminders on",
  "helping.reminders.on": { plain: "Reminders are on.", easy: "Reminders are on." },
  "helping.reminders.turn-off": "Turn reminders off",
  "helping.reminders.off": { plain: "Done. Reminders are off.", easy: "Done.\nReminders are off." },
  "helping.reminders.denied": { plain: "This phone blocks notifications. You can allow them in the phone’s settings.", easy: "This phone blocks notifications.\nAllow them in the phone’s settings." },
  "helping.reminders.home-screen": { plain: "First put this page on your Home Screen: tap Share, then “Add to Home Screen”. Open it from there.", easy: "First tap Share.\nThen tap “Add to Home Screen”.\nOpen this page from there." },
  "helping.reminders.none": { plain: "This phone cannot show reminders.", easy: "This phone cannot show reminders." },
  "helping.reminders.failed": { plain: "That did not work. Try again later.", easy: "That did not work.\nTry again later." },

  // Answering.
  "helping.how": "How do you answer?",
  "helping.how.text": { plain: "The questions speak to {name}. Some are not here: those are just for {name}.", easy: "The questions speak to {name}.\nSome are not here.\nThose are just for {name}." },
  "helping.with-help": "We answer together",
  "helping.proxy": "I answer for {name}",
  "helping.not-sent": { plain: "That was not sent. Check your signal, then try again.", easy: "That was not sent.\nCheck your signal.\nThen try again." },
  "helping.thanks": "Thank you",
  "helping.thanks.text": { plain: "We have got these answers. {name} can see them and change them. Some questions are just for {name}, on their own phone.", easy: "We have got these answers.\n{name} can see them and change them.\nSome questions are just for {name}." },
  "helping.over": "These questions are closed",
  "helping.over.text": { plain: "You do not have to do anything. What you sent before is kept.", easy: "You do not have to do anything.\nWhat you sent before is kept." },
  "helping.begin": "Back to the start",

  // Leaving.
  "helping.leave": "Stop helping on this phone",
  "helping.leave.sure": "Stop helping {name} on this phone?",
  "helping.leave.text": { plain: "To come back you need a new link from {name}.", easy: "To come back, ask {name} for a new link." },
  "helping.leave.yes": "Yes, stop",
  "helping.leave.no": "No, go on",
});

learn(helpingWords);
