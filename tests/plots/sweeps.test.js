// Recorded sweeps: read, compared with their program, put into words.
"use strict";
const assert = require("assert");
const { test } = require("node:test");
const { compareSweep, readSweep, readSweeps, sweepText, sweepValues } = require("../../plots/sweeps.js");
const words = require("../../docs/words.js")("en");
const { scratch } = require("../scratch.js");

const seeds = "# seeds 1 2 3 4 5 6 7 8 9 10\n";
const header = "knob,value,claim,held,seeds,least,median,largest\n";
const good = seeds + header + ",,\"the error, at the end\",10,10,0.1,0.2,0.3\nrate,0.3,\"the error, at the end\",6,10,0.1,0.2,inf\n" +
  ",,it falls,10,10,,,\nrate,0.3,it falls,10,10,,,\n";
const result = (more = {}) => ({ seeds: "1 2 3 4 5 6 7 8 9 10", settings: ["rate 0.3"],
  claims: [{ what: "the error, at the end", bound: "at most 0.5" }, { what: "it falls", bound: "" }], ...more });

function read(t, text) {
  const book = scratch(t);
  book.write("plots/04-x.sweep.csv", text);
  return readSweep(book.path("plots/04-x.sweep.csv"));
}

test("a sweep is read by setting and claim, and found by its program", (t) => {
  const { seeds, rows } = read(t, good);
  assert.strictEqual(seeds, "1 2 3 4 5 6 7 8 9 10");
  assert.deepStrictEqual(rows[1], { setting: "rate 0.3", claim: "the error, at the end", held: 6, seeds: 10, least: "0.1", median: "0.2", largest: "inf", same: false });
  assert.deepStrictEqual(rows.map((row) => row.same), [false, false, false, true]);
  assert.strictEqual(rows[2].setting, "as printed");
  const book = scratch(t);
  book.write("plots/04-x.sweep.csv", good);
  book.write("plots/04-x.csv", "another");
  assert.deepStrictEqual([...readSweeps(book.root).keys()], ["04-x"]);
  assert.strictEqual(readSweeps(book.path("nowhere")).size, 0);
});

test("what is no sweep is refused by file and line", (t) => {
  for (const [text, what] of [
    ["", ":1: expected '# seeds 1 2 3', got ''"], [seeds + "a,b\n", ":2: expected 'knob,value,claim"],
    [seeds + header, ":3: expected a claim"], [seeds + header + ",,x,1,2\n", ":3: expected 8 cells, got 5"],
    [seeds + header + ",,x,3,2,,,\n", ":3: expected held in at most all runs, got 3 of 2"],
    [seeds + header + ",,x,no,2,,,\n", ":3: expected held in at most all runs, got no of 2"],
  ])
    assert.throws(() => read(t, text), (error) => error.message.includes("04-x.sweep.csv" + what), what);
});

test("other seeds, settings or claims than the program's are told, with what to do", (t) => {
  const sweep = read(t, good);
  assert.deepStrictEqual(compareSweep("04-x", sweep, result()), []);
  const told = (more, what) => {
    const found = compareSweep("04-x", sweep, result(more));
    assert.strictEqual(found.length, 1, found.join("\n"));
    assert(found[0].startsWith("04-x: the recorded sweep has ") && found[0].includes(what) && found[0].endsWith("(./book sweep 4 x)"), found[0]);
  };
  told({ seeds: "1 2" }, "the seeds 1 2 3 4 5 6 7 8 9 10; the program has 1 2 (");
  told({ settings: ["rate 0.3", "rate 0.5"] }, "the program has as printed; rate 0.3; rate 0.5");
  told({ settings: [] }, "the settings as printed; rate 0.3; the program has as printed (");
  told({ claims: [{ what: "it falls" }] }, "the claims the error, at the end; it falls; the program has it falls (");
  told({ claims: undefined }, "the claims");
});

test("its numbers have names for the page", (t) => {
  assert.deepStrictEqual(sweepValues(read(t, good)), {
    "sweep.the_error_at_the_end.held": "10", "sweep.the_error_at_the_end.least": "0.1", "sweep.the_error_at_the_end.median": "0.2",
    "sweep.the_error_at_the_end.largest": "0.3", "sweep.the_error_at_the_end.rate-0.3.held": "6", "sweep.the_error_at_the_end.rate-0.3.least": "0.1",
    "sweep.the_error_at_the_end.rate-0.3.median": "0.2", "sweep.the_error_at_the_end.rate-0.3.largest": "inf",
    "sweep.it_falls.held": "10", "sweep.it_falls.rate-0.3.held": "10" });
  assert.strictEqual(sweepValues(read(t, good.replaceAll("rate,0.3", 'rate,"0.3, how plain"')))["sweep.it_falls.rate-0.3-how-plain.held"], "10");
});

test("its line says where the claims held, and where not", (t) => {
  const line = (text, claims = result().claims) => sweepText(read(t, text), claims, words).split("\n")[0];
  assert.strictEqual(line(good.replace(seeds, "# seeds 1, 5 a run\n").replaceAll("10,10", "1,1").replaceAll("6,10", "0,1")),
    "Tried again with 5 seeds at 1 setting that changes a claim's number: held at 0 of 1; not at rate 0.3 (the error, at the end).");
  const chinese = sweepText(read(t, good), result().claims, require("../../docs/words.js")("zh-CN"));
  assert.equal(chinese.match(/\brate 0\.3/g).length, 2, "an option keeps its name");
  assert.match(chinese, /如书中所印/);
  const one = [{ what: "x", bound: "" }];
  const rows = (seeds, ...list) => `# seeds ${seeds}\n${header}${list.map(([place, held, of]) => `${place},x,${held},${of},,,\n`).join("")}`;
  assert.strictEqual(line(good), "Tried again with 10 seeds, as printed and at 1 setting that changes a claim's number: held at 1 of 2; not at rate 0.3 (the error, at the end: 6 of 10).");
  const two = "with 2 seeds, as printed and at 2 settings that change a claim's number";
  for (const [text, said] of [
    [rows("1 2", [",", 2, 2], ["rate,3", 2, 2]), "with 2 seeds: held by all. 1 more setting changes none of their numbers."],
    [rows("1 2", [",", 2, 2], ["rate,3", 1, 2], ["rate,4", 2, 2], ["u,0", 0, 2], ["rate,5", 2, 2]),
      `${two}: held at 1 of 3; not at rate 3 (1 of 2), at u 0 (0 of 2). 2 more settings change none of their numbers.`],
    [rows("1 6, 5 a run", [",", 1, 2], ["rate,3", 0, 2], ["u,0", 2, 2]), `with 2 times 5${two.slice(6)}: held at 1 of 3; not as printed (1 of 2), at rate 3 (0 of 2).`],
    [rows("1, 5 a run", [",", 1, 1], ["rate,3", 0, 1]), "with 5 seeds at 1 setting that changes a claim's number: held at 0 of 1; not at rate 3."],
    [rows("1 2", [",", 2, 2]), "with 2 seeds: held by all."],
    [rows("1 2", [",", 1, 2]), "with 2 seeds: not held by all; not as printed (1 of 2)."],
    [rows("none", [",", 1, 1], ["u,1", 0, 1]), "at 1 setting that changes a claim's number: held at 0 of 1; not at u 1."],
    [rows("1 2", [",", 2, 2], ...["1", "2", "3", "4", "5"].map((u) => ["u," + u, 0, 2])),
      `${two.replace("at 2", "at 5")}: held at 1 of 6; not at u 1, at u 2, at u 3, at u 4, at u 5.`],
  ])
    assert.strictEqual(line(text, one), "Tried again " + said);
});

test("its table has each claim once with its bound, and signs that are not Markdown", (t) => {
  const lines = sweepText(read(t, good.replaceAll("it falls", "|dL/dW_s| < 1")), result({ claims: [
    { what: "the error, at the end", bound: "at most 0.5" }, { what: "|dL/dW_s| < 1", bound: "" }] }).claims, words).split("\n");
  assert.deepStrictEqual(lines.slice(1), ["", `\\fold{${words.tries}}`, "| claim | setting | held | least | median | largest |",
    "| :--- | :--- | ---: | ---: | ---: | ---: |", "| the error, at the end: at most 0.5 | as printed | 10 of 10 | 0.1 | 0.2 | 0.3 |",
    "|  | rate 0.3 | 6 of 10 | 0.1 | 0.2 | inf |", "| \\|dL/dW\\_s\\| \\< 1 | as printed | 10 of 10 |  |  |  |",
    "|  | 1 more: the same |  |  |  |  |", "\\endfold"]);
});
