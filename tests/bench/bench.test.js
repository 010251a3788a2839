// The bench's words, its plan, and what it makes of a run.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawnSync } = require("child_process");
const { optionsOf, planOf, exponent, documentOf, csvOf, textOf } = require("./bench.js");

test("What it does not know is refused in one line", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-bench-"));
  for (const words of [["--fast"], ["--threads", "0"], ["--threads"], ["--shape", "2,3,2"], ["--shape", "2,3,0,2,4"], ["--shape", "2,3,x,2,4"], ["more"],
    ["--attention", "--shape", "2,3,2,2,4"]]) {
    const run = spawnSync(process.execPath, [path.join(__dirname, "bench.js"), "/none", ...words], { encoding: "utf8" });
    assert.equal(run.status, 2, words.join(" "));
    assert.equal(run.stdout, "");
    assert.match(run.stderr, /^bench: [^\n]*\n$/);
  }
  const help = spawnSync(process.execPath, [path.join(__dirname, "bench.js"), "/none", "--help"], { encoding: "utf8" });
  assert.equal(help.status, 0);
  assert.match(help.stdout, /--quick/);
  const full = fs.openSync("/dev/full", "w");
  const unwritten = spawnSync(process.execPath, [path.join(__dirname, "bench.js"), "/none", "--help"], { encoding: "utf8", stdio: ["ignore", full, "pipe"] });
  fs.closeSync(full);
  assert.deepEqual([unwritten.status, unwritten.stderr], [1, "error: standard output: it can't be written\n"]);
  assert.equal(spawnSync(process.execPath, [path.join(__dirname, "bench.js"), "/none"]).status, 1);
  fs.rmSync(folder, { recursive: true });
});

test("The plan: all shapes, few when quick, or those that are named", () => {
  const whole = planOf(optionsOf([]), 2), quick = planOf(optionsOf(["--quick"]), 2);
  assert.deepEqual([whole.timed.length, whole.weighed.length, whole.threads, whole.least], [12, 7, [1, 2], 5]);
  assert.deepEqual([quick.timed.length, quick.weighed.length, quick.threads, quick.least], [7, 1, [1], 3]);
  const one = planOf(optionsOf(["--shape", "2,3,2,2,4", "--threads", "all", "--wrong"]), 4);
  assert.deepEqual([one.timed, one.weighed, one.threads, one.wrong], [[[2, 3, 2, 2, 4]], [[2, 3, 2, 2, 4]], [4], true]);
  const cells = planOf(optionsOf(["--cells"]), 1);
  assert.deepEqual([whole.networks, cells.networks, cells.timed.length, cells.weighed.length], [["tanh"], ["LSTM", "GRU"], 10, 0]);
  const head = planOf(optionsOf(["--attention"]), 1), few = planOf(optionsOf(["--attention", "--quick"]), 1);
  assert.deepEqual([head.networks, head.timed.length, head.timed[5], head.weighed], [["attention", "causal", "tanh", "LSTM"], 6, [64, 64, 64, 1, 2048], [[64, 64, 64, 1, 2048]]]);
  assert.deepEqual([few.timed.length, few.weighed.length], [3, 0]);
  const jordan = planOf(optionsOf(["--jordan"]), 1);
  assert.deepEqual([jordan.networks, jordan.timed.length, jordan.weighed.length], [["Jordan"], 8, 0]);
});

test("The exponent of a power is fitted", () => {
  assert.ok(Math.abs(exponent([[1, 3], [10, 300], [100, 30000]]) - 2) < 1e-12);
  assert.ok(Math.abs(exponent([[1, 5], [10, 5], [100, 5]])) < 1e-12);
  assert.equal(exponent([[1, 3], [10, 300]]), null);
});

// A run: times grow as tau, the floor takes half of ours, the peer three times.
function run(refused = false) {
  const shapes = [100, 1000, 10000].map((tau) => ({ inputs: 64, hidden: 64, outputs: 64, batch: 1, tau }));
  const timing = (shape, group, ms, network = "tanh") => ({ shape, network, contender: group, group, threads: 1, gradient_error: group === "floor" ? null : 1e-16, refused: false, ms, ms_low: ms, ms_high: ms, rounds: 3 });
  const timings = shapes.flatMap((shape) => [timing(shape, "in blocks", shape.tau / 100), timing(shape, "floor", shape.tau / 200),
    timing(shape, "floor", shape.tau / 100), timing(shape, "PyTorch", shape.tau * 0.03)]);
  if (refused) timings.push({ ...timing(shapes[0], "wrong", null), refused: true, gradient_error: 0.3 });
  const memory = [["in blocks", 1000], ["PyTorch", 10000]].map(([group, bytes]) => ({ shape: shapes[2], network: "tanh", contender: group, group, bytes, stored_bytes: null }));
  const checkpoints = [{ shape: shapes[2], contender: "every root", group: "every root", blocks_run: 9, closed_form: 9 }];
  return { compiler: "c", blas: "b", peers: { PyTorch: "1", Eigen: null }, timings, memory, checkpoints };
}
function cellsRun() {
  const { timings, ...rest } = run(), batch = { inputs: 64, hidden: 128, outputs: 64, batch: 32, tau: 100 };
  return { ...rest, memory: [], checkpoints: [], timings: [...timings, ...timings.map((t) => ({ ...t, shape: batch }))].flatMap((t) =>
    [["LSTM", 4], ["GRU", 3]].map(([network, times]) => ({ ...t, network, ms: times * t.ms }))) };
}
const documentFor = (...words) => documentOf(run(...words), true, { processor: "p", cores: 2, system: "s" });

test("One document has what the run found and what follows from it", () => {
  const r = documentFor(true);
  assert.deepEqual(r.machine, { processor: "p", cores: 2, system: "s", compiler: "c", blas: "b", peers: { PyTorch: "1", Eigen: null, mlpack: null } });
  assert.equal(r.quick, true);
  assert.deepEqual(r.timings.slice(0, 4).map((t) => t.over_in_blocks), [1, 0.5, 1, 3]);
  assert.equal(r.timings[12].over_in_blocks, null);
  assert.ok(r.exponents.every((e) => Math.abs(e.exponent - 1) < 1e-12) && r.exponents.length === 3);
  const measured = (what) => r.targets.find((t) => t.what.startsWith(what)).measured;
  assert.equal(measured("of the floor at 64,64,64,1,tau"), 0.5);
  assert.equal(measured("memory, PyTorch's"), 0.1);
  assert.equal(measured("of the floor at 64,128"), null);
});

test("The cells stand each beside their own", () => {
  const r = documentOf(cellsRun(), true, { processor: "p", cores: 2, system: "s" });
  const [head, first] = csvOf(r).split("\n");
  assert.equal(head, fs.readFileSync(path.join(__dirname, "../../chapters/07-gates/measured.csv"), "utf8").split("\n")[0]);
  assert.equal(first, "64,64,64,1,100,1,1e-16,2,4,0,12,1.5,3,0,9");
  const measured = (what) => r.targets.find((t) => t.what === what).measured;
  assert.equal(measured("LSTM, of the floor at 64,128,64,32,100"), 0.5);
  assert.equal(measured("GRU, PyTorch's time at 64,128,64,32,100"), 3);
  assert.equal(measured("GRU, exponent of time in tau").toFixed(9), "1.000000000");
  assert.ok(r.targets.every((t) => /^(LSTM|GRU), /.test(t.what)) && r.targets.length === 18);
  assert.deepEqual(r.exponents.map((e) => `${e.network} ${e.group}`).sort(), ["GRU PyTorch", "GRU floor", "GRU in blocks", "LSTM PyTorch", "LSTM floor", "LSTM in blocks"]);
  assert.match(textOf(r), /GRU, Forward plus backward in blocks, 1 thread[^]*64,64,64,1,100 +3 +0\.50 +- +3\.00/);
});

test("Jordan's steps at once stand beside one after the other, and threads", () => {
  const { timings, ...rest } = run(), group = { floor: "threads", PyTorch: "chapter 6" };
  const r = documentOf({ ...rest, memory: [], checkpoints: [], timings: timings.map((t) => ({ ...t, network: "Jordan", group: group[t.group] || t.group })) },
    true, { processor: "p", cores: 2, system: "s" });
  assert.equal(r.targets.length, 0);
  assert.equal(csvOf(r).split("\n")[1], "64,64,64,1,100,1,1e-16,1,3,0.5");
  assert.match(textOf(r), /Jordan, Forward plus backward many steps at once, 1 thread[^]*chapter 6 +threads\n +64,64,64,1,100 +1 +3\.00 +0\.50\n/);
});

test("Attention stands beside the recurrences", () => {
  const { timings, memory, ...rest } = run();
  const all = [["attention", 2], ["causal", 1], ["tanh", 1], ["LSTM", 4]].flatMap(([network, times]) => timings.map((t) => ({ ...t, network, ms: times * t.ms })));
  const r = documentOf({ ...rest, timings: all, memory: memory.map((m) => ({ ...m, network: "causal" })) }, true, { processor: "p", cores: 2, system: "s" });
  const [head, first, , last] = csvOf(r).split("\n");
  assert.equal(head, fs.readFileSync(path.join(__dirname, "../../chapters/10-attention/measured.csv"), "utf8").split("\n")[0]);
  assert.equal(first, "64,64,64,1,100,1,1e-16,1,2,0,6,0.5,1,0,3,1,4" + ",0".repeat(8));
  assert.match(last, /,0,0,0,1,0,10,0,0$/);
  const measured = (what) => r.targets.find((t) => t.what === what).measured;
  assert.equal(measured("attention, of the floor at 64,64,64,1,100"), 0.5);
  assert.equal(measured("causal, PyTorch's time at 64,64,64,1,1000"), 3);
  assert.ok(r.targets.every((t) => /^(attention|causal), /.test(t.what)));
  assert.match(textOf(r), /causal, Forward plus backward[^]*chapter 10/);
  assert.match(textOf(r), /causal, PyTorch/);
});

test("The CSV is what chapter 5 reads, the text what a reader does", () => {
  const [head, first] = csvOf(documentFor()).split("\n");
  const record = fs.readFileSync(path.join(__dirname, "../../chapters/05-cost/measured.csv"), "utf8").split("\n")[0];
  assert.equal(head, record);
  assert.equal(first, "64,64,64,1,100,1,1e-16,0.5,1,0,0,0,3,0,0,0,0,0,0,0");
  const text = textOf(documentFor());
  for (const part of [/of the floor/, /64,64,64,1,100 +1 +0\.50 +- +3\.00/, /PyTorch +1\.000/, /Beside the targets/, />= 0\.9/]) assert.match(text, part);
});
