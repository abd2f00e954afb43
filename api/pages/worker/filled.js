/**
 * Only what was filled in: the wire leaves absent things out, it never sends empty ones.
 *
 * @param {Record<string, string>} values
 */
export function filled(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
