// Steps 1 and 2: a partnership, its staff and its caseload, from the command line.
import assert from "node:assert/strict";
import { WORKER, councilFile } from "../council.mjs";

const DATA = new URL("../../../domain/data/", import.meta.url).pathname;
const SAMPLE = `${DATA}sample_ccis_extract.csv`;
const FAULTY = `${DATA}sample_ccis_extract_with_problems.csv`;

const STAFF = {
  worker: ["Rosa Black", WORKER, "worker"],
  manager: ["Mina Lowe", "manager@derbyshire.example", "manager"],
  viewer: ["Vic Ward", "viewer@derbyshire.example", "partnership-viewer"],
  lead: ["Lena Frost", "lead@derbyshire.example", "safeguarding-lead"],
  administrator: ["Ade Mensah", "admin@derbyshire.example", "administrator"],
};

export async function council(world) {
  const { product } = world;
  world.links = await addPartnership(product);
  await imports(product);
  await product.serve();
}

/** Adds the partnership and its staff. Gives back their one-time links. */
export async function addPartnership(product) {
  await product.must("partnership", "add", "derbyshire", "--name", "Derbyshire", "--councils", "830,831");
  const refused = await product.refuses("partnership", "change", "derbyshire", "--safety-questions", "true");
  assert.match(refused, /name a safeguarding lead for adults/, "it says what is missing");
  const links = {};
  for (const [who, [name, email, role]] of Object.entries(STAFF)) {
    const said = await product.must("staff", "add", "--partnership", "derbyshire", "--name", name, "--email", email, "--role", role);
    links[who] = linkIn(said);
  }
  await product.must(...ready());
  await product.must("partnership", "change", "derbyshire", "--safety-questions", "true");
  return links;
}

/** Everything is in place for questions about safety, as of today. */
function ready() {
  const [, lead] = STAFF.lead;
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
  return ["partnership", "ready", "derbyshire", "--under-18-lead", lead, "--adult-lead", lead,
    "--out-of-hours", "We are back on the next working day.", "--signposts-checked", today, "--drill", today];
}

async function imports(product) {
  const take = (file, ...how) => ["import", file, "--partnership", "derbyshire", ...how];
  const dry = await product.must(...take(SAMPLE, "--dry-run"));
  assert.match(dry, /Ethnicity/, "it names the columns that it leaves behind");
  const refused = await product.refuses(...take(FAULTY));
  assert.match(refused, /line 5, DOB/, "it names the line and the column");
  await product.must(...take(SAMPLE));
  const again = await product.must(...take(SAMPLE));
  assert.match(again, / 0 +added\n +0 +changed/, "the same file again changes nothing");
  await product.must(...take(councilFile(product.folder)));
}

/** The one-time link in what a command said. */
export function linkIn(said) {
  return /https?:\S+#\w+=\S+/.exec(said)?.[0] ?? assert.fail(`no link in: ${said}`);
}
