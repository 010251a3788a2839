// A number that a reader meets in a sentence, a caption, a picture's words or a
// fold was woven in by a run, or it is one of the problem: it stands in a program
// that is named nearby, or in a formula nearby, which sums.js works out. What is
// neither stands in numbers.csv with its page and the reason. Looked at are numbers
// of three digits or more, with decimals, powers and percentages, and the words from
// ten on; of smaller ones those that count steps, units and the like, and of words
// those that count seeds and wrong versions.
"use strict";
const fs = require("fs");
const path = require("path");
const { eachBlock, eachPiece } = require("../../docs/reader.js");
const { readTable } = require("../../docs/text.js");

const list = "tests/rules/numbers.csv", near = 2; // paragraphs
const words = Object.fromEntries(("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen " +
  "nineteen").split(" ").map((word, i) => [word, i + 1]).concat([["twenty", 20], ["thirty", 30], ["forty", 40], ["fifty", 50], ["sixty", 60],
  ["seventy", 70], ["eighty", 80], ["ninety", 90], ["hundred", 100], ["thousand", 1000], ["million", 1e6]]));
const drawing = /\/\/.*|#include.*|.*(?:\.(?:size|x_range|y_range|note|bars)|text|fixed)\(.*/;
const counted = /^ (?:of ten|wrong|seeds)\b/, sized = /^ (?:\w+ )?(?:of them|steps|units|updates|epochs|sequences|additions|windows|lags)\b/;

const plain = (text) => text.replace(/(\d)(?:\{,\}|[,'])(?=\d{3}\b)/g, "$1");
const numbersIn = (text) => [...plain(text).matchAll(/\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi)].map((m) => Number(m[0]));

// The numbers of a sentence that are looked at, as they are written.
function toldIn(text) {
  return [...plain(text).matchAll(/(?<![\w.-])\d+(?:\.\d+)*(?:e[-+]?\d+)?(?: ?%)?|\b[a-z]+\b/gi)].flatMap((m) => {
    const word = m[0].toLowerCase(), value = /^\d/.test(word) ? Number(word) : words[word];
    const told = /^\d/.test(word) ? /\d{3}|\.\d|%|\de/.test(word) || (value > 9 && sized.test(text.slice(m.index + word.length))) : value >= 10 || (value > 1 && counted.test(text.slice(m.index + word.length)));
    return told ? [{ word, value, ofSeeds: /^ seeds\b/.test(text.slice(m.index + word.length)), line: text.slice(0, m.index).split("\n").length - 1 }] : [];
  });
}

// The names of programs in a block, and the numbers of its formulas and commands.
function namedIn(block, chapter, programs) {
  const names = new Set(), formulas = [];
  const add = (name) => programs.forEach((p) => { if (name.replace(/-/g, "_").startsWith(p.replace(/-/g, "_"))) names.add(p); });
  const tex = (text) => { formulas.push(...numbersIn(text)); for (const m of text.matchAll(/\{\{(\d\d-\w+)/g)) add(m[1]); };
  add(block.program || block.name || "");
  const run = /^\.\/book \w+ (\d+) (\w+)|^(\w+):/.exec(block.command || block.text || "");
  if (run) add(`${String(run[1] || chapter).padStart(2, "0")}-${run[2] || run[3]}`);
  if (block.kind === "math") tex(block.tex);
  eachPiece([block], (piece) => { if (piece.kind === "math") tex(piece.tex); else if (piece.kind === "code") tex(piece.text); else if (piece.program) add(piece.program); });
  return { names, formulas };
}

function numbers({ root, book, programs, sources }) {
  const found = [], rows = fs.existsSync(path.join(root, list)) ? readTable(root, list, ["page", "number", "why"], found) : [], used = new Set();
  const files = new Map(sources.map(({ file, lines }) => [file.replace(/^chapters\/(\d\d-)[^/]+\/(\w+)\.cpp$/, "$1$2"), lines]));
  const code = (name) => (files.get(name) || []).map((line) => line.replace(drawing, "")).join("\n");
  const literals = new Map([...programs].map((name) => [name, numbersIn(code(name))]));
  const seeds = new Map([...programs].map((name) => [name, [...code(name).matchAll(/\bseeds = (\d+)/g)].map((m) => Number(m[1]))]));
  const references = book.pages.find((page) => page.id === "references"), years = new Set(references ? numbersIn(references.text) : []);
  for (const page of book.pages) {
    if (page === references) continue;
    const flat = [];
    eachBlock(page.blocks, (block) => flat.push({ ...block, blocks: [], items: [] }));
    const named = flat.map((block) => namedIn(block, page.chapter, programs));
    const start = page.chapter ? flat.findIndex(({ kind, text }) => kind === "heading" && text.startsWith("Derivation")) : 0;
    flat.forEach((block, i) => {
      const around = i < start ? named : named.slice(Math.max(0, i - near), i + near + 1);
      const own = sources.filter(({ file }) => /\/exercises\//.test(block.file) && path.dirname(file) === path.dirname(block.file));
      const known = new Set(own.flatMap(({ lines }) => numbersIn(lines.join("\n"))).concat(around.flatMap(({ names, formulas }) => [...formulas, ...[...names].flatMap((name) => literals.get(name))])));
      const tried = new Set(around.flatMap(({ names }) => [...names].flatMap((name) => seeds.get(name))));
      const mention = (all, number) => (book.equations.has(number) ? "" : all);
      const look = (text, line) => toldIn(text.replace(/[(（]([\d.]+[a-z]?)[)）]/g, mention)).forEach(({ word, value, ofSeeds, line: down }) => {
        if ((ofSeeds ? tried : known).has(value) || (value > 1900 && years.has(value))) return;
        const row = rows.find((r) => r.page === block.file && r.number === word);
        if (row) used.add(row);
        else found.push({ file: block.file, line: line + down, what: `'${word}', expected {{NN-program.key}}, a number of a program nearby, or a line in ${list}` });
      });
      eachPiece([block], (piece) => { if (piece.kind === "text") look(piece.text, piece.line); });
      if (block.kind === "figure") look(block.alt.replace(/\{\{[^}]*\}\}/g, ""), block.line);
    });
  }
  for (const row of rows) if (!used.has(row)) found.push({ file: list, line: row.line, what: `'${row.number}' is not needed on ${row.page}, expected no line for it` });
  return found;
}

module.exports = { numbers };
