// The reader's gradients are judged to the digits they were written with, after
// the book's own were tried.
#include "common/sheet/recurrent.hpp"
#include "tests/near.hpp"

using namespace unrolled;

namespace {

const std::vector<Key> keys = keys_of("W: H rows of H\ngradients: W");

Judged verdict(const std::string& mine, const Matrix& truth,
               const std::vector<Mistake>& mistakes = {},
               const std::string& more = "") {
  const Input input = parse_input(
      R"({"W": [[1, 2], [3, 4]], "dW": )" + mine + more + "}", "f", keys);
  return judged(input, "dW", {truth}, mistakes).at(0);
}
bool right(const std::string& mine, const Matrix& truth,
           const std::string& more = "") {
  return verdict(mine, truth, {}, more).right;
}

}  // namespace

TEST_CASE("A number copied with six digits, or with two, is right") {
  const Matrix truth{{1.0 / 3, -2.0 / 3}, {200.0 / 3, 1e-7 / 3}};
  CHECK(right("[[0.333333, -0.666667], [66.6667, 3.33333e-08]]", truth));
  CHECK(right("[[0.33, -0.67], [66.7, 0.00]]", truth));
  CHECK(right("[[0, -1], [67, 0]]", truth));
  CHECK_FALSE(right("[[0.333333, -0.666667], [66.6668, 0]]", truth));
  CHECK_FALSE(right("[[0.34, -0.67], [66.7, 0]]", truth));
  CHECK_FALSE(right("[[0.33, 0.67], [66.7, 0]]", truth));
  CHECK_FALSE(right("[[0, -1], [66, 0]]", truth));
}

TEST_CASE("No number counts more loosely than two digits") {
  const Matrix truth{{0.46, 0.12}, {0.1, 0.2}};
  CHECK_FALSE(right("[[0.5, 0.1], [0.1, 0.2]]", truth));
  CHECK_FALSE(right("[[0, 0], [0, 0]]", truth));
  CHECK(right("[[0.46, 0.12], [0.1, 0.2]]", truth));
  CHECK_FALSE(right("[[5e-1, 0.12], [0.1, 0.2]]", truth));
}

TEST_CASE("Up to 1e-6 of the block's norm is right at any digits") {
  const Matrix truth{{1, 0}, {0, 0}};
  CHECK(right("[[1.00000099, 0], [0, 0]]", truth));
  CHECK_FALSE(right("[[1.00000101, 0], [0, 0]]", truth));
  CHECK(verdict("[[1.5, 0], [0, 0]]", truth).error == Approx(0.5));
}

TEST_CASE("The file's tolerance says otherwise") {
  const Matrix truth{{1, 0}, {0, 0}};
  CHECK(right("[[1.09, 0], [0, 0]]", truth, R"(, "tolerance": 0.1)"));
  CHECK_FALSE(right("[[1.11, 0], [0, 0]]", truth, R"(, "tolerance": 0.1)"));
  CHECK_FALSE(right("[[1.0, 0.001], [0, 0]]", truth, R"(, "tolerance": 1e-4)"));
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
  const auto hint = [&](const std::string& mine) {
    return verdict(mine, truth, mistakes).hint;
  };
  CHECK(hint("[[1, 2], [3, 5]]") == "");
  CHECK(hint("[[1, 1], [1, 1.25]]") == "your dW is the true one in ones");
  CHECK(hint("[[1, 1], [1, 1.2]]") == "your dW is the true one in ones");
  CHECK(hint("[[-1, -2], [-3, -5]]") ==
        "your dW is the true one with the opposite sign");
  CHECK(hint("[[1, 3], [2, 5]]") == "your dW is the true one transposed");
  CHECK(hint("[[2, 4], [6, 10]]") ==
        "your dW is the true one doubled: the 1/2 of the loss was left out");
  CHECK(hint("[[7, 4], [6, 10]]") == "");
}

TEST_CASE("The book's own gradient is tried before the reader's is judged") {
  const Matrix truth{{1, 2}, {3, 5}};
  const Slope slope = [&](const std::string&, const std::vector<Matrix>& d) {
    return arma::dot(truth, d.at(0));
  };
  const auto said = [&](const Matrix& own) {
    return refusal<std::logic_error>(
        [&] { require_own("dW", {own}, slope, 1); });
  };
  CHECK(said(truth) == "accepted");
  CHECK(said(truth * (1 + 1e-12)) == "accepted");
  for (const Matrix& wrong :
       {Matrix(truth.t()), Matrix(-truth), Matrix(truth * 1.0001),
        Matrix{{1, 2}, {3, 5.001}}})
    CHECK_THAT(said(wrong), Catch::Matchers::ContainsSubstring(
                                "the book's own dW is not the derivative"));
  // Whom the other way overflows it judges nobody.
  const Slope overflowed = [](const std::string&, const std::vector<Matrix>&) {
    return not_a_number;
  };
  require_own("dW", {truth}, overflowed, 1);
}

TEST_CASE("Nothing is said of the reader's when the book's own is wrong") {
  const Input input = parse_input(
      R"({"W": [[1, 2], [3, 4]], "dW": [[1, 2], [3, 5]]})", "f", keys);
  Sheet sheet(SheetOptions{});
  const auto judge = [&](const Matrix& own) {
    return refusal<std::logic_error>([&] {
      sheet.compare(
          input, {"dW"}, {{"dW", {own}}},
          [](const std::string&, const std::vector<Matrix>& d) {
            return arma::dot(Matrix{{1, 2}, {3, 5}}, d.at(0));
          },
          [] { return std::vector<Mistake>(); });
    });
  };
  CHECK(judge(Matrix{{1, 2}, {3, 6}}) != "accepted");
  CHECK(sheet.all_right());
  CHECK_FALSE(contains(sheet.as_json(), "compared"));
  CHECK(judge(Matrix{{1, 2}, {3, 5}}) == "accepted");
  CHECK(contains(sheet.as_json(), R"("right":true)"));
}

TEST_CASE("The other way to a recurrent gradient is the true one") {
  // o(t) = V h(t) + c, h(t) = U x(t) + W h(t-1) + b, L = 1/2 o(1)^2 + 1/2
  // o(2)^2, all of one unit: worked out by hand.
  const auto m = [](double v) { return Matrix(1, 1).fill(v); };
  const auto v = [](double entry) { return Vector{entry}; };
  const double U = 0.5, W = -2, V = 3, b = 0.25, c = -1, h0 = 0.75;
  const double x1 = 1.5, x2 = -1;
  const Slope slope = recurrent_slope(
      {Activation::identity, Output::linear_squared_error, m(U), m(W), m(V),
       v(b), v(c), v(h0), Matrix{{x1, x2}}, Matrix{{0, 0}}});
  const double h1 = U * x1 + W * h0 + b, h2 = U * x2 + W * h1 + b;
  const double o1 = V * h1 + c, o2 = V * h2 + c;
  const double delta2 = V * o2, delta1 = V * o1 + W * delta2;
  const auto is = [&](const std::string& key, double truth) {
    INFO(key);
    CHECK(slope(key, {m(2)}) == Approx(2 * truth).epsilon(1e-12));
  };
  is("dU", delta1 * x1 + delta2 * x2);
  is("dW", delta1 * h0 + delta2 * h1);
  is("dV", o1 * h1 + o2 * h2);
  is("db", delta1 + delta2);
  is("dc", o1 + o2);
  is("dh0", W * delta1);
  CHECK(slope("dx", {Matrix{{2, -1}}}) ==
        Approx(U * (2 * delta1 - delta2)).epsilon(1e-12));
}
