// The house rules: what must hold of the tree without running anything.
//
//   node tests/rules/rules.js ROOT
//
// prints `file:line: rule: what was found, what is expected` for each place where
// one is broken. What a page alone can say (its forms, links, listings, mentions of
// equations) its reader says, and is told here under the rule "page".
"use strict";
const { createHash } = require("crypto");
const fs = require("fs");
const path = require("path");
const { eachBlock, eachFormula, eachPiece, isNumber, numberedLines, readBook, readSources, resolve, say, testCases } =
  require("../../docs/reader.js");
const { columnsOf, linesOf } = require("../../docs/text.js");
const { coloursOf } = require("../../docs/svg.js");
const { isFigureName } = require("../../plots/compare.js");
const { programsOf, resultOf } = require("../../plots/run.js");
const { readSweeps, sweepValues } = require("../../plots/sweeps.js");
const commands = require("./commands.js");
const { diagrams } = require("./diagrams.js");
const { numbers } = require("./numbers.js");
const { Sums } = require("./sums.js");
const { twins } = require("./twins.js");

const inventory = "tests/notes/inventory.csv";
const retired = "tests/rules/retired.csv";

// Everything that the rules look at.
function readTree(root) {
  if (!fs.existsSync(path.join(root, "chapters")))
    throw new Error(`${root}: expected the book's root, with chapters/`);
  const sources = readSources(root);
  const firstCells = (file) => (fs.existsSync(path.join(root, file))
    ? linesOf(fs.readFileSync(path.join(root, file), "utf8")).map((line) => line.split(",")[0].trim()) : null);
  return {
    root, sources, book: readBook(root), tests: testCases(sources), lines: numberedLines(sources),
    chapters: fs.readdirSync(path.join(root, "chapters")).filter((name) => /^\d\d-/.test(name)).sort(),
    programs: new Set(programsOf(root)), rows: firstCells(inventory), retired: (firstCells(retired) || []).slice(1),
  };
}

const chapterOf = (file) => Number((/^chapters\/(\d\d)-/.exec(file) || [0, 0])[1]);
const isExercise = (file) => chapterOf(file) > 0 && file.includes("/exercises/");

// The include graph is the reading order: a chapter includes common/ and itself or
// earlier ones, common/ no chapter, and tests/ only tests. Headers that are slow to
// compile stay inside .cpp files of common/, and in tests. The oracle serves worked
// examples, too: they try the book's own gradient before they judge the reader's.
function includes(tree) {
  const slow = /^(CLI\/|CLI11|nlohmann\/|gnuplot-iostream|[bB]oost\/|catch2\/)/;
  const objection = (from, file, quoted) => {
    const testing = from.startsWith("tests/") || isExercise(from);
    if (slow.test(file) && !from.startsWith("tests/") && !/^common\/.*\.cpp$/.test(from))
      return "a header that is slow to compile, expected only in .cpp files of common/, and in tests";
    if (!quoted || file.startsWith("common/")) return "";
    const judges = /^common\/sheet\/.*\.cpp$|^chapters\/[^/]+\/work\.cpp$/.test(from);
    if (file.startsWith("tests/oracle/") && judges) return "";
    if (file.startsWith("tests/")) return testing ? "" : "a header of tests/, expected only in tests";
    if (!file.startsWith("chapters/"))
      return "a path that is not from the root, expected common/, chapters/ or tests/";
    if (!tree.chapters.includes(file.split("/")[1])) return "a chapter that is not there";
    if (from.startsWith("common/")) return "a chapter, expected common/ to know none";
    if (chapterOf(from) > 0 && chapterOf(file) > chapterOf(from))
      return `a later chapter, expected common/ and chapters up to ${chapterOf(from)}`;
    return "";
  };
  return tree.sources.flatMap(({ file, lines }) => lines.flatMap((text, i) => {
    const found = /^\s*#\s*include\s*(["<])([^">]+)/.exec(text);
    const why = found && objection(file, found[2], found[1] === "\"");
    return why ? [{ file, line: i + 1, what: `'${found[2]}' is ${why}` }] : [];
  }));
}

// A program that states a claim has at most 140 lines, its main 45, and code that
// readers see 80 columns.
function lengths(tree) {
  const [most, widest, longest] = [140, 80, 45];
  return tree.sources.flatMap(({ file, lines }) => {
    const found = [];
    const program = /^chapters\/(\d\d-)[^/]+\/([^/]+)\.cpp$/.exec(file);
    if (program && tree.programs.has(program[1] + program[2]) && lines.length > most)
      found.push({ file, line: most + 1, what: `${lines.length} lines, expected a program of at most ${most}` });
    const start = program ? lines.findIndex((text) => text.startsWith("int main(")) : -1;
    const size = lines.slice(start).indexOf("}") + 1;
    if (start >= 0 && size > longest)
      found.push({ file, line: start + 1, what: `a main of ${size} lines, expected at most ${longest}: measure, show, claim` });
    if (chapterOf(file) || /^common\/[^/]+\.hpp$/.test(file))
      lines.forEach((text, i) => {
        if (columnsOf(text) > widest)
          found.push({ file, line: i + 1, what: `${columnsOf(text)} columns, expected at most ${widest}` });
      });
    return found;
  });
}

// A sequence is read by its time: h(t - 1), not by the place where a time is kept.
function times(tree) {
  return tree.sources.filter(({ file }) => chapterOf(file)).flatMap(({ file, lines }) => lines.flatMap((text, i) => {
    const found = /\.(?:slice|col)\((?:t|k|tau) [-+] 1\)/.exec(text);
    return found ? [{ file, line: i + 1, what: `'${found[0]}', expected a Sequence, read by its time` }] : [];
  }));
}

// Names of tests hold no sign that ctest takes for its own, and tags that name a
// row of the notes or an equation have their form.
function tests(tree) {
  const known = tree.rows ? `, as ${inventory} has` : "";
  const objection = (tag) => {
    if (tag === "") return "expected a tag";
    if (/^\d/.test(tag)) return isNumber(tag) ? "" : "expected an equation's number as [3.4]";
    if (!/^.\d+$/.test(tag)) return "";
    const row = /^[A-E][1-9]/.test(tag) && (!tree.rows || tree.rows.includes(tag));
    return row ? "" : `expected a row of the notes, [A1] to [E17]${known}`;
  };
  return tree.tests.flatMap(({ file, line, name, tags }) => [
    ...(name === "" || /[[\];"]/.test(name)
      ? [{ file, line, what: `'${name}', expected a name without [ ] ; and quotes` }] : []),
    ...tags.flatMap((tag) => {
      const why = objection(tag.text);
      return why ? [{ file, line: tag.line, what: `[${tag.text}], ${why}` }] : [];
    })]);
}

// One equation, one number: each on a page has a test and, unless it is only
// stated, a line of code; every number in code and tests stands on a page.
function equations(tree) {
  const found = [];
  const tested = new Map();
  for (const { file, tags } of tree.tests)
    for (const tag of tags)
      if (isNumber(tag.text)) tested.set(tag.text, [...(tested.get(tag.text) || []), { file, line: tag.line }]);
  for (const [number, { file, line, stated }] of tree.book.equations) {
    const tell = (what) => found.push({ file, line, what: `(${number}) ${what}` });
    const code = tree.lines.get(number);
    if (!tested.has(number)) tell(`has no test, expected one with the tag [${number}]`);
    if (stated && code)
      tell(`is marked as stated, expected no code: ${code[0].file}:${code[0].line} computes it`);
    if (!stated && !code)
      tell(`has no code, expected a line that ends in // (${number}), ` +
        `or <!-- stated: ${number} --> above the formula`);
  }
  for (const places of [tree.lines, tested])
    for (const [number, where] of places)
      if (!tree.book.equations.has(number))
        for (const { file, line } of where)
          found.push({ file, line, what: `(${number}) is on no page, expected \\tag{${number}}` });
  return found;
}

// Numbers never shift: those of a chapter are 1, 2, ... without a gap, an insertion
// has the letter after its predecessor's; one that was dropped is listed in
// retired.csv and not used again.
function numbering(tree) {
  const there = (number) => tree.book.equations.has(number) || tree.retired.includes(number);
  const found = [];
  for (const [number, { file, line }] of tree.book.equations) {
    const [, chapter, index, letter] = /^(\d+)\.(\d+)([a-z]?)$/.exec(number);
    const before = [];
    if (letter > "a") before.push(`${chapter}.${index}${String.fromCharCode(letter.charCodeAt(0) - 1)}`);
    if (letter) before.push(`${chapter}.${index}`);
    else if (index > 1) before.push(`${chapter}.${index - 1}`);
    for (const missing of before.filter((n) => !there(n)))
      found.push({ file, line, what: `(${number}) without (${missing}), expected no gap, or (${missing}) in ${retired}` });
    if (tree.retired.includes(number))
      found.push({ file, line, what: `(${number}) is retired, expected a number that was never used` });
  }
  tree.retired.forEach((number, i) => {
    if (!isNumber(number)) found.push({ file: retired, line: i + 2, what: `'${number}', expected a number as 3.4` });
  });
  return found;
}

// Figures by the names that programs and diagrams give them: [{name, file, line}].
function drawn(tree) {
  const found = [];
  for (const { file, lines } of tree.sources) {
    if (!chapterOf(file) || isExercise(file)) continue;
    const text = lines.join("\n");
    for (const m of text.matchAll(/\bFigure\s+\w*\s*[({]\s*"([^"]*)"/g))
      found.push({ name: m[1], file, line: linesOf(text.slice(0, m.index) + ".").length });
  }
  for (const folder of [...tree.chapters.map((name) => "chapters/" + name), "docs"]) {
    const files = fs.existsSync(path.join(tree.root, folder)) ? fs.readdirSync(path.join(tree.root, folder)).sort() : [];
    for (const file of files.filter((name) => name.endsWith(".dot")))
      found.push({ name: path.basename(file, ".dot"), file: `${folder}/${file}`, line: 1 });
  }
  return found;
}

// The names of figures and diagrams begin with their chapter's digits, no two are
// the same, and each stands on a page.
function figures(tree) {
  const found = [], first = new Map(), shown = new Set(), all = drawn(tree), plots = path.join(tree.root, "plots");
  for (const page of tree.book.pages) eachBlock(page.blocks, ({ kind, name }) => { if (kind === "figure") shown.add(name); });
  for (const file of fs.existsSync(plots) ? fs.readdirSync(plots).filter((name) => name.endsWith(".svg")) : [])
    if (!all.some(({ name }) => name + ".svg" === file)) all.push({ name: file.slice(0, -4), file: `plots/${file}`, line: 1 });
  for (const { name, file, line } of all) {
    const digits = chapterOf(file) ? path.basename(path.dirname(file)).slice(0, 3) : "";
    if (!isFigureName(name) || !name.startsWith(digits))
      found.push({ file, line, what: `'${name}', expected a name of the form ${digits || "NN-"}words` });
    else if (!shown.has(name)) found.push({ file, line, what: `'${name}' is on no page, expected one to show it` });
    if (first.has(name))
      found.push({ file, line, what: `'${name}' again, expected a name of its own: ${first.get(name)} has it` });
    else first.set(name, `${file}:${line}`);
  }
  return found;
}

// The colours that the words beside a figure name are in it.
function colours(tree) {
  const found = [];
  for (const page of tree.book.pages)
    eachBlock(page.blocks, ({ kind, name, alt, caption, file, line }) => {
      const svg = path.join(tree.root, "plots", name + ".svg");
      if (kind !== "figure" || !fs.existsSync(svg)) return;
      const there = coloursOf(fs.readFileSync(svg, "utf8"));
      for (const said of (alt + " " + caption).match(/\b(blue|vermilion|green|purple|orange|sky|grey|red|yellow|black)\b/gi) || [])
        if (!there.has(said.toLowerCase())) found.push({ file, line, what: `'${said}' is no colour of ${name}, expected one of ${[...there].join(", ")}` });
    });
  return found;
}

// The words of a text, in small letters, without those that say nothing.
const wordsOf = (text) => (text.toLowerCase().replace(/_/g, " ").match(/[\p{L}\p{N}]+/gu) || []).map((word) => word.replace(/^0(?=\d)/, ""))
  .filter((word) => !/^(the|of|and|to|all|chapter|et|al|others|s)$/.test(word));

// What stands along gnuplot's axes, and which of them, up and across, is logarithmic:
// there three numbers rise by a factor.
function axesOf(svg) {
  const texts = [...svg.matchAll(/translate\([\d.]+,([\d.]+)\)( rotate\(270\))?"[^>]*text-anchor="(\w+)">\s*<text>(.*?)<\/text>/g)].map(([, y, turned, anchor, text]) =>
    ({ y: Number(y), turned, anchor, text: text.replace(/<[^>]*dy="-[^>]*>/g, "^").replace(/<[^>]*>/g, "") }));
  const [up] = texts.filter(({ turned }) => turned), ends = texts.filter(({ anchor }) => anchor === "end");
  const [across, ...above] = texts.filter(({ turned, anchor }) => !turned && anchor === "middle").sort((a, b) => b.y - a.y);
  const byFactor = (tics) => {
    const [a, b, c] = tics.map(({ text }) => Number(text.replace(/^10\^/, "1e")));
    return a > 0 && a !== b && Math.abs(a * c - b * b) < 1e-6 * b * b;
  };
  return { up: up ? up.text : "", across: across ? across.text : "", log: [byFactor(ends), byFactor(above.filter(({ y }) => y === above[0].y))] };
}

// The words beside a figure name what its axes do, in "what against what", and a
// logarithmic axis only where there is one.
function axes(tree) {
  const found = [], letters = { j: "loss", l: "loss", w: "weight", τ: "length" };
  const said = (text) => wordsOf(text.replace(/‖/g, " norm ")).map((word) => (letters[word] || word).replace(/(ies|y|s)$/, "")).filter((word) => word !== "a");
  for (const page of tree.book.pages)
    eachBlock(page.blocks, ({ kind, name, alt, caption, file, line }) => {
      const svg = path.join(tree.root, "plots", name + ".svg");
      if (kind !== "figure" || !fs.existsSync(svg)) return;
      const { up, across, log } = axesOf(fs.readFileSync(svg, "utf8")), tell = (what) => found.push({ file, line, what: `${name}: ${what}` });
      for (const [, of, by] of (alt + ". " + caption).matchAll(/([^.:;]*?) against ([^.,:;]*)/g))
        for (const [words, axis] of [[of, up], [by, across]])
          if (axis && !said(axis).some((word) => said(words).includes(word))) tell(`'${words.trim()}' stands along an axis that says '${axis}'`);
      if (/logarithmic/.test(alt) && !(/logarithmic axes|both logarithmic/.test(alt) ? log.every(Boolean) : log.some(Boolean))) tell("an axis is called logarithmic, and is not");
    });
  return found;
}

// A link's words are those of the place that it leads to: of its page's title and file,
// its heading, or what is listed there. Words in small letters point as they like, but
// for a chapter's number and a program's name.
function links(tree) {
  const found = [], plain = (piece) => piece.text || (piece.inline || []).map(plain).join("");
  for (const { blocks, file: from } of tree.book.pages)
    eachPiece(blocks, (piece, { file }) => {
      const { page: to, id } = piece.kind === "link" ? resolve(tree.book, from, piece.target) : {}, label = plain(piece);
      const names = /[A-Z\d_]/.test(label) || [...tree.programs].some((program) => program.slice(3) === label);
      if (to && /^(below|above)$/.test(label) && to.file !== from) found.push({ file, line: piece.line, what: `'${label}' leads to ${to.file}` });
      if (!to || !names || /[^ -~]/.test(label)) return;
      const there = wordsOf([to.title, to.file, id, ...to.text.split("\n").filter((line) => id && new RegExp(`#${id}\\}|\\\\anchor ${id}\\b`).test(line))].join(" "));
      const lost = wordsOf(label).filter((word) => !there.includes(word));
      if (lost.length) found.push({ file, line: piece.line, what: `'${label}' leads to ${piece.target}, which says nothing of ${lost.join(", ")}` });
    });
  return found;
}

// A program's results have its name: 03-sunspots for sunspots.cpp of chapter 3.
function names(tree) {
  return tree.sources.flatMap(({ file, lines }) => {
    const [, digits, name] = /^chapters\/(\d\d-)[^/]+\/([^/]+)\.cpp$/.exec(file) || [], text = lines.join("\n");
    const said = /\bExperiment\s+\w+\s*[({]\s*"([^"]*)"/.exec(text);
    return !digits || !said || said[1] === digits + name ? []
      : [{ file, line: linesOf(text.slice(0, said.index) + ".").length, what: `'${said[1]}', expected the file's, '${digits}${name}'` }];
  });
}

// The data are those that PROVENANCE.md names, to the last byte, with where they come
// from and whose they are, which the README says, too; so is the licence of the rest.
function provenance(tree) {
  const folder = "common/data", file = folder + "/PROVENANCE.md", found = [];
  const full = (...names) => path.join(tree.root, ...names), read = (name) => (fs.existsSync(full(name)) ? fs.readFileSync(full(name), "utf8") : "");
  const text = read(file), tell = (what) => found.push({ file, line: 1, what });
  const rows = new Map([...text.matchAll(/^\| (\S+) \| \S.* \| \S.* \| (\S.*) \|$/gm)].map((m) => [m[1], m[2]]));
  const sums = new Map([...text.matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)].map((m) => [m[2], m[1]]));
  const there = fs.existsSync(full(folder)) ? fs.readdirSync(full(folder)).filter((name) => name !== "PROVENANCE.md") : [];
  for (const name of [...there, ...sums.keys(), ...(text ? ["../../LICENSE"] : [])]) {
    const kept = fs.existsSync(full(folder, name)) && createHash("sha256").update(fs.readFileSync(full(folder, name))).digest("hex");
    if (kept !== sums.get(name)) tell(`${name} has the sum ${kept}, expected ${sums.get(name)}`);
    if (there.includes(name) && !rows.has(name)) tell(`${name} has no row, expected what it is, where it is from and its rights`);
    const rights = (rows.get(name) || "").split(":")[0];
    if (!read("README.md").includes(rights)) tell(`${name} is '${rights}', which the README does not say`);
  }
  return found;
}

// What a page takes from a run is there: figures and results. What it takes from a
// sweep it says once in a paragraph, and a range is of one claim at one setting.
function results(tree) {
  const names = new Set(drawn(tree).map((figure) => figure.name)), plots = path.join(tree.root, "plots"), sweeps = readSweeps(tree.root);
  const kept = new Map([...tree.programs].map((program) => [program, resultOf(plots, program)]).filter(([, result]) => result).map(([program, result]) =>
    [program, { ...result.values, ...result.tables, ...(sweeps.has(program) ? sweepValues(sweeps.get(program)) : {}) }]));
  for (const { file, lines } of tree.sources) // names that are handed on
    if (chapterOf(file))
      for (const m of lines.join("\n").matchAll(/"(\d\d-[^"\n]*)"/g)) names.add(m[1]);
  const found = [];
  const look = (piece, file, line) => {
    const { program, key } = piece;
    if (/^\d/.test(program) && !tree.programs.has(program))
      found.push({ file, line, what: `{{${program}.${key}}}: no program ${program}, expected one of chapters/` });
    else if (kept.has(program) && piece.kind !== "sweep" && !(key in kept.get(program)))
      found.push({ file, line, what: `{{${program}.${key}}}: no such key in plots/${program}.json and its sweep` });
    if (piece.kind === "figure" && !names.has(piece.name) && !fs.existsSync(path.join(tree.root, "plots", piece.name + ".svg")))
      found.push({ file, line, what: `no figure ${piece.name}, expected it in plots/, or a program or diagram that draws it` });
  };
  for (const page of tree.book.pages) {
    eachBlock(page.blocks, (block) => look(block, block.file, block.line));
    let within = null, before = [], told;
    eachPiece(page.blocks, (piece, block) => {
      look(piece, block.file, piece.line);
      if (block !== within) [within, before, told] = [block, [], new Set()];
      const key = `${piece.program}.${piece.key}`, tell = (what) => found.push({ file: block.file, line: piece.line, what: `{{${key}}} ${what}` });
      if (/^sweep\./.test(piece.key)) {
        if (told.has(key)) tell("again in this paragraph, expected another claim or setting");
        told.add(key);
        const [from, to] = before;
        if (from && /\.largest$/.test(key) && /^ ?(?:to|到|至) ?$/.test(to.text) && `${from.program}.${from.key}` !== key.replace(/largest$/, "least"))
          tell("ends a range that it does not begin, expected one claim at one setting");
      }
      before = [before[1], piece];
    });
    const inside = (tex, { file, line }) => {
      for (const m of tex.matchAll(/\{\{(\d\d-[\w-]+)\.([\w.-]+)\}\}/g)) look({ program: m[1], key: m[2] }, file, line);
    };
    eachFormula(page.blocks, inside);
    eachBlock(page.blocks, (block) => inside(block.alt || "", block));
  }
  return found;
}

// What a formula says of numbers is true: of those that it shows, and of names
// that got a number under the same heading.
function sums(tree) {
  const found = [];
  for (const page of tree.book.pages) {
    let under = null, known;
    eachFormula(page.blocks, (tex, { file, line }, heading) => {
      if (heading !== under) [under, known] = [heading, new Sums()];
      for (const what of known.wrong(tex)) found.push({ file, line, what });
    });
  }
  return found;
}

// A file or folder that a page names in code is there.
function paths(tree) {
  const found = [];
  const look = (piece, block) => {
    const named = piece.kind === "code" && /^(?:common|chapters|docs|plots|tests)\/[\w./-]*$/.test(piece.text);
    if (named && !/^chapters\/NN|\.\./.test(piece.text) && !fs.existsSync(path.join(tree.root, piece.text)))
      found.push({ file: block.file, line: piece.line, what: `no ${piece.text}, expected a file or folder of the book` });
  };
  for (const page of tree.book.pages) eachPiece(page.blocks, look);
  return found;
}

// Every chapter has a page, and every page its parts in their order; its headings
// have ids of their own.
function parts(tree) {
  const all = ["Question", "Derivation", "Program", "What it shows", "What goes wrong", "Exercises", "Recap"];
  const found = [], numbers = new Map();
  for (const folder of tree.chapters) {
    const file = `chapters/${folder}`;
    if (!fs.existsSync(path.join(tree.root, file, "page.md")))
      found.push({ file: file + "/page.md", line: 1, what: "no page, expected every chapter to have one" });
    if (numbers.has(folder.slice(0, 2)))
      found.push({ file, line: 1, what: `the number of ${numbers.get(folder.slice(0, 2))}, expected its own` });
    numbers.set(folder.slice(0, 2), file);
  }
  for (const page of tree.book.pages) {
    if (!page.chapter) continue;
    const tell = (line, what) => found.push({ file: page.file, line, what });
    const lines = page.text.split("\n");
    if (!/^# .*\{#ch_\w+\}\s*$/.test(lines[0])) tell(1, "the first line, expected '# Title {#ch_name}'");
    const seen = new Set();
    let last = 0;
    eachBlock(page.blocks, (block) => {
      if (block.kind !== "heading" || block.file !== page.file) return;
      if (!/\{#[\w-]+\}\s*$/.test(lines[block.line - 1]))
        tell(block.line, "a heading without an id, expected {#id} at its end");
      if (block.level !== 2) return;
      const at = all.findIndex((part) => block.text.startsWith(part));
      const again = seen.has(at) && all[at] !== "Program";
      if (at < 0) tell(block.line, `'${block.text}', expected a part of a page: ${all.join(", ")}`);
      else if (at < last || again)
        tell(block.line, `'${block.text}' ${again ? "again" : "too late"}, expected the order ${all.join(", ")}`);
      else last = at;
      seen.add(at);
    });
    all.forEach((part, i) => { if (!seen.has(i)) tell(1, `no part '## ${part}', expected it`); });
  }
  return found;
}

const page = (tree) => tree.book.problems;

const rules = {
  includes, lengths, times, tests, equations, numbering, figures, colours, axes, links, names, provenance, results, sums, numbers, paths, parts, page, twins, ...commands, diagrams,
};

// What breaks the rules: [{file, line, what}], what begins with the rule's name.
const broken = (tree, names = Object.keys(rules)) => names.flatMap((name) =>
  rules[name](tree).map((problem) => ({ ...problem, what: `${name}: ${problem.what}` })));

function main(words) {
  if (words.length !== 1) {
    console.error(`error: rules: expected ROOT, got ${words.length} words`);
    return 2;
  }
  try {
    const tree = readTree(words[0]);
    const found = broken(tree);
    console.log(found.length ? found.map(say).join("\n")
      : `house rules: ${tree.sources.length} sources and ${tree.book.pages.length} pages, none broken`);
    return found.length ? 1 : 0;
  } catch (error) {
    console.error(`error: rules: ${error.message}`);
    return 2;
  }
}

module.exports = { broken, main, readTree, rules };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
