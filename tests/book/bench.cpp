// The bench checks before it times, and says what it measured.
#include "tests/bench/bench.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "chapters/05-cost/record.hpp"
#include "tests/bench/measure.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;

namespace {

const bench::Shape tiny{2, 3, 2, 2, 4};

struct Run {
  int code;
  std::string out, err;
};

Run run(std::vector<std::string> words) {
  words.insert(words.begin(), "bench");
  Captured captured;
  const int code = call(
      [](int argc, char** argv) { return bench::bench_main(argc, argv, {}); },
      words);
  return {code, captured.out(), captured.err()};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The bench's own contenders on a problem, each after one pass.
double error_of(const bench::Contender& c, const cost::Problem& q) {
  const bench::Runner runner = c.on(q);
  runner.pass();
  return bench::gradient_error(runner.gradient(), q.a_matrix_per_step());
}

}  // namespace

TEST_CASE("The bench's own contenders give chapter 3's gradient") {
  for (const bench::Shape& s :
       {tiny, bench::Shape{3, 5, 2, 1, 40}, bench::Shape{2, 2, 1, 1, 1}}) {
    const cost::Problem q = bench::problem_of(s);
    for (const bench::Contender& c : bench::own_contenders()) {
      if (c.group == "floor") continue;
      INFO(c.name << " at " << bench::name_of(s));
      CHECK(bench::agrees(error_of(c, q)));
    }
  }
}

TEST_CASE("The bench's check tells a wrong gradient in any block") {
  const cost::Problem q = bench::problem_of(tiny);
  const cost::Gradient truth = q.a_matrix_per_step();
  CHECK(bench::agrees(bench::gradient_error(truth, truth)));
  const auto differs = [&](auto change) {
    cost::Gradient wrong = truth;
    change(wrong);
    return !bench::agrees(bench::gradient_error(wrong, truth));
  };
  CHECK(differs([](cost::Gradient& g) { g.dU(0) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dW(1) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dV(2) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.db(0) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dc(1) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dh0(0) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dW(1) = std::nan(""); }));
  CHECK(differs([](cost::Gradient& g) { g.dV.reset(); }));
  CHECK(!bench::agrees(error_of(bench::wrong_contender(), q)));
}

TEST_CASE("The bench's floor runs and has no gradient to check") {
  const cost::Problem q = bench::problem_of(tiny);
  int floors = 0;
  for (const bench::Contender& c : bench::own_contenders()) {
    if (c.group != "floor") continue;
    const bench::Runner runner = c.on(q);
    runner.pass();
    CHECK(!runner.gradient);
    ++floors;
  }
  CHECK(floors == 2);
}

TEST_CASE("The bench's forms with few states count as the closed form says") {
  const cost::Problem q = bench::problem_of({2, 3, 2, 1, 50});
  int counted = 0;
  for (const bench::Contender& c : bench::own_contenders()) {
    const bench::Runner runner = c.on(q);
    if (!runner.blocks) continue;
    runner.pass();
    CHECK(runner.blocks() == runner.expected_blocks);
    ++counted;
  }
  CHECK(counted == 2);
}

TEST_CASE("The bench times every contender in every round") {
  std::vector<int> runs(3, 0);
  std::vector<std::function<void()>> passes;
  for (int& n : runs) passes.push_back([&n] { ++n; });
  const std::vector<bench::Times> times = bench::in_turn(passes, 0, 4, 0);
  REQUIRE(times.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(times[i].rounds == 4);
    CHECK(runs[i] > 4);
    CHECK(times[i].low <= times[i].median);
    CHECK(times[i].median <= times[i].high);
  }
}

TEST_CASE("The bench's peak memory is what a contender takes") {
  constexpr double megabytes = 40e6;
  const bench::Contender hungry{
      "hungry", "hungry", [](const cost::Problem&) -> bench::Runner {
        return {[] {
                  std::vector<char> all(static_cast<std::size_t>(megabytes));
                  for (std::size_t i = 0; i < all.size(); i += 1024) all[i] = 1;
                },
                {}};
      }};
  const double bytes = bench::peak_bytes(hungry, tiny, [] {});
  CHECK(bytes > 0.9 * megabytes);
  CHECK(bytes < 1.3 * megabytes);
  const bench::Contender broken{"broken", "broken",
                                [](const cost::Problem&) -> bench::Runner {
                                  throw std::runtime_error("cannot run");
                                }};
  CHECK_THROWS_WITH(bench::peak_bytes(broken, tiny, [] {}),
                    Catch::Matchers::ContainsSubstring("broken: memory"));
}

TEST_CASE("The bench fits the exponent of a power") {
  CHECK(bench::exponent({1, 10, 100}, {3, 300, 30000}) == Approx(2));
  CHECK(bench::exponent({1, 10, 100}, {5, 5, 5}) == Approx(0).margin(1e-12));
}

TEST_CASE("The bench's JSON is one document with every key") {
  const Run it =
      run({"--quick", "--json", "--shape", "2,3,2,2,4", "--threads", "1"});
  CHECK(it.code == 0);
  const nlohmann::json out = nlohmann::json::parse(it.out);
  CHECK(out.at("quick") == true);
  CHECK(out.at("machine").at("peers").at("PyTorch").is_null());
  CHECK(out.at("timings").size() == 6);
  for (const nlohmann::json& t : out.at("timings")) {
    CHECK(t.at("shape").at("hidden") == 3);
    CHECK(t.at("threads") == 1);
    CHECK(t.at("refused") == false);
    CHECK(t.at("ms").get<double>() > 0);
    CHECK(t.at("gradient_error").is_null() == (t.at("group") == "floor"));
  }
  CHECK(out.at("memory").size() == 4);
  CHECK(out.at("checkpoints").size() == 2);
  CHECK(out.at("exponents").empty());
  for (const nlohmann::json& t : out.at("targets"))
    CHECK(t.at("measured").is_null());
  CHECK(contains(it.err, "time at 2,3,2,2,4, 1 thread"));
}

TEST_CASE("The bench's CSV is what chapter 5 reads") {
  const Scratch scratch;
  const Run it = run({"--quick", "--shape", "2,3,2,2,4", "--threads", "1",
                      "--csv", (scratch / "bench.csv").string()});
  CHECK(it.code == 0);
  const cost::Record r{read_csv(scratch / "bench.csv", Header::required)};
  REQUIRE(r.csv.values.n_rows == 1);
  CHECK(r.row("2,3,2,2,4") == 0);
  CHECK(r.row("2,3,2,2,5") == 1);
  CHECK(r.at(0, "error") < 1e-10);
  CHECK(r.ratio(0, "in blocks", "floor") > 0);
  CHECK(r.ratio(0, "in blocks", "PyTorch") == 0);
  CHECK(r.ratio(1, "in blocks", "floor") == 0);
  CHECK(r.by_length().empty());
  CHECK_THROWS_AS(r.at(0, "speed"), std::runtime_error);
}

TEST_CASE("The bench's table stands beside the targets") {
  const Run it = run({"--quick", "--shape", "2,3,2,2,4", "--threads", "1"});
  CHECK(it.code == 0);
  CHECK(contains(it.out, "of the floor"));
  CHECK(contains(it.out, "Beside the targets"));
  CHECK(contains(it.out, ">= 0.9"));
}

TEST_CASE("The bench refuses a contender with a wrong gradient") {
  const Run it = run({"--quick", "--json", "--wrong", "--shape", "2,3,2,2,4",
                      "--threads", "1"});
  CHECK(it.code == 1);
  CHECK(
      contains(it.err, "wrong on purpose at 2,3,2,2,4: expected chapter 3's"));
  int refused = 0;
  const nlohmann::json out = nlohmann::json::parse(it.out);
  for (const nlohmann::json& t : out.at("timings")) {
    if (!t.at("refused")) continue;
    ++refused;
    CHECK(t.at("contender") == "wrong on purpose");
    CHECK(t.at("ms").is_null());
  }
  CHECK(refused == 1);
}

TEST_CASE("The bench refuses what it does not know in one line") {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--fast"},
                                             {"--threads", "0"},
                                             {"--shape", "2,3,2"},
                                             {"--shape", "2,3,0,2,4"},
                                             {"--shape", "2,3,x,2,4"},
                                             {"more"}}) {
    const Run it = run(words);
    INFO(words[0]);
    CHECK(it.code == 2);
    CHECK(it.out.empty());
    CHECK(std::count(it.err.begin(), it.err.end(), '\n') == 1);
    CHECK(it.err.substr(0, 7) == "bench: ");
  }
  const Run help = run({"--help"});
  CHECK(help.code == 0);
  CHECK(contains(help.out, "--quick"));
}
