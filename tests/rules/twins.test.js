// The Chinese edition is seen red for each way to leave the English one, and for
// each way to write Chinese wrongly.
"use strict";
const assert = require("assert");
const { execFileSync } = require("child_process");
const { test } = require("node:test");
const { main } = require("./twins.js");
const { captured, scratch } = require("../scratch.js");

const page = "chapters/01-one/page.md", twin = "chapters/01-one/page.zh.md", rows = "tests/notes/words.zh.csv";
const files = {
  "README.md": "# Unrolled\n\nA book of 2 parts.\n\n![It falls.](plots/01-a.svg)\n\n| a | b |\n|---|---|\n| 1 | `c` |\n",
  "README.zh.md": "# Unrolled\n\n全书有 2 部分。\n\n![下降。](plots/01-a.svg)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | `c` |\n",
  "chapters/01-one/a.hpp": "// [step]\nint a;\n// [step]\n",
  "chapters/01-one/exercises/1/text.md": "# A step\n\nWork it out: 1,200.\n\n## Hints\n\nLook at gradient() in unrolled::a.\n",
  "chapters/01-one/exercises/1/text.zh.md": "# 一步\n\n算出 1200。\n\n## 提示\n\n看 gradient()，它在 unrolled::a 里。\n",
  "docs/notation.md": "# Notation\n\n## Words {#notation_words}\n\n| English | 中文 | more |\n|:--|:--|:--|\n| gradient | 梯度 | |\n| to unroll, to unfold | 展开（按时间） | |\n",
  "docs/notation.zh.md": "# 记号\n\n## 用词 {#notation_words}\n\n| English | 中文 | 其他 |\n|:--|:--|:--|\n| gradient | 梯度 | |\n| to unroll, to unfold | 展开（按时间） | |\n",
  "tests/notes/inventory.csv": "id,words,quote\nA1,\"the sum $a$, as in row 2\",深层神经网络 / 损失的迭代\n",
  [rows]: "English,Chinese\n\"the sum $a$, as in row 2\",和 $a$，与 2 行一样\na word,一个词\n",
  "tests/rules/quoted.csv": "note,words\nB,元素之间是相互独立的\n",
  [page]: `# One {#ch_one}

Of $x_t$ and $x_t$, see (1.1), [it](#ch_one_end) and {{01-a.b}}: *the* gradient, unrolled 3 times.

## End {#ch_one_end}

$$ a = b \\quad\\text{for all} \\tag{1.1} $$

\`\`\`sh
./book   # all of it
\`\`\`

- one
- two

\\fold{What comes 1st?}
{#spot}A \`step\`.
\\endfold

\\snippet chapters/01-one/a.hpp step

![At 5 the {{01-a.c}}.](../../plots/01-a.svg "It falls.")
`,
  [twin]: `# 一 {#ch_one}

由 (1.1)，$x_t$ 与 $x_t$ 的梯度展开 3 次，见[结尾](#ch_one_end)和 {{01-a.b}}。笔记 B 说“元素之间是相互独立的”，笔记 A 说“损失的迭代”，又见“提示与结尾”。

## 结尾 {#ch_one_end}

$$ a = b \\quad\\text{对所有} \\tag{1.1} $$

\`\`\`sh
./book   # 全部
\`\`\`

- 一
- 二

\\fold{第 1 个是什么？}
{#spot}一个 \`step\`。
\\endfold

\\snippet chapters/01-one/a.hpp step

![在 5 处是 {{01-a.c}}。](../../plots/01-a.svg "下降。")
`,
};
const good = "every Chinese section follows its English one\n";

function shelf(t) {
  const book = scratch(t);
  for (const [file, text] of Object.entries(files)) book.write(file, text);
  book.change = (file, from, to) => {
    assert(book.read(file).includes(from), `${file} holds '${from}'`);
    book.write(file, book.read(file).replace(from, () => to));
  };
  book.change(twin, "提示与结尾", "结尾");
  const run = (...words) => captured(() => main([book.root, ...words]));
  assert.strictEqual(run().out.split("\n").filter((line) => line.includes("follows nothing")).length, 7);
  assert.deepStrictEqual(run("--accept"), { code: 0, out: good, err: "" });
  return { ...book, run };
}

test("twins are accepted section by section, and a missing one is red", (t) => {
  const book = shelf(t);
  assert.match(book.read(twin), /^# 一 \{#ch_one\}\n<!-- follows [0-9a-f]{8} -->\n\n由/);
  book.remove("README.zh.md");
  assert.strictEqual(book.run().out, "README.zh.md:1: no such file, expected the Chinese twin of README.md\n");
  assert.strictEqual(book.run("--read").code, 2);
});

for (const [what, file, from, to, ...expected] of [
  ["a formula that went", twin, "与 $x_t$ ", "", "twin:1: '一' lacks $x_t$, as page:3"],
  ["a formula that came", twin, "与 $x_t$ ", "与 $x_t$、$y$ ", "twin:4: $y$, expected no more of it than below page:1"],
  ["a number", twin, "3 次", "4 次", "lacks 3, as", "twin:4: 4, expected"],
  ["a number in a picture's words", twin, "在 5 处", "在此处", "'结尾' lacks 5"],
  ["a value in a picture's words", twin, "是 {{01-a.c}}", "是它", "'结尾' lacks {{01-a.c}}"],
  ["a value", twin, "{{01-a.b}}", "{{01-a.c}}", "lacks {{01-a.b}}", "{{01-a.c}}, expected no more"],
  ["an equation's number", twin, "由 (1.1)，", "", "lacks (1.1)"],
  ["a link", twin, "(#ch_one_end)和", "(#ch_one)和", "lacks ](#ch_one_end)", "](#ch_one), expected no more"],
  ["code", twin, "`step`", "`steps`", "lacks `step`", "`steps`, expected no more"],
  ["a place", twin, "{#spot}", "", "lacks {#spot}"],
  ["an id", twin, "{#ch_one_end}\n", "{#ch_one_ends}\n", "ch_one_end' is no id", "'结尾' ## {#ch_one_ends}, expected ## {#ch_one_end}, the twin of 'End'"],
  ["a head of another level", twin, "## 结尾", "### 结尾", "'结尾' ### {#ch_one_end}, expected ## {#ch_one_end}"],
  ["a section that went", "chapters/01-one/exercises/1/text.zh.md", /## 提示[^]*/, "", "no more sections, expected ##, the twin of 'Hints'"],
  ["a section that came", twin, /$/, "\n## 更多 {#more}\n", "'更多' ## {#more}, expected no more sections"],
  ["another display", twin, "a = b", "a = c", "twin:9: $$ a = c"],
  ["a command", twin, "./book ", "./books ", "twin:11: ```sh"],
  ["an entry of a list", twin, "- 二\n", "", "a list of 1, expected a list of 2"],
  ["a paragraph", twin, "- 一", "又。\n\n- 一", "a paragraph, expected a list of 2"],
  ["a block too many", twin, /$/, "\n又。\n", "a paragraph, expected no more"],
  ["a block too few", twin, /!\[.*\n/, "", "nothing more, expected ![](../../plots/01-a.svg)", "lacks 5", "lacks {{01-a.c}}"],
  ["a listing", twin, "a.hpp step\n", "a.hpp steps\n", "the tag [steps]", "\\snippet chapters/01-one/a.hpp steps, expected"],
  ["a row of a table", "README.zh.md", "| 1 | `c` |\n", "", "a table of 2 columns and 0 rows", "lacks 1", "lacks `c`"],
  ["a half-width comma", twin, "(1.1)，", "(1.1), 中", "a half-width sign"],
  ["a half-width stop", twin, "一个 `step`。", "一个 `step`.", "a half-width sign"],
  ["half-width brackets", twin, "第 1 个", "第 1 个(一)", "a half-width sign"],
  ["straight quotes", twin, "“结尾”", "\"结尾\"", "a straight quote"],
  ["a blank before a full-width sign", twin, "{{01-a.b}}。", "{{01-a.b}} 。", "a blank beside a full-width sign"],
  ["a blank after one", twin, "(1.1)，", "(1.1)， ", "a blank beside a full-width sign"],
  ["no blank before a formula", twin, "与 $x_t$", "与$x_t$", "Hanzi beside a letter"],
  ["a word that is not the glossary's", twin, "梯度", "斜率", "'一' does not say 梯度, the glossary's word for gradient"],
  ["a verb of it", twin, "展开 3", "铺平 3", "'一' does not say 展开, the glossary's word for to unroll, to unfold"],
  ["a quotation that is altered", twin, "是相互独立", "相互独立", "“元素之间相互独立的” is no heading and no quotation"],
  ["what an English page still says in Chinese", page, "## End", "## 中文提要 {#ch_one_zh}\n\n短。\n\n### 更多 {#ch_one_zh_more}\n\n也短。\n\n## End", "page:5: '中文提要', expected it in twin alone", "page:9: '更多'"],
  ["a formula of a note's row", rows, "和 $a$", "和 $b$", "words.zh.csv:2: 'A1' lacks $a$", "words.zh.csv:2: $b$, expected no more of it"],
  ["a number in one", rows, "与 2 行", "与该行", "words.zh.csv:2: 'A1' lacks 2"],
  ["a sign in one", rows, "$a$，与", "$a$与", "words.zh.csv:2: '和 …与 2 行一样': Hanzi beside a letter"],
  ["what the reader refuses", twin, "一个 `step`", "一个 `step` $", "twin:19: a formula without an end"],
])
  test(`${what} is red`, (t) => {
    const book = shelf(t);
    book.write(file, book.read(file).replace(from, () => to));
    const lines = book.run().out.replaceAll(page, "page").replaceAll(twin, "twin").trim().split("\n");
    for (const part of expected) assert(lines.some((line) => line.includes(part)), `'${part}' in\n${lines.join("\n")}`);
    assert.strictEqual(book.run("--accept").code, 1);
  });

test("a changed English section is red until its twin was looked at, and says what was changed", (t) => {
  const book = shelf(t), git = (...words) => execFileSync("git", ["-C", book.root, "-c", "user.name=a", "-c", "user.email=a@b", ...words]);
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "one");
  book.change(page, "*the* gradient", "*the whole* gradient");
  assert.strictEqual(book.run().out, `${twin}:1: '一' follows an older ${page}:1, look at it, then accept\n  - (1.1), [it](#ch_one_end) and {{01-a.b}}: *the* gradient, unrolled 3\n  + (1.1), [it](#ch_one_end) and {{01-a.b}}: *the whole* gradient, unrolled 3\n`);
  assert.strictEqual(book.run("--accept").out, good);
  book.change("README.md", "A book", "One book");
  assert.match(book.run().out, /^README.zh.md:1: 'Unrolled' follows an older README.md:1, .*\n {2}- # Unrolled\s+A book of 2\n {2}\+ # Unrolled\s+One book of 2\n$/);
  book.remove(".git");
  assert.match(book.run().out, /'Unrolled' as it was is not in git's history\n$/);
});
