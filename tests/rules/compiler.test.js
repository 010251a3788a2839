// The gates that are other people's programs, the compiler and the formatter, seen
// red: with the flags that the book is built with.
"use strict";
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const { spawnSync } = require("child_process");
const { test } = require("node:test");
const { scratch } = require("../scratch.js");

const root = path.join(__dirname, "../..");

// The flags of a list in a CMakeLists.txt, from a mark up to the bracket that closes it.
function flags(file, mark) {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  assert(text.includes(mark), `${file} holds ${mark}`);
  const found = text.slice(text.indexOf(mark)).split(")")[0].match(/-[Wf][A-Za-z][^\s)]*/g) || [];
  assert(found.length > 2, found.join(" "));
  return found;
}

function run(book, program, ...words) {
  const { status, error } = spawnSync(program, words, { cwd: book.root, stdio: "ignore" });
  return error ? null : status;
}
function compile(book, code, words) {
  book.write("a.cpp", code);
  return run(book, "c++", "-std=c++20", ...words, "a.cpp", "-o", "a.out");
}

test("a warning stops the build when warnings are errors", (t) => {
  const book = scratch(t), words = [...flags("common/CMakeLists.txt", "target_compile_options(warnings"), "-Werror", "-c"];
  assert.strictEqual(compile(book, "int f(int x) { return x; }\n", words), 0);
  for (const [flag, code] of Object.entries({
    "-Wconversion": "int f(double x) { return x; }\n", "-Wshadow": "int f(int x) { { int x = 1; return x; } }\n",
    "-Wextra": "int f(int x) { return 1; }\n", "-Wall": "int f(int x) { int y; return x; }\n",
    "-Wpedantic": "int f(int n) { int a[n]; a[0] = n; return a[0]; }" }))
    assert.notStrictEqual(compile(book, code, words), 0, flag);
});

test("a run under sanitizers ends at the first fault", (t) => {
  const book = scratch(t), words = flags("CMakeLists.txt", "add_compile_options(-fsanitize");
  const ends = (body) => {
    assert.strictEqual(compile(book, `int main(int n, char**) {\n${body}\nreturn 0; }\n`, words), 0);
    return run(book, book.path("a.out"));
  };
  assert.strictEqual(ends("int* a = new int[2]{n, n}; n = a[1]; delete[] a;"), 0);
  assert.notStrictEqual(ends("int* a = new int[2]{n, n}; n = a[n + 1]; delete[] a;"), 0);
  assert.notStrictEqual(ends("volatile int big = 2147483647; big = big + n;"), 0);
});

test("a line that is out of format is told", (t) => {
  const book = scratch(t);
  book.write(".clang-format", fs.readFileSync(path.join(root, ".clang-format"), "utf8"));
  const told = (code) => {
    book.write("a.cpp", code);
    return run(book, "clang-format-14", "--dry-run", "-Werror", "a.cpp");
  };
  const fine = told("int a = 1;\n");
  if (fine === null) return t.skip("clang-format-14 is not installed");
  assert.strictEqual(fine, 0);
  assert.notStrictEqual(told("int  a=1;\n"), 0);
});
