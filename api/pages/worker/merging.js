// Pairs of records that may be of one person: looking at both, making one of them, and taking that back.

import { el, fill } from "../shared/dom.js";
import { explain } from "../shared/api.js";
import { button, card, notice, unseen } from "../staff/parts.js";
import { say } from "../staff/say.js";
import { longMoment } from "../staff/when.js";
import { beside, nameOf } from "./beside.js";
import { goesWith, mergeField, mergeValue } from "./words.js";

/** @typedef {import("../shared/same.js").LikePerson} LikePerson */
/** @typedef {import("../shared/same.js").LikePairs} LikePairs */
/** @typedef {import("../shared/same.js").MergePreview} MergePreview */
/** @typedef {import("../shared/same.js").MergeList} MergeList */
/** @typedef {import("../staff/desk.js").Desk} Desk */

/**
 * @param {LikePairs} pairs @param {Desk} desk
 * @param {(person: string) => void} open @param {() => unknown} changed
 */
export function pairsOf({ items, more }, desk, open, changed) {
  return el("section", null, el("h2", null, "Records that may be of one person"),
    el("p", null, "They are found as people come and change. Nothing is put together until you say so."),
    items.length === 0 && el("p", { class: "muted" }, "Nobody here is like anybody else."),
    items.map(({ one, other }) => pair(one, other, desk, open, changed)),
    more && el("p", { class: "muted" }, "There are more: these are the first 50."));
}

/**
 * @param {LikePerson} one @param {LikePerson} other @param {Desk} desk
 * @param {(person: string) => void} open @param {() => unknown} changed
 */
function pair(one, other, desk, open, changed) {
  const which = unseen(`: ${nameOf(one)} and ${nameOf(other)}`);
  const trouble = el("p", { class: "field__error", role: "alert" });
  const panel = el("div", { tabindex: "-1" });
  const tell = async (/** @type {() => Promise<unknown>} */ work) => {
    fill(trouble);
    try {
      await work();
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  const look = () => tell(() => chooseInto(panel, one.person_id, other.person_id, desk, changed));
  const two = () => tell(async () => {
    await desk.put(`/people/${one.person_id}/others/${other.person_id}`);
    say("They are two people. Nobody is asked about them again");
    await changed();
  });
  return card(`${nameOf(one)} and ${nameOf(other)}`,
    beside(`${nameOf(one)} beside ${nameOf(other)}`, "One", one, "The other", other, () => open(other.person_id)),
    el("div", { class: "row" },
      button(["They are the same person", which], look, "main"),
      button(["They are two people", which], two)),
    trouble, panel);
}

/**
 * Shows in a part of the page what would happen if the one record became part of the other.
 *
 * @param {HTMLElement} panel @param {string} kept whose record stays @param {string} gone
 * @param {Desk} desk @param {() => unknown} changed
 */
export async function chooseInto(panel, kept, gone, desk, changed) {
  const preview = /** @type {MergePreview} */ (await desk.get(`/people/${kept}/others/${gone}`));
  const trouble = el("p", { class: "field__error", role: "alert" });
  const swap = () => chooseInto(panel, gone, kept, desk, changed).catch((error) => fill(trouble, explain(error)));
  fill(panel, choice(preview, desk, swap, changed), trouble);
  panel.focus();
}

/**
 * What would happen, with a choice for each thing that both say.
 *
 * @param {MergePreview} preview @param {Desk} desk
 * @param {() => void} swap @param {() => unknown} changed
 */
function choice({ kept, gone, clashes, goes, safe_in_both, supporters }, desk, swap, changed) {
  const id = crypto.randomUUID();
  const trouble = el("p", { class: "field__error", role: "alert" });
  const chosen = clashes.map(({ field, kept: mine, gone: theirs }) => {
    const radio = (/** @type {boolean} */ take, /** @type {string} */ words) => {
      const input = el("input", { type: "radio", name: `${id}-${field}`, id: `${id}-${field}-${take}` });
      input.checked = !take;
      return { input, node: el("div", { class: "choice" }, input, el("label", { for: input.id }, words)) };
    };
    const stays = radio(false, `${mergeValue(field, mine)} (the record that stays)`);
    const takes = radio(true, `${mergeValue(field, theirs)} (the other record)`);
    return { field, takes: takes.input, node: el("fieldset", null, el("legend", null, mergeField(field)), stays.node, takes.node) };
  });
  const merge = async () => {
    fill(trouble);
    try {
      const take = chosen.filter(({ takes }) => takes.checked).map(({ field }) => field);
      await desk.put(`/people/${kept.person_id}/merges/${id}`, { gone_id: gone.person_id, take });
      say("They are one record now. You can undo this below");
      await changed();
    } catch (error) {
      fill(trouble, explain(error));
    }
  };
  return el("div", null,
    el("h3", null, "Make one record of the two"),
    el("p", null, `The record ${numberOf(kept)} stays. The record ${numberOf(gone)} becomes part of it and is out of every list. You can undo this later. `,
      button("Keep the other record instead", swap, "plain")),
    chosen.length > 0 && el("p", null, "Both say something else here. Choose which is right:"),
    chosen.map(({ node }) => node),
    goes.length > 0 && el("p", null, `With it go ${goes.map(({ what, count }) => `${goesWith(what)} (${count})`).join(", ")}.`),
    safe_in_both && notice("warn", "How to reach them safely is written in both records. What stands in the record that stays counts: read the other first."),
    supporters.length > 0 && notice("warn", `${supporters.join(", ")} helped with the other record, and will not help with this one. The young person can ask them again.`),
    el("p", null, "Phones that are signed in to the other record are signed out. Invite the young person anew if that was theirs."),
    el("div", { class: "row" }, button("Make one record", merge, "main")), trouble);
}

/** @param {LikePerson} person */
function numberOf(person) {
  return `of ${nameOf(person)}${person.record_number ? `, number ${person.record_number}` : ""}`;
}

/** @param {MergeList} list @param {Desk} desk @param {() => unknown} changed */
export function mergesOf({ items }, desk, changed) {
  if (items.length === 0) return null;
  return card("Records that became one", el("ul", { class: "things" }, items.map(({ merge, kept_name, gone_name, made_by }) => {
    const trouble = el("p", { class: "field__error", role: "alert" });
    const undo = async () => {
      fill(trouble);
      try {
        await desk.put(`/merges/${merge.id}/undoing`);
        say("They are two records again");
        await changed();
      } catch (error) {
        fill(trouble, explain(error));
      }
    };
    return el("li", null,
      el("p", null, el("strong", null, gone_name), " became part of ", el("strong", null, kept_name), el("br"),
        el("span", { class: "muted" }, `${made_by}, ${longMoment(merge.made_at)}${merge.undone_at ? `. Undone ${longMoment(merge.undone_at)}` : ""}`)),
      !merge.undone_at && button(["Undo", unseen(`: ${gone_name} and ${kept_name}`)], undo), trouble);
  })));
}
