// The 2-2-1 network of note D: its two forms, and its words.
#include "chapters/02-three-steps/relu_net.hpp"

#include <limits>

#include "chapters/02-three-steps/paths.hpp"
#include "common/random.hpp"
#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace unrolled::three_steps;
using unrolled::Matrix;
using unrolled::Vector;

namespace {

ReluNet random_net(unrolled::Random& random) {
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
  const double y[] = {8, 1, 7};
  Vector in_matrices = {1, 1}, by_unit = {1, 1};
  for (int t = 0; t < 3; ++t) {
    CAPTURE(t);
    const ReluStep m = step_in_matrices(p, x[t], in_matrices);
    const ReluStep u = step_by_unit(p, x[t], by_unit);
    CHECK(arma::approx_equal(m.h, h[t], "absdiff", 0));
    CHECK(arma::approx_equal(u.h, h[t], "absdiff", 0));
    CHECK(m.y == y[t]);
    CHECK(u.y == y[t]);
    in_matrices = m.h;
    by_unit = u.h;
  }
}

TEST_CASE("Matrices and units agree to rounding",
          "[2.21][2.22][2.23][2.24]"
          "[2.25][D3][D4]") {
  unrolled::Random random(3);
  double epsilon = std::numeric_limits<double>::epsilon();
  int on = 0, off = 0;
  for (int i = 0; i < 1000; ++i) {
    const ReluNet p = random_net(random);
    const Vector x = random.normal_matrix(2, 1);
    const Vector before = random.normal_matrix(2, 1);
    const ReluStep m = step_in_matrices(p, x, before);
    const ReluStep u = step_by_unit(p, x, before);
    const double bound = 8 * epsilon * size_of_terms(p, x, before);
    CHECK(arma::abs(m.h - u.h).max() <= bound);
    notes::holds("D4",
                 std::max(arma::abs(m.h - u.h).max(), std::abs(m.y - u.y)) /
                     size_of_terms(p, x, before));
    CHECK(std::abs(m.y - u.y) <= bound);
    (u.h(0) > 0 ? on : off)++;
  }
  CHECK(on > 100);
  CHECK(off > 100);
}

TEST_CASE("The matrices are the steps of plain loops", "[2.21][2.22][D3]") {
  unrolled::Random random(4);
  for (int i = 0; i < 20; ++i) {
    const ReluNet p = random_net(random);
    oracle::Recurrent net;
    net.U = {{p.W11, p.W12}, {p.W21, p.W22}};
    net.W = {{p.U11, p.U12}, {p.U21, p.U22}};
    net.V = {{p.W31, p.W32}};
    net.b = {p.b1, p.b2};
    net.c = {p.b3};
    net.h0 = {0.5, 1.5};
    net.hidden = "relu";
    net.output = "linear_squared_error";
    Vector before = {0.5, 1.5};
    std::vector<double> y;
    for (int t = 0; t < 3; ++t) {
      const Vector x = random.normal_matrix(2, 1);
      net.x.push_back({x(0), x(1)});
      net.y.push_back({0});
      const ReluStep s = step_in_matrices(p, x, before);
      y.push_back(s.y);
      before = s.h;
    }
    const oracle::Trace trace = oracle::run(net);
    for (std::size_t t = 0; t < 3; ++t)
      CHECK(y[t] == Approx(trace.o[t][0].real()).epsilon(1e-12).margin(1e-13));
    double error = 0, largest = 0;
    for (std::size_t t = 0; t < 3; ++t) {
      error = std::max(error, std::abs(y[t] - trace.o[t][0].real()));
      largest = std::max(largest, std::abs(trace.o[t][0].real()));
    }
    notes::holds("D3", error / largest);
  }
}

TEST_CASE("W12 is the weight from x2 to h1, as the formulas have it", "[D2]") {
  ReluNet p{};
  p.W12 = 3;
  const Vector none = {0, 0};
  // The formulas: x2 reaches h1. The words: x1 reaches h2.
  CHECK(step_by_unit(p, {0, 1}, none).h(0) == 3);
  CHECK(step_in_matrices(p, {0, 1}, none).h(0) == 3);
  CHECK(step_by_words(p, {0, 1}, none).h(0) == 0);
  CHECK(step_by_words(p, {1, 0}, none).h(1) == 3);
  ReluNet q{};
  q.U12 = 3;
  CHECK(step_by_unit(q, none, {0, 1}).h(0) == 3);
  CHECK(step_in_matrices(q, none, {0, 1}).h(0) == 3);
  CHECK(step_by_words(q, none, {0, 1}).h(0) == 0);
}

TEST_CASE("The words give other outputs than both forms", "[D2]") {
  const ReluNet p = pencil_net();
  Vector before = {1, 1};
  std::vector<double> y;
  for (const Vector& x : {Vector{2, 1}, Vector{1, 0}, Vector{0, 1}}) {
    const ReluStep s = step_by_words(p, x, before);
    before = s.h;
    y.push_back(s.y);
  }
  CHECK(y == std::vector<double>{1, 11, 10});
  // By the formulas, worked by hand: 8, 1, 7.
  const ReluStep first = step_in_matrices(p, {2, 1}, {1, 1});
  notes::misprint("D2", std::abs(y[0] / 8 - 1), std::abs(first.y / 8 - 1));
}

TEST_CASE("With three inputs the formulas have a shape and the words have none",
          "[D2]") {
  const Matrix W_xh = {{1, 2, 3}, {4, 5, 6}}, W_hh(2, 2, arma::fill::eye);
  const Matrix W_hy = {{1, 1}};
  const Vector b = {0, 0}, x = {1, 0, 1}, before = {0, 0};
  CHECK(step_in_matrices(W_xh, W_hh, W_hy, b, 0, x, before).y == 14);
  CHECK_THROWS_WITH(step_in_matrices(W_xh.t(), W_hh, W_hy, b, 0, x, before),
                    "W_xh: expected 2 x 3, got 3 x 2");
}

TEST_CASE("A path through a unit that is off carries nothing", "[2.32][D3]") {
  const ReluNet p = pencil_net();
  const Weights<double> w{p.W_xh(), p.W_hh(), p.W_hy(), p.b_h(), {p.b3}};
  const Matrix x = {{2, 1, 0}, {1, 0, 1}}, y = {{7, 2, 5}};
  const ThreeSteps s(
      {unrolled::Activation::relu, unrolled::Output::linear_squared_error}, w,
      {1, 1}, x, y);
  // h2 is off in the steps 1 and 3: D1 = D3 = diag(1, 0).
  CHECK(s.D1(1, 1) == 0);
  CHECK(s.D2(1, 1) == 1);
  CHECK(s.D3(1, 1) == 0);
  const auto is = [](const Matrix& got, const Matrix& expected) {
    return arma::approx_equal(got, expected, "absdiff", 0);
  };
  CHECK(is(s.dL3_dW_3(), {{10, 8}, {0, 0}}));
  CHECK(is(s.dL3_dW_32(), {{8, 0}, {-8, 0}}));
  CHECK(is(s.dL3_dW_321(), {{0, 0}, {0, 0}}));
}
