#!/usr/bin/env node
// ./book bench: chapter 5's form, those of chapter 7's cells or of chapter 10's head,
// against the matrix products alone, and against PyTorch and Eigen where they are installed; or chapter
// 6's steps at once, against one after the other: the plan, the run, and its tables.
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawnSync } = require("child_process");
const { wantsChinese, words: inWords } = require("../../common/words.js");
const { columnsOf, padded } = require("../../docs/text.js");

const usage = `Times forward plus backward in blocks against the matrix products alone and
against PyTorch and Eigen, where they are installed. Every contender's gradient
is checked first.
  --json           one JSON document on standard output
  --csv FILE       also write the numbers to this file
  --cells          chapter 7's LSTM and GRU in place of chapter 5's network
  --attention      chapter 10's head, with a mask and without, beside a tanh network
                   and an LSTM; takes a batch of 1
  --jordan         chapter 6's Jordan network under teacher forcing in its place: many
                   steps at once, one after the other, each by itself in threads
  --quick          fewer shapes and rounds: under a minute
  --threads WORD   1, all, or both (both)
  --shape SHAPE    inputs,hidden,outputs,batch,tau: this shape alone; again for more
  --wrong          add a contender with a wrong gradient, to see it refused
`;
class Usage extends Error {}

function optionsOf(words) {
  const o = { threads: "both", shapes: [] };
  for (let i = 0; i < words.length; ++i) {
    const value = () => { if (i + 1 === words.length) throw new Usage(`${words[i]} needs a value`); return words[++i]; };
    if (/^--(json|cells|attention|jordan|quick|wrong|help)$/.test(words[i])) o[words[i].slice(2)] = true;
    else if (words[i] === "--csv") o.csv = value();
    else if (words[i] === "--threads") {
      o.threads = value();
      if (!/^(1|all|both)$/.test(o.threads)) throw new Usage(`--threads: expected 1, all or both, got '${o.threads}'`);
    } else if (words[i] === "--shape") {
      const text = value();
      if (!/^[1-9]\d{0,8}(,[1-9]\d{0,8}){4}$/.test(text))
        throw new Usage(`--shape: expected five whole numbers from 1, as 64,128,64,32,100, got '${text}'`);
      o.shapes.push(text.split(",").map(Number));
    } else throw new Usage(`expected an option, got '${words[i]}'`);
  }
  const wide = o.attention && o.shapes.find((s) => s[3] !== 1);
  if (wide) throw new Usage(`--shape: expected a batch of 1 for attention, got '${nameOf(wide)}'`);
  return o;
}

const batches = [[64, 128, 64, 32, 100], [128, 256, 128, 64, 100], [65, 512, 65, 128, 64], [256, 512, 256, 64, 200]];
const cells = ["LSTM", "GRU"], ofCell = ["floor", "in blocks", "chapter 7", "PyTorch"];
const heads = ["attention", "causal"], ofHead = ["floor", "in blocks", "chapter 10", "PyTorch"];
const groupsOf = { LSTM: ofCell, GRU: ofCell, attention: ofHead, causal: ofHead, Jordan: ["in blocks", "chapter 6", "threads"] };
const oneShort = [64, 128, 64, 1, 25], longOne = [64, 64, 64, 1, 10000];

function planOf(o, cores = os.cpus().length) {
  const few = o.threads === "both" && o.quick ? "1" : o.threads;
  const threads = few === "1" || cores === 1 ? [1] : few === "all" ? [cores] : [1, cores];
  const rest = { networks: o.attention ? [...heads, "tanh", "LSTM"] : o.cells ? cells : [o.jordan ? "Jordan" : "tanh"], threads, seconds: o.quick ? 1 : 3, least: o.quick ? 3 : 5, wrong: Boolean(o.wrong) };
  const all = !o.cells && !o.attention && !o.jordan; // of chapter 5's network memory is measured, too
  if (o.shapes.length) return { timed: o.shapes, weighed: all ? o.shapes : [], ...rest };
  if (o.attention) {
    const timed = [64, 128, 256, ...(o.quick ? [] : [512, 1024, 2048])].map((tau) => [64, 64, 64, 1, tau]);
    return { timed, weighed: o.quick ? [] : timed.slice(-1), ...rest };
  }
  const main = [oneShort, ...(o.quick ? batches.slice(0, 2) : batches), ...(all ? [[2, 2, 1, 1, 3]] : [])];
  const lengths = o.jordan ? [100, 300, 1000] : o.quick ? [100, 1000, 10000] : [100, 300, 1000, 3000, 10000, ...(all ? [30000] : [])];
  return { timed: [...main, ...lengths.map((tau) => [64, 64, 64, 1, tau])], weighed: all ? [...(o.quick ? [] : main), longOne] : [], ...rest };
}

const nameOf = (s) => (Array.isArray(s) ? s : [s.inputs, s.hidden, s.outputs, s.batch, s.tau]).join();
const least = (list) => (list.length ? Math.min(...list) : null);
const over = (a, b) => (a === null || b === null || b === 0 ? null : a / b);
const each = (list, get) => [...new Set(list.map(get))];

// The best of a network's group at a shape, in milliseconds and bytes; null: not
// measured.
const msOf = (r, shape, threads, group, network = "tanh") =>
  least(r.timings.filter((t) => t.network === network && nameOf(t.shape) === nameOf(shape) && t.threads === threads && t.group === group && !t.refused).map((t) => t.ms));
const bytesOf = (r, shape, group, network = "tanh") =>
  least(r.memory.filter((m) => m.network === network && nameOf(m.shape) === nameOf(shape) && m.group === group).map((m) => m.bytes));
const timeOver = (r, shape, threads, group, network) =>
  over(msOf(r, shape, threads, group, network), msOf(r, shape, threads, "in blocks", network));
const networksOf = (r) => each(r.timings, (t) => t.network);

// e of the fit y = c x^e; null for fewer than three points.
function exponent(points) {
  if (points.length < 3) return null;
  const x = points.map((p) => Math.log(p[0])), y = points.map((p) => Math.log(p[1]));
  const mean = (list) => list.reduce((a, b) => a + b) / list.length, mx = mean(x), my = mean(y);
  return mean(x.map((v, i) => (v - mx) * (y[i] - my))) / mean(x.map((v) => (v - mx) ** 2));
}
const lengthsOf = (r) => each(r.timings.map((t) => t.shape), nameOf).filter((name) => /^64,64,64,1,\d{3,}$/.test(name));
const fitted = (r, threads, group, network) =>
  exponent(lengthsOf(r).map((name) => [Number(name.split(",")[4]), msOf(r, name.split(","), threads, group, network)]).filter((p) => p[1] !== null));

// Numbers that were hoped for, and what came.
function targetsOf(r) {
  const all = [], add = (what, at_least, target, measured) => all.push({ what, at_least, target, measured });
  const ofHeads = networksOf(r).includes(heads[0]);
  for (const network of ofHeads ? heads : [])
    for (const name of each(r.timings, (t) => nameOf(t.shape))) {
      add(`${network}, of the floor at ${name}`, true, 0.8, timeOver(r, name.split(","), 1, "floor", network));
      add(`${network}, PyTorch's time at ${name}`, true, 1, timeOver(r, name.split(","), 1, "PyTorch", network));
    }
  if (ofHeads) return all;
  for (const network of cells.filter((name) => networksOf(r).includes(name))) {
    for (const s of batches) {
      add(`${network}, of the floor at ${nameOf(s)}`, true, 0.85, timeOver(r, s, 1, "floor", network));
      add(`${network}, PyTorch's time at ${nameOf(s)}`, true, 1, timeOver(r, s, 1, "PyTorch", network));
    }
    add(`${network}, exponent of time in tau`, false, 1.03, fitted(r, 1, "in blocks", network));
  }
  if (!networksOf(r).includes("tanh")) return all;
  const floor = (s, target) => add(`of the floor at ${nameOf(s)}`, true, target, timeOver(r, s, 1, "floor"));
  const torch = (s, target) => add(`PyTorch's time at ${nameOf(s)}`, true, target, timeOver(r, s, 1, "PyTorch"));
  for (const s of batches) floor(s, 0.9);
  floor(oneShort, 0.85);
  add("of the floor at 64,64,64,1,tau, the least", true, 0.85,
    least(lengthsOf(r).map((name) => timeOver(r, name.split(","), 1, "floor")).filter((v) => v !== null)));
  torch(batches[3], 1.4), torch(batches[2], 1.4), torch(batches[0], 2), torch(oneShort, 12);
  add("exponent of time in tau", false, 1.03, fitted(r, 1, "in blocks"));
  const lighter = (group) => over(bytesOf(r, longOne, group), bytesOf(r, longOne, "PyTorch"));
  add(`memory, PyTorch's = 1, at ${nameOf(longOne)}`, false, 1 / 8, lighter("in blocks"));
  add("the same with checkpoints every root", false, 1 / 100, lighter("every root"));
  add(`time with checkpoints every root at ${nameOf(longOne)}`, false, 1.35, timeOver(r, longOne, 1, "every root"));
  return all;
}

// The whole document: what the run found, and what follows from it.
function documentOf(run, quick, machine) {
  const r = { machine: { ...machine, compiler: run.compiler, blas: run.blas, peers: { ...run.peers, mlpack: null } }, quick: Boolean(quick), ...run };
  delete r.compiler; delete r.blas; delete r.peers;
  for (const t of r.timings) t.over_in_blocks = t.refused ? null : over(t.ms, msOf(r, t.shape, t.threads, "in blocks", t.network));
  for (const c of r.checkpoints) c.time_over_in_blocks = timeOver(r, c.shape, 1, c.group);
  const groups = each(r.timings, (t) => t.group);
  r.exponents = each(r.timings, (t) => t.threads).flatMap((threads) => networksOf(r).flatMap((network) =>
    groups.map((group) => ({ threads, network, group, exponent: fitted(r, threads, group, network) })).filter((e) => e.exponent !== null)));
  r.targets = targetsOf(r);
  return r;
}

// One row a shape and number of threads, as chapter 5 reads it, or of the cells as
// chapter 7 does, or of attention as chapter 10 does; 0: not measured.
function csvOf(r) {
  const ofHeads = networksOf(r).includes(heads[0]), others = ofHeads ? heads : networksOf(r).filter((network) => network !== "tanh");
  const groups = others.length ? others.flatMap((network) => groupsOf[network].map((group) => `${network} ${group}`)) :
    ["floor", "in blocks", "chapter 3", "every root", "ten slots", "PyTorch", "Eigen"];
  if (ofHeads) groups.push("tanh in blocks", "LSTM in blocks");
  const kept = ofHeads ? groups.filter((name) => !/floor$/.test(name)) : others.length ? [] : groups.slice(1);
  const split = (name) => (others.length ? [name.slice(name.indexOf(" ") + 1), name.split(" ")[0]] : [name]);
  const rows = each(r.timings, (t) => t.threads).flatMap((threads) => each(r.timings, (t) => nameOf(t.shape)).map((name) => {
    const error = Math.max(...r.timings.filter((t) => nameOf(t.shape) === name && t.threads === threads).map((t) => t.gradient_error || 0));
    return [name, threads, Number(error.toPrecision(3)), ...groups.map((g) => Number((msOf(r, name.split(","), threads, ...split(g)) || 0).toPrecision(5))),
      ...kept.map((g) => Math.round((bytesOf(r, name.split(","), ...split(g)) || 0) / 1000))];
  }));
  return [["inputs,hidden,outputs,batch,tau,threads,error", ...groups, ...kept.map((g) => "kB " + g)], ...rows].join("\n") + "\n";
}

const shown = (value, digits = 2) => (value === null || value === undefined ? "-" : value.toFixed(digits));
const four = (value) => (value === null ? "-" : String(Number(value.toPrecision(4))));
const named = (text) => text.split(new RegExp(`^(${[...cells, ...heads, "Jordan"].join("|")}), `)).filter(Boolean).map(inWords).join(wantsChinese() ? "：" : ", ");
function table(title, rows) {
  if (rows.length === 1) return "";
  const cells = rows.map((row) => row.map((cell) => named(String(cell))));
  const widths = cells[0].map((_, j) => Math.max(...cells.map((row) => columnsOf(row[j]))));
  const line = (row) => row.map((cell, j) => "  " + (j ? padded("", widths[j] - columnsOf(cell)) + cell : padded(cell, widths[j]))).join("");
  return named(title) + "\n" + cells.map(line).join("\n") + "\n\n";
}

function textOf(r) {
  const size = "inputs,hidden,outputs,batch,tau", threads = each(r.timings, (t) => t.threads), of = (n) => `${n} thread${n === 1 ? "" : "s"}`;
  const peers = Object.keys(r.machine.peers).filter((name) => r.machine.peers[name]);
  let out = Object.entries(r.machine).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("") + "\n";
  for (const n of threads) for (const network of networksOf(r)) {
    const prefix = network === "tanh" ? "" : `${network}, `, jordan = network === "Jordan", ours = jordan ? "many steps at once" : "in blocks";
    const others = jordan ? groupsOf.Jordan.slice(1) : ["floor", network === "tanh" ? "chapter 3" : heads.includes(network) ? "chapter 10" : "chapter 7", ...peers];
    out += table(`${prefix}Forward plus backward ${ours}, ${of(n)}: milliseconds; ${jordan ? "" : "the floor's time over it;\n"}the others' time over it`,
      [[size, "ms", ...others.map((g) => (g === "floor" ? "of the floor" : g))], ...each(r.timings, (t) => nameOf(t.shape)).map((name) =>
        [name, four(msOf(r, name.split(","), n, "in blocks", network)), ...others.map((g) => shown(timeOver(r, name.split(","), n, g, network)))])]);
    out += table(`${prefix}Time grows as tau to this power, shapes 64,64,64,1,tau, ${of(n)}`,
      [["form", "power"], ...r.exponents.filter((e) => e.threads === n && e.network === network).map((e) => [e.group, shown(e.exponent, 3)])]);
  }
  out += table("Memory beyond the problem's own numbers", [[size, "contender", "peak, kB", "it says, kB"],
    ...r.memory.map((m) => [nameOf(m.shape), m.network === "tanh" ? m.contender : `${m.network}, ${m.contender}`, shown(m.bytes / 1000, 0), shown(m.stored_bytes && m.stored_bytes / 1000, 0)])]);
  out += table("Few states kept, one thread", [[size, "contender", "blocks run", "closed form", "time, 1 = in blocks"],
    ...r.checkpoints.map((c) => [nameOf(c.shape), c.contender, c.blocks_run, c.closed_form, shown(c.time_over_in_blocks)])]);
  return out + table("Beside the targets, one thread", [["what", "target", "measured"],
    ...r.targets.map((t) => [t.what, `${t.at_least ? ">=" : "<="} ${four(t.target)}`, four(t.measured)])]).trimEnd() + "\n";
}

const after = (file, word) => {
  const line = fs.existsSync(file) && fs.readFileSync(file, "utf8").split("\n").find((l) => l.startsWith(word));
  return line ? line.replace(/^[^:=]*[:=]/, "").replace(/^[\s"]+|[\s"]+$/g, "") : "unknown";
};

// Runs the program on the plan of these words: 0; 1 when it failed, or when a
// contender's gradient is not the book's; 2 usage.
function main([program, ...words]) {
  try {
    const o = optionsOf(words);
    if (o.help) {
      process.stdout.write(inWords(usage));
      return 0;
    }
    const run = spawnSync(program, [], { input: JSON.stringify(planOf(o)), stdio: ["pipe", "pipe", "inherit"], maxBuffer: 1 << 26 });
    if (run.status !== 0) return 1;
    const machine = { processor: after("/proc/cpuinfo", "model name"), cores: os.cpus().length, system: after("/etc/os-release", "PRETTY_NAME") };
    const r = documentOf(JSON.parse(run.stdout), o.quick, machine);
    if (o.csv) fs.writeFileSync(path.resolve(o.csv), csvOf(r));
    process.stdout.write(o.json ? JSON.stringify(r, null, 1) + "\n" : textOf(r));
    return r.timings.some((t) => t.refused) ? 1 : 0;
  } catch (error) {
    process.stderr.write(error instanceof Usage ? `bench: ${inWords`${inWords(error.message)} (--help lists the options)`}\n` : `error: bench: ${error.message}\n`);
    return error instanceof Usage ? 2 : 1;
  }
}

module.exports = { main, optionsOf, planOf, exponent, documentOf, csvOf, textOf };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
