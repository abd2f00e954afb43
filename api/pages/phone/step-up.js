// Some things open only to somebody who has just shown that it is them.

import { Problem } from "../shared/api.js";
import * as trail from "./trail.js";
/** @import { Place } from "./nouns.js" */

/**
 * Asks "is it you?" where that is what was missing, and goes on at a place after that. False if it was something else.
 *
 * @param {unknown} failure @param {Place} then
 */
export function stepUp(failure, then) {
  if (!(failure instanceof Problem && failure.is("step-up-needed"))) return false;
  trail.go({ view: "proof", then }, true);
  return true;
}
