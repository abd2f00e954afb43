// Whom a record is shared with: fetched when somebody asks for it.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { Form } from "../staff/form.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { daysFromNow, longDay, today } from "../staff/when.js";
import { filled } from "./filled.js";

/** @typedef {import("../shared/team.js").Referral} Referral */

const PARTS = /** @type {const} */ ([
  ["contact", "How they can be reached"], ["destination", "Where they are and were"], ["promises", "What they were promised"], ["goals", "What they want"],
]);
const BASIS = [
  { value: "agreed", label: "The young person agreed" },
  { value: "best-interests", label: "They cannot decide it, and it is best for them" },
  { value: "legal-duty", label: "A law asks for it" },
  { value: "vital", label: "Somebody’s life or health is at stake" },
];
/** Half a year, to begin from. */
const USUAL_DAYS = 182;

/** @param {import("../staff/desk.js").Desk} desk @param {string} person */
export function referrals(desk, person) {
  if (desk.session?.role === "safeguarding-lead") return null;
  const inside = el("div", { "aria-live": "polite" });
  const load = async () => {
    try {
      const [{ items }, agencies] = await Promise.all([desk.get(`/people/${person}/referrals`), desk.get("/agencies")]);
      fill(inside, list(items, end), share(agencies.items));
    } catch (error) {
      fill(inside, notice("warn", explain(error)));
    }
  };
  const end = async (/** @type {Referral} */ { id }) => {
    await desk.delete(`/people/${person}/referrals/${id}`);
    say("The sharing has ended");
    await load();
  };
  /** @param {string[]} agencies */
  const share = (agencies) => {
    if (agencies.length === 0) return el("p", { class: "muted" }, "Nobody of another agency has an account here. An administrator can add somebody.");
    const id = crypto.randomUUID();
    const form = new Form({
      label: "Share with an agency",
      button: "Share",
      fields: [
        { name: "agency", label: "With whom", kind: "select", options: agencies.map((value) => ({ value, label: value })), missing: "Choose an agency" },
        { name: "parts", label: "What they see", kind: "checks", options: PARTS.map(([value, label]) => ({ value, label })), missing: "Choose at least one part" },
        { name: "why", label: "What for", kind: "note", attributes: { maxlength: 500 }, missing: "Say what for", hint: "The young person reads this." },
        { name: "basis", label: "What allows it", kind: "select", options: BASIS, missing: "Choose what allows it" },
        { name: "told", label: "Have you told them?", kind: "chips", options: [{ value: "yes", label: "Yes" }, { value: "no", label: "No" }], missing: "Choose one" },
        { name: "told_on", label: "When", kind: "date", value: today(), missing: "Choose the day", attributes: { max: today() }, shown: ({ told }) => told === "yes" },
        { name: "not_told_why", label: "Why not", kind: "note", attributes: { maxlength: 500 }, missing: "Say why not", shown: ({ told }) => told === "no" },
        { name: "from_on", label: "First day", kind: "date", value: today(), missing: "Choose the first day" },
        { name: "until_on", label: "Last day", kind: "date", value: daysFromNow(USUAL_DAYS), missing: "Choose the last day", hint: "Twelve months after the first at most." },
      ],
      send: async ({ parts = "", told: _, ...values }) => {
        const chosen = parts.split(",");
        await desk.put(`/people/${person}/referrals/${id}`, { ...filled(values), ...Object.fromEntries(PARTS.map(([part]) => [part, chosen.includes(part)])) });
        say("It is shared once the agency has said yes");
        await load();
      },
    });
    return el("details", { class: "reveal" }, el("summary", null, "Share with an agency"),
      el("p", null, "They see the parts that you choose, and nothing else, once somebody there has said yes. The young person reads on their record with whom, what and until when, told or not."), form.node);
  };
  return card("Shared with", inside, button("Show with whom it is shared", load));
}

/** @param {Referral[]} items @param {(referral: Referral) => Promise<void>} end */
function list(items, end) {
  if (items.length === 0) return el("p", null, "It is shared with nobody.");
  return el("ul", { class: "things" }, items.map((it) => {
    const trouble = el("p", { class: "field__error", role: "alert" });
    const over = it.ended_at !== undefined || it.until_on < today();
    const stop = () => end(it).catch((error) => fill(trouble, explain(error)));
    return el("li", null,
      el("p", null, el("strong", null, it.agency), el("br"), PARTS.filter(([part]) => it[part]).map(([, label]) => label).join(", "), el("br"),
        el("span", { class: "muted" }, `${longDay(it.from_on)} to ${longDay(it.until_on)}, by ${it.made_by}. `,
          it.ended_at ? "Ended." : over ? "Over." : it.live ? "They see it." : it.accepted_at ? "Not begun." : "They have not said yes.")),
      el("p", null, it.why),
      !over && el("div", { class: "row" }, button(["End this", unseen(` with ${it.agency}`)], stop)), trouble);
  }));
}
