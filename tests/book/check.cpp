// Every house rule is seen red on a small book with one fault, and green on
// the same book without it.
#include "common/book/check.hpp"

#include <functional>

#include "common/book/commands.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled::book;

namespace {

using Rule = std::function<Violations(const Tree&)>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What stands in this file must not itself look like an include or a test.
std::string include(const std::string& file) {
  return "#" + ("include " + file) + "\n";
}
std::string test(const std::string& name, const std::string& tags) {
  return "TEST_" + ("CASE(\"" + name + "\",\n          \"" + tags + "\") {}\n");
}

const char* page_of_one = R"(# One {#ch_one}

## 中文提要 {#ch_one_zh}

链式法则：见 (1.1)，也见（1.2）。

## Question {#one_question}

How? Costs $f(1.7)$ or f(1.8), says `(1.9)`; see [below](#one_recap), \ref ch_two,
[two](../02-two/page.md#ch_two), [code](idea.hpp), [nine](../09-later/page.md).

## Derivation {#one_derivation}

$$
a = b \\
  + c \tag{1.1}
$$

<!-- stated: 1.2 -->
$$ a \le 2 \tag{1.2} $$

By (1.1) and (1.1a) it is {{01-run.key}}. \anchor one_spot

$$ d = a \tag{1.1a} $$

## Program: the run {#one_program}

\snippet chapters/01-one/idea.hpp go

```
{{09-none.key}} (1.55) ![no](no.svg) \snippet no no
```

## Program: another {#one_program_2}

{{01-run.table}}

## What it shows {#one_shows}

![A line that falls](../../plots/01-curve.svg "It falls.")

![Two nodes](../../plots/01-graph.svg "They are joined.")

![An old one](../../plots/01-kept.svg "It is in plots.")

## What goes wrong {#one_wrong}

Nothing, see @ref one_spot and [(1.1)](@ref eq_1_1), unrolled::one::go() or
@ref unrolled::one::go.

## Exercises {#one_exercises}

None.

## Recap {#one_recap}

It is (1.1).
)";

// A small book that keeps every rule.
struct Shelf {
  Scratch scratch;

  Shelf() {
    write("chapters/01-one/page.md", page_of_one);
    write("chapters/01-one/idea.hpp",
          include("<vector>") + include("\"common/base.hpp\"") +
              "/// Goes.\n// [go]\n"
              "int a = b + c;  // (1.1)\n"
              "int d = a;      // (1.1a) (1.1)\n// [go]\n");
    write("chapters/01-one/run.cpp", include("\"chapters/01-one/idea.hpp\"") +
                                         "Figure curve(\"01-curve\", \"\");\n");
    write("chapters/01-one/work.cpp", "int main() {}\n");
    write("chapters/01-one/01-graph.dot", "digraph {}\n");
    write("chapters/01-one/exercises/1/check.cpp",
          include("\"tests/catch.hpp\"") + "int a = 0;  // (1.1)\n");
    write("plots/01-kept.svg", "<svg/>");
    std::string two = page_of_one;
    two.erase(two.find("链"), two.find("\n## Question") - two.find("链"));
    two.erase(two.find("How?"), two.find("## What goes") - two.find("How?"));
    two.erase(two.find("Nothing"),
              two.find("## Exercises") - two.find("Nothing"));
    two.erase(two.find("It is (1.1)."));
    for (std::size_t at = two.find("one"); at != two.npos; at = two.find("one"))
      two.replace(at, 3, "two");
    two.insert(two.find("## What goes"),
               "## Derivation {#two_derivation}\n\n$$ x \\tag{2.1} $$\n\n"
               "See (1.1).\n\n## Program {#two_program}\n\n"
               "## What it shows {#two_shows}\n\n");
    write("chapters/02-two/page.md", two);
    write("chapters/02-two/more.hpp",
          include("\"chapters/01-one/idea.hpp\"") +
              include("\"chapters/02-two/rest.hpp\"") + "x = 1;  // (2.1)\n");
    write("common/base.hpp", include("<fmt/core.h>"));
    write("common/slow.cpp", include("<nlohmann/json.hpp>") +
                                 include("\"common/base.hpp\"") +
                                 include("<gnuplot-iostream.h>"));
    write("tests/catch.hpp", include("<catch2/catch.hpp>"));
    write("tests/01-one/idea.cpp",
          include("\"chapters/02-two/more.hpp\"") +
              include("\"tests/catch.hpp\"") + include("<CLI/CLI.hpp>") +
              test("The one is one, at 3 (as said)", "[1.1][A1]") +
              test("The bound holds", "[1.2][1.1a][2.1][house][exercise-1-1]"));
    write("tests/notes/inventory.csv", "id,what\nA1,one\nE17,last\n");
    write("docs/index.md",
          "# Book {#index}\n\nSee (2.1) and [one](@ref ch_one)"
          ".\n\n## Without an id\n");
  }
  void write(const std::string& file, const std::string& text) {
    scratch.write(file, text);
  }
  void change(const std::string& file, const std::string& from,
              const std::string& to) {
    std::string text = scratch.read(file);
    const std::size_t at = text.find(from);
    INFO(file << " holds '" << from << "'");
    REQUIRE(at != text.npos);
    write(file, text.replace(at, from.size(), to));
  }
  std::vector<std::string> broken(const Rule& rule) const {
    std::vector<std::string> lines;
    for (const Violation& v : rule(read_tree(scratch.folder())))
      lines.push_back(line_of(v));
    return lines;
  }
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// Green as it stands; red, by exactly these lines, once `from` is `to`; green
// again when that is undone.
void turns_red(const Rule& rule, const std::string& file,
               const std::string& from, const std::string& to,
               const std::vector<std::string>& expected) {
  Shelf shelf;
  INFO(file << ": '" << from << "' to '" << to << "'");
  CHECK(joined(shelf.broken(rule)) == "");
  const std::string good = shelf.scratch.read(file);
  shelf.change(file, from, to);
  const std::vector<std::string> lines = shelf.broken(rule);
  INFO(joined(lines));
  CHECK(lines.size() == expected.size());
  for (const std::string& part : expected) CHECK(contains(joined(lines), part));
  shelf.write(file, good);
  CHECK(joined(shelf.broken(rule)) == "");
}

const std::string one = "chapters/01-one/page.md";
const std::string two = "chapters/02-two/page.md";
const std::string idea = "chapters/01-one/idea.hpp";
const std::string tests = "tests/01-one/idea.cpp";

}  // namespace

TEST_CASE("A small book that keeps every rule is green as a whole") {
  Shelf shelf;
  CHECK(joined(shelf.broken(check_all)) == "");
  Captured captured;
  CHECK(call(check_main, {"check", shelf.scratch.folder().string()}) == 0);
  CHECK(contains(captured.out(), "none broken"));
}

TEST_CASE("A broken rule makes the command exit 1 and name file and line") {
  Shelf shelf;
  shelf.change("chapters/01-one/run.cpp", "01-curve", "02-curve");
  Captured captured;
  CHECK(call(check_main, {"check", shelf.scratch.folder().string()}) == 1);
  CHECK(contains(captured.out(),
                 "chapters/01-one/run.cpp:2: figure names: '02-curve', "
                 "expected a name of the form 01-words\n"));
}

TEST_CASE("The check refuses a folder that is no book") {
  Scratch scratch;
  Captured captured;
  CHECK(call(check_main, {"check", scratch.folder().string()}) == 2);
  CHECK(call(check_main, {"check"}) == 2);
  CHECK(call(check_main, {"check", ".", "."}) == 2);
  CHECK(contains(captured.err(), "expected the book's root, with chapters/"));
  CHECK_THROWS_AS(read_tree(scratch.folder()), std::runtime_error);
}

TEST_CASE("A chapter that includes a later one is red") {
  turns_red(check_includes, idea, "common/base.hpp", "chapters/02-two/more.hpp",
            {idea + ":2: includes: 'chapters/02-two/more.hpp' is a later "
                    "chapter, expected common/ and chapters up to 1"});
}

TEST_CASE("Common code that includes a chapter is red") {
  turns_red(check_includes, "common/base.hpp", "<fmt/core.h>",
            "\"chapters/01-one/idea.hpp\"",
            {"common/base.hpp:1: includes: 'chapters/01-one/idea.hpp' is a "
             "chapter, expected common/ to know none"});
}

TEST_CASE("Code that includes a test is red, in chapters and in common") {
  turns_red(check_includes, idea, "common/base.hpp", "tests/catch.hpp",
            {idea + ":2: includes: 'tests/catch.hpp' is a header of tests/"});
  turns_red(check_includes, "common/slow.cpp", "common/base.hpp",
            "tests/catch.hpp",
            {"common/slow.cpp:2: includes: 'tests/catch.hpp' is a header"});
}

TEST_CASE("Includes that are not from the root are red") {
  turns_red(check_includes, idea, "common/base.hpp", "base.hpp",
            {idea + ":2: includes: 'base.hpp' is a path that is not from"});
  turns_red(check_includes, idea, "common/base.hpp", "../02-two/more.hpp",
            {"'../02-two/more.hpp' is a path that is not from the root"});
  turns_red(check_includes, tests, "chapters/02-two", "chapters/02-too",
            {tests + ":1: includes: 'chapters/02-too/more.hpp' is a chapter "
                     "that is not there"});
}

TEST_CASE("Slow headers are red outside the sources of common and the tests") {
  for (const std::string header :
       {"<CLI/CLI.hpp>", "<CLI11.hpp>", "<nlohmann/json.hpp>",
        "<gnuplot-iostream.h>", "<boost/version.hpp>", "<catch2/catch.hpp>"}) {
    turns_red(check_includes, idea, "<vector>", header,
              {idea + ":1: includes: '" + header.substr(1, header.size() - 2) +
               "' is a header that is slow to compile"});
    turns_red(check_includes, "common/base.hpp", "<fmt/core.h>", header,
              {"common/base.hpp:1: includes: "});
  }
  turns_red(check_includes, "chapters/01-one/run.cpp",
            "\"chapters/01-one/idea.hpp\"", "<nlohmann/json.hpp>",
            {"chapters/01-one/run.cpp:1: includes: "});
}

TEST_CASE("Blanks in an include do not hide it") {
  turns_red(check_includes, idea,
            "#"
            "include \"common/base.hpp\"",
            "  # "
            "include   \"tests/catch.hpp\"  // why",
            {idea + ":2: "});
}

TEST_CASE("A program that is too long is red, other sources may be long") {
  Shelf shelf;
  std::string lines;
  for (int i = 0; i < 140; ++i) lines += "\n";
  shelf.write("chapters/01-one/long.cpp", lines);
  shelf.write("chapters/01-one/work.cpp", lines + "\n");
  shelf.write("chapters/01-one/long.hpp", lines + "\n");
  shelf.write("chapters/01-one/exercises/1/long.cpp", lines + "\n");
  shelf.write("common/long.cpp", lines + "\n");
  CHECK(joined(shelf.broken(check_lengths)) == "");
  shelf.write("chapters/01-one/long.cpp", lines + "\n");
  CHECK(contains(joined(shelf.broken(check_lengths)),
                 "chapters/01-one/long.cpp:141: lengths: 141 lines, expected "
                 "a program of at most 140"));
}

TEST_CASE("A line of more than 80 columns is red where readers see it") {
  const std::string wide(81, 'x'), greek = "// " + std::string(72, '-');
  for (const std::string& file : {idea, std::string("chapters/01-one/run.cpp"),
                                  std::string("common/base.hpp")})
    turns_red(check_lengths, file, "#", "//" + wide + "\n#",
              {file + ":1: lengths: 83 columns, expected at most 80"});
  Shelf shelf;
  shelf.change("common/slow.cpp", "#", "//" + wide + "\n#");
  // Letters count, not bytes: 80 columns.
  shelf.change(idea, "#", greek + "\u03b4\u03b4\u03b4\u03b4\u03b4\n#");
  CHECK(joined(shelf.broken(check_lengths)) == "");
  shelf.change(idea, greek, greek + "-");
  CHECK(contains(joined(shelf.broken(check_lengths)), "81 columns"));
}

TEST_CASE("A test's name with a sign that ctest takes for its own is red") {
  for (const std::string bad : {"[", "]", ";", "\\\""})
    turns_red(check_tests, tests, "at 3", "at " + bad,
              {tests + ":4: tests: 'The one is one, at " + bad +
               " (as said)', expected a name without"});
}

TEST_CASE("A tag that names no row of the notes is red") {
  for (const std::string bad : {"A2", "F1", "A0", "b8", "E18"})
    turns_red(check_tests, tests, "[A1]", "[" + bad + "]",
              {tests + ":5: tests: [" + bad +
               "], expected a row of the notes, [A1] to [E17], as "
               "tests/notes/inventory.csv has"});
}

TEST_CASE("Without the list of the notes' rows their form is checked alone") {
  Shelf shelf;
  shelf.scratch.remove("tests/notes/inventory.csv");
  shelf.change(tests, "[A1]", "[A2]");
  CHECK(joined(shelf.broken(check_tests)) == "");
  shelf.change(tests, "[A2]", "[F2]");
  CHECK(contains(joined(shelf.broken(check_tests)), "[F2], expected a row"));
}

TEST_CASE("A tag that begins as an equation's number but is none is red") {
  turns_red(check_tests, tests, "[1.1]", "[1,1]",
            {"[1,1], expected an equation's number as [3.4]"});
  turns_red(check_tests, tests, "[A1]", "[]", {"[], expected a tag"});
}

TEST_CASE("A computed equation without code is red") {
  turns_red(check_equations, idea, "// (1.1a) (1.1)", "",
            {one + ":24: equations: (1.1a) has no code"});
  turns_red(check_equations, "chapters/02-two/more.hpp", "x = 1;  // (2.1)",
            "// (2.1)", {two + ":10: equations: (2.1) has no code"});
  turns_red(check_equations, "chapters/02-two/more.hpp", "// (2.1)",
            "// by (2.1)", {"(2.1) has no code"});
}

TEST_CASE("The code of an exercise or a test does not count as an equation's") {
  Shelf shelf;
  shelf.change("chapters/02-two/more.hpp", "  // (2.1)", "");
  shelf.change("chapters/01-one/exercises/1/check.cpp", "(1.1)", "(2.1)");
  shelf.change(tests, "{}", "{}  // (2.1)");
  CHECK(contains(joined(shelf.broken(check_equations)), "(2.1) has no code"));
  shelf.write("common/here.hpp", "int x;  // (2.1)\n");
  CHECK(joined(shelf.broken(check_equations)) == "");
}

TEST_CASE("An equation without a test is red, computed or stated") {
  turns_red(check_equations, tests, "[1.1a]", "",
            {one + ":24: equations: (1.1a) has no test, expected one with the "
                   "tag [1.1a]"});
  turns_red(check_equations, tests, "[1.2]", "",
            {one + ":20: equations: (1.2) has no test"});
}

TEST_CASE("A number in code or tests that is on no page is red") {
  turns_red(check_equations, idea, "// (1.1)", "// (1.1) (1.7)",
            {idea + ":5: equations: (1.7) is on no page, expected \\tag{1.7}"});
  turns_red(check_equations, tests, "[A1]", "[1.7]",
            {tests + ":5: equations: (1.7) is on no page"});
}

TEST_CASE("A number that is tagged twice is red, on one page or two") {
  turns_red(check_equations, one, "## Program: a",
            "$$ x \\tag{1.1} $$\n\n## Program: a",
            {one + ":34: equations: (1.1) again, expected once: " + one +
             ":16 has it"});
  turns_red(check_equations, two, "See", "$$ y \\tag{1.1} $$\nSee",
            {two + ":12: equations: (1.1) again"});
}

TEST_CASE("A number of another chapter is red") {
  turns_red(check_equations, one, "## Program: a",
            "$$ x \\tag{3.1} $$\n\n## Program: a",
            {"(3.1), expected a number of this page's chapter"});
  turns_red(check_equations, "docs/index.md", "##", "$$ x \\tag{4.1} $$\n\n##",
            {"docs/index.md:5: equations: (4.1), expected a number of this"});
}

TEST_CASE("A tag that is no number is red") {
  for (const std::string bad : {"1", "1.", "1.02x4", "one", "1.2A", "01.2", ""})
    turns_red(check_equations, one, "## Program: a",
              "$$ x \\tag{" + bad + "} $$\n\n## Program: a",
              {"\\tag{" + bad + "}, expected a number as 3.4"});
}

TEST_CASE("A stated equation must not be computed") {
  turns_red(check_equations, idea, "// (1.1)", "// (1.1) (1.2)",
            {one +
             ":20: equations: (1.2) is marked as stated, expected no "
             "code: " +
             idea + ":5 computes it"});
}

TEST_CASE("A mark of a stated equation that stands elsewhere is red") {
  turns_red(check_equations, one, "<!-- stated: 1.2 -->\n",
            "<!-- stated: 1.2 -->\nWords.\n",
            {one + ":19: equations: stated: 1.2, expected the formula",
             one + ":21: equations: (1.2) has no code"});
  turns_red(check_equations, one, "stated: 1.2", "stated: 1.3",
            {one + ":19: equations: stated: 1.3", "(1.2) has no code"});
  Shelf shelf;
  shelf.change(one, "<!-- stated: 1.2 -->\n",
               "<!-- stated: 1.2 -->\n<!-- a reason -->\n\n");
  CHECK(joined(shelf.broken(check_equations)) == "");
}

TEST_CASE("A mention of an equation that does not exist is red") {
  turns_red(check_equations, one, "It is (1.1).", "It is (1.3).",
            {one + ":57: equations: (1.3) is no equation, expected one with "
                   "\\tag{1.3}"});
  turns_red(check_equations, one, "（1.2）", "（1.4）",
            {one + ":5: equations: (1.4) is no equation"});
  turns_red(check_equations, "docs/index.md", "(2.1)", "(2.2)",
            {"docs/index.md:3: equations: (2.2) is no equation"});
}

TEST_CASE("Numbers in formulas, code and calls are no mentions") {
  Shelf shelf;
  shelf.change(one, "None.",
               "Costs \\$5 and $x (1.91)$, `(1.92)`, g(1.93), h_(1.94), "
               "[label](1.95), ``a ` (1.96)``, (0.97), (1.980.1) and "
               "<!-- (1.99) --> (9.5).\n\n~~~\n(1.97)\n~~~\n");
  CHECK(joined(shelf.broken(check_equations)) == "");
}

TEST_CASE("A gap in a chapter's numbers is red") {
  turns_red(check_numbering, one, "\\tag{1.2}", "\\tag{1.3}",
            {one + ":20: numbering: (1.3) without (1.2), expected no gap"});
  turns_red(check_numbering, two, "\\tag{2.1}", "\\tag{2.2}",
            {two + ":10: numbering: (2.2) without (2.1)"});
}

TEST_CASE("A letter without its number, or without the letter before, is red") {
  turns_red(check_numbering, one, "\\tag{1.1a}", "\\tag{1.3a}",
            {"(1.3a) without (1.3)"});
  turns_red(check_numbering, one, "\\tag{1.1a}", "\\tag{1.1b}",
            {"(1.1b) without (1.1a)"});
}

TEST_CASE("A listing whose file or marks are not there is red") {
  turns_red(check_references, one, "idea.hpp go", "none.hpp go",
            {one + ":28: references: \\snippet chapters/01-one/none.hpp, "
                   "expected a file"});
  turns_red(check_references, one, "idea.hpp go", "idea.hpp stop",
            {"\\snippet chapters/01-one/idea.hpp stop: 0 lines '// [stop]'"});
  turns_red(check_references, one, "idea.hpp go", "idea.hpp",
            {"\\snippet, expected \\snippet file tag"});
  turns_red(check_references, idea, "// [go]\nint", "// [g]\nint",
            {"1 lines '// [go]' in it, expected two"});
  turns_red(check_references, idea, "int d", "// [go]\nint d",
            {"3 lines '// [go]' in it, expected two"});
  Shelf shelf;
  shelf.change(idea, "/// Goes.", "// [empty]\n// [empty]");
  shelf.change(one, "idea.hpp go", "idea.hpp empty");
  CHECK(contains(joined(shelf.broken(check_references)),
                 "nothing between its two marks"));
}

TEST_CASE("A figure that nothing draws is red") {
  turns_red(check_references, one, "plots/01-curve", "plots/01-none",
            {one + ":40: references: ../../plots/01-none.svg: no figure "
                   "01-none, expected it in plots/"});
  turns_red(check_references, "chapters/01-one/run.cpp", "01-curve", "01-other",
            {"no figure 01-curve"});
  turns_red(check_references, one, "../../plots/01-curve.svg", "01-curve.svg",
            {"01-curve.svg, expected a figure as ../../plots/NAME.svg"});
  turns_red(check_references, one, "01-curve.svg", "01-curve.png",
            {"01-curve.png, expected a figure as ../../plots/NAME.svg"});
  Shelf shelf;
  shelf.scratch.remove("chapters/01-one/01-graph.dot");
  shelf.scratch.remove("plots/01-kept.svg");
  const std::string lines = joined(shelf.broken(check_references));
  CHECK(contains(lines, "no figure 01-graph"));
  CHECK(contains(lines, "no figure 01-kept"));
}

TEST_CASE("A figure without words, or not alone on its line, is red") {
  turns_red(check_references, one, "A line that falls", " ",
            {"01-curve.svg without alternative text"});
  turns_red(check_references, one, " \"It falls.\"", "",
            {"01-curve.svg without a caption"});
  turns_red(check_references, one, "\"It falls.\"", "\" \"",
            {"01-curve.svg without a caption"});
  turns_red(check_references, one, "\"It falls.\")", "\"It falls.\") so",
            {"a figure, expected ![what is seen](path \"caption\") alone"});
  turns_red(check_references, one, "![A line", "So ![A line",
            {"a figure inside a line", "the link to ../../plots/01-curve.svg"});
}

TEST_CASE("A result of a program that is not there is red") {
  turns_red(check_references, one, "{{01-run.key}}", "{{01-ran.key}}",
            {one + ":22: references: {{01-ran.key}}: no program 01-ran"});
  turns_red(check_references, one, "{{01-run.table}}", "{{02-run.table}}",
            {"{{02-run.table}}: no program 02-run"});
  turns_red(check_references, one, "{{01-run.key}}", "{{01-run}}",
            {"{{01-run}}, expected {{03-program.key}}"});
  turns_red(check_references, one, "{{01-run.key}}", "$x = {{01-no.key}}$",
            {"{{01-no.key}}: no program"});
  Shelf shelf;
  shelf.change(one, "{{01-run.key}}", "$x^{{a}} = {{01-run.key}}$");
  CHECK(joined(shelf.broken(check_references)) == "");
}

TEST_CASE("A link that leads nowhere is red") {
  turns_red(check_references, one, "(#one_recap)", "(#one_recaps)",
            {one + ":9: references: 'one_recaps' is no id"});
  turns_red(check_references, one, "\\ref ch_two", "\\ref ch_too",
            {"'ch_too' is no id"});
  turns_red(check_references, one, "@ref one_spot", "@ref one_sport",
            {"'one_sport' is no id"});
  turns_red(check_references, one, "(@ref eq_1_1)", "(@ref eq_1_9)",
            {"'eq_1_9' is no id"});
  turns_red(check_references, one, "page.md#ch_two", "page.md#ch_too",
            {"'ch_too' is no id"});
  turns_red(check_references, one, "../02-two/page.md#", "../02-to/page.md#",
            {"the link to ../02-to/page.md leads nowhere"});
  turns_red(check_references, one, "(idea.hpp)", "(ideal.hpp)",
            {"the link to ideal.hpp leads nowhere, expected a file"});
  turns_red(check_references, "docs/index.md", "ch_one", "ch_won",
            {"docs/index.md:3: references: 'ch_won' is no id"});
}

TEST_CASE("A figure's name of another chapter or form is red") {
  turns_red(check_figure_names, "chapters/01-one/run.cpp", "01-curve",
            "02-curve", {"'02-curve', expected a name of the form 01-words"});
  turns_red(check_figure_names, "chapters/01-one/run.cpp", "01-curve", "Curve",
            {"'Curve', expected a name of the form 01-words"});
  Shelf shelf;
  shelf.write("chapters/01-one/graph.dot", "digraph {}\n");
  shelf.write("docs/map.dot", "digraph {}\n");
  const std::string lines = joined(shelf.broken(check_figure_names));
  CHECK(contains(lines, "chapters/01-one/graph.dot:1: figure names: 'graph'"));
  CHECK(contains(lines,
                 "docs/map.dot:1: figure names: 'map', expected a name "
                 "of the form NN-words"));
}

TEST_CASE("Two figures of one name are red") {
  turns_red(check_figure_names, "chapters/01-one/run.cpp", "01-curve",
            "01-graph",
            {"'01-graph' again, expected a name of its own: "
             "chapters/01-one/run.cpp:2 has it"});
  turns_red(
      check_figure_names, "chapters/02-two/more.hpp", "x = 1;",
      "Figure f{\"01-curve\"}; x = 1;",
      {"'01-curve', expected a name of the form 02-words", "'01-curve' again"});
}

TEST_CASE("A chapter without a page is red") {
  Shelf shelf;
  shelf.write("chapters/03-three/idea.hpp", "");
  CHECK(joined(shelf.broken(check_parts)) ==
        "chapters/03-three/page.md:1: parts: no page, expected every chapter "
        "to have one\n");
  shelf.scratch.remove("chapters/03-three");
  shelf.write("chapters/02-again/page.md", page_of_one);
  CHECK(contains(joined(shelf.broken(check_parts)),
                 "chapters/02-two:1: parts: the number of chapters/02-again"));
}

TEST_CASE("A page without a part is red") {
  for (const std::string part :
       {"中文提要", "Question", "Derivation", "What it shows",
        "What goes wrong", "Exercises", "Recap"})
    turns_red(check_parts, one, "## " + part, "### " + part,
              {one + ":1: parts: no part '## " + part + "', expected it"});
  Shelf shelf;
  shelf.change(two, "## Program", "### Program");
  CHECK(contains(joined(shelf.broken(check_parts)), "no part '## Program'"));
}

TEST_CASE("Parts that are out of order, doubled or unknown are red") {
  turns_red(check_parts, one, "## Question", "## Recap",
            {one + ":12: parts: 'Derivation {#one_derivation}' too late",
             "'Program: the run", "'Program: another", "'What it shows",
             "'What goes wrong", "'Exercises", "'Recap {#one_recap}' again",
             "no part '## Question'"});
  turns_red(check_parts, two, "## Recap", "## Exercises {#again}\n\n## Recap",
            {"'Exercises {#again}' again, expected the order"});
  turns_red(check_parts, two, "## Recap", "## Extras {#more}\n\n## Recap",
            {"'Extras {#more}', expected a part of a page"});
}

TEST_CASE("Headings without an id, or with a taken one, are red") {
  turns_red(check_parts, one, "None.", "### More",
            {one + ":53: parts: a heading without an id, expected {#id}"});
  turns_red(check_parts, two, "{#two_recap}", "{#one_recap}",
            {two + ":24: parts: the id 'one_recap' again, expected its own: " +
             one + ":55 has it"});
  turns_red(check_parts, one, "{#ch_one}", "{#one}",
            {one + ":1: parts: the first line, expected '# Title {#ch_name}'"});
  turns_red(check_parts, one, "# One", "\n# One",
            {one + ":1: parts: the first line"});
}

TEST_CASE("What looks like a page's parts inside code is not one") {
  Shelf shelf;
  shelf.change(one, "{{09-none.key}}", "## Extras\n# Title\n{{09-none.key}}");
  CHECK(joined(shelf.broken(check_all)) == "");
}

TEST_CASE("Trailing numbers are read as they stand") {
  using Numbers = std::vector<std::string>;
  CHECK(trailing_numbers("a = b;  // (3.4)") == Numbers{"3.4"});
  CHECK(trailing_numbers("a = b;  // (1.3) (1.4a)") == Numbers{"1.3", "1.4a"});
  CHECK(trailing_numbers("a = b; // see // (3.4)") == Numbers{"3.4"});
  for (const char* line :
       {"// (3.4)", "  // (3.4)", "a = b;", "a = b;  // as (3.4)",
        "a = b;  // (3.4), too", "a = b;  // (3)", "a = b;  // (3.4", ""})
    CHECK(trailing_numbers(line).empty());
}

TEST_CASE("A test case's strings are put together over lines") {
  Source source;
  source.path = "tests/x.cpp";
  source.lines = {
      "TEST_"
      "CASE(\"One \"",
      "  \"sentence\",",
      "  \"[1.1]\"",
      "  \"[B8][house]\") {",
      "CHECK(f(\"[2.2]\"));",
      "TEST_"
      "CASE(\"Bare\") {}"};
  const std::vector<TestCase> cases = test_cases(source);
  REQUIRE(cases.size() == 2);
  CHECK(cases[0].name == "One sentence");
  REQUIRE(cases[0].tags.size() == 3);
  CHECK(cases[0].tags[0].text == "1.1");
  CHECK(cases[0].tags[1].line == 4);
  CHECK(cases[0].tags[2].text == "house");
  CHECK(cases[1].line == 6);
  CHECK(cases[1].tags.empty());
}

TEST_CASE("The book keeps the rules of the house", "[house]") {
  const Violations found = check_all(read_tree(UNROLLED_SOURCE));
  std::string lines;
  for (const Violation& violation : found) lines += line_of(violation) + "\n";
  CHECK(lines == "");
}
