// Checks one answer: compiles it apart from its exercise's check, so that what
// the compiler says of it is about the answer alone; runs both, within limits;
// and says in a few lines what came of it.
"use strict";
const fs = require("fs");
const path = require("path");
const { spawn } = require("child_process");
const { words } = require("../../common/words.js");
const { columnsOf } = require("../../docs/text.js");
const { failures, readReport } = require("./judge.js");
const { inColour, wrapped } = require("./reader.js");
const variants = require("./variants.js");

const groups = new Set(); // process groups that run
const killGroup = (pid) => {
  try { process.kill(-pid, "SIGKILL"); } catch { /* it is gone */ }
};
const endAll = () => groups.forEach(killGroup);

// Seconds, GB of memory, MB of a file that an answer may use, and its compiler;
// an answer starts no process.
const limits = (seconds, memory, file, more = "") =>
  `ulimit -c 0; ulimit -t ${Math.ceil(seconds) + 2}; ulimit -v ${memory << 20}; ` +
  `ulimit -f ${file << 11}; ${more}`;
const ofAnswer = (seconds) =>
  limits(seconds, 2, 1, "ulimit -p 0 2>/dev/null || ulimit -u 0; ");
const ofCompiler = (seconds) => limits(seconds, 4, 200);

// Runs a program in a process group of its own, which ends with it; `asked` to end
// by a signal, it has half a second to. -> {code, signal, tooLong, output}
function run(command, { folder, output, seconds, limits = ofCompiler, asked }) {
  const file = fs.openSync(output, "w+");
  const child = spawn("sh",
    ["-c", limits(seconds) + 'exec "$@"', "sh", ...command], {
      cwd: folder, detached: true, stdio: ["ignore", file, file],
      env: { ...process.env, LC_ALL: "C.UTF-8", OPENBLAS_NUM_THREADS: "1" },
    });
  groups.add(child.pid);
  return new Promise((resolve) => {
    let tooLong = false;
    const clock = setTimeout(() => {
      tooLong = true;
      if (asked) child.kill(asked);
      setTimeout(killGroup, asked ? 500 : 0, child.pid).unref();
    }, 1000 * seconds);
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("exit", (code, signal) => {
      clearTimeout(clock);
      killGroup(child.pid); // what it started, too
      groups.delete(child.pid);
      const text = fs.readFileSync(output, "utf8");
      fs.closeSync(file);
      resolve({ code, signal, output: text,
        tooLong: tooLong || signal === "SIGXCPU" });
    });
  });
}

// ---- the check of an exercise: compiled once, and kept ----

// desk = {root, build, seconds}: the book, its build, and an answer's time.
class Check {
  constructor(desk, exercise) {
    this.desk = desk;
    this.exercise = exercise;
    this.folder = path.join(desk.build, "exercises", exercise.name);
    fs.mkdirSync(this.folder, { recursive: true });
    this.here = fs.mkdtempSync(path.join(this.folder, "run-"));
    this.tools = JSON.parse(fs.readFileSync(
      path.join(desk.build, "exercises/tools.json"), "utf8"));
    this.flags = [...this.tools.compile, "-I" + desk.root, "-Wall", "-Wextra",
      "-Wno-unused-parameter"];
    this.object = path.join(this.folder, "check.o");
    this.declared = path.join(this.folder, "declared.hpp");
  }
  at(name) { return path.join(this.here, name); }
  end() { fs.rmSync(this.here, { recursive: true, force: true }); }
  compile(command) {
    return run(command, { folder: this.desk.root, output: this.at("compiler"),
      seconds: 120 });
  }

  // Makes the check's object anew when a file of the exercise or what is
  // precompiled is younger. -> "", or what was said.
  async make() {
    const { folder, exercise, object, desk } = this;
    const header = path.join(folder, "answer.hpp"), text = variants.answer(exercise.folder);
    if (!fs.existsSync(header) || fs.readFileSync(header, "utf8") !== text)
      fs.writeFileSync(header, text);
    fs.writeFileSync(this.declared, variants.declarations(exercise.parts));
    const source = path.join(exercise.folder, "check.cpp"), said = object + ".said";
    const included = [...(exercise.code("check.cpp") + text)
      .matchAll(/^#include "(chapters.*)"/gm)].map((m) => path.join(desk.root, m[1]));
    const age = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs || 0;
    if ([source, header, this.tools.link[0], ...included].some((f) => age(f) > age(said))) {
      const made = await this.compile([...this.flags, "-I" + folder, "-c", source,
        "-o", this.at("check.o")]);
      if (made.code !== 0) return made.output || "the compiler did not end";
      fs.renameSync(this.at("check.o"), object);
      fs.writeFileSync(said, made.output);
    }
    this.warned = fs.readFileSync(said, "utf8");
    return "";
  }

  link(objects) {
    return this.compile([this.tools.compile[0], ...objects, this.object,
      "-o", this.at("program"), ...this.tools.link]);
  }

  // The line of a file, the innermost, from which a call came; where none did, or
  // nothing tells, undefined.
  async lineOf(file, calls = []) {
    const before = calls.map((call) => "0x" + (BigInt(call) - 1n).toString(16));
    if (!before.length) return undefined;
    const { output } = await this.compile(["addr2line", "-i", "-e", this.at("program"), ...before]);
    return output.split("\n").map((place) => /^(.*):(\d+)/.exec(place))
      .filter((place) => place?.[1].endsWith(file)).map((place) => +place[2])[0];
  }
}

// ---- what the compiler said, brought down to the lines of one file ----

const excerpt = (line, source) =>
  `${String(line).padStart(7)} | ${source.split("\n")[line - 1]}\n`;

// Reads g++'s and clang++'s lines. An error inside a library is laid to the
// line of the file that led there: g++ names it before ("required from here"),
// clang after ("requested here").
function diagnostics(output, file, source, kind) {
  const found = [];
  let cause, homeless;
  const add = (place, what) => {
    if (!found.some((f) => f.line === place.line && f.text === what.text))
      found.push({ ...what, ...place });
  };
  for (const line of output.split("\n")) {
    const at = /^(.+?):(\d+):(\d+): +(.*)$/.exec(line);
    if (!at) continue;
    const ours = at[1] === file, place = { line: +at[2], column: +at[3] };
    const judged = /^(?:fatal )?(error|warning): (.*)$/.exec(at[4]);
    if (judged) {
      const what = { kind: judged[1], text: judged[2] };
      homeless = undefined;
      if (ours || cause) add(ours ? place : cause, what);
      else homeless = what;
      cause = undefined;
    } else if (ours && homeless) {
      add(place, homeless);
      homeless = undefined;
    } else if (ours && at[4].includes("required from here")) {
      cause = place;
    }
  }
  const wanted = found.filter((f) => f.kind === kind), most = 3;
  return wanted.slice(0, most).map((f) =>
    `  ${file}:${f.line}: ${f.text.slice(0, 240)}\n${excerpt(f.line, source)}` +
    `        | ${"^".padStart(f.column)}\n`).join("") +
    (wanted.length > most
      ? `  ${words`and ${wanted.length - most} more, which often follow from the first`}\n`
      : "");
}

// A sentence for what is easily got wrong in C++, before the compiler's own words.
const advice = [
  [/multiple definition of .main'/, "Your file has a main(); the check has " +
    "one already. Leave yours out."],
  [/-Wreturn-type|no return statement/, "A function that ends without a " +
    "return gives back anything at all."],
  [/matrix multiplication: incompatible|addition: incompatible|element-wise/,
    "Two shapes do not fit: * is the matrix product, % multiplies element by " +
    "element, .t() transposes."],
  [/exercises\/\d+\/task\.hpp: No such file|task\.hpp' file not found/, "What " +
    "every answer includes is \"tests/exercises/task.hpp\" now."],
  [/out of bounds|Assertion '__n < this->size|_M_range_check/, "An index is out " +
    "of bounds: a list of n begins at 0 and ends at n - 1."],
];
const isAuto = /\bauto\b[\w\s&]*=[^;[]*[*%+.]/;
// A whole number by another, 1 / 3 or (3 + 2) / 2: C++ cuts off what is left.
const cutOff = (source) => [...source.replace(/\/\/.*/g, "").matchAll(
  /(?<![\w.]|[*/]\s*)(\d+|\([\d\s+*-]+\))\s*\/\s*(\d+)(?![\w.])/g)]
  .find(([, sum, by]) => Function(`return ${sum} % ${by}`)() !== 0)?.[0];
const signals = {
  SIGSEGV: "memory that is not its own, or an endless recursion",
  SIGABRT: "an abort: an index out of bounds, or memory freed twice",
  SIGFPE: "a whole number divided by 0",
  SIGILL: "no instruction: a function without a return?",
  SIGBUS: "memory that is not there",
  SIGXFSZ: "more than 1 MB printed",
};

// ---- checking ----

// Checks an answer, which messages show as `shown`. -> {kind, tests, held,
// failures, about, warnings, printed}; kind is right, wrong, broken (does not
// compile), crashed, long or uncheckable.
async function checkAnswer(desk, exercise, answer, shown) {
  const check = new Check(desk, exercise);
  try {
    return await checkWith(check, desk, answer, shown);
  } finally {
    check.end();
  }
}

async function checkWith(check, desk, answer, shown) {
  const result = { kind: "uncheckable", tests: 0, held: 0, failures: [],
    about: "", warnings: "", printed: "", advice: "" };
  const became = (kind, about, raw = "") => {
    Object.assign(result, { kind, about });
    const said = raw + result.printed + result.warnings +
      result.failures.map((f) => f.text).join("");
    const all = advice.filter(([pattern]) => pattern.test(said)).map((a) => a[1]);
    if (kind !== "right" && isAuto.test(source))
      all.push("auto of an Armadillo expression is no matrix: name its type, " +
        "Matrix or Vector.");
    const cut = kind !== "right" && cutOff(source);
    if (cut)
      all.push(words`${cut}: of whole numbers C++ makes a whole one, what is left is cut off; write 2.0 for 2.`);
    result.printed = result.printed.replace(/^\/usr\/.*Assertion '.*' failed\.\n/gm, "");
    result.advice = all.map((line) => wrapped(words(line)) + "\n").join("");
    return result;
  };
  // The bytes that are compiled are those that were read, under their own name.
  const source = fs.readFileSync(answer, "utf8");
  const failed = await check.make();
  if (failed) return became("uncheckable", failed);
  fs.writeFileSync(check.at("answer.cpp"), `# 1 "${shown}"\n${source}`);
  const made = await check.compile([...check.flags, "-iquote",
    path.dirname(answer), "-include", check.declared,
    "-c", check.at("answer.cpp"), "-o", check.at("answer.o")]);
  result.warnings = diagnostics(made.output, shown, source, "warning");
  if (made.code !== 0)
    return became("broken",
      diagnostics(made.output, shown, source, "error") || made.output ||
      `  ${words("the compiler did not end within 2 minutes")}\n`, made.output);
  const linked = await check.link([check.at("answer.o")]);
  if (linked.code !== 0) {
    const named = linked.output.match(/(multiple definition of|undefined reference to) .*?'/g);
    return became("broken", named ? `  ${named[0]}\n` : linked.output, linked.output);
  }

  const file = check.at("report");
  const ran = await run([check.at("program"), file], { folder: desk.root,
    output: check.at("printed"), seconds: desk.seconds, limits: ofAnswer,
    asked: "SIGABRT" });
  const report = readReport(fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  const [judged] = report.answers;
  result.printed = ran.output;
  if (report.lacks)
    return became("broken", `  ${words`your file lacks ${report.lacks}`}\n`);
  const place = async (calls) => {
    const line = await check.lineOf(shown, calls);
    return line ? `  ${shown}:${line}:\n${excerpt(line, source)}` : "";
  };
  const where = judged && !judged.ran ? words` in the test '${words(judged.begun.at(-1))}'` : "";
  if (ran.tooLong)
    return became("long",
      `  ${words`ended after ${desk.seconds} seconds${where}: a loop without an end?`}\n` + await place(judged?.tests.at(-1)?.calls));
  if (ran.signal || ran.code > 128) {
    const name = ran.signal ||
      Object.entries(require("os").constants.signals)
        .find(([, number]) => number === ran.code - 128)?.[0];
    return became("crashed",
      `  ${name} (${words(signals[name] || "a signal")})${where}\n` +
      await place(judged?.tests.at(-1)?.calls));
  }
  if (!report.end)
    return became("crashed",
      `  ${words`it ended before the check did${where}: does the file have an exit()?`}\n`);
  result.failures = failures(report, judged,
    new Map(check.exercise.parts.mistakes.map(({ id, says }) => [id, words(says)])));
  result.tests = judged.tests.length;
  result.held = result.tests - result.failures.length;
  const [first] = result.failures;
  if (first) first.text += await place(first.calls);
  if (first) return became("wrong", "");
  return became("right", words(report.tests.map((test) => test.right).join("")));
}

const heads = {
  right: (r) => words`Right. ${r.held} of ${r.tests} tests hold.`,
  wrong: (r) => words`Not yet right: ${r.held} of ${r.tests} tests hold.`,
  broken: () => words("It does not compile:"),
  crashed: () => words("It crashed:"),
  long: () => words("It took too long:"),
  uncheckable: () => words("The check itself does not compile; your file is not at fault:"),
};

// The text of a failure, its long lines broken.
const messageOf = (failure) =>
  ((failure.threw ? words("your code threw: ") : "") + failure.text).split("\n")
    .map((line) => columnsOf(line) <= 75 ? line
      : wrapped(line.trim(), / */.exec(line)[0], 75)).join("\n");

// The outcome as the reader sees it: the first failure in full.
function textOf(result) {
  const head = heads[result.kind](result).replace(/^[^.:。：]*/, (verdict) =>
    inColour(result.kind === "right", verdict));
  let text = head + "\n" + result.advice + result.about;
  if (result.kind !== "right" && result.warnings)
    text += words("The compiler warns:") + "\n" + result.warnings;
  const printed = result.printed.split("\n"), most = 40;
  if (!printed.at(-1)) printed.pop();
  if (printed.length)
    text += words("Printed:") + "\n" + printed.slice(0, most).map((l) => `  ${l}\n`).join("");
  if (printed.length > most) text += `  ${words`and ${printed.length - most} lines more`}\n`;
  result.failures.forEach((failure, i) => {
    text += `  ${i ? words`${words(failure.test)}: not yet` : words(failure.test)}\n`;
    if (i === 0)
      text += messageOf(failure).replace(/^(?=.)/gm, "    ");
  });
  return text;
}

module.exports = { Check, run, endAll, checkAnswer, diagnostics, messageOf, textOf };
