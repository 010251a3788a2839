// A formula computes what it says, and nothing else passes for it.
#include "common/sheet/formula.hpp"

#include <cmath>

#include "tests/near.hpp"

using namespace unrolled;

namespace {

const Vocabulary words{{"W", "x", "y", "s", "h", "E", "p"},
                       {{'t', Index{2}}, {'k', std::nullopt}}};

const std::map<std::string, Value> numbers{
    {"W", Matrix{{1, 2}, {3, 4}}},
    {"x", Vector{5, -6}},
    {"y", Vector{0.25, 0.5}},
    {"s", -2.0},
    {"h(1)", Vector{1, 0}},
    {"h(2)", Vector{0, 1}},
    {"E(2,1)", 7.0},
};

Value value_of(const std::string& formula) {
  return evaluate(
      tokens_of(formula, words),
      [](const std::string& key) -> Value { return numbers.at(key); });
}
Matrix computed(const std::string& formula) {
  return value_of(formula).m;
}

}  // namespace

TEST_CASE("Sums, products, transposes and squares are the matrices' own") {
  const Matrix W = numbers.at("W").m, x = numbers.at("x").m,
               y = numbers.at("y").m;
  CHECK_THAT(computed("W x + y"), Near(W * x + y));
  CHECK_THAT(computed("W^T x - y"), Near(W.t() * x - y));
  CHECK_THAT(computed("x y^T"), Near(x * y.t()));
  CHECK_THAT(computed("x^T W y"), Near(x.t() * W * y));
  CHECK_THAT(computed("W (x + y)"), Near(W * (x + y)));
  CHECK_THAT(computed("s W x"), Near(-2 * W * x));
  CHECK_THAT(computed("(W x) (.) y"), Near((W * x) % y));
  CHECK_THAT(computed("W x (.) y"), Near((W * x) % y));
  CHECK_THAT(computed("1 - x^2"), Near(1 - x % x));
  CHECK_THAT(computed("-x - x"), Near(-2 * x));
  CHECK_THAT(computed("diag(1 - y^2) W"), Near(arma::diagmat(1 - y % y) * W));
  CHECK_THAT(computed("1 (.) x"), Near(x));
}

TEST_CASE("Numbers come from norms, fractions and inner products") {
  CHECK(computed("1/2 ||x - y||^2")(0) ==
        Approx(0.5 * (4.75 * 4.75 + 6.5 * 6.5)));
  CHECK(computed("x^T y / sqrt(4)")(0) == Approx(-1.75 / 2));
  CHECK(computed("min(1, 3 / 4)")(0) == 0.75);
  CHECK(computed("min(1, 4 / 3)")(0) == 1);
  CHECK(computed("||W||")(0) == Approx(std::sqrt(30.0)));
  CHECK(computed("sqrt(s^2)")(0) == 2);
}

TEST_CASE("Functions act as the notes write them") {
  const Matrix x = numbers.at("x").m, y = numbers.at("y").m;
  CHECK_THAT(computed("tanh(x)"), Near(arma::tanh(x)));
  CHECK_THAT(computed("sigmoid(x)"), Near(1 / (1 + arma::exp(-x))));
  CHECK_THAT(computed("relu(x)"), Near(Vector{5, 0}));
  CHECK_THAT(computed("(x > 0)"), Near(Vector{1, 0}));
  CHECK_THAT(computed("softmax(x)"),
             Near(arma::exp(x) / arma::accu(arma::exp(x))));
  CHECK_THAT(computed("log y"), Near(arma::log(y)));
  CHECK_THAT(computed("x^T log y"), Near(x.t() * arma::log(y)));
}

TEST_CASE("An index is counted from where its letter is") {
  CHECK_THAT(computed("h(t)"), Near(Vector{0, 1}));
  CHECK_THAT(computed("h(t-1)"), Near(Vector{1, 0}));
  CHECK(computed("E(t,1)")(0) == 7);
  CHECK(tokens_of("h(k)", words).at(0).key() == "h(k)");
}

TEST_CASE("The logarithm of a saturated output keeps its digits") {
  const Vocabulary of{{"o", "y"}, {}};
  const Value o = Vector{1000, 0}, y = Vector{0, 1};
  const auto loss = [&](const std::string& formula) {
    return evaluate(tokens_of(formula, of),
                    [&](const std::string& key) -> Value {
                      return key == "o" ? o : y;
                    })
        .m(0);
  };
  CHECK(loss("-y^T log softmax(o)") == 1000);
  CHECK(loss("-(1 - y)^T log(1 - sigmoid(o))") == 1000);
}

TEST_CASE("What is no formula, or does not fit, is refused") {
  for (const auto& [formula, said] :
       std::vector<std::pair<std::string, std::string>>{
           {"W W^T x x", "a product of 2 x 1 and 2 x 1"},
           {"W + x", "a sum of 2 x 2 and 2 x 1"},
           {"x + s", "a sum of 2 x 1 and 1 x 1"},
           {"x y", "a product of 2 x 1 and 2 x 1"},
           {"W^2", "the square of a matrix"},
           {"x^3", "'2' expected before '3'"},
           {"x / y", "a division by no number"},
           {"foo(x)", "no 'foo' of this"},
           {"softmax(W)", "no 'softmax' of this"},
           {"min(s)", "min of how many?"},
           {"(x", "')' expected before ''"},
           {"x )", "')' not expected"},
           {"x +", "it ends too early"}}) {
    INFO(formula);
    CHECK(refusal<std::logic_error>([&, of = formula] { computed(of); }) ==
          "the sheet's formula: " + said);
  }
}

TEST_CASE("Two ways to a number agree up to rounding and no further") {
  const auto agreed = [](const std::string& formula, double h, double other) {
    const Vocabulary of{{"h"}, {}};
    std::minstd_rand random(1);
    const Value known = Vector{h};
    const auto tokens = tokens_of(formula, of);
    return agrees(
        evaluate(tokens, [&](const std::string&) { return known; }),
        evaluate(tokens,
                 [&](const std::string&) { return shaken(known, random); }),
        Vector{other});
  };
  CHECK(agreed("1 - h^2", 0.5, 0.75));
  CHECK(agreed("1 - h^2", 0.5, 0.75 * (1 + 1e-15)));
  CHECK_FALSE(agreed("1 - h^2", 0.5, 0.75 * (1 + 1e-9)));
  // 1 - h^2 of a saturated h is 0; a more careful slope is not.
  CHECK(agreed("1 - h^2", 1, 1e-17));
  CHECK_FALSE(agreed("1 - h^2", 1, 1e-9));
  const Value two = Vector{1, 2};
  CHECK_FALSE(agrees(two, two, Matrix{{1, 2}}));
}
