// What a reader is told has its Chinese; each rule seen red.
"use strict";
const assert = require("node:assert");
const path = require("node:path");
const { test } = require("node:test");
const { scratch } = require("../scratch.js");
const { chinese, english, words } = require("../../common/words.js");
const { faults, missing } = require("./words.js");

const root = path.join(__dirname, "../..");

test("the chapters that are whole, the house and the launcher have their Chinese", () => {
  assert.deepEqual(missing(root), []);
});

test("a text is known by its places, in any case, with its blanks and full stop", (t) => {
  assert.equal(chinese("At most 1e-9."), "不超过 1e-9。");
  assert.equal(chinese("  plain: at most 3\n"), "  不裁剪：不超过 3\n");
  assert.equal(chinese("as printed: held in 3 of 10 runs"), "如书中所印：10 次运行中 3 次成立");
  assert.equal(chinese("nobody knows this"), "nobody knows this");
  assert.equal(chinese("W, row 2"), "W，第 2 行");
  const kept = { ...process.env };
  t.after(() => { process.env = kept; });
  const says = (set) => { process.env = set; return words`at most ${"a folder"}`; };
  for (const set of [{ LANG: "zh_CN.UTF-8" }, { LC_ALL: "zh", LANG: "de" }, { UNROLLED_LANG: "zh", LC_ALL: "C" }, { LC_ALL: "", LC_MESSAGES: "zh_TW" }])
    assert.equal(says(set), "不超过 a folder");
  for (const set of [{}, { LC_ALL: "C", LANG: "zh_CN" }, { UNROLLED_LANG: "en", LANG: "zh_CN" }, { LANG: "dz" }])
    assert.equal(says(set), "at most a folder");
});

test("English that is left is seen; code, names and symbols are none", () => {
  assert.deepEqual(english("结论 is not held：`auto is bad`"), ["is not held"]);
  assert.deepEqual(english("用 ./book exercise 1-1 --hint，AR(9)，W^T delta，my/exercise-1-1.cpp"), []);
});

test("a table's lines are two cells, with the same places, once, in full-width signs", (t) => {
  const s = scratch(t), table = "common/words.zh.csv";
  const found = (line) => {
    s.write(table, `English,Chinese\n${line}\n`);
    return faults(s.root).join();
  };
  for (const [line, what] of [["one", "two cells"], ["one,", "two cells"], ["a,b,c", "two cells"], ["at {},在", "1 places"], ["a b,甲\na b,乙", "is 甲 in common/words.zh.csv:2"], ["\"a, b\",\"甲, 乙\"", "half-width"]])
    assert.match(found(line), new RegExp(what), line);
  assert.equal(found("at {} of {},{1}的{0}"), "");
  s.write(table, "a,甲\n");
  assert.match(faults(s.root).join(), /expected the header/);
});

test("each place where a reader meets words is looked at", (t) => {
  const s = scratch(t), strange = "nobody knows this", room = "chapters/01-one", exercise = `${room}/exercises/1`;
  const put = (files = {}) => {
    const all = { book: "", "docs/set-up.sh": "", "docs/build.sh": "", "docs/pdf.sh": "", "common/a.cpp": "", "tests/exercises/a.js": "", "tests/bench/a.js": "", "tests/mutants/a.js": "", "plots/a.js": "", [`${room}/mistakes.txt`]: "", [`${room}/a.cpp`]: "double f() {\n  return 1;\n}\n",
      "plots/01-a.json": '{"claim":"learning rate","claims":[],"values":{},"tables":{}}', "plots/01-a.svg": "",
      [`${exercise}/text.md`]: "# One\n\nDo it.\n\n## Hints\n\n## Why\n", [`${exercise}/check.cpp`]: "", [`${exercise}/solution.cpp`]: "double one() { return 1; }\n", ...files };
    for (const [file, text] of Object.entries(all)) s.write(file, text);
    return missing(s.root, ["01-one"]);
  };
  assert.deepEqual(put(), []);
  const result = (what) => JSON.stringify({ claim: "rate", claims: [], values: {}, tables: {}, ...what });
  for (const files of [
    { "plots/01-a.json": result({ claim: strange }) }, { "plots/01-a.json": result({ claims: [{ what: strange, bound: "at most 1" }] }) },
    { "plots/01-a.json": result({ tables: { t: `| rate |\n| :-- |\n| ${strange} |` } }) }, { "plots/01-a.json": result({ values: { v: strange } }) },
    { "plots/01-a.svg": `<text x="1"><tspan>${strange}</tspan></text>` }, { [`${room}/mistakes.txt`]: `## one\n${strange}\na.cpp: 1 => 2\n` },
    { [`${exercise}/check.cpp`]: `"nobody knows "\n  "this"` }, { [`${exercise}/solution.cpp`]: "// Nobody knows\n// this.\ndouble one() { return 1; }\n" }, { "common/a.cpp": `throw InputError("${strange}, got " + x);` },
    { "tests/exercises/a.js": `require("../../common/words.js");\nwords\`nobody knows this \${x}\`` }, { "plots/a.js": `require("../common/words.js"); words("${strange}")` },
    { book: `say "${strange}: $*"` }, { "docs/set-up.sh": `tell "${strange}"` }, { "docs/build.sh": `stop "${strange}"` }, { "docs/pdf.sh": `tell "${strange}"` },
    { "tests/bench/a.js": `require("../../common/words.js"); inWords\`${strange}\`` }, { "tests/mutants/a.js": `require("../../common/words.js"); inWords("${strange}")` },
  ]) assert.match(put(files).join(), /nobody knows/i, JSON.stringify(files));
  const head = (key) => put({ "common/words.zh.csv": `English,Chinese\n${key},甲\n`, [`${exercise}/check.cpp`]: '"nobody   knows this\\n"' });
  assert.match(head("why   nobody   knows this").join(), /nobody   knows this/);
  assert.deepEqual(head("nobody   knows this"), []);
  const half = "rate and nobody", within = { "common/words.zh.csv": `English,Chinese\nwhy ${half} else,甲\n` };
  assert.equal(chinese(half), "学习率 和 nobody");
  for (const files of [{ [`${room}/a.cpp`]: `lab.knob("rate", k.rate, "${half}");` }, { [`${room}/a.cpp`]: `lab.knob("rate", k.rate,\n  "rate and "\n  "nobody");` },
    { [`${room}/a.cpp`]: `sheet.section("${half}", "");` }, { "plots/01-a.json": result({ claim: half }) }])
    assert.match(put({ ...within, ...files }).join(), /no Chinese for 'rate and nobody'/, JSON.stringify(files));
  assert.match(put({ "plots/01-a.svg": "<text>to w = 3</text>" }).join(), /no Chinese for 'to w = 3'/);
  s.write("common/words.zh.csv", "English,Chinese\n");
  assert.deepEqual(put({ "common/a.cpp": `throw std::logic_error("${strange}"); lab.draw("set xtics nobody knows");` }), []);
});
