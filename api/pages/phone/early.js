// The first thing that the service is asked, already while the rest of the page is on its way.
// Only on a phone that knows nothing yet: one that does shows what it has, and asks afterwards.

import { request } from "../shared/api.js";

const API = "/young-person/v1";
/** How the page looked last time, so that it does not jump while it loads. Nothing personal. */
export const LOOK = "look";

/** Somebody who helps has an address of their own, and is not who is asked for here. */
export const helps = location.pathname.endsWith("/helping");

/** The invitation that the address carries, if it carries one. */
export const secretInAddress = () => /^#join=(.+)$/.exec(location.hash)?.[1] ?? "";

/** @type {ReturnType<typeof request> | undefined} */
let early = ask();
// Whoever takes it deals with a failure.
early?.catch(() => undefined);

/** The reply that is on its way; once only. */
export function take() {
  const taken = early;
  early = undefined;
  return taken;
}

function ask() {
  const secret = secretInAddress();
  if (secret) return request("POST", `${API}/invitations/open`, { body: { secret } });
  return isNew() && !helps ? request("GET", `${API}/sync`) : undefined;
}

function isNew() {
  try {
    return localStorage.getItem(LOOK) === null;
  } catch {
    return true;
  }
}
