// The exercises: the runner end to end on a small book, and the proof that an
// exercise is one.
#include <fcntl.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "common/book/commands.hpp"
#include "common/book/exercises_check.hpp"
#include "common/book/exercises_judge.hpp"
#include "common/book/exercises_prove.hpp"
#include "common/book/exercises_reader.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled::book;
using unrolled::Matrix;
using unrolled::exercises::judge;
using unrolled::exercises::judge_by_hand;
using unrolled::exercises::mistake;
namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string include =
    "#include \"chapters/01-one/exercises/1/task.hpp\"\n";

std::string answer(const std::string& body) {
  return include + "double twice(double x) {\n" + body + "\n}\n";
}

// A book of one chapter and one exercise, and a reader with an empty folder.
struct Room {
  Scratch scratch;
  std::string out, err;

  Room() {
    const fs::path source = UNROLLED_SOURCE, build = UNROLLED_BUILD;
    for (const char* shared : {"common", "tests"})
      fs::create_directory_symlink(source / shared, scratch / shared);
    fs::create_directories(scratch / "build/exercises");
    fs::copy_file(build / "exercises/bench.json",
                  scratch / "build/exercises/bench.json");
    scratch.write("chapters/01-one/page.md", "# One {#ch_one}\n");
    write("text.md",
          "# Doubling\n\nMake twice() double its number.\n\nMore.\n");
    write("task.hpp",
          "#pragma once\n#include \"common/matrix.hpp\"\n"
          "double twice(double x);\n");
    write("check.cpp", R"C(#include "tests/exercise.hpp"
)C" + include + R"C(using namespace unrolled::exercises;
TEST_CASE("Three is doubled", "[exercise-1-1]") {
  expect(judge("twice(3)", twice(3), 6, {mistake("That is thrice.", 9),
                                         mistake("That is the half.", 1.5)}));
  }
)C");
    write("stub.cpp", answer("  return 0;"));
    write("solution.cpp", answer("  return 2 * x;"));
    write("solution.md", "Why: " + std::string(100, 'y') + "\n");
    write("hints.md",
          "## A question\n\nWhat is x + x?\n\n## Where to look\n\n"
          "Chapter 1.\n\n## Almost the answer\n\n2 * ...\n");
    write("wrong-thrice.cpp",
          "// Says: That is thrice.\n" + answer("  return 3 * x;"));
    write("wrong-half.cpp",
          "// Says: That is the half.\n" + answer("  return x / 2;"));
  }

  void write(const std::string& name, const std::string& content) {
    scratch.write("chapters/01-one/exercises/1/" + name, content);
  }
  void drop(const std::string& name) {
    scratch.remove("chapters/01-one/exercises/1/" + name);
  }
  void save(const std::string& body) {
    scratch.write("my/exercise-1-1.cpp", answer(body));
  }
  std::string mine() const { return scratch.read("my/exercise-1-1.cpp"); }

  std::vector<std::string> line(const std::string& command,
                                const std::vector<std::string>& words) const {
    std::vector<std::string> all{command, "--home", scratch.folder().string(),
                                 "--build", (scratch / "build").string()};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  int run(int (*command)(int, char**), const std::string& name,
          const std::vector<std::string>& words) {
    Captured captured;
    const int code = call(command, line(name, words));
    out = captured.out();
    err = captured.err();
    return code;
  }
  int exercise(const std::vector<std::string>& words) {
    return run(exercise_main, "exercise", words);
  }
  int list() { return run(exercises_main, "exercises", {}); }
  std::vector<std::string> proof() const {
    const Bench bench{scratch.folder(), scratch / "build"};
    return prove(bench, read_exercises(scratch.folder()).at(0));
  }
};

bool any(const std::vector<std::string>& objections, const std::string& part) {
  for (const std::string& objection : objections)
    if (contains(objection, part)) return true;
  return false;
}

}  // namespace

// -- The runner, end to end ---------------------------------------------------

TEST_CASE("A reader begins, fails, asks, passes and begins anew") {
  Room room;
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1 One\n  1-1   not begun      Doubling\n"));
  CHECK(contains(room.out, "0 of 1 done. Next: ./book exercise 1-1"));
  CHECK(room.err.empty());

  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(room.mine() == answer("  return 0;"));
  CHECK(contains(room.out, "  Make twice() double its number.\n"));
  CHECK(contains(room.out, "Your file is my/exercise-1-1.cpp."));
  CHECK(contains(room.out, "Not yet right: 0 of 1 tests hold."));
  CHECK(contains(room.out, "expected  6\n"));
  CHECK(contains(room.out, "came      0\n"));
  CHECK(contains(room.out, "A hint: ./book exercise 1-1 --hint"));

  CHECK(room.exercise({"1-1", "--hint"}) == 0);
  CHECK(contains(room.out, "Hint 1 of 3: A question\n\nWhat is x + x?"));
  CHECK(room.exercise({"1-1", "--hint"}) == 0);
  CHECK(contains(room.out, "Hint 2 of 3: Where to look"));
  CHECK(room.exercise({"1-1", "--hint"}) == 0);
  CHECK(contains(room.out, "Hint 3 of 3: Almost the answer"));
  CHECK(!contains(room.out, "no more"));
  CHECK(room.exercise({"1-1", "--hint"}) == 0);
  CHECK(contains(room.out, "Hint 3 of 3"));
  CHECK(contains(room.out, "There are no more."));

  room.save("  return 3 * x;");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "came      9\n"));
  CHECK(contains(room.out, "That is thrice."));
  CHECK(!contains(room.out, "Your file is"));  // said when it was begun
  CHECK(room.exercise({"1-1", "--solution"}) == 1);
  CHECK(!contains(room.out, "2 * x"));
  CHECK(room.exercise({"1-1", "--solution", "--anyway"}) == 0);
  CHECK(contains(room.out, "2 * x"));

  room.save("  return x + x;");
  CHECK(room.exercise({"1-1"}) == 0);
  CHECK(contains(room.out, "Right. 1 of 1 tests hold."));
  CHECK(contains(room.out, "every exercise is done"));
  CHECK(room.exercise({"1-1", "--solution"}) == 0);
  CHECK(contains(room.out, "Why: yyy"));
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   done           Doubling"));
  CHECK(contains(room.out, "1 of 1 done.\n"));

  CHECK(room.exercise({"1-1", "--reset"}) == 0);
  CHECK(contains(room.out, "Your version is now my/exercise-1-1.old-1.cpp."));
  CHECK(room.scratch.read("my/exercise-1-1.old-1.cpp") ==
        answer("  return x + x;"));
  CHECK(room.mine() == answer("  return 0;"));
  CHECK(room.exercise({"1-1", "--reset"}) == 0);
  CHECK(room.scratch.read("my/exercise-1-1.old-2.cpp") ==
        answer("  return 0;"));
  CHECK(room.scratch.read("my/exercise-1-1.old-1.cpp") ==
        answer("  return x + x;"));
}

TEST_CASE("The list is true of files that changed, came or went") {
  Room room;
  room.save("  return 2 * x;");  // made without the runner
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   done "));
  CHECK(contains(room.err, "checking 1-1 again: it changed"));
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   done "));
  CHECK(room.err.empty());  // kept, not checked again

  room.save("  return 2 * x + 1;");
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   not yet right "));
  room.save("  return 2 * x;");
  const std::string bench = room.scratch.read("build/exercises/bench.json");
  room.scratch.remove("build/exercises/bench.json");
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   changed "));
  CHECK(contains(room.out, "0 of 1 done."));
  room.scratch.write("build/exercises/bench.json", bench);
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   done "));

  // A new check of the book decides anew.
  room.write("check.cpp", R"C(#include "tests/exercise.hpp"
)C" + include + R"C(TEST_CASE("Four", "[exercise-1-1]") {
  expect(unrolled::exercises::judge("twice(4)", twice(4), 8.5));
}
)C");
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   not yet right "));
}

TEST_CASE("A file that was deleted is said to be gone and begun on request") {
  Room room;
  CHECK(room.exercise({"1-1"}) == 1);
  room.scratch.remove("my/exercise-1-1.cpp");
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   file is gone "));
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "my/exercise-1-1.cpp was begun and is gone."));
  CHECK(contains(room.out, "./book exercise 1-1 --reset"));
  CHECK(!room.scratch.has("my/exercise-1-1.cpp"));
  CHECK(room.exercise({"1-1", "--reset"}) == 0);
  CHECK(room.mine() == answer("  return 0;"));
  CHECK(!room.scratch.has("my/exercise-1-1.old-1.cpp"));
}

TEST_CASE("Progress that cannot be read is kept beside and found out anew") {
  Room room;
  room.save("  return 2 * x;");
  CHECK(room.exercise({"1-1"}) == 0);
  room.scratch.write("my/.progress", "{\"1-1\": {\"done\"");
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   done "));
  CHECK(contains(room.err, "could not be read"));
  CHECK(room.scratch.read("my/.progress.unreadable") == "{\"1-1\": {\"done\"");
  room.scratch.write("my/.progress", "{\"1-1\": 5}");
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   done "));
}

TEST_CASE("An answer that does not compile shows the reader's lines alone") {
  Room room;
  room.save("  return 2 * y;");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "It does not compile:\n  my/exercise-1-1.cpp:3: "));
  CHECK(contains(room.out, "    3 |   return 2 * y;\n"));
  CHECK(contains(room.out, "        |              ^\n"));
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   not yet right "));

  // An error inside a library is laid to the line that led there.
  room.save(
      "  const unrolled::Matrix m{x, std::string(\"y\")};\n"
      "  return arma::accu(m + std::string(\"y\"));");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "  my/exercise-1-1.cpp:3: "));
  CHECK(!contains(room.out, "/usr/"));
  CHECK(!contains(room.out, room.scratch.folder().string()));

  room.scratch.write("my/exercise-1-1.cpp", include);
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "your file lacks twice(double)"));
}

TEST_CASE("A warning is shown beside the answer that failed") {
  Room room;
  room.save("  if (x > 100) return 1;");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "The compiler warns:\n  my/exercise-1-1.cpp:4: "));
}

TEST_CASE("A crash is reported by its signal and where it was") {
  Room room;
  const std::string where = "in the test 'Three is doubled'";
  room.save("  return *static_cast<volatile double*>(nullptr);");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "It crashed:\n  signal 11 (SIGSEGV"));
  CHECK(contains(room.out, where));

  room.save("  std::abort();");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "signal 6 (SIGABRT"));

  room.save("  return x + twice(x + 1);");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "signal 11 (SIGSEGV"));
  CHECK(contains(room.out, "an endless recursion"));

  room.save("  std::exit(0);");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "a main() or an exit()?"));
  CHECK(room.list() == 0);
  CHECK(contains(room.out, "1-1   not yet right "));
}

TEST_CASE("An endless loop is ended and reported, endless memory too") {
  Room room;
  room.save("  for (volatile bool on = true; on;) x += 1;\n  return x;");
  CHECK(room.exercise({"--limit", "1", "1-1"}) == 1);
  CHECK(contains(room.out, "It took too long:\n  ended after 1 seconds"));
  CHECK(contains(room.out, "in the test 'Three is doubled'"));

  room.save(
      "  std::vector<std::vector<double>> all;\n"
      "  for (;;) all.emplace_back().reserve(std::size_t{1} << 27);");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "your code threw: std::bad_alloc"));

  room.save("  for (;;) std::cout << \"again and again\\n\";");
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "more than 1 MB printed"));
  CHECK(contains(room.out, "lines more"));
}

TEST_CASE("An exception's message and the answer's own prints are shown") {
  Room room;
  room.save(
      "  std::cout << \"x is \" << x << \"\\n\";\n"
      "  return arma::accu(unrolled::Matrix(2, 2) * "
      "unrolled::Matrix(3, 1));");
  CHECK(room.exercise({"1-1"}) == 1);
  INFO(room.out);
  CHECK(contains(room.out, "Printed:\n  x is 3\n"));
  CHECK(contains(room.out, "your code threw: matrix multiplication: "));
  CHECK(contains(room.out, "2x2"));
  CHECK(contains(room.out, "3x1"));
}

TEST_CASE("Watching checks again at each save and ends when it is right") {
  Room room;
  const fs::path log = room.scratch / "log";
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int file = open(log.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(file, 1);
    dup2(file, 2);
    _exit(call(exercise_main, room.line("exercise", {"1-1", "--watch"})));
  }
  REQUIRE(child > 0);
  int status = 0;
  bool over = false;
  const auto wait_for = [&](const std::string& words, std::size_t times) {
    for (int tries = 0; tries < 1100 && !over; ++tries) {
      const std::string text = fs::exists(log) ? room.scratch.read("log") : "";
      std::size_t found = 0;
      for (std::size_t at = 0; (at = text.find(words, at)) != text.npos; ++at)
        ++found;
      if (found >= times) return true;
      over = waitpid(child, &status, WNOHANG) == child;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  };
  CHECK(wait_for("Waiting for my/exercise-1-1.cpp", 1));
  room.save("  return 3 * x;");
  CHECK(wait_for("That is thrice.", 1));
  CHECK(wait_for("Waiting for", 2));
  room.scratch.remove("my/exercise-1-1.cpp");  // as some editors do
  room.save("  return 2 * x;");
  CHECK(wait_for("Right.", 1));
  if (!over) waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("Words that mean nothing are refused with exit 2") {
  Room room;
  CHECK(room.exercise({"7-1"}) == 2);
  CHECK(room.err == "error: no exercise '7-1'; there are 1-1\n");
  CHECK(room.exercise({}) == 2);
  CHECK(room.exercise({"1-1", "--hnit"}) == 2);
  CHECK(contains(room.err, "expected nothing, --hint, --solution"));
  CHECK(room.exercise({"1-1", "--anyway"}) == 2);
  CHECK(room.exercise({"1-1", "--hint", "--reset"}) == 2);
  CHECK(room.exercise({"--limit", "soon", "1-1"}) == 2);
  CHECK(room.exercise({"--limit", "0", "1-1"}) == 2);
  CHECK(room.run(exercises_main, "exercises", {"3"}) == 2);
  CHECK(call(exercises_main, {"exercises"}) == 2);
  CHECK(!room.scratch.has("my"));
}

TEST_CASE("The launcher lists the exercises of a copy of the book") {
  Room room;
  const fs::path source = UNROLLED_SOURCE, build = UNROLLED_BUILD;
  fs::copy_file(source / "book", room.scratch / "book");
  room.scratch.remove("build");
  fs::create_directories(room.scratch / "build");
  fs::create_directory_symlink(build, room.scratch / "build/release");
  const Finished listed =
      run_process({"./book", "exercises"}, room.scratch.folder());
  CHECK(listed.code == 0);
  CHECK(contains(listed.output, "1-1   not begun      Doubling"));
  const Finished refused =
      run_process({"./book", "exercises", "1"}, room.scratch.folder());
  CHECK(refused.code == 2);
}

TEST_CASE("The next exercise is the one after, else the first that is open") {
  Room room;
  for (const char* folder :
       {"chapters/01-one/exercises/2", "chapters/02-two/exercises/1"})
    room.scratch.write(std::string(folder) + "/text.md",
                       "# More\n\nDo more.\n");
  room.save("  return 2 * x;");
  CHECK(room.exercise({"1-1"}) == 0);
  CHECK(contains(room.out, "Next: ./book exercise 1-2\n"));
  const Reader reader({room.scratch.folder(), room.scratch / "build"},
                      room.scratch / "my");
  CHECK(reader.next()->name() == "1-2");
  CHECK(reader.next("1-2")->name() == "2-1");
  CHECK(reader.next("2-1")->name() == "1-2");
}

// -- The pages ----------------------------------------------------------------

TEST_CASE("A page shows its exercises in place of a line, and a session") {
  Room room;
  const std::string text =
      "# One {#ch_one}\n\nSee `<!-- exercises -->`.\n\n<!-- exercises "
      "-->\n\nEnd.\n";
  const std::string woven =
      with_exercises(text, room.scratch / "chapters/01-one");
  CHECK(contains(woven,
                 "\n\n### 1-1: Doubling {#exercise_1_1}\n\nMake `twice()` "
                 "double its number.\n\nMore.\n\n\\run{./book exercise "
                 "1-1}\n"));
  CHECK(contains(woven, "See `<!-- exercises -->`."));
  CHECK(contains(woven, "\nEnd.\n"));
  CHECK(with_exercises("# Two\n", room.scratch / "chapters/01-one") ==
        "# Two\n");
  CHECK(!contains(with_exercises(text, room.scratch / "chapters/02-two"),
                  "themselves"));

  const std::string page = "# Doing\n\n<!-- exercise session -->\n";
  CHECK_THROWS_AS(with_transcript(page, room.scratch.folder()),
                  std::runtime_error);
  CHECK(with_transcript("# Else\n", room.scratch.folder()) == "# Else\n");
  room.scratch.write("exercise-session.md", "We see a list.\n");
  CHECK(with_transcript(page, room.scratch.folder()) ==
        "# Doing\n\nWe see a list.\n\n");
}

// -- The proof ----------------------------------------------------------------

TEST_CASE("An exercise that holds meets no objection") {
  const Room room;
  CHECK(room.proof().empty());
}

TEST_CASE("A stub or a wrong answer that passes is caught") {
  Room room;
  room.write("stub.cpp", answer("  return 2 * x;"));
  room.write("wrong-half.cpp",
             "// Says: That is the half.\n" + answer("  return x + x;"));
  const std::vector<std::string> objections = room.proof();
  CHECK(any(objections, "stub.cpp should be not yet right"));
  CHECK(any(objections, "wrong-half.cpp should be not yet right"));
  CHECK(objections.size() == 2);
  CHECK(room.run(prove_main, "prove", {}) == 1);
  CHECK(contains(room.out, "1-1: stub.cpp should be not yet right"));
  CHECK(room.run(prove_main, "prove", {"9-9"}) == 2);
}

TEST_CASE("A wrong answer without a message of its own is caught") {
  Room room;
  room.write("wrong-thrice.cpp",
             "// Says: That is five times it.\n" + answer("  return 5 * x;"));
  room.write("wrong-again.cpp",
             "// Says: That is the half.\n" + answer("  return 0.5 * x;"));
  room.write("wrong-silent.cpp", answer("  return 7 * x;"));
  room.write("stub.cpp", answer("  return x / 2;"));
  const std::vector<std::string> objections = room.proof();
  CHECK(any(objections, "wrong-thrice.cpp does not meet 'That is five"));
  CHECK(any(objections, "wrong-again.cpp meets the message of wrong-half.cpp"));
  CHECK(any(objections, "stub.cpp meets the message of wrong-half.cpp"));
  CHECK(any(objections, "wrong-silent.cpp has no '// Says: ...'"));
}

TEST_CASE("A solution that fails and a stub that throws are caught") {
  Room room;
  room.write("solution.cpp", answer("  return 2 * x + 1;"));
  room.write("stub.cpp", answer("  throw std::logic_error(\"to do\");"));
  room.drop("wrong-half.cpp");
  room.write("hints.md", "## A question\n\nWhat?\n\n## Where to look\n\n");
  room.write("solution.md", "So says (1.7), and f(1.8).\n");
  const std::vector<std::string> objections = room.proof();
  CHECK(any(objections, "solution.cpp should be right"));
  CHECK(any(objections, "stub.cpp does not fail by a value"));
  CHECK(any(objections, "1 wrong answers, expected two or more"));
  CHECK(any(objections, "2 hints, expected 3"));
  CHECK(any(objections, "the hint 'Where to look' is empty"));
  CHECK(any(objections, "solution.md does not explain"));
  CHECK(any(objections, "solution.md mentions (1.7), which stands on no page"));
  CHECK(!any(objections, "1.8"));
}

TEST_CASE("A check without its tag or that does not compile is caught") {
  Room room;
  room.write("check.cpp", "#include \"tests/exercise.hpp\"\nint x = y;\n");
  const std::vector<std::string> objections = room.proof();
  CHECK(any(objections, "check.cpp has no test with the tag [exercise-1-1]"));
  CHECK(any(objections, "check.cpp does not compile"));
  CHECK(room.exercise({"1-1"}) == 1);
  CHECK(contains(room.out, "your file is not at fault"));
}

TEST_CASE("A text without a title or with too much to do is refused") {
  Room room;
  room.write("text.md", "Doubling\n");
  CHECK_THROWS_WITH(read_exercises(room.scratch.folder()),
                    Catch::Matchers::ContainsSubstring("expected '# Title'"));
  room.write("text.md", "# Doubling\n\nOne\ntwo\nthree\n");
  CHECK_THROWS_WITH(
      read_exercises(room.scratch.folder()),
      Catch::Matchers::ContainsSubstring("one or two lines, got 3"));
}

// -- Its parts ----------------------------------------------------------------

TEST_CASE("A verdict shows what was expected, what came and which mistake") {
  const Matrix truth{{1, 2}, {3, 4}};
  CHECK(judge("m", truth, truth).empty());
  CHECK(judge("m", Matrix{{1, 2}, {3, 4 + 1e-12}}, truth).empty());
  const std::string wrong =
      judge("m", truth.t(), truth, {{"It is transposed.", truth.t()}});
  CHECK(wrong ==
        "m\n  expected  1  2\n            3  4\n"
        "  came      1  3\n            2  4\nIt is transposed.\n");
  CHECK(judge("m", Matrix{1.0}, truth) == "m: expected 2 x 2, came 1 x 1");
  CHECK(contains(judge("m", 1.0000001, 1.0), "came      1.0000001\n"));
  CHECK(contains(judge("m", std::nan(""), 1.0), "What came is not finite."));
  // A mistake that gives the true value is none.
  CHECK(!contains(judge("m", 2.0, 1.0, {mistake("one", 1), mistake("two", 2)}),
                  "one"));
}

TEST_CASE("A verdict on a number by hand keeps the number to itself") {
  CHECK(judge_by_hand("x", "6 times 7", 42.00001, 42).empty());
  CHECK(judge_by_hand("x", "6 times 7", 13, 42, {mistake("A sum.", 13)}) ==
        "x\n  expected  6 times 7\n  came      13\nA sum.\n");
}

TEST_CASE("Diagnostics of both compilers are brought down to one file") {
  const std::string source = "one\ntwo\nthree\nfour\n";
  const std::string gcc =
      "In file included from lib.hpp:1,\n"
      "                 from my/a.cpp:1:\n"
      "lib.hpp: In instantiation of 'void f(T)':\n"
      "my/a.cpp:2:3:   required from here\n"
      "lib.hpp:9:7: error: no member\n"
      "    9 |  x.y\n"
      "my/a.cpp:4:1: error: expected ';'\n"
      "my/a.cpp:4:1: error: expected ';'\n"
      "my/a.cpp:1:1: warning: unused\n"
      "my/a.cpp:1:1: note: declared here\n";
  CHECK(diagnostics(gcc, "my/a.cpp", source, "error") ==
        "  my/a.cpp:2: no member\n      2 | two\n        |   ^\n"
        "  my/a.cpp:4: expected ';'\n      4 | four\n        | ^\n");
  CHECK(diagnostics(gcc, "my/a.cpp", source, "warning") ==
        "  my/a.cpp:1: unused\n      1 | one\n        | ^\n");
  const std::string clang =
      "lib.hpp:9:7: error: no member\n"
      "my/a.cpp:2:3: note: in instantiation of function requested here\n"
      "my/a.cpp:3:2: error: unknown\n";
  CHECK(diagnostics(clang, "my/a.cpp", source, "error") ==
        "  my/a.cpp:2: no member\n      2 | two\n        |   ^\n"
        "  my/a.cpp:3: unknown\n      3 | three\n        |  ^\n");
  std::string many;
  for (const char* line : {"1", "2", "3", "4", "3"})
    many += std::string("my/a.cpp:") + line + ":1: error: e" + line + "\n";
  CHECK(contains(diagnostics(many, "my/a.cpp", source, "error"),
                 "and 1 more, which often follow from the first"));
}

TEST_CASE("A report that breaks off names the test that was running") {
  Checked checked;
  CHECK(read_report("test a b\nheld\ntest c\nfailed\n| p\n|  q\n| \n",
                    checked) == "c");
  CHECK(checked.tests == 2);
  CHECK(checked.held == 1);
  REQUIRE(checked.failures.size() == 1);
  CHECK(checked.failures[0].text == "p\n q\n\n");
  CHECK(checked.failures[0].test == "c");
  checked = {};
  CHECK(read_report("test a\nfatal\n| SIGSEGV\nend\n", checked) == "a");
  CHECK(checked.held == 0);
}
