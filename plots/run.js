// What the programs of the book left in a run's folder.
"use strict";
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

module.exports = { freshResult, programsOf, resultOf };
