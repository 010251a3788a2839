// A program's exit code, its messages and what it leaves for the page.
#include "common/experiment.hpp"

#include <nlohmann/json.hpp>

#include "common/noted.hpp"
#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;

namespace {

bool is_one_line(const std::string& text) {
  return !text.empty() && text.find('\n') == text.size() - 1;
}

// Runs a program with three knobs in a folder of its own.
struct Program {
  Scratch scratch;
  double rate = 0.5;
  Index steps = 10;
  std::string file = "none";
  std::string out, err;

  int run(std::vector<std::string> words,
          const std::function<void(Experiment&)>& body) {
    Experiment lab("01-trial", "One is one");
    lab.knob("rate", rate, "learning rate", {}, {-1, 1});
    lab.knob("steps", steps, "how many steps");
    lab.knob("data", file, "a file");
    words.insert(words.begin(), "01-trial");
    if (std::find(words.begin(), words.end(), "--out") == words.end())
      words.insert(words.end(), {"--out", scratch.folder().string()});
    Captured captured;
    const int code = call(
        [&](int argc, char** argv) {
          return lab.run(argc, argv, [&] { body(lab); });
        },
        words);
    out = captured.out();
    err = captured.err();
    return code;
  }
  nlohmann::json result() const {
    return nlohmann::json::parse(scratch.read("01-trial.json"));
  }
};

void claim(Experiment& lab, bool held, const std::string& what = "one") {
  lab.claim(what, held, equal_to(1));
}

const auto holds = [](Experiment& lab) { claim(lab, true); };

}  // namespace

TEST_CASE("A program whose claim held exits 0 and says so") {
  Program program;
  CHECK(program.run({}, holds) == 0);
  CHECK(contains(program.out, "Held: One is one."));
  CHECK(program.err == "");
  CHECK(program.result()["held"] == true);
}

TEST_CASE("A program whose claim did not hold exits 1 and leaves that result") {
  Program program;
  CHECK(program.run({}, [](Experiment& lab) { claim(lab, false); }) == 1);
  CHECK(contains(program.out, "DID NOT HOLD: One is one."));
  CHECK(program.result()["held"] == false);
}

TEST_CASE("Where a knob was turned, a claim that fails is no alarm") {
  const auto fails = [](Experiment& lab) { claim(lab, false); };
  Program program;
  CHECK(program.run({"--steps", "7"}, fails) == 1);
  CHECK(contains(program.out,
                 "\nIt does not hold with --steps 7; the book claims it "
                 "without: One is one.\n"));
  CHECK(program.run({"--data", "mine.csv"}, [&](Experiment& lab) {
    fails(lab);
    lab.restate("Of mine.csv one is one");
  }) == 1);
  CHECK(contains(
      program.out,
      "\nIt does not hold with --data mine.csv: Of mine.csv one is one.\n"));
  CHECK(program.run({"--steps", "7"}, holds) == 0);
  CHECK(contains(program.out, "\nHeld: One is one.\n"));
}

TEST_CASE("One part that fails is enough, in any order, and is named") {
  Program program;
  const auto parts = [](bool first, bool second) {
    return [=](Experiment& lab) {
      claim(lab, first, "the first part");
      claim(lab, second, "the second part");
    };
  };
  CHECK(program.run({}, parts(true, true)) == 0);
  CHECK(program.run({}, parts(false, true)) == 1);
  CHECK(contains(program.err, "01-trial: does not hold: the first part: 0, "));
  CHECK(program.run({}, parts(true, false)) == 1);
  CHECK(contains(program.err, "does not hold: the second part: 0, "));
  CHECK_FALSE(contains(program.err, "the first part"));
}

TEST_CASE("An answer stands last, and is no result of the program's") {
  Program program;
  CHECK(program.run({"--data", "mine"}, [](Experiment& lab) {
    lab.answer("yes");
    lab.print("a step on the way");
  }) == 0);
  CHECK(program.out == "a step on the way\nyes\n");
  CHECK_FALSE(program.scratch.has("01-trial.json"));
}

TEST_CASE("Of a knob's value Armadillo's words are not the reader's") {
  const auto body = [](Experiment&) {
    throw std::logic_error("median(): detected NaN");
  };
  Program program;
  CHECK(program.run({}, body) == 1);
  CHECK(program.err == "01-trial: median(): detected NaN\n");
  CHECK(program.run({"--steps", "7"}, body) == 1);
  CHECK(program.err ==
        "01-trial: with --steps 7: that is beyond what can be computed\n");
}

TEST_CASE("A program says what it tried of the reader's own data") {
  Program program;
  CHECK(program.run({}, [](Experiment& lab) {
    claim(lab, true);
    lab.restate("Of mine.csv one is one");
  }) == 0);
  CHECK(contains(program.out, "Held: Of mine.csv one is one."));
  CHECK(program.result()["claim"] == "Of mine.csv one is one");
}

TEST_CASE("What a program noted before rounding tells is in its result") {
  take_notes();
  Program program;
  CHECK(program.run({}, holds) == 0);
  CHECK_FALSE(program.result().contains("noted"));
  CHECK(program.run({}, [](Experiment& lab) {
    note_judged(500);
    holds(lab);
  }) == 0);
  CHECK(program.result()["noted"] == "gradients 0, judged 500");
}

TEST_CASE("A program that never states its claim fails") {
  Program program;
  CHECK(program.run({}, [](Experiment&) {}) == 1);
  CHECK(contains(program.err, "never stated whether its claim held"));
  CHECK_FALSE(program.scratch.has("01-trial.json"));
}

TEST_CASE("A run that fails exits 1, wrong input 2, each with one line") {
  Program program;
  CHECK(program.run({}, [](Experiment&) {
    throw std::runtime_error("it broke");
  }) == 1);
  CHECK(program.err == "01-trial: it broke\n");
  CHECK(program.run({}, [](Experiment&) {
    throw std::invalid_argument("rate: expected more");
  }) == 2);
  CHECK(program.err == "01-trial: rate: expected more\n");
  CHECK(program.run({}, [](Experiment&) {
    throw InputError("mine.csv: expected more");
  }) == 2);
  CHECK(program.err == "01-trial: mine.csv: expected more\n");
  CHECK(program.run({"--steps", "7"},
                    [](Experiment&) { throw std::bad_alloc(); }) == 1);
  CHECK(program.err ==
        "01-trial: with --steps 7: it takes more memory than there is\n");
}

TEST_CASE("A failed run leaves no result of an earlier one") {
  Program program;
  CHECK(program.run({}, holds) == 0);
  REQUIRE(program.scratch.has("01-trial.json"));
  CHECK(program.run({}, [](Experiment&) {
    throw std::runtime_error("it broke");
  }) == 1);
  CHECK_FALSE(program.scratch.has("01-trial.json"));
}

TEST_CASE("Knobs take the reader's values and keep their defaults otherwise") {
  Program program;
  CHECK(program.run({"--rate", "-1e-3", "--steps", "7"}, holds) == 0);
  CHECK(program.rate == -1e-3);
  CHECK(program.steps == 7);
  CHECK(program.file == "none");
  CHECK(program.run({"--data=mine.csv", "--steps=700"}, holds) == 0);
  CHECK(program.file == "mine.csv");
  CHECK(program.steps == 700);
}

TEST_CASE("A bad value or an unknown option is one line and exit 2") {
  const std::vector<std::vector<std::string>> wrong{
      {"--rate", "fast"},
      {"--rate", "1x"},
      {"--rate", "nan"},
      {"--rate", "inf"},
      {"--rate", "1e999"},
      {"--rate", ""},
      {"--rate", "1.1"},
      {"--rate", "-1.1"},
      {"--rate", "1e308"},
      {"--steps", "-1"},
      {"--steps", "0"},
      {"--steps", "1001"},
      {"--steps", "1.5"},
      {"--steps", "many"},
      {"--steps", ""},
      {"--steps", "1e3"},
      {"--steps", "0x10"},
      {"--steps", "99999999999999999999999999"},
      {"--speed", "1"},
      {"--Rate", "1"},
      {"word"},
      {"-r"},
      {"--rate=0.1=2"}};
  for (const std::vector<std::string>& words : wrong) {
    Program program;
    bool ran = false;
    INFO(words[0] << " " << words.back());
    CHECK(program.run(words, [&](Experiment& lab) {
      ran = true;
      claim(lab, true);
    }) == 2);
    CHECK_FALSE(ran);
    CHECK(is_one_line(program.err));
    CHECK(program.err.starts_with("01-trial: "));
    CHECK_FALSE(contains(program.err, "with --"));
    CHECK(contains(program.err, words[0].substr(0, words[0].find('='))));
    CHECK(program.out == "");
  }
}

TEST_CASE("A knob without its value is one line and exit 2") {
  Program program;
  CHECK(program.run({"--out", program.scratch.folder().string(), "--rate"},
                    holds) == 2);
  CHECK(is_one_line(program.err));
  CHECK(contains(program.err, "--rate"));
}

TEST_CASE("Help names the claim and every knob with its default, exit 0") {
  Program program;
  bool ran = false;
  CHECK(program.run({"--help"}, [&](Experiment&) { ran = true; }) == 0);
  CHECK_FALSE(ran);
  for (const char* part :
       {"01-trial: One is one.", "--rate", "0.5", "learning rate", "-1 to 1",
        "--steps", "10", "1 to 1000", "--data", "--out"})
    CHECK(contains(program.out, part));
  CHECK(program.err == "");
}

TEST_CASE("Values, tables and figures are in the result as the page has them") {
  Program program;
  const auto body = [](Experiment& lab) {
    lab.value("median", 1.0 / 3.0);
    lab.value("range", 123456.789, 3);
    lab.value("word", "a \"quoted\" δ");
    lab.table("losses", {{"step", "loss"}, {{"1", "0.5"}, {"10", "δ"}}});
    lab.mark("median", measured());
    lab.mark("losses.loss", rounding("each at most 1"));
    Figure figure("01-trial-curve", "");
    figure.line({1, 2}, {1, 2}, "", Colour::blue);
    lab.draw(figure);
    claim(lab, true);
  };
  CHECK(program.run({}, body) == 0);
  const nlohmann::json result = program.result();
  CHECK(result["name"] == "01-trial");
  CHECK(result["claim"] == "One is one");
  CHECK(result["printed"] == nlohmann::json{{"rate", "0.5, from -1 to 1"},
                                            {"steps", "10, from 1 to 1000"}});
  CHECK(result["values"]["median"] == "0.3333");
  CHECK(result["values"]["range"] == "1.23e+05");
  CHECK(result["values"]["word"] == "a \"quoted\" δ");
  CHECK(result["tables"]["losses"] ==
        "| step | loss |\n| :--- | ---: |\n| 1 | 0.5 |\n| 10 | δ |");
  CHECK(result["figures"] == nlohmann::json{"01-trial-curve"});
  CHECK(result["marks"]["median"] == "measured");
  CHECK(result["marks"]["losses.loss"] == "rounding, each at most 1");
  CHECK(program.scratch.has("01-trial-curve.svg"));
  CHECK(contains(program.out, "step  loss\n1      0.5\n10       δ\n"));
  CHECK(contains(program.out, "figure: "));
}

TEST_CASE("The same run leaves the same result to the byte") {
  const auto body = [](Experiment& lab) {
    lab.value("b", 1.0);
    lab.value("a", 2.0);
    claim(lab, true);
  };
  Program one, two;
  one.run({}, body);
  two.run({}, body);
  CHECK(one.scratch.read("01-trial.json") == two.scratch.read("01-trial.json"));
}

TEST_CASE("What a program says of its results must fit them") {
  struct Case {
    std::function<void(Experiment&)> body;
    const char* said;
  };
  const std::vector<Case> cases{
      {[](Experiment& lab) { lab.value("x", 2.0); },
       "result x: expected to be given once"},
      {[](Experiment& lab) {
         lab.table("x", {{"a"}, {{"1"}}});
       },
       "result x: expected to be given once"},
      {[](Experiment& lab) { lab.mark("y", measured()); },
       "mark y: expected the key of a result"},
      {[](Experiment& lab) {
         lab.table("t", {{"a", "b"}, {{"1", "2"}, {"1"}}});
       },
       "table t: expected 2 cells in each row, got 1"}};
  for (const Case& c : cases) {
    Program program;
    CHECK(program.run({}, [&](Experiment& lab) {
      lab.value("x", 1.0);
      c.body(lab);
      claim(lab, true);
    }) == 1);
    CHECK(contains(program.err, c.said));
  }
}

TEST_CASE("A folder that can't be written is one line and exit 1") {
  Program program;
  program.scratch.write("file", "in the way");
  for (const std::string& folder :
       {(program.scratch / "file").string(),
        (program.scratch / "file/below").string(), std::string("/proc/no")}) {
    CHECK(program.run({"--out", folder}, holds) == 1);
    CHECK(is_one_line(program.err));
    CHECK(contains(program.err, folder));
  }
  CHECK(program.scratch.read("file") == "in the way");
}

TEST_CASE("A figure that fails makes the run fail") {
  Program program;
  CHECK(program.run({}, [](Experiment& lab) {
    Figure figure("01-trial-curve", "");
    figure.line({1, 2}, {1, 2}, "", Colour::blue).set("set nonsense");
    lab.draw(figure);
    claim(lab, true);
  }) == 1);
  CHECK(contains(program.err, "gnuplot failed"));
  CHECK(is_one_line(program.err));
  CHECK_FALSE(program.scratch.has("01-trial.json"));
}

TEST_CASE("Numbers as text have the digits that were asked for") {
  CHECK(text(1.0 / 3.0) == "0.3333");
  CHECK(text(1.0 / 3.0, 10) == "0.3333333333");
  CHECK(text(1e-20, 2) == "1e-20");
  CHECK(text(100) == "100");
  CHECK(fixed(2.0 / 3.0, 2) == "0.67");
  CHECK(fixed(-0.5, 0) == "-0");
  CHECK(fixed(3, 3) == "3.000");
}

TEST_CASE("Progress is silent where standard error is no terminal") {
  Captured captured;
  {
    Progress progress("training", 3);
    for (int i = 0; i < 4; ++i) progress.tick();
    Progress none("nothing", 0);
    none.tick();
  }
  CHECK(captured.err() == "");
  CHECK(captured.out() == "");
}
