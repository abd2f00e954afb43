// Who asks: a caller of each kind, with the tokens that an app would have.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { councilFile } from "../browser/council.mjs";
import { addPartnership, linkIn } from "../browser/scenes/council.mjs";
import { PASSWORD } from "../browser/scenes/staff.mjs";
import { code, nextCode } from "../browser/totp.mjs";

/** A service with a partnership, its staff and some young people. @param {import("../browser/product.mjs").Product} product */
export async function prepared(product) {
  const links = await addPartnership(product);
  await product.must("import", councilFile(product.folder), "--partnership", "derbyshire");
  await product.serve();
  return { product, links };
}

/** Signs a member of staff in, once: a link in works once. */
export function signIn(world, audience, who) {
  world.staff ??= {};
  return (world.staff[who] ??= comeIn(world, audience, who));
}

/** Signs a member of staff in as an app does, and names what is there for them to ask about. */
async function comeIn({ product, links }, audience, who) {
  const api = `${product.url}/${audience}/v1`;
  const opened = await ask("POST", `${api}/session/link`, { token: links[who].split("=")[1], client: "app" });
  const token = opened.tokens.access_token;
  const { totp_secret } = await ask("POST", `${api}/session/enrolment`, undefined, token);
  await ask("PUT", `${api}/session/enrolment`, { password: PASSWORD, totp_secret, code: code(totp_secret) }, token);
  // What gives records out or lets people in asks for a code of its own.
  await ask("POST", `${api}/session/proof`, { code: await nextCode(totp_secret) }, token);
  return { token, there: await whatIsThere(api, audience, token) };
}

async function whatIsThere(api, audience, token) {
  if (audience === "worker") {
    // Somebody with an alert, if there is one, comes first.
    const { items } = await ask("GET", `${api}/caseload?state=all&limit=50`, undefined, token);
    const { id, alerts, destinations } = await ask("GET", `${api}/people/${items[0].id}`, undefined, token);
    return { person_id: id, spell_id: destinations[0]?.id, alert_id: alerts[0]?.id };
  }
  if (audience === "admin") {
    const spare = { name: "Sam Spare", email: "spare@derbyshire.example", role: "worker" };
    return { staff_id: (await ask("POST", `${api}/staff`, spare, token)).id };
  }
  return {};
}

/** Lets a young person in as an app does, and somebody who helps. */
export async function youngPerson(world) {
  const { product } = world;
  const manager = await signIn(world, "worker", "worker");
  const { id, birth_date, check_in } = await somebodyAsked(product, manager.token);
  const said = await product.must("invite", id, "--partnership", "derbyshire");
  const secret = linkIn(said).split("=")[1];
  const [, birth_month, birth_day] = birth_date.split("-").map(Number);
  const api = `${product.url}/young-person/v1`;
  await ask("POST", `${api}/invitations/open`, { secret });
  const { tokens } = await ask("POST", `${api}/invitations/accept`, { secret, birth_day, birth_month, client: "app", shared_phone: false });
  await isNotSafe(api, tokens.access_token, check_in);
  const { token: supporter } = await helped(api, tokens.access_token, "Rosa");
  const { id: supporter_id } = await helped(api, tokens.access_token, "Sam Spare");
  return { token: tokens.access_token, supporter, there: { check_in_id: check_in, supporter_id } };
}

/** Somebody who helps, with everything switched on, and who is in. */
async function helped(api, token, name) {
  const id = randomUUID();
  const chosen = { name, relation: "family", helps: true, gets_reminders: true, sees_goals: true };
  const { link } = await ask("PUT", `${api}/me/supporters/${id}`, chosen, token);
  const secret = link.link.split("#help=")[1];
  return { id, ...(await ask("POST", `${api}/supporter/invitations/accept`, { secret, client: "app" })) };
}

/** Answers so that somebody has to do something: then there is an alert for the worker's document. */
function isNotSafe(api, token, check_in) {
  const answered_at = new Date().toISOString();
  const answers = [{ key: "home_feel", codes: ["not_good"], answered_at }, { key: "home_why", codes: ["not_safe"], answered_at }];
  return ask("PUT", `${api}/check-ins/${check_in}/answers`, { source: "self", reading: "plain", finished: false, answers }, token);
}

/** Somebody with one of the longer check-ins open. */
async function somebodyAsked(product, token) {
  const isOpen = ({ state, kind }) => state === "open" && kind === "core";
  const them = await somebody(`${product.url}/worker/v1`, token, "asked at length", ({ check_ins }) => check_ins.some(isOpen));
  return { id: them.id, birth_date: them.birth_date, check_in: them.check_ins.find(isOpen).id };
}

/** A provider with the link of a question about somebody who is there. */
export async function provider(world) {
  const { token } = await signIn(world, "worker", "worker");
  const api = `${world.product.url}/worker/v1`;
  const isThere = ({ provider, ended_on }) => provider && !ended_on;
  const { id, destinations } = await somebody(api, token, "at a provider", (them) => them.destinations.some(isThere));
  const question = { destination_id: destinations.find(isThere).id, known_as: "Sam Spare", basis: "agreed" };
  const { link } = await ask("PUT", `${api}/people/${id}/confirmations/${randomUUID()}`, question, token);
  return { token: "none", there: { token: link.split("#ask=")[1] } };
}

/** The first of a worker's people of whom it is true. */
async function somebody(api, token, what, is) {
  const { items } = await ask("GET", `${api}/caseload?state=all&limit=50`, undefined, token);
  for (const { id } of items) {
    const them = await ask("GET", `${api}/people/${id}`, undefined, token);
    if (is(them)) return them;
  }
  return assert.fail(`nobody is ${what}`);
}

async function ask(method, url, body, token) {
  const response = await fetch(url, {
    method,
    headers: { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
