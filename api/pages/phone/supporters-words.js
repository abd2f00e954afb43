// The words of "People who help me". Rules and form are those of `words.js`.

import { learn } from "./words.js";
/** @import { Words } from "./words.js" */

export const supportersWords = /** @satisfies {Record<string, Words>} */ ({
  "supporters.text": { plain: "You can ask someone you trust to help: a parent, a keyworker, a friend. They use their own phone, never your sign-in. They see only what you switch on. You can stop it at any time. We send them no message about it.", easy: "You can ask someone you trust to help.\nThey use their own phone.\nThey see only what you switch on.\nYou can stop it at any time.\nWe send them no message about it." },
  "supporters.never": { plain: "Nobody who helps can see your answers, what you asked {worker}, or the questions that are just for you.", easy: "They cannot see your answers.\nThey cannot see what you asked {worker}.\nSome questions are just for you." },
  "supporters.none": { plain: "Nobody helps you here yet. You do not have to ask anybody.", easy: "Nobody helps you here yet.\nYou do not have to ask." },
  "supporters.add": "Ask someone to help",
  "supporters.full": { plain: "You have {most} people who help. To ask someone else, take one off the list first.", easy: "You have {most} people who help.\nTake one off the list first." },
  "supporters.may.helps": "Can help you answer",
  "supporters.may.gets_reminders": "Gets reminders",
  "supporters.may.sees_goals": "Sees your goals",
  "supporters.may.nothing": "Nothing is switched on",
  "supporters.invited": { plain: "The link has not been used yet. It works until {date}.", easy: "The link has not been used yet.\nIt works until {date}." },
  "supporters.joined": { plain: "Helping since {since}. Last here around {used}.", easy: "Helping since {since}.\nLast here around {used}." },
  "supporters.needs-link": { plain: "They are not signed in. To let them in, make a new link.", easy: "They are not signed in.\nMake a new link to let them in." },
  "supporters.change": "Change",

  // Adding somebody, and changing what they can do.
  "supporters.name": "What do you call them?",
  "supporters.name.hint": { plain: "For example: Mum, or Rosa", easy: "For example: Mum, or Rosa" },
  "supporters.name.missing": { plain: "Write what you call them.", easy: "Write what you call them." },
  "supporters.who": "Who are they?",
  "supporters.who.missing": { plain: "Choose who they are.", easy: "Choose who they are." },
  "supporters.switches": "What can they do?",
  "supporters.switches.hint": { plain: "Each one is off until you tap it. You can change it at any time.", easy: "Each one is off until you tap it.\nYou can change it at any time." },
  "supporters.helps": "Help me answer",
  "supporters.helps.text": { plain: "They can answer with you or for you, on their phone. Not the questions that are just for you. If you both answer, yours counts.", easy: "They can answer with you or for you.\nNot the questions that are just for you.\nIf you both answer, yours counts." },
  "supporters.gets_reminders": "Get reminders",
  "supporters.gets_reminders.text": { plain: "Their phone gets the same short message as yours. It has no name in it.", easy: "Their phone gets the same message as yours.\nIt has no name in it." },
  "supporters.sees_goals": "See my goals",
  "supporters.sees_goals.text": { plain: "They can read your goals. They cannot change them.", easy: "They can read your goals.\nThey cannot change them." },
  "supporters.make": "Make a link",
  "supporters.save": "Save",
  "supporters.saved": { plain: "Done. It counts from now on.", easy: "Done.\nIt counts from now on." },

  // The link that lets somebody in.
  "supporters.link": "A link for {name}",
  "supporters.link.text": { plain: "Show {name} this picture, or send the link. Give it to nobody else. It works once, until {date}.", easy: "Show {name} this picture.\nOr send the link.\nGive it to nobody else.\nIt works once, until {date}." },
  "supporters.link.picture": "A picture that a phone’s camera can read. It holds the same link as the text.",
  "supporters.link.gone": { plain: "We show a link once. If you still need it, make a new one.", easy: "We show a link once.\nYou can make a new one." },
  "supporters.share": "Send the link",
  "supporters.copy": "Copy the link",
  "supporters.copied": { plain: "The link is copied.", easy: "The link is copied." },
  "supporters.copy.failed": { plain: "It could not be copied. Hold your finger on the link to copy it.", easy: "It could not be copied.\nHold your finger on the link." },
  "supporters.done": "Done",
  "supporters.new-link": "Make a new link",
  "supporters.new-link.text": { plain: "For a new phone, or a lost link. The old link stops working. The phone they use now is signed out at once.", easy: "For a new phone, or a lost link.\nThe old link stops working.\nThe phone they use now is signed out." },

  // Taking somebody off the list.
  "supporters.remove": "Take {name} off my list",
  "supporters.sure": "Take {name} off your list?",
  "supporters.sure.text": { plain: "They are out at once. We send them no message. The answers they gave stay, and you can change them.", easy: "They are out at once.\nWe send them no message.\nThe answers they gave stay.\nYou can change them." },
  "supporters.sure.yes": "Yes, take them off",
  "supporters.sure.no": "No, keep them",
  "supporters.removed": { plain: "Done. {name} is off your list.", easy: "Done.\n{name} is off your list." },
  "supporters.gone": { plain: "They are off your list already.", easy: "They are off your list." },
});

learn(supportersWords);
