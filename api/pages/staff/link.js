// The one-time link. Its token stands after the #, so no server log ever sees it, and it is taken out
// of the address bar before anything else happens.

/**
 * The token in the address, once: afterwards it is gone from there.
 *
 * @returns {string | undefined}
 */
export function takeLink() {
  const match = /^#link=(.+)$/.exec(location.hash);
  if (!match) return undefined;
  history.replaceState(null, "", location.pathname);
  return match[1];
}
