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
--preset) mkdir -p build/release/CMakeFiles; echo "$@" >>build/configured; echo "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" >build/release/CMakeCache.txt
  cd build/release; >build.ninja; >.ninja_log; >CMakeFiles/VerifyGlobs.cmake ;;
--build) echo "$@" >>"$2/../built"; printf '#!/bin/sh\\necho ran' >"$2/$4"; chmod +x "$2/$4"; while [ -e "\${SLOW:-}" ]; do sleep 0.02; done ;;
esac`,
};

// A small book in a folder of that name, and a run of its launcher.
function small(t, name = "book") {
  const s = scratch(t), home = s.path(name);
  for (const file of ["book", "docs/set-up.sh", "docs/build.sh", "docs/help.txt", "docs/open.js", "docs/completion.sh", "docs/sources.js", "docs/text.js", "docs/book.zh.csv", "docs/help.zh.txt", "common/words.js", "plots/run.js", "tests/named.js"]) s.write(`${name}/${file}`, fs.readFileSync(path.join(root, file)));
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
      assert.deepStrictEqual([code, out, err.replace(/configuring\n|building\n/g, "")], [0, "ran\n", ""]);
    }
    assert.deepStrictEqual(s.said("configured"), ["--preset release --fresh"]);
  }
});

test("it speaks the language of --lang, anywhere on the line, and of the environment", (t) => {
  const s = small(t), says = (words, env) => { const { code, err } = s.run(words, { env: { UNROLLED_LANG: "", LC_ALL: "", ...env } }); return [code, err]; };
  const chinese = [2, "book: 没有第“7”章；现有 01-one\n"], english = [2, "book: no chapter '7'; there are 01-one\n"];
  for (const words of [["--lang", "zh", "run", "7"], ["run", "--lang=zh", "7"], ["run", "7", "--lang", "zh"]]) assert.deepStrictEqual(says(words), chinese);
  for (const env of [{ LANG: "zh_CN.UTF-8" }, { LC_ALL: "zh_CN", LANG: "C" }, { LC_MESSAGES: "zh_TW", LANG: "" }]) assert.deepStrictEqual(says(["run", "7"], env), chinese);
  for (const env of [{}, { LC_ALL: "C.UTF-8", LANG: "zh_CN" }, { LANG: "de_DE" }]) assert.deepStrictEqual(says(["run", "7"], env), english);
  assert.deepStrictEqual(says(["run", "7", "--lang", "en"], { LANG: "zh_CN" }), english);
  assert.deepStrictEqual(says(["run", "7", "--lang", "fr"]), [2, "book: --lang takes zh or en; got: fr\n"]);
  assert.deepStrictEqual(says(["run", "7", "--lang"]), [2, "book: --lang takes zh or en; got: nothing\n"]);
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

test("a chapter's programs are all run, and those that failed are named at the end", (t) => {
  const s = small(t);
  for (const name of ["b", "c"]) s.write(`book/chapters/01-one/${name}.cpp`, "int main() {}\n");
  s.write("tools/cmake", `#!/bin/sh\n${tools.cmake.replace("echo ran'", "echo ran; case $0 in *-[ab]) exit 3 ;; esac'")}\n`);
  const all = s.run(["run", "1"]), one = s.run(["run", "1", "a"]);
  assert.deepStrictEqual([all.code, all.out], [3, "ran\nran\nran\n"]);
  assert(all.err.endsWith("\nbook: of chapter 01's programs failed: a b\n"), all.err);
  assert.deepStrictEqual([one.code, one.err, s.run(["run", "1", "c"]).code], [3, "", 0]);
  assert(s.has("book/my")); // examples say `cp .. my/`
});

test("a build says little where no terminal shows its progress, and all that fails", (t) => {
  const s = small(t);
  s.write("tools/cmake", `#!/bin/sh\n${tools.cmake.replace('echo "$@" >>"$2/../built";', 'seq -f "[%g/900] Making" 900; [ -z "${BAD:-}" ] || { echo "a.cpp: wrong"; exit 1; };')}\n`);
  assert.deepStrictEqual([s.run(["docs"]).err.split("\n").length, s.run(["run", "1", "a"]).err, s.run(["run", "1", "a"]).err], [4, "building\n", ""]);
  assert.deepStrictEqual(s.run(["docs"], { env: { BAD: "1" } }).err, "building\na.cpp: wrong\n");
  assert.strictEqual(fs.readlinkSync(path.join(s.home, "compile_commands.json")), "build/release/compile_commands.json");
});

test("of the tests only those that a name means are built; a name that means none is refused before", (t) => {
  const s = small(t), said = "[3.11][B8]";
  s.write("book/tests/03-any/delta.cpp", `TEST_CASE("The delta is right", "${said}") {\n}\nTEST_CASE("Other") {\n}\n`);
  s.write("book/common/a.hpp", "");
  s.write("tools/ctest", `#!/bin/sh\ncase "$*" in *-N) echo '  Test #1: rules: all hold'; echo '  Test #2: exercises: 1-1 is one'; exit ;; esac
mkdir -p build/release/Testing/Temporary; echo "1:03-any:The delta is right" >build/release/Testing/Temporary/LastTestsFailed.log; exit 8\n`);
  fs.chmodSync(s.path("tools/ctest"), 0o755);
  const none = s.run(["test", "-R", "nonsense"]);
  assert.strictEqual(none.code, 2);
  assert(none.err.includes("book: no test whose name has 'nonsense'") && !s.has("book/build/built"), none.err);
  for (const [name, built] of [["delta", "test-03-any"], ["rules", undefined], ["is one", "exercise-support"], ["Other|is", "test-03-any exercise-support"]]) {
    s.write("book/build/built", "");
    const { code, err } = s.run(["test", "-R", name]);
    assert.strictEqual(code, 8);
    assert(err.endsWith("tests/03-any/delta.cpp:1: (3.11) 03-any:The delta is right\n"), err);
    assert.deepStrictEqual(s.said("built").map((line) => line.replace(/.*--target /, ""))[0], built);
  }
});

test("what is named is opened, or its address printed", (t) => {
  const s = small(t), site = "book/build/release/site/";
  for (const [file, text] of [["index.html", ""], ["ch_one.html", '<p id=eq_1_2a><p id="exercise_1_1"><figure id=fig-01-a class=wide>'], ["errata.html", ""],
    ["reading_note_b.html", ""], ["notes_checked.html", "<tr id=row_B12>"], ["search-index.js", 'window.UNROLLED_SEARCH = {"pages":[' +
      ["index", "ch_one", "errata", "reading_note_b", "notes_checked"].map((name, i) => JSON.stringify({ file: name + ".html", chapter: i === 1 ? 1 : 0 })).join() + ']};']]) s.write(site + file, text);
  const path_ = `${s.path("tools")}:${path.dirname(process.execPath)}:/usr/bin:/bin`, env = { PATH: path_, DISPLAY: "" };
  s.write("tools/xdg-open", "#!/bin/sh\nexit 3\n");
  fs.chmodSync(s.path("tools/xdg-open"), 0o755);
  const at = (name) => `file://${s.path(site)}${name}\n`;
  for (const [what, place] of [[[], "index.html"], [["1"], "ch_one.html"], [["1.2a"], "ch_one.html#eq_1_2a"], [["1-1"], "ch_one.html#exercise_1_1"], [["01-a"], "ch_one.html#fig-01-a"],
    [["errata"], "errata.html"], [["B"], "reading_note_b.html"], [["B12"], "notes_checked.html#row_B12"], [["notes-checked"], "notes_checked.html"]])
    assert.deepStrictEqual(s.run(["open", ...what], { env }), { code: 0, out: at(place), err: "" });
  for (const what of ["2", "1.3", "1.2", "01", "../index", "nothing"].filter((name) => name !== "01")) {
    const { code, err } = s.run(["open", what], { env });
    assert(code === 2 && /^book: nothing to open is called '[^\n]*\n$/.test(err), err);
  }
  s.write("tools/xdg-open", `#!/bin/sh\necho "$1" >${s.path("opened")}\n`);
  assert.deepStrictEqual(s.run(["open", "1"], { env }), { code: 0, out: "", err: "" });
  assert.strictEqual(s.read("opened"), at("ch_one.html"));
});

test("the Tab key finds words, chapters, programs, exercises and options", (t) => {
  const s = small(t);
  s.write("book/chapters/01-one/exercises/2/text.md", "");
  s.write("book/build/release/01-a", "#!/bin/sh\necho '  --rate FLOAT'\n");
  fs.chmodSync(s.path("book/build/release/01-a"), 0o755);
  const found = (...words) => spawnSync("bash", ["-c", `source ${s.path("book/docs/completion.sh")}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _unrolled; echo "\${COMPREPLY[*]}"`,
    "bash", path.join(s.home, "book"), ...words], { encoding: "utf8" }).stdout.trim();
  for (const [words, expected] of [[["exe"], "exercises exercise"], [["run", ""], "1"], [["exercise", "1"], "1-2"], [["run", "1", ""], "a"], [["run", "1", "a", "--r"], "--rate"],
    [["exercise", "1-2", "--w"], "--watch"], [["plots", "--"], "--yes --lang --accept"], [["exercise", "--s"], "--solution"], [["nonsense", ""], ""]]) assert.strictEqual(found(...words), expected, words.join(" "));
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
  for (const file of ["CMakeCache.txt", "build.ninja", "CMakeFiles/VerifyGlobs.cmake"]) {
    const before = s.said("configured").length;
    s.remove("book/build/release/" + file);
    assert.strictEqual(s.run(["run", "1", "a"]).code, 0);
    assert.strictEqual(s.said("configured").length, before + 1);
  }
  fs.utimesSync(s.path("book/chapters/01-one/a.cpp"), later, later);
  s.run(["run", "1", "a"]);
  assert(fs.statSync(s.path("book/chapters/01-one/a.cpp")).mtime <= new Date());
});

test("a second launcher says that it waits, and does", { timeout: 120000 }, async (t) => {
  const s = small(t);
  s.run(["run", "1", "a"]);
  s.write("slow", ""); // the first one builds until this is gone
  const book = (stdio, env) => spawn(path.join(s.home, "book"), ["run", "1", "a"], { env: { ...s.env, ...env }, stdio });
  const ended = (one) => new Promise((resolve) => one.on("close", resolve));
  const first = book("ignore", { SLOW: s.path("slow") }), done = ended(first);
  while (s.said("built").length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const second = book("pipe"), said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"])
    second[stream].on("data", (data) => {
      said[stream] += data;
      if (said.stderr.endsWith("\n")) s.remove("slow"); // it waits, and has said so
    });
  assert.deepStrictEqual([await ended(second), said.stdout, said.stderr], [0, "ran\n", "waiting for another ./book\n"]);
  assert.strictEqual(await done, 0);
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
