// A model of the reader's own text: learnt, kept in my/, loaded again; what is no
// text, or no model, is refused in one line.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const { test } = require("node:test");

const root = path.join(__dirname, "../.."), build = process.env.UNROLLED_BUILD || path.join(root, "build/release");
const out = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-")), name = path.basename(out);
const file = path.join(out, name + ".txt"), model = path.join(root, "my", name + ".model");
process.on("exit", () => { for (const made of [out, model]) fs.rmSync(made, { recursive: true, force: true }); });

const run = (...words) => spawnSync(path.join(build, "09-complete"),
  ["--start", "梯度", "--units", "8", "--updates", "20", "--length", "20", "--out", out, ...words], { cwd: root, encoding: "utf8" });
const complete = (...words) => run("--text", file, ...words);
const refused = ({ status, stdout, stderr }, says) =>
  assert(status === 2 && stdout === "" && /^[^\n]+\n$/.test(stderr) && stderr.includes(says), `${status} ${stderr}`);

test("A Chinese text is learnt from, and its model is kept and loaded again", () => {
  fs.writeFileSync(file, "梯度沿着时间反向传播，每一步乘一个雅可比矩阵。\n".repeat(120));
  const first = complete();
  assert(/^`梯度/m.test(first.stdout), first.stdout + first.stderr);
  assert(first.stdout.includes(`foretells ${file}`) || first.stderr.includes("does not hold"), first.stdout + first.stderr);
  const kept = fs.readFileSync(model, "utf8");
  assert(kept.includes("units 8, updates 20"));
  // A model that says something else is loaded, not trained anew.
  fs.writeFileSync(model, kept.replace(/^c (\d+) 1\n[^]*?\n(?=ca )/m, (all, n) => `c ${n} 1\n-9\n9\n${"-9\n".repeat(n - 2)}`));
  const second = complete();
  assert.notStrictEqual(second.stdout, first.stdout);
  assert(/^`梯度(\\n)+`$/m.test(second.stdout), second.stdout);
  // Of other settings it is trained anew.
  assert.notStrictEqual(complete("--seed", "2").stdout, second.stdout);
  assert(fs.readFileSync(model, "utf8").includes("seed 2"));
});

test("A file that is no model, or is broken, is refused", () => {
  const kept = fs.readFileSync(model, "utf8");
  fs.writeFileSync(model, "GIF89a");
  refused(complete("--seed", "2"), `${name}.model: line 1: expected a language model of Unrolled, chapter 9, got 'GIF89a'`);
  fs.writeFileSync(model, kept.slice(0, 2000));
  refused(complete("--seed", "2"), "without this file a model is trained anew");
});

test("What is too short, or not UTF-8, or not there, is refused", () => {
  fs.writeFileSync(file, "梯度".repeat(999));
  refused(complete(), `${name}.txt: expected at least 2000 characters, got 1998`);
  fs.writeFileSync(file, Buffer.concat([Buffer.from("梯度\n".repeat(1000)), Buffer.from([0xff])]));
  refused(complete(), `${name}.txt: line 1001: expected UTF-8, got `);
  fs.rmSync(file);
  refused(complete(), name + ".txt");
});

test("A Chinese beginning is completed from the book's Chinese pages", () => {
  const { stdout, stderr } = run();
  assert(/^`梯度/m.test(stdout) && /frequency +7\.623$/m.test(stdout), stdout + stderr);
});
