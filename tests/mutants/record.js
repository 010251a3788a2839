// What became of the changes, kept in record.csv: a row for each numbered line,
// with how many changes of each kind were tried on it. All were caught but those
// that survivors.csv names, each with the reason why it changes nothing.
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");
const { readTable, tableCell, writeTable } = require("../../docs/text.js");
const { say } = require("../../docs/reader.js");
const { readSources } = require("../../docs/sources.js");
const { statements, changesOf } = require("./changes.js");
const { plainChanges } = require("./plain.js");

const kinds = ["sign", "term", "factor", "derivative", "time", "transpose", "exchange"];
// by error: caught because the changed code could not run to its end, and not
// because two numbers differed; refused: those that did not compile.
const head = ["file", "equations", "code", ...kinds, "by error", "refused"];
const reasonHead = ["equations", "code", "why"];
const asserted = "tests/mutants/demands.csv", assertedHead = ["file", "assertions", "sum"];
const plainHead = ["file", "tried", "noticed", "refused"];
const record = "tests/mutants/record.csv", plain = "tests/mutants/programs.csv", survivors = "tests/mutants/survivors.csv";

const readRecord = (root, problems = []) =>
  readTable(root, record, head, problems).map((row) => {
    for (const name of [...kinds, "by error", "refused"]) row[name] = Number(row[name]);
    return { ...row, all: kinds.reduce((sum, kind) => sum + row[kind], 0) };
  });
const readSurvivors = (root, problems = []) => readTable(root, survivors, reasonHead, problems);

const chapterOf = (row) => Number(/\d+/.exec(row.equations)[0]);

// One chapter's rows and survivors, [{equations, code}], in place of what was
// kept of it. A survivor keeps its reason; a new one has none, which is red.
function keep(root, chapter, rows, survived) {
  const byChapter = (a, b) => chapterOf(a) - chapterOf(b), others = (all) => all.filter((row) => chapterOf(row) !== chapter || row.equations.startsWith("chapters/"));
  const reasons = readSurvivors(root), reason = (s) => reasons.find((r) => r.equations === s.equations && r.code === s.code);
  const all = survived.map((s) => ({ ...s, why: (reason(s) || { why: "" }).why }));
  writeTable(root, record, head, [...others(readRecord(root)), ...rows].sort(byChapter));
  writeTable(root, survivors, reasonHead, [...others(reasons), ...all].sort(byChapter));
  return all.filter((s) => s.why === "");
}

// Every numbered statement outside tests and exercises, with its parts. (A line
// that is no equation would be one without numbers, found by a rule of its own.)
const numberedStatements = (root) =>
  readSources(root).flatMap(({ file, lines }) =>
    file.startsWith("tests/") || file.includes("/exercises/") ? [] :
      statements(lines.join("\n") + "\n").map((s) => ({
        ...s, file, source: lines.join("\n") + "\n", equations: s.equations.map((n) => `(${n})`).join(" "), chapter: Number(s.equations[0].split(".")[0]),
      })));

// A chapter's sources with lines that are no equations.
const plainFiles = (root, chapter = 0) =>
  readSources(root).filter(({ file, lines }) => new RegExp(`^chapters/0*${chapter || "\\d+"}-[^/]*/(?!work)\\w+\\.cpp$`).test(file) && plainChanges(lines.join("\n")).length > 0)
    .map(({ file }) => file);

// What became of their changes: [{file, changes: [{name, outcome}]}].
function keepPlain(root, files) {
  const ours = (row) => files.some(({ file }) => file === (row.file || row.equations)), reasons = readSurvivors(root);
  const rows = files.map(({ file, changes }) => ({ file, tried: changes.filter((c) => c.outcome !== "refused").length,
    noticed: changes.filter((c) => c.outcome === "noticed").length, refused: changes.filter((c) => c.outcome === "refused").length }));
  const survived = files.flatMap(({ file, changes }) => changes.filter((c) => c.outcome === "survived").map((c) => ({ equations: file, code: c.name })));
  const all = survived.map((s) => ({ ...s, why: (reasons.find((r) => r.equations === s.equations && r.code === s.code) || { why: "" }).why }));
  writeTable(root, plain, plainHead, [...readTable(root, plain, plainHead, []).filter((row) => !ours(row)), ...rows].sort((a, b) => (a.file < b.file ? -1 : 1)));
  writeTable(root, survivors, reasonHead, [...reasons.filter((row) => !ours(row)), ...all]);
  return all.filter((s) => s.why === "");
}

// What the tests demand: of each file below tests/ how many assertions it has, and
// verdicts on the notes, and a sum over their text, or over all of it where it is
// what assertions call, or an exercise's check.
const demands = (root) => readSources(root).filter(({ file }) => /^tests\/(?!bench|browser|exercises|fuzz)|\/exercises\/\d+\/check\.cpp$/.test(file)).map(({ file, lines }) => {
  const text = lines.join("\n").replace(/^\s*\/\/.*|\s\/\/ .*/gm, ""), found = [];
  for (const m of text.matchAll(/\b(?:(?:CHECK|REQUIRE|check)\w*|notes::\w+)\(/g)) {
    let end = m.index + m[0].length;
    for (let depth = 1; depth > 0 && end < text.length; ++end) depth += { "(": 1, ")": -1 }[text[end]] || 0;
    found.push(text.slice(m.index, end));
  }
  const sum = crypto.createHash("sha256").update((/\.hpp$|\/exercises\//.test(file) ? text : found.join("\n")).replace(/\s+/g, "")).digest("hex").slice(0, 8);
  return { file, assertions: String(found.length), sum };
});
const keepDemands = (root) => writeTable(root, asserted, assertedHead, demands(root));
function checkDemands(root) {
  const problems = [], then = new Map(readTable(root, asserted, assertedHead, problems).map((row) => [row.file, row])), now = demands(root);
  const again = "look at what is demanded now, then: node tests/mutants/mutants.js --demands";
  for (const { file, assertions, sum } of now) {
    const was = then.get(file) || { assertions: "none" };
    if (was.sum !== sum) problems.push(`${asserted}: ${file}: ${assertions} assertions, which are not the ${was.assertions} that were kept; ${again}`);
    then.delete(file);
  }
  return [...problems.map((p) => (typeof p === "string" ? p : say(p))), ...[...then.keys()].map((file) => `${asserted}: ${file} is gone; ${again}`)];
}

// Whether the record is of the code as it is, and every survivor has its reason.
function check(root) {
  const unread = [], rows = readRecord(root, unread), reasons = readSurvivors(root, unread), problems = unread.map(say);
  const nameOf = (s) => `${s.file}: ${s.code}  // ${s.equations}`;
  const now = new Set(numberedStatements(root).map(nameOf)), then = new Set(rows.map(nameOf));
  for (const name of now) if (!then.has(name)) problems.push(`${record}: lacks ${name}; run ./book mutants ${chapterOf({ equations: name.split("// (")[1] })}`);
  for (const row of rows) if (!now.has(nameOf(row))) problems.push(`${record}: the code has no more ${nameOf(row)}; run ./book mutants ${chapterOf(row)}`);
  const files = plainFiles(root), tried = readTable(root, plain, plainHead, unread).map((row) => row.file);
  const begun = files.filter((file) => tried.some((other) => other.slice(0, 12) === file.slice(0, 12)));
  for (const file of begun) if (!tried.includes(file)) problems.push(`${plain}: lacks ${file}; run ./book mutants ${Number(file.slice(9, 11))} --programs`);
  for (const file of tried) if (!files.includes(file)) problems.push(`${plain}: ${file} has no lines to change any more`);
  const used = new Set(reasons.filter(({ equations: file, code }) => files.includes(file) &&
    plainChanges(fs.readFileSync(path.join(root, file), "utf8")).some(({ name }) => name === code)));
  for (const row of rows) {
    const known = changesOf(row.code);
    if (row.all + row.refused !== known.length)
      problems.push(`${record}: ${nameOf(row)}: ${row.all} changes tried and ${row.refused} refused, expected ${known.length}`);
    for (const reason of reasons)
      if (reason.equations === row.equations && (row.all === 0 ? reason.code === row.code : known.some((c) => c.code === reason.code))) used.add(reason);
    if (row.all === 0 && !reasons.some((r) => used.has(r) && r.code === row.code))
      problems.push(`${record}: nothing changes ${nameOf(row)}; expected a kind of change, or a reason in ${survivors}`);
  }
  for (const reason of reasons) {
    if (!used.has(reason)) problems.push(`${survivors}: ${reason.equations} ${reason.code}: a reason for what did not survive`);
    if (reason.why.trim() === "") problems.push(`${survivors}: ${reason.equations} ${reason.code}: expected why nothing changes`);
  }
  return problems;
}

// Values and tables for the page "How this book is checked", as a program's.
function result(root) {
  const rows = readRecord(root), reasons = readSurvivors(root), chapters = [...new Set(rows.map(chapterOf))].sort((a, b) => a - b);
  const kindOf = (row, reason) => (changesOf(row.code).find((c) => c.code === reason.code) || {}).kind;
  const through = rows.flatMap((row) => reasons.filter((r) => row.equations === r.equations)
    .map((r) => ({ chapter: chapterOf(row), kind: kindOf(row, r) })).filter((r) => r.kind));
  const sum = (list, name) => list.reduce((total, row) => total + row[name], 0);
  const of = (chapter) => rows.filter((row) => chapterOf(row) === chapter);
  const table = (titles, align, lines) => [titles, align, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n") + "\n";
  const counts = chapters.map((chapter) => {
    const all = sum(of(chapter), "all"), error = sum(of(chapter), "by error"), nothing = through.filter((t) => t.chapter === chapter).length;
    return [chapter, of(chapter).length, all, all - error - nothing, error, nothing];
  });
  const byKind = chapters.map((chapter) => [chapter, ...kinds.map((kind) => {
    const all = sum(of(chapter), kind);
    return all === 0 ? "–" : `${all - through.filter((t) => t.chapter === chapter && t.kind === kind).length} of ${all}`;
  })]);
  const others = readTable(root, plain, plainHead, []), count = (name) => String(others.reduce((total, row) => total + Number(row[name]), 0));
  return {
    name: "mutants", figures: [],
    values: {
      plain_chapters: [...new Set(others.map((row) => Number(row.file.slice(9, 11))))].join(", ") || "none", plain_tried: count("tried"), plain_noticed: count("noticed"),
      all: String(sum(rows, "all")), caught: String(sum(rows, "all") - through.length) },
    tables: {
      chapters: table(["chapter", "lines", "changes", "caught by a value", "caught by an error", "change nothing"], [":--", ...Array(5).fill("--:")], counts),
      kinds: table(["chapter", ...kinds], [":--", ...kinds.map(() => "--:")], byKind),
      survivors: table(["equation", "the change", "why it changes nothing"], [":--", ":--", ":--"],
        reasons.map((r) => [r.equations, `<tt>${tableCell(r.code)}</tt>`, r.why])),
    },
  };
}

module.exports = { kinds, plain, record, survivors, numberedStatements, keep, keepPlain, check, checkDemands, keepDemands, plainFiles, result };
