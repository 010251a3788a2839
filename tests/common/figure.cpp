// Figures are drawn whole or refused loudly, and leave their numbers and a
// script that draws them again.
#include "common/figure.hpp"

#include <cstdlib>
#include <functional>
#include <limits>
#include <optional>

#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

const Vector one_two{1, 2}, three{1, 2, 3};

Figure simple(Mark mark = exact(1e-3)) {
  Figure figure("01-simple", "A title", mark);
  figure.line({1, 2, 3}, {4, 5, 6}, "rising", Colour::blue);
  return figure;
}

// What a figure says of what is done to it.
std::string refused(const std::function<void(Figure&)>& act) {
  Figure figure("01-simple", "A title");
  return refusal([&] { act(figure); });
}

std::string failure(const Figure& figure, const fs::path& folder) {
  return refusal<std::runtime_error>([&] { figure.save(folder); });
}

bool one_line(const std::string& text) {
  return !text.empty() && text.find('\n') == std::string::npos;
}

// A word of the environment, until the test ends.
class Environment {
 public:
  Environment(std::string name, const std::string& value)
      : name_(std::move(name)) {
    if (const char* before = std::getenv(name_.c_str())) before_ = before;
    setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Environment() {
    if (before_)
      setenv(name_.c_str(), before_->c_str(), 1);
    else
      unsetenv(name_.c_str());
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::string name_;
  std::optional<std::string> before_;
};

std::string executable(const Scratch& scratch, const std::string& script) {
  scratch.write("false-gnuplot", "#!/bin/sh\n" + script + "\n");
  fs::permissions(scratch / "false-gnuplot", fs::perms::owner_all);
  return scratch / "false-gnuplot";
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

using Names = std::vector<std::string>;

// Where words stand in a drawing, each time that they do: the lines' heights.
std::vector<double> heights_of(const std::string& words,
                               const std::string& svg) {
  std::vector<double> found;
  const std::string text = ">" + words + "</tspan>", place = "translate(";
  for (std::size_t at = svg.find(text); at != std::string::npos;
       at = svg.find(text, at + 1)) {
    const std::size_t comma = svg.find(',', svg.rfind(place, at));
    found.push_back(std::stod(svg.substr(comma + 1)));
  }
  return found;
}

}  // namespace

TEST_CASE("A figure leaves an SVG, its numbers and its script, nothing else") {
  Scratch scratch;
  const fs::path folder = scratch / "made/on the/way, it's $HOME `x` \"y\"";
  CHECK(simple().save(folder) == folder / "01-simple.svg");
  CHECK(names_in(folder) ==
        Names{"01-simple.csv", "01-simple.gp", "01-simple.svg"});
  CHECK(contains(read_file(folder / "01-simple.svg"), "A title"));
  CHECK(contains(read_file(folder / "01-simple.svg"), "</svg>"));
}

TEST_CASE("The numbers under a figure carry its mark and its series") {
  Scratch scratch;
  Figure figure("01-two", "Two, with a comma", exact(1e-3));
  figure.line({1, 2}, {0.1, -1e-20}, "first", Colour::blue)
      .points({3}, {1.0 / 3.0}, "a, \"b\"", Colour::green);
  figure.save(scratch.folder());
  CHECK(scratch.read("01-two.csv") ==
        "# exact, tolerance 0.001: Two, with a comma\n"
        "series,x,y\n"
        "first,1,0.1\n"
        "first,2,-1e-20\n"
        "\"a, \"\"b\"\"\",3,0.333333333333\n");
}

TEST_CASE(
    "A figure says how it is compared, and one without a title its name") {
  Scratch scratch;
  simple(rounding("last within 2")).save(scratch.folder());
  CHECK(contains(scratch.read("01-simple.csv"),
                 "# rounding, last within 2: A title\nseries"));
  simple(exact(1e-3, 1e-9)).save(scratch.folder());
  CHECK(contains(scratch.read("01-simple.csv"),
                 "# exact, tolerance 0.001, from 1e-09: A title\nseries"));
  simple(measured()).save(scratch.folder());
  CHECK(contains(scratch.read("01-simple.csv"), "# measured: A title\nseries"));
  Figure bare("01-bare", "");
  bare.line(one_two, one_two, "", Colour::blue).save(scratch.folder());
  CHECK(contains(scratch.read("01-bare.csv"),
                 "# exact, tolerance 1e-06: 01-bare\n"));
}

TEST_CASE("A band has three columns and leaves others' third empty") {
  Scratch scratch;
  Figure figure("01-band", "Band");
  figure.band(one_two, {1, 2}, {3, 4}, "range", Colour::sky)
      .line(one_two, {2, 3}, "median", Colour::blue);
  figure.save(scratch.folder());
  CHECK(contains(scratch.read("01-band.csv"),
                 "series,x,y,y2\nrange,1,1,3\nrange,2,2,4\nmedian,1,2,\n"));
}

TEST_CASE("A map keeps every cell with its place") {
  Scratch scratch;
  Figure map("01-map", "Map");
  map.map({10, 20}, {5, 6, 7}, {{1, 2}, {3, 4}, {5, 6}}, "cells", true);
  map.save(scratch.folder());
  CHECK(contains(scratch.read("01-map.csv"),
                 "series,x,y,value\ncells,10,5,1\ncells,20,5,2\n"
                 "cells,10,6,3\n"));
}

TEST_CASE("Every kind of series and setting can be drawn") {
  Scratch scratch;
  Figure figure("01-all", "δ(t) \u2016W\u2016, it's 中文");
  figure.size(500, 300).log_x().log_y().x_range(0.1, 100).y_range(1e-3, 10);
  figure.x_label("h_{t}").y_label("‖δ‖").legend("bottom right");
  const Vector x{1, 10}, y{0.1, 1};
  figure.span(2, 3).band(x, y / 2, y * 2, "band", Colour::orange);
  figure.line(x, y, "it's a line", Colour::blue, 1.0)
      .dashed(x, y, "dashed", Colour::vermilion)
      .points(x, y, "points", Colour::purple)
      .bars(x, y, "bars", Colour::grey, 0.5);
  figure.note(1, 1, "here", "center").horizontal(1, "on");
  figure.x_names({1, 10}, {"one", "%"})
      .vertical(6)
      .horizontal(2)
      .legend("off")
      .set("set grid");
  CHECK(fs::file_size(figure.save(scratch.folder())) > 1000);
  const std::string svg = scratch.read("01-all.svg");
  CHECK(contains(svg, "中文"));
  CHECK(contains(svg, "‖"));
  CHECK(contains(svg, ">%<"));
}

TEST_CASE("Curves have their names at their ends, none over another") {
  Scratch scratch;
  for (const bool log : {false, true}) {
    Figure figure("01-ends", "Ends");
    if (log) figure.log_y();
    figure.line({1, 2}, {1, 9}, "first", Colour::blue)
        .dashed({1, 2}, {5, 9}, "second", Colour::green)
        .line({1, 2}, {5, 1}, "third", Colour::grey);
    figure.points({1}, {1}, "", Colour::grey).save(scratch.folder());
    const std::string svg = scratch.read("01-ends.svg");
    const auto height = [&](const std::string& name) {
      const std::vector<double> all = heights_of(name, svg);
      REQUIRE(all.size() == 1);
      return all[0];
    };
    CHECK(std::abs(height("first") - height("second")) > 16);
    CHECK(height("third") > height("first") + 100);
  }
}

TEST_CASE(
    "Where a legend or names beside the curves are wanted, no others are") {
  Scratch scratch;
  for (const bool legend : {true, false}) {
    Figure figure("01-once", "Once");
    figure.line({1, 2}, {1, 9}, "first", Colour::blue)
        .line({1, 2}, {5, 9}, "second", Colour::green);
    if (legend)
      figure.legend("top left");
    else
      figure.beside(1.5, 3, "first", Colour::blue)
          .beside(1.2, 8, "second", Colour::green);
    figure.save(scratch.folder());
    for (const char* name : {"first", "second"})
      CHECK(heights_of(name, scratch.read("01-once.svg")).size() == 1);
    CHECK(contains(scratch.read("01-once.gp"), "unset key") != legend);
  }
}

TEST_CASE("The script that a figure leaves draws the same SVG again") {
  Scratch scratch;
  simple().save(scratch.folder());
  const std::string drawn = scratch.read("01-simple.svg");
  const std::string in_folder = "cd '" + scratch.folder().string() + "' && ";
  CHECK(std::system(
            (in_folder + "gnuplot -d -c 01-simple.gp again.svg").c_str()) == 0);
  CHECK(scratch.read("again.svg") == drawn);
  scratch.remove("01-simple.svg");
  CHECK(std::system((in_folder + "gnuplot -d 01-simple.gp").c_str()) == 0);
  CHECK(scratch.read("01-simple.svg") == drawn);
}

TEST_CASE("The same figure drawn twice is the same to the byte") {
  Scratch scratch;
  simple().save(scratch / "a");
  simple().save(scratch / "b");
  for (const char* ending : {".svg", ".csv", ".gp"})
    CHECK(scratch.read(std::string("a/01-simple") + ending) ==
          scratch.read(std::string("b/01-simple") + ending));
}

TEST_CASE("Data that are not finite are refused with the series' name") {
  for (const double bad : {not_a_number, infinity, -infinity}) {
    const Vector y{1, bad}, x{bad, 1};
    const std::vector<std::function<void(Figure&)>> acts{
        [&](Figure& f) { f.line(one_two, y, "s", Colour::blue); },
        [&](Figure& f) { f.line(x, one_two, "s", Colour::blue); },
        [&](Figure& f) { f.dashed(one_two, y, "s", Colour::blue); },
        [&](Figure& f) { f.points(one_two, y, "s", Colour::blue); },
        [&](Figure& f) { f.bars(one_two, y, "s", Colour::blue, 1); },
        [&](Figure& f) { f.band(one_two, y, one_two, "s", Colour::blue); },
        [&](Figure& f) { f.band(one_two, one_two, y, "s", Colour::blue); },
        [&](Figure& f) { f.map({1}, one_two, y, "s", true); },
        [&](Figure& f) { f.map({1}, x, one_two, "s", true); },
        [&](Figure& f) { f.map(x, {1}, one_two.t(), "s", true); }};
    for (const auto& act : acts) {
      const std::string what = refused(act);
      CHECK(contains(what, "figure 01-simple"));
      CHECK(contains(what, "'s'"));
      CHECK(contains(what, "expected finite numbers"));
      CHECK(one_line(what));
    }
  }
}

TEST_CASE("Places and ranges that are not finite are refused") {
  for (const double bad : {not_a_number, infinity}) {
    const std::vector<std::function<void(Figure&)>> acts{
        [&](Figure& f) { f.x_range(bad, 1); },
        [&](Figure& f) { f.x_range(0, bad); },
        [&](Figure& f) { f.y_range(bad, 1); },
        [&](Figure& f) { f.y_range(0, bad); },
        [&](Figure& f) { f.note(bad, 1, "n"); },
        [&](Figure& f) { f.note(1, bad, "n"); },
        [&](Figure& f) { f.vertical(bad); },
        [&](Figure& f) { f.horizontal(bad); },
        [&](Figure& f) { f.span(bad, 1); },
        [&](Figure& f) { f.span(1, bad); },
        [&](Figure& f) { f.bars(one_two, one_two, "s", Colour::blue, bad); },
        [&](Figure& f) { f.line(one_two, one_two, "s", Colour::blue, bad); },
        [&](Figure& f) {
          f.x_names({1, bad}, {"a", "b"});
        }};
    for (const auto& act : acts)
      CHECK(contains(refused(act), "expected finite numbers"));
  }
}

TEST_CASE("Empty data are refused") {
  const Vector none;
  const std::vector<std::function<void(Figure&)>> acts{
      [&](Figure& f) { f.line(none, none, "s", Colour::blue); },
      [&](Figure& f) { f.map(none, none, Matrix(), "s", true); }};
  for (const auto& act : acts)
    CHECK(contains(refused(act), "expected at least one number"));
  CHECK(contains(refused([&](Figure& f) { f.x_names(none, {}); }),
                 "expected one name for each"));
}

TEST_CASE("Data that do not fit each other or their axes are refused") {
  struct Case {
    std::function<void(Figure&)> act;
    const char* said;
  };
  const auto blue = Colour::blue;
  const std::string positive = "series 's': expected positive numbers on a log";
  std::vector<Case> cases{
      {[=](Figure& f) { f.line(three, one_two, "s", blue); },
       "figure 01-simple, series 's': expected 3 values as for x, got 2"},
      {[=](Figure& f) { f.band(three, three, one_two, "s", blue); },
       "expected 3 values as for x, got 2"},
      {[=](Figure& f) { f.map(three, one_two, Matrix(3, 2), "s", true); },
       "expected 2 x 3, got 3 x 2"},
      {[=](Figure& f) { f.x_names(one_two, {"a"}); },
       "names of the x axis: expected one name for each of 2 positions, got "
       "1"},
      {[=](Figure& f) { f.line(one_two, one_two, "s", blue).log_x(); },
       "expected log_x() before the first series"},
      {[=](Figure& f) { f.line(one_two, one_two, "s", blue).log_y(); },
       "expected log_y() before the first series"},
      {[=](Figure& f) { f.x_label("a\nb"); }, "expected one line"},
      {[=](Figure& f) { f.line(one_two, one_two, "a\nb", blue); },
       "expected one line"}};
  for (const double bad : {0.0, -1.0}) {
    const Vector y{1, bad};
    cases.push_back({[=](Figure& f) { f.log_y().line(one_two, y, "s", blue); },
                     positive.c_str()});
    cases.push_back({[=](Figure& f) { f.log_x().line(y, one_two, "s", blue); },
                     positive.c_str()});
    cases.push_back(
        {[=](Figure& f) { f.log_y().band(one_two, y, one_two, "s", blue); },
         positive.c_str()});
    cases.push_back({[=](Figure& f) { f.log_x().line(one_two, y, "s", blue); },
                     "accepted"});
  }
  for (const Case& c : cases)
    CHECK_THAT(refused(c.act), ContainsSubstring(c.said));
  CHECK_THROWS_AS(Figure("01-x", "a\nb"), std::invalid_argument);
}

TEST_CASE("A figure without a series is not drawn") {
  Scratch scratch;
  CHECK(refusal([&] { Figure("01-none", "").save(scratch / "out"); }) ==
        "figure 01-none: expected at least one series, got none");
  CHECK_FALSE(scratch.has("out"));
}

TEST_CASE("A figure is drawn in a shell without a locale") {
  const Scratch scratch;
  const Environment all("LC_ALL", "C");
  CHECK(simple().save(scratch.folder()) == scratch / "01-simple.svg");
}

TEST_CASE("A single point, and a curve of one height, are drawn as well") {
  const Scratch folder;
  for (const bool log : {false, true})
    for (const Vector& x : {Vector{1}, Vector{0.5, 2}}) {
      Figure figure("00-flat", "");
      if (log) figure.log_x().log_y();
      figure.line(x, Vector(x.n_elem).fill(3), "one", Colour::blue);
      figure.line(x, Vector(x.n_elem).fill(3), "two", Colour::green);
      CHECK(fs::exists(figure.save(folder.folder())));
    }
}

TEST_CASE("A missing gnuplot is said so in one line, and nothing is left") {
  Scratch scratch;
  const Environment missing("GNUPLOT", scratch / "no-such-program");
  const std::string what = failure(simple(), scratch / "out");
  CHECK(what ==
        "figure 01-simple: gnuplot was not found: install it (Debian: "
        "gnuplot-nox), or set GNUPLOT to its path");
  CHECK_FALSE(scratch.has("out/01-simple.svg"));
  CHECK_FALSE(scratch.has("out/01-simple.csv"));
  CHECK(names_in(scratch / "out") == std::vector<std::string>{"01-simple.gp"});
}

TEST_CASE("A failing gnuplot is told with its words and its script") {
  Scratch scratch;
  Figure figure = simple();
  figure.set("set nonsense");
  const std::string what = failure(figure, scratch / "out");
  CHECK(contains(what, "figure 01-simple: gnuplot failed (exit 1) on "));
  CHECK(contains(what, "01-simple.gp"));
  CHECK(contains(what, "line "));
  CHECK(one_line(what));
  CHECK_FALSE(scratch.has("out/01-simple.svg"));
  CHECK_FALSE(scratch.has("out/01-simple.csv"));
  CHECK(scratch.has("out/01-simple.gp"));
}

TEST_CASE("A gnuplot that warns, draws nothing or is killed is a failure") {
  Scratch scratch;
  for (const std::string script :
       {"echo 'warning: empty y range' >&2; echo x > \"$4\"; exit 0", "exit 0",
        "kill -9 $$", "exit 3", "echo garbage > \"$4\"",
        "echo '<?xml ..' > \"$4\""}) {
    const Environment other("GNUPLOT", executable(scratch, script));
    const std::string what = failure(simple(), scratch / "out");
    INFO(script);
    CHECK(contains(what, "figure 01-simple: gnuplot failed"));
    CHECK_FALSE(scratch.has("out/01-simple.svg"));
    CHECK_FALSE(scratch.has("out/01-simple.csv"));
    CHECK(names_in(scratch / "out").size() == 1);  // the script
  }
}

TEST_CASE("A gnuplot that hangs is ended after a minute, which is said") {
  Scratch scratch;
  const std::string late =
      "tr '\\0' ' ' </proc/$PPID/cmdline | grep -q 'timeout -k 1 60 ' && "
      "exit 124";  // as if the minute were over
  const Environment other("GNUPLOT", executable(scratch, late));
  CHECK(contains(failure(simple(), scratch / "out"),
                 "gnuplot was ended after 60 seconds on "));
}

TEST_CASE("A reader's words are shown as they are") {
  CHECK(verbatim("a_b^2 {c} ~d @e &f") == "a\\_b\\^2 \\{c\\} \\~d \\@e \\&f");
  CHECK_FALSE(contains(verbatim("one\x01line"), "\x01"));
  CHECK(verbatim("one\r\nline") == "one\\\\r\\\\nline");
  Scratch scratch;
  Figure figure = simple();
  figure.y_label(verbatim("<b> & {c} \x01"));
  const std::string svg = read_file(figure.save(scratch.folder()));
  CHECK(contains(svg, "&lt;b> &amp; {c} "));
}

TEST_CASE("A failure leaves the figure that was there before, whole") {
  Scratch scratch;
  simple().save(scratch.folder());
  const std::string svg = scratch.read("01-simple.svg");
  const std::string csv = scratch.read("01-simple.csv");
  Figure other("01-simple", "Another", measured());
  other.line(one_two, one_two, "s", Colour::blue).set("set nonsense");
  CHECK(failure(other, scratch.folder()) != "accepted");
  CHECK(scratch.read("01-simple.svg") == svg);
  CHECK(scratch.read("01-simple.csv") == csv);
}

TEST_CASE("A folder that can't be written is named in one line") {
  Scratch scratch;
  scratch.write("file", "in the way");
  for (const fs::path& folder :
       {scratch / "file", scratch / "file/below", fs::path("/proc/unrolled")}) {
    const std::string what = failure(simple(), folder);
    INFO(what);
    CHECK(contains(what, folder.string()));
    CHECK(one_line(what));
  }
  CHECK(scratch.read("file") == "in the way");
}

TEST_CASE("A file that can't be replaced leaves no half of a figure") {
  for (const std::string ending : {".gp", ".csv", ".svg"}) {
    Scratch scratch;
    fs::create_directories(scratch / ("01-simple" + ending) / "in the way");
    const std::string what = failure(simple(), scratch.folder());
    INFO(what);
    CHECK(contains(what, "01-simple" + ending));
    for (const std::string& name : names_in(scratch.folder()))
      CHECK(contains(name, "01-simple"));
  }
}
