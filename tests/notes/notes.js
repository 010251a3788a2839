// The notes, checked: the inventory of everything in the five notes, what the tests
// found out about it, and the tables of its page.
//
//   node tests/notes/notes.js --root BOOK [--records FOLDER [--accept] | --out FILE]
//
// inventory.csv has a row for each formula, claim, figure and question of a note,
// found.csv what a test measured of each that has one: both are looked at. FOLDER
// holds what tests/notes.hpp wrote, one file a finding: it is compared with
// found.csv, or replaces in it what differs. FILE is a result as a program leaves
// it, for the pages to weave; it is written when every row has its place, its test
// and its verdict.
"use strict";
const fs = require("fs");
const path = require("path");
const { anchorOf, eachBlock, isNumber, resolve, say } = require("../../docs/reader.js");
const { readTable, tableCell, writeTable } = require("../../docs/text.js");
const { readTree } = require("../rules/rules.js");

const inventory = "tests/notes/inventory.csv", accepted = "tests/notes/found.csv";
const states = ["ok", "lost", "wrong", "claim", "question", "term", "figure"];
// What the page calls a verdict.
const verdicts = {
  holds: "holds as printed", restored: "restored", misprint: "misprint", "only when": "holds only when", answered: "answered", term: "wording",
  redrawn: "redrawn",
};
// A row about a word has a place on a page instead of a test, one about a figure a
// test without a number.
const needsTest = (row) => !["term", "redrawn"].includes(row.verdict);

const readInventory = (root, problems) =>
  readTable(root, inventory, ["id", "state", "verdict", "where", "formula", "printed", "words", "quote"], problems)
    .map((row) => ({ ...row, where: row.where.split(" ").filter(Boolean), quote: row.quote.split(" / ") }));

// A finding is a row of found.csv: an error; with it how far off the print is; or
// two numbers, the smaller and the larger, each with what it is.
const head = ["row", "verdict", "error", "off", "smaller", "what", "larger", "than"];

function readFindings(root, file, columns, problems) {
  const number = (word) => (word === "" ? undefined : /^(-?[0-9.]+(e[-+]?[0-9]+)?|-?inf)$/.test(word) ? Number(word.replace("inf", "Infinity")) : NaN);
  return readTable(root, file, columns, problems).flatMap((given) => {
    const found = { ...given, written: given };
    for (const key of ["error", "off", "smaller", "larger"]) found[key] = number(given[key]);
    const measured = found.error !== undefined || (found.smaller !== undefined && found.larger !== undefined);
    if (measured && !Object.values(found).some(Number.isNaN)) return [found];
    problems.push({ file, line: given.line, what: "no record, expected what tests/notes.hpp writes" });
    return [];
  });
}

// Of several findings the one that is nearest to failing, as tests/notes.hpp has it.
const nearness = ({ error, off, smaller, larger }) => (smaller !== undefined ? smaller - larger : off !== undefined ? -off : error);
const worst = (findings) => findings.reduce((most, one) => (!most || nearness(one) > nearness(most) ? one : most), undefined);

// What a run left: findings, each with the file of its test.
function readRecords(folder, problems) {
  return fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".csv")).sort().flatMap((file) =>
    readFindings(folder, file, [...head, "file"], problems));
}

// The calls of tests/notes.hpp: [{row, verdict, file, line, test, tagged}]; `test` is
// the line of the test that holds it, `tagged` when this has the row's id as a tag.
function callsOf(tree) {
  const form = /notes::(holds|restored|misprint|only_when|answered)\(\s*"([^"]*)"/g;
  return tree.sources.filter(({ file }) => /^tests\/.*\.cpp$/.test(file)).flatMap(({ file, lines }) => {
    const text = lines.join("\n"), tests = tree.tests.filter((test) => test.file === file);
    return [...text.matchAll(form)].map((m) => {
      const line = text.slice(0, m.index).split("\n").length;
      const inside = tests.filter((test) => test.line <= line).pop();
      return { row: m[2], verdict: m[1].replace("_", " "), file, line, test: inside && inside.line,
        tagged: Boolean(inside) && inside.tags.some((tag) => tag.text === m[2]) };
    });
  });
}

// The line of code that a place names: that of a program's first claim, or the first
// with the words after the colon, blanks written as _; of a program or a source.
function codePlace(tree, place) {
  const [, name, words = "lab.claim("] = /^([^:]*)(?::(.+))?$/.exec(place);
  const folder = tree.chapters.find((room) => room.startsWith(name.slice(0, 3)));
  const file = tree.programs.has(name) ? `chapters/${folder}/${name.slice(3)}.cpp` : name;
  const source = tree.sources.find((one) => one.file === file);
  const line = source ? source.lines.findIndex((text) => text.replace(/ /g, "_").includes(words)) + 1 : 0;
  return line && { file, line };
}

// Where a row leads: equations of the pages, lines of code, the tests that gave its
// verdict, or else that name it.
function leads(row, tree, calls) {
  const judged = new Set(calls.filter((call) => call.row === row.id && call.tagged).map(({ file, test }) => file + test));
  const naming = tree.tests.filter((test) => test.tags.some((tag) => tag.text === row.id));
  const numbers = row.where.filter(isNumber), code = row.where.filter((place) => !isNumber(place) && !/^(#|fig-)/.test(place));
  return { equation: numbers,
    line: [...numbers.flatMap((number) => tree.lines.get(number) || []), ...code.map((place) => codePlace(tree, place))],
    test: naming.filter(({ file, line }) => judged.size === 0 || judged.has(file + line)) };
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
// its page.
function checkRows(rows, tree) {
  const found = [], calls = callsOf(tree), figures = shownFigures(tree.book);
  const known = new Map(rows.map((row) => [row.id, row]));
  const tagged = new Set(tree.tests.flatMap((test) => test.tags.map((tag) => tag.text)));
  checkIds(rows, found);
  checkWords(rows, tree, found);
  checkBridge(tree, found);
  checkSigns(tree, found);
  for (const row of rows) {
    const tell = (what) => found.push({ file: inventory, line: row.line, what: `${row.id}: ${what}` });
    const among = (what, word, words) => {
      if (!words.includes(word)) tell(`the ${what} '${word}', expected one of ${words.join(", ")}`);
    };
    among("state", row.state, states);
    among("verdict", row.verdict, Object.keys(verdicts));
    if (row.verdict === "misprint" && !row.printed) tell("a misprint, expected what is printed");
    if (!row.formula) tell("no formula, expected what should stand");
    for (const place of row.where) {
      if (isNumber(place)) {
        if (!tree.book.equations.has(place)) tell(`(${place}) is on no page, expected \\tag{${place}}`);
      } else if (place[0] === "#") {
        if (resolve(tree.book, "docs/index.md", place).wrong) tell(`'${place}' is no id, expected one of a heading`);
      } else if (place.startsWith("fig-")) {
        if (!figures.has(place.slice(4))) tell(`no page shows the figure ${place.slice(4)}`);
      } else if (!codePlace(tree, place)) {
        tell(`'${place}', expected an equation's number, #id, fig-NAME, a program with a claim, or PROGRAM:words or FILE:words of a line`);
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
    if (row.verdict === "redrawn" && !tagged.has(row.id)) tell(`no test of its figure, expected one with the tag [${row.id}]`);
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

// A row's words agree with its verdict, and with what they name; what is wrong in
// print is told with its reason, and what was asked is answered.
// Each row stands in the guide to its note.
function checkWords(rows, tree, found) {
  const known = new Set(rows.map((row) => row.id)), under = (id) => textUnder(tree.book, id);
  const written = (number) => tree.book.pages.some((page) => page.chapter === parseInt(number, 10));
  for (const row of rows) {
    const tell = (what) => found.push({ file: inventory, line: row.line, what: `${row.id}: ${what}` });
    const named = (id) => under(id).includes(`{{notes.${row.id}}}`);
    const words = [row.formula, row.printed, row.words].join(" ");
    if (/only when/i.test(row.words) !== (row.verdict === "only when"))
      tell(`'${row.verdict}', expected 'only when' in its words where it is the verdict, and nowhere else`);
    for (const [id] of words.matchAll(/\b[A-E]\d+\b/g))
      if (!known.has(id) || id === row.id) tell(`its words name ${id}, expected another row`);
    for (const [number] of row.words.matchAll(/\b\d\.\d+[a-z]?\b/g))
      if (written(number) && !tree.book.equations.has(number)) tell(`its words name (${number}), which is on no page`);
    if (!named(`note_${row.id[0].toLowerCase()}_order`)) tell("not in the guide to its note");
    if (row.verdict === "misprint" && !named("errata_why")) tell("a misprint whose reason the errata do not tell");
    if (row.state === "question" && !["errata_questions", ...row.where.map((place) => place.slice(1))].some(named))
      tell("a question that no page answers");
  }
  checkQuotes(rows, found);
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const [, id] of under("errata_why").matchAll(/\{\{notes\.([A-E]\d+)\}\}/g))
    if (!byId.has(id) || !byId.get(id).printed) found.push({ file: "docs/errata.md", line: 1, what: `tells why ${id} is wrong, expected a row with what is printed` });
}

// A row has a few of the note's own words, and no other row of the note has them:
// by them it is found from the note, and its line from the page.
function checkQuotes(rows, found) {
  const first = new Map();
  for (const row of rows)
    for (const quote of row.quote) {
      const size = [...quote].length, key = row.id[0] + quote;
      const tell = (what) => found.push({ file: inventory, line: row.line, what: `${row.id}: quotes '${quote}'${what}` });
      if (size < 4 || size > 16) tell(", expected 4 to 16 signs of the note's own words");
      else if (first.has(key)) tell(` as ${first.get(key)} does, expected other words of the note`);
      else first.set(key, row.id);
    }
}

// The page's table of PyTorch's names, its code and its sizes are those of the
// script that the test's numbers come from.
function checkBridge(tree, found) {
  const page = tree.book.pages.find(({ file }) => file === "docs/pytorch.md");
  if (!page) return;
  const read = (file) => fs.readFileSync(path.join(tree.book.root, "tests/notes", file), "utf8");
  const script = read("pytorch.py"), it = JSON.parse(read("pytorch.json")), plain = (text) => text.replace(/\s+/g, " ").trim();
  const sizes = { D: it.U[0].length, H: it.U.length, K: it.V.length, layer: 1, time: it.x.length, sequence: it.x[0].length, unit: it.h0[0].length };
  const shape = (values) => (Array.isArray(values) ? [values.length, ...shape(values[0])] : []);
  const values = { U: it.U, W: it.W, V: it.V, b: it.b_ih, c: it.c, "h(0)": [it.h0], "h(1), \\dots, h(\\tau)": it.h };
  const names = {};
  for (const [, layer, name, [letter]] of script.matchAll(/\((rnn|out)\.(\w+), (\w+)\)/g))
    names[letter] = [...(names[letter] || []), `\`${layer === "rnn" ? "" : "Linear."}${name}\``];
  const table = [...textUnder(tree.book, "pytorch_names").matchAll(/^\| ([^|]+) \| \$([^$]+)\$[^|]* \| \$?([^|$]+?)\$? \|$/gm)];
  const tell = (what) => found.push({ file: page.file, line: 1, what });
  for (const letter of Object.keys(values)) {
    const [, said, , size = ""] = table.find((row) => row[2] === letter) || [], right = (names[letter] || [said]).join(" + ");
    if (!said || said !== right) tell(`$${letter}$ is ${said}, expected ${right} as in tests/notes/pytorch.py`);
    if (`${size.split(/ \\times |, /).map((word) => sizes[word])}` !== `${shape(values[letter])}`)
      tell(`$${letter}$: ${size}, expected the shape ${shape(values[letter]).join(" x ")} of tests/notes/pytorch.json`);
  }
  const [, code = ""] = /```python\n([^]*?)```/.exec(page.text) || [];
  for (const line of code.split("\n").map((text) => plain(text.replace(/#.*/, ""))))
    if (!plain(script).includes(line)) tell(`'${line}' is not in tests/notes/pytorch.py`);
  const order = /^ROWS = .*"lstm": "(\w+)", "gru": "(\w+)"/m.exec(script) || [];
  for (const [side, letter] of [["ih", "U"], ["hh", "W"]]) {
    const [, ...cells] = new RegExp(`^\\| \`weight_${side}_l0\` \\| (.*) \\| (.*) \\|$`, "m").exec(textUnder(tree.book, "pytorch_gates")) || [];
    order.slice(1).forEach((gates, i) => {
      const right = [...gates].map((gate) => `$${letter}_${gate}$`).join(", ");
      if (cells[i] !== right) tell(`\`weight_${side}_l0\` has the rows ${cells[i]}, expected ${right} as in tests/notes/pytorch.py`);
    });
  }
  const count = (n) => ["no", "one", "two", "three", "four", "five"][n];
  const sentence = `${count(sizes.sequence)} sequences of ${count(sizes.time)} steps, ${count(sizes.D)} inputs, ${count(sizes.H)} tanh units, ${count(sizes.K)} classes`;
  for (const text of [page.text, script])
    if (!plain(text).toLowerCase().includes(sentence)) tell(`expected '${sentence}', as in tests/notes/pytorch.json`);
}

// The table of the notes' signs has those that a worked example is written in.
function checkSigns(tree, found) {
  const page = tree.book.pages.find(({ file }) => file === "docs/notation.md"), file = path.join(tree.book.root, "common/sheet/recurrent.cpp");
  const notes = Object.fromEntries([...fs.readFileSync(file, "utf8").matchAll(/\{'([A-E])',\s*\{"[^"]*",\s*"([^"]*)"/g)].map(([, note, names]) =>
    [note, Object.fromEntries(names.split(" ").map((pair) => pair.split("=")))]));
  const plain = (sign) => sign.replace(/\\(hat\{y\}|yhat)|y_hat/, "y^").replace(/\^\{\(t\)\}|\(t\)|_t|[$_{}]/g, "");
  for (const [, line] of textUnder(tree.book, "notation_symbols").matchAll(/^\| (\$(?:[UWVbcxzhoyL]|\\yhat)(?:\(t\))?\$ \|.*) \|$/gm)) {
    const [book, , A, B, B5, C, D, E] = line.split(" | ").map(plain);
    for (const [note, said, names] of [["A", A, notes.A], ["B", B, {}], ["B", B5, notes.B], ["C", C, notes.C], ["D", D, notes.D], ["E", E, notes.E]]) {
      const right = plain(names[book === "y^" ? "y_hat" : book] || book);
      if (said !== "–" && said !== right)
        found.push({ file: page.file, line: 1, what: `note ${note} writes '${said}' for ${book}, expected '${right}' as common/sheet/recurrent.cpp has` });
    }
  }
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

// Findings are those of tests that name their row, and have its verdict; every row
// that needs a test has one.
function checkFindings(rows, findings, tree) {
  const found = [], calls = callsOf(tree), judged = new Set();
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const { row, verdict, file, line } of findings) {
    const tell = (what) => found.push({ file: file || accepted, line: file ? 1 : line, what });
    if (!known.has(row)) tell(`a verdict on ${row}, which is no row`);
    else if (file && !calls.some((call) => call.file === file && call.row === row && call.tagged))
      tell(`a verdict on ${row} from a test that does not name it`);
    else if (verdict !== known.get(row).verdict)
      tell(`the test found '${verdict}' of ${row}, expected '${known.get(row).verdict}'`);
    judged.add(row);
  }
  for (const row of rows.filter(needsTest))
    if (!judged.has(row.id))
      found.push({ file: inventory, line: row.line, what: `${row.id}: no test produced its verdict '${row.verdict}'` });
  return found;
}

// The worst finding of each row, as it was accepted where that still is so: numbers
// agree to a hundredth, and rounding with rounding.
function merged(rows, records, kept) {
  const near = (a, b) => a === b || Math.max(Math.abs(a), Math.abs(b)) < 1e-8 || Math.abs(a - b) <= 0.01 * Math.min(Math.abs(a), Math.abs(b));
  const agree = (a, b) => head.every((key) => (typeof a[key] === "number" && typeof b[key] === "number" ? near(a[key], b[key]) : a[key] === b[key]));
  return rows.flatMap(({ id }) => {
    const was = kept.find((one) => one.row === id), now = worst(records.filter((one) => one.row === id));
    return now ? [was && agree(now, was) ? was : now] : [];
  });
}

// ---- the page's tables ----

const shown = (value) => (!Number.isFinite(value) ? "infinite" : value === 0 ? "0"
  : Math.abs(value) < 1e-8 ? value.toExponential(0)
    : Math.abs(value) < 1e-4 || Math.abs(value) >= 1000 ? Number(value.toPrecision(3)).toExponential()
      : String(Number(value.toPrecision(3)))).replace("e+", "e");
const code = (file, line, label) => `[${label}](/${file}#L${line})`;

function foundWords(row, finding) {
  if (!finding) return "";
  const { error, off, smaller, what, larger, than } = finding;
  if (smaller !== undefined)
    return `${tableCell(what)} ${shown(smaller)} &lt; ${tableCell(than)} ${shown(larger)}`;
  const misprint = row.verdict === "misprint";
  return off === undefined ? `error ${shown(error)}`
    : `${misprint ? "printed" : "without it"}: off by ${shown(off)}, ${misprint ? "corrected" : "with it"}: error ${shown(error)}`;
}

const named = ({ file, line }) => code(file, line, `\`${path.basename(file)}:${line}\``);

// Links to where a row is derived, by a heading's own words where they are empty, and
// to the line that computes it.
function link(place, row, tree, figures) {
  const figure = (name) => (figures.has(name) ? [`[figure](/${figures.get(name).file}#fig-${name})`] : []);
  if (isNumber(place))
    return [`[(${place})](#${anchorOf(place)})`, ...(tree.lines.get(place) || []).slice(0, 1).map(named)].join(" ");
  if (place.startsWith("fig-")) return figure(place.slice(4)).join(" ");
  if (place[0] !== "#") return [named(codePlace(tree, place)), ...figure(place.split(":")[0])].join(" ");
  const { page, id } = resolve(tree.book, "docs/index.md", place), word = `word_${row.id}`;
  return `[](#${page.ids.has(word) ? word : id})`;
}

// A row's number, and the note's own words as they are printed.
const numberCell = ({ id, quote }) => [`[${id}](#row_${id})`,
  ...quote.map((words) => `<small>${/[\\_^$*{}[\]&<~|]/.test(words) ? `\`${words}\`` : words}</small>`)].join(" <br> ");

const chapterOf = (place) => Number((/^(?:fig-)?0?(\d+)[-.]/.exec(place) || [0, 0])[1]);

function tableRow(row, finding, tests, tree, figures) {
  const number = foundWords(row, finding);
  const places = [...row.where.map((place) => link(place, row, tree, figures)), ...tests.map(({ file, line }) => code(file, line, "test"))];
  const chapters = [...new Set(row.where.map(chapterOf).filter(Boolean))];
  const lines = [row.formula, row.printed && `printed: ${row.printed}`, row.words && `<small>${row.words}</small>`,
    `<b data-chapters="${chapters.join(" ")}">${verdicts[row.verdict]}</b>${number && `: <small>${number}</small>`}`,
    places.length > 0 && `<small>${places.join(" · ")}</small>`].filter(Boolean);
  return `| {#row_${row.id}}${numberCell(row)} | ${lines.join(" <br> ")} |\n`;
}

function summary(rows) {
  const count = (note, verdict) => rows.filter((row) => row.id.startsWith(note) && row.verdict === verdict).length;
  return "| verdict | A | B | C | D | E | all |\n|:--|--:|--:|--:|--:|--:|--:|\n" +
    Object.entries(verdicts).filter(([verdict]) => count("", verdict)).map(([verdict, name]) => `| ${name} | ` +
      [..."ABCDE"].map((note) => count(note, verdict) || "–").join(" | ") + ` | ${count("", verdict)} |\n`).join("");
}

function errata(rows, byRow) {
  return "| row | printed, and how far off; as it should be |\n|:--|:--|\n" +
    rows.filter((row) => row.printed && byRow.has(row.id)).map((row) => {
      const { off } = byRow.get(row.id);
      return `| ${numberCell(row)} | printed: ${row.printed}${off === undefined ? "" : ` <small>(off by ${shown(off)})</small>`} ` +
        `<br> <b>correct:</b> ${row.formula} |\n`;
    }).join("");
}

// What the pages take: a table for each note, its rows by number, and single values,
// {{notes.B9_off}}; how many rows lead where, {{notes.leads_test}}.
function notesResult(rows, findings, tree) {
  const result = { name: "notes", figures: [], values: { rows: String(rows.length) }, tables: {} };
  const byRow = new Map(findings.map((finding) => [finding.row, finding])), figures = shownFigures(tree.book);
  const calls = callsOf(tree), ways = new Map(rows.map((row) => [row, leads(row, tree, calls)]));
  const numberOf = ({ id }) => Number(id.slice(1));
  for (const row of [...rows].sort((a, b) => numberOf(a) - numberOf(b))) {
    const note = row.id[0], finding = byRow.get(row.id);
    result.tables[note] = (result.tables[note] || `| note ${note} | how it should read; verdict; equation, code, test |\n|:--|:--|\n`) +
      tableRow(row, finding, ways.get(row).test, tree, figures);
    result.values[row.id] = `[${row.id}](#row_${row.id})`;
    for (const key of ["error", "off", "smaller", "larger"])
      if (finding && finding[key] !== undefined) result.values[`${row.id}_${key}`] = shown(finding[key]);
  }
  const count = (holds) => String([...ways.values()].filter(holds).length), kinds = ["equation", "line", "test"];
  for (const kind of kinds) result.values[`leads_${kind}`] = count((way) => way[kind].length > 0);
  result.values.leads_all = count((way) => kinds.every((kind) => way[kind].length > 0));
  return { ...result, tables: { ...result.tables, summary: summary(rows), errata: errata(rows, byRow) } };
}

// How the records differ from what is accepted; with `accept` they become it.
function compared(root, rows, records, kept, accept) {
  const now = merged(rows, records, kept), word = (one) => (one ? foundWords(rows.find((row) => row.id === one.row), one) : "nothing");
  if (accept) writeTable(root, accepted, head, now.map((one) => one.written));
  const gone = kept.filter((one) => !now.some((other) => other.row === one.row));
  return [...now.filter((one) => !kept.includes(one)), ...gone].map(({ row }) => {
    const find = (list) => list.find((one) => one.row === row);
    return `${row}: found ${word(find(now))}, accepted is ${word(find(kept))}`;
  });
}

function main(words) {
  const given = {};
  for (let i = 0; i < words.length; ++i) given[words[i]] = words[i] === "--accept" ? true : words[++i];
  const said = Object.keys(given).join(" ");
  if (!["--root", "--root --out", "--root --records", "--root --records --accept"].includes(said) || Object.values(given).includes(undefined)) {
    console.error("error: notes: expected --root BOOK [--records FOLDER [--accept] | --out FILE]");
    return 2;
  }
  const root = given["--root"], folder = given["--records"];
  try {
    const tree = readTree(root), problems = [];
    const rows = readInventory(root, problems), kept = readFindings(root, accepted, head, folder ? [] : problems);
    const records = folder ? readRecords(folder, problems) : [];
    problems.push(...checkRows(rows, tree), ...checkFindings(rows, folder ? records : kept, tree));
    for (const problem of problems) console.error(say(problem));
    if (problems.length) return 1;
    const differences = folder ? compared(root, rows, records, kept, given["--accept"]) : [];
    for (const line of differences) console.log(line);
    if (given["--accept"]) return 0;
    if (differences.length) {
      console.error(`${accepted}: no longer what the tests find; where they are right, keep it:\n` +
        `node tests/notes/notes.js --root . --records ${folder} --accept`);
      return 1;
    }
    if (given["--out"]) fs.writeFileSync(given["--out"], JSON.stringify(notesResult(rows, kept, tree), null, 1) + "\n");
    else console.log(`${rows.length} rows of the notes, each with its place and its test`);
    return 0;
  } catch (error) {
    console.error(`error: notes: ${error.message}`);
    return 1;
  }
}

module.exports = { main, readInventory };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
