// A use of the book in Chinese says nothing in English but code and names.
"use strict";
const assert = require("node:assert");
const fs = require("fs");
const path = require("path");
const { spawnSync } = require("child_process");
const { test } = require("node:test");
const { scratch } = require("../scratch.js");
const { english } = require("../../common/words.js");
const { columnsOf } = require("../../docs/text.js");
const { parts } = require("./variants.js");

const root = path.join(__dirname, "../..");
const build = process.env.UNROLLED_BUILD || path.join(root, "build/release");
const env = { ...process.env, UNROLLED_LANG: "zh", OPENBLAS_NUM_THREADS: "1" };

// What was said, but for code, and for what the compiler says.
function run(code, command, ...words) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: root, env, encoding: "utf8" });
  const said = stdout + stderr;
  assert.strictEqual(status, code, said);
  const isCode = (line) => /[;{}]|^ *(const|for|double|return|struct|Vector|Matrix|Slopes|#)\b|&|^  \S+:\d+: /.test(line.replace(/\/\/.*/, ""));
  for (const line of said.split("\n").filter((one) => !isCode(one))) {
    assert.deepEqual(english(line), [], line);
    assert(!line.startsWith("  ") || columnsOf(line) <= 96, line);
  }
  return said;
}
const has = (said, ...all) => all.forEach((text) => assert(said.includes(text), `${text}\n---\n${said}`));

test("The launcher's help, and a word that it does not know", () => {
  has(run(0, path.join(root, "book"), "help"), "./book exercises             列出习题");
  has(run(2, path.join(root, "book"), "run", "77"), "book: 没有第“77”章；现有 01-");
  has(spawnSync(path.join(root, "book"), ["--lang", "en", "run", "77"], { env, encoding: "utf8" }).stderr, "no chapter '77'; there are 01-");
  has(spawnSync(path.join(root, "book"), ["help", "--lang"], { env, encoding: "utf8" }).stderr, "--lang 后面要写 zh 或 en");
});

test("An exercise begun, done wrong, asked about and done right", (t) => {
  const s = scratch(t), { mistakes, solution } = parts(path.join(root, "chapters/03-any-length/exercises/3"));
  const ask = (code, ...words) => run(code, process.execPath, path.join(__dirname, "exercises.js"), "exercise",
    "--home", root, "--build", build, "--my", s.root, "3-3", ...words);
  const answer = (text) => s.write("exercise-3-3.cpp", text.replace(/^#line.*\n/gm, ""));
  has(ask(1), "习题 3-3：", "用 C++ 写：", "/// D 个输入，H 个 tanh 隐藏单元", "尚未正确：4 项检验中通过 0 项。", "一个时间步");
  assert.match(s.read("exercise-3-3.cpp"), /^\/\/ 习题 3-3：[^]*\/\/ 检查：\.\/book exercise 3-3\n/);
  answer(mistakes.find(({ id }) => id === "same-h").text);
  has(ask(1), "你的 dW 把 dz(t) 与 h(t) 配对；与 W 相乘的是 h(t-1)。", "      应为  ", "      得到  ", "正确的有：dc、dV、db、dU 和 dh0。");
  has(ask(0, "--hint"), "提示 1（共 3 条）：");
  answer("int main() {}\n" + solution.replace("Vector from", "Vektor from"));
  has(ask(1), "不能通过编译：");
  answer(solution);
  has(ask(0), "正确。4 项检验中通过 4 项。", "下一题：./book exercise");
  has(ask(0, "--solution"), "为");
  has(run(2, process.execPath, path.join(__dirname, "exercises.js"), "exercise", "--home", root, "--build", build, "3-9"), "没有习题“3-9”");
});

test("A sheet: wrong gradients, a step, what a file may hold, what it must not", (t) => {
  const s = scratch(t), work = path.join(build, "03-work");
  const example = JSON.parse(fs.readFileSync(path.join(root, "chapters/03-any-length/example.json"), "utf8"));
  const right = JSON.parse(spawnSync(work, ["--json"], { env, encoding: "utf8" }).stdout);
  const put = (more) => s.write("mine.json", JSON.stringify({ ...example, ...more }));
  put({ dW: [0, 1].map((i) => [0, 1].map((j) => right.dW[j][i])), db: right.db.map((v) => -v), dc: right.dc });
  const said = run(1, work, s.path("mine.json"), "--notation", "B", "--step", "0.1");
  has(said, "第 3 章", "前向传播\n--------\n", "一步梯度下降", "你的梯度\n--------\n", "正确", "不对：你的 dW 是正确结果的转置", "不对：你的 db 与正确的相差一个负号", "用笔记 B 第 5 节的符号");
  has(run(0, work, "--help"), "用法：", "U：H 行、每行 N 个数的数组", "（不写则为零）");
  for (const [more, what] of [[{ W: [[1, 2], [3]] }, "W，第 2 行：应有 2 个数，实有 1 个"], [{ Q: 1 }, "不认识的键"], [{ b: ["x", 0] }, "b，第 1 个数：应为一个数，实为"], [{ y: [] }, "至少应有一个时间步"]]) {
    put(more);
    has(run(2, work, s.path("mine.json")), what);
  }
});

test("A program: its table, its claims, its options and their refusal", (t) => {
  const s = scratch(t), program = path.join(build, "01-mazur");
  const said = run(0, program, "--out", s.root);
  has(said, "印出的", "成立：梯度下降一步");
  assert.deepEqual([...new Set(said.split("\n").slice(0, 18).map(columnsOf))].length, 1, said); // each line of the table
  const { claim, claims, tables } = JSON.parse(s.read("01-mazur.json")), kept = JSON.parse(fs.readFileSync(path.join(root, "plots/01-mazur.json"), "utf8"));
  assert.deepEqual({ claim, claims, tables }, { claim: kept.claim, claims: kept.claims, tables: kept.tables });
  has(run(0, program, "--help"), "学习率", "选项：");
  has(run(2, program, "--rate", "x"), "--rate：应为 0 到 50 之间的数");
  has(run(1, program, "--rate", "7", "--out", s.root), "设为 --rate 7 时不成立");
});
