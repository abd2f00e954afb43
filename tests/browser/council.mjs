// A small council file of our own. The shared one is as of a certain day; these young people are where the walk needs
// them on whatever day it is run: some months into their two years, with a check-in open.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const WORKER = "r.black@derbyshire.example";

/** How many days after its month a check-in may still be opened; the schedule moves some by up to three weeks. */
const OFFSETS = [1, 5, 9, 13, 17, 20];
const NAMES = ["Amina", "Ben", "Chloe", "Dev", "Ella", "Finn"];
/** When the longer check-ins fall due, and a short one. */
const MONTHS = { 3: "Three", 4: "Four", 6: "Six", 9: "Nine" };

/** Writes the file and says where it is. @param {string} folder */
export function councilFile(folder) {
  const rows = Object.keys(MONTHS).map(Number).flatMap((month) => OFFSETS.map((offset, index) => row(month, offset, NAMES[index])));
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((each) => names.map((name) => each[name]))].map((cells) => cells.join(","));
  const file = join(folder, "walk.csv");
  writeFileSync(file, `${lines.join("\r\n")}\r\n`);
  return file;
}

/**
 * Writes a file with one young person of the other, who is some months further on, so that another check-in falls due.
 *
 * @param {string} folder @param {string} name @param {number} months
 */
export function furtherOn(folder, name, months) {
  const [names, ...rows] = readFileSync(join(folder, "walk.csv"), "utf8").trim().split("\r\n").map((line) => line.split(","));
  const at = (column) => names.indexOf(column);
  const row = rows.find((cells) => `${cells[at("GivenName")]} ${cells[at("FamilyName")]}` === name);
  for (const column of ["DOB", "TransitionDate"]) row[at(column)] = day(back(new Date(row[at(column)]), months, 0));
  const file = join(folder, "further-on.csv");
  writeFileSync(file, `${names.join(",")}\r\n${row.join(",")}\r\n`);
  return file;
}

function row(month, offset, name) {
  const transition = back(new Date(), month, offset);
  const birth = back(transition, 18 * 12, 0);
  return {
    YoungPersonsID: `83099${String(month).padStart(2, "0")}${String(offset).padStart(2, "0")}0000`.slice(0, 13),
    GivenName: name, FamilyName: `Walker ${MONTHS[month]}`, DOB: day(birth), LeadLEA: "830",
    SENDFlag: "Y", SENSupportFlag: "N", SENType: "MLD",
    ActivityCode: "230", StartDate: day(back(new Date(), 2, 0)), DateVerified: day(back(new Date(), 1, 0)),
    ReviewDate: "", PredictedEndDate: day(back(new Date(), -7, 0)), EstablishmentName: "Chesterfield College",
    TransitionDate: day(transition), WorkerEmail: WORKER,
  };
}

/** A day so many months and days before another. */
function back(from, months, days) {
  const then = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - months, 1));
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(from.getUTCDate(), last) - days);
  return then;
}

function day(date) {
  return date.toISOString().slice(0, 10);
}
