// Wrong results: every number in them is another one, and no claim that says
// something of its program's holds of them.
#include "common/spoil.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "common/experiment.hpp"
#include "common/sequence.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;

namespace {

struct Inner {
  double error;
  std::vector<Vector> runs;
};
struct Measured {
  std::string name = "as it was";
  Index count = 3;
  Matrix errors{{4, 6}, {5, 7}};
  Sequence states{Matrix{{8, 9, 10}}};
  std::map<Index, Vector> kept{{1, {11, 12}}};
  std::array<Inner, 2> inner{{{13, {{14}, {15, 16}}}, {17, {}}}};
  std::function<double()> gradient = [] { return 18.0; };
};

std::vector<double> numbers(Measured m) {
  std::vector<double> list;
  spoil::each(m, [&](double x) {
    list.push_back(x);
    return x;
  });
  CHECK(m.name == "as it was");
  CHECK(m.gradient() == 18);
  return list;
}

}  // namespace

TEST_CASE("Every number of a result is made wrong, however deep it stands") {
  const std::vector<double> own = numbers({});
  REQUIRE(own.size() == 15);
  for (Index i = 0; i < own.size(); ++i)
    CHECK(own[i] == static_cast<double>(i + 3));
  for (const double x : numbers(spoiled(Measured(), Spoiling::zeros, 1)))
    CHECK(x == 0);
  for (const double x : numbers(spoiled(Measured(), Spoiling::random, 1)))
    CHECK(std::abs(x) < 3);
  std::vector<double> shuffled =
      numbers(spoiled(Measured(), Spoiling::shuffled, 1));
  CHECK(shuffled != own);
  std::sort(shuffled.begin(), shuffled.end());
  CHECK(shuffled == own);
}

TEST_CASE("A result that is no number is refused, however deep it stands") {
  Measured m;
  CHECK_NOTHROW(require_numbers(m));
  m.inner[1].runs = {{1}, {2, arma::datum::nan}};
  CHECK_THROWS_AS(require_numbers(m), std::runtime_error);
}

TEST_CASE("A claim is seen to fail of wrong results, or it says nothing") {
  struct Case {
    const char* what;
    std::function<void(Experiment&, const Vector&)> claim;
    bool says_something;
  };
  const std::vector<Case> cases{
      {"the mean",
       [](Experiment& lab, const Vector& v) {
         lab.claim("it", arma::mean(v), between(2.9, 3.1));
       },
       true},
      {"a bound far away",
       [](Experiment& lab, const Vector& v) {
         lab.claim("it", v.max(), at_most(1e10));
       },
       false},
      {"a number that is not of the results",
       [](Experiment& lab, const Vector&) { lab.claim("it", 1, above(0)); },
       false},
      {"a number that can't be had any more",
       [](Experiment& lab, const Vector& v) {
         if (v(0) < 2) throw std::runtime_error("too small");
         lab.claim("it", v(0), above(0));
       },
       true}};
  for (const Case& c : cases) {
    INFO(c.what);
    const Scratch scratch;
    const Captured captured;
    const int code = call(
        [&](int argc, char** argv) {
          Experiment lab("01-trial", "One is one");
          return lab.run(
              argc, argv, 0, [](int) { return Vector(9).fill(3); },
              [](Experiment&, const Vector&) {}, c.claim);
        },
        {"01-trial", "--out", scratch.folder().string()});
    CHECK(code == 0);
    const auto failed = nlohmann::json::parse(
        scratch.read("01-trial.json"))["claims"][0]["failed"];
    CHECK((failed != "0 zeros, 0 random, 0 shuffled") == c.says_something);
  }
}
