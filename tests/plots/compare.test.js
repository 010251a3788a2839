// Fresh figures and results against accepted ones: every kind of difference is seen.
"use strict";
const assert = require("assert");
const fs = require("fs");
const { execFileSync } = require("child_process");
const { test } = require("node:test");
const { compareFigure, compareResult, isFigureName, main, readFigure } = require("../../plots/compare.js");
const { compareClaims, weakClaims } = require("../../plots/claims.js");
const { compareTexts, readMark } = require("../../plots/marks.js");
const { captured, scratch } = require("../scratch.js");

const good = "# exact, tolerance 0.001: A title\nseries,x,y\nfirst,1,100\nfirst,2,-200\n" +
  "\"second, with a comma\",1,0.5\n";
const replaced = (text, from, to) => {
  assert(text.includes(from), `'${from}' in '${text}'`);
  return text.replace(from, () => to);
};
const figure = (text) => readFigure(text, "01-x.csv");
const differences = (fresh, accepted) => compareFigure("01-x", figure(fresh), figure(accepted));
const only = (lines) => {
  assert.strictEqual(lines.length, 1, lines.join("\n"));
  return lines[0];
};

test("a figure's CSV is read with its mark, columns and series", () => {
  const read = figure(good);
  assert.strictEqual(read.mark.words, "exact, tolerance 0.001");
  assert.deepStrictEqual(read.columns, ["x", "y"]);
  assert.deepStrictEqual(read.series, [
    { name: "first", rows: [[1, 100], [2, -200]] }, { name: "second, with a comma", rows: [[1, 0.5]] }]);
  assert.deepStrictEqual(figure("# measured: t\nseries,x,y2\n\"a \"\"b\"\" c\",1,\n").series,
    [{ name: "a \"b\" c", rows: [[1, null]] }]);
});

test("a figure's CSV that is not one is refused by file and line", () => {
  const refused = (text, what) => assert.throws(() => figure(text), (error) => error.message.startsWith(what));
  refused("", "01-x.csv:1: expected '# exact, tolerance");
  refused("# exact, tolerance 1: t\nseries,x\n", "01-x.csv:3: expected a mark, a header and rows");
  for (const mark of ["# exact: t", "# exact, tolerance tiny: t", "# exact, tolerance -1: t", "# exact, tolerance 1",
    "# rounding: t", "# rounding, mean within 2: t", "# rounding, each within two: t", "# rounding, each: t", "exact", "#"])
    refused(mark + "\nseries,x\ns,1\n", "01-x.csv:1: expected '# exact, tolerance");
  refused(replaced(good, "series,", "name,"), "01-x.csv:2: expected a header");
  refused(replaced(good, "2,-200", "2"), "01-x.csv:4: expected 3 cells, got 2");
  for (const bad of ["nan", "inf", "1x", "two", " 1", "1e999"])
    refused(replaced(good, "-200", bad), `01-x.csv:4: column y: expected a finite number, got '${bad}'`);
  refused(replaced(good, "comma\"", "comma"), "01-x.csv:5: expected a closing quote");
});

test("each point has its own tolerance, however large its neighbours are", () => {
  assert.deepStrictEqual(differences(good, good), []);
  assert.deepStrictEqual(differences(replaced(good, "-200", "-199.81"), good), []);
  // 0.15 is below a thousandth of 200, and above one of 100.
  assert.match(only(differences(replaced(good, "1,100", "1,100.15"), good)),
    /^01-x: series 'first', column y, row 1: got 100.15, expected 100 /);
  assert.match(only(differences(replaced(good, "1,0.5", "1,0.502"), good)), /'second, with a comma', column y, row 1/);
  assert.match(only(differences(replaced(good, "first,2,", "first,2.01,"), good)), /'first', column x, row 2/);
  const small = "# exact, tolerance 0.001, from 1e-9: t\nseries,x,y\ns,1,0\ns,2,1\n";
  assert.deepStrictEqual(differences(replaced(small, "1,0", "1,9e-10"), small), []);
  assert.match(only(differences(replaced(small, "1,0", "1,2e-9"), small)), /row 1: got 2e-9, expected 0/);
  const zero = "# exact, tolerance 0.001: t\nseries,x,y\ns,1,0\n";
  assert.strictEqual(differences(replaced(zero, "1,0", "1,1e-300"), zero).length, 1);
});

test("another mark is a difference: the accepted one decides", () => {
  const loose = replaced(good, "0.001", "0.5");
  assert.match(only(differences(replaced(loose, "1,100", "1,150"), good)),
    /mark: got exact, tolerance 0.5, expected exact, tolerance 0.001/);
  const timed = replaced(good, "# exact, tolerance 0.001:", "# measured:");
  assert.match(only(differences(timed, good)), /mark: got measured/);
  assert.match(only(differences(good, timed)), /expected measured/);
});

test("other titles, columns, series and numbers of rows are differences", () => {
  assert.match(only(differences(replaced(good, "A title", "Another"), good)), /title: got Another, expected A title/);
  assert.match(only(differences(replaced(good, "x,y", "x,z"), good)), /columns: got x,z, expected x,y/);
  assert.match(only(differences(replaced(good, "\"second, with a comma\"", "2nd"), good)), /series: got 'first','2nd'/);
  assert.match(only(differences(good + "third,1,1\n", good)), /'third'/);
  assert.match(only(differences(replaced(good, "first,2,-200\n", ""), good)), /'first', rows: got 1, expected 2/);
  assert.match(only(differences(replaced(good, "-200", ""), good)), /row 2: got nothing, expected -200/);
  assert.match(only(differences(good, replaced(good, "-200", ""))), /row 2: got -200, expected nothing/);
});

test("many differing rows are told briefly and counted", () => {
  const rows = (from) => "# exact, tolerance 0: t\nseries,x\n" + [...Array(100)].map((_, i) => `s,${i + from}\n`).join("");
  const lines = differences(rows(1), rows(0));
  assert.strictEqual(lines.length, 4);
  assert.match(lines[3], /and 97 more rows/);
});

test("a measured figure is compared by columns, series and positions alone", () => {
  const timed = "# measured: t\nseries,x,y\na,1,5\nb,1,6\n";
  assert.deepStrictEqual(differences("# measured: t\nseries,x,y\na,1,9\nb,1,3\n", timed), []);
  assert.match(only(differences("# measured: t\nseries,x,y\na,1,9\na,2,9\nb,1,3\n", timed)), /series 'a', rows: got 2, expected 1/);
  assert.match(only(differences("# measured: t\nseries,x,y\na,3,9\nb,1,3\n", timed)), /series 'a', column x, row 1: got 3, expected 1/);
  assert.strictEqual(differences(replaced(timed, "x,y", "x,s"), timed).length, 1);
  assert.strictEqual(differences(replaced(timed, "b,1", "c,1"), timed).length, 1);
});

test("of numbers that hang on rounding only what the mark names is compared", () => {
  const column = (how, got, expected) => readMark("rounding, " + how).compare(got, expected).length;
  assert.strictEqual(column("each within a factor of 2", [1, -3, 0], [2, -6, 0]), 0);
  assert.strictEqual(column("each within a factor of 2", [1, -3, 0], [2.1, 3, 1e-9]), 3);
  assert.strictEqual(column("each within 2", [1, 8], [3, 11]), 1);
  assert.strictEqual(column("each within 0.005", [0.265], [0.27]), 0);
  assert.strictEqual(column("each at most 1e-12", [1e-13, -1e-11], [5e-16, 1e-16]), 1);
  const wild = [5, 100, 3, 7, 1];
  for (const [how, changed] of [["first", [6, 100, 3, 7, 1]], ["last", [5, 100, 3, 7, 2]], ["least", [5, 100, 3, 7, 2]],
    ["largest", [5, 80, 3, 7, 1]], ["median", [4, 100, 3, 7, 1]]]) {
    assert.strictEqual(column(how + " within 0", wild, wild), 0, how);
    assert.strictEqual(column(how + " within 0", changed, wild), 1, how);
  }
  assert.strictEqual(column("median within 0", [null, null], [null, null]), 0);
  assert.strictEqual(column("median within 0", [null, null], [null, 1]), 1);
  assert.strictEqual(column("last within 0 and largest at most 50", [5, 100, 4, 8, 1], wild), 1);
});

test("a figure that hangs on rounding keeps its positions, unless it says everywhere", () => {
  const path = "# rounding, median within a factor of 2: t\nseries,x,y\n" +
    [...Array(20)].map((_, i) => `s,${i},${i + 1}\n`).join("");
  assert.deepStrictEqual(differences(replaced(path, "s,9,10", "s,9,900"), path), []);
  assert.match(only(differences(replaced(path, "s,9,10", "s,9.1,10"), path)), /column x, row 10/);
  assert.match(only(differences(path.replace(/,(\d+)\n/g, ",$17\n"), path)), /column y, median/);
  assert.deepStrictEqual(differences(replaced(path, "s,19,20\n", ""), path), []);
  assert.match(only(differences(path.split("\n").slice(0, 12).join("\n"), path)), /rows: got 10, expected 20/);
  const everywhere = replaced(path, "rounding,", "rounding everywhere,");
  assert.deepStrictEqual(differences(replaced(everywhere, "s,9,10", "s,9.1,10"), everywhere), []);
});

test("texts are compared by their words and, as their mark says, their numbers", () => {
  const texts = (mark, got, expected) => compareTexts(readMark(mark), [got], [expected]).length;
  assert.strictEqual(texts("exact", "0.12 (0.1 to 0.2)", "0.12 (0.1 to 0.2)"), 0);
  assert.strictEqual(texts("exact", "0.12 (0.1 to 0.3)", "0.12 (0.1 to 0.2)"), 1);
  assert.strictEqual(texts("rounding, each within 2", "11 of 20", "12 of 20"), 0);
  assert.strictEqual(texts("rounding, each within 2", "9 of 20", "12 of 20"), 1);
  assert.strictEqual(texts("rounding, each within 2", "11 of 20 seeds", "12 of 20"), 1);
  assert.strictEqual(texts("measured", "3e-05 s", "17 s"), 0);
  assert.strictEqual(texts("measured", "3 ms", "17 s"), 1);
});

test("a claim's number may come half way to its bound", () => {
  for (const [bound, accepted, got, right] of [["at most 1", 0.2, 0.6, true], ["at most 1", 0.2, 0.61, false], ["at most 1", 0.2, -0.21, false],
    ["above 10", 30, 20, true], ["above 10", 30, 19, false], ["from 1 to 2", 1.9, 1.94, true], ["from 1 to 2", 1.9, 1.96, false],
    ["equal to 7", 7, 7, true], ["equal to 7", 7, 6.9999, false], ["at most 1e-12", 4e-15, 4e-13, true], ["at most 1e-12", 4e-15, "nan", false]]) {
    const of = (number) => ({ claims: [{ what: "it", bound, number: String(number) }] });
    assert.strictEqual(compareClaims("01-p", of(got), of(accepted)).length, right ? 0 : 1, `${bound}: ${accepted}, ${got}`);
  }
  const marked = (number, mark) => ({ claims: [{ what: "it", bound: "above 1", number }], marks: { errors: mark } });
  for (const [mark, right] of [["rounding, each within a factor of 2", true], ["rounding, each at most 1e-12", false], ["measured", false]])
    assert.strictEqual(compareClaims("01-p", marked("1.01", mark), marked("2", mark)).length, right ? 0 : 1, mark);
});

test("a number in a program's sentence is the bound of a part", () => {
  const of = (claim) => weakClaims("01-p", { claim, claims: [{ what: "it", bound: "below 0.01", number: "0.002", failed: "10 random" }, { what: "b", bound: "at least 0.666666666", number: "1", failed: "10 random" }] });
  assert.deepStrictEqual(of("Below 0.01 at rate 0.3, else 2/3, with 4 units"), []);
  assert.match(only(of("Below 0.02, else 2/3")), /01-p: claim: says 0.02, which is no bound/);
  assert.match(only(of("Below 0.01, else 3/4")), /says 3\/4/);
});

test("a claim that wrong results hold, or whose bound is far away, is named", () => {
  const sweep = { rows: [{ claim: "it", least: "2", largest: "1e5" }, { claim: "other", least: "1e10", largest: "1e10" }] };
  for (const [failed, bound, number, with_, said] of [["0 zeros, 1 random, 0 shuffled", "at most 1", "0.1"], ["0 zeros, 0 random, 0 shuffled", "at most 1", "0.1", null, /wrong results hold it, too/],
    ["10 random", "at most 1e10", "0.1", sweep, /at most 1e10: more than 1000 times away from 0.1/], ["10 random", "above 1e6", "1e12", sweep],
    ["10 random", "above 1e6", "1e12", null, /1000 times/], ["10 random", "equal to 0", "0"],
    ["9 random, 3 shuffled", "above 0", "1e12"], ["10 random, 0 shuffled", "above 0", "1e12", null, /above 0: more than 1000 times/],
    ["10 random", "from 1e-9 to 1", "1e-8"], ["10 random", "above -1e5", "3", null, /1000 times/]]) {
    const lines = weakClaims("01-p", { claims: [{ what: "it", bound, number, failed }] }, with_);
    if (said) assert.match(only(lines), said); else assert.deepStrictEqual(lines, []);
  }
});

const result = (more = {}) => ({ name: "01-p", claim: "One is one", held: true, figures: ["01-x"], values: { a: "1.5" },
  tables: { t: "| n | time |\n| :--- | ---: |\n| one | 12 |\n| two | 30 |" }, marks: { "t.time": "measured" }, ...more });

test("a result is compared by its words, values, tables and marks", () => {
  const told = (more, accepted = result()) => compareResult("01-p", result(more), accepted);
  assert.deepStrictEqual(told({}), []);
  assert.match(only(told({ claim: "Two" })), /claim: got Two, expected One is one/);
  assert.match(only(told({ held: false })), /held: got false/);
  const claimed = (what, bound, number = "0.5") => result({ claims: [{ what, bound, number }] });
  assert.deepStrictEqual(told(claimed("x", "at most 1"), claimed("x", "at most 1")), []);
  assert.match(only(told(claimed("x", "at most 2"), claimed("x", "at most 1"))), /claims: got x: at most 2, expected x: at most 1/);
  assert.match(only(told(claimed("x", "at most 1", "0.9"), claimed("x", "at most 1"))), /claim: x: got 0.9, expected 0.5 \(allowed: 0.25\)/);
  assert.match(only(told({}, claimed("x", "at most 1"))), /claims: got , expected x/);
  assert.match(only(told({ figures: [] })), /figures: got , expected 01-x/);
  assert.match(only(told({ values: { b: "1.5" } })), /values: got b, expected a/);
  assert.match(only(told({ values: { a: "1.6" } })), /01-p: a, row 1: got 1.6, expected 1.5/);
  assert.match(only(told({ tables: {} })), /tables: got , expected t/);
  const printed = { printed: { rate: "0.1, from 0 to 1" } };
  assert.deepStrictEqual(told(printed, result(printed)), []);
  assert.match(only(told({ printed: { rate: "0.2, from 0 to 1" } }, result(printed))), /printed settings: got rate: 0.2, from 0 to 1, expected rate: 0.1/);
  const noted = { noted: "gradients 12.3456789, judged 500" };
  assert.deepStrictEqual(told({ noted: "gradients 12.34567895, judged 500" }, result(noted)), []);
  assert.match(only(told({ noted: "gradients 12.345678, judged 500" }, result(noted))), /noted, row 1: got 12.345678, expected 12.3456789/);
  assert.match(only(told({ noted: "gradients 12.3456789, judged 499" }, result(noted))), /noted, row 2: got 499, expected 500/);
  assert.match(only(told({}, result(noted))), /noted, row 1: got , expected gradients/);
  assert.match(only(told({ marks: {} })), /marks: got , expected t.time: measured/);
  const table = result().tables.t;
  assert.deepStrictEqual(told({ tables: { t: replaced(table, "30", "40") } }), []);
  assert.match(only(told({ tables: { t: replaced(table, "two", "three") } })), /t, n, row 2: got three, expected two/);
  assert.match(only(told({ tables: { t: replaced(table, "30", "slow") } })), /t, time, row 2: got slow/);
  assert.match(only(told({ tables: { t: replaced(table, "time", "ms") } })), /t: got n \| ms, 2 rows/);
  assert.match(only(told({ tables: { t: replaced(table, "\n| two | 30 |", "") } })), /t: got n \| time, 1 rows/);
  assert.throws(() => told({ marks: { a: "roughly" } }, result({ marks: { a: "roughly" } })), /a: expected a mark, got 'roughly'/);
});

test("a figure's name is its chapter's digits and words", () => {
  for (const name of ["01-x", "03-two-ways", "10-v2", "04-1994-latch", "03-two_ways"]) assert(isFigureName(name), name);
  for (const name of ["", "01", "01-", "1-x", "x-01", "01_x", "01-X", "01--x", "01-x-", "01-x y", "011-x", "01-\u03b4"])
    assert(!isFigureName(name), name);
});

// A book with a run, in agreement until a test breaks it.
const svg = (what) => `<svg><desc>Produced by GNUPLOT 5.4 </desc>${what}</svg>`;
function desk(t) {
  const book = scratch(t);
  book.write("chapters/01-one/p.cpp", "int main() {}\n");
  book.write("chapters/01-one/work.cpp", "int main() {}\n");
  book.write("chapters/01-one/idea.cpp", "int idea() {}\n");
  for (const folder of ["run", "plots"]) {
    book.write(`${folder}/01-p.json`, JSON.stringify(result()));
    book.write(`${folder}/01-x.svg`, svg("x"));
    book.write(`${folder}/01-x.csv`, good);
    book.write(`${folder}/02-graph.svg`, svg("dot"));
  }
  const run = (...words) => captured(() => main(["--root", book.root, "--run", book.path("run"), ...words]));
  return { ...book, run };
}
function differs(t, change, what) {
  const book = desk(t);
  assert.deepStrictEqual(book.run(), { code: 0, out: "2 figures and 1 results agree with the accepted ones\n", err: "" });
  change(book);
  const { code, out } = book.run();
  assert.strictEqual(code, 1);
  assert(out.includes(what), `'${what}' in '${out}'`);
}

test("a differing number exits 1 and is told", (t) => {
  differs(t, (b) => b.write("run/01-x.csv", replaced(good, "1,100", "1,101")), "01-x: series 'first', column y, row 1: got 101");
  differs(t, (b) => b.write("run/01-p.json", JSON.stringify(result({ values: { a: "2" } }))), "01-p: a, row 1: got 2");
});

test("a new figure, a vanished one and other diagrams exit 1", (t) => {
  differs(t, (b) => {
    b.write("run/01-new.svg", svg(""));
    b.write("run/01-new.csv", good);
    b.write("run/01-p.json", JSON.stringify(result({ figures: ["01-x", "01-new"] })));
  }, "01-new: new: the accepted figures do not have it");
  differs(t, (b) => b.write("run/01-p.json", JSON.stringify(result({ figures: [] }))), "01-x: vanished");
  differs(t, (b) => b.write("run/02-other.svg", svg("")), "02-other: new");
  differs(t, (b) => b.remove("run/02-graph.svg"), "02-graph: vanished");
  differs(t, (b) => b.remove("plots/01-x.csv"), "01-x: got numbers, expected no numbers");
});

test("a drawing other than that of its numbers exits 1, where the same program drew", (t) => {
  differs(t, (b) => b.write("plots/01-x.svg", svg("y")), "01-x.svg: not the drawing of its numbers");
  differs(t, (b) => b.write("plots/01-x.svg", svg("x<text>time</text>").replace("5.4", "6.0")), "01-x.svg: gone: time");
  differs(t, (b) => b.write("run/01-x.svg", svg("x<text>got 3</text>")), "01-x.svg: new: got #");
  const book = desk(t);
  book.write("plots/01-x.svg", svg("y<text>-1.5</text>").replace("5.4", "6.0"));
  assert.strictEqual(book.run().code, 0);
});

test("a drawing is made anew of the accepted numbers, where a run has others", (t) => {
  const book = desk(t), csv = (y) => `# measured: A title\nseries,x,y\none,1,2\none,2,${y}\ntwo,1,1\n`;
  const script = (y) => `set terminal svg size 300,200\n$s0 << e\n1 2\n2 ${y}\ne\n$s1 << e\n1 1\ne\nset output ARG1\nplot $s0 using 1:2 title 'one', $s1 using 1:2\n`;
  const drawn = (y) => {
    book.write("draw.gp", script(y));
    execFileSync("gnuplot", ["-d", "-c", book.path("draw.gp"), book.path("draw.svg")], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
    return book.read("draw.svg");
  };
  const put = (folder, y, drawing) => {
    book.write(folder + "/01-x.csv", csv(y));
    book.write(folder + "/01-x.svg", drawing);
  };
  put("run", 3, drawn(3));
  book.write("run/01-x.gp", script(3));
  put("plots", 4, drawn(4));
  assert.strictEqual(book.run().out, "2 figures and 1 results agree with the accepted ones\n");
  put("plots", 4, drawn(5));
  assert.strictEqual(book.run().out, "01-x.svg: not the drawing of its numbers, expected that of this run\n");
  process.env.GNUPLOT = "true"; // it draws nothing
  t.after(() => delete process.env.GNUPLOT);
  assert.deepStrictEqual(book.run(), { code: 1, out: "", err: "error: gnuplot did not draw the accepted numbers within a minute\n" });
});

test("a diagram with other nodes, edges or words exits 1, at other places it does not", (t) => {
  const graph = (edge, word, at) => `<svg><title>${edge}</title><text x="${at}">${word}</text><text>h</text></svg>`;
  const drawn = (change) => (b) => {
    b.write("plots/02-graph.svg", graph("a&#45;&gt;b", "W", 1));
    b.write("run/02-graph.svg", change);
  };
  differs(t, drawn(graph("b&#45;&gt;a", "W", 1)), "02-graph: new: b&#45;&gt;a\n02-graph: gone: a&#45;&gt;b");
  differs(t, drawn(graph("a&#45;&gt;b", "U", 1)), "02-graph: new: U\n02-graph: gone: W");
  differs(t, drawn(graph("a&#45;&gt;b", "h", 1)), "02-graph: gone: W");
  differs(t, drawn(graph("a&#45;&gt;b", "W</text><text>W", 1)), "02-graph: 4 words, expected 3");
  const book = desk(t);
  drawn(graph("a&#45;&gt;b", "W", 2))(book);
  assert.strictEqual(book.run().code, 0);
});

test("a program without a result, or with another's, exits 1", (t) => {
  const book = desk(t);
  book.remove("run/01-p.json");
  assert.deepStrictEqual(book.run(), { code: 1, out: "01-p: no result since its source changed: it did not run, or failed\n", err: "" });
  differs(t, (b) => b.write("chapters/02-two/q.cpp", "int main() {}\n"), "02-q: no result");
  differs(t, (b) => b.remove("plots/01-p.json"), "01-p: new: the accepted results do not have it");
  differs(t, (b) => b.remove("chapters/01-one/p.cpp"), "01-p: vanished");
  for (const [text, what] of [["{", "expected a program's result"], ["{\"name\": \"01-p\"}", "with claim"],
    [JSON.stringify(result({ name: "01-q" })), "of 01-p, got that of 01-q"]]) {
    const book = desk(t);
    book.write("run/01-p.json", text);
    const { code, err } = book.run();
    assert.strictEqual(code, 1);
    assert(err.includes("01-p.json: ") && err.includes(what), err);
  }
});

test("a result that is older than its program's source is none", (t) => {
  differs(t, (b) => fs.utimesSync(b.path("run/01-p.json"), 1, 1), "01-p: no result since its source changed: it did not run, or failed");
});

test("what an earlier run left over does not count", (t) => {
  const book = desk(t);
  book.write("run/01-old.svg", svg(""));
  book.write("run/01-old.csv", good);
  book.write("run/01-old.json", "{");
  assert.strictEqual(book.run().code, 0);
});

test("a figure with another's name or a half missing exits 1", (t) => {
  differs(t, (b) => {
    b.write("chapters/01-one/q.cpp", "int main() {}\n");
    b.write("run/01-q.json", JSON.stringify(result({ name: "01-q" })));
  }, "01-x: expected a figure's name to be unique, 01-p and 01-q draw it");
  differs(t, (b) => b.write("run/01-p.json", JSON.stringify(result({ figures: ["02-x"] }))),
    "02-x: drawn by 01-p: expected a name of the form 01-two-words");
  differs(t, (b) => b.write("run/graph.svg", svg("")), "graph.svg: expected a figure's name");
  differs(t, (b) => b.write("plots/graph.svg", svg("")), "plots/graph.svg: expected a figure's name");
  differs(t, (b) => b.remove("run/01-x.svg"), "01-x.svg: expected 01-p to draw it");
  differs(t, (b) => b.remove("run/01-x.csv"), "01-x.csv: expected 01-p to draw it");
  differs(t, (b) => b.remove("plots/01-x.svg"), "plots/01-x.csv: expected 01-x.svg beside it");
});

test("a recorded sweep is one of the program as it is, and stays when others are accepted", (t) => {
  const file = "plots/01-p.sweep.csv", claims = [{ what: "it holds", bound: "equal to 1", number: "1", failed: "10 random" }], settings = ["rate 3"];
  const sweep = "# seeds 1 2\nknob,value,claim,held,seeds,least,median,largest\n,,it holds,2,2,,,\nrate,3,it holds,1,2,,,\n";
  const book = desk(t);
  book.write(file, sweep);
  const ran = (more) => book.write("run/01-p.json", JSON.stringify(result({ seeds: "1 2", settings, claims, ...more })));
  ran({});
  assert.strictEqual(book.run().out, "2 figures and 1 results agree with the accepted ones\n");
  ran({ settings: ["rate 4"] });
  assert.match(book.run().out, /^01-p: the recorded sweep has the settings as printed; rate 3; the program has as printed; rate 4/);
  book.run("--accept");
  assert.strictEqual(book.read(file), sweep);
  const found = (least, largest) => book.write(file, `# seeds 1 2\nknob,value,claim,held,seeds,least,median,largest\n,,it holds,2,2,${least},,${largest}\nrate,4,it holds,1,2,,,\n`);
  found(0.5, 1);
  assert.strictEqual(book.run().out, "2 figures and 1 results agree with the accepted ones\n");
  found(1.01, 2);
  assert.strictEqual(book.run().out, "01-p: claim: it holds: 1 is accepted, and the recorded sweep found 1.01 to 2 (./book sweep 1 p)\n");
  book.write(file, "");
  assert.match(book.run().err, /01-p.sweep.csv:1: expected '# seeds/);
  book.remove(file);
  assert.strictEqual(book.run().out, "01-p: no recorded sweep of its settings rate 4 (./book sweep 1 p)\n");
  book.write("plots/01-gone.sweep.csv", sweep);
  assert.match(book.run().out, /plots\/01-gone.sweep.csv: expected the sweep of a program/);
});

test("one chapter alone is compared when asked", (t) => {
  const book = desk(t);
  book.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  assert.strictEqual(book.run("--chapter", "2").code, 0);
  assert.strictEqual(book.run("--chapter", "1").code, 1);
});

test("words that are not understood are refused with one line", (t) => {
  const book = desk(t);
  for (const words of [["--chapter", "0"], ["--chapter", "one"], ["--chapter"], ["--wrong"], ["word"]]) {
    const { code, err } = book.run(...words);
    assert.strictEqual(code, 2);
    assert.match(err, /^error: plots: [^\n]*\n$/);
  }
  book.remove("run");
  assert.strictEqual(book.run().code, 2);
});

test("accepting makes the accepted ones those of the run", (t) => {
  const book = desk(t);
  book.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  book.write("run/01-p.json", JSON.stringify(result({ values: { a: "2" } })));
  book.write("run/02-new.svg", svg(""));
  for (const old of ["01-old.svg", "01-old.csv", "01-old.json", "README.md"])
    book.write("plots/" + old, old.endsWith("json") ? JSON.stringify(result({ name: "01-old" })) : good);
  const { code, out } = book.run("--accept");
  assert.strictEqual(code, 0);
  assert.deepStrictEqual(out.split("\n").sort(), ["", "changed: 01-p.json", "changed: 01-x.csv", "gone: 01-old.csv",
    "gone: 01-old.json", "gone: 01-old.svg", "new: 02-new.svg"]);
  assert.strictEqual(book.read("plots/01-x.csv"), book.read("run/01-x.csv"));
  assert(book.has("plots/README.md") && !book.has("plots/01-old.csv"));
  assert.strictEqual(book.run().code, 0);
  assert.strictEqual(book.run("--accept").out, "nothing to accept\n");
});

test("what agrees with the accepted one stays as it was accepted, unless it says something else", (t) => {
  const book = desk(t), write = (csv, drawing, more = {}) => {
    book.write("run/01-x.csv", csv);
    book.write("run/01-x.svg", svg(drawing));
    book.write("run/01-p.json", JSON.stringify(result(more)));
    return book.run("--accept").out;
  };
  const close = replaced(good, "1,100", "1,100.01"), table = { t: replaced(result().tables.t, "12", "13") };
  assert.strictEqual(write(close, "x<text>1.5</text>", { tables: table }), "nothing to accept\n");
  assert.deepStrictEqual([book.read("plots/01-x.csv"), book.read("plots/01-x.svg")], [good, svg("x")]);
  assert.strictEqual(write(close, "x<text>time</text>"), "changed: 01-x.svg\nchanged: 01-x.csv\n");
  assert.strictEqual(write(replaced(good, "A title", "A name"), "x<text>time</text>"), "changed: 01-x.csv\n");
  assert.strictEqual(write(replaced(good, "A title", "A name"), "x<text>time</text>", { seeds: "2" }), "changed: 01-p.json\n");
});

test("accepting one chapter leaves the others alone", (t) => {
  const book = desk(t);
  book.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  book.write("plots/01-old.svg", svg(""));
  book.write("plots/02-old.svg", svg(""));
  assert.strictEqual(book.run("--accept", "--chapter", "2").code, 0);
  assert.strictEqual(book.read("plots/01-x.csv"), good);
  assert(book.has("plots/01-old.svg") && !book.has("plots/02-old.svg"));
});

test("nothing is accepted when one of the fresh ones is at fault", (t) => {
  for (const [file, what] of [["run/01-x.csv", "nothing accepted: 01-x.csv:1: expected"], ["run/01-p.json", "01-p.json: expected"]]) {
    const book = desk(t);
    book.write("run/02-graph.svg", svg("another"));
    book.write(file, "# nonsense\n");
    const { code, err } = book.run("--accept");
    assert.strictEqual(code, 1);
    assert(err.includes(what), err);
    assert.strictEqual(book.read("plots/02-graph.svg"), svg("dot"));
  }
});
