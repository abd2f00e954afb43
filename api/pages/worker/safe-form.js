// What is safe when somebody reaches out to this young person: it stands until somebody says otherwise.

import { Form } from "../staff/form.js";
import { save } from "./settle.js";
import { safeTime, safeWay, saidBy } from "./words.js";

const WAYS = ["call", "text", "email", "letter", "video", "meeting"].map((value) => ({ value, label: safeWay(value) }));
const TIMES = ["any", "morning", "afternoon", "evening"].map((value) => ({ value, label: safeTime(value) }));
const MESSAGE = [{ value: "", label: "Not asked yet" }, { value: "yes", label: "Yes" }, { value: "no", label: "No" }];
const SAID_BY = ["young-person", "supporter", "worker"].map((value) => ({ value, label: saidBy(value) }));
const FIELDS = ["ways", "times", "message_ok", "not_to"];

/**
 * @param {import("../staff/desk.js").Desk} desk
 * @param {import("../shared/staff.js").Person} person
 * @param {(sentence: string) => void} saved
 * @param {() => void} cancel
 * @returns {import("./person.js").Panel}
 */
export function safeForm(desk, { id, safe_contact: known }, saved, cancel) {
  let version = known?.version;
  const form = new Form({
    label: "How to reach them safely",
    button: "Save what is safe",
    fields: [
      { name: "ways", label: "Ways that are safe", kind: "checks", options: WAYS, optional: true, value: known?.ways.join(","), hint: "None chosen: any way." },
      { name: "times", label: "When", kind: "chips", options: TIMES, value: known?.times ?? "any" },
      {
        name: "message_ok", label: "May a message be left, where somebody else could find it?", kind: "chips", options: MESSAGE, optional: true,
        value: known?.message_ok === undefined ? "" : known.message_ok ? "yes" : "no",
      },
      { name: "not_to", label: "What else to mind, such as whom not to speak to", kind: "text", optional: true, value: known?.not_to, attributes: { maxlength: 200 } },
      { name: "said_by", label: "Whose word it is", kind: "chips", options: SAID_BY, value: "young-person" },
    ],
    send: async (values) => {
      await save({
        form, values, version, fields: FIELDS,
        keep: (from) => { version = from; },
        put: ({ ways = "", times, message_ok, not_to, said_by }, based_on) => desk.put(`/people/${id}/safe-contact`, {
          ways: ways === "" ? [] : ways.split(","), times, not_to: not_to || undefined, said_by, based_on,
          message_ok: message_ok ? message_ok === "yes" : undefined,
        }),
      });
      saved("What is safe for them is saved");
    },
    cancel,
  });
  return { node: form.node, start: () => form.start() };
}
