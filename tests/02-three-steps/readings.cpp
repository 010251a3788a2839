// The 2-2-1 network of note D: its two forms, and its words.
#include "chapters/02-three-steps/readings.hpp"

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace three_steps_test;

namespace {

Parameters random_net(Random& random) {
  const auto r = [&](Index rows, Index cols) {
    return random.normal_matrix(rows, cols);
  };
  return {r(2, 2), r(2, 2), r(1, 2), r(2, 1), r(1, 1)};
}

// The sizes of all terms of a unit, added up: what rounding is measured by.
double size_of_terms(const Parameters& p, const Vector& x,
                     const Vector& before) {
  return arma::accu(arma::abs(p.U) * arma::abs(x) +
                    arma::abs(p.W) * arma::abs(before) + arma::abs(p.b)) *
             arma::accu(arma::abs(p.V)) +
         std::abs(p.c(0));
}

}  // namespace

TEST_CASE("The 2-2-1 network's three steps by hand",
          "[2.21][2.22][2.23][2.24][2.25][D2][D3][D4]") {
  const Parameters p = pencil_net();
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
    CHECK(m.y_hat(0) == y[t]);
    CHECK(u.y_hat(0) == y[t]);
    CHECK(w.y_hat(0) == y_by_words[t]);
    if (t == 0)
      notes::misprint("D2", std::abs(w.y_hat(0) / y[0] - 1),
                      std::abs(m.y_hat(0) / y[0] - 1));
    before = h[t];
    before_by_words = w.h;
  }
}

TEST_CASE("Matrices and units agree to rounding",
          "[2.21][2.22][2.23][2.24][2.25][D3][D4]") {
  Random random(3);
  int on = 0, off = 0;
  for (int i = 0; i < 1000; ++i) {
    const Parameters p = random_net(random);
    const Vector x = random.normal_matrix(2, 1);
    const Vector before = random.normal_matrix(2, 1);
    const ReluStep m = step_in_matrices(p, x, before);
    const ReluStep u = step_by_unit(p, x, before);
    const Vector apart =
        arma::abs(arma::join_cols(m.h - u.h, m.y_hat - u.y_hat));
    CHECK(apart.max() <= 8 * std::numeric_limits<double>::epsilon() *
                             size_of_terms(p, x, before));
    (u.h(0) > 0 ? on : off)++;
  }
  CHECK(on > 100);
  CHECK(off > 100);
}

TEST_CASE("The matrices and the units are the steps of plain loops",
          "[2.21][2.22][2.23][2.24][2.25][D3][D4]") {
  Random random(static_cast<std::uint64_t>(GENERATE(range(1, 21))));
  Example e(Activation::relu, Output::linear_squared_error, 1);
  e.p = random_net(random);
  e.h0 = {0.5, 1.5};
  e.x = random.normal_matrix(2, 3), e.y = arma::zeros(1, 3);
  Vector before = e.h0, before_by_unit = e.h0;
  arma::rowvec y_hat(3);
  Matrix units(3, 3);  // both states and the output, a column for each step
  for (Index t = 1; t <= 3; ++t) {
    const ReluStep s = step_in_matrices(e.p, e.x.col(t - 1), before);
    y_hat(t - 1) = s.y_hat(0);
    before = s.h;
    const ReluStep u = step_by_unit(e.p, e.x.col(t - 1), before_by_unit);
    units.col(t - 1) = arma::join_cols(u.h, u.y_hat);
    before_by_unit = u.h;
  }
  const oracle::Trace run = oracle::run(e.loops());
  const Matrix o = oracle::columns(run.o), h = oracle::columns(run.h);
  notes::holds("D4", block_error(units, arma::join_cols(h.tail_cols(3), o)));
  notes::restored("D3", block_error(y_hat, o));
}

TEST_CASE("U12 is the weight from x2 to h1, as the formulas have it",
          "[2.22][2.25][D2][D48]") {
  const Matrix none(2, 2, arma::fill::zeros), only_12 = {{0, 3}, {0, 0}};
  const Vector zero = {0, 0}, first = {1, 0}, second = {0, 1};
  const Parameters of_x{only_12, none, {{0, 0}}, zero, {0}};
  const Parameters of_h{none, only_12, {{0, 0}}, zero, {0}};
  // The formulas: x2 reaches h1. The words: x1 reaches h2.
  CHECK(step_by_unit(of_x, second, zero).h(0) == 3);
  CHECK(step_in_matrices(of_x, second, zero).h(0) == 3);
  CHECK(step_by_words(of_x, second, zero).h(0) == 0);
  CHECK(step_by_words(of_x, first, zero).h(1) == 3);
  CHECK(step_by_unit(of_h, zero, second).h(0) == 3);
  CHECK(step_in_matrices(of_h, zero, second).h(0) == 3);
  CHECK(step_by_words(of_h, zero, second).h(0) == 0);
  // W31 leads from h1 and W32 from h2, by the words and by both forms.
  const Parameters of_y{arma::eye(2, 2), none, {{3, 5}}, zero, {7}};
  for (const auto& step : {step_by_unit, step_in_matrices, step_by_words})
    notes::holds(
        "D48", std::max(std::abs(step(of_y, first, zero).y_hat(0) / 10 - 1),
                        std::abs(step(of_y, second, zero).y_hat(0) / 12 - 1)));
}

TEST_CASE("With three inputs the formulas have a shape and the words have none",
          "[D2]") {
  const Parameters p{
      {{1, 2, 3}, {4, 5, 6}}, arma::eye(2, 2), {{1, 1}}, {0, 0}, {0}};
  const Vector x = {1, 0, 1}, before = {0, 0};
  CHECK(step_in_matrices(p, x, before).y_hat(0) == 14);
  CHECK(refusal([&] { step_by_words(p, x, before); }) ==
        "U: expected 2 x 2, got 3 x 2");
}

TEST_CASE("A path through a unit that is off carries nothing", "[2.32][D3]") {
  const Matrix x = {{2, 1, 0}, {1, 0, 1}}, y = {{7, 2, 5}};
  const ThreeSteps s({Activation::relu, Output::linear_squared_error},
                     pencil_net(), x, y, {1, 1});
  // h2 is off in the steps 1 and 3: D1 = D3 = diag(1, 0).
  CHECK(s.D1(1, 1) == 0);
  CHECK(s.D2(1, 1) == 1);
  CHECK(s.D3(1, 1) == 0);
  const Paths w = s.paths_to_W();
  CHECK_THAT(w(3, 3), Near({{10, 8}, {0, 0}}, 0));
  CHECK_THAT(w(3, 2), Near({{8, 0}, {-8, 0}}, 0));
  CHECK_THAT(w(3, 1), Near({{0, 0}, {0, 0}}, 0));
}
