// The notes, checked: the inventory of everything in the five notes, what the tests
// found out about it, and the tables of its page.
//
//   node tests/notes/notes.js --root BOOK [--records FOLDER --out FILE]
//
// inventory.csv has a row for each formula, claim, figure and question of a note;
// FOLDER holds what tests/notes.hpp wrote, one file a finding. FILE is a result as
// a program leaves it, for the pages to weave; it is written when every row has its
// place, its test and from that its verdict. Without it place and test are looked at.
"use strict";
const fs = require("fs");
const path = require("path");
const { anchorOf, eachBlock, isNumber, resolve, say } = require("../../docs/reader.js");
const { cellsOf, linesOf, tableCell } = require("../../docs/text.js");
const { readTree } = require("../rules/rules.js");

const inventory = "tests/notes/inventory.csv";
const states = ["ok", "lost", "wrong", "claim", "question", "term", "figure"];
// What the page calls a verdict, in English and in Chinese.
const verdicts = {
  holds: ["holds as printed", "印得对"], restored: ["restored", "补全"], misprint: ["misprint", "印错"],
  "only when": ["holds only when", "有条件成立"], answered: ["answered", "已回答"], term: ["term", "用词"],
  redrawn: ["redrawn", "重画"], "to come": ["to come", "待续"],
};
// A row about a word or a figure has a place on a page instead of a test.
const needsTest = (row) => !["term", "redrawn", "to come"].includes(row.verdict);

function readInventory(root, problems) {
  const head = "id,state,verdict,where,later,formula,printed,words";
  const [first, ...lines] = linesOf(fs.readFileSync(path.join(root, inventory), "utf8"));
  if (first !== head) problems.push({ file: inventory, line: 1, what: `expected the header ${head}` });
  return lines.flatMap((text, i) => {
    const cells = cellsOf(text) || [];
    if (cells.length !== 8) {
      problems.push({ file: inventory, line: i + 2, what: `${cells.length} cells, expected 8` });
      return [];
    }
    const [id, state, verdict, where, later, formula, printed, words] = cells;
    return [{ id, state, verdict, where: where.split(" ").filter(Boolean), later, formula, printed, words, line: i + 2 }];
  });
}

// A finding is lines of "key value": {row, verdict, file, line}, and error, off or
// smaller and larger, each {value, what}.
function readFinding(text) {
  const number = (word) => (/^(-?[0-9.]+(e[-+]?[0-9]+)?|-?inf)$/.test(word) ? Number(word.replace("inf", "Infinity")) : null);
  const side = (words) => {
    const [, value, what] = /^(\S+) (.*)$/.exec(words) || [];
    return value && number(value) !== null ? { value: number(value), what } : null;
  };
  const found = {};
  for (const line of linesOf(text)) {
    const [, key, value] = /^(\S+) (.*)$/.exec(line) || [];
    if (key === "row" || key === "verdict") found[key] = value;
    else if (key === "error" || key === "off") found[key] = number(value);
    else if (key === "smaller" || key === "larger") found[key] = side(value);
    else if (key === "at") [, found.file, found.line] = /^(.*):([1-9][0-9]*)$/.exec(value) || [];
    else return null;
  }
  found.line = Number(found.line);
  const measured = typeof found.error === "number" || (found.smaller && found.larger);
  return found.row && found.verdict && found.line && measured && found.off !== null ? found : null;
}

function readFindings(folder, problems) {
  const files = [];
  const walk = (at) => {
    for (const entry of fs.existsSync(at) ? fs.readdirSync(at, { withFileTypes: true }) : []) {
      if (entry.isDirectory()) walk(path.join(at, entry.name));
      else if (entry.name.endsWith(".txt")) files.push(path.join(at, entry.name));
    }
  };
  walk(folder);
  return files.sort().flatMap((file) => {
    const found = readFinding(fs.readFileSync(file, "utf8"));
    if (!found) problems.push({ file, line: 1, what: "no record, expected what tests/notes.hpp writes" });
    return found ? [found] : [];
  });
}

// The calls of tests/notes.hpp: [{row, verdict, file, line, tagged}]; `tagged` when
// the test that holds it has the row's id among its tags.
function callsOf(tree) {
  const form = /notes::(holds|restored|misprint|only_when|answered)\(\s*"([^"]*)"/g;
  return tree.sources.filter(({ file }) => /^tests\/.*\.cpp$/.test(file)).flatMap(({ file, lines }) => {
    const text = lines.join("\n"), tests = tree.tests.filter((test) => test.file === file);
    return [...text.matchAll(form)].map((m) => {
      const line = text.slice(0, m.index).split("\n").length;
      const inside = tests.filter((test) => test.line <= line).pop();
      return { row: m[2], verdict: m[1].replace("_", " "), file, line,
        tagged: Boolean(inside) && inside.tags.some((tag) => tag.text === m[2]) };
    });
  });
}

// The source of a program, or "".
function programFile(tree, program) {
  const folder = tree.chapters.find((name) => name.startsWith(program.slice(0, 3)));
  return folder && tree.programs.has(program) ? `chapters/${folder}/${program.slice(3)}.cpp` : "";
}

// The names of figures that pages show, each with its page.
function shownFigures(book) {
  const figures = new Map();
  for (const page of book.pages)
    eachBlock(page.blocks, (block) => { if (block.kind === "figure") figures.set(block.name, page); });
  return figures;
}

// What stands under a heading, up to the next one; a whole page for its id.
function textUnder(book, id) {
  const { page } = resolve(book, "docs/index.md", "#" + id);
  const heading = page && page.headings.find((h) => h.id === id);
  if (!heading) return page ? page.text : "";
  const next = page.headings.find((h) => h.line > heading.line);
  return page.text.split("\n").slice(heading.line - 1, next ? next.line - 1 : undefined).join("\n");
}

// What can be said without a run: a row has a test that has its id among its tags
// and calls its verdict; a test names rows that are there; a word or a figure is on
// its page; what is to come has not come.
function checkRows(rows, tree) {
  const found = [], calls = callsOf(tree), figures = shownFigures(tree.book);
  const known = new Map(rows.map((row) => [row.id, row]));
  const tagged = new Set(tree.tests.flatMap((test) => test.tags.map((tag) => tag.text)));
  const written = (number) => tree.book.pages.some((page) => page.chapter === parseInt(number, 10));
  checkIds(rows, found);
  for (const row of rows) {
    const tell = (what) => found.push({ file: inventory, line: row.line, what: `${row.id}: ${what}` });
    const among = (what, word, words) => {
      if (!words.includes(word)) tell(`the ${what} '${word}', expected one of ${words.join(", ")}`);
    };
    among("state", row.state, states);
    among("verdict", row.verdict, Object.keys(verdicts));
    if (row.verdict === "to come" && !row.later) tell("to come, expected the chapter that it waits for");
    if (row.verdict === "misprint" && !row.printed) tell("a misprint, expected what is printed");
    if (!row.formula) tell("no formula, expected what should stand");
    for (const place of row.where) {
      if (isNumber(place)) {
        if (!tree.book.equations.has(place) && written(place)) tell(`(${place}) is on no page, expected \\tag{${place}}`);
      } else if (place[0] === "#") {
        if (resolve(tree.book, "docs/index.md", place).wrong) tell(`'${place}' is no id, expected one of a heading`);
      } else if (place.startsWith("fig-")) {
        if (!figures.has(place.slice(4))) tell(`no page shows the figure ${place.slice(4)}`);
      } else if (!programFile(tree, place)) {
        tell(`'${place}', expected an equation's number, #id, fig-NAME or a program`);
      }
    }
    if (needsTest(row)) {
      if (!tagged.has(row.id)) tell(`no test, expected one with the tag [${row.id}]`);
      else if (!calls.some((call) => call.row === row.id))
        tell(`its tests give no verdict, expected notes::${row.verdict.replace(" ", "_")}("${row.id}", ...) in one`);
      if (row.where.length === 0) tell("no place, expected an equation or a page");
    }
    const named = (place) => place[0] === "#" && new RegExp(`\\b${row.id}\\b`).test(textUnder(tree.book, place.slice(1)));
    if (row.verdict === "term" && !row.where.some(named))
      tell(`term without a place, expected the #id of a page that names ${row.id}`);
    if (row.verdict === "redrawn" && !row.where.some((place) => place.startsWith("fig-")))
      tell("redrawn without a place, expected fig-NAME");
    if (row.later && tree.chapters.includes(row.later)) tell(`waits for ${row.later}, which is there: expected a test`);
  }
  for (const { file, tags } of tree.tests)
    for (const tag of tags)
      if (/^[A-E]\d+$/.test(tag.text) && !known.has(tag.text))
        found.push({ file, line: tag.line, what: `[${tag.text}] names no row of ${inventory}` });
  for (const { row, verdict, file, line, tagged: has } of calls) {
    const tell = (what) => found.push({ file, line, what });
    if (!known.has(row)) tell(`a verdict on ${row}, expected a row of ${inventory}`);
    else if (!has) tell(`a verdict on ${row}, expected the tag [${row}] on its test`);
    else if (verdict !== known.get(row).verdict)
      tell(`${row} ${verdict}, expected ${known.get(row).verdict} as ${inventory} has`);
  }
  return found;
}

// The numbers of a note's rows are 1, 2, ... without a gap.
function checkIds(rows, found) {
  const numbers = new Map();
  for (const { id, line } of rows) {
    const [, note, number] = /^([A-E])([1-9][0-9]*)$/.exec(id) || [];
    const all = numbers.get(note) || new Set();
    if (!note) found.push({ file: inventory, line, what: `${id}: expected a note's letter and a number, as B8` });
    else if (all.has(Number(number))) found.push({ file: inventory, line, what: `${id} again, expected each row once` });
    else numbers.set(note, all.add(Number(number)));
  }
  for (const [note, all] of numbers) {
    const last = Math.max(...all);
    for (let n = 1; n < last; ++n)
      if (!all.has(n)) found.push({ file: inventory, line: 1, what: `no row ${note}${n}, expected it: ${note}${last} is there` });
  }
}

// What only a run can say: every row that needs a test got its verdict from one,
// and no other verdict.
function checkFindings(rows, findings, tree) {
  const found = [], calls = callsOf(tree), judged = new Set();
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const { row, verdict, file, line } of findings) {
    const tell = (what) => found.push({ file, line, what });
    // A call over several lines may report any of them.
    const call = calls.find((c) => c.file === file && c.row === row && c.line <= line && line <= c.line + 8);
    if (!known.has(row)) tell(`a verdict on ${row}, which is no row`);
    else if (!call || !call.tagged) tell(`a verdict on ${row} from a test that does not name it`);
    else if (verdict !== known.get(row).verdict)
      tell(`the test found '${verdict}' of ${row}, expected '${known.get(row).verdict}'`);
    judged.add(row);
  }
  for (const row of rows.filter(needsTest))
    if (!judged.has(row.id))
      found.push({ file: inventory, line: row.line, what: `${row.id}: no test produced its verdict '${row.verdict}'` });
  return found;
}

// ---- the page's tables ----

const shown = (value) => (!Number.isFinite(value) ? "infinite" : value === 0 ? "0"
  : Math.abs(value) < 1e-8 ? value.toExponential(0)
    : Math.abs(value) < 1e-4 || Math.abs(value) >= 1000 ? Number(value.toPrecision(3)).toExponential()
      : String(Number(value.toPrecision(3)))).replace("e+", "e");
const code = (file, line, label) => `[${label}](/${file}#L${line})`;

// Of several findings the one that is nearest to failing.
const worst = (findings) => findings.reduce((most, one) => (!most || (one.error || 0) > (most.error || 0) ? one : most), null);

function foundWords(row, finding) {
  if (!finding) return "";
  const { error, off, smaller, larger } = finding;
  if (smaller)
    return `${tableCell(smaller.what)} ${shown(smaller.value)} &lt; ${tableCell(larger.what)} ${shown(larger.value)}`;
  const misprint = row.verdict === "misprint";
  return off === undefined ? `error ${shown(error)}`
    : `${misprint ? "printed" : "without it"}: off by ${shown(off)}, ${misprint ? "corrected" : "with it"}: error ${shown(error)}`;
}

// A link to where a row is derived, and to the line that computes it.
function link(place, tree, figures) {
  if (isNumber(place)) {
    const [line] = tree.lines.get(place) || [];
    return (tree.book.equations.has(place) ? `[(${place})](#${anchorOf(place)})` : `(${place})`) +
      (line ? " " + code(line.file, line.line, `\`${path.basename(line.file)}:${line.line}\``) : "");
  }
  if (place[0] === "#") return `[page](${place})`;
  if (place.startsWith("fig-")) return `[figure](/${figures.get(place.slice(4)).file}#${place})`;
  const file = programFile(tree, place);
  return code(file, 1, `\`${path.basename(file)}\``);
}

// The line of the test that holds a finding's call.
const testLine = (tree, { row, file, line }) => Math.max(0, ...tree.tests.filter((test) =>
  test.file === file && test.line <= line && test.tags.some((tag) => tag.text === row)).map((test) => test.line)) || line;

function tableRow(row, findings, tree, figures) {
  const [english, chinese] = verdicts[row.verdict], number = foundWords(row, worst(findings));
  const places = [...row.where.map((place) => link(place, tree, figures)),
    ...findings.map((finding) => code(finding.file, testLine(tree, finding), "test"))];
  const later = !row.later ? "" : `${row.verdict === "to come" ? "" : ", the rest to come"} in chapter ${Number(row.later.slice(0, 2))}`;
  const lines = [row.formula, row.printed && `printed: ${row.printed}`, row.words && `<small>${row.words}</small>`,
    `<b>${english}</b> ${chinese}${later}${number && `: <small>${number}</small>`}`,
    places.length > 0 && `<small>${places.join(" · ")}</small>`].filter(Boolean);
  return `| {#row_${row.id}}[${row.id}](#row_${row.id}) | ${lines.join(" <br> ")} |\n`;
}

function summary(rows) {
  const count = (note, verdict) => rows.filter((row) => row.id.startsWith(note) && row.verdict === verdict).length;
  return "| verdict | | A | B | C | D | E | all |\n|:--|:--|--:|--:|--:|--:|--:|--:|\n" +
    Object.entries(verdicts).map(([verdict, [english, chinese]]) => `| ${english} | ${chinese} | ` +
      [..."ABCDE"].map((note) => count(note, verdict) || "–").join(" | ") + ` | ${count("", verdict)} |\n`).join("");
}

function errata(rows, byRow) {
  return "| row | printed, and how far off; as it should be |\n|:--|:--|\n" +
    rows.filter((row) => row.printed && byRow.has(row.id)).map((row) => {
      const { off } = worst(byRow.get(row.id));
      return `| [${row.id}](#row_${row.id}) | printed: ${row.printed}${off === undefined ? "" : ` <small>(off by ${shown(off)})</small>`} ` +
        `<br> <b>correct:</b> ${row.formula} |\n`;
    }).join("");
}

// What the pages take: a table for each note, and single values, {{notes.B9_off}}.
function notesResult(rows, findings, tree) {
  const result = { name: "notes", figures: [], values: { rows: String(rows.length) }, tables: {} };
  const byRow = new Map(), figures = shownFigures(tree.book);
  for (const finding of findings) byRow.set(finding.row, [...(byRow.get(finding.row) || []), finding]);
  for (const row of rows) {
    const note = row.id[0], finding = worst(byRow.get(row.id) || []);
    result.tables[note] = (result.tables[note] || "| row | as it should be; verdict, what was measured; equation, code, test |\n|:--|:--|\n") +
      tableRow(row, byRow.get(row.id) || [], tree, figures);
    result.values[row.id] = `[${row.id}](#row_${row.id})`;
    for (const [key, value] of Object.entries(finding || {})) {
      if (["error", "off"].includes(key)) result.values[`${row.id}_${key}`] = shown(value);
      if (["smaller", "larger"].includes(key)) result.values[`${row.id}_${key}`] = shown(value.value);
    }
  }
  return { ...result, tables: { ...result.tables, summary: summary(rows), errata: errata(rows, byRow) } };
}

function main(words) {
  const given = {};
  for (let i = 0; i + 1 < words.length; i += 2) given[words[i]] = words[i + 1];
  const names = ["--root", "--records", "--out"];
  if (![2, 6].includes(words.length) || !names.slice(0, words.length / 2).every((name) => given[name])) {
    console.error("error: notes: expected --root BOOK [--records FOLDER --out FILE]");
    return 2;
  }
  try {
    const tree = readTree(given["--root"]), problems = [];
    const rows = readInventory(given["--root"], problems);
    problems.push(...checkRows(rows, tree));
    const findings = given["--out"] ? readFindings(given["--records"], problems) : [];
    if (given["--out"]) problems.push(...checkFindings(rows, findings, tree));
    for (const problem of problems) console.error(say(problem));
    if (problems.length) return 1;
    if (given["--out"]) fs.writeFileSync(given["--out"], JSON.stringify(notesResult(rows, findings, tree), null, 1) + "\n");
    else console.log(`${rows.length} rows of the notes, each with its place and its test`);
    return 0;
  } catch (error) {
    console.error(`error: notes: ${error.message}`);
    return 1;
  }
}

module.exports = { checkFindings, checkRows, main, notesResult, readFindings, readInventory };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
