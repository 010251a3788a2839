// What the programs of the book left in a run's folder.
//
//   node plots/run.js BUILD    forgets what is not whole, and what is to be run anew
"use strict";
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");

// The programs of a book: 03-sunspots is chapters/03-any-length/sunspots.cpp,
// a source with a main. The worked example waits for a reader; it is no program.
function programsOf(root, chapter = "") {
  const chapters = path.join(root, "chapters");
  return fs.readdirSync(chapters).filter((folder) => /^\d\d-/.test(folder) && folder.startsWith(chapter))
    .sort().flatMap((folder) => fs.readdirSync(path.join(chapters, folder)).sort()
      .filter((file) => file.endsWith(".cpp") && file !== "work.cpp" &&
        /^int main\(/m.test(fs.readFileSync(path.join(chapters, folder, file), "utf8")))
      .map((file) => folder.slice(0, 3) + file.slice(0, -4)));
}

// A program's result in a run of this book, or null when it left none since its
// source changed: it did not run, or failed.
function freshResult(root, folder, program) {
  const chapters = path.join(root, "chapters"), result = resultOf(folder, program);
  const chapter = fs.readdirSync(chapters).find((name) => name.startsWith(program.slice(0, 3)));
  const time = (...parts) => fs.statSync(path.join(...parts)).mtimeMs;
  const old = result && time(folder, program + ".json") < time(chapters, chapter, program.slice(3) + ".cpp");
  return old ? null : result;
}

// The result in a folder, or null when it is not there.
function resultOf(folder, program) {
  const file = path.join(folder, program + ".json");
  if (!fs.existsSync(file)) return null;
  const refuse = (what) => { throw new Error(`${file}: ${what}`); };
  let result;
  try {
    result = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    refuse(`expected a program's result: ${error.message}`);
  }
  const kinds = { name: "string", claim: "string", held: "boolean", values: "object", tables: "object", figures: "object" };
  for (const [key, kind] of Object.entries(kinds))
    if (result === null || typeof result[key] !== kind) refuse(`expected a program's result with ${key}`);
  if (result.name !== program) refuse(`expected the result of ${program}, got that of ${result.name}`);
  return result;
}

// Whether a program was begun: what it printed is there, but for forget().
const begun = (folder, program) => fs.existsSync(path.join(folder, program + ".txt"));

// Takes away what a run left that is cut short or emptied, so that it is made
// again, and the results of what is run anew: if that fails, an old one is none.
function forget(build) {
  const run = path.join(build, "run");
  const at = (name) => path.join(run, name);
  const remove = (...names) => names.forEach((name) => fs.rmSync(at(name), { force: true }));
  const size = (file) => fs.statSync(file, { throwIfNoEntry: false })?.size;
  const names = fs.existsSync(run) ? fs.readdirSync(run) : [];
  remove(...names.filter((name) => !name.endsWith(".stamp") && size(at(name)) === 0));
  for (const program of names.filter((name) => name.endsWith(".stamp")).map((name) => name.slice(0, -6))) {
    let figures;
    try { figures = resultOf(run, program)?.figures; } catch { /* it is none */ }
    const files = figures?.flatMap((name) => [".svg", ".csv", ".gp"].map((ending) => at(name + ending)));
    if (!files?.every(size)) remove(program + ".stamp");
  }
  // What is written last is as young as its folders, when nothing came or went.
  const time = (file) => Math.floor(fs.statSync(file).mtimeMs);
  for (const [last, ...folders] of [["site/index.html", "site", "site/fonts", "site/figures"], ["docs/api.tags", "docs/api"]]) {
    const file = path.join(build, last), hurt = (folder) => !fs.existsSync(folder) || time(folder) > time(file) ||
      fs.readdirSync(folder).some((name) => size(path.join(folder, name)) === 0);
    if (fs.existsSync(file) && folders.map((name) => path.join(build, name)).some(hurt)) fs.rmSync(file);
  }
  const { stdout } = spawnSync("cmake", ["--build", build, "--target", "figures", "--", "-n"], { encoding: "utf8" });
  for (const [, program] of (stdout || "").matchAll(/ Running (\S+)/g)) remove(program + ".json", program + ".txt");
}

module.exports = { begun, forget, freshResult, programsOf, resultOf };
if (require.main === module) forget(process.argv[2]);
