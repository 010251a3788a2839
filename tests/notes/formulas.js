// The formulas that a reader sees, for the test that works them out: those with a
// number on the pages, and those of the notes' rows.
//
//   node tests/notes/formulas.js BOOK > FILE
//
// {"equations": {"3.4": tex}, "rows": {"B8": {"formula": text, "printed": text}}}
"use strict";
const { readBook, say } = require("../../docs/reader.js");
const { readInventory } = require("./notes.js");

const root = process.argv[2], book = readBook(root), problems = [];
const rows = Object.fromEntries(readInventory(root, problems).map(({ id, formula, printed }) => [id, { formula, printed }]));
const equations = Object.fromEntries([...book.equations].map(([number, { tex }]) =>
  [number, tex.replace(/\\tag\*?\{[^}]*\}/g, "").trim()]));
if (problems.length) {
  console.error(problems.map(say).join("\n"));
  process.exitCode = 1;
} else {
  console.log(JSON.stringify({ equations, rows }, null, 1));
}
