// Which question comes when, and how each is laid out. Nothing here asks the service anything.
import type { CheckIn, Condition, Option, Page, Reading, Step } from "./client/index.js";

/** The codes that were chosen. None for a text and for a skip. */
export type Codes = readonly string[];

/**
 * The questions of a check-in to be asked, in order. An answer counts only while its own question is asked: who says
 * that they have left college is no longer somebody who said which college.
 */
export function questions(checkIn: CheckIn, said: ReadonlyMap<string, Codes>): Step[] {
  const keys = new Set(checkIn.steps.map(({ key }) => key));
  const asked = new Set<string>();
  const holds = ({ key, any_of }: Condition) =>
    (asked.has(key) || !keys.has(key)) && (said.get(key) ?? []).some((code) => any_of.includes(code));
  const speaker = said.get("who_answering")?.[0] ?? "me";
  return checkIn.steps.filter((step) => {
    const applies = step.show_if.length === 0 || step.show_if.some((all) => all.every(holds));
    if (applies) asked.add(step.key);
    return applies && (step.proxy !== "self_only" || speaker === "me");
  });
}

/** One screen. */
export type Screen =
  | { layout: "choose"; one: boolean; heading: string; hint?: string; most?: number; options: { code: string; words: string; alone: boolean }[] }
  | { layout: "write"; heading: string; hint?: string; longest?: number }
  | { layout: "elsewhere"; heading: string };

/** How to lay out a question in plain words or in easy read. */
export function screen(step: Step, reading: Reading): Screen {
  const { text: heading, hint } = reading === "easy" ? step.easy : step.plain;
  const common = { heading, ...(hint === undefined ? {} : { hint }) };
  switch (step.kind) {
    case "single":
    case "multi":
      return {
        layout: "choose",
        ...common,
        one: step.kind === "single",
        ...(step.max_choices === undefined ? {} : { most: step.max_choices }),
        options: step.options.map((option: Option) => ({ code: option.code, words: option[reading === "easy" ? "easy" : "plain"], alone: option.exclusive })),
      };
    case "text":
      return { layout: "write", ...common, ...(step.max_chars === undefined ? {} : { longest: step.max_chars }) };
    default:
      // A kind of a later version. Say that it is to be answered on the web page, and go on.
      return { layout: "elsewhere", heading };
  }
}

/** The page to show before this question, unless it was shown in this check-in or is not known here. */
export function pageBefore(checkIn: CheckIn, step: Step, shown: ReadonlySet<string>): Page | undefined {
  return checkIn.pages.find(({ id }) => id === step.before && !shown.has(id));
}
