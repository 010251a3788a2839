// Fresh figures and results against the accepted ones, by the numbers in them.
//
//   node plots/compare.js --root BOOK --run FOLDER [--chapter N] [--accept]
//
// A figure is NAME.svg with NAME.csv; a diagram is NAME.svg alone. The CSV's first
// line is its mark (marks.js) and title, the second names the columns, of which the
// first is `series`; an empty cell is a number that its series does not have. A
// program's result, PROGRAM.json, is accepted beside its figures; `marks` in it says
// how a value, a table or a table's column ("counts.time") is compared: word for
// word when it says nothing. With --accept the fresh ones become the accepted ones.
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawnSync } = require("child_process");
const { words } = require("../common/words.js");
const { cellsOf, linesOf } = require("../docs/text.js");
const { readMark, compareTexts } = require("./marks.js");
const { compareClaims, weakClaims } = require("./claims.js");
const { freshResult, programsOf, resultOf } = require("./run.js");
const { compareSweep, ending: sweepEnding, readSweeps, strayClaims } = require("./sweeps.js");

const isFigureName = (name) => /^\d\d-[a-z0-9]+([-_][a-z0-9]+)*$/.test(name);
const read = (...parts) => {
  const file = path.join(...parts);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
};

// A figure's CSV as {mark, title, columns, series: [{name, rows}]}; null: no number.
function readFigure(text, name) {
  const lines = linesOf(text);
  const refuse = (line, what) => { throw new Error(`${name}:${line}: ${what}`); };
  const said = /^# (.*?): /.exec(lines[0] + " ");
  const mark = said && readMark(said[1]), title = said && lines[0].slice(said[0].length);
  if (!mark || mark.words === "exact")
    refuse(1, `expected '# exact, tolerance 1e-06: title' or another mark, got '${lines[0]}'`);
  if (lines.length < 3) refuse(lines.length + 1, "expected a mark, a header and rows");
  const [series, ...columns] = cellsOf(lines[1]) || [];
  if (series !== "series" || columns.length === 0)
    refuse(2, `expected a header 'series,x,y', got '${lines[1]}'`);
  const all = [];
  lines.slice(2).forEach((line, i) => {
    const cells = cellsOf(line) || refuse(i + 3, "expected a closing quote");
    if (cells.length !== columns.length + 1)
      refuse(i + 3, `expected ${columns.length + 1} cells, got ${cells.length}`);
    const row = cells.slice(1).map((cell, j) => {
      if (cell === "") return null;
      if (!/^-?[0-9.]+(e[-+]?[0-9]+)?$/.test(cell) || !Number.isFinite(Number(cell)))
        refuse(i + 3, `column ${columns[j]}: expected a finite number, got '${cell}'`);
      return Number(cell);
    });
    if (all.length === 0 || all[all.length - 1].name !== cells[0])
      all.push({ name: cells[0], rows: [] });
    all[all.length - 1].rows.push(row);
  });
  return { mark, title, columns, series: all };
}

const shown = (value) => (value === null ? "nothing" : value);

// One line for each difference of a column; of many, the first three.
function told(place, differences) {
  const lines = differences.slice(0, 3).map(({ at, got, expected, allowed }) =>
    `${place}, ${typeof at === 'number' ? `row ${at + 1}` : at}: got ${shown(got)}, ` +
    `expected ${shown(expected)} (allowed: ${allowed})`);
  if (differences.length > 3) lines.push(`${place}: and ${differences.length - 3} more rows`);
  return lines;
}

const unlike = (place, got, expected) =>
  (got === expected ? [] : [`${place}: got ${got}, expected ${expected}`]);

function compareFigure(name, fresh, accepted) {
  const names = (figure) => figure.series.map((series) => `'${series.name}'`).join();
  const found = [
    ...unlike(`${name}: mark`, fresh.mark.words, accepted.mark.words),
    ...unlike(`${name}: title`, fresh.title, accepted.title),
    ...unlike(`${name}: columns`, fresh.columns.join(), accepted.columns.join()),
    ...unlike(`${name}: series`, names(fresh), names(accepted))];
  if (found.length) return found;
  return accepted.series.flatMap((series, s) => {
    const place = `${name}: series '${series.name}'`;
    const rows = fresh.series[s].rows;
    const missing = Math.abs(rows.length - series.rows.length);
    if (missing > accepted.mark.missing * series.rows.length)
      return unlike(`${place}, rows`, rows.length, series.rows.length);
    return accepted.columns.flatMap((column, j) => {
      const mark = (j === 0 && accepted.mark.positions) || accepted.mark;
      return told(`${place}, column ${column}`,
        mark.compare(rows.map((row) => row[j]), series.rows.map((row) => row[j])));
    });
  });
}

// The cells of a Markdown table by column: [{head, cells}].
function columnsOf(table) {
  const [head, , ...rows] = table.split("\n").map((line) =>
    line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()));
  return head.map((name, j) => ({ head: name, cells: rows.map((row) => row[j] || "") }));
}

function compareResult(name, fresh, accepted) {
  const keys = (object) => Object.keys(object).sort().join(", ");
  const claims = ({ claims = [] }) => claims.map(({ what, bound }) => (bound ? `${what}: ${bound}` : what)).join("; ");
  const words = (marks = {}) => Object.keys(marks).sort().map((key) => `${key}: ${marks[key]}`).join("; ");
  const found = [
    ...unlike(`${name}: claim`, fresh.claim, accepted.claim),
    ...unlike(`${name}: held`, fresh.held, accepted.held),
    ...(accepted.printed ? unlike(`${name}: printed settings`, words(fresh.printed), words(accepted.printed)) : []),
    ...(accepted.claims ? unlike(`${name}: claims`, claims(fresh), claims(accepted)) : []),
    ...unlike(`${name}: figures`, fresh.figures.join(", "), accepted.figures.join(", ")),
    ...unlike(`${name}: values`, keys(fresh.values), keys(accepted.values)),
    ...unlike(`${name}: tables`, keys(fresh.tables), keys(accepted.tables)),
    ...unlike(`${name}: marks`, words(fresh.marks), words(accepted.marks))];
  if (found.length) return found;
  found.push(...compareClaims(name, fresh, accepted));
  found.push(...told(`${name}: noted`, compareTexts(readMark("exact, tolerance 1e-08"), [fresh.noted || ""], [accepted.noted || ""])));
  const marks = accepted.marks || {};
  const mark = (key) => readMark(marks[key] || "exact") ||
    (() => { throw new Error(`${name}: ${key}: expected a mark, got '${marks[key]}'`); })();
  for (const [key, text] of Object.entries(accepted.values))
    found.push(...told(`${name}: ${key}`, compareTexts(mark(key), [fresh.values[key]], [text])));
  for (const [key, table] of Object.entries(accepted.tables)) {
    const [got, expected] = [fresh.tables[key], table].map(columnsOf);
    const size = (columns) => `${columns.map((c) => c.head).join(" | ")}, ${columns[0].cells.length} rows`;
    const other = unlike(`${name}: ${key}`, size(got), size(expected));
    found.push(...other, ...(other.length ? [] : expected.flatMap(({ head, cells }, j) => {
      const named = `${key}.${head}` in marks ? `${key}.${head}` : key;
      return told(`${name}: ${key}, ${head}`, compareTexts(mark(named), got[j].cells, cells));
    })));
  }
  return found;
}

// What a run's script draws of other numbers; null: it has no place for them.
function redrawn(script, csv) {
  const rows = linesOf(csv).slice(2).map((line) => cellsOf(line).slice(1).filter(Boolean).map((cell) => Number(Number(cell).toPrecision(9))).join(" ") + "\n");
  const text = script.replace(/(\$s\d+ << e\n)(.*?\n)(?=e\n)/gs, (all, begin, data) => begin + rows.splice(0, linesOf(data).length).join(""));
  if (rows.length) return null;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-")), [from, to] = ["gp", "svg"].map((ending) => path.join(folder, "drawing." + ending));
  try {
    fs.writeFileSync(from, text);
    spawnSync(process.env.GNUPLOT || "gnuplot", ["-d", "-c", from, to], { timeout: 60000, env: { ...process.env, LC_ALL: "C.UTF-8" } });
    const drawn = read(to);
    if (!drawn) throw new Error("gnuplot did not draw the accepted numbers within a minute");
    return drawn;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

// Whoever drew, the words are the same; gnuplot makes the same drawing of the same
// numbers, where it is the same gnuplot. Where this run has others, it draws those.
function compareDrawing(name, fresh, accepted) {
  const maker = (svg) => (/Produced by [^<\n]*/.exec(svg) || [""])[0];
  const [got, expected] = [fresh, accepted].map(({ svg }) => wordsOf(svg).filter((word) => !isNumeral(word)).map((word) => word.replace(/[0-9.]+/g, "#")));
  const other = beside(got, expected).map((what) => `${name}.svg: ${what}`);
  if (other.length || maker(fresh.svg) !== maker(accepted.svg)) return other;
  const svg = fresh.csv === accepted.csv ? fresh.svg : fresh.gp && redrawn(fresh.gp, accepted.csv);
  return !svg || svg === accepted.svg ? [] : [`${name}.svg: not the drawing of its numbers, expected that of this run`];
}

// What is to be read in a drawing.
const wordsOf = (svg) => (svg.match(/<(title|text|tspan)\b[^>]*>[^<]*/g) || []).map((text) => text.replace(/<t(?:ext|span)[^>]*>/, "")).sort();

const isNumeral = (word) => /^[-−+.\d\s^e]*$/.test(word);
function beside(got, expected) {
  const only = (all, others) => [...new Set(all)].filter((word) => !others.includes(word));
  return [...only(got, expected).map((word) => `new: ${word}`), ...only(expected, got).map((word) => `gone: ${word}`)];
}

// A diagram's places hang on the fonts that there are; its nodes, edges and words
// do not.
function compareDiagram(name, fresh, accepted) {
  const [got, expected] = [fresh, accepted].map(wordsOf), found = beside(got, expected);
  if (!found.length && got.length !== expected.length) found.push(`${got.length} words, expected ${expected.length}`);
  return found.map((what) => `${name}: ${what.replace("<title>", "")}`);
}

// What there is of a chapter ('' for all): results and figures by name.
const namesIn = (folder, ending, chapter) => (fs.existsSync(folder) ? fs.readdirSync(folder) : [])
  .filter((file) => file.endsWith(ending) && !file.endsWith(sweepEnding)).map((file) => file.slice(0, -ending.length)).sort()
  .filter((name) => !isFigureName(name) || name.startsWith(chapter));

function freshGallery(root, run, chapter) {
  const gallery = { results: {}, figures: {}, faults: [], missing: [] };
  const painters = {};
  for (const program of programsOf(root, chapter)) {
    const result = freshResult(root, run, program);
    if (result === null) {
      gallery.faults.push(`${program}: no result since its source changed: it did not run, or failed`);
      gallery.missing.push(program);
      continue;
    }
    gallery.results[program] = result;
    for (const name of result.figures) {
      const [svg, csv, gp] = [".svg", ".csv", ".gp"].map((ending) => read(run, name + ending));
      if (painters[name])
        gallery.faults.push(`${name}: expected a figure's name to be unique, ` +
          `${painters[name]} and ${program} draw it`);
      else if (!isFigureName(name) || !name.startsWith(program.slice(0, 3)))
        gallery.faults.push(`${name}: drawn by ${program}: expected a name of the form ` +
          `${program.slice(0, 3)}two-words`);
      else if (svg === null || csv === null)
        gallery.faults.push(`${name}.${svg === null ? "svg" : "csv"}: expected ${program} to draw it`);
      else gallery.figures[name] = { svg, csv, gp };
      painters[name] = program;
    }
  }
  for (const name of namesIn(run, ".svg", chapter)) {
    if (read(run, name + ".csv") !== null) continue; // drawn by a program, now or once
    if (!isFigureName(name))
      gallery.faults.push(`${name}.svg: expected a figure's name of the form 03-two-words`);
    else if (!painters[name]) gallery.figures[name] = { svg: read(run, name + ".svg"), csv: null };
  }
  return gallery;
}

function acceptedGallery(root, chapter) {
  const plots = path.join(root, "plots");
  const gallery = { results: {}, figures: {}, faults: [] };
  for (const name of namesIn(plots, ".svg", chapter)) {
    gallery.figures[name] = { svg: read(plots, name + ".svg"), csv: read(plots, name + ".csv") };
    if (!isFigureName(name))
      gallery.faults.push(`plots/${name}.svg: expected a figure's name of the form 03-two-words`);
  }
  for (const name of namesIn(plots, ".csv", chapter))
    if (!gallery.figures[name]) gallery.faults.push(`plots/${name}.csv: expected ${name}.svg beside it`);
  for (const name of namesIn(plots, ".json", chapter)) gallery.results[name] = resultOf(plots, name);
  return gallery;
}

// One line for each difference of a result, or of a figure.
function compareOne(kind, name, got, expected) {
  const numbers = ({ csv }) => (csv === null ? "no numbers" : "numbers");
  if (kind === "results") return compareResult(name, got, expected);
  if (numbers(got) !== numbers(expected)) return [`${name}: got ${numbers(got)}, expected ${numbers(expected)}`];
  if (got.csv === null) return compareDiagram(name, got.svg, expected.svg);
  return [...compareFigure(name, readFigure(got.csv, `fresh ${name}.csv`), readFigure(expected.csv, `accepted ${name}.csv`)),
    ...compareDrawing(name, got, expected)];
}

// One line for each claim that says nothing, and for each setting that was not tried.
const compareTries = (program, result, sweep) => [...weakClaims(program, result, sweep),
  ...(sweep || (result.settings || []).length ? compareSweep(program, sweep, result) : [])];

// One line for each difference of one program's run from what is accepted of it.
function compareProgram(root, run, program) {
  const [got, expected] = [run, path.join(root, "plots")].map((folder) => resultOf(folder, program));
  const numbers = (folder, name) => readFigure(read(folder, name + ".csv") || "", `${folder}/${name}.csv`);
  return [...compareResult(program, got, expected), ...compareTries(program, got, readSweeps(root).get(program)), ...expected.figures.flatMap((name) =>
    compareFigure(name, numbers(run, name), numbers(path.join(root, "plots"), name)))];
}

// One line for each difference and each fault.
function compareGalleries(fresh, accepted) {
  const found = [...fresh.faults, ...accepted.faults];
  const told = fresh.missing.flatMap((name) => [name, ...(accepted.results[name] || { figures: [] }).figures]);
  for (const kind of ["results", "figures"]) {
    for (const name of Object.keys(fresh[kind]))
      if (!accepted[kind][name]) found.push(`${name}: new: the accepted ${kind} do not have it`);
    for (const [name, expected] of Object.entries(accepted[kind]))
      if (fresh[kind][name]) found.push(...compareOne(kind, name, fresh[kind][name], expected));
      else if (!told.includes(name)) found.push(`${name}: vanished: this run's ${kind} do not have it`);
  }
  return found;
}

// Whether an accepted one stays: it agrees with the fresh one, and says the same.
function stays(kind, name, got, expected) {
  const words = ({ what, bound, held }) => [what, bound, held];
  const said = (one) => (kind === "results" ? JSON.stringify({ ...one, values: 0, tables: 0, claims: (one.claims || []).map(words) })
    : wordsOf(one.svg).filter((word) => !isNumeral(word)).join("\n"));
  return expected !== undefined && said(got) === said(expected) && compareOne(kind, name, got, expected).length === 0;
}

// Nothing is touched when one of the fresh ones is at fault, nor what agrees with
// its fresh one; each file is replaced whole. Gives a line for each file that is new, changed or gone.
function accept(root, run, chapter) {
  const fresh = freshGallery(root, run, chapter), accepted = acceptedGallery(root, chapter);
  if (fresh.faults.length) throw new Error(`nothing accepted: ${fresh.faults[0]}`);
  for (const [name, { csv }] of Object.entries(fresh.figures))
    if (csv !== null) readFigure(csv, `nothing accepted: ${name}.csv`);
  const files = {};
  for (const kind of ["results", "figures"])
    for (const [name, got] of Object.entries(fresh[kind])) {
      const from = stays(kind, name, got, accepted[kind][name]) ? path.join(root, "plots") : run;
      for (const ending of kind === "results" ? [".json"] : got.csv === null ? [".svg"] : [".svg", ".csv"])
        files[name + ending] = read(from, name + ending);
    }
  const plots = path.join(root, "plots");
  const done = [];
  for (const [file, text] of Object.entries(files)) {
    const had = read(plots, file);
    if (had === text) continue;
    fs.writeFileSync(path.join(plots, file + ".new"), text);
    fs.renameSync(path.join(plots, file + ".new"), path.join(plots, file));
    done.push(`${had === null ? "new" : "changed"}: ${file}`);
  }
  for (const ending of [".csv", ".json", ".svg"])
    for (const name of namesIn(plots, ending, chapter))
      if (!(name + ending in files)) {
        fs.unlinkSync(path.join(plots, name + ending));
        done.push(`gone: ${name + ending}`);
      }
  return done;
}

function main(command) {
  const given = {};
  for (let i = 0; i < command.length; ++i) {
    if (command[i] === "--accept") given.accept = true;
    else if (["--root", "--run", "--chapter"].includes(command[i]) && command[i + 1])
      given[command[i].slice(2)] = command[++i];
    else given.wrong = `expected --root, --run, --chapter or --accept, got '${command[i]}'`;
  }
  if (!given.wrong && (!given.root || !given.run || !fs.existsSync(given.run)))
    given.wrong = "expected --root BOOK --run FOLDER, of a run";
  if (!given.wrong && given.chapter && !/^0*[1-9]\d?$/.test(given.chapter))
    given.wrong = `--chapter: expected a number from 1 to 99, got '${given.chapter}'`;
  if (given.wrong) {
    console.error(`${words("error:")} plots: ${words(given.wrong)}`);
    return 2;
  }
  const chapter = given.chapter ? `${String(Number(given.chapter)).padStart(2, "0")}-` : "";
  try {
    if (given.accept) {
      const done = accept(given.root, given.run, chapter);
      console.log(done.length ? words(done.join("\n")) : words("nothing to accept"));
      return 0;
    }
    const fresh = freshGallery(given.root, given.run, chapter);
    const accepted = acceptedGallery(given.root, chapter), sweeps = readSweeps(given.root);
    const found = compareGalleries(fresh, accepted);
    for (const [program, result] of Object.entries(fresh.results)) found.push(...compareTries(program, result, sweeps.get(program)));
    for (const [program, result] of Object.entries(accepted.results)) if (sweeps.has(program)) found.push(...strayClaims(program, sweeps.get(program), result));
    for (const program of sweeps.keys())
      if (!fresh.results[program] && !fresh.missing.includes(program) && program.startsWith(chapter))
        found.push(`plots/${program}${sweepEnding}: expected the sweep of a program`);
    console.log(found.length ? words(found.join("\n"))
      : words`${Object.keys(fresh.figures).length} figures and ${Object.keys(fresh.results).length} results agree with the accepted ones`);
    return found.length ? 1 : 0;
  } catch (error) {
    console.error(`${words("error:")} ${words(error.message)}`);
    return 1;
  }
}

module.exports = { readFigure, compareFigure, compareProgram, compareResult, isFigureName, main };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
