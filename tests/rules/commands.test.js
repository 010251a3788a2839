// What a guide prints is seen red when the tree has no such thing, and what the tree
// has when no guide prints it.
"use strict";
const assert = require("assert");
const { test } = require("node:test");
const { readTree, broken } = require("./rules.js");
const { say } = require("../../docs/reader.js");
const { scratch } = require("../scratch.js");

const guide = "docs/running.md", help = "docs/help.txt", readme = "README.md";
const files = {
  "README.md": "# Book\n\n```sh\n./book        # all\n./book test\n```\n\nThe packages are `g++ cmake\nnodejs`, see [1 One](chapters/01-one/page.md).\n\n" +
    "![Seen.](plots/01-x.svg)\n",
  "plots/01-x.svg": "<svg/>",
  "docs/running.md": "# Running {#running}\n\n\\run{./book run 1 sums --rate 2 --out my}\n\n\\run{./book work 1 my/mine.json --notation B > out}\n\n" +
    "`./book test -R \"adds up\"` and `./book exercise 1-1 --hint`, `--anyway`, are words and make `build/release/site/index.html`, as are `./book work N`, `node docs/site.js`,\n" +
    "`cmake --preset release` and `ctest --preset release`; `./book help`, `./book open 1`, `./book open 1-1`, `./book open 01-x`, `./book open running`, `apt-get install libeigen3-dev`, or the package `nodejs`.\n\n" +
    "| target | what |\n|---|---|\n| `01-sums`, `figures-01`, `test-01-one`, `site` | made |\n\n" +
    "| chapter | keys |\n|---|---|\n| 1 | `W` `b` `c`, `loss` (`least` `most`) |\n\nPut them in as `dW` and `db` for chapter 1.\n",
  "docs/adding.md": "# Adding {#adding}\n\nMake `chapters/NN-name/more.cpp` and `chapters/NN-name/exercises/7/`: `./book run 1 more`, `./book exercise 1-7`.\n",
  "docs/help.txt": "./book                    all\n./book test [-R name]     tests\n./book run N [program] [..]  one\n./book work N [mine.json]  two\n" +
    "./book exercise N-M [..]  three;\n                          --hint\n./book open [what]        show\n./book help               this\n\n./book run N program --help, ./book work N --help   options\n",
  "docs/set-up.sh": "packages=\"g++\n  cmake nodejs\"\n",
  "book": "case $word in\n  all) say $build/site/index.html ;;\n  test) x ;;\n  run) x ;;\n  work) x ;;\n  exercise) x ;;\n  open) x ;;\n  help | -h | --help) x ;;\nesac\n",
  "CMakeLists.txt": "cmake_minimum_required(VERSION 3.25)\nproject(x LANGUAGES CXX)\nfind_program(NODE NAMES node REQUIRED)\nadd_custom_target(site)\n",
  "CMakePresets.json": JSON.stringify({ configurePresets: [{ name: "base", hidden: true }, { name: "release" }], testPresets: [{ name: "release" }] }),
  "chapters/01-one/page.md": "# One {#ch_one}\n",
  "chapters/01-one/sums.cpp": "int main() {\n  lab.knob(\"rate\", k.rate);\n}\n",
  "chapters/01-one/work.cpp": "int main() {}\n",
  "chapters/01-one/worksheet.hpp": "const char keys[] = R\"(\n    W: rows\n    b c?: n\n    loss: L layers of least | most\n    gradients: W b)\";\n",
  "chapters/01-one/exercises/1/text.md": "# First\n\n## Hints\n\n`./book work 1 --notation A`\n",
  "common/experiment.cpp": "app.add_option(\"--out\", out)\n",
  "common/sheet/work.cpp": "app.add_option(\"--notation\", notation)\n",
  "docs/site.js": "",
  "tests/bench/CMakeLists.txt": "find_path(E Eigen/Core)\n",
  "tests/exercises/exercises.js": "const wishes = [\"hint\"];\n",
  "tests/01-one/sums.cpp": "TEST_CASE(\"It adds up\", \"[1.1]\") {}\n",
};
const names = ["commands", "targets", "packages", "keys"];

const faults = [ // file, what stands there, what is made of it, what is said
  [guide, "./book run", "./book ran", "running.md:3: commands: ./book ran 1 sums --rate 2 --out my: no word 'ran', expected one of all, test"],
  [guide, "run 1 sums", "run 2 sums", "no chapter 2, expected one of 01-one"],
  [guide, "run 1 sums", "run 1 sum", "no program 01-sum, expected one of chapters/"],
  [guide, "run 1 sums", "run 1 sums more", "'more', expected at most 2 words after 'run'"],
  [guide, "--rate 2", "--rates 2", "no option --rates, expected one of yes, lang, help, out, rate"],
  [guide, "--notation B >", "--rate B >", "no option --rate"],
  [guide, "my/mine.json", "docs/mine.json", "no docs/mine.json"],
  [guide, "adds up", "adds down", "no test whose name has 'adds down'"],
  [guide, "exercise 1-1", "exercise 1-2", "running.md:7: commands: ./book exercise 1-2 --hint: no exercise 1-2"],
  [guide, "open 1-1", "open 1-2", "no exercise 1-2"],
  [guide, "open 1`", "open 7`", "nothing to open called 7"],
  [guide, "open 01-x", "open 01-y", "nothing to open called 01-y, expected"],
  [guide, "open running", "open walking", "nothing to open called walking"],
  [guide, "`--anyway`", "`--any`", "no option --any"],
  [guide, "node docs/site.js", "node docs/sites.js", "no docs/sites.js"],
  [guide, "cmake --preset release", "cmake --preset debug", "no preset 'debug' to configure, expected one of release"],
  [guide, "cmake --preset release", "cmake --workflow --preset release", "no preset 'release' to workflow"],
  [guide, "ctest --preset release", "ctest --preset base", "no preset 'base' to test"],
  [guide, "libeigen3-dev", "libtorch-dev", "nothing in the tree asks for libtorch-dev"],
  [guide, "`figures-01`", "`figures-02`", "targets: no target figures-02, expected one that CMake makes"],
  [guide, "`test-01-one`", "`test-01-two`", "no target test-01-two"],
  [guide, "`site`", "`sites`", "no target sites"],
  [guide, "./book help", "a book", "running.md:1: commands: ./book help is not told, expected it"],
  [guide, "--notation B", "--out B", "no option --out"],
  [guide, "(`least` `most`)", "(`most`)", "running.md:16: keys: the keys W b c loss most, expected W b c least loss most as in chapters/01-one/worksheet.hpp"],
  [guide, "as `dW` and `db`", "as `dW`", "the keys dW, expected dW db"],
  ["docs/adding.md", "./book run 1 more", "./book run 1 less", "adding.md:3: commands: ./book run 1 less: no program 01-less"],
  ["docs/adding.md", "exercise 1-7", "exercise 1-8", "no exercise 1-8"],
  [guide, "build/release/site/index.html", "build/site/index.html", "no build/site/index.html, expected what ./book makes"],
  [guide, "package `nodejs`", "package `deno`", "the package deno, which nothing in the tree asks for"],
  [readme, "[1 One]", "[2 One]", "README.md:9: commands: '2 One' leads to 'One'"],
  [readme, "./book test\n", "./book tests\n", "README.md:5: commands: ./book tests: no word 'tests'"],
  [readme, "./book test\n", "make all\n", "'make', expected ./book, cmake"],
  [readme, "01-one/page.md", "01-two/page.md", "README.md:9: commands: "],
  [readme, "01-x.svg", "01-y.svg", "README.md:11: commands: the link to plots/01-y.svg leads nowhere"],
  [readme, "g++ cmake", "cmake", "README.md:1: packages: the packages cmake nodejs, expected cmake g++ nodejs"],
  [help, "./book work N [", "./book worked N [", "help.txt:4: commands: ./book worked 1: no word 'worked'"],
  [help, "--hint", "--hints", "help.txt:6: commands: no option --hints"],
  [help, "./book test [-R name]     tests\n", "", "help.txt:1: commands: ./book test is not told, expected it"],
  ["docs/set-up.sh", "  cmake nodejs", "  cmake", "docs/set-up.sh:1: packages: the packages cmake g++, expected cmake g++ nodejs"],
  ["book", "  work)", "  works)", "no word 'work'"],
  ["CMakeLists.txt", "find_program(NODE", "find_package(Eigen REQUIRED)\nfind_program(NODE", "find_package(Eigen REQUIRED) is in no package that set-up installs"],
  ["CMakePresets.json", "\"name\":\"release\"}]", "\"name\":\"release\"},{\"name\":\"fast\"}]", "the preset fast is not told, expected it"],
  ["chapters/01-one/exercises/1/text.md", "work 1", "work 3", "exercises/1/text.md:5: commands: ./book work 3 --notation A: no chapter 3"],
  ["tests/exercises/exercises.js", "\"hint\"", "\"hint\", \"text\"", "--text of ./book exercise is not told, expected it"],
];

test("what is printed is there, and what is there is printed", (t) => {
  const book = scratch(t), look = () => broken(readTree(book.root), names).map(say);
  for (const [file, text] of Object.entries(files)) book.write(file, text);
  assert.deepStrictEqual(look(), []);
  for (const [file, from, to, what] of faults) {
    assert(files[file].includes(from), `${file} holds '${from}'`);
    book.write(file, files[file].replace(from, () => to));
    const lines = look();
    assert(lines.some((line) => line.includes(what)), `${file}: '${from}' to '${to}': '${what}' in\n${lines.join("\n")}`);
    book.write(file, files[file]);
  }
});
