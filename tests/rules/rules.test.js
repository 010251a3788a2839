// Every house rule is seen red on a small book with one fault, and green on the
// same book without it.
"use strict";
const assert = require("assert");
const { createHash } = require("crypto");
const { test } = require("node:test");
const { broken, main, readTree } = require("./rules.js");
const { main: twins } = require("./twins.js");
const { say, twinOf } = require("../../docs/reader.js");
const { captured, scratch } = require("../scratch.js");

const pageOfOne = `# One {#ch_one}

In two languages.

链式法则：见 (1.1)，也见（1.2）。

## Question {#one_question}

How? Costs $f(1.7)$ or f(1.8), says \`(1.9)\`; see [below](#one_recap),
[two](../02-two/page.md#ch_two), [code](idea.hpp).

## Derivation {#one_derivation}

$$
a = b \\\\
  + c \\tag{1.1}
$$

<!-- stated: 1.2 -->
$$ a \\le 2 \\tag{1.2} $$

By (1.1) and (1.1a) it is {{01-run.key}}. \\anchor one_spot

$$ d = a \\tag{1.1a} $$

## Program: the run {#one_program}

\\snippet chapters/01-one/idea.hpp go

\`\`\`
{{09-none.key}} (1.55) ![no](no.svg) \\snippet no no
\`\`\`

## Program: another {#one_program_2}

{{01-run.table}}

## What it shows {#one_shows}

![A line that falls](../../plots/01-curve.svg "It falls.")

![Two nodes](../../plots/01-graph.svg "They are joined.")

![An old one](../../plots/01-kept.svg "It is in plots.")

## What goes wrong {#one_wrong}

Nothing, see [there](#one_spot) and [(1.1)](#eq_1_1).

## Exercises {#one_exercises}

None.

## Recap {#one_recap}

It is (1.1).
`;

const pageOfTwo = ["# Two {#ch_two}", "More.", "## Question {#two_question}",
  "## Derivation {#two_derivation}", "$$ x \\tag{2.1} $$", "See (1.1).", "## Program {#two_program}",
  "## What it shows {#two_shows}", "## What goes wrong {#two_wrong}", "## Exercises {#two_exercises}",
  "## Recap {#two_recap}"].join("\n\n") + "\n";

const files = {
  "chapters/01-one/page.md": pageOfOne,
  "chapters/01-one/idea.hpp": "#include <vector>\n#include \"common/base.hpp\"\n/// Goes.\n// [go]\n" +
    "int a = b + c;  // (1.1)\nint d = a;      // (1.1a) (1.1)\n// [go]\n",
  "chapters/01-one/run.cpp": "#include \"chapters/01-one/idea.hpp\"\nFigure curve(\"01-curve\", \"\");\nint main() { Experiment lab(\"01-run\"); }\n",
  "chapters/01-one/work.cpp": "int main() {}\n",
  "chapters/01-one/01-graph.dot": "digraph {}\n",
  "chapters/01-one/exercises/1/check.cpp": "#include \"tests/catch.hpp\"\nint a = 0;  // (1.1)\n",
  "plots/01-kept.svg": "<svg/>",
  "chapters/02-two/page.md": pageOfTwo,
  "chapters/02-two/more.hpp": "#include \"chapters/01-one/idea.hpp\"\n#include \"chapters/02-two/rest.hpp\"\nx = 1;  // (2.1)\n",
  "common/base.hpp": "#include <fmt/core.h>\n",
  "common/slow.cpp": "#include <nlohmann/json.hpp>\n#include \"common/base.hpp\"\n#include <gnuplot-iostream.h>\n",
  "tests/catch.hpp": "#include <catch2/catch.hpp>\n",
  "tests/01-one/idea.cpp": "#include \"chapters/02-two/more.hpp\"\n#include \"tests/catch.hpp\"\n#include <CLI/CLI.hpp>\n" +
    "TEST_CASE(\"The one is one, at 3 (as said)\",\n          \"[1.1][A1]\") {}\n" +
    "TEST_CASE(\"The bound holds\",\n          \"[1.2][1.1a][2.1][house][exercise-1-1]\") {}\n",
  "tests/rules/numbers.csv": "page,number,why\nchapters/01-one/page.md,1.8,of a call\n",
  "tests/notes/inventory.csv": "id,what\nA1,one\nE17,last\n",
  "docs/index.md": "# Book {#index}\n\nSee (2.1) and [one](#ch_one).\n\n## Without an id\n",
};

function shelf(t) {
  const book = scratch(t);
  for (const [file, text] of Object.entries(files)) book.write(file, text);
  return {
    ...book,
    change(file, from, to) {
      assert(book.read(file).includes(from), `${file} holds '${from}'`);
      book.write(file, book.read(file).replace(from, () => to));
    },
    broken(rule) {
      if (rule) return broken(readTree(book.root), [rule]).map(say);
      for (const file of Object.keys(files).filter((name) => name.endsWith(".md"))) book.write(twinOf(file), book.read(file));
      captured(() => twins([book.root, "--accept"]));
      return broken(readTree(book.root)).map(say);
    },
  };
}

// Green as it stands; red, by exactly these lines, once `from` is `to`.
function turnsRed(t, rule, file, from, to, expected) {
  const book = shelf(t);
  assert.deepStrictEqual(book.broken(rule), []);
  book.change(file, from, to);
  const lines = book.broken(rule);
  assert.strictEqual(lines.length, expected.length, `${file}: '${from}' to '${to}':\n${lines.join("\n")}`);
  for (const part of expected) assert(lines.some((line) => line.includes(part)), `'${part}' in\n${lines.join("\n")}`);
}

const one = "chapters/01-one/page.md", two = "chapters/02-two/page.md", idea = "chapters/01-one/idea.hpp";
const run = "chapters/01-one/run.cpp", tests = "tests/01-one/idea.cpp";

test("a small book that keeps every rule is green as a whole", (t) => {
  const book = shelf(t);
  assert.deepStrictEqual(book.broken(), []);
  assert.deepStrictEqual(captured(() => main([book.root])),
    { code: 0, out: "house rules: 9 sources and 3 pages, none broken\n", err: "" });
});

test("a broken rule makes the command exit 1 and name file, line and rule", (t) => {
  const book = shelf(t);
  book.change(run, "01-curve", "02-curve");
  const { code, out } = captured(() => main([book.root]));
  assert.strictEqual(code, 1);
  assert(out.includes("chapters/01-one/run.cpp:2: figures: '02-curve', expected a name of the form 01-words\n"), out);
});

test("a folder that is no book is refused", (t) => {
  const folder = scratch(t);
  for (const words of [[folder.root], [], [".", "."]]) assert.strictEqual(captured(() => main(words)).code, 2);
  assert.throws(() => readTree(folder.root), /expected the book's root, with chapters/);
});

test("an include against the reading order is red", (t) => {
  const red = (...args) => turnsRed(t, "includes", ...args);
  red(idea, "common/base.hpp", "chapters/02-two/more.hpp",
    [idea + ":2: includes: 'chapters/02-two/more.hpp' is a later chapter, expected common/ and chapters up to 1"]);
  red("common/base.hpp", "<fmt/core.h>", "\"chapters/01-one/idea.hpp\"",
    ["common/base.hpp:1: includes: 'chapters/01-one/idea.hpp' is a chapter, expected common/ to know none"]);
  red(idea, "common/base.hpp", "tests/catch.hpp", [idea + ":2: includes: 'tests/catch.hpp' is a header of tests/"]);
  red("common/slow.cpp", "common/base.hpp", "tests/catch.hpp", ["common/slow.cpp:2: includes: 'tests/catch.hpp' is a header"]);
  red(idea, "common/base.hpp", "tests/oracle/number.hpp", [idea + ":2: includes: 'tests/oracle/number.hpp' is a header"]);
  red(idea, "#include \"common/base.hpp\"", "  # include   \"tests/catch.hpp\"  // why", [idea + ":2: "]);
});

test("includes that are not from the root are red", (t) => {
  const red = (...args) => turnsRed(t, "includes", ...args);
  red(idea, "common/base.hpp", "base.hpp", [idea + ":2: includes: 'base.hpp' is a path that is not from"]);
  red(idea, "common/base.hpp", "../02-two/more.hpp", ["'../02-two/more.hpp' is a path that is not from the root"]);
  red(tests, "chapters/02-two", "chapters/02-too", [tests + ":1: includes: 'chapters/02-too/more.hpp' is a chapter that is not there"]);
});

test("slow headers are red outside the sources of common and the tests", (t) => {
  for (const header of ["CLI/CLI.hpp", "CLI11.hpp", "nlohmann/json.hpp", "gnuplot-iostream.h", "boost/version.hpp", "catch2/catch.hpp"]) {
    turnsRed(t, "includes", idea, "vector", header, [`${idea}:1: includes: '${header}' is a header that is slow to compile`]);
    turnsRed(t, "includes", "common/base.hpp", "fmt/core.h", header, ["common/base.hpp:1: includes: "]);
  }
  turnsRed(t, "includes", run, "\"chapters/01-one/idea.hpp\"", "<nlohmann/json.hpp>", [run + ":1: includes: "]);
});

test("a program that is too long is red, other sources may be long", (t) => {
  const book = shelf(t), lines = "int main() {}\n" + "\n".repeat(139);
  book.write("chapters/01-one/long.cpp", lines);
  for (const file of ["chapters/01-one/work.cpp", "chapters/01-one/exercises/1/long.cpp"]) book.write(file, lines + "\n");
  for (const file of ["chapters/01-one/long.hpp", "chapters/01-one/idea.cpp", "common/long.cpp"]) book.write(file, "\n".repeat(150));
  assert.deepStrictEqual(book.broken("lengths"), []);
  book.write("chapters/01-one/long.cpp", lines + "// more\n");
  assert.deepStrictEqual(book.broken("lengths"),
    ["chapters/01-one/long.cpp:141: lengths: 141 lines, expected a program of at most 140"]);
});

test("a main that is too long is red, and a time that is read by its place", (t) => {
  const book = shelf(t), main = (lines) => "int main() {\n" + "\n".repeat(lines - 2) + "}\nint x;\n";
  book.write("chapters/01-one/long.cpp", main(45));
  assert.deepStrictEqual(book.broken("lengths"), []);
  book.write("chapters/01-one/long.cpp", "// Long.\n" + main(46));
  assert.deepStrictEqual(book.broken("lengths"),
    ["chapters/01-one/long.cpp:2: lengths: a main of 46 lines, expected at most 45: measure, show, claim"]);
  for (const wrong of ["h.col(t - 1)", "z.slice(k + 1)", "h.slice(tau - 1)"])
    turnsRed(t, "times", idea, "b + c", wrong, [idea + ":5: times: '" + wrong.slice(1) + "', expected a Sequence"]);
});

test("a line of more than 80 columns is red where readers see it", (t) => {
  const wide = "//" + "x".repeat(81), greek = "// " + "-".repeat(72);
  for (const file of [idea, run, "common/base.hpp"])
    turnsRed(t, "lengths", file, "#", wide + "\n#", [file + ":1: lengths: 83 columns, expected at most 80"]);
  const book = shelf(t);
  book.change("common/slow.cpp", "#", wide + "\n#");
  book.change(idea, "#", greek + "δδδδδ\n#"); // letters count, not bytes: 80 columns
  assert.deepStrictEqual(book.broken("lengths"), []);
  book.change(idea, greek, greek + "-");
  assert.match(book.broken("lengths")[0], /81 columns/);
});

test("a test's name with a sign that ctest takes for its own is red", (t) => {
  for (const bad of ["[", "]", ";", "\\\""])
    turnsRed(t, "tests", tests, "at 3", "at " + bad, [`${tests}:4: tests: 'The one is one, at ${bad.slice(-1)} (as said)', expected a name`]);
  turnsRed(t, "tests", tests, "The bound holds", "", [`${tests}:6: tests: '', expected a name`]);
});

test("a tag that names no row of the notes and no equation is red", (t) => {
  for (const bad of ["A2", "F1", "A0", "b8", "E18"])
    turnsRed(t, "tests", tests, "[A1]", `[${bad}]`,
      [`${tests}:5: tests: [${bad}], expected a row of the notes, [A1] to [E17], as tests/notes/inventory.csv has`]);
  turnsRed(t, "tests", tests, "[1.1]", "[1,1]", ["[1,1], expected an equation's number as [3.4]"]);
  turnsRed(t, "tests", tests, "[A1]", "[]", ["[], expected a tag"]);
  const book = shelf(t);
  book.remove("tests/notes/inventory.csv"); // without the list the form is checked alone
  book.change(tests, "[A1]", "[A2]");
  assert.deepStrictEqual(book.broken("tests"), []);
  book.change(tests, "[A2]", "[F2]");
  assert.match(book.broken("tests")[0], /\[F2\], expected a row/);
});

test("a computed equation without code is red", (t) => {
  turnsRed(t, "equations", idea, "// (1.1a) (1.1)", "", [one + ":24: equations: (1.1a) has no code"]);
  const more = "chapters/02-two/more.hpp";
  turnsRed(t, "equations", more, "x = 1;  // (2.1)", "// (2.1)", [two + ":9: equations: (2.1) has no code"]);
  turnsRed(t, "equations", more, "// (2.1)", "// by (2.1)", ["(2.1) has no code"]);
  const book = shelf(t); // the code of an exercise or a test is not the book's
  book.change(more, "  // (2.1)", "");
  book.change("chapters/01-one/exercises/1/check.cpp", "(1.1)", "(2.1)");
  book.change(tests, "{}", "{}  // (2.1)");
  assert.match(book.broken("equations").join("\n"), /\(2.1\) has no code/);
  book.write("common/here.hpp", "int x;  // (2.1)\n");
  assert.deepStrictEqual(book.broken("equations"), []);
});

test("an equation without a test is red, computed or stated", (t) => {
  turnsRed(t, "equations", tests, "[1.1a]", "", [one + ":24: equations: (1.1a) has no test, expected one with the tag [1.1a]"]);
  turnsRed(t, "equations", tests, "[1.2]", "", [one + ":20: equations: (1.2) has no test"]);
});

test("a number in code or tests that is on no page is red", (t) => {
  turnsRed(t, "equations", idea, "// (1.1)", "// (1.1) (1.7)", [idea + ":5: equations: (1.7) is on no page, expected \\tag{1.7}"]);
  turnsRed(t, "equations", tests, "[A1]", "[1.7]", [tests + ":5: equations: (1.7) is on no page"]);
});

test("a stated equation must not be computed, and its mark stands above it", (t) => {
  turnsRed(t, "equations", idea, "// (1.1)", "// (1.1) (1.2)",
    [`${one}:20: equations: (1.2) is marked as stated, expected no code: ${idea}:5 computes it`]);
  turnsRed(t, "equations", one, "<!-- stated: 1.2 -->", "", ["(1.2) has no code"]);
  turnsRed(t, "page", one, "stated: 1.2", "stated: 1.3", [one + ":19: page: stated: 1.3"]);
  turnsRed(t, "page", one, "<!-- stated: 1.2 -->\n", "<!-- stated: 1.2 -->\n\nWords.\n\n", [one + ":19: page: stated: 1.2"]);
  const book = shelf(t);
  book.change(one, "<!-- stated: 1.2 -->\n", "<!-- stated: 1.2 -->\n<!-- a reason -->\n\n");
  assert.deepStrictEqual(book.broken(), []);
});

test("a number that is tagged twice, of another chapter or malformed is red", (t) => {
  const tagged = (file, number, expected) => turnsRed(t, "page", file, file === one ? "## Program: a" : "See",
    `$$ x \\tag{${number}} $$\n\n` + (file === one ? "## Program: a" : "See"), expected);
  tagged(one, "1.1", [`${one}:34: page: the equation number (1.1) is taken by ${one}`]);
  tagged(two, "1.1", [two + ":11: page: \\tag{1.1}, expected a number of chapter 2"]);
  tagged(one, "3.1", [one + ":34: page: \\tag{3.1}, expected a number of chapter 1"]);
  for (const bad of ["1", "1.", "1.02x4", "one", "1.2A", "01.2", ""]) tagged(one, bad, [`\\tag{${bad}}, expected chapter.n`]);
});

test("a mention of an equation that does not exist is red", (t) => {
  turnsRed(t, "page", one, "It is (1.1).", "It is (1.3).", [one + ":56: page: no equation (1.3)"]);
  turnsRed(t, "page", one, "（1.2）", "（1.4）", [one + ":5: page: no equation （1.4）"]);
  turnsRed(t, "page", "docs/index.md", "(2.1)", "(2.2)", ["docs/index.md:3: page: no equation (2.2)"]);
  const book = shelf(t); // formulas, code and calls are no mentions
  book.change(one, "None.", "Costs \\$5 and $x (1.91)$, `(1.92)`, g(1.93), h_(1.94), ``a ` (1.96)``, (0.97), (1.980.1) and " +
    "(9.5).\n\n<!-- (1.99) -->\n\n~~~\n(1.97)\n~~~\n");
  assert.deepStrictEqual(book.broken("page"), []);
});

test("a gap in a chapter's numbers is red, unless the number is retired", (t) => {
  turnsRed(t, "numbering", one, "\\tag{1.2}", "\\tag{1.3}", [one + ":20: numbering: (1.3) without (1.2), expected no gap"]);
  turnsRed(t, "numbering", two, "\\tag{2.1}", "\\tag{2.2}", [two + ":9: numbering: (2.2) without (2.1)"]);
  turnsRed(t, "numbering", one, "\\tag{1.1a}", "\\tag{1.3a}", ["(1.3a) without (1.3)"]);
  turnsRed(t, "numbering", one, "\\tag{1.1a}", "\\tag{1.1b}", ["(1.1b) without (1.1a)"]);
  const book = shelf(t), list = "tests/rules/retired.csv";
  book.write(list, "number,why\n1.2,folded into 1.1\n");
  assert.deepStrictEqual(book.broken("numbering"), [one + ":20: numbering: (1.2) is retired, expected a number that was never used"]);
  book.change(one, "\\tag{1.2}", "\\tag{1.3}");
  assert.deepStrictEqual(book.broken("numbering"), []);
  book.write(list, "number,why\n1.2,folded into 1.1\nnone,a word\n");
  assert.deepStrictEqual(book.broken("numbering"), [list + ":3: numbering: 'none', expected a number as 3.4"]);
});

test("a listing whose file or marks are not there is red", (t) => {
  const red = (file, from, to, what) => turnsRed(t, "page", file, from, to, [what]);
  red(one, "idea.hpp go", "none.hpp go", one + ":28: page: no file chapters/01-one/none.hpp");
  red(one, "idea.hpp go", "idea.hpp stop", "the tag [stop] stands 0 times in chapters/01-one/idea.hpp");
  red(one, "idea.hpp go", "idea.hpp", "\\snippet path tag");
  red(idea, "// [go]\nint", "// [g]\nint", "the tag [go] stands 1 times");
  red(idea, "int d", "// [go]\nint d", "the tag [go] stands 3 times");
});

test("a figure that nothing draws, or without words, is red", (t) => {
  const red = (rule, file, from, to, what) => turnsRed(t, rule, file, from, to, [what]);
  red("results", one, "plots/01-curve", "plots/01-none", one + ":40: results: no figure 01-none, expected it in plots/");
  red("results", run, "01-curve", "01-other", "no figure 01-curve");
  red("page", one, "../../plots/01-curve.svg", "01-curve.svg", "the picture 01-curve.svg, expected ../../plots/NAME.svg");
  red("page", one, "01-curve.svg", "01-curve.png", "01-curve.png, expected ../../plots/NAME.svg");
  red("page", one, " \"It falls.\"", "", "the figure 01-curve lacks words");
  red("page", one, "\"It falls.\")", "\"It falls.\") so", "expected ![what is seen](path \"caption\") alone on its line");
  red("page", one, "![A line", "So ![A line", "a picture inside a paragraph");
  const book = shelf(t);
  book.remove("chapters/01-one/01-graph.dot");
  book.remove("plots/01-kept.svg");
  const lines = book.broken("results").join("\n");
  assert(lines.includes("no figure 01-graph") && lines.includes("no figure 01-kept"), lines);
});

test("a result of a program that is not there is red", (t) => {
  const red = (rule, from, to, what) => turnsRed(t, rule, one, from, to, [what]);
  red("results", "{{01-run.key}}", "{{01-ran.key}}", one + ":22: results: {{01-ran.key}}: no program 01-ran");
  red("results", "{{01-run.table}}", "{{02-run.table}}", "{{02-run.table}}: no program 02-run");
  red("results", "{{01-run.key}}", "$x = {{01-no.key}}$", "{{01-no.key}}: no program");
  red("results", "c \\tag{1.1}", "{{01-no.key}} \\tag{1.1}", "{{01-no.key}}: no program");
  red("results", "A line that falls", "A line to {{01-no.key}}", "{{01-no.key}}: no program");
  red("page", "{{01-run.key}}", "{{01-run}}", "{{01-run}}, expected {{NN-program.key}}");
  const book = shelf(t);
  book.change(one, "{{01-run.key}}", "$x^{{a}} = {{01-run.key}}$");
  assert.deepStrictEqual(book.broken(), []);
  book.change(run, "int main", "int mine"); // a source without a main is no program
  assert.match(book.broken("results").join("\n"), /no program 01-run/);
});

test("a key that a program or its sweep does not have, one told twice, and a range of two things are red", (t) => {
  const green = (words) => {
    const book = shelf(t);
    book.write("plots/01-run.json", JSON.stringify({ name: "01-run", claim: "", held: true, values: { key: "1" }, tables: { table: "" }, figures: [] }));
    book.write("plots/01-run.sweep.csv", "# seeds 1 2\nknob,value,claim,held,seeds,least,median,largest\n,,the error,2,2,1,2,3\nrate,0.1,the error,1,2,4,5,6\n");
    book.change(one, "{{01-run.key}}", words);
    return book.broken("results").join("\n");
  };
  const of = (end) => `{{01-run.sweep.the_error${end}}}`;
  assert.equal(green(`{{01-run.key}}, {{01-run.key}}, ${of(".least")} to ${of(".largest")}, ${of(".rate-0.1.least")} to ${of(".rate-0.1.largest")}`), "");
  assert.equal(green("{{01-run.kay}}"), one + ":22: results: {{01-run.kay}}: no such key in plots/01-run.json and its sweep");
  assert.match(green(of(".rate-0.2.held")), /rate-0\.2\.held\}\}: no such key/);
  assert.match(green(`${of(".held")} and ${of(".held")}`), /held\}\} again in this paragraph/);
  assert.match(green(`${of(".least")} to ${of(".rate-0.1.largest")}`), /ends a range that it does not begin/);
});

test("a formula that says what is not so of numbers is red", (t) => {
  for (const [right, wrong, expected] of [
    ["5 + 2 \\cdot 3 = 11", "5 + 2 \\cdot 3 = 12", "5 + 2 \\cdot 3 is 11, expected = 12"],
    ["a = \\pathone{5} + \\pathtwo{2 \\cdot 3} = 11", "a = \\pathone{5} + \\pathtwo{2 \\cdot 4} = 11", "is 13, expected = 11"],
    ["\\tfrac12 (8 \\cdot \\tfrac1{36} + 4 \\cdot \\tfrac19) = \\tfrac13", "\\tfrac12 (8 \\cdot \\tfrac1{36} + 4 \\cdot \\tfrac19) = \\tfrac23", "is 0.333333333"],
    ["(4-3)^2 + \\tfrac12 (8-6)^2 = 3", "(4-3)^2 + \\tfrac12 (8-5)^2 = 3", "is 5.5, expected = 3"],
    ["\\sigma(0.3775) = 0.593269992", "\\sigma(0.3775) = 0.593269993", "is 0.593269992"],
    ["1.1^{50} \\approx 117.4", "1.1^{50} \\approx 117.5", "is 117.390853, expected \\approx 117.5"],
    ["6 \\cdot 4 e^{-12} = 1.5 \\cdot 10^{-4}", "6 \\cdot 4 e^{-12} = 1.5 \\cdot 10^{-5}", "expected = 1.5"],
    ["\\arctan(0.1/3) = 1.91^\\circ", "\\arctan(0.1/3) = 1.92^\\circ", "expected = 1.92"],
    ["\\binom{5}{2} = 10 \\ge 7", "\\binom{5}{2} = 10 \\ge 17", "is 10, expected \\ge 17"],
    ["-3 + (2 + \\varepsilon) \\cdot 5 = 7 + 5\\varepsilon", "-3 + (2 + \\varepsilon) \\cdot 5 = 7 + 4\\varepsilon", "expected = 7 + 4"],
    ["(2 + \\varepsilon_2)(3 + \\varepsilon_1) = 6 + 2\\varepsilon_1 + 3\\varepsilon_2 + \\dots", "(2 + \\varepsilon_2)(3 + \\varepsilon_1) = 6 + 3\\varepsilon_1 + 3\\varepsilon_2 + \\dots", "expected = 6"],
    ["\\begin{pmatrix} 1 & 2 \\\\ 0 & 1 \\end{pmatrix} \\begin{pmatrix} 1 \\\\ 1 \\end{pmatrix} = \\begin{pmatrix} 3 \\\\ 1 \\end{pmatrix}",
      "\\begin{pmatrix} 1 & 2 \\\\ 0 & 1 \\end{pmatrix} \\begin{pmatrix} 1 \\\\ 1 \\end{pmatrix} = \\begin{pmatrix} 3 \\\\ 2 \\end{pmatrix}", "is 3; 1"],
    ["W = 2$, $h(0) = 4$, $W h(0) = 8", "W = 2$, $h(0) = 4$, $W h(0) = 6", "W h ( 0 ) is 8, expected = 6"],
    ["C(2, 2) = 3", "C(2, 2) = 4", "is 3, expected = 4"],
    ["y = \\min\\{\\binom{4}{3}, 10 - \\binom{3}{2}\\}$, $y = 4$, $y + 1 = 5", "y = \\min\\{\\binom{4}{3}, 10 - \\binom{3}{2}\\}$, $y + 1 = 6", "y + 1 is 5"],
    ["C(t, m) = t + r\\,t - \\binom{m+r}{m+1}", "C(t, m) = t + r\\,t - \\binom{m+r}{m}", "at t = 2, m = 2"],
    ["C(t, m) = \\min_{1 \\le y < t} y + C(t-y, m-1) + C(y, m)", "C(t, m) = \\min_{1 \\le y < t} y + C(t-y, m) + C(y, m)", "at t = 4, m = 2"],
    ["y = \\min\\{ \\binom{m+r-1}{m}, t - \\binom{m+r-2}{m-1} \\}", "y = \\max\\{ \\binom{m+r-1}{m}, t - \\binom{m+r-2}{m-1} \\}", "nothing that can be read"]]) {
    const book = shelf(t);
    book.change(one, "None.", `Here $${right}$.`);
    assert.deepStrictEqual(book.broken("sums"), []);
    book.change(one, right, wrong);
    const lines = book.broken("sums");
    assert(lines.length === 1 && lines[0].startsWith(one + ":52: sums: ") && lines[0].includes(expected), `${wrong}: ${lines}`);
  }
  turnsRed(t, "sums", one, "\n  + c", " = 1 + 1 = 3", [one + ":14: sums: 1 + 1 is 2, expected = 3"]);
  const book = shelf(t); // names that have no number, and those of another part
  book.change(one, "None.", "Let $W = 2$.\n\n## Recap {#o}\n\n$W = 3$ and $f(2) = 5$, $x_1 + 1 = 7$, $\\varepsilon = 0$.");
  assert.deepStrictEqual(book.broken("sums"), []);
});

test("a number that no run wove in and that is none of the problem is red", (t) => {
  const red = (from, to, word, line) => turnsRed(t, "numbers", one, from, to, [`${one}:${line}: numbers: '${word}', expected {{NN-program.key}}`]);
  for (const [told, word] of [["It takes 300 steps.", "300"], ["An error of 0.546.", "0.546"], ["It is 40 % less.", "40 %"], ["Off by 1e-7.", "1e-7"],
    ["With 1,200 rows.", "1200"], ["With 60 hidden units.", "60"], ["Twelve seeds.", "twelve"], ["Eighteen wrong versions.", "eighteen"], ["It holds for nine of ten.", "nine"],
    ["All six seeds.", "six"], ["> A fifty of them.", "fifty"]]) {
    if (word === "nine") turnsRed(t, "numbers", one, "None.", told, ["'nine'", "'ten'"]);
    else red("None.", told, word, 52);
  }
  red("\"It falls.\"", "\"It falls by 0.25.\"", "0.25", 40);
  red("A line that falls", "A line that falls to 0.25", "0.25", 40);
  red("Nothing, see", "\\fold{At 0.25?}\nYes.\n\\endfold\n\nNothing, see", "0.25", 48);
  turnsRed(t, "numbers", "docs/index.md", "See (2.1)", "See 0.25 and (2.1)", ["docs/index.md:3: numbers: '0.25'"]);
  const book = shelf(t); // woven, small, of a formula, a command, a program or a paper nearby
  book.write(run, book.read(run).replace("int main() {", "int main() { const double rate = 0.25, seeds = 12; "));
  book.write("docs/references.md", "# Sources {#references}\n\nPascanu (2013)\n");
  book.change(one, "{{01-run.table}}", "{{01-run.table}} \n\nSix steps at a rate of 0.25 with twelve seeds, {{01-run.share}} %, as Pascanu (2013) has it: $2^{10} = 1024$, so 1024. `--steps 300` are 300.");
  assert.deepStrictEqual(book.broken("numbers"), []);
  book.change(one, "None.", "At 0.25."); // far from the program
  assert.deepStrictEqual(book.broken("numbers").length, 1);
  book.write("tests/rules/numbers.csv", book.read("tests/rules/numbers.csv") + `${one},0.25,of the problem\n`);
  assert.deepStrictEqual(book.broken("numbers"), []);
  book.change(one, "At 0.25.", "None.");
  assert.deepStrictEqual(book.broken("numbers"), [`tests/rules/numbers.csv:3: numbers: '0.25' is not needed on ${one}, expected no line for it`]);
});

test("a file that a page names and that is not there is red", (t) => {
  for (const gone of ["common/gone.hpp", "chapters/03-three", "tests/01-one/idea.hpp"])
    turnsRed(t, "paths", "docs/index.md", "## Without", `See \`${gone}\`.\n\n## Without`,
      [`docs/index.md:5: paths: no ${gone}, expected a file or folder of the book`]);
  const book = shelf(t);
  book.change("docs/index.md", "## Without", "See `common/base.hpp`, `tests/`, `chapters/NN-name/` and `docs/*.md`.\n\n## Without");
  assert.deepStrictEqual(book.broken(), []);
});

test("a link that leads nowhere is red", (t) => {
  const red = (from, to, what) => turnsRed(t, "page", one, from, to, [what]);
  red("(#one_recap)", "(#one_recaps)", one + ":9: page: 'one_recaps' is no id");
  red("(#one_spot)", "(#one_sport)", "'one_sport' is no id");
  red("(#eq_1_1)", "(#eq_1_9)", "'eq_1_9' is no id");
  red("page.md#ch_two", "page.md#ch_too", "'ch_too' is no id");
  red("../02-two/page.md#", "../09-later/page.md#", "the link to chapters/09-later/page.md leads nowhere");
  red("(idea.hpp)", "(ideal.hpp)", "the link to chapters/01-one/ideal.hpp leads nowhere");
});

test("a figure's name of another chapter or form, or of another figure, is red", (t) => {
  const red = (...args) => turnsRed(t, "figures", ...args);
  red(run, "01-curve", "02-curve", [run + ":2: figures: '02-curve', expected a name of the form 01-words"]);
  red(run, "01-curve", "Curve", ["'Curve', expected a name of the form 01-words"]);
  red(run, "01-curve", "01-graph", [`'01-graph' again, expected a name of its own: ${run}:2 has it`]);
  red("chapters/02-two/more.hpp", "x = 1;", "Figure f{\n  \"01-curve\"}; x = 1;",
    ["'01-curve', expected a name of the form 02-words", "'01-curve' again"]);
  const book = shelf(t);
  book.write("chapters/01-one/graph.dot", "digraph {}\n");
  book.write("docs/map.dot", "digraph {}\n");
  assert.deepStrictEqual(book.broken("figures"), [
    "chapters/01-one/graph.dot:1: figures: 'graph', expected a name of the form 01-words",
    "docs/map.dot:1: figures: 'map', expected a name of the form NN-words"]);
});

test("a figure that stands on no page is red", (t) => {
  const red = (...args) => turnsRed(t, "figures", ...args);
  red(one, "01-curve.svg", "01-kept.svg", [run + ":2: figures: '01-curve' is on no page, expected one to show it"]);
  red(one, "01-graph.svg", "01-curve.svg", ["chapters/01-one/01-graph.dot:1: figures: '01-graph' is on no page"]);
  red(one, "01-kept.svg", "01-curve.svg", ["plots/01-kept.svg:1: figures: '01-kept' is on no page"]);
});

test("a colour that a figure does not have is red", (t) => {
  const book = shelf(t), say = (words) => book.change(one, "An old one", words);
  book.write("plots/01-kept.svg", "<svg><path stroke='rgb(  0, 114, 178)'/><path fill=\"#d55e00\"/></svg>");
  say("Blue and vermilion");
  assert.deepStrictEqual(book.broken("colours"), []);
  book.change(one, "vermilion", "orange");
  assert.deepStrictEqual(book.broken("colours"), [one + ":44: colours: 'orange' is no colour of 01-kept, expected one of blue, vermilion"]);
});

test("words beside a figure that its axes do not have are red", (t) => {
  const book = shelf(t), text = (y, anchor, words, turned = "") => `<g transform="translate(9.5,${y})${turned}" text-anchor="${anchor}">\n<text><tspan>${words}</tspan></text></g>`;
  const power = (n) => `10</tspan><tspan dy="-7.50px">${n}</tspan><tspan dy="7.50">`;
  const drawn = (tic) => book.write("plots/01-kept.svg", [-1, 0, 1].map((n) => text(10 * n + 20, "end", tic(n)) + text(99, "middle", 5 * n + 10)).join("") + text(50, "middle", "mean J", " rotate(270)") + text(120, "middle", "lag n"));
  const red = (words, ...expected) => {
    book.write(one, pageOfOne.replace("An old one", words));
    assert.deepStrictEqual(book.broken("axes"), expected.map((what) => `${one}:44: axes: 01-kept: ${what}`));
  };
  drawn(power);
  red("Means against lags on a logarithmic axis. The loss against the lag: it falls.");
  red("Norms against the lag", "'Norms' stands along an axis that says 'mean J'");
  red("Means against the rate.", "'the rate' stands along an axis that says 'lag n'");
  red("Means on logarithmic axes", "an axis is called logarithmic, and is not");
  drawn((n) => n + 2);
  red("Means on a logarithmic axis", "an axis is called logarithmic, and is not");
});

test("a link whose words name another place is red", (t) => {
  const book = shelf(t);
  const red = (link, ...expected) => {
    book.write(one, pageOfOne.replace("Nothing, see", "Nothing, see " + link + ","));
    assert.deepStrictEqual(book.broken("links"), expected.map((what) => `${one}:48: links: ${what}`));
  };
  for (const right of ["[The recap of chapter 1](#one_recap)", "[chapter 2](../02-two/page.md)", "[What it shows](../02-two/page.md#two_shows)", "[run](#one_program)", "[第二章](#one_recap)", "[below](#one_recap)"]) red(right);
  red("[What it shows](#one_recap)", "'What it shows' leads to #one_recap, which says nothing of what, it, shows");
  red("[chapter 1](../02-two/page.md)", "'chapter 1' leads to ../02-two/page.md, which says nothing of 1");
  red("[run](#one_recap)", "'run' leads to #one_recap, which says nothing of run");
  red("[below](../02-two/page.md)", "'below' leads to " + two);
});

test("data and a licence that are not those of their list, or whose rights nobody tells, are red", (t) => {
  const list = "common/data/PROVENANCE.md", hash = (text) => createHash("sha256").update(text).digest("hex");
  const texts = { "common/data/x.csv": "1\n", LICENSE: "MIT\n", "README.md": "CC BY 4.0\n",
    [list]: `| x.csv | numbers | a lake | CC BY 4.0: name it |\n\n${hash("1\n")}  x.csv\n${hash("MIT\n")}  ../../LICENSE\n` };
  for (const [file, text, what] of [[], ["common/data/x.csv", "2\n", `x.csv has the sum ${hash("2\n")}, expected ${hash("1\n")}`],
    ["LICENSE", "GPL\n", "../../LICENSE has the sum"], ["common/data/y.csv", "", "y.csv has no row, expected what it is"],
    ["README.md", "Ours.\n", "x.csv is 'CC BY 4.0', which the README does not say"], [list, texts[list].replace("a lake", ""), "x.csv has no row"]]) {
    const book = shelf(t);
    for (const [name, content] of Object.entries({ ...texts, [file]: text })) if (content !== undefined) book.write(name, content);
    const lines = book.broken("provenance").join("\n");
    assert(what ? lines.includes(what) : lines === "", `${file}: ${lines}`);
  }
});

test("a program that calls its results by another name is red", (t) =>
  turnsRed(t, "names", run, 'lab("01-run")', 'lab("01-ran")', [run + ":3: names: '01-ran', expected the file's, '01-run'"]));

test("a chapter without a page, or with another's number, is red", (t) => {
  const book = shelf(t);
  book.write("chapters/03-three/idea.hpp", "");
  assert.deepStrictEqual(book.broken("parts"),
    ["chapters/03-three/page.md:1: parts: no page, expected every chapter to have one"]);
  book.remove("chapters/03-three");
  book.write("chapters/02-again/page.md", pageOfTwo);
  assert.match(book.broken("parts").join("\n"), /chapters\/02-two:1: parts: the number of chapters\/02-again/);
});

test("a page's parts that are missing, out of order, doubled or unknown are red", (t) => {
  for (const part of ["Question", "Derivation", "What it shows", "What goes wrong", "Exercises", "Recap"])
    turnsRed(t, "parts", one, "## " + part, "### " + part, [`${one}:1: parts: no part '## ${part}', expected it`]);
  turnsRed(t, "parts", one, "## Question", "## Recap", [one + ":12: parts: 'Derivation' too late", "'Program: the run'",
    "'Program: another'", "'What it shows'", "'What goes wrong'", "'Exercises'", "'Recap' again", "no part '## Question'"]);
  turnsRed(t, "parts", two, "## Recap", "## Exercises {#again}\n\n## Recap", ["'Exercises' again, expected the order"]);
  turnsRed(t, "parts", two, "## Recap", "## Extras {#more}\n\n## Recap", ["'Extras', expected a part of a page"]);
  const book = shelf(t); // inside code they are none
  book.change(one, "{{09-none.key}}", "## Extras\n# Title\n{{09-none.key}}");
  assert.deepStrictEqual(book.broken(), []);
});

test("headings without an id, or with a taken one, are red", (t) => {
  turnsRed(t, "parts", one, "None.", "### More", [one + ":52: parts: a heading without an id, expected {#id}"]);
  turnsRed(t, "parts", one, "{#ch_one}", "{#one}", [one + ":1: parts: the first line, expected '# Title {#ch_name}'"]);
  turnsRed(t, "parts", one, "# One", "\n# One", [one + ":1: parts: the first line"]);
  turnsRed(t, "page", two, "{#two_recap}", "{#one_recap}", [`${two}:21: page: the id 'one_recap' is taken by ${one}:54`]);
});
