// The bench checks before it times, and says what it measured.
#include "tests/bench/bench.hpp"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;

namespace {

const bench::Shape tiny{2, 3, 2, 2, 4};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<bench::Contender> all_contenders() {
  std::vector<bench::Contender> all = bench::own_contenders();
  for (const bench::Contender& c : bench::cell_contenders()) all.push_back(c);
  for (const bench::Contender& c : bench::jordan_contenders()) all.push_back(c);
  for (const bench::Contender& c : bench::attention_contenders())
    all.push_back(c);
  return all;
}

// The bench's own contenders on a problem, each after one pass.
double error_of(const bench::Contender& c, const cost::Problem& q) {
  const bench::Runner runner = c.on(q);
  runner.pass();
  return bench::gradient_error(runner.gradient(),
                               bench::truth_of(c.network, q));
}

bool takes_one(const bench::Contender& c) {  // sequence
  return c.network == "attention" || c.network == "causal";
}

}  // namespace

TEST_CASE("The bench's own contenders give the gradient of their chapter") {
  for (const bench::Shape& s :
       {tiny, bench::Shape{3, 5, 2, 1, 40}, bench::Shape{2, 2, 1, 1, 1}}) {
    const cost::Problem q = bench::problem_of(s);
    for (const bench::Contender& c : all_contenders()) {
      if (c.group == "floor" || (takes_one(c) && s.batch > 1)) continue;
      INFO(c.network << ", " << c.name << " at " << bench::name_of(s));
      CHECK(bench::agrees(error_of(c, q)));
    }
  }
}

TEST_CASE("The bench's check tells a wrong gradient in any block") {
  const cost::Problem q = bench::problem_of(tiny);
  const cost::Gradient right = q.a_matrix_per_step();
  const bench::Gradient truth = bench::gradient_of(right.blocks());
  CHECK(bench::agrees(bench::gradient_error(truth, truth)));
  const auto differs = [&](auto change) {
    cost::Gradient wrong = right;
    change(wrong);
    return !bench::agrees(
        bench::gradient_error(bench::gradient_of(wrong.blocks()), truth));
  };
  CHECK(differs([](cost::Gradient& g) { g.dU(0) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dW(1) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dV(2) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.db(0) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dc(1) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dh0(0) += 1e-6; }));
  CHECK(differs([](cost::Gradient& g) { g.dW(1) = std::nan(""); }));
  CHECK(differs([](cost::Gradient& g) { g.dV.reset(); }));
  CHECK(!bench::agrees(bench::gradient_error({truth[0]}, truth)));
  CHECK(!bench::agrees(error_of(bench::wrong_contender(), q)));
}

TEST_CASE("The bench's floor runs and has no gradient to check") {
  const cost::Problem q = bench::problem_of({2, 3, 2, 1, 100});
  int floors = 0;
  for (const bench::Contender& c : all_contenders()) {
    if (c.group != "floor") continue;
    const bench::Runner runner = c.on(q);
    runner.pass();
    CHECK(!runner.gradient);
    ++floors;
  }
  CHECK(floors == 10);
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
      "tanh", "hungry", "hungry", [](const cost::Problem&) -> bench::Runner {
        return {[] {
                  std::vector<char> all(static_cast<std::size_t>(megabytes));
                  for (std::size_t i = 0; i < all.size(); i += 1024) all[i] = 1;
                },
                {}};
      }};
  const double bytes = bench::peak_bytes(hungry, tiny, [] {});
  CHECK(bytes > 0.9 * megabytes);
  CHECK(bytes < 1.3 * megabytes);
  const bench::Contender broken{"tanh", "broken", "broken",
                                [](const cost::Problem&) -> bench::Runner {
                                  throw std::runtime_error("cannot run");
                                }};
  CHECK_THROWS_WITH(bench::peak_bytes(broken, tiny, [] {}),
                    Catch::Matchers::ContainsSubstring("broken: memory"));
}

TEST_CASE("The bench measures what the plan says, a wrong gradient never") {
  nlohmann::ordered_json plan{{"networks", {"tanh"}},
                              {"timed", {{2, 3, 2, 2, 4}}},
                              {"weighed", {{2, 3, 2, 2, 4}}},
                              {"threads", {1}},
                              {"seconds", 0.1},
                              {"least", 3},
                              {"wrong", true}};
  Captured captured;
  const nlohmann::json out = bench::measure(plan, {});
  REQUIRE(out.at("timings").size() == 7);
  for (const nlohmann::json& t : out.at("timings")) {
    const bool wrong = t.at("contender") == "wrong on purpose";
    CHECK(t.at("shape").at("hidden") == 3);
    CHECK(t.at("refused") == wrong);
    CHECK(t.at("ms").is_null() == wrong);
    CHECK(t.at("gradient_error").is_null() == (t.at("group") == "floor"));
  }
  CHECK(out.at("memory").size() == 5);
  CHECK(out.at("checkpoints").size() == 2);
  const std::string said = captured.err();
  CHECK(contains(said, "time at 2,3,2,2,4, 1 thread"));
  CHECK(contains(
      said,
      "wrong on purpose at 2,3,2,2,4: expected the gradient of chapter 3"));

  plan["networks"] = {"LSTM", "GRU", "Jordan"};
  plan["weighed"] = nlohmann::json::array();
  std::map<std::string, int> contenders;
  const nlohmann::json cells = bench::measure(plan, {});
  for (const nlohmann::json& t : cells.at("timings"))
    ++contenders[t.at("network")];
  CHECK(contenders ==
        std::map<std::string, int>{{"LSTM", 4}, {"GRU", 4}, {"Jordan", 3}});
}
