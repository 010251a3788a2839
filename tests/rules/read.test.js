// Whatever a person must have read is red once it was changed, until it is sealed anew.
"use strict";
const assert = require("assert");
const { test } = require("node:test");
const { main, unread } = require("./read.js");
const { say } = require("../../docs/reader.js");
const { captured, scratch } = require("../scratch.js");

const page = "chapters/01-one/page.md", rows = "tests/notes/inventory.csv";
const files = {
  "README.md": "# A book\n\n```sh\n# two\n./book\n```\n",
  [page]: "# One {#one}\n\nIt falls.\n\n## Recap {#one_recap}\n\n$a = b$\n\n## Recap {#again}\n\nIt fell.\n",
  "chapters/01-one/mistakes.txt": "sign: it is turned\n",
  "chapters/01-one/idea.cpp": "#include \"idea.hpp\"\nint a;  // (1.1)\n",
  "chapters/01-one/idea.hpp": "/// The units.\nint a;  // of a layer\n",
  "tests/CMakeLists.txt": "add_test(one)\n",
  ".ci/run": "./book test\n",
  "chapters/01-one/run.cpp": "#include \"idea.hpp\"\nint b = 2;\nvoid claim() {\n  a < 1;\n}\nint main() {\n  say(\"so\");\n}\n",
  "chapters/01-one/measured.csv": "ms\n3\n",
  "chapters/01-one/machines/copier.tm": "a b\n",
  "plots/01-run.sweep.csv": "1,2\n",
  "plots/01-run.csv": "1,2\n",
  [rows]: "id,words\nA1,one\nA2,two\nB1,three\n",
  "tests/rules/read.csv": "",
  "build/other.md": "# No page\n",
};

function sealed(t) {
  const book = scratch(t);
  for (const [file, text] of Object.entries(files)) book.write(file, text);
  assert.strictEqual(captured(() => main([book.root])).code, 1);
  assert.deepStrictEqual(captured(() => main([book.root, "--accept"])), { code: 0, out: "every section is as it was last read\n", err: "" });
  return { ...book, change: (file, from, to) => book.write(file, book.read(file).replace(from, to)), unread: () => unread(book.root).map(say) };
}

test("each section, text and note has its seal, code its words; what is built has none", (t) => {
  const book = sealed(t);
  assert.deepStrictEqual(book.read("tests/rules/read.csv").split("\n").slice(1, -1).map((line) => line.replace(/,\w+$/, "")),
    ["README.md,A book", ".ci/run,", "chapters/01-one/idea.hpp,", "chapters/01-one/machines/copier.tm,", "chapters/01-one/measured.csv,", "chapters/01-one/mistakes.txt,", `${page},One`, `${page},Recap`, `${page},Recap (2)`, "chapters/01-one/run.cpp,",
      "plots/01-run.sweep.csv,", "tests/CMakeLists.txt,", `${rows},note i`, `${rows},note A`, `${rows},note B`]);
});

for (const [what, file, from, to, expected] of [
  ["a word", page, "falls", "rises", [`${page}:1: 'One' was changed`]],
  ["a letter in a formula", page, "a = b", "a = c", [`${page}:5: 'Recap' was changed`]],
  ["the second of one name", page, "fell", "rose", [`${page}:9: 'Recap (2)' was changed`]],
  ["a command's comment", "README.md", "# two", "# three", ["README.md:1: 'A book' was changed"]],
  ["a mistake", "chapters/01-one/mistakes.txt", "turned", "kept", ["chapters/01-one/mistakes.txt:1: it was changed"]],
  ["a program's claim", "chapters/01-one/run.cpp", "a < 1", "a < 2", ["chapters/01-one/run.cpp:1: it was changed"]],
  ["a program's word", "chapters/01-one/run.cpp", "so", "no", ["chapters/01-one/run.cpp:1: it was changed"]],
  ["a comment in code", "chapters/01-one/idea.hpp", "of a layer", "of two layers", ["chapters/01-one/idea.hpp:1: it was changed"]],
  ["what a name is said to be", "chapters/01-one/idea.hpp", "The units", "The steps", ["chapters/01-one/idea.hpp:1: it was changed"]],
  ["a test that is run no more", "tests/CMakeLists.txt", "(one)", "(two)", ["tests/CMakeLists.txt:1: it was changed"]],
  ["a step that is left out", ".ci/run", "./book test", "./book", [".ci/run:1: it was changed"]],
  ["a sweep", "plots/01-run.sweep.csv", "2", "3", ["plots/01-run.sweep.csv:1: it was changed"]],
  ["a time that was measured", "chapters/01-one/measured.csv", "3", "2", ["chapters/01-one/measured.csv:1: it was changed"]],
  ["a machine", "chapters/01-one/machines/copier.tm", "a b", "b a", ["chapters/01-one/machines/copier.tm:1: it was changed"]],
  ["a row of a note", rows, "three", "four", [`${rows}:4: 'note B' was changed`]],
  ["a section that came", "README.md", /$/, "\n## More\n\nIt is new.\n", ["README.md:8: 'More' is new"]],
  ["a section that went", page, /## Recap {#again}[^]*/, "", ["tests/rules/read.csv:10: there is no chapters/01-one/page.md: Recap (2) any more"]],
])
  test(`${what} that was not read is red`, (t) => {
    const book = sealed(t);
    book.change(file, from, to);
    const found = book.unread();
    assert.strictEqual(found.length, expected.length, found.join("\n"));
    expected.forEach((part, i) => assert(found[i].includes(part), found[i]));
  });

test("lines may be broken elsewhere", (t) => {
  const book = sealed(t);
  book.change(page, "It falls.", "It\n  falls.");
  book.change("chapters/01-one/idea.cpp", "int a", "int b");
  book.change("chapters/01-one/idea.cpp", "1.1", "1.2");
  book.change("chapters/01-one/idea.hpp", "int a", "int\n  b");
  book.change("chapters/01-one/run.cpp", "b = 2", "b = 3");
  book.change("plots/01-run.csv", "1", "2");
  assert.deepStrictEqual(book.unread(), []);
  assert.strictEqual(captured(() => main([book.root, "--read"])).code, 2);
});
