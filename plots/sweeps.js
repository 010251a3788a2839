// Recorded sweeps: which claims of a program hold at other settings and seeds.
//
// PROGRAM.sweep.csv, as NN-program --sweep wrote it: the seeds, a header, and one
// line for each claim at each setting, the printed one first, whose knob is empty.
"use strict";
const fs = require("fs");
const path = require("path");
const { cellsOf, linesOf } = require("../docs/text.js");

const header = "knob,value,claim,held,seeds,least,median,largest";
const ending = ".sweep.csv";

// {seeds: "1 2 3", rows: [{setting, claim, held, seeds, least, median, largest, same}]};
// a setting is "as printed", "rate 0.1" or "rate 0.1, units 4"; the same is found
// there as printed where the knob does not reach the claim.
function readSweep(file) {
  const lines = linesOf(fs.readFileSync(file, "utf8"));
  const refuse = (line, what) => { throw new Error(`${file}:${line}: ${what}`); };
  if (!/^# seeds ./.test(lines[0])) refuse(1, `expected '# seeds 1 2 3', got '${lines[0]}'`);
  if (lines[1] !== header) refuse(2, `expected '${header}', got '${lines[1]}'`);
  const rows = lines.slice(2).map((line, i) => {
    const cells = cellsOf(line) || [];
    if (cells.length !== 8) refuse(i + 3, `expected 8 cells, got ${cells.length}`);
    const [knob, value, claim, held, seeds, least, median, largest] = cells;
    if (!(Number(held) <= Number(seeds))) refuse(i + 3, `expected held in at most all runs, got ${held} of ${seeds}`);
    return { setting: knob ? `${knob} ${value}` : "as printed", claim, held: Number(held), seeds: Number(seeds), least, median, largest };
  });
  if (!rows.length) refuse(3, "expected a claim");
  const found = ({ held, least, median, largest }) => [held, least, median, largest].join();
  for (const row of rows)
    row.same = row.setting !== "as printed" && rows.some((one) => one.setting === "as printed" && one.claim === row.claim && found(one) === found(row));
  return { seeds: lines[0].slice("# seeds ".length), rows };
}

// The sweeps in plots/, by program.
function readSweeps(root) {
  const folder = path.join(root, "plots"), sweeps = new Map();
  for (const file of fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [])
    if (file.endsWith(ending)) sweeps.set(file.slice(0, -ending.length), readSweep(path.join(folder, file)));
  return sweeps;
}

const unique = (list) => [...new Set(list)];

// The settings of a sweep: {setting, held: whether all claims held, rows}, and
// whether all claims have the numbers of the printed one: {same}.
const settingsOf = ({ rows }) => unique(rows.map((row) => row.setting)).map((setting) => {
  const here = rows.filter((row) => row.setting === setting);
  return { setting, rows: here, held: here.every((row) => row.held === row.seeds), same: here.every((row) => row.same) };
});

// One line for each thing that a program no longer tries, or tries anew.
function compareSweep(program, sweep, result) {
  const again = ` (./book sweep ${Number(program.slice(0, 2))} ${program.slice(3)})`;
  if (!sweep) return [`${program}: no recorded sweep of its settings ${result.settings.join("; ")}${again}`];
  const told = (what, was, now) => (was.join("; ") === now.join("; ") ? []
    : [`${program}: the recorded sweep has ${what} ${was.join("; ")}; the program has ${now.join("; ")}`]);
  const found = [
    ...told("the seeds", [sweep.seeds], [result.seeds]),
    ...told("the settings", unique(sweep.rows.map((row) => row.setting)), ["as printed", ...(result.settings || [])]),
    ...told("the claims", unique(sweep.rows.map((row) => row.claim)), (result.claims || []).map((claim) => claim.what))];
  return found.map((line) => line + again);
}

// One line for each claim whose accepted number the sweep, as printed, did not find
// on any seed (to the digits that are kept): one of the two is of other code.
function strayClaims(program, sweep, { claims = [] }) {
  return sweep.rows.filter((row) => row.setting === "as printed" && row.least !== "").flatMap(({ claim, least, largest }) => {
    const { number } = claims.find(({ what }) => what === claim) || { number: least };
    const off = 1e-3 * Math.max(Math.abs(least), Math.abs(largest));
    return number >= least - off && number <= Number(largest) + off ? []
      : [`${program}: claim: ${claim}: ${number} is accepted, and the recorded sweep found ${least} to ${largest} (./book sweep ${Number(program.slice(0, 2))} ${program.slice(3)})`];
  });
}

// What a page may show of a sweep: {"sweep.the_error.rate-0.1.median": "13", ...}.
function sweepValues(sweep) {
  const values = {};
  for (const row of sweep.rows) {
    const place = row.setting === "as printed" ? "" : `.${row.setting.replace(/,? /g, "-")}`;
    for (const key of ["held", "least", "median", "largest"])
      if (row[key] !== "") values[`sweep.${row.claim.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "")}${place}.${key}`] = row[key];
  }
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}

// The sign itself, where Markdown would take it for its own.
const literal = (text) => text.replace(/[\\`*_{}[\]<>$|&!~]/g, "\\$&");

// A sweep as Markdown: a line that says where the claims held, and the table in a
// fold. A setting counts, and has its row, where it changes a claim's numbers; the
// printed one where its seeds are others. `claims` are those of the program's
// result, `words` the site's.
function sweepText(sweep, claims, words) {
  const bound = new Map(claims.map((claim) => [claim.what, (claim.bound || "").replace(/\d\.\d{13,}/, (v) => Number(Number(v).toPrecision(4)))]));
  const [, list, group] = /^([^,]*)(?:, (\d+) a run)?$/.exec(sweep.seeds) || [];
  const of = sweep.rows[0].seeds, all = settingsOf(sweep), printed = of > 1 ? 1 : 0;
  const settings = all.filter((s) => !s.same && (printed || s.setting !== "as printed"));
  const failed = settings.filter((s) => !s.held);
  // Options keep their names, as they are typed.
  const called = (setting) => literal(setting === "as printed" ? words.say(setting) : setting);
  const where = ({ setting, rows }) => {
    const short = rows.filter((row) => row.held < row.seeds);
    const told = (row) => words.bounded(bound.size > 1 ? literal(words.say(row.claim)) : "", of > 1 ? words.held(row.held, of) : "");
    return of === 1 && bound.size === 1 ? called(setting) : words.failed(called(setting), short.map(told));
  };
  const line = words.tried({ seeds: list === "none" ? 0 : of, group: Number(group || 0), printed, others: settings.length - printed,
    same: all.filter((s) => s.same).length, held: settings.length - failed.length, failed: failed.length > 4 ? failed.map((s) => called(s.setting)) : failed.map(where) });
  const named = (what) => words.bounded(literal(words.say(what)), literal(words.say(bound.get(what) || "")));
  const rows = unique(sweep.rows.map((row) => row.claim)).flatMap((what) => {
    const here = sweep.rows.filter((row) => row.claim === what), same = here.filter((row) => row.same).length;
    return [...here.filter((row) => !row.same).map((row, i) => [i ? "" : named(what), called(row.setting),
      words.held(row.held, row.seeds), row.least, row.median, row.largest]), ...(same ? [["", words.same(same), "", "", "", ""]] : [])];
  });
  const cells = (row) => `| ${row.join(" | ")} |`;
  return [line, "", `\\fold{${words.tries}}`, cells(words.columns), "| :--- | :--- | ---: | ---: | ---: | ---: |", ...rows.map(cells), "\\endfold"].join("\n");
}

module.exports = { ending, readSweep, readSweeps, compareSweep, strayClaims, sweepValues, sweepText };
