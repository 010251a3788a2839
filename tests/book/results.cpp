// The table that ./book ends with.
#include "common/book/results.hpp"

#include <sstream>

#include "common/book/commands.hpp"
#include "common/book/utf8.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled::book;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string result(const std::string& name, const std::string& claim,
                   bool held) {
  return R"({"name": ")" + name + R"(", "claim": ")" + claim +
         R"(", "held": )" + (held ? "true" : "false") +
         R"(, "values": {}, "tables": {}, "figures": []})";
}

struct Run {
  Scratch scratch;
  std::string out, err;
  int code(std::vector<std::string> programs) {
    programs.insert(programs.begin(), {"results", scratch.folder().string()});
    Captured captured;
    const int exit = call(results_main, programs);
    out = captured.out();
    err = captured.err();
    return exit;
  }
};

}  // namespace

TEST_CASE("The results table is printed and exits 0 when every claim held") {
  Run run;
  run.scratch.write("01-a.json", result("01-a", "One is one", true));
  run.scratch.write("01-b.json", result("01-b", "Two is two", true));
  CHECK(run.code({"01-a", "01-b"}) == 0);
  CHECK(contains(run.out, "01-a     One is one"));
  CHECK(contains(run.out, "2 of 2 claims held."));
}

TEST_CASE("The results exit 1 when one claim did not hold") {
  Run run;
  run.scratch.write("01-a.json", result("01-a", "One is one", true));
  run.scratch.write("01-b.json", result("01-b", "Two is three", false));
  CHECK(run.code({"01-a", "01-b"}) == 1);
  CHECK(contains(run.out, " no\n"));
  CHECK(contains(run.out, "1 of 2 claims held."));
}

TEST_CASE("The results exit 1 when a program left nothing") {
  Run run;
  run.scratch.write("01-a.json", result("01-a", "One is one", true));
  CHECK(run.code({"01-a", "01-b"}) == 1);
  CHECK(contains(run.out, "did not finish"));
}

TEST_CASE("The results refuse usage without a program") {
  Run run;
  CHECK(run.code({}) == 2);
  CHECK(contains(run.err, "expected RUN_FOLDER PROGRAM..."));
}

TEST_CASE("A result that is not one is refused by its file's name") {
  Scratch scratch;
  const auto complaint = [&](const std::string& content) -> std::string {
    scratch.write("01-a.json", content);
    try {
      read_outcome(scratch.folder(), "01-a");
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "accepted";
  };
  CHECK(complaint(result("01-a", "x", true)) == "accepted");
  CHECK(contains(complaint(""), "01-a.json: expected a result"));
  CHECK(contains(complaint("{}"), "01-a.json: expected a result"));
  CHECK(contains(complaint(R"({"name": "01-a", "claim": "x", "held": "yes"})"),
                 "01-a.json: expected a result"));
  CHECK(contains(complaint(result("01-b", "x", true)),
                 "expected '01-a', got '01-b'"));
}

TEST_CASE("The table keeps to its width and wraps claims between words") {
  const std::string claim =
      "The gradient of the whole loss, taken block by block, agrees with the "
      "complex step to \u2016\u03b4\u2016 at most 1e-12 at every length from 1 "
      "to 50 and at every seed that was tried";
  std::vector<Outcome> outcomes{{"03-any-length", claim, Verdict::held},
                                {"04-x", "", Verdict::did_not_finish}};
  for (const std::size_t width : {60u, 80u, 100u}) {
    std::istringstream table(results_table(outcomes, width));
    std::string words;
    for (std::string line; std::getline(table, line);) {
      CHECK(columns_of(line) <= width);
      CHECK((line.empty() || line.back() != ' '));
      std::istringstream parts(line);
      for (std::string word; parts >> word;) words += word + " ";
    }
    CHECK(contains(words, "03-any-length The gradient"));
    CHECK(contains(words, "that was tried"));
  }
}

TEST_CASE("Columns are counted as a terminal shows them") {
  CHECK(columns_of("") == 0);
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("\u03b4\u2016") == 2);
  CHECK(columns_of("\u4e2d\u6587") == 4);
  CHECK(columns_of("y\u0302") == 1);
}
