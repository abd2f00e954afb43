// The views that come after the first page: fetched in this order once it is there, or at once when one of them is opened.
// What stands here costs the first page nothing.
/** @import { ViewOf } from "./nouns.js" */

/** @type {Record<string, Required<Pick<ViewOf, "load">> & ViewOf>} */
export const moreViews = {
  about: { load: async () => (await import("./about.js")).about },
  thanks: { open: true, load: async () => (await import("./ending.js")).thanks },
  review: { load: async () => (await import("./review.js")).review },
  closed: { load: async () => (await import("./ending.js")).closed },
  prompts: { load: async () => (await import("./prompts.js")).prompts },
  settings: { load: async () => (await import("./settings.js")).settings },
  "sign-out": { load: async () => (await import("./settings.js")).signOut },
  later: { load: async () => (await import("./later.js")).later },
  phones: { load: async () => (await import("./phones.js")).phones },
  looked: { load: async () => (await import("./looked.js")).looked },
  goals: { load: async () => (await import("./goals.js")).goals },
  talk: { load: async () => (await import("./talk.js")).talk },
  offers: { load: async () => (await import("./offers.js")).offers },
  meet: { load: async () => (await import("./meet.js")).meet },
  changes: { load: async () => (await import("./changes.js")).changes },
  tapped: { open: true, load: async () => (await import("./tapped.js")).tapped },
  when: { load: async () => (await import("./when.js")).when },
  supporters: { load: async () => (await import("./supporters.js")).supporters },
  again: { open: true, load: async () => (await import("./again.js")).again },
  proof: { load: async () => (await import("./proof.js")).proof },
  ways: { load: async () => (await import("./ways.js")).ways },
  record: { load: async () => (await import("./record.js")).record },
  ask: { load: async () => (await import("./ask.js")).ask },
  asked: { load: async () => (await import("./asked.js")).asked },
};
