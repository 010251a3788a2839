// The verdicts on the notes: each thing that may be missing or false is seen
// red on a small book with one fault, and green without it.
#include "common/book/notes.hpp"

#include "common/book/commands.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled::book;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string joined(const Problems& problems) {
  std::string text;
  for (const std::string& line : problems) text += line + "\n";
  return text;
}

// What stands in this file must not itself look like a test or a verdict.
std::string test(const std::string& tags, const std::string& body) {
  return "TEST_" + ("CASE(\"A name\",\n          \"" + tags + "\") {\n  ") +
         body + "\n}\n";
}
std::string call(const std::string& function, const std::string& row) {
  return "notes::" + (function + "(\"" + row + "\", 1e-16);");
}

const std::string head = "id,state,verdict,where,later,formula,printed,words\n";
const std::string inventory = "tests/notes/inventory.csv";
const std::string tests = "tests/01-one/a.cpp";
const std::string records = "records/01-one/";

// A small book whose notes are all checked.
struct Shelf {
  Scratch scratch;

  Shelf() {
    write(inventory,
          head + "A1,ok,holds,1.1 #ch_one 01-run,,$a = b$,,\n" +
              "A2,wrong,misprint,1.1,,$a = b$,$a = c$,\"b, not c\"\n" +
              "B1,term,term,#words,,the right word,,\n" +
              "B2,lost,redrawn,fig-01-net,,figure,,\n" +
              "C1,claim,to come,,07-gates,gates,,\n" +
              "C2,claim,only when,1.1,07-gates,$a$,,\"only when b, or "
              "\"\"c\"\"\"\n");
    write("chapters/01-one/page.md",
          "# One {#ch_one}\n\n$$ a = b \\tag{1.1} $$\n\n"
          "![net](../../plots/01-net.svg \"A net.\")\n");
    write("chapters/01-one/run.cpp", "int main() { int a = b; }  // (1.1)\n");
    write("docs/notation.md",
          "# Notation {#notation}\n\n## Words {#words}\n\nB1: a word.\n");
    write(tests, test("[1.1][A1][A2]",
                      call("holds", "A1") + "\n  " + call("misprint", "A2")) +
                     test("[C2]", call("only_when", "C2")));
    record("A1", "holds", "error 2e-16\n", 3);
    record("A2", "misprint", "off 0.43\nerror 0\n", 4);
    record("C2", "only when", "smaller 0.5 one\nlarger 0.75 the other\n", 8);
  }
  void record(const std::string& row, const std::string& verdict,
              const std::string& found, int line) {
    write(records + row + ".txt", "row " + row + "\nverdict " + verdict + "\n" +
                                      found + "at " + tests + ":" +
                                      std::to_string(line) + "\n");
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
  std::string wrong() const {
    const Tree tree = read_tree(scratch.folder());
    Problems problems;
    const Book book = read_book(scratch.folder(), scratch / "run", problems);
    REQUIRE(joined(problems) == "");
    const Notes notes{read_inventory(scratch.folder(), problems),
                      read_findings(scratch / "records", problems)};
    for (const Problems& more :
         {check_rows(notes.rows, tree, book), check_findings(notes, tree)})
      problems.insert(problems.end(), more.begin(), more.end());
    return joined(problems);
  }
  int run() const {
    return ::call(notes_main, {"notes", "--source", scratch.folder().string(),
                               "--run", (scratch / "run").string(), "--records",
                               (scratch / "records").string(), "--out",
                               (scratch / "run/notes.json").string()});
  }
};

// Green as it stands; red once `from` is `to`, and says so.
void turns_red(const std::string& file, const std::string& from,
               const std::string& to, const std::vector<std::string>& said) {
  Shelf shelf;
  INFO(file << ": '" << from << "' to '" << to << "'");
  CHECK(shelf.wrong() == "");
  shelf.change(file, from, to);
  const std::string lines = shelf.wrong();
  INFO(lines);
  CHECK(lines != "");
  for (const std::string& part : said) CHECK(contains(lines, part));
  Captured captured;
  CHECK(shelf.run() == 1);
  CHECK(contains(captured.err(), said.at(0)));
  CHECK_FALSE(shelf.scratch.has("run/notes.json"));
}

}  // namespace

TEST_CASE("The notes of a small book are all checked") {
  const Shelf shelf;
  CHECK(shelf.wrong() == "");
  REQUIRE(shelf.run() == 0);
  const std::string json = shelf.scratch.read("run/notes.json");
  CHECK(contains(json, "error 2e-16"));
  CHECK(contains(json, "printed: off by 0.43"));
  CHECK(contains(json, "one 0.5 &lt; the other 0.75"));
  CHECK(contains(json, "[(1.1)](@ref eq_1_1)"));
  CHECK(contains(json, "src_chapters_01_one_run_cpp.html#l1"));
  CHECK(contains(json, "src_tests_01_one_a_cpp.html#l1"));
  CHECK(contains(json, "ch_one.html#fig-01-net"));
  CHECK(contains(json, "only when b, or \\\"c\\\""));
}

TEST_CASE("A row without a test is red") {
  turns_red(tests, "[A1]", "",
            {"inventory.csv:2: A1: no test, expected one with the tag [A1]"});
}

TEST_CASE("A row whose tests give no verdict is red") {
  turns_red(tests, call("holds", "A1"), "",
            {"A1: its tests give no verdict, expected notes::holds(\"A1\""});
}

TEST_CASE("A test that names no row is red") {
  turns_red(tests, "[1.1]", "[1.1][A3]", {tests + ":2: [A3] names no row"});
  turns_red(tests, call("holds", "A1"),
            call("holds", "A1") + call("holds", "D9"),
            {tests + ":3: a verdict on D9, expected a row of"});
}

TEST_CASE("A verdict in a test that does not name the row is red") {
  turns_red(tests, "[A1][A2]", "[A2]",
            {"A1: no test", "a verdict on A1, expected the tag [A1]"});
}

TEST_CASE("A verdict that no test produced is red") {
  Shelf shelf;
  shelf.scratch.remove(records + "A2.txt");
  CHECK(contains(shelf.wrong(), "A2: no test produced its verdict 'misprint'"));
  Captured captured;
  CHECK(shelf.run() == 1);
  CHECK(contains(captured.err(), "A2: no test produced its verdict"));
}

TEST_CASE("A verdict other than the inventory's is red") {
  turns_red(inventory, "A1,ok,holds", "A1,ok,restored",
            {tests + ":3: A1 holds, expected restored",
             "the test found 'holds' of A1, expected 'restored'"});
  turns_red(records + "A1.txt", "verdict holds", "verdict misprint",
            {"the test found 'misprint' of A1, expected 'holds'"});
}

TEST_CASE("A record of no row or from another test is red") {
  turns_red(records + "A1.txt", "row A1", "row E1",
            {"a verdict on E1, which is no row"});
  turns_red(records + "A1.txt", tests + ":3", tests + ":33",
            {"a verdict on A1 from a test that does not name it"});
  turns_red(records + "A1.txt", tests, "tests/01-one/b.cpp",
            {"a verdict on A1 from a test that does not name it"});
}

TEST_CASE("A record that can not be read is red") {
  turns_red(records + "A1.txt", "error 2e-16", "error two",
            {"no record, expected what tests/notes.hpp writes"});
  turns_red(records + "C2.txt", "larger 0.75 the other", "larger much",
            {"no record"});
}

TEST_CASE("A row that waits for a chapter that is there is red") {
  Shelf shelf;
  shelf.write("chapters/07-gates/page.md", "# Gates {#ch_gates}\n");
  const std::string lines = shelf.wrong();
  CHECK(contains(lines, "C1: waits for 07-gates, which is there"));
  CHECK(contains(lines, "C2: waits for 07-gates, which is there"));
  turns_red(inventory, "to come,,07-gates", "to come,,",
            {"C1: to come, expected the chapter that it waits for"});
}

TEST_CASE("A word or a figure without its place on a page is red") {
  turns_red("docs/notation.md", "B1: a word", "B11: a word",
            {"B1: term without a place, expected the #id of a page that names "
             "B1"});
  turns_red("docs/notation.md", "B1: a word",
            "A word.\n\n## Others {#others}\n\nB1: a word",
            {"B1: term without a place"});
  turns_red("docs/notation.md", "{#words}", "{#other}",
            {"B1: '#words' is no id"});
  turns_red("chapters/01-one/page.md", "01-net.svg", "01-nets.svg",
            {"B2: no page shows the figure 01-net"});
  turns_red(inventory, "fig-01-net", "#words",
            {"B2: redrawn without a place, expected fig-NAME"});
}

TEST_CASE("A place that is not there is red") {
  turns_red(inventory, "A1,ok,holds,1.1", "A1,ok,holds,1.2",
            {"A1: (1.2) is on no page"});
  turns_red(inventory, "01-run", "01-ran", {"A1: '01-ran', expected"});
  turns_red(inventory, "1.1 #ch_one 01-run", "",
            {"A1: no place, expected an equation or a page"});
}

TEST_CASE("An inventory with a gap, a double row or unknown words is red") {
  turns_red(inventory, "A1,ok,holds,1.1 #ch_one 01-run,,$a = b$,,\n", "",
            {"no row A1, expected it: A2 is there"});
  turns_red(inventory, "B2,lost", "B1,lost", {"B1 again"});
  turns_red(inventory, "A1,ok", "A1,fine", {"A1: the state 'fine'"});
  turns_red(inventory, "A1,ok,holds", "A1,ok,perhaps",
            {"A1: the verdict 'perhaps'"});
  turns_red(inventory, ",$a = c$,", ",,", {"A2: a misprint, expected what is"});
  turns_red(inventory, "the right word", "", {"B1: no formula"});
}

TEST_CASE("An inventory with another header or a missing cell is red") {
  turns_red(inventory, "id,state", "id,status", {"expected the header id,"});
  turns_red(inventory, "B2,lost,redrawn,", "B2,lost,redrawn;",
            {"inventory.csv:5: 7 cells, expected 8"});
  turns_red(inventory, "B2,", "Z2,",
            {"Z2: expected a note's letter and a number"});
}

TEST_CASE("The page of the notes refuses other words than its four") {
  Captured captured;
  CHECK(::call(notes_main, {"notes", "--source", "."}) == 2);
  CHECK(contains(captured.err(), "--records"));
}
