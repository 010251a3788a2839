#!/usr/bin/env node
// ./book mutants [N ..]: changes every numbered line of a chapter, one change at a
// time, and counts what its tests notice. All changes of a chapter are compiled at
// once, each behind its number; one by one they are switched on.
//   mutants.js [N ..] [--jobs J] [--build FOLDER]   tries them, writes the record
//   mutants.js [N ..] --programs [SAMPLE] [FILE ..] tries so many of each file's other lines
//   mutants.js --check                              is the record of this code, and of these tests?
//   mutants.js --demands                            keeps what the tests demand
//   mutants.js --result FILE                        its values and tables, as JSON
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawn } = require("child_process");
const { words: inWords } = require("../../common/words.js");
const { compareProgram } = require("../../plots/compare.js");
const { programsOf } = require("../../plots/run.js");
const { changesOf, withChanges, header } = require("./changes.js");
const { plainChanges, withPlain } = require("./plain.js");
const { kinds, survivors, numberedStatements, keep, keepPlain, keepDemands, check, checkDemands, plainFiles, result } = require("./record.js");

const home = path.join(__dirname, "../..");
const say = (text) => process.stderr.write(text + "\n");
class Stop extends Error {}
class Usage extends Stop {}
const lastLines = (text) => text.trimEnd().split("\n").slice(-40).join("\n");

// Runs a command to its end, or for so many seconds of a processor, which a loaded
// machine does not shorten: {code, output}, the code null where it was ended.
const run = (words, env = {}, seconds = 0) =>
  new Promise((done) => {
    const [first, ...rest] = seconds ? ["sh", "-c", `ulimit -t ${Math.ceil(seconds)}; exec "$@"`, "sh", ...words] : words;
    const child = spawn(first, rest, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { if (output.length < 5e7) output += data; });
    child.on("error", (error) => done({ code: 127, output: error.message }));
    child.on("close", (code) => done({ code, output }));
  });

// A test's demand, or a program's claim, was not met: caught by a value. Anything
// else that ends a run (no such index, no such shape) is an error.
function outcomeOf({ code, output }) {
  if (code === 0) return "survived";
  if (code === null || output.includes("unexpected exception")) return "error";
  return /FAILED:|DID NOT HOLD/.test(output) ? "value" : "error";
}

const put = (file, text) => {  // a file that stays as it is is not compiled again
  if (fs.existsSync(file) && fs.readFileSync(file).equals(Buffer.from(text))) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

// The files of a tree, from its root.
const filesOf = (root, folder = "") =>
  !fs.existsSync(root) ? [] : fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return /^(\.git|build|my)$/.test(file) ? [] : filesOf(root, file);
    return entry.isFile() ? [file] : [];
  });

// The tree as it is, but for its changed files: {file: text}.
function copyTree(to, changed) {
  const files = { ...Object.fromEntries(filesOf(home).map((file) => [file, null])), ...changed, "common/unrolled_mutants.hpp": header };
  for (const file of filesOf(to)) if (!(file in files)) fs.rmSync(path.join(to, file));
  for (const file of Object.keys(files)) put(path.join(to, file), files[file] || fs.readFileSync(path.join(home, file)));
}

// The changed files, each with all changes that were not refused.
function changedFiles(lines) {
  const files = {};
  for (const file of new Set(lines.map((line) => line.file))) {
    const here = lines.filter((line) => line.file === file), text = here[0].source;
    let out = `#include "common/unrolled_mutants.hpp"\n#line 1 "${file}"\n`, at = 0;
    for (const line of here) {
      const changes = line.changes.filter((change) => change.outcome !== "refused");
      if (changes.length === 0) continue;
      out += text.slice(at, line.begin) + withChanges(line.code, changes, file, line.line);
      at = line.end;
    }
    files[file] = out + text.slice(at);
  }
  return files;
}

// `made` are the changed files of all changes that were not refused.
async function build(changes, made, targets, { source, build: folder, jobs }) {
  copyTree(source, made());
  const configured = await run(["cmake", "-S", source, "-B", folder, "-G", "Ninja", "-DUNROLLED_SITE=OFF", "-DUNROLLED_RIGHT_CODE=" + home,
    "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -w -fmax-errors=0 -D_GLIBCXX_ASSERTIONS"]);
  if (configured.code !== 0) throw new Stop(lastLines(configured.output));
  for (;;) {
    const done = await run(["cmake", "--build", folder, "-j", String(jobs), "--target", ...targets, "--", "-k", "0"]);
    if (done.code === 0) return;
    const named = new Set([...done.output.matchAll(/mutant:(\d+):/g)].map((m) => Number(m[1])));
    const bad = changes.filter((c) => named.has(c.id) && c.outcome !== "refused");
    if (bad.length === 0) throw new Stop(lastLines(done.output));
    for (const change of bad) change.outcome = "refused";
    say(inWords`${bad.length} changes do not compile`);
    for (const [file, text] of Object.entries(made())) put(path.join(source, file), text);
  }
}

// One chapter: whether every change was caught, or has its reason.
async function tryChapter(chapter, lines, place) {
  const rooms = fs.readdirSync(path.join(home, "chapters")).filter((name) => Number(name.slice(0, 2)) === chapter);
  if (rooms.length === 0 || lines.length === 0) throw new Usage(inWords`no chapter ${chapter} with numbered lines`);
  const room = rooms[0], tests = "test-" + room;
  let id = 0;
  for (const line of lines) {
    line.changes = changesOf(line.code).map((change) => ({ ...change, id: ++id }));
    // A program's line is judged by its claim, every other by the tests.
    const program = path.dirname(line.file) === "chapters/" + room && /^int main\(/m.test(line.source);
    line.target = program ? room.slice(0, 3) + path.basename(line.file, ".cpp") : tests;
  }
  say(inWords`chapter ${chapter}: ${lines.length} lines, ${id} changes`);
  const targets = [...new Set([tests, ...lines.map((line) => line.target)])];
  await build(lines.flatMap((line) => line.changes), () => changedFiles(lines), targets, place);

  const start = (target, which, seconds, tags) => {
    const words = [path.join(place.build, target)];
    if (target.startsWith("test-")) words.push("--abort", ...(tags ? [tags] : []));
    else words.push("--out", path.join(place.build, "mutant-" + which));
    return run(words, { OPENBLAS_NUM_THREADS: "1", OPENBLAS_CORETYPE: "Prescott", UNROLLED_MUTANT: String(which) }, seconds);
  };
  const limit = {};
  for (const target of targets) {  // unchanged all is well, also within its limit
    const began = Date.now();
    const done = await start(target, 0, 0);
    limit[target] = 10 + 5 * (Date.now() - began) / 1000;
    if (done.code !== 0) throw new Stop(inWords`${target} fails without a change` + "\n" + lastLines(done.output));
  }
  const waiting = lines.flatMap((line) => line.changes.filter((c) => c.outcome !== "refused").map((change) => ({ line, change })));
  const all = waiting.length;
  const worker = async () => {
    for (let next; (next = waiting.shift()); ) {
      const { line, change } = next, tags = line.equations.replace(/\((.*?)\)/g, "[$1]").replace(/ /g, ",");
      // First the tests of this equation, which mostly notice; then all.
      let done = line.target === tests ? await start(tests, change.id, limit[tests], tags) : { code: 0 };
      if (done.code === 0 || done.output.includes("No test")) done = await start(line.target, change.id, limit[line.target]);
      change.outcome = outcomeOf(done);
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K" + inWords`changes ${all - waiting.length} of ${all}`);
    }
  };
  await Promise.all(Array.from({ length: place.jobs }, worker));
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  const survived = [];
  const rows = lines.map((line) => {
    const tried = line.changes.filter((c) => c.outcome !== "refused");
    if (tried.length === 0) survived.push({ equations: line.equations, code: line.code });
    for (const c of tried) if (c.outcome === "survived") survived.push({ equations: line.equations, code: c.code });
    const row = { ...line, "by error": tried.filter((c) => c.outcome === "error").length, refused: line.changes.length - tried.length };
    for (const kind of kinds) row[kind] = tried.filter((c) => c.kind === kind).length;
    return row;
  });
  const open = keep(home, chapter, rows, survived);
  for (const { equations, code } of open) console.log(inWords`survived: ${equations} ${code}`);
  console.log(inWords`chapter ${chapter}: ${all} changes, ${survived.length} survived, ${open.length} without a reason in ${survivors}`);
  return open.length === 0;
}

// The other lines of a chapter: a program's are judged by its claims and by what is
// accepted of it, the library's by the chapter's tests and then by those programs.
// Names, as of `order`, take their files alone.
async function tryPrograms(chapter, sample, names, place) {
  const room = fs.readdirSync(path.join(home, "chapters")).find((name) => Number(name.slice(0, 2)) === chapter);
  const tests = "test-" + room, programs = programsOf(home, room.slice(0, 3));
  const files = plainFiles(home, chapter).filter((file) => names.length === 0 || names.includes(path.basename(file, ".cpp"))).map((file) => ({ file, source: fs.readFileSync(path.join(home, file), "utf8") }));
  let id = 0;
  for (const one of files) {
    const all = plainChanges(one.source), step = Math.max(1, all.length / sample);
    one.changes = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step)).map((c) => ({ ...c, id: ++id }));
    const program = room.slice(0, 3) + path.basename(one.file, ".cpp");
    one.judges = programs.includes(program) ? [program] : [tests, ...programs];
  }
  say(inWords`chapter ${chapter}: ${id} changes of ${files.length} files`);
  const changes = files.flatMap((one) => one.changes);
  const made = () => Object.fromEntries(files.map(({ file, source, changes: here }) =>
    [file, withPlain(source, here.filter((c) => c.outcome !== "refused"), file)]));
  const judges = [...new Set(files.flatMap((one) => one.judges))];
  await build(changes, made, judges, place);

  const judge = async (target, which, seconds) => {
    const out = path.join(place.build, `mutant-${which}`);
    const words = target === tests ? ["--abort"] : ["--out", out];
    const done = await run([path.join(place.build, target), ...words],
      { OPENBLAS_NUM_THREADS: "1", OPENBLAS_CORETYPE: "Prescott", UNROLLED_MUTANT: String(which) }, seconds);
    const other = done.code !== 0 || target === tests ? [] : compareProgram(place.source, out, target);
    fs.rmSync(out, { recursive: true, force: true });
    return done.code !== 0 || other.length > 0 ? [...other, done.output, `ended with ${done.code}`].join("\n") : "";
  };
  const took = {};
  for (const target of judges) {
    const began = Date.now(), wrong = await judge(target, 0, 0);
    took[target] = (Date.now() - began) / 1000;
    if (wrong) throw new Stop(inWords`${target} is not as accepted without a change` + "\n" + lastLines(wrong));
  }
  const waiting = files.flatMap((one) => one.changes.filter((c) => c.outcome !== "refused").map((change) => ({ one, change })));
  const all = waiting.length;
  const worker = async () => {
    for (let next; (next = waiting.shift()); ) {
      const { one, change } = next;
      change.outcome = "survived";
      for (const target of one.judges.sort((a, b) => took[a] - took[b]))
        if (change.outcome === "survived" && await judge(target, change.id, 5 + 2 * took[target])) change.outcome = "noticed";
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K" + inWords`changes ${all - waiting.length} of ${all}`);
    }
  };
  await Promise.all(Array.from({ length: place.jobs }, worker));
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  const open = keepPlain(home, files);
  for (const { equations, code } of open) console.log(inWords`survived: ${equations} ${code}`);
  console.log(inWords`chapter ${chapter}: ${all} changes of other lines, ${open.length} survived without a reason in ${survivors}`);
  return open.length === 0;
}

async function main(words) {
  if (words[0] === "--check") {
    const problems = [...check(home), ...checkDemands(home)];
    for (const problem of problems) console.log(problem);
    return problems.length === 0 ? 0 : 1;
  }
  if (words[0] === "--demands") return keepDemands(home) || 0;
  if (words[0] === "--result") return fs.writeFileSync(words[1], JSON.stringify(result(home), null, 1) + "\n") || 0;
  let scratch = path.join(home, "build/mutants"), jobs = os.cpus().length, sample = 0;
  const chapters = [], names = [];
  for (let i = 0; i < words.length; ++i) {
    if (words[i] === "--jobs" && /^[1-9]\d?$/.test(words[i + 1])) jobs = Number(words[++i]);
    else if (words[i] === "--programs") sample = /^[1-9]\d*$/.test(words[i + 1]) ? Number(words[++i]) : 30;
    else if (words[i] === "--build" && words[i + 1]) scratch = path.resolve(words[++i]);
    else if (/^[1-9]\d?$/.test(words[i])) chapters.push(Number(words[i]));
    else if (sample && /^[a-z_]+$/.test(words[i])) names.push(words[i]);
    else throw new Usage(inWords`expected chapters, --jobs J from 1 to 99; got '${words[i]}'`);
  }
  const lines = numberedStatements(home);
  let worst = 0;
  for (const chapter of chapters.length ? chapters : [...new Set(lines.map((line) => line.chapter))].sort((a, b) => a - b)) {
    const place = { source: path.join(scratch, "source"), build: path.join(scratch, "build"), jobs };
    const done = sample ? await tryPrograms(chapter, sample, names, place) : await tryChapter(chapter, lines.filter((line) => line.chapter === chapter), place);
    if (!done) worst = 1;
  }
  return worst;
}

module.exports = { outcomeOf, run };
if (require.main === module)
  main(process.argv.slice(2)).then((code) => process.exit(code), (error) => {
    say(error instanceof Stop ? `${inWords("error:")} mutants: ${error.message}` : error.stack);
    process.exit(error instanceof Usage ? 2 : 1);
  });
