// Judges what an answer gave, by what a check wrote down (judge.hpp): which
// values are right, and which mistake explains those that are not.
"use strict";
const { wantsChinese, words } = require("../../common/words.js");
const { columnsOf, padded } = require("../../docs/text.js");

// {lacks, tests: [{name, values: [{name, tolerance, way, truth}], right}],
// answers: [{id, begun: [name], tests: [{came, note, threw, calls}], ran}], end},
// also of a report that breaks off. A matrix is {rows, columns, entries}, the
// entries column by column; calls are addresses, the innermost first, of what threw
// or was ended.
function readReport(written) {
  const report = { tests: [], answers: [] };
  const matrix = (text) => {
    const [rows, columns, ...entries] = text.split(" ").map((word) =>
      Number(word.replace("inf", "Infinity")));
    return { rows, columns, entries };
  };
  let test, answer, now;
  for (const line of written.split("\n")) {
    const [word] = line.split(" ", 1), rest = line.slice(word.length + 1);
    const value = test?.values.at(-1);
    if (word === "lacks") report.lacks = rest;
    else if (word === "test")
      report.tests.push((test = { name: rest, values: [], right: "" }));
    else if (word === "value") test.values.push({ name: rest });
    else if (word === "tolerance") value.tolerance = Number(rest);
    else if (word === "way") value.way = rest;
    else if (word === "truth") value.truth = matrix(rest);
    else if (word === "right") test.right += rest + "\n";
    else if (word === "answer")
      report.answers.push((answer = { id: rest, begun: [], tests: [] }));
    else if (word === "begins") {
      answer.begun.push(rest);
      answer.tests.push((now = { came: [], note: "", threw: "", calls: [] }));
    } else if (word === "came") now.came.push(matrix(rest));
    else if (word === "note") now.note += rest + "\n";
    else if (word === "threw") now.threw += rest + "\n";
    else if (/\[0x\w+\]$/.test(line)) now?.calls.push(line.slice(line.lastIndexOf("[") + 1, -1));
    else if (word === "ran") answer.ran = true;
    else if (word === "end") report.end = true;
  }
  return report;
}

// ---- matrices ----

const sameShape = (a, b) => a.rows === b.rows && a.columns === b.columns;
const norm = (entries) => {
  const largest = Math.max(...entries.map(Math.abs), 0);
  return largest && largest * Math.hypot(...entries.map((v) => v / largest));
};
// Relative to the truth's norm; an infinity for an infinity is right, too.
function errorOf(got, truth) {
  if (!got || !sameShape(got, truth)) return Infinity;
  if (got.entries.every((v, i) => v === truth.entries[i])) return 0;
  if (!got.entries.every(Number.isFinite)) return Infinity;
  return norm(got.entries.map((v, i) => v - truth.entries[i])) /
    (norm(truth.entries) || 1);
}
const isRight = (came, value) => errorOf(came, value.truth) <= value.tolerance;
const transposed = ({ rows, columns, entries }) => ({ rows: columns, columns: rows,
  entries: entries.map((v, i) =>
    entries[Math.floor(i / columns) + rows * (i % columns)]) });
const scaled = (m, by) => ({ ...m, entries: m.entries.map((v) => by * v) });
const dot = (a, b) => a.entries.reduce((sum, v, i) => sum + v * b.entries[i], 0);
const inDigits = (number, digits) => Number.isNaN(number) ? "nan"
  : String(Number(number.toPrecision(digits))).replace("Infinity", "inf");

// A matrix row by row, the first beside the label.
function rowsOf(label, { rows, columns, entries }, digits, width) {
  const most = { rows: 8, columns: Math.max(1, Math.floor(60 / (width + 2))) };
  let text = "";
  for (let i = 0; i < Math.min(rows, most.rows); ++i) {
    text += i === 0 ? label : padded("", columnsOf(label));
    for (let j = 0; j < Math.min(columns, most.columns); ++j)
      text += inDigits(entries[i + rows * j], digits).padStart(width + 2);
    text += columns > most.columns ? "  ...\n" : "\n";
  }
  return text + (rows > most.rows ? padded("", columnsOf(label)) + "  ...\n" : "");
}

// What was expected and what came; of a number by hand the way to it.
function contrast({ name, way, truth }, came) {
  const shape = (m) => `${m.rows} x ${m.columns}`;
  if (!came || !sameShape(came, truth))
    return words`${name}: expected ${shape(truth)}, came ${came ? shape(came) : words("nothing")}` + "\n";
  const labels = ["expected", "came"].map((label) => "  " + words(label));
  const [expected, got] = labels.map((label) => padded(label, Math.max(...labels.map(columnsOf))));
  const error = errorOf(came, truth);
  const digits = error < 1e-11 ? 17 : error < 1e-5 ? 13 : 6;
  if (way)
    return `${name}\n${expected}  ${words(way)}\n${got}  ` +
      (Number.isNaN(came.entries[0]) ? words("nothing yet")
        : inDigits(came.entries[0], digits)) + "\n";
  const width = Math.max(...[...truth.entries, ...came.entries]
    .map((v) => inDigits(v, digits).length));
  return name + "\n" + rowsOf(expected, truth, digits, width) +
    rowsOf(got, came, digits, width) +
    (came.entries.every(Number.isFinite) ? "" : words("What came is not finite.") + "\n");
}

// What every wrong value shows without a list: a sign, a transpose, a factor.
function atSight(came, value) {
  if (!came) return "";
  const { truth } = value, times = (factor) => scaled(truth, factor);
  const is = (other) => isRight(came, { ...value, truth: other });
  if (is(times(-1))) return words("Your {} has the opposite sign.") + "\n";
  if (Math.min(came.rows, came.columns) > 1 && is(transposed(truth)))
    return words("Your {} is transposed.") + "\n";
  const factor = dot(came, truth) / dot(truth, truth), parts = Math.round(1 / factor);
  if (came.entries.length < 2 || !factor || !is(times(factor))) return "";
  return (Math.abs(parts * factor - 1) < 1e-6 ? words`Your ${"{}"} is 1/${parts} of the true one.`
    : words`Your ${"{}"} is ${inDigits(factor, 4)} times the true one.`) + "\n";
}

// ---- which mistake explains which of the wrong values ----

// First the mistake that explains most of them and claims least that is right
// to be wrong; in a test it must explain more than it misses (in another one a
// second mistake may have met it). Returns, by value, the ids of those that explain
// it: more than one cannot be told apart.
function explained(report, seen, mistakes) {
  const places = report.tests.flatMap((test, i) => seen.tests[i].threw ? []
    : test.values.map((value, j) => ({ i, j, value,
      came: seen.tests[i].came[j], key: `${i} ${j}` })));
  const wrong = places.filter((p) => !isRight(p.came, p.value));
  const by = (mistake, { i, j }) => mistake.tests[i].came[j];
  const harms = (mistake, p) =>
    by(mistake, p) && !isRight(by(mistake, p), p.value);
  // The error of what came as this mistake's value.
  const distance = (mistake, p) => {
    const error = harms(mistake, p) ? errorOf(p.came, by(mistake, p)) : Infinity;
    return error <= p.value.tolerance ? error : Infinity;
  };
  const fitting = new Map(mistakes.map((m) => [m, new Set()]));
  for (const place of wrong) {
    const distances = mistakes.map((m) => distance(m, place));
    const least = Math.min(...distances);
    mistakes.forEach((m, k) => distances[k] <= least + 1e-9 &&
      distances[k] < Infinity && fitting.get(m).add(place));
  }
  const found = new Map();
  for (let left = wrong; left.length;) {
    let best = { places: [], ids: [] };
    for (const mistake of mistakes) {
      const mine = left.filter((p) => fitting.get(mistake).has(p));
      const claims = places.filter((p) => !wrong.includes(p) && harms(mistake, p)).length;
      const misses = wrong.filter((p) => harms(mistake, p) && !mine.includes(p) &&
        mine.some((m) => m.i === p.i)).length;
      const more = mine.length - best.places.length || best.claims - claims;
      if (mine.length <= misses || more < 0) continue;
      if (more > 0) best = { places: mine, claims, ids: [mistake.id] };
      else if (mine.every((p) => best.places.includes(p))) best.ids.push(mistake.id);
    }
    if (!best.ids.length) break;
    for (const place of best.places) found.set(place.key, best.ids);
    left = left.filter((p) => !best.places.includes(p));
  }
  return found;
}

const listed = (names) => names.length < 2 ? names.join("")
  : words`${names.slice(0, -1).join(wantsChinese() ? "、" : ", ")} and ${names.at(-1)}`;

// What is wrong with an answer of a report: [{test, text, threw, calls}]. `says` has
// the sentence of each mistake by its id.
function failures(report, seen, says) {
  const found = explained(report, seen, report.answers.filter((a) => says.has(a.id)));
  return report.tests.map((test, i) => {
    const { came, note, threw, calls } = seen.tests[i];
    if (threw) return { test: test.name, text: words(threw), threw: true, calls };
    const told = new Set(), right = [];
    let text = "", unknown = 0;
    test.values.forEach((given, j) => {
      const value = { ...given, name: words(given.name) };
      const filled = (sentence) => sentence.replace(/\{\}/g, value.name);
      const ids = found.get(`${i} ${j}`);
      if (isRight(came[j], value)) {
        right.push(value.name);
      } else if (!ids) {
        text += (++unknown > 2 ? words`${value.name} is not right either.` + "\n"
          : contrast(value, came[j])) + filled(atSight(came[j], value));
      } else if (!told.has(ids)) {
        told.add(ids);
        const same = test.values.slice(j + 1)
          .filter((v, k) => found.get(`${i} ${j + 1 + k}`) === ids).map((v) => words(v.name));
        text += contrast(value, came[j]) + ids.map((id) => filled(says.get(id)))
          .join("\n" + words("Or: ")) + "\n" + (same.length ? words`The same of ${listed(same)}.` + "\n" : "");
      }
    });
    if (text) text += words(note) + (right.length ? words`Right: ${listed(right)}.` + "\n" : "");
    return { test: test.name, text };
  }).filter((failure) => failure.text);
}

module.exports = { readReport, failures };
