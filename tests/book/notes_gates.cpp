// The gates that are other people's programs, the compiler and the formatter,
// seen red: with the flags that the book is built with.
#include <regex>

#include "common/book/check.hpp"
#include "common/book/exercises_check.hpp"
#include "common/book/mutants.hpp"
#include "common/book/notes.hpp"
#include "common/data.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

namespace notes_gates {

using namespace unrolled::book;

namespace {

// The words of Book.cmake from a mark up to the bracket that closes it.
std::vector<std::string> flags(const std::string& mark) {
  const std::string text = unrolled::read_file(std::string(UNROLLED_SOURCE) +
                                               "/common/book/Book.cmake");
  const std::size_t at = text.find(mark);
  REQUIRE(at != text.npos);
  const std::string list = text.substr(at, text.find(')', at) - at);
  static const std::regex flag("-[Wf][A-Za-z][^\\s)]*");
  std::vector<std::string> words;
  for (std::sregex_iterator it(list.begin(), list.end(), flag), end; it != end;
       ++it)
    words.push_back(it->str());
  REQUIRE(words.size() > 2);
  return words;
}

int compile(const Scratch& scratch, const std::string& code,
            std::vector<std::string> words) {
  scratch.write("a.cpp", code);
  words.insert(words.begin(), {"c++", "-std=c++20"});
  words.insert(words.end(), {"a.cpp", "-o", "a.out"});
  return run_process(words, scratch.folder(), 0).code;
}

}  // namespace

TEST_CASE("A warning stops the build when warnings are errors") {
  const Scratch scratch;
  std::vector<std::string> words = flags("target_compile_options(warnings");
  words.insert(words.end(), {"-Werror", "-c"});
  CHECK(compile(scratch, "int f(int x) { return x; }\n", words) == 0);
  for (const char* code :
       {"int f(double x) { return x; }\n",                     // -Wconversion
        "int f(int x) { { int x = 1; return x; } }\n",         // -Wshadow
        "int f(int x) { return 1; }\n",                        // -Wextra
        "int f(int x) { int y; return x; }\n",                 // -Wall
        "int f(int n) { int a[n]; a[0] = n; return a[0]; }"})  // -Wpedantic
  {
    INFO(code);
    CHECK(compile(scratch, code, words) != 0);
  }
}

TEST_CASE("A run under sanitizers ends at the first fault") {
  const Scratch scratch;
  std::vector<std::string> words = flags("add_compile_options(-fsanitize");
  const auto run = [&](const std::string& body) {
    const std::string code =
        "int main(int n, char**) {\n" + body + "\nreturn 0; }\n";
    REQUIRE(compile(scratch, code, words) == 0);
    const Finished done =
        run_process({(scratch / "a.out").string()}, scratch.folder(), 0);
    return done.code != 0 || done.signal != 0;
  };
  CHECK_FALSE(run("int* a = new int[2]{n, n}; n = a[1]; delete[] a;"));
  CHECK(run("int* a = new int[2]{n, n}; n = a[n + 1]; delete[] a;"));
  CHECK(run("volatile int big = 2147483647; big = big + n;"));
}

TEST_CASE("A line that is out of format is told") {
  const Scratch scratch;
  scratch.write(
      ".clang-format",
      unrolled::read_file(std::string(UNROLLED_SOURCE) + "/.clang-format"));
  const auto told = [&](const std::string& code) {
    scratch.write("a.cpp", code);
    return run_process({"clang-format-14", "--dry-run", "-Werror", "a.cpp"},
                       scratch.folder(), 0)
        .code;
  };
  const int fine = told("int a = 1;\n");
  if (fine == 127) {
    WARN("skipped: clang-format-14 is not installed");
    return;
  }
  CHECK(fine == 0);
  CHECK(told("int  a=1;\n") != 0);
}

TEST_CASE("Every row of the notes has its place and its test in this book") {
  const Scratch run;  // no program has run: its results are not looked at
  run.write("exercise-session.md", "");
  Problems ignored, problems;
  const Book book = read_book(UNROLLED_SOURCE, run.folder(), ignored);
  const std::vector<Row> rows = read_inventory(UNROLLED_SOURCE, problems);
  CHECK(rows.size() > 109);
  for (const std::string& line :
       check_rows(rows, read_tree(UNROLLED_SOURCE), book))
    problems.push_back(line);
  for (const std::string& line : problems) {
    INFO(line);
    CHECK(line.empty());
  }
}

}  // namespace notes_gates
