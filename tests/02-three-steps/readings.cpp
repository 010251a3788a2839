// The 2-2-1 network of note D: its two forms, and its words.
#include "chapters/02-three-steps/readings.hpp"

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace three_steps_test;

namespace {

ReluNet random_net(Random& random) {
  const auto r = [&] { return random.normal(); };
  return {r(), r(), r(), r(), r(), r(), r(), r(), r(), r(), r(), r(), r()};
}

// The sizes of all terms of a unit, added up: what rounding is measured by.
double size_of_terms(const ReluNet& p, const Vector& x, const Vector& before) {
  return arma::accu(arma::abs(p.W_xh()) * arma::abs(x) +
                    arma::abs(p.W_hh()) * arma::abs(before) +
                    arma::abs(p.b_h())) *
             (std::abs(p.W31) + std::abs(p.W32)) +
         std::abs(p.b3);
}

}  // namespace

TEST_CASE("The 2-2-1 network's three steps by hand",
          "[2.21][2.22][2.23][2.24][2.25][D2][D3][D4]") {
  const ReluNet p = pencil_net();
  const Vector x[] = {{2, 1}, {1, 0}, {0, 1}};
  const Vector h[] = {{4, 0}, {5, 4}, {3, 0}};
  const double y[] = {8, 1, 7}, y_by_words[] = {1, 11, 10};
  Vector before = {1, 1}, before_by_words = {1, 1};
  for (int t = 0; t < 3; ++t) {
    CAPTURE(t);
    const ReluStep m = step_in_matrices(p, x[t], before);
    const ReluStep u = step_by_unit(p, x[t], before);
    const ReluStep w = step_by_words(p, x[t], before_by_words);
    CHECK_THAT(m.h, Near(h[t], 0));
    CHECK_THAT(u.h, Near(h[t], 0));
    CHECK(m.y == y[t]);
    CHECK(u.y == y[t]);
    CHECK(w.y == y_by_words[t]);
    if (t == 0)
      notes::misprint("D2", std::abs(w.y / y[0] - 1), std::abs(m.y / y[0] - 1));
    before = h[t];
    before_by_words = w.h;
  }
}

TEST_CASE("Matrices and units agree to rounding",
          "[2.21][2.22][2.23][2.24][2.25][D3][D4]") {
  Random random(3);
  int on = 0, off = 0;
  for (int i = 0; i < 1000; ++i) {
    const ReluNet p = random_net(random);
    const Vector x = random.normal_matrix(2, 1);
    const Vector before = random.normal_matrix(2, 1);
    const ReluStep m = step_in_matrices(p, x, before);
    const ReluStep u = step_by_unit(p, x, before);
    notes::holds("D4",
                 std::max(arma::abs(m.h - u.h).max(), std::abs(m.y - u.y)) /
                     size_of_terms(p, x, before),
                 8 * std::numeric_limits<double>::epsilon());
    (u.h(0) > 0 ? on : off)++;
  }
  CHECK(on > 100);
  CHECK(off > 100);
}

TEST_CASE("The matrices are the steps of plain loops", "[2.21][2.22][D3]") {
  Random random(static_cast<std::uint64_t>(GENERATE(range(1, 21))));
  const ReluNet p = random_net(random);
  const Matrix x = random.normal_matrix(2, 3);
  Example e(Activation::relu, Output::linear_squared_error, 1);
  e.p = {p.W_xh(), p.W_hh(), p.W_hy(), p.b_h(), {p.b3}};
  e.h0 = {0.5, 1.5};
  e.x = x, e.y = arma::zeros(1, 3);
  Vector before = e.h0;
  std::vector<double> y;
  for (Index t = 1; t <= 3; ++t) {
    const ReluStep s = step_in_matrices(p, x.col(t - 1), before);
    y.push_back(s.y);
    before = s.h;
  }
  const Matrix o = oracle::columns(oracle::run(e.loops()).o);
  notes::holds("D3", block_error(arma::rowvec(y), o));
}

TEST_CASE("W12 is the weight from x2 to h1, as the formulas have it", "[D2]") {
  ReluNet p{}, q{};
  p.W12 = q.U12 = 3;
  const Vector none = {0, 0};
  // The formulas: x2 reaches h1. The words: x1 reaches h2.
  CHECK(step_by_unit(p, {0, 1}, none).h(0) == 3);
  CHECK(step_in_matrices(p, {0, 1}, none).h(0) == 3);
  CHECK(step_by_words(p, {0, 1}, none).h(0) == 0);
  CHECK(step_by_words(p, {1, 0}, none).h(1) == 3);
  CHECK(step_by_unit(q, none, {0, 1}).h(0) == 3);
  CHECK(step_in_matrices(q, none, {0, 1}).h(0) == 3);
  CHECK(step_by_words(q, none, {0, 1}).h(0) == 0);
}

TEST_CASE("With three inputs the formulas have a shape and the words have none",
          "[D2]") {
  const Matrix W_xh = {{1, 2, 3}, {4, 5, 6}}, W_hh(2, 2, arma::fill::eye);
  const Matrix W_hy = {{1, 1}};
  const Vector b = {0, 0}, x = {1, 0, 1}, before = {0, 0};
  CHECK(step_in_matrices(W_xh, W_hh, W_hy, b, 0, x, before).y == 14);
  CHECK(refusal([&] {
          step_in_matrices(W_xh.t(), W_hh, W_hy, b, 0, x, before);
        }) == "W_xh: expected 2 x 3, got 3 x 2");
}

TEST_CASE("A path through a unit that is off carries nothing", "[2.32][D3]") {
  const ReluNet p = pencil_net();
  const Matrix x = {{2, 1, 0}, {1, 0, 1}}, y = {{7, 2, 5}};
  const ThreeSteps s({Activation::relu, Output::linear_squared_error},
                     {p.W_xh(), p.W_hh(), p.W_hy(), p.b_h(), {p.b3}}, x, y,
                     {1, 1});
  // h2 is off in the steps 1 and 3: D1 = D3 = diag(1, 0).
  CHECK(s.D1(1, 1) == 0);
  CHECK(s.D2(1, 1) == 1);
  CHECK(s.D3(1, 1) == 0);
  CHECK_THAT(s.dL3_dW_3(), Near({{10, 8}, {0, 0}}, 0));
  CHECK_THAT(s.dL3_dW_32(), Near({{8, 0}, {-8, 0}}, 0));
  CHECK_THAT(s.dL3_dW_321(), Near({{0, 0}, {0, 0}}, 0));
}
