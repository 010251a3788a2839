// The verdicts on the notes: each thing that may be missing or false is seen red on
// a small book with one fault, and green without it.
"use strict";
const assert = require("assert");
const { test } = require("node:test");
const { main } = require("./notes.js");
const { captured, scratch } = require("../scratch.js");

const call = (verdict, row) => `notes::${verdict}("${row}", 1e-16);`;
const testCase = (tags, body) => `TEST_CASE("A name",\n          "${tags}") {\n  ${body}\n}\n`;
const inventory = "tests/notes/inventory.csv", found = "tests/notes/found.csv";
const tests = "tests/01-one/a.cpp", records = "records/01-one/";
const head = "row,verdict,error,off,smaller,what,larger,than";
const findings = { A1: "A1,holds,2e-16,,,,,", A2: "A2,misprint,0,0.43,,,,", C2: 'C2,only when,,,0.5,"one, or so",0.75,the other' };

const errata = "docs/errata.md", bridge = "docs/pytorch.md", script = "tests/notes/pytorch.py";
const guide = (note, ids) => [`docs/reading-note-${note}.md`,
  `# ${note} {#note_${note}}\n\n## In its order {#note_${note}_order}\n\n${ids.map((id) => `{{notes.${id}}}`).join(" ")}\n`];
const files = {
  ...Object.fromEntries([guide("a", ["A1", "A2"]), guide("b", ["B1", "B2"]), guide("c", ["C1", "C2", "C3"])]),
  [errata]: "# Errata {#errata}\n\n## Why {#errata_why}\n\n{{notes.A2}}: b.\n\n" +
    "## Questions {#errata_questions}\n\n{{notes.C3}}: so.\n",
  [bridge]: "# Bridge {#pytorch}\n\n## Names {#pytorch_names}\n\n| PyTorch | book | shape |\n|:--|:--|:--|\n" +
    "| `weight_ih_l0` | $U$ | $H \\times D$ |\n| `weight_hh_l0` | $W$ | $H \\times H$ |\n| `bias_ih_l0` + `bias_hh_l0` | $b$ | $H$ |\n" +
    "| `Linear.weight` | $V$ | $K \\times H$ |\n| `Linear.bias` | $c$ | $K$ |\n| the second | $h(0)$ | layer, sequence, unit |\n" +
    "| the first | $h(1), \\dots, h(\\tau)$, without | time, sequence, unit |\n\n## Code {#pytorch_code}\n\n```python\no = out(h)   # scores\n```\n\n" +
    "One sequences of two steps, two inputs, three tanh\nunits, four classes.\n\n## Cells {#pytorch_gates}\n\n" +
    "| `weight_ih_l0` | $U_i$, $U_f$ | $U_r$, $U_u$ |\n| `weight_hh_l0` | $W_i$, $W_f$ | $W_r$, $W_u$ |\n",
  "common/sheet/recurrent.cpp": `{'A', {"_#", "y_hat=y^", ""}}, {'B', {"_#", "W=Ws y_hat=Y^", ""}}, {'C', {"^(#)", "", ""}},
    {'D', {"_#", "W=W_hh y_hat=y", ""}}, {'E', {"(#)", "z=a", ""}}`,
  [script]: '"""One sequences of two steps, two inputs, three tanh units, four classes."""\n' +
    "[(rnn.weight_ih_l0, U), (rnn.weight_hh_l0, W), (rnn.bias_ih_l0, b_ih),\n (rnn.bias_hh_l0, b_hh), (out.weight, V), (out.bias, c)]\no = out(h)\nROWS = {\"lstm\": \"if\", \"gru\": \"ru\"}\n",
  "tests/notes/pytorch.json": JSON.stringify({ U: [[1, 2], [3, 4], [5, 6]], W: [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
    V: [[1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 3]], b_ih: [1, 2, 3], c: [1, 2, 3, 4], h0: [[1, 2, 3]], x: [[[1, 2]], [[3, 4]]], h: [[[1, 2, 3]], [[4, 5, 6]]] }),
  [inventory]: "id,state,verdict,where,formula,printed,words,quote\n" +
    "A1,ok,holds,1.1 #ch_one 01-run,$a = b$,,,一个公式\n" +
    "A2,wrong,misprint,1.1,$a = b$,$a = c$,\"b, not c\",另一个公式\n" +
    "B1,term,term,#words,the right word,,,一个词的\n" +
    "B2,lost,redrawn,fig-01-net,figure,,,如图所示\n" +
    "C1,claim,term,#words,gates,,,a^{t} = b / 三个门控\n" +
    "C2,claim,only when,1.1,$a$,,\"only when b, or \"\"c\"\"\",很大的值\n" +
    "C3,question,term,#words,why,,\"the opposite of row C2, by (1.1)\",为什么呢\n",
  "chapters/01-one/page.md": "# One {#ch_one}\n\n$$ a = b \\tag{1.1} $$\n\n![net](../../plots/01-net.svg \"A net.\")\n",
  "chapters/01-one/run.cpp": "int main() { int a = b; }  // (1.1)\n  lab.claim(\"a is b\",\n  lab.claim(\"b is a\",\n",
  "docs/index.md": "# Book\n",
  "docs/notation.md": "# Notation {#notation}\n\n## Signs {#notation_symbols}\n\n| book | what | A | B 3, 4 | B 5 | C | D | E |\n|:--|:--|:--|:--|:--|:--|:--|:--|\n" +
    "| $W$ | weight | $W$ | $W$ | $W_s$ | $W$ | $W_{hh}$ | $W$ |\n| $\\yhat(t)$ | said | $\\hat{y}_t$ | $\\hat{y}^{(t)}$ | – | $\\hat{y}$ | $y_t$ | $\\hat{y}^{(t)}$ |\n\n## Words {#words}\n\n{#word_B1}B1: a word. C1 and C3, too.\n",
  [tests]: testCase("[1.1][A1][A2][B2]", call("holds", "A1") + "\n  " + call("misprint", "A2")) +
    testCase("[C2]", call("only_when", "C2")),
  [found]: `${head}\n${Object.values(findings).join("\n")}\n`,
};

function shelf(t) {
  const book = scratch(t);
  for (const [file, text] of Object.entries(files)) book.write(file, text);
  for (const [row, line] of Object.entries(findings))
    book.write(`${records}${row}.csv`, `${head},file\n${line},${tests}\n`);
  return {
    ...book,
    change(file, from, to) {
      assert(book.read(file).includes(from), `${file} holds '${from}'`);
      book.write(file, book.read(file).replace(from, () => to));
    },
    run: (...words) => captured(() => main(["--root", book.root, ...words])),
  };
}

// Red, without a result, and says so: as accepted, or with what a run left.
function red(book, said, words = ["--out", book.path("notes.json")]) {
  const { code, out, err } = book.run(...words);
  assert.strictEqual(code, 1);
  for (const part of said) assert((out + err).includes(part), `'${part}' in\n${out}${err}`);
  assert(!book.has("notes.json"));
}
const green = { code: 0, out: "7 rows of the notes, each with its place and its test\n", err: "" };
// Green as it stands; red once `from` is `to`.
function turnsRed(t, file, from, to, ...said) {
  const book = shelf(t), words = file.startsWith(records) ? ["--records", book.path("records")] : undefined;
  assert.deepStrictEqual(book.run(...(words || [])), green);
  book.change(file, from, to);
  red(book, said, words);
}

test("the notes of a small book are all checked, and their tables say where and how well", (t) => {
  const book = shelf(t);
  assert.deepStrictEqual(book.run("--out", book.path("notes.json")), { code: 0, out: "", err: "" });
  const { tables, values } = JSON.parse(book.read("notes.json"));
  assert.strictEqual(tables.A, "| note A | how it should read; verdict; equation, code, test |\n|:--|:--|\n" +
    "| {#row_A1}[A1](#row_A1) <br> <small>一个公式</small> | $a = b$ <br> <b data-chapters=\"1\">holds as printed</b>: <small>error 2e-16</small> <br> " +
    "<small>[(1.1)](#eq_1_1) [`run.cpp:1`](/chapters/01-one/run.cpp#L1) · [](#ch_one) · [`run.cpp:2`](/chapters/01-one/run.cpp#L2) · " +
    "[test](/tests/01-one/a.cpp#L1)</small> |\n" +
    "| {#row_A2}[A2](#row_A2) <br> <small>另一个公式</small> | $a = b$ <br> printed: $a = c$ <br> <small>b, not c</small> <br> <b data-chapters=\"1\">misprint</b>: " +
    "<small>printed: off by 0.43, corrected: error 0</small> <br> <small>[(1.1)](#eq_1_1) [`run.cpp:1`](/chapters/01-one/run.cpp#L1) · [test](/tests/01-one/a.cpp#L1)</small> |\n");
  assert(tables.B.includes("[](#word_B1)"), tables.B);
  assert(tables.B.includes("<small>[figure](/chapters/01-one/page.md#fig-01-net) · [test](/tests/01-one/a.cpp#L1)</small>"));
  assert(tables.C.includes("<small>`a^{t} = b`</small> <br> <small>三个门控</small> | gates <br> <b data-chapters=\"\">wording</b> <br> <small>[](#words)</small> |\n"), tables.C);
  assert(tables.C.includes("only when b, or \"c\""));
  assert(tables.C.includes("<b data-chapters=\"1\">holds only when</b>: <small>one, or so 0.5 &lt; the other 0.75</small>"));
  assert(tables.summary.includes("| misprint | 1 | – | – | – | – | 1 |\n"));
  assert(tables.errata.includes("| [A2](#row_A2) <br> <small>另一个公式</small> | printed: $a = c$ <small>(off by 0.43)</small> <br> <b>correct:</b> $a = b$ |"));
  assert.deepStrictEqual([values.rows, values.A2_off, values.A2_error, values.C2_larger], ["7", "0.43", "0", "0.75"]);
  assert.deepStrictEqual(["equation", "line", "test", "all"].map((kind) => values[`leads_${kind}`]), ["3", "3", "4", "3"]);
  // By number, in whatever order the inventory has them; a line by words of it.
  const [head, a1, a2, ...others] = files[inventory].split("\n");
  book.write(inventory, [head, a2, a1.replace("01-run", "01-run:b_is"), ...others].join("\n"));
  assert.strictEqual(book.run("--out", book.path("notes.json")).err, "");
  const again = JSON.parse(book.read("notes.json")).tables.A;
  assert(/row_A1[^]*run\.cpp:3[^]*row_A2/.test(again), again);
});

test("a row without a test, or whose tests give no verdict, is red", (t) => {
  turnsRed(t, tests, "[B2]", "", "inventory.csv:5: B2: no test of its figure");
  turnsRed(t, tests, "[A1]", "", "inventory.csv:2: A1: no test, expected one with the tag [A1]");
  turnsRed(t, tests, call("holds", "A1"), "", "A1: its tests give no verdict, expected notes::holds(\"A1\"");
});

test("a test that names no row, or judges one that it does not name, is red", (t) => {
  turnsRed(t, tests, "[1.1]", "[1.1][A3]", tests + ":2: [A3] names no row");
  turnsRed(t, tests, call("holds", "A1"), call("holds", "A1") + call("holds", "D9"),
    tests + ":3: a verdict on D9, expected a row of");
  turnsRed(t, tests, "[A1][A2]", "[A2]", "A1: no test", "a verdict on A1, expected the tag [A1]");
});

test("a verdict that no test produced, or another than the inventory's, is red", (t) => {
  turnsRed(t, found, findings.A2 + "\n", "", "A2: no test produced its verdict 'misprint'");
  turnsRed(t, inventory, "A1,ok,holds", "A1,ok,restored", tests + ":3: A1 holds, expected restored",
    found + ":2: the test found 'holds' of A1, expected 'restored'");
  turnsRed(t, found, "A1,holds", "A3,holds", found + ":2: a verdict on A3, which is no row");
  turnsRed(t, found, "row,", "rows,", found + ":1: expected the header row,verdict,");
  const book = shelf(t);
  book.remove(records + "A2.csv");
  red(book, ["A2: no test produced its verdict 'misprint'"], ["--records", book.path("records")]);
});

test("a record of no row, from another test or that can not be read is red", (t) => {
  const record = (from, to, said, row = "A1") => turnsRed(t, `${records}${row}.csv`, from, to, said);
  record("A1,", "E1,", "a verdict on E1, which is no row");
  record("A1,holds", "A1,misprint", "the test found 'misprint' of A1, expected 'holds'");
  record(tests, "tests/01-one/b.cpp", "a verdict on A1 from a test that does not name it");
  record("2e-16", "two", "no record, expected what tests/notes.hpp writes");
  record("2e-16", "", "no record");
  record("0.43", "far", "no record", "A2");
  record("0.75", "much", "no record", "C2");
});

test("what is found is compared with what was accepted, and accepted where it is another", (t) => {
  const book = shelf(t), words = ["--records", book.path("records")];
  book.change(records + "A1.csv", "2e-16", "3e-15"); // rounding, as it was
  book.change(records + "C2.csv", "0.75", "0.7501");
  assert.deepStrictEqual(book.run(...words), green);
  for (const [row, from, to, said] of [["A2", "0.43", "0.53", "A2: found printed: off by 0.53, corrected: error 0, accepted is printed: off by 0.43"],
    ["C2", "the other", "a third", "found one, or so 0.5 &lt; a third 0.75"], ["A1", "3e-15", "2e-3", "A1: found error 0.002, accepted is error 2e-16"]]) {
    book.change(`${records}${row}.csv`, from, to);
    red(book, [said, "where they are right, keep it:"], words);
    assert.strictEqual(book.run(...words, "--accept").code, 0);
    assert.deepStrictEqual(book.run(...words), green);
  }
  book.change(found, "0.53", "inf"); // nothing is near it
  red(book, ["A2: found printed: off by 0.53, corrected: error 0, accepted is printed: off by infinite"], words);
  assert.strictEqual(book.read(found).split("\n")[3], 'C2,only when,,,0.5,"one, or so",0.7501,a third');
});

test("a word or a figure without its place on a page is red", (t) => {
  const without = "B1: term without a place, expected the #id of a page that names B1";
  turnsRed(t, "docs/notation.md", "B1: a word", "B11: a word", without);
  turnsRed(t, "docs/notation.md", "B1: a word", "A word.\n\n## Others {#others}\n\nB1: a word", without);
  turnsRed(t, "docs/notation.md", "{#words}", "{#other}", "B1: '#words' is no id");
  turnsRed(t, "chapters/01-one/page.md", "01-net.svg", "01-nets.svg", "B2: no page shows the figure 01-net");
  turnsRed(t, inventory, "fig-01-net", "#words", "B2: redrawn without a place, expected fig-NAME");
});

test("words that are at odds with their verdict, or name what is not there, are red", (t) => {
  turnsRed(t, inventory, "only when b", "where b", "C2: 'only when', expected 'only when' in its words");
  turnsRed(t, inventory, '"b, not c"', "b only when c", "A2: 'misprint', expected 'only when' in its words where it is the verdict");
  turnsRed(t, inventory, "row C2", "row C4", "C3: its words name C4, expected another row");
  turnsRed(t, inventory, "row C2", "row C3", "C3: its words name C3, expected another row");
  turnsRed(t, inventory, "by (1.1)", "by (1.2)", "C3: its words name (1.2), which is on no page");
});

test("a row without the note's own words, or with another row's, is red", (t) => {
  turnsRed(t, inventory, "一个公式", "", "inventory.csv:2: A1: quotes '', expected 4 to 16 signs of the note's own words");
  turnsRed(t, inventory, "如图所示", "如图", "B2: quotes '如图', expected");
  turnsRed(t, inventory, "如图所示", "这一句话太长，所以不是一个短的引文", "B2: quotes '这一句话");
  turnsRed(t, inventory, "另一个公式", "一个公式", "A2: quotes '一个公式' as A1 does, expected other words");
  turnsRed(t, inventory, "三个门控", "三个门", "C1: quotes '三个门', expected");
});

test("a row that its guide, the errata or the answers leave out is red", (t) => {
  turnsRed(t, "docs/reading-note-b.md", "{{notes.B2}}", "", "B2: not in the guide to its note");
  turnsRed(t, errata, "{{notes.A2}}: b", "b", "A2: a misprint whose reason the errata do not tell");
  turnsRed(t, errata, ": b.", ": b. {{notes.A1}}", "tells why A1 is wrong, expected a row with what is printed");
  turnsRed(t, errata, "{{notes.C3}}: so", "so", "C3: a question that no page answers");
});

test("a name, a shape, a line or a size of PyTorch's that is not the script's is red", (t) => {
  turnsRed(t, bridge, "`weight_ih_l0`", "`weight_hh_l0`", "$U$ is `weight_hh_l0`, expected `weight_ih_l0`");
  turnsRed(t, script, "rnn.bias_hh_l0, b_hh", "rnn.bias_hh_l0, c", "$b$ is `bias_ih_l0` + `bias_hh_l0`, expected `bias_ih_l0`");
  turnsRed(t, bridge, "$K \\times H$", "$H \\times K$", "$V$: H \\times K, expected the shape 4 x 3");
  turnsRed(t, bridge, "layer, sequence, unit", "sequence, layer, time", "$h(0)$: sequence, layer, time, expected the shape 1 x 1 x 3");
  turnsRed(t, bridge, "o = out(h)", "o = out(x)", "'o = out(x)' is not in tests/notes/pytorch.py");
  turnsRed(t, bridge, "$U_i$, $U_f$", "$U_f$, $U_i$", "`weight_ih_l0` has the rows $U_f$, $U_i$, expected $U_i$, $U_f$ as in tests/notes/pytorch.py");
  turnsRed(t, script, '"gru": "ru"', '"gru": "ur"', "`weight_hh_l0` has the rows $W_r$, $W_u$, expected $W_u$, $W_r$");
  turnsRed(t, bridge, "two steps", "three steps", "expected 'one sequences of two steps, two inputs, three tanh units, four classes'");
});

test("a sign that a worked example writes otherwise is red", (t) => {
  const as = "as common/sheet/recurrent.cpp has";
  turnsRed(t, "docs/notation.md", "$W_s$", "$W_x$", `note B writes 'Wx' for W, expected 'Ws' ${as}`);
  turnsRed(t, "docs/notation.md", "$y_t$", "$o_t$", `note D writes 'o' for y^, expected 'y' ${as}`);
  turnsRed(t, "common/sheet/recurrent.cpp", "W=W_hh", "W=W_xh", `note D writes 'Whh' for W, expected 'Wxh' ${as}`);
});

test("a place that is not there is red", (t) => {
  turnsRed(t, inventory, "A1,ok,holds,1.1", "A1,ok,holds,1.2", "A1: (1.2) is on no page");
  turnsRed(t, inventory, "01-run", "01-ran", "A1: '01-ran', expected");
  turnsRed(t, inventory, "01-run", "01-run:c_is", "A1: '01-run:c_is', expected");
  turnsRed(t, inventory, "01-run", "chapters/01-one/page.md:One", "A1: 'chapters/01-one/page.md:One', expected");
  turnsRed(t, "chapters/01-one/run.cpp", /lab.claim[^]*/.exec(files["chapters/01-one/run.cpp"])[0], "", "A1: '01-run', expected");
  turnsRed(t, inventory, "1.1 #ch_one 01-run", "", "A1: no place, expected an equation or a page");
});

test("an inventory with a gap, a double row, unknown words or another form is red", (t) => {
  turnsRed(t, inventory, "A1,ok,holds,1.1 #ch_one 01-run,$a = b$,,,一个公式\n", "", "no row A1, expected it: A2 is there");
  turnsRed(t, inventory, "B2,lost", "B1,lost", "B1 again");
  turnsRed(t, inventory, "A1,ok", "A1,fine", "A1: the state 'fine'");
  turnsRed(t, inventory, "A1,ok,holds", "A1,ok,perhaps", "A1: the verdict 'perhaps'");
  turnsRed(t, inventory, ",$a = c$,", ",,", "A2: a misprint, expected what is");
  turnsRed(t, inventory, "the right word", "", "B1: no formula");
  turnsRed(t, inventory, "id,state", "id,status", "expected the header id,");
  turnsRed(t, inventory, "B2,lost,redrawn,", "B2,lost,redrawn;", "inventory.csv:5: 7 cells, expected 8");
  turnsRed(t, inventory, "B2,", "Z2,", "Z2: expected a note's letter and a number");
});

test("place and test of the rows are looked at without a run", (t) => {
  const book = shelf(t);
  book.remove("records");
  assert.deepStrictEqual(book.run(), green);
  book.change(tests, "[C2]", "[C1]");
  assert.strictEqual(book.run().code, 1);
});

test("the command refuses other words", () => {
  for (const words of [[], ["--rot", "."], ["--root"], ["--root", ".", "--accept"], ["--root", ".", "--records", ".", "--out", "."]])
    assert.deepStrictEqual(captured(() => main(words)),
      { code: 2, out: "", err: "error: notes: expected --root BOOK [--records FOLDER [--accept] | --out FILE]\n" });
});
