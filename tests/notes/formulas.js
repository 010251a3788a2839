// The formulas that a reader sees, for the test that works them out: those with a
// number on the pages, and those of the notes' rows.
//
//   node tests/notes/formulas.js BOOK > FILE
//
// {"equations": {"3.4": tex}, "others": [{"chapter": 3, "tex": tex, "at": "FILE:LINE"}],
//  "rows": {"B8": {"formula": text, "printed": text, "words": text}}, "errata": text}
"use strict";
const { eachBlock, eachFormula, readBook, say } = require("../../docs/reader.js");
const { readInventory } = require("./notes.js");

const root = process.argv[2], book = readBook(root), problems = [];
const rows = Object.fromEntries(readInventory(root, problems).map(({ id, formula, printed, words }) => [id, { formula, printed, words }]));

// A path in a table is its row: what a loss makes of a weight's copy in a step is
// the walk times what the cell adds.
function inTables(book) {
  const found = {}, tex = (cell) => cell.filter((piece) => piece.kind === "math").map((piece) => piece.tex).join(" ");
  const text = (cell) => cell.map((piece) => piece.text || piece.tex).join("");
  for (const { blocks } of book.pages)
    eachBlock(blocks, ({ kind, head, rows }) => {
      for (const { cells } of kind === "table" ? rows : [])
        cells.forEach((cell, i) => {
          const [{ tag } = {}] = cell.filter((piece) => piece.tag), [, weight] = /to \$?([UVW])/.exec(text(head[i])) || [];
          const loss = text(cells[0]).replace("L_", ""), walk = head.findIndex((c) => text(c).startsWith("the walk"));
          if (tag && weight) found[tag] = `\\frac{\\partial L_${loss}}{\\partial ${weight}${walk < 0 ? "" : `^{(${text(cells[1])})}`}} = ${walk < 0 ? "" : tex(cells[walk])} ${tex(cell)}`;
        });
    });
  return found;
}

// Equations between letters that have no number, of each page; a display of
// several lines is several. (What they say of numbers tests/rules/sums.js reads.)
function others(book) {
  const found = [], letters = /\\T|\\sum|\\diag|\\partial|\\odot|\([tk] ?[-+]|_[tk]|\+ /, numbers = /\\cdot|pmatrix|\\tag|dots|\{\{|= *-?\d|\\tfrac[1-9]{2} ?[(\\$]|= \\tfrac/;
  for (const { chapter, blocks } of book.pages)
    eachFormula(blocks, (tex, { file, line }) => {
      for (const one of tex.split(/\\\\(?:\[\w+\])?/))
        if (/=/.test(one) && letters.test(one) && !numbers.test(tex))
          found.push({ chapter, tex: one.replace(/\\(begin|end)\{aligned\}|\s+/g, " ").trim(), at: `${file}:${line}` });
    });
  return found;
}

const equations = { ...Object.fromEntries([...book.equations].map(([number, { tex }]) =>
  [number, tex.replace(/\\tag\*?\{[^}]*\}/g, "").trim()])), ...inTables(book) };
if (problems.length) {
  console.error(problems.map(say).join("\n"));
  process.exitCode = 1;
} else {
  const errata = book.pages.find(({ file }) => file === "docs/errata.md").text;
  console.log(JSON.stringify({ equations, others: others(book), rows, errata }, null, 1));
}
