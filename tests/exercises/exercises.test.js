// The exercises: the runner end to end on a small book, the proof that an
// exercise is one, and the lists of mistakes. Each rule is seen red.
"use strict";
const assert = require("node:assert");
const fs = require("fs");
const path = require("path");
const { spawn, spawnSync } = require("child_process");
const { test } = require("node:test");
const { scratch } = require("../scratch.js");
const { exercises, plain, wrapped } = require("./reader.js");
const { diagnostics, checkAnswer, textOf } = require("./check.js");
const { failures, readReport } = require("./judge.js");
const { prove } = require("./prove.js");
const variants = require("./variants.js");

const root = path.join(__dirname, "../..");
const build = process.env.UNROLLED_BUILD || path.join(root, "build/release");
const include = '#include "chapters/01-one/exercises/1/task.hpp"\n';
const answer = (body) => `${include}\ndouble twice(double x) {\n${body}\n}\n`;
const begun = "// Exercise 1-1: Doubling\n//\n//   Make twice() double its number.\n//\n" +
  "//   More of tau, as in (1.1).\n//   (1.1): ./book open 1.1\n//\n// To check it: ./book exercise 1-1\n" + include + "\n" +
  "// What it includes:\n//\n// /// Twice x.\n// double twice(double x);\n\n" +
  "double twice(double x) {\n  return 0;\n}\n";
const list = (...made) => made.map(([id, says, line]) =>
  `## ${id}\n${says}\nexercises/1: return 2 * x; => ${line}\n`).join("");

// A book of one chapter and one exercise, and a reader with an empty folder. It
// is the same one for all tests: what did not change is not compiled again.
const shared = scratch({ after() {} });
process.on("exit", () => fs.rmSync(shared.root, { recursive: true, force: true }));
for (const folder of ["common", "tests"])
  fs.symlinkSync(path.join(root, folder), shared.path(folder));
function small() {
  const s = { ...shared };
  s.write = (file, text) => {
    if (!s.has(file) || s.read(file) !== text) shared.write(file, text);
  };
  for (const left of ["my", "chapters/02-two", "chapters/01-one/exercises/2"])
    s.remove(left);
  s.write("build/exercises/tools.json",
    fs.readFileSync(path.join(build, "exercises/tools.json"), "utf8"));
  s.write("build/exercises/support.o", "");
  s.write("chapters/01-one/page.md", "# One {#ch_one}\n\\tag{1.1}\n");
  s.in = (file, text) => s.write(`chapters/01-one/exercises/1/${file}`, text);
  s.in("text.md", "# Doubling\n\nMake twice() double its number.\n\nMore of " +
    "$\\tau$, as in (1.1).\n\n## Hints\n\n### A question\n\nWhat is x + x?\n\n### Where to " +
    "look\n\nSee (1.1).\n\n### Almost the answer\n\n2 * ...\n\n## Why\n\n" +
    "Because. ".repeat(20) + "\n");
  s.in("task.hpp", "#pragma once\n/// Twice x.\ndouble twice(double x);\n");
  s.in("check.cpp", `#include <answer.hpp>
std::vector<Test> tests() {
  return {{"Three is doubled", {{"twice(3)", Matrix{6.0}}},
           [](const Answer& a) { return a.twice(3); },
           [](const Answer& a) { return line("Of 4 it is %g.", a.twice(4)); },
           "Right of 3."}};
}
`);
  s.solution = (right, stub = "  return 0;") =>
    s.in("solution.cpp", answer(`//= ${stub}\n${right}`));
  s.solution("  return 2 * x;");
  s.second = (folder) => {
    for (const file of ["text.md", "task.hpp", "solution.cpp", "check.cpp"])
      s.write(`chapters/${folder}/${file}`, s.read(`chapters/01-one/exercises/1/${file}`));
  };
  s.mistakes = (text) => s.write("chapters/01-one/mistakes.txt", text);
  s.mistakes(list(["thrice", "Your {} is thrice it.", "return 3 * x;"],
    ["half", "Your {} is the half.", "return x / 2;"]));
  s.save = (body) => s.write("my/exercise-1-1.cpp", answer(body));
  s.mine = () => s.read("my/exercise-1-1.cpp");
  s.words = (...words) => [path.join(__dirname, "exercises.js"), words[0],
    "--home", s.root, "--build", s.path("build"), ...words.slice(1)];
  s.run = (...words) => {
    const ran = spawnSync(process.execPath, s.words(...words), { encoding: "utf8" });
    return { code: ran.status, out: ran.stdout, err: ran.stderr };
  };
  s.desk = { root: s.root, build: s.path("build"), seconds: 10 };
  s.check = async () => checkAnswer(s.desk, exercises(s.root)[0],
    s.path("my/exercise-1-1.cpp"), "my/exercise-1-1.cpp");
  s.proof = async () => (await prove(s.desk, exercises(s.root)[0])).join("\n");
  return s;
}
const has = (text, ...words) => {
  for (const word of words) assert.ok(text.includes(word), `${word}\nin\n${text}`);
};
const inOrder = (text, ...words) => {
  let at = 0;
  for (const word of words) {
    assert.ok((at = text.indexOf(word, at)) >= 0, `${word}\nin\n${text}`);
    at += word.length;
  }
};

test("A reader begins, fails, asks, passes and begins anew", () => {
  const s = small(), exercise = (...w) => s.run("exercise", "1-1", ...w);
  let ran = s.run("exercises");
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  has(ran.out, "1 One\n  1-1   not begun      Doubling\n",
    "0 of 1 done. Next: ./book exercise 1-1");

  ran = exercise();
  assert.equal(ran.code, 1);
  assert.equal(s.mine(), begun);
  has(ran.out, "  Make twice() double its number.\n", "More of tau, as in (1.1).",
    "double twice(double x);", "Your file is my/exercise-1-1.cpp.",
    "Not yet right: 0 of 1 tests hold.", "expected  6\n", "came      0\n",
    "A hint: ./book exercise 1-1 --hint");
  // Editors know how it is compiled; the build's own list stays as it is.
  s.write("build/compile_commands.json", "[]");
  s.remove("compile_commands.json");
  fs.symlinkSync("build/compile_commands.json", s.path("compile_commands.json"));
  exercise();
  assert.equal(s.read("build/compile_commands.json"), "[]");
  const [how] = JSON.parse(s.read("compile_commands.json")).filter(({ file }) =>
    file === s.path("my/exercise-1-1.cpp"));
  assert.equal(spawnSync(how.arguments[0], [...how.arguments.slice(1), "-fsyntax-only"],
    { cwd: how.directory }).status, 0);
  for (const [n, words] of [[1, "A question\n\nWhat is x + x?"],
    [2, "Where to look\n\nSee (1.1).\n(1.1): ./book open 1.1\n"], [3, "Almost the answer"]])
    has(exercise("--hint").out, `Hint ${n} of 3: ${words}`);
  has(exercise("--hint").out, "Hint 3 of 3", "There are no more.");

  s.save("  return 3 * x;");
  ran = exercise();
  has(ran.out, "came      9\n", "Your twice(3) is thrice it.", "Of 4 it is 12.");
  assert.ok(!ran.out.includes("Your file is")); // said when it was begun
  assert.equal(exercise("--solution").code, 1);
  has(exercise("--solution", "--anyway").out, "2 * x");

  s.save("  return x + x;");
  ran = exercise();
  assert.equal(ran.code, 0);
  has(ran.out, "Right. 1 of 1 tests hold.\nRight of 3.", "every exercise is done");
  has(exercise("--solution").out, "Because.");
  has(s.run("exercises").out, "1-1   done           Doubling", "1 of 1 done.\n");
  has(exercise("--reset").out, "Your version is now my/exercise-1-1.old-1.cpp.");
  assert.equal(s.read("my/exercise-1-1.old-1.cpp"), answer("  return x + x;"));
  assert.equal(s.mine(), begun);
  exercise("--reset");
  assert.equal(s.read("my/exercise-1-1.old-2.cpp"), begun);
});

test("The list is true of files that changed, came or went", () => {
  const s = small();
  const state = () => /1-1 +(.*?)  +Doubling/.exec(s.run("exercises").out)[1];
  s.save("  return 2 * x;"); // made without the runner
  has(s.run("exercises").err, "checking 1-1 again: it changed");
  assert.equal(s.run("exercises").err, ""); // kept, not checked again
  assert.equal(state(), "done");
  s.save("  return 2 * x + 1;");
  s.remove("build/exercises/support.o");
  assert.equal(state(), "changed");
  s.write("build/exercises/support.o", "");
  assert.equal(state(), "not yet right");
  s.remove("my/exercise-1-1.cpp");
  assert.equal(state(), "file is gone");
  const ran = s.run("exercise", "1-1");
  assert.equal(ran.code, 1);
  has(ran.out, "was begun and is gone.", "--reset");
  assert.ok(!s.has("my/exercise-1-1.cpp"));
  // Progress that cannot be read is kept beside and found out anew.
  s.write("my/.progress", '{"1-1": {"done"');
  has(s.run("exercises").err, "could not be read");
  assert.equal(s.read("my/.progress.unreadable"), '{"1-1": {"done"');
  s.write("my/.progress", '{"1-1": 5}');
  assert.equal(state(), "not begun");
});

test("What does not compile shows the reader's lines alone", async () => {
  const s = small();
  const about = async (text) => {
    s.write("my/exercise-1-1.cpp", text);
    const result = await s.check();
    assert.equal(result.kind, "broken");
    return result.about + result.advice;
  };
  has(await about(answer("  return 2 * y;")), "  my/exercise-1-1.cpp:4: ",
    "      4 |   return 2 * y;\n", "        |              ^\n");
  // An error inside a library is laid to the line that led there.
  const inside = await about(answer('  arma::mat m{x, x};\n  return ' +
    'arma::accu(m + std::string("y"));'));
  has(inside, "  my/exercise-1-1.cpp:5: ");
  assert.ok(!inside.includes("/usr/") && !inside.includes(s.root));
  has(await about(include), "your file lacks double twice(double x)");
  const own = await about(answer("  return 2 * x;") + "int main() {}\n");
  has(own, "multiple definition of `main'\n", "Leave yours out.");
  assert.ok(!own.includes("ld:"));
  has(await about(include.replace("1/task", "9/task")), "includes is \"tests/");
});

test("Crashes, endless loops and floods are ended and named", async () => {
  const s = small();
  const check = async (body, kind, ...words) => {
    s.save(body);
    const result = await s.check();
    assert.ok(kind.split(" or ").includes(result.kind), `${result.kind}: ${body}`);
    inOrder(textOf(result), ...words);
  };
  const where = "in the test 'Three is doubled'";
  const line = (at, text) => `my/exercise-1-1.cpp:${at}:\n${String(at).padStart(7)} | ${text}\n`;
  for (const [text, ...words] of [
    ["  return *static_cast<volatile double*>(nullptr);", "SIGSEGV", where],
    ["  std::abort();", "SIGABRT", where],
    ["  return std::vector<double>{x}[7];", "out of bounds: a list", "SIGABRT"]])
    await check(text, "crashed", ...words, line(4, text));
  await check("  return x + twice(x + 1);", "crashed", "an endless recursion", "my/exercise-1-1.cpp:");
  for (const text of ["  return arma::vec{x, x}(2);", "  return std::vector<double>{x}.at(7);"])
    await check("  x += 1;\n" + text, "wrong", "out of bounds: a list", "threw: ",
      line(5, text).replace(/^ /gm, "     "));
  await check("  std::exit(0);", "crashed", "does the file have an exit()?");
  // What comes of it is the compiler's choice: any number, or an end.
  await check("  if (x > 100) return 1;", "wrong or crashed",
    "A function that ends without a return",
  "The compiler warns:\n  my/exercise-1-1.cpp:5: ");
  await check("  std::vector<std::vector<double>> all;\n  for (;;) " +
    "all.emplace_back().reserve(std::size_t{1} << 27);", "wrong",
  "your code threw: std::bad_alloc");
  await check('  for (;;) std::cout << "again and again\\n";', "crashed",
    "more than 1 MB printed", "lines more");
  await check('  std::cout << "x is " << x << "\\n";\n  return arma::accu(' +
    "arma::mat(2, 2) * arma::mat(3, 1));", "wrong", "Two shapes do not fit",
  "Printed:\n  x is 3\n", "your code threw: matrix multiplication: ");
  for (const [made, cut] of [["1 / 3", "1 / 3"], ["(3 + 4) / 2 * x", "(3 + 4) / 2"]])
    await check(`  return ${made};`, "wrong", `${cut}: of whole numbers C++ makes`);
  s.save("  return 4 / 2 + 1 / 3.0 + x / 3 + 10 * 9 / 4;  // 1 / 3");
  assert.ok(!textOf(await s.check()).includes("whole numbers"));
  await check("  static double all[1 << 28] = {1};\n  return all[0];", "broken",
    "File size limit exceeded");
  const since = Date.now();
  s.desk.seconds = 1;
  // What it starts is ended with it, also where it may start something.
  await check("  (void)!system(\"(sleep 60; echo late > late) & true\");\n" +
    "  for (volatile bool on = true; on;) x += 1;\n  return x;", "long",
  "ended after 1 seconds", where, line(5, "  for (volatile bool on = true; on;) x += 1;"));
  assert.ok(Date.now() - since < 30000);
  const left = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout;
  assert.ok(!left.includes("echo late"));
  // At a terminal a count is shown while one waits, and colours afterwards; node
  // leaves them out where CI is set.
  const { NO_COLOR, CI, ...env } = { ...process.env, TERM: "xterm-256color" };
  const shown = spawnSync("script", ["-qec", [process.execPath,
    ...s.words("exercise", "1-1", "--limit", "2")].join(" "), "/dev/null"], { encoding: "utf8", env });
  inOrder(shown.stdout, "\rchecking, 1 s ", "\r\x1b[K", "\x1b[38;5;166mIt took too long\x1b[0m");
});

test("Watching checks at each save, goes on to the next, ends when all is right", async (t) => {
  const s = small();
  s.second("01-one/exercises/2");
  const child = spawn(process.execPath, s.words("exercise", "1-1", "--watch"));
  let out = "", over = false;
  child.stdout.on("data", (data) => { out += data; });
  const ended = new Promise((resolve) => child.on("exit", (code) => {
    over = true;
    resolve(code);
  }));
  t.after(() => child.kill());
  const end = Date.now() + 60000;
  const until = async (words, times) => {
    while (out.split(words).length <= times && !over && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50));
    has(out, words);
  };
  await until("Waiting for my/exercise-1-1.cpp", 1);
  s.save("  return 3 * x;");
  await until("is thrice it.", 1);
  await until("Waiting for", 2);
  s.remove("my/exercise-1-1.cpp"); // as some editors do
  s.save("  return 2 * x;");
  await until("Right.", 1);
  await until("Waiting for my/exercise-1-2.cpp", 1); // the next one
  has(out, "Next: ./book exercise 1-2", "Exercise 1-2: Doubling", "Not yet right");
  s.write("my/exercise-1-2.cpp", answer("  return x + x;"));
  assert.equal(await ended, 0);
  has(out, "every exercise is done");
});

test("Words that mean nothing are refused with exit 2", () => {
  const s = small();
  const refused = (...words) => {
    const ran = s.run(...words);
    assert.equal(ran.code, 2, words.join(" "));
    return ran.err;
  };
  assert.equal(refused("exercise", "7-1"),
    "error: no exercise '7-1'; there are 1-1\n");
  has(refused("exercise", "1-1", "--hnit"), "expected nothing, --hint");
  for (const words of [["exercise"], ["exercise", "1-1", "--anyway"],
    ["exercise", "1-1", "--hint", "--reset"], ["exercise", "--limit", "0", "1-1"],
    ["exercises", "3"], ["prove", "9-9"]]) refused(...words);
  assert.ok(!s.has("my"));
  assert.equal(s.run("exercise", "1-1", "--help").code, 0);
});

test("The next exercise is the one after, else the first that is open", () => {
  const s = small();
  for (const folder of ["01-one/exercises/2", "02-two/exercises/1"]) s.second(folder);
  const { Reader } = require("./exercises.js");
  const reader = new Reader({ ...s.desk, my: s.path("my") });
  const after = (at, done) => {
    const exercise = reader.all[at];
    s.write(`my/${exercise.file}`, "");
    reader.progress.keep(exercise.name, { done, answer: reader.answerOf(exercise),
      check: reader.checkOf(exercise) });
    return reader.next()?.name;
  };
  assert.equal(reader.next().name, "1-1");
  assert.deepEqual([after(1, false), after(1, true), after(2, true), after(0, true)],
    ["1-2", "2-1", "1-1", undefined]);
  s.remove("chapters/02-two/exercises/1/check.cpp");
  assert.throws(() => exercises(s.root), /1\/check.cpp: no such file; an exercise has/);
});

test("A proof objects to a stub, a solution or a text that is not one", async () => {
  const s = small();
  assert.equal(await s.proof(), "");
  s.solution("  const int spare = 1;\n  return 2 * x;",
    "  throw std::logic_error(\"to do\");");
  s.in("text.md", "# Doubling\n\nDo $x$.\n\n## Hints\n\n### A question\n\n" +
    "What?\n\n### Where\n\n## Why\n\nSo says (1.7), and f(1.8) \\alpha.\n");
  has(await s.proof(), "the stub does not fail by a value", "unused variable",
    "2 hints, expected 3", "the hint 'Where' is empty", "Why does not explain",
    "text.md mentions (1.7), which stands on no page", "does not fit the terminal",
    "a terminal cannot show");
  assert.ok(!(await s.proof()).includes("mentions (1.8)"));
  s.solution("  return 2 + 0 * x;", "  return 2 * x;");
  s.mistakes("## one\nYour {} is one.\nexercises/1: 2 + 0 * x => 1\n");
  has(await s.proof(), "stub should be not yet right", "solution should be right",
    "1 mistakes, expected two or more");
});

test("A proof objects to a mistake without a message of its own", async () => {
  const s = small();
  s.mistakes(list(["thrice", "Your {} is thrice it.", "return 3 * x;"],
    ["again", "Your {} is x + x + x.", "return x + x + x;"],
    ["none", "Your {} is no mistake.", "return x + x;"]));
  s.mistakes(s.read("chapters/01-one/mistakes.txt") +
    "## stub\nexercises/1: return 2 * x; => return 9;\n");
  assert.equal(exercises(s.root)[0].parts.stub, answer("  return 9;"));
  assert.equal(exercises(s.root)[0].parts.solution, answer("  return 2 * x;"));
  has(await s.proof(), "thrice meets the message of again",
    "again meets the message of thrice", "stub meets the message of thrice",
    "none should be not yet right");
  s.in("check.cpp", "int x = y;\n");
  has(await s.proof(), "check.cpp does not compile");
  s.save("  return 0;");
  assert.equal((await s.check()).kind, "uncheckable");
});

test("The judge names each block's own mistake, and only what fits", () => {
  const says = new Map([["a3", "Your {} has 3."], ["both", "Both are wrong: {}."],
    ["b7", "Your {} is 7."], ["b07", "Your {} is 07."], ["late", "It threw."]]);
  const answer = (id, a, b) =>
    `answer ${id}\nbegins Two\ncame 2 2 1 0 ${a} 1\ncame 1 ${b}\nran\n`;
  const text = (a, b) => {
    const report = readReport("test Two\nvalue a\ntolerance 1e-9\nway \ntruth 2 2 " +
      "1 0 2 1\nvalue b\ntolerance 1e-9\nway \ntruth 1 1 5\n" + answer("yours", a, b) +
      answer("a3", 3, "1 5") + answer("both", 4, "1 6") + answer("b7", 2, "1 7") +
      answer("b07", 2, "1 7") + "answer late\nbegins Two\nthrew so\nran\nend\n");
    return failures(report, report.answers[0], says).map((f) => f.text).join("");
  };
  for (const [a, b, ...words] of [
    [3, "1 6", "Your a has 3.", "b\n  expected  5\n  came      6\n"],
    [3, "1 7", "Your a has 3.", "Your b is 7.\nOr: Your b is 07."], // a verdict each
    [4, "1 6", "Both are wrong: a.\nThe same of b."],
    [2, "1 -5", "Your b has the opposite sign.", "Right: a."],
    [2, "1 inf", "What came is not finite."], [2, "1 nan", "nan"],
    [2, "1 5.0000001", "came      5.0000001\n"],
    [2, "2 5 5", "b: expected 1 x 1, came 1 x 2"]]) has(text(a, b), ...words);
  assert.ok(!text(4, "1 8").includes("Both")); // it would be 6
  // Where two mistakes meet in a second test the first one is told all the same.
  const two = (a, b) => `begins One\ncame 1 1 ${a}\nbegins Two\ncame 1 1 ${b}\nran\n`;
  const both = readReport(["One", "Two"].map((name) => `test ${name}\nvalue a\ntolerance 1e-9\nway \ntruth 1 1 2\n`)
    .join("") + `answer yours\n${two(3, 9)}answer a3\n${two(3, 4)}end\n`);
  has(failures(both, both.answers[0], says)[0].text, "Your a has 3.");
  assert.equal(text(2, "1 5.000000001"), "");
  for (const [came, ...words] of [["1 3 2 4", "m\n  expected  1  3\n            2  4\n" +
    "  came      1  2\n            3  4\nYour m is transposed.\n"], ["2 4 6 8", "is 2 times the"],
  ["0.2 0.4 0.6 0.8", "is 1/5 of the true one.\n"], ["-1 -2 -3 -4", "the opposite sign"]]) {
    const report = readReport("test T\nvalue m\ntolerance 1e-9\nway \ntruth 2 2 1 2 " +
      `3 4\nanswer yours\nbegins T\ncame 2 2 ${came}\nran\nend\n`);
    has(failures(report, report.answers[0], says)[0].text, ...words);
  }
  assert.ok(!text(2, "1 10").includes("times")); // of a single number every one is
});

test("A list of mistakes that does not fit its code is refused", () => {
  const s = small(), folder = s.path("chapters/01-one/exercises/1");
  const refused = (text, message) => {
    s.mistakes(text);
    assert.throws(() => variants.answer(folder), { message: new RegExp(
      `mistakes.txt:${message}`) });
  };
  const use = "## a\nSo.\nexercises/1:";
  refused(`${use} 4 * x => x\n`, "3: '4 \\* x' stands 0");
  refused(`${use}\n- return 4 * x;\n+ x\n`, "4: 'return 4 \\* x;' stands 0");
  s.solution("  return 2 * x;  // 4 * x\n  return 2  * x;");
  refused(`${use} x; => y;\n`, "3: .* stands 2 times");
  refused(`${use} 4 * x => x\n`, "3: .* stands 0 times"); // in a comment
  refused(`${use}\n- return 2 * x;\n+ x\n`, "4: .* stands 2 times");
  refused("## a\nSo.\nnone.cpp: x => y\n", "3: there is no file");
  refused(`${use}\n+ x\n`, "4: expected a line as it stands");
  refused("So.\n", "1: expected '## id'");
  refused("## a\nSo.\n", "1: 'a' lacks");
  refused(`${use}\n`, "1: 'a' lacks");
  refused(`${use}\n- x\n+ y\n## a\n`, "6: there is another mistake 'a'");
  refused(`${use}\nnonsense\n`, "4: expected 'file: words => words'");
});

test("Every list of mistakes fits its chapter's code; of changed code the rest is made", (t) => {
  for (const room of fs.readdirSync(path.join(root, "chapters"))) {
    const folder = path.join(root, "chapters", room), cmake = path.join(folder, "CMakeLists.txt");
    const [, words] = /MISTAKES\s+([^)]*)\)/.exec(fs.existsSync(cmake) ? fs.readFileSync(cmake, "utf8") : "") || [];
    const pairs = (words || "").match(/\S+\s+\S+/g) || [];
    if (words) variants.table(folder, pairs.map((pair) => pair.split(/\s+/)));
  }
  const s = scratch(t);
  s.write("c/way.cpp", "namespace c {\nint way() {\n  return 1;\n}\n}\n");
  s.write("c/mistakes.txt", "## two\nTwo.\nway.cpp: 1 => 2\n## gone\nGone.\nway.cpp: 7 => 2\n");
  assert.throws(() => variants.table(s.path("c"), [["way.cpp", "way"]]), /'7' stands 0 times/);
  const ran = spawnSync(process.execPath, [path.join(__dirname, "variants.js"), s.path("c"),
    s.path("out"), "way.cpp", "way"], { encoding: "utf8" });
  assert.equal(ran.status, 0);
  has(ran.stderr, "'7' stands 0 times");
  has(s.read("out/mistakes.cpp"), "way_two");
});

test("A chapter's own code is copied with each mistake in it", (t) => {
  const s = scratch(t);
  s.write("c/way.cpp", "#include \"c/way.hpp\"\n\nnamespace unrolled::c {\n\n" +
    "double half(double x) {\n  return x / 2;  // (1.1)\n}\n\ndouble way(const In& in," +
    "\n           double x) {\n  return in.way + half(x);\n}\n\n}  // namespace\n");
  s.write("c/mistakes.txt", "## whole\nYour {} is whole.\n" +
    "way.cpp: x / 2 => x\n## both\nBoth.\nway.cpp: in.way + =>\nway.cpp: half(x) => 1\n");
  const made = variants.table(s.path("c"), [["way.cpp", "way"]]);
  has(made.header, "double (*way)(const In& in, double x);",
    "namespace unrolled::c::of_way {", "using of_way::wrong_versions;");
  has(made.source, "namespace whole {", "return x;", "return  1;",
    "in.way + half_whole(x)", "double way_whole(const In& in,");
  assert.ok(!made.source.includes("x / 2"));
  // Of a class what has the mistake, and what calls it; the rest is the right one.
  s.write("c/way.cpp", "namespace unrolled::c {\n\nint A::one() const {\n  return 1;\n}\n" +
    "int A::two() const {\n  return 2;\n}\nint A::sum() const {\n  return one() + two();" +
    "\n}\n\n}  // namespace\n");
  s.write("c/mistakes.txt", "## zero\nNothing.\nway.cpp: return 1 => return 0\n");
  const { header, source } = variants.table(s.path("c"), [["way.cpp", "sum"]]);
  has(header, "int (*sum)(const A& right);");
  has(source, "struct Wrong : A {\nint one() const {", "int sum() const {",
    "auto sum_zero(const A& right) {\n  return Wrong{right}.sum();");
  assert.ok(!source.includes("two() const"));
});

test("Pages, compilers and reports are read as they are written", () => {
  assert.equal(plain("$\\partial L/\\partial W_{12}$ at $\\tau \\le 10^{-8}$"),
    "dL/dW_12 at tau <= 10^-8");
  assert.equal(wrapped("word ".repeat(20)).split("\n").length, 2);
  const source = "one\ntwo\nthree\nfour\n";
  const gcc = "lib.hpp: In instantiation of 'void f(T)':\nmy/a.cpp:2:3:   required " +
    "from here\nlib.hpp:9:7: error: no member\nmy/a.cpp:4:1: error: expected ';'\n" +
    "my/a.cpp:4:1: error: expected ';'\nmy/a.cpp:1:1: warning: unused\n";
  assert.equal(diagnostics(gcc, "my/a.cpp", source, "error"),
    "  my/a.cpp:2: no member\n      2 | two\n        |   ^\n" +
    "  my/a.cpp:4: expected ';'\n      4 | four\n        | ^\n");
  const clang = "lib.hpp:9:7: error: no member\nmy/a.cpp:2:3: note: in " +
    "instantiation of function requested here\nmy/a.cpp:3:2: error: unknown\n";
  has(diagnostics(clang, "my/a.cpp", source, "error"), "a.cpp:2: no member",
    "a.cpp:3: unknown");
  const many = ["1", "2", "3", "4", "3"].map((l) => `my/a.cpp:${l}:1: error: e${l}\n`);
  has(diagnostics(many.join(""), "my/a.cpp", source, "error"), "and 1 more");
  const [broken] = readReport("answer yours\nbegins a b\nbegins c\n").answers;
  assert.deepEqual([broken.begun.at(-1), broken.ran], ["c", undefined]);
});

test("A text without a title or with too much to do is refused", () => {
  const s = small();
  for (const [text, message] of [["Doubling\n", /text.md:1: expected '# Title'/],
    ["# D\n\none\ntwo\nthree\n\n## Hints\n\n## Why\n", /one or two lines, got 3/],
    ["# D\n\none\n", /expected '## Hints'/]]) {
    s.in("text.md", text);
    assert.throws(() => exercises(s.root), message);
  }
});
