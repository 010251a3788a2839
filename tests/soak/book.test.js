// The launcher, where its folder, its build, the clock or another one of it are
// not what they should be: on a small book, with a cmake that only keeps notes.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { spawn, spawnSync } = require("node:child_process");
const { test } = require("node:test");
const { scratch } = require("../scratch.js");

const root = path.join(__dirname, "../..");
const tools = {
  "dpkg-query": 'shift 3; for p in "$@"; do printf "/%s:installed/" "$p"; done',
  cmake: `case $1 in
--preset) mkdir -p build/release; echo "$@" >>build/configured; echo "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" >build/release/CMakeCache.txt
  >build/release/build.ninja; >build/release/.ninja_log ;;
--build) echo "$@" >>"$2/../built"; printf '#!/bin/sh\\necho ran' >"$2/$4"; chmod +x "$2/$4"; [ -z "\${SLOW:-}" ] || sleep "$SLOW" ;;
esac`,
};

// A small book in a folder of that name, and a run of its launcher.
function small(t, name = "book") {
  const s = scratch(t), home = s.path(name);
  for (const file of ["book", "docs/build.sh", "docs/help.txt", "plots/run.js", "docs/text.js"]) s.write(`${name}/${file}`, fs.readFileSync(path.join(root, file)));
  fs.chmodSync(path.join(home, "book"), 0o755);
  s.write(`${name}/chapters/01-one/a.cpp`, "int main() {}\n");
  s.write(`${name}/chapters/01-one/CMakeLists.txt`, "");
  for (const [tool, text] of Object.entries(tools)) {
    s.write("tools/" + tool, `#!/bin/sh\n${text}\n`);
    fs.chmodSync(s.path("tools/" + tool), 0o755);
  }
  s.env = { ...process.env, PATH: `${s.path("tools")}:${process.env.PATH}` };
  s.run = (words, options = {}) => {
    const { status, stdout, stderr } = spawnSync(options.book || path.join(home, "book"), words, { cwd: s.root, env: { ...s.env, ...options.env }, encoding: "utf8", ...options.how });
    return { code: status, out: stdout, err: stderr };
  };
  s.said = (file) => (s.has(`${name}/build/${file}`) ? s.read(`${name}/build/${file}`).split("\n").filter(Boolean) : []);
  s.home = home;
  return s;
}

test("a folder of any name, a link to the script and CDPATH lead home", (t) => {
  for (const name of ["book", "a book (of mine), 书", "é=~+@%"]) {
    const s = small(t, name);
    fs.symlinkSync(path.join(s.home, "book"), s.path("link"));
    for (const book of [path.join(s.home, "book"), s.path("link"), `./${name}/book`]) {
      const { code, out, err } = s.run(["run", "1", "a"], { book, env: { CDPATH: s.root } });
      assert.deepStrictEqual([code, out, err.replace("configuring\n", "")], [0, "ran\n", ""]);
    }
    assert.deepStrictEqual(s.said("configured"), ["--preset release --fresh"]);
  }
});

test("a folder whose name ninja would cut is refused", (t) => {
  for (const sign of "'\"`$;&<>|*?[]{}\\^#!:") {
    const { code, err } = small(t, `a${sign}b`).run(["run", "1", "a"]);
    assert(code === 2 && /^book: the build takes no folder [^\n]*rename [^\n]*\n$/.test(err), `${sign}: ${code} ${err}`);
  }
});

test("the kernel of matrix products and its threads are the same everywhere, where nothing is measured", (t) => {
  const s = small(t);
  s.write("tools/cmake", `#!/bin/sh\n${tools.cmake.replace("ran", "$OPENBLAS_NUM_THREADS $OPENBLAS_CORETYPE")}\n`);
  s.write("book/chapters/01-one/work.cpp", "int main() {}\n");
  s.write("book/chapters/02-two/a.cpp", "int main() {}\n");
  s.write("book/chapters/02-two/CMakeLists.txt", "add_chapter(MEASURES)\n");
  const said = (...words) => s.run(words, { env: { OPENBLAS_NUM_THREADS: "3", OPENBLAS_CORETYPE: "own" } }).out;
  assert.strictEqual(said("work", "1"), "1 Prescott\n");
  assert.strictEqual(said("run", "1", "a"), "1 Prescott\n");
  assert.strictEqual(said("run", "2", "a"), "1 own\n");
});

test("a program is named by its name alone", (t) => {
  const s = small(t);
  for (const name of [".*", "-e", "a.cpp", "b"]) {
    const { code, err } = s.run(["run", "1", name]);
    assert.deepStrictEqual([code, err], [2, `book: no program '${name}' in chapter 01; there are a\n`]);
  }
});

test("a copied, moved or future build is begun anew, one without its cache configured", (t) => {
  const s = small(t), later = new Date(Date.now() + 1e8);
  s.run(["run", "1", "a"]);
  fs.cpSync(s.home, s.path("copy"), { recursive: true });
  const copied = s.run(["run", "1", "a"], { book: s.path("copy/book") });
  assert.deepStrictEqual([copied.code, copied.out], [0, "ran\n"]);
  assert(copied.err.startsWith("this folder was copied or moved: building anew\n"), copied.err);
  assert(s.read("copy/build/release/CMakeCache.txt").includes("/copy\n"));
  fs.utimesSync(s.path("book/build/release/.ninja_log"), later, later);
  assert(s.run(["run", "1", "a"]).err.startsWith("the build is dated in the future: building anew\n"));
  for (const file of ["CMakeCache.txt", "build.ninja"]) {
    const before = s.said("configured").length;
    s.remove("book/build/release/" + file);
    assert.strictEqual(s.run(["run", "1", "a"]).code, 0);
    assert.strictEqual(s.said("configured").length, before + 1);
  }
  fs.utimesSync(s.path("book/chapters/01-one/a.cpp"), later, later);
  s.run(["run", "1", "a"]);
  assert(fs.statSync(s.path("book/chapters/01-one/a.cpp")).mtime <= new Date());
});

test("a second launcher says that it waits, and does", async (t) => {
  const s = small(t);
  s.run(["run", "1", "a"]);
  const first = spawn(path.join(s.home, "book"), ["run", "1", "a"], { env: { ...s.env, SLOW: "3" }, stdio: "ignore" });
  const ended = new Promise((resolve) => first.on("exit", resolve));
  while (s.said("built").length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const second = s.run(["run", "1", "a"]);
  assert.deepStrictEqual([second.code, second.out, second.err], [0, "ran\n", "waiting for another ./book\n"]);
  assert.strictEqual(await ended, 0);
});

test("what can't be written is one line, exit 1 or 2", (t) => {
  const s = small(t), isOneLine = (text) => /^[^\n]+\n$/.test(text);
  s.write("book/build", "in the way");
  for (const words of [["run", "1", "a"], ["docs"], ["plots"], ["clean"]]) {
    const { code, err } = s.run(words);
    assert((code === 1 || code === 2) && isOneLine(err) && err.includes("build"), `${words}: ${code} ${err}`);
  }
  assert.strictEqual(s.read("book/build"), "in the way");
  const full = fs.openSync("/dev/full", "w");
  const { code, err } = s.run(["help"], { how: { stdio: ["ignore", full, "pipe"] } });
  fs.closeSync(full);
  assert(code === 1 && isOneLine(err), err);
});
