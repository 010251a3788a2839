// A sheet's digits do not depend on the machine: `./book` names the kernel and the
// number of threads of the matrix products, but to chapters that measure them.
"use strict";
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const test = require("node:test");
const { spawnSync } = require("child_process");
const { scratch } = require("../scratch.js");

test("work and run take one thread and one kernel, where nothing is measured", (t) => {
  const book = scratch(t);
  const script = (file, text) => {
    book.write(file, "#!/bin/sh\n" + text + "\n");
    fs.chmodSync(book.path(file), 0o755);
  };
  fs.copyFileSync(path.join(__dirname, "../../book"), book.path("book"));
  for (const tool of ["cmake", "dpkg-query", "apt-get", "sudo"]) script(`tools/${tool}`, "exit 0");
  book.write("build/release/build.ninja", "");
  for (const chapter of ["01-one", "02-two"]) {
    book.write(`chapters/${chapter}/CMakeLists.txt`, `add_chapter(${chapter === "02-two" ? "MEASURES" : ""})\n`);
    for (const name of ["work", "show"]) {
      book.write(`chapters/${chapter}/${name}.cpp`, "int main() {}\n");
      script(`build/release/${chapter.slice(0, 2)}-${name}`, 'echo "$OPENBLAS_NUM_THREADS $OPENBLAS_CORETYPE"');
    }
  }
  const said = (...words) => {
    const env = { ...process.env, PATH: `${book.path("tools")}:${process.env.PATH}`, OPENBLAS_CORETYPE: "own", OPENBLAS_NUM_THREADS: "3" };
    const { stdout, stderr } = spawnSync("sh", [book.path("book"), ...words, "--yes"], { env, encoding: "utf8" });
    return stdout.trim() || stderr;
  };
  assert.strictEqual(said("work", "1"), "1 Prescott");
  assert.strictEqual(said("run", "1"), "1 Prescott");
  assert.strictEqual(said("run", "2"), "1 own");
});
