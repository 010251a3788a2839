// Fresh figures against accepted ones: every kind of difference is seen.
#include "common/book/figures.hpp"

#include "common/book/commands.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;
using namespace unrolled::book;

namespace {

const std::string good =
    "# exact, tolerance 0.001: A title\n"
    "series,x,y\n"
    "first,1,100\n"
    "first,2,-200\n"
    "\"second, with a comma\",1,0.5\n";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string replaced(std::string text, const std::string& from,
                     const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> differences(const std::string& fresh,
                                     const std::string& accepted) {
  return compare_figure("01-x", parse_figure(fresh, "fresh"),
                        parse_figure(accepted, "accepted"));
}

std::string only(const std::vector<std::string>& lines) {
  REQUIRE(lines.size() == 1);
  return lines[0];
}

std::string complaint(const std::string& text) {
  try {
    parse_figure(text, "01-x.csv");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

// A run and the accepted figures, in agreement until a test breaks them.
struct Desk {
  Scratch scratch;
  std::string out, err;

  Desk() {
    for (const std::string folder : {"run/", "plots/"}) {
      scratch.write(folder + "01-x.svg", "<svg>x</svg>");
      scratch.write(folder + "01-x.csv", good);
      scratch.write(folder + "02-graph.svg", "<svg>dot</svg>");
    }
    result("01-p", R"("01-x")");
  }
  void result(const std::string& program, const std::string& figures) {
    scratch.write("run/" + program + ".json",
                  R"({"figures": [)" + figures + "]}");
  }
  int code(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"figures", "--run", (scratch / "run"),
                                   "--accepted", (scratch / "plots")};
    words.insert(words.end(), more.begin(), more.end());
    Captured captured;
    int exit = -1;
    try {
      exit = call(figures_main, words);
    } catch (const std::exception& error) {
      err = error.what();
    }
    out = captured.out();
    err += captured.err();
    return exit;
  }
  bool says(const std::string& part) const { return contains(out, part); }
};

}  // namespace

TEST_CASE("A figure's CSV is read with its mark, columns and series") {
  const FigureNumbers n = parse_figure(good, "x");
  CHECK(n.mark.exact);
  CHECK(n.mark.tolerance == 0.001);
  CHECK(n.columns == std::vector<std::string>{"x", "y"});
  REQUIRE(n.series.size() == 2);
  CHECK(n.series[0].name == "first");
  CHECK(n.series[0].rows.size() == 2);
  CHECK(n.series[0].rows[1][1] == -200);
  CHECK(n.series[1].name == "second, with a comma");
  CHECK_FALSE(parse_figure("# measured: t\nseries,x\ns,1\n", "x").mark.exact);
}

TEST_CASE("A doubled quote and an empty cell are read as written") {
  const FigureNumbers n =
      parse_figure("# measured: t\nseries,x,y2\n\"a \"\"b\"\" c\",1,\n", "x");
  CHECK(n.series[0].name == "a \"b\" c");
  CHECK(n.series[0].rows[0][0] == 1);
  CHECK_FALSE(n.series[0].rows[0][1].has_value());
}

TEST_CASE("A figure's CSV that is not one is refused by file and line") {
  CHECK(complaint(good) == "accepted");
  CHECK(contains(complaint(""), "01-x.csv:1: expected a mark"));
  CHECK(contains(complaint("# exact, tolerance 1: t\nseries,x\n"),
                 "01-x.csv:3: expected a mark, a header and rows"));
  for (const std::string mark :
       {"# exact: t", "# exact, tolerance tiny: t", "# exact, tolerance -1: t",
        "# exact, tolerance nan: t", "# exact, tolerance 1", "exact", "#"})
    CHECK(contains(complaint(mark + "\nseries,x\ns,1\n"),
                   "01-x.csv:1: expected '# exact, tolerance"));
  CHECK(contains(complaint(replaced(good, "series,", "name,")),
                 "01-x.csv:2: expected a header"));
  CHECK(contains(complaint(replaced(good, "2,-200", "2")),
                 "01-x.csv:4: expected 3 cells, got 2"));
  CHECK(contains(complaint(replaced(good, "-200", "-200,1")),
                 "01-x.csv:4: expected 3 cells, got 4"));
  for (const std::string bad : {"nan", "inf", "1x", "two", " 1"})
    CHECK(contains(
        complaint(replaced(good, "-200", bad)),
        "01-x.csv:4: column y: expected a finite number, got '" + bad + "'"));
  CHECK(contains(complaint(replaced(good, "comma\"", "comma")),
                 "01-x.csv:5: expected a closing quote"));
}

TEST_CASE("Equal figures have no difference, and a small one is allowed") {
  CHECK(differences(good, good).empty());
  // 0.001 of the largest magnitude of column y in series first: 0.2.
  CHECK(differences(replaced(good, "1,100", "1,100.19"), good).empty());
  CHECK(differences(replaced(good, "-200", "-199.81"), good).empty());
  CHECK(differences(replaced(good, "A title", "Another"), good).empty());
}

TEST_CASE("A number off by more than the tolerance is told with its place") {
  const std::string line =
      only(differences(replaced(good, "1,100", "1,100.21"), good));
  CHECK(contains(line,
                 "01-x: series 'first', row 1, column y: got 100.21, expected "
                 "100 "));
  // Each series and each column has its own scale.
  CHECK(contains(only(differences(replaced(good, "1,0.5", "1,0.502"), good)),
                 "series 'second, with a comma', row 1, column y: got 0.502"));
  CHECK(contains(
      only(differences(replaced(good, "first,2,", "first,2.01,"), good)),
      "series 'first', row 2, column x: got 2.01, expected 2"));
}

TEST_CASE("The accepted tolerance decides, and another mark is a difference") {
  const std::string loose = replaced(good, "0.001", "0.5");
  CHECK(contains(only(differences(replaced(loose, "1,100", "1,150"), good)),
                 "mark: got exact, tolerance 0.5, expected exact, tolerance "
                 "0.001"));
  const std::string timed =
      replaced(good, "# exact, tolerance 0.001:", "# measured:");
  CHECK(contains(only(differences(timed, good)), "mark: got measured"));
  CHECK(contains(only(differences(good, timed)), "expected measured"));
}

TEST_CASE("Other columns, series and numbers of rows are differences") {
  CHECK(contains(only(differences(replaced(good, "x,y", "x,z"), good)),
                 "columns: got x,z, expected x,y"));
  CHECK(contains(
      only(
          differences(replaced(good, "\"second, with a comma\"", "2nd"), good)),
      "series: got 'first','2nd', expected 'first','second, with a comma'"));
  CHECK(contains(only(differences(good + "third,1,1\n", good)), "'third'"));
  const std::string reversed =
      "# exact, tolerance 0.001: A title\nseries,x,y\n"
      "\"second, with a comma\",1,0.5\nfirst,1,100\nfirst,2,-200\n";
  CHECK(contains(only(differences(reversed, good)), "series: got 'second"));
  CHECK(contains(only(differences(replaced(good, "first,2,-200\n", ""), good)),
                 "series 'first', rows: got 1, expected 2"));
}

TEST_CASE("A number that came or went is a difference") {
  CHECK(contains(only(differences(replaced(good, "-200", ""), good)),
                 "row 2, column y: got nothing, expected -200"));
  CHECK(contains(only(differences(good, replaced(good, "-200", ""))),
                 "row 2, column y: got -200, expected nothing"));
}

TEST_CASE("A column that is zero everywhere allows no difference") {
  const std::string zero = "# exact, tolerance 0.001: t\nseries,x,y\ns,1,0\n";
  CHECK(differences(zero, zero).empty());
  CHECK_FALSE(differences(replaced(zero, "1,0", "1,1e-300"), zero).empty());
}

TEST_CASE("Many differing rows are told briefly and counted") {
  std::string fresh = "# exact, tolerance 0: t\nseries,x\n", accepted = fresh;
  for (int i = 0; i < 100; ++i) {
    fresh += "s," + std::to_string(i + 1) + "\n";
    accepted += "s," + std::to_string(i) + "\n";
  }
  const std::vector<std::string> lines = differences(fresh, accepted);
  REQUIRE(lines.size() == 4);
  CHECK(contains(lines[3], "and 97 more rows"));
}

TEST_CASE("A measured figure is compared by columns and series alone") {
  const std::string timed = "# measured: t\nseries,x,y\na,1,5\nb,1,6\n";
  CHECK(differences("# measured: t\nseries,x,y\na,1,9\na,2,9\nb,1,3\n", timed)
            .empty());
  CHECK_FALSE(differences(replaced(timed, "x,y", "x,s"), timed).empty());
  CHECK_FALSE(differences(replaced(timed, "b,1", "c,1"), timed).empty());
}

TEST_CASE("A figure's name is its chapter's digits and words") {
  for (const char* name : {"01-x", "03-two-ways", "10-v2", "04-1994-latch"})
    CHECK(is_figure_name(name));
  for (const char* name : {"", "01", "01-", "1-x", "x-01", "01_x", "01-X",
                           "01--x", "01-x-", "01-x y", "011-x", "01-\u03b4"})
    CHECK_FALSE(is_figure_name(name));
}

TEST_CASE("Equal galleries exit 0") {
  Desk desk;
  CHECK(desk.code() == 0);
  CHECK(desk.says("2 figures agree"));
}

TEST_CASE("A differing number exits 1 and is told") {
  Desk desk;
  desk.scratch.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  CHECK(desk.code() == 1);
  CHECK(desk.says("01-x: series 'first', row 1, column y: got 101"));
}

TEST_CASE("A new figure, a vanished one and new diagrams exit 1") {
  Desk desk;
  desk.scratch.write("run/01-new.svg", "<svg/>");
  desk.scratch.write("run/01-new.csv", good);
  desk.result("01-q", R"("01-new")");
  CHECK(desk.code() == 1);
  CHECK(desk.says("01-new: new"));

  Desk gone;
  gone.result("01-p", "");
  CHECK(gone.code() == 1);
  CHECK(gone.says("01-x: vanished"));

  Desk drawn;
  drawn.scratch.write("run/02-other.svg", "<svg/>");
  CHECK(drawn.code() == 1);
  CHECK(drawn.says("02-other: new"));

  Desk undrawn;
  undrawn.scratch.remove("run/02-graph.svg");
  CHECK(undrawn.code() == 1);
  CHECK(undrawn.says("02-graph: vanished"));
}

TEST_CASE("A diagram that became a figure, or the reverse, exits 1") {
  Desk desk;
  desk.scratch.remove("plots/01-x.csv");
  CHECK(desk.code() == 1);
  CHECK(desk.says("01-x: got numbers, expected no numbers"));
}

TEST_CASE("A figure that an earlier run left over does not count") {
  Desk desk;
  desk.scratch.write("run/01-old.svg", "<svg/>");
  desk.scratch.write("run/01-old.csv", good);
  CHECK(desk.code() == 0);
}

TEST_CASE("A figure that two programs draw exits 1") {
  Desk desk;
  desk.result("01-q", R"("01-x")");
  CHECK(desk.code() == 1);
  CHECK(
      desk.says("01-x: expected a figure's name to be unique, 01-p and 01-q"));
}

TEST_CASE("A figure named after another chapter exits 1") {
  Desk desk;
  desk.result("01-p", "");
  desk.result("03-p", R"("01-x")");
  CHECK(desk.code() == 1);
  CHECK(desk.says("drawn by 03-p: expected a name that begins with 03-"));
}

TEST_CASE("A badly named figure exits 1") {
  Desk desk;
  desk.scratch.write("run/graph.svg", "<svg/>");
  desk.scratch.write("plots/graph.svg", "<svg/>");
  CHECK(desk.code() == 1);
  CHECK(desk.says("graph: expected a figure's name of the form"));
}

TEST_CASE("A figure of which a half is missing exits 1") {
  Desk desk;
  desk.scratch.remove("run/01-x.svg");
  CHECK(desk.code() == 1);
  CHECK(desk.says("01-x.svg: expected 01-p to draw it"));

  Desk other;
  other.scratch.remove("run/01-x.csv");
  CHECK(other.code() == 1);
  CHECK(other.says("01-x.csv: expected 01-p to draw it"));

  Desk accepted;
  accepted.scratch.remove("plots/01-x.svg");
  CHECK(accepted.code() == 1);
  CHECK(accepted.says("01-x.csv: expected 01-x.svg beside it"));
}

TEST_CASE("One chapter alone is compared when asked") {
  Desk desk;
  desk.scratch.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  CHECK(desk.code({"--chapter", "2"}) == 0);
  CHECK(desk.code({"--chapter", "1"}) == 1);
}

TEST_CASE("The figures refuse what they do not understand with one line") {
  Desk desk;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--chapter", "0"},
        {"--chapter", "one"},
        {"--wrong"},
        {"word"}}) {
    desk.err.clear();
    CHECK(desk.code(words) == 2);
    CHECK(contains(desk.err, "error: figures: "));
    CHECK(std::count(desk.err.begin(), desk.err.end(), '\n') == 1);
  }
  desk.scratch.remove("run");
  CHECK(desk.code() == 2);
}

TEST_CASE("Accepting makes the accepted figures those of the run") {
  Desk desk;
  desk.scratch.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  desk.scratch.write("run/02-new.svg", "<svg/>");
  desk.scratch.write("plots/01-old.svg", "<svg/>");
  desk.scratch.write("plots/01-old.csv", good);
  desk.scratch.write("plots/README.md", "not a figure\n");
  CHECK(desk.code({"--accept"}) == 0);
  CHECK(desk.says("changed: 01-x\n"));
  CHECK(desk.says("new: 02-new\n"));
  CHECK(desk.says("gone: 01-old.svg\n"));
  CHECK(desk.scratch.read("plots/01-x.csv") ==
        desk.scratch.read("run/01-x.csv"));
  CHECK_FALSE(desk.scratch.has("plots/01-old.csv"));
  CHECK(desk.scratch.has("plots/README.md"));
  CHECK(desk.code() == 0);
  CHECK(desk.code({"--accept"}) == 0);
  CHECK(desk.says("nothing to accept"));
}

TEST_CASE("Accepting one chapter leaves the others alone") {
  Desk desk;
  desk.scratch.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  desk.scratch.write("plots/01-old.svg", "<svg/>");
  desk.scratch.write("plots/02-old.svg", "<svg/>");
  CHECK(desk.code({"--accept", "--chapter", "2"}) == 0);
  CHECK(desk.scratch.read("plots/01-x.csv") == good);
  CHECK(desk.scratch.has("plots/01-old.svg"));
  CHECK_FALSE(desk.scratch.has("plots/02-old.svg"));
}

TEST_CASE("Nothing is accepted when one figure is at fault") {
  Desk desk;
  desk.scratch.write("run/01-x.csv", replaced(good, "1,100", "1,101"));
  desk.scratch.write("run/02-y.svg", "<svg/>");
  desk.scratch.write("run/02-y.csv", "# nonsense\n");
  desk.result("02-q", R"("02-y")");
  CHECK(desk.code({"--accept"}) == -1);
  CHECK(contains(desk.err, "nothing accepted: 02-y.csv"));
  CHECK(desk.scratch.read("plots/01-x.csv") == good);
}

TEST_CASE("A result without its figures is refused by its file's name") {
  Desk desk;
  desk.scratch.write("run/01-p.json", "{");
  CHECK(desk.code() == -1);
  CHECK(contains(desk.err, "01-p.json: expected a result with figures"));
}
