// The changes that the proof by mutation makes: found, told apart, and kept with
// the code that they change; and a test that checks too little lets one pass.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { statements, changesOf, withChanges, header } = require("./changes.js");
const { keep, check, checkDemands, keepDemands, result, record, survivors } = require("./record.js");
const { outcomeOf, run } = require("./mutants.js");

// What stands in this file must not itself end in an equation's number.
const numbered = (code, numbers) => `${code}  // (${numbers.replace(" ", ") (")})\n`;
const changes = (code, kind) => changesOf(code).filter((c) => !kind || c.kind === kind).map((c) => c.code);
const has = (all, one) => assert.ok(all.includes(one), `${one} is not among ${all.join(" | ")}`);

test("A numbered statement is found whole, over lines and after labels", () => {
  const source = "int f() {\n  g(1);\n  // (1.9)\n" + numbered("  for (int t = 1; t < 3; ++t) x[t] = a;", "1.1") +
    numbered("  return g(a)\n         + h({1, 2});", "1.2 1.3") + "}\nvoid k() {\n" + numbered("  list = {a * b, c};", "1.3") +
    "}\nswitch (s) {\n  case Kind::one:\n" + numbered("    return a % (1.0 - a);", "1.4") + "  default:\n" +
    numbered("    return -b;", "1.5") + "}\nif (kind == Loss::none)\n" + numbered("  return c;", "1.6") +
    numbered("  n += a > 0.5 ? T{1} << i : T{0};", "1.7");
  const found = statements(source);
  assert.deepEqual(found.map((s) => s.code), ["for (int t = 1; t < 3; ++t) x[t] = a;", "return g(a) + h({1, 2});",
    "list = {a * b, c};", "return a % (1.0 - a);", "return -b;", "if (kind == Loss::none) return c;",
    "n += a > 0.5 ? T{1} << i : T{0};"]);
  assert.ok(found.every((s) => source[s.end - 1] === ";"));
  assert.deepEqual(found[1].equations, ["1.2", "1.3"]);
  assert.equal(found[1].line, 6);
});

test("Names given just above a numbered statement belong to it", () => {
  const source = "void f() {\n  const Matrix other = A * b;\n  Matrix z = W * a;\n  Step s;\n  const T half = z / 2;\n" +
    numbered("  s.h = g(half);", "1.1") + "  const Matrix slope = d(h);\n  check(h);\n" + numbered("  e = slope * f;", "1.2") +
    "  const double p = 1, q = 2;\n" + numbered("  e = p * q;", "1.3") + "}\n";
  const found = statements(source);
  // Used, however far above; but nothing past a statement that gives no name.
  assert.deepEqual(found.map((s) => s.equations[0] + " " + s.code), ["1.1 Matrix z = W * a;", "1.1 const T half = z / 2;",
    "1.1 s.h = g(half);", "1.2 e = slope * f;", "1.3 e = p * q;"]);
  assert.deepEqual(found.map((s) => s.line), [3, 5, 6, 9, 11]);
});

test("Signs are turned: of the whole, of a term, of a sum", () => {
  assert.deepEqual(changes("x = y;"), ["x = -(y);"]);
  assert.deepEqual(changes("return a - b + c;", "sign"), ["return -(a - b + c);", "return a + b + c;", "return a - b - c;"]);
  has(changes("W -= rate * dW;", "sign"), "W += rate * dW;");
  has(changes("return n >= 1 ? 1 : 0;", "sign"), "return n < 1 ? 1 : 0;");
  has(changes("return -y / p;", "sign"), "return y / p;");
  // What repeats or decides stays: only what is done is changed.
  assert.deepEqual(changes("for (Index t = h2; t >= 1; --t) x = y;"), ["for (Index t = h2; t >= 1; --t) x = -(y);"]);
  assert.deepEqual(changes("if constexpr (a == b) x = y;"), ["if constexpr (a == b) x = -(y);"]);
  assert.deepEqual(changes("h.push_back(activate(kind, z));"), ["h.push_back(-(activate(kind, z)));",
    "h.push_back(activate(-(kind), z));", "h.push_back(activate(kind, -(z)));"]);
});

test("Terms, factors and derivatives are dropped, one at a time", () => {
  assert.deepEqual(changes("return a - b + c;", "term"), ["return - b + c;", "return a + c;", "return a - b ;"]);
  has(changes("g += d * h;", "term"), "g = d * h;");
  has(changes("g += d * h;", "term"), ";");
  has(changes("v *= s;", "factor"), ";");
  has(changes("z = slope % (A * v);", "derivative"), "z = (A * v);");
  has(changes("z = slope % (A * v);", "factor"), "z = slope ;");
  has(changes("z = slope % (A * v);", "factor"), "z = slope % ( v);");
  has(changes("return V * D2 * e2;", "derivative"), "return V * e2;");
  has(changes("return s / n;", "factor"), "return s ;");
  has(changes("return s / static_cast<double>(n);", "factor"), "return s ;");
});

test("A transpose is taken off or put on, a pair of factors exchanged", () => {
  has(changes("d = W.t() * e;", "transpose"), "d = W * e;");
  has(changes("d = W.t() * e;", "transpose"), "d = W.t() * e.t();");
  assert.deepEqual(changes("d = W.t() * e;", "exchange"), ["d = e * W.t();"]);
  assert.deepEqual(changes("d = D1 * D2 * e;", "transpose"), ["d = D1 * D2 * e.t();"]); // D is diagonal
  has(changes("h = p.W12 * x;", "transpose"), "h = p.W21 * x;");
  has(changes("const Sequence d = output_delta(y_hat, y);", "exchange"), "const Sequence d = output_delta(y, y_hat);");
  assert.deepEqual(changesOf("d = a * b;").find((c) => c.kind === "exchange").guard, ["a", "b"]); // two numbers may change places
});

test("A step's index goes one back and one on", () => {
  assert.deepEqual(changes("z(t) = U * x(t) + W * h(t - 1) + b;", "time"), ["z(t) = U * x(t - 1) + W * h(t - 1) + b;",
    "z(t) = U * x(t + 1) + W * h(t - 1) + b;", "z(t) = U * x(t) + W * h(t - 2) + b;", "z(t) = U * x(t) + W * h(t) + b;",
    "z(t - 1) = U * x(t) + W * h(t - 1) + b;", "z(t + 1) = U * x(t) + W * h(t - 1) + b;"]);
  assert.deepEqual(changes("e = y.col(0);", "time"), ["e = y.col(1);"]);
  assert.deepEqual(changes("return S2;", "time"), ["return S1;", "return S3;"]);
  has(changes("e = f(run.one.y);", "time"), "e = f(run.two.y);");
  has(changes("L += m(j, t) * l;", "time"), "L += m(j, t - 1) * l;");
  assert.deepEqual(changes("a = softmax(z);", "time"), []);
  assert.deepEqual(changes("double h1 = x2;", "time"), ["double h1 = x1;", "double h1 = x3;"]);
});

test("No change is made twice, and none leaves the code as it is", () => {
  for (const code of ["s.L = 0.5 * (y - o) * (y - o);", "return W.t() * D3 * V.t() * e3;", "for (Index t = 1; t <= n; ++t) x = w * f(x) + b;"]) {
    const all = changes(code);
    assert.ok(!all.includes(code) && new Set(all).size === all.length && all.length > 5);
  }
});

test("All changes are compiled in, each behind its own number", () => {
  const plain = withChanges("d = W * e;", [{ id: 7, code: "d = -(W * e);" }], "f", 3);
  assert.match(plain, /#line 7 "mutant"\nif \(unrolled_mutants::chosen == 7\) \{ d = -\(W \* e\); \} else/);
  assert.match(plain, /#line 3 "f"\n\{ d = W \* e; \} \}/);
  const declared = withChanges("const Vector e = A * b;", [{ id: 8, code: "const Vector e = b * A;", guard: ["A", "b"] }], "f", 3);
  assert.match(declared, /^const Vector e = \[&\]\(\) -> Vector \{/);
  assert.match(declared, /matrices<decltype\(A\), decltype\(b\)>\); return b \* A; \} else/);
  assert.match(withChanges("for (double& v : g) v *= s;", [{ id: 9, code: "for (double& v : g) ;" }], "f", 3), /^for \(double& v : g\) \{/);
});

test("What a test demands tells a value from an error, and notices or not", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-mutants-"));
  const source = numbered("double twice(double x) { double y; y = 2 * x; return y; }", "1.1").replace("y = 2 * x; return y; }  // (1.1)", "y = 2 * x;  // (1.1)\n  return y; }");
  const [line] = statements(source), all = changesOf(line.code).map((c, i) => ({ ...c, id: i + 1 }));
  const tried = all.filter((c) => c.kind === "sign" || c.kind === "factor");
  const main = `int main(int n, char**) { double y = twice(n == 1 ? 0 : 3); if (y == (n == 1 ? 0 : 6)) return 0; std::puts("FAILED:"); return 1; }\n`;
  fs.writeFileSync(path.join(folder, "a.cpp"), header.replace("#pragma once", "#include <cstdio>") +
    source.slice(0, line.begin) + withChanges(line.code, tried, "a.cpp", 1) + source.slice(line.end) + main);
  const built = await run(["c++", "-std=c++20", "-w", "-o", folder + "/a", folder + "/a.cpp"]);
  assert.equal(built.code, 0, built.output);
  const outcomes = async (...words) => Promise.all(tried.map(async (c) => outcomeOf(await run([folder + "/a", ...words], { UNROLLED_MUTANT: String(c.id) }))));
  assert.deepEqual(await outcomes("a real test"), tried.map(() => "value"));
  has(await outcomes(), "survived"); // twice(0) is 0 whatever the factor
  assert.equal(outcomeOf(await run(["sh", "-c", "while :; do :; done"], {}, 0.1)), "error");
  assert.equal(outcomeOf(await run(["sleep", "1.5"], {}, 0.1)), "survived"); // it waits for a processor
  assert.equal(outcomeOf({ code: 2, output: "due to unexpected exception\nFAILED:" }), "error");
  fs.rmSync(folder, { recursive: true });
});

// A small book whose only line has one change, which was caught.
const head = "file,equations,code,sign,term,factor,derivative,time,transpose,exchange,by error,refused\n";
const row = (cells, code = "x = y;") => `chapters/01-one/a.cpp,(1.1),${code},${cells}\n`;
function shelf({ rows = row("1,0,0,0,0,0,0,0,0"), reasons = "", code = "x = y;" } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-mutants-"));
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  write("chapters/01-one/a.cpp", numbered(code, "1.1"));
  write(record, head + rows);
  write(survivors, "equations,code,why\n" + reasons);
  const said = { wrong: check(folder).join("\n"), page: result(folder) };
  fs.rmSync(folder, { recursive: true });
  return said;
}

test("A record of the code as it is, is fine", () => {
  assert.equal(shelf().wrong, "");
});

test("A record of other code, or of other rules, is red", () => {
  const { wrong } = shelf({ code: "x = 2 * y;" });
  assert.match(wrong, /lacks chapters\/01-one\/a\.cpp: x = 2 \* y;  \/\/ \(1\.1\); run \.\/book mutants 1/);
  assert.match(wrong, /the code has no more chapters\/01-one\/a\.cpp: x = y;/);
  assert.match(shelf({ rows: row("2,0,0,0,0,0,0,0,0") }).wrong, /2 changes tried and 0 refused, expected 1/);
  assert.match(shelf({ rows: row("1,0,0,0,0,0,0,0") }).wrong, /record\.csv:2: 11 cells, expected 12/);
  assert.match(shelf({ rows: "" }).wrong, /lacks chapters\/01-one\/a\.cpp/);
});

test("A reason without a survivor, or without words, is red", () => {
  assert.equal(shelf({ reasons: "(1.1),x = -(y);,y is 0\n" }).wrong, "");
  assert.match(shelf({ reasons: "(1.1),x = -(y);,\n" }).wrong, /expected why nothing changes/);
  assert.match(shelf({ reasons: "(1.1),x = z;,z is y\n" }).wrong, /x = z;: a reason for what did not survive/);
});

test("A survivor is kept, and is red until its reason is written", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-mutants-"));
  fs.mkdirSync(path.join(folder, "tests/mutants"), { recursive: true });
  const line = { file: "a.cpp", code: "x = y;", sign: 1, term: 0, factor: 0, derivative: 0, time: 0, transpose: 0, exchange: 0, "by error": 0, refused: 0 };
  const lost = { equations: "(1.1)", code: "x = -(y);" }, other = { equations: "(2.1)", code: "x = -(y);" };
  assert.equal(keep(folder, 1, [{ ...line, ...lost, code: line.code }], [lost]).length, 1);
  assert.match(check(folder).join("\n"), /expected why nothing changes/);
  const file = path.join(folder, survivors);
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/,$/m, ',"y is 0, always"'));
  assert.equal(keep(folder, 2, [{ ...line, ...other, code: line.code }], [other]).length, 1);
  assert.equal(keep(folder, 1, [{ ...line, ...lost, code: line.code }], [lost]).length, 0);
  assert.equal(fs.readFileSync(file, "utf8"), 'equations,code,why\n(1.1),x = -(y);,"y is 0, always"\n(2.1),x = -(y);,\n');
  fs.rmSync(folder, { recursive: true });
});

test("A numbered statement that nothing changes is red, or explained", () => {
  const rows = row("0,0,0,0,0,0,0,0,1");
  assert.match(shelf({ rows }).wrong, /nothing changes chapters\/01-one\/a\.cpp: x = y;/);
  assert.equal(shelf({ rows, reasons: "(1.1),x = y;,it only names y\n" }).wrong, "");
});

test("The page's tables count by chapter and by kind", () => {
  const code = "x = y * z;", rows = row("1,0,2,0,0,2,1,2,0", code);
  const { wrong, page } = shelf({ code, rows, reasons: `(1.1),${changes(code, "exchange")[0]},numbers\n` });
  assert.equal(wrong, "");
  assert.match(page.tables.chapters, /\| 1 \| 1 \| 6 \| 3 \| 2 \| 1 \|/);
  assert.match(page.tables.kinds, /^\| chapter \| sign \| term \| factor \|/);
  assert.match(page.tables.kinds, /\| 1 \| 1 of 1 \| – \| 2 of 2 \| – \| – \| 2 of 2 \| 0 of 1 \|/);
  assert.deepEqual(page.values, { plain_chapters: "none", plain_tried: "0", plain_noticed: "0", all: "6", caught: "5" });
});

test("An assertion that demands something else, more or less is red until it is kept", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-mutants-")), tests = path.join(folder, "tests/01-one");
  for (const name of ["chapters", "common", "tests/mutants", "tests/01-one"]) fs.mkdirSync(path.join(folder, name), { recursive: true });
  const source = "// it (counts)\nTEST_CASE(\"a\") {\n  CHECK(near(f(1),\n             2, 1e-12));\n  REQUIRE_FALSE(g());\n  check_all(f(3));\n  notes::misprint(\"B1\", f(2));\n}\n";
  const helper = "bool near(double a, double b, double most) { return a - b < most; }\n";
  const said = (a, b) => {
    fs.writeFileSync(path.join(tests, "a.cpp"), a);
    fs.writeFileSync(path.join(tests, "near.hpp"), b);
    return checkDemands(folder).join("\n");
  };
  assert.match(said(source, helper), /expected the header.*\n.*a\.cpp: 4 assertions, which are not the none that were kept/);
  keepDemands(folder);
  assert.equal(said(source.replace(",\n             2", ", 2").replace("(counts)", "(is said)"), helper), "");
  for (const [from, to] of [["near(f(1),\n             2, 1e-12)", "true"], ["1e-12", "1e10"], ["f(1)", "f(0)"], ["f(2)", "2"], ["  REQUIRE_FALSE(g());\n", ""], ["_FALSE", ""], ["  check_all(f(3));\n", ""]])
    assert.match(said(source.replace(from, to), helper), /a\.cpp: [34] assertions, which are not the 4 that were kept/, from);
  assert.match(said(source, helper.replace("<", "<= 1 +")), /near\.hpp: 0 assertions, which are not/);
  const exercise = path.join(folder, "chapters/01-one/exercises/2");
  fs.mkdirSync(exercise, { recursive: true });
  fs.writeFileSync(path.join(exercise, "check.cpp"), "return {by_hand(2)};\n");
  assert.match(said(source, helper), /exercises\/2\/check\.cpp: 0 assertions, which are not the none/);
  fs.rmSync(tests, { recursive: true });
  assert.match(checkDemands(folder).join("\n"), /a\.cpp is gone/);
  fs.rmSync(folder, { recursive: true });
});

test("The record is of this book's code, and of its tests", () => {
  const root = path.join(__dirname, "../..");
  assert.deepEqual([...check(root), ...checkDemands(root)], []);
});
