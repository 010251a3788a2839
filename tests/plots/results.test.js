// The table that ./book ends with.
"use strict";
const assert = require("assert");
const fs = require("fs");
const { test } = require("node:test");
const { main, table } = require("../../plots/results.js");
const { forget } = require("../../plots/run.js");
const { columnsOf } = require("../../docs/text.js");
const { captured, scratch } = require("../scratch.js");

const result = (name, held) => JSON.stringify({ name, claim: "One is one", held, values: {}, tables: {}, figures: [] });

function desk(t, results, begun) {
  const book = scratch(t);
  for (const program of ["a", "b"]) book.write(`chapters/01-one/${program}.cpp`, "int main() {}\n");
  book.write("chapters/01-one/idea.cpp", "int idea() {}\n");
  for (const [name, text] of Object.entries(results)) book.write(`run/${name}.json`, text);
  if (begun) book.write(`run/${begun}`, "");
  return captured(() => main(["--root", book.root, "--run", book.path("run")]));
}

test("the table exits 0 when every claim held, else 1, and counts", (t) => {
  const cases = [
    [{ "01-a": result("01-a", true), "01-b": result("01-b", true) }, 0, "2 of 2 claims held.\n"],
    [{ "01-a": result("01-a", true), "01-b": result("01-b", false) }, 1, "1 of 2 claims held, 1 did not.\n"],
    [{ "01-a": result("01-a", true) }, 1, "1 of 2 claims held, 1 not run.\n"],
    [{ "01-a": result("01-a", true), "02-old": result("02-old", true) }, 1, "1 of 2 claims held, 1 not run.\n"],
    [{ "01-a": result("01-a", false) }, 1, "0 of 2 claims held, 1 did not, 1 failed.\n", "01-b.txt"],
  ];
  for (const [results, code, end, begun] of cases) {
    const said = desk(t, results, begun);
    assert.strictEqual(said.code, code);
    assert(said.out.includes("01-a     One is one") && said.out.endsWith("\n\n" + end), said.out);
  }
});

test("a result that is not one is refused by its file's name, and other words with one line", (t) => {
  for (const text of ["", "{}", result("01-b", true), result("01-a", "yes")]) {
    const { code, err } = desk(t, { "01-a": text });
    assert.strictEqual(code, 1);
    assert(err.includes("01-a.json: expected"), err);
  }
  assert.deepStrictEqual(captured(() => main([])), { code: 2, out: "", err: "error: results: expected --root BOOK --run FOLDER\n" });
});

test("the table keeps to its width and wraps claims between words", () => {
  const claim = "The gradient of the whole loss, taken block by block, agrees with the complex step to ‖δ‖ at most 1e-12 " +
    "at every length from 1 to 50 and at every seed that was tried";
  const outcomes = [{ program: "03-any-length", claim, held: "yes" }, { program: "04-x", claim: "", held: "not run" }];
  for (const width of [60, 80, 100]) {
    const text = table(outcomes, width);
    for (const line of text.split("\n")) assert(columnsOf(line) <= width && !line.endsWith(" "), line);
    const words = text.split(/\s+/).join(" ");
    assert(words.includes("03-any-length The gradient") && words.includes("that was tried"), text);
  }
});

test("what is cut short, emptied or gone is made again, and what is whole stays", (t) => {
  const files = { "run/01-a.json": JSON.stringify({ ...JSON.parse(result("01-a", true)), figures: ["01-f"] }), "run/01-f.svg": "s", "run/01-f.csv": "c",
    "run/01-f.gp": "g", "run/notes.json": "{}", "site/index.html": "i", "site/code.html": "c", "site/fonts/f": "f", "site/figures/f": "f", "docs/api/p.html": "p", "docs/api.tags": "t" };
  const cases = [["run/01-a.json", ["run/01-a.stamp"]], ["run/01-f.svg", ["run/01-a.stamp"]], ["run/01-f.gp", ["run/01-a.stamp"]],
    ["run/notes.json", ["run/notes.json"]], ["site/code.html", ["site/index.html"]], ["site/fonts/f", ["site/index.html"]], ["docs/api/p.html", ["docs/api.tags"]], ["", []]];
  for (const [file, gone] of cases)
    for (const text of ["", "{", null]) {
      if (text === "{" && !file.endsWith("a.json")) continue;
      const book = scratch(t);
      for (const [name, content] of Object.entries({ ...files, "run/01-a.stamp": "" })) book.write(name, content);
      for (const name of ["site/index.html", "site/fonts", "site/figures", "site", "docs/api", "docs/api.tags"]) fs.utimesSync(book.path(name), 1, 1);
      if (file && text === null) book.remove(file);
      else if (file) book.write(file, text);
      forget(book.root);
      for (const name of ["run/01-a.stamp", "site/index.html", "run/notes.json", "docs/api.tags"])
        assert.strictEqual(book.has(name), !gone.includes(name), `${file} as ${text}: ${name}`);
    }
});

test("columns are counted as a terminal shows them", () => {
  for (const [text, columns] of [["", 0], ["abc", 3], ["δ‖", 2], ["中文", 4], ["y\u0302", 1], ["（1）", 5]])
    assert.strictEqual(columnsOf(text), columns, text);
});
