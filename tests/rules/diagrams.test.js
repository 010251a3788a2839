// In each of the book's diagrams one thing at a time is changed, and each change is
// seen red: every arrow left out, turned round or in another colour, every weight,
// transpose, number and time another.
"use strict";
const assert = require("assert");
const path = require("path");
const { test } = require("node:test");
const { readTree } = require("./rules.js");
const { diagramsOf, faultsIn } = require("./diagrams.js");

const others = { U: "V", V: "U", W: "U", Vᵀ: "Wᵀ", Wᵀ: "Vᵀ", W0: "Wx", Wx: "W0", Ws: "Wx" };
const changes = {
  "left out": (row) => row.replace(/^\s*\w+ (->|--) \w+.*/, ""),
  "turned round": (row) => row.replace(/^\s*(\w+) (->|--) (\w+)(?= \[| *$)/, "$3 $2 $1"),
  "in another colour": (row) => row.replace(/^(\s*\w+ (?:->|--) .*)#d55e00/, "$1#0072b2"),
  "another weight": (row) => row.replace(/label="([UVW]\w?ᵀ?)( *)"/, (all, weight, blanks) => `label="${others[weight] || weight}${blanks}"`),
  "not transposed": (row) => row.replace("<sup>T</sup>", ""),
  "another number": (row) => row.replace(/label="0\.4/, 'label="0.6'),
  "another time": (row) => row.replace(/label="([a-zA-Zδ])\((\d)\)"/, (all, name, time) => `label="${name}(${Number(time) % 3 + 1})"`),
};

test("every change of an arrow, a weight or a time of a diagram is red", () => {
  const tree = readTree(path.join(__dirname, "../.."));
  for (const { file, name, text } of diagramsOf(tree)) {
    const rows = text.split("\n");
    assert.deepStrictEqual(faultsIn(tree, name, text), [], file);
    for (const [what, change] of Object.entries(changes))
      rows.forEach((row, i) => {
        if (change(row).trim() !== row.trim()) // turned round, a loop is itself
          assert(faultsIn(tree, name, rows.map((other, j) => (j === i ? change(row) : other)).join("\n")).length, `${file}:${i + 1}: ${what}: ${row}`);
      });
  }
  assert.match(faultsIn(tree, "09-new", 'digraph {\n  a [pos="0,0!", label="h(1)"]\n  a -> a\n}')[0], /arrows of no formula that is known/);
});
