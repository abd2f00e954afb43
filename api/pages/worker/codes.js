// The national activity codes, fetched once.

/** @typedef {import("../shared/staff.js").ActivityCode} ActivityCode */

/** @type {Promise<{ items: ActivityCode[] }> | undefined} */
let known;

/** @param {import("../staff/desk.js").Desk} desk @returns {Promise<ActivityCode[]>} */
export async function activityCodes(desk) {
  known ??= desk.get("/activity-codes");
  try {
    return (await known).items;
  } catch (error) {
    known = undefined;
    throw error;
  }
}
