// A claim about a number, and the claims tried again at other settings and
// seeds.
#include <chrono>
#include <nlohmann/json.hpp>

#include "common/experiment.hpp"
#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;

namespace {

struct Knobs {
  double rate = 0.5;
  Index seed = 1, seeds = 3, units = 8;
  std::string how = "plain";
};

// A program that finds rate * seed; its sweep is under `table`.
struct Swept {
  Scratch scratch;
  Knobs k;
  std::function<void(Experiment&)> knobs = [this](Experiment& lab) {
    lab.knob("rate", k.rate, "learning rate", {0.25, 1e-9});
    lab.knob("seed", k.seed, "of the weights");
  };
  std::function<double(const Knobs&)> measure = [](const Knobs& at) {
    return at.rate * static_cast<double>(at.seed);
  };
  std::function<void(Experiment&, double)> claim = [](Experiment& lab,
                                                      double found) {
    lab.claim("the product", found, at_most(4.5));
  };
  int measured = 0, shown = 0;
  std::string out, err;

  int run(std::vector<std::string> words) {
    Experiment lab("01-trial", "One is one");
    knobs(lab);
    words.insert(words.begin(), "01-trial");
    words.insert(words.end(), {"--out", scratch.folder().string()});
    Captured captured;
    const auto counted = [this](const Knobs& at) {
      ++measured;
      return measure(at);
    };
    const int code = call(
        [&](int argc, char** argv) {
          return lab.run(
              argc, argv, k, counted, [this](Experiment&, double) { ++shown; },
              claim);
        },
        words);
    out = captured.out();
    err = captured.err();
    return code;
  }
  int sweep(std::vector<std::string> words = {}) {
    words.insert(words.end(), {"--sweep", (scratch / "table").string()});
    return run(words);
  }
  std::string table() const { return scratch.read("table"); }
};

const std::string head = "\nknob,value,claim,held,seeds,least,median,largest\n";

}  // namespace

TEST_CASE("A bound holds of its numbers, and of no others") {
  struct Case {
    Bound bound;
    const char* words;
    std::vector<double> inside, outside;
  };
  const std::vector<Case> cases{
      {at_most(1e-9), "at most 1e-09", {1e-9, -5}, {1.1e-9, INFINITY}},
      {at_least(2), "at least 2", {2, INFINITY}, {1.9}},
      {below(0.5), "below 0.5", {0.4}, {0.5, 1}},
      {above(0.5), "above 0.5", {0.6}, {0.5, 0}},
      {between(0.1, 0.3), "from 0.1 to 0.3", {0.1, 0.3}, {0.09, 0.31}},
      {equal_to(7), "equal to 7", {7}, {6.999, 8}}};
  for (const Case& c : cases) {
    INFO(c.words);
    CHECK(c.bound.words == c.words);
    for (const double x : c.inside) CHECK(c.bound.holds(x));
    for (const double x : c.outside) CHECK_FALSE(c.bound.holds(x));
    CHECK_FALSE(c.bound.holds(NAN));
  }
}

TEST_CASE("A claim about a number says number and bound, held or not") {
  Swept program;
  CHECK(program.run({}) == 0);
  CHECK(contains(program.out, "the product: 0.5, at most 4.5\n"));
  CHECK(program.shown == 1);
  const auto claims = [&] {
    auto list =
        nlohmann::json::parse(program.scratch.read("01-trial.json"))["claims"];
    CHECK(contains(list[0]["failed"].get<std::string>(), "random"));
    list[0].erase("failed");
    return list;
  };
  CHECK(claims() == nlohmann::json::parse(R"([{"what": "the product",
      "bound": "at most 4.5", "held": true, "number": "0.5"}])"));
  CHECK(program.run({"--rate", "5"}) == 1);
  CHECK(program.err ==
        "01-trial: does not hold: the product: 5, expected at most 4.5\n");
  CHECK(claims()[0]["held"] == false);
}

TEST_CASE("A claim about a number is made once") {
  Swept program;
  program.claim = [](Experiment& lab, double found) {
    lab.claim("it", found, above(0));
    lab.claim("it", found, below(9));
  };
  CHECK(program.run({}) == 1);
  CHECK(contains(program.err, "claim it: expected to be made once"));
}

TEST_CASE("A sweep tells where each claim held, and with what numbers") {
  Swept program;
  program.scratch.write("01-trial.json", "of an earlier run");
  program.claim = [](Experiment& lab, double found) {
    lab.claim("the product, alone", found, at_most(4.5));
    lab.claim("more than \"much\"", found, above(0.6));
    lab.value("twice is an error", 1);
  };
  CHECK(program.sweep() == 0);
  CHECK(program.table() ==
        "# seeds 1 2 3 4 5 6 7 8 9 10" + head +
            ",,\"the product, alone\",9,10,0.5,2.75,5\n"
            "rate,0.25,\"the product, alone\",10,10,0.25,1.375,2.5\n"
            "rate,1e-09,\"the product, alone\",10,10,1e-09,5.5e-09,1e-08\n"
            ",,\"more than \"\"much\"\"\",9,10,0.5,2.75,5\n"
            "rate,0.25,\"more than \"\"much\"\"\",8,10,0.25,1.375,2.5\n"
            "rate,1e-09,\"more than \"\"much\"\"\",0,10,1e-09,5.5e-09,1e-08\n");
  CHECK(contains(program.out, "as printed: held in 8 of 10 runs\n"));
  CHECK(contains(program.out, "rate 1e-09: held in 0 of 10 runs\n"));
  CHECK(program.err == "");
  CHECK(program.shown == 0);
  CHECK(program.scratch.read("01-trial.json") == "of an earlier run");
}

TEST_CASE("Two knobs move at once where a program says so, and then back") {
  Swept program;
  const auto knobs = program.knobs;
  program.knobs = [&](Experiment& lab) {
    knobs(lab);
    lab.knob("units", program.k.units, "units", {16});
    lab.together({{"rate 0.25", "units 16"}, {"units 16", "rate 1e-09"}});
    for (const char* unknown : {"rate 0.5", "rate", "how other"})
      CHECK_THROWS_WITH(
          lab.together({{"units 16", unknown}}),
          std::string("together: expected a knob and one of its other "
                      "values, got ") +
              unknown);
  };
  program.measure = [](const Knobs& at) {
    return at.rate * static_cast<double>(at.units);
  };
  CHECK(program.sweep() == 0);
  CHECK(contains(program.table(),
                 ",,the product,10,10,4,4,4\n"
                 "rate,0.25,the product,10,10,2,2,2\n"
                 "rate,1e-09,the product,10,10,8e-09,8e-09,8e-09\n"
                 "units,16,the product,0,10,8,8,8\n"
                 "rate,\"0.25, units 16\",the product,10,10,4,4,4\n"
                 "units,\"16, rate 1e-09\",the product,10,10,"
                 "1.6e-08,1.6e-08,1.6e-08\n"));
  CHECK(program.run({}) == 0);
  CHECK(contains(program.scratch.read("01-trial.json"),
                 "\"rate 0.25, units 16\""));
}

TEST_CASE("Seeds are ten, ten groups, or those that are named") {
  const auto firsts = [](const std::function<void(Experiment&, Knobs&)>& add) {
    Swept program;
    program.knobs = [&](Experiment& lab) { add(lab, program.k); };
    std::vector<double> tried;
    program.measure = [&](const Knobs& at) {
      tried.push_back(static_cast<double>(at.seed));
      return 1.0;
    };
    CHECK(program.sweep() == 0);
    std::string list;
    for (const double seed : tried) list += text(seed) + " ";
    return list + "| " +
           program.table().substr(8, program.table().find('\n') - 8);
  };
  CHECK(firsts([](Experiment& lab, Knobs& k) {
          lab.knob("seeds", k.seeds, "how many");
          lab.knob("seed", k.seed, "the first");
        }) ==
        "1 4 7 10 13 16 19 22 25 28 | 1 4 7 10 13 16 19 22 25 28, 3 a run");
  CHECK(firsts([](Experiment& lab, Knobs& k) {
          lab.knob("seed", k.seed, "the first", {1, 11});
          lab.knob("seeds", k.seeds, "how many");
        }) == "1 11 | 1 11, 3 a run");
  CHECK(firsts([](Experiment& lab, Knobs& k) {
          lab.knob("units", k.units, "units", {16});
          lab.knob("how", k.how, "which way", {"other"});
        }) == "1 1 1 | none");
}

TEST_CASE("A run that fails holds nothing, and is told") {
  Swept program;
  program.measure = [](const Knobs& at) -> double {
    if (at.rate == 0.25 && at.seed == 7) throw std::runtime_error("diverged");
    return at.rate == 0.5 && at.seed > 8 ? NAN : 1;
  };
  CHECK(program.sweep() == 0);
  CHECK(contains(program.table(), ",,the product,8,10,1,1,1\n"));
  CHECK(contains(program.table(), "rate,0.25,the product,9,10,1,1,1\n"));
  const std::string none = "expected numbers, measured one that is none\n";
  CHECK(program.err == "as printed, seed 9: " + none + "as printed, seed 10: " +
                           none + "rate 0.25, seed 7: diverged\n");
}

TEST_CASE("Claims that change with the setting are no table") {
  Swept program;
  program.claim = [](Experiment& lab, double found) {
    lab.claim(found == 1 ? "another" : "the first", found, above(0));
  };
  CHECK(program.sweep() == 1);
  CHECK(contains(program.err,
                 "as printed, seed 2: expected the claims of the other runs: "
                 "the first"));
  CHECK_FALSE(program.scratch.has("table"));
}

TEST_CASE("A sweep that was stopped goes on, unless program or knobs changed") {
  Swept whole;
  whole.sweep();
  CHECK(whole.measured == 30);
  CHECK_FALSE(whole.scratch.has("01-trial.sweep"));
  struct Stopped {};
  const auto again = [&](const std::vector<std::string>& words,
                         std::chrono::hours age, const char* torn = "") {
    Swept program;
    const auto good = program.measure;
    program.measure = [&](const Knobs& at) {
      if (program.measured == 13) throw Stopped();
      return good(at);
    };
    const std::string table = (program.scratch / "table").string();
    CHECK_THROWS_AS(program.sweep(), Stopped);
    CHECK_FALSE(program.scratch.has("table"));
    const auto kept = program.scratch / "01-trial.sweep";
    program.scratch.write("01-trial.sweep",
                          program.scratch.read("01-trial.sweep") + torn);
    last_write_time(kept, last_write_time(kept) - age);
    program.measured = 0;
    program.measure = good;
    program.k = Knobs();
    CHECK(program.sweep(words) == 0);
    if (words.empty()) CHECK(program.table() == whole.table());
    return program.measured;
  };
  CHECK(again({}, std::chrono::hours(0)) == 18);
  CHECK(again({}, std::chrono::hours(0), "{\"run\": \"rate 0.25, se") == 18);
  CHECK(again({}, std::chrono::hours(24 * 3650)) == 30);
  CHECK(again({"--rate", "0.75"}, std::chrono::hours(0)) == 30);
}

TEST_CASE("A program without other values has nothing to try again") {
  Swept program;
  program.knobs = [&](Experiment& lab) {
    lab.knob("units", program.k.units, "units");
  };
  CHECK(program.sweep() == 0);
  CHECK(contains(program.out, "nothing to try again"));
  CHECK_FALSE(program.scratch.has("table"));
  CHECK(program.measured == 0);
}
