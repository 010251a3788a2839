// The reader's gradients are judged to the digits they were written with, after
// the book's own were tried.
#include "common/sheet/recurrent.hpp"
#include "tests/near.hpp"

using namespace unrolled;

namespace {

Input with_gradient(const std::string& mine) {
  return parse_input(R"({"W": [[1, 2], [3, 4]], "dW": )" + mine + "}", "f",
                     keys_of("W: H rows of H\ngradients: W"));
}

Judged verdict(const std::string& mine, const Matrix& truth,
               const std::vector<Mistake>& mistakes = {},
               std::optional<double> tolerance = {}) {
  const Input input = with_gradient(mine);
  return judged(input.at("dW"), tolerance, {truth}, mistakes).at(0);
}
bool right(const std::string& mine, const Matrix& truth,
           std::optional<double> tolerance = {}) {
  return verdict(mine, truth, {}, tolerance).right;
}

}  // namespace

TEST_CASE("A number copied with six digits, or with two, is right") {
  const Matrix truth{{1.0 / 3, -2.0 / 3}, {200.0 / 3, 1e-7 / 3}};
  for (const char* mine :
       {"[[0.333333, -0.666667], [66.6667, 3.33333e-08]]",
        "[[0.33, -0.67], [66.7, 0.00]]", "[[0, -1], [67, 0]]"})
    CHECK(right(mine, truth));
  for (const char* mine :
       {"[[0.333333, -0.666667], [66.6668, 0]]", "[[0.34, -0.67], [66.7, 0]]",
        "[[0.33, 0.67], [66.7, 0]]", "[[0, -1], [66, 0]]"})
    CHECK_FALSE(right(mine, truth));
}

TEST_CASE("No number counts more loosely than two digits") {
  const Matrix truth{{0.46, 0.12}, {0.1, 0.2}};
  CHECK_FALSE(right("[[0.5, 0.1], [0.1, 0.2]]", truth));
  CHECK_FALSE(right("[[0, 0], [0, 0]]", truth));
  CHECK(right("[[0.46, 0.12], [0.1, 0.2]]", truth));
  CHECK_FALSE(right("[[5e-1, 0.12], [0.1, 0.2]]", truth));
}

TEST_CASE("Up to 1e-6 of the block's norm is right, or what the file says") {
  const Matrix truth{{1, 0}, {0, 0}};
  CHECK(right("[[1.00000099, 0], [0, 0]]", truth));
  CHECK_FALSE(right("[[1.00000101, 0], [0, 0]]", truth));
  CHECK(verdict("[[1.5, 0], [0, 0]]", truth).error == Approx(0.5));
  CHECK(right("[[1.09, 0], [0, 0]]", truth, 0.1));
  CHECK_FALSE(right("[[1.11, 0], [0, 0]]", truth, 0.1));
  CHECK_FALSE(right("[[1.0, 0.001], [0, 0]]", truth, 1e-4));
}

TEST_CASE("A true block of zeros is compared absolutely, at 1e-12") {
  const Matrix zeros(2, 2, arma::fill::zeros);
  CHECK(right("[[1e-13, 0], [0, 0]]", zeros));
  CHECK_FALSE(right("[[1e-11, 0], [0, 0]]", zeros));
  CHECK(verdict("[[3, 0], [0, 4]]", zeros).error == 5);
  CHECK_FALSE(right("[[1e308, -1e308], [1e308, 1e308]]", zeros));
}

TEST_CASE("A mistake is named at any precision, only when it is one") {
  const Matrix truth{{1, 2}, {3, 5}}, slip{{1, 1}, {1, 1.25}};
  const std::vector<Mistake> mistakes{
      {"Your {} is another key's.", {{"dU", {slip}}}},
      {"Your {} is as it is.", {{"dW", {truth}}}},
      {"Your {} is the true one in ones.", {{"dW", {slip}}}}};
  const std::string is = "your dW is the true one ";
  for (const auto& [mine, hint] :
       std::vector<std::pair<std::string, std::string>>{
           {"[[1, 2], [3, 5]]", ""},
           {"[[1, 1], [1, 1.25]]", is + "in ones"},
           {"[[1, 1], [1, 1.2]]", is + "in ones"},
           {"[[-1, -2], [-3, -5]]", is + "with the opposite sign"},
           {"[[1, 3], [2, 5]]", is + "transposed"},
           {"[[2, 4], [6, 10]]",
            is + "doubled: the 1/2 of the loss was left out"},
           {"[[7, 4], [6, 10]]", ""}}) {
    INFO(mine);
    CHECK(verdict(mine, truth, mistakes).hint == hint);
  }
}

TEST_CASE("The book's own gradient is tried before the reader's is judged") {
  const Input input = with_gradient("[[1, 2], [3, 5]]");
  const Matrix truth{{1, 2}, {3, 5}};
  const OtherLoss loss = [&](const Moved& block) {
    return arma::accu(truth % block("W", 0));
  };
  const auto said = [&](const Matrix& own) {
    Sheet sheet(SheetOptions{});
    sheet.define("dW", own, true);
    const std::string refused = refusal<std::logic_error>([&] {
      sheet.compare(input, loss, [] { return std::vector<Mistake>(); });
    });
    CHECK(sheet.all_right());
    CHECK(contains(sheet.as_json(), R"("right":true)") ==
          (refused == "accepted"));
    return refused;
  };
  CHECK(said(truth) == "accepted");
  CHECK(said(truth * (1 + 1e-12)) == "accepted");
  for (const Matrix& wrong :
       {Matrix(truth.t()), Matrix(-truth), Matrix(truth * 1.0001),
        Matrix{{1, 2}, {3, 5.001}}})
    CHECK(contains(said(wrong), "the book's own dW is not the derivative"));
  // Whom the other way overflows it judges nobody.
  require_own(input, "dW", {-truth},
              [](const Moved&) { return Complex(0, infinity); });
}

TEST_CASE("The other way to a recurrent gradient is the true one") {
  // o(t) = V h(t) + c, h(t) = U x(t) + W h(t-1) + b, L = 1/2 o(1)^2 + 1/2
  // o(2)^2, all of one unit: worked out by hand.
  const Input input = parse_input(
      R"({"hidden": "identity", "output": "linear_squared_error",
          "U": [[0.5]], "W": [[-2]], "V": [[3]], "b": [0.25], "c": [-1],
          "h0": [0.75], "x": [[1.5], [-1]], "y": [[0], [0]]})",
      "f", keys_of(recurrent_keys()));
  const double U = 0.5, W = -2, V = 3, b = 0.25, c = -1, h0 = 0.75;
  const double x1 = 1.5, x2 = -1;
  const double h1 = U * x1 + W * h0 + b, h2 = U * x2 + W * h1 + b;
  const double o1 = V * h1 + c, o2 = V * h2 + c;
  const double delta2 = V * o2, delta1 = V * o1 + W * delta2;
  for (const auto& [key, truth] : std::vector<std::pair<std::string, Matrix>>{
           {"dU", Vector{delta1 * x1 + delta2 * x2}},
           {"dW", Vector{delta1 * h0 + delta2 * h1}},
           {"dV", Vector{o1 * h1 + o2 * h2}},
           {"db", Vector{delta1 + delta2}},
           {"dc", Vector{o1 + o2}},
           {"dh0", Vector{W * delta1}},
           {"dx", Matrix{{U * delta1, U * delta2}}}}) {
    INFO(key);
    require_own(input, key, {truth}, recurrent_loss(input));
    const Matrix wrong = truth * 1.0001;
    CHECK_THROWS_AS(require_own(input, key, {wrong}, recurrent_loss(input)),
                    std::logic_error);
  }
}
