// Every path and every sum of paths, against a forward pass that knows none.
#include "chapters/02-three-steps/paths.hpp"

#include <limits>

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace three_steps_test;
using unrolled::block_error;
using unrolled::Colour;
using unrolled::Complex;
using unrolled::ComplexMatrix;
using unrolled::three_steps::forward;
using unrolled::three_steps::forward_copies;

namespace {

Activation any_hidden() {
  return GENERATE(Activation::tanh, Activation::relu, Activation::sigmoid,
                  Activation::identity);
}

Output any_output() {
  return GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
                  Output::linear_squared_error);
}

Example any_example() {
  const Activation hidden = any_hidden();
  const Output output = any_output();
  const int seed = GENERATE(1, 2, 3, 4, 5);
  CAPTURE(unrolled::name_of(hidden), unrolled::name_of(output), seed);
  return random_example(hidden, output, static_cast<std::uint64_t>(seed));
}

// A path's own derivative: L_t in the copy of step k, all other copies fixed.
using Copies = std::vector<oracle::RealMat> oracle::Gradients::*;

void check_paths(const Example& e, const std::vector<Path>& paths,
                 Copies copies) {
  for (const Path& path : paths) {
    const Index k = path.through.back();
    CAPTURE(path.loss, k);
    const oracle::Gradients truth = true_gradients_of_step(e, path.loss);
    CHECK(block_error(path.gradient, matrix((truth.*copies)[k - 1])) <=
          kTolerance);
  }
}

void check_list(const std::vector<Path>& paths) {
  std::size_t at = 0;
  for (Index t = 1; t <= 3; ++t)
    for (Index k = t; k >= 1; --k, ++at) {
      CAPTURE(t, k);
      REQUIRE(at < paths.size());
      CHECK(paths[at].loss == t);
      std::vector<Index> through;
      for (Index j = t; j >= k; --j) through.push_back(j);
      CHECK(paths[at].through == through);
      const Colour colours[] = {Colour::green, Colour::purple, Colour::orange};
      CHECK(paths[at].colour() == colours[t - k]);
    }
  CHECK(at == paths.size());
}

Weights<Complex> complex(const Weights<double>& w) {
  return {unrolled::as<Complex>(w.U), unrolled::as<Complex>(w.W),
          unrolled::as<Complex>(w.V), arma::cx_vec(w.b, 0 * w.b),
          arma::cx_vec(w.c, 0 * w.c)};
}

}  // namespace

TEST_CASE("The forward pass is that of plain loops",
          "[2.26][2.27][2.28][2.29][2.30][2.31][A2][A4]") {
  const Example e = any_example();
  const auto run = forward<double>(e.kind, e.weights, e.h0, e.x, e.y);
  const oracle::Recurrent net = to_oracle(e);
  const oracle::Trace trace = oracle::run(net);
  const auto* steps = &run.one;
  for (Index t = 1; t <= 3; ++t) {
    steps = t == 1 ? &run.one : t == 2 ? &run.two : &run.three;
    CAPTURE(t);
    CHECK(block_error(steps->z, vector(oracle::real(trace.z[t - 1]))) <=
          kTolerance);
    CHECK(block_error(steps->h, vector(oracle::real(trace.h[t]))) <=
          kTolerance);
    CHECK(block_error(steps->o, vector(oracle::real(trace.o[t - 1]))) <=
          kTolerance);
    oracle::Vec y_hat = trace.o[t - 1];
    if (net.output == "softmax_cross_entropy") y_hat = oracle::softmax(y_hat);
    if (net.output == "sigmoid_cross_entropy")
      y_hat = oracle::activate("sigmoid", y_hat);
    CHECK(block_error(steps->y_hat, vector(oracle::real(y_hat))) <= kTolerance);
    notes::holds(
        "A2", std::max(block_error(steps->h, vector(oracle::real(trace.h[t]))),
                       block_error(steps->y_hat, vector(oracle::real(y_hat)))));
    oracle::Recurrent alone = net;
    alone.weights = {0, 0, 0};
    alone.weights[t - 1] = 1;
    CHECK(steps->L == Approx(oracle::loss(alone)).epsilon(1e-12));
  }
  CHECK(run.L == Approx(trace.loss.real()).epsilon(1e-12));
}

TEST_CASE("D is the slope of h and e that of each loss", "[2.32][2.33]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  const Matrix* D[] = {&s.D1, &s.D2, &s.D3};
  const Vector* delta_o[] = {&s.e1, &s.e2, &s.e3};
  for (Index t = 1; t <= 3; ++t) {
    CAPTURE(t);
    CHECK(block_error(*delta_o[t - 1], vector(truth.do_[t - 1])) <= kTolerance);
    const Vector through_D = *D[t - 1] * vector(truth.dh[t]);
    CHECK(block_error(through_D, vector(truth.dz[t - 1])) <= kTolerance);
  }
}

TEST_CASE("A step of the state has the Jacobian D W, two steps D W D W",
          "[2.34]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const oracle::Recurrent net = to_oracle(e);
  const Matrix one = s.D1 * s.W, two = s.D2 * s.W, three = s.D3 * s.W;
  CHECK(block_error(one, matrix(oracle::jacobian(net, 1, 0))) <= kTolerance);
  CHECK(block_error(two, matrix(oracle::jacobian(net, 2, 1))) <= kTolerance);
  CHECK(block_error(three, matrix(oracle::jacobian(net, 3, 2))) <= kTolerance);
  const Matrix both = three * two;
  CHECK(block_error(both, matrix(oracle::jacobian(net, 3, 1))) <= kTolerance);
}

TEST_CASE("The immediate derivative meets a weight as an outer product",
          "[2.35][2.36]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  // q . h(2) with h(1) held fixed: a step taken alone, from the state h(1).
  const Vector q = {0.3, -1.1, 0.7};
  const auto project = [&](const Weights<Complex>& w) -> Complex {
    oracle::Recurrent net = to_oracle(e);
    net.h0 = to_oracle(s.h1);
    for (Index i = 0; i < 3; ++i) {
      for (Index j = 0; j < 3; ++j) net.W[i][j] = w.W(i, j);
      for (Index j = 0; j < 2; ++j) net.U[i][j] = w.U(i, j);
    }
    net.x = {to_oracle(s.x2)};
    net.y.resize(1);
    const oracle::Vec h = oracle::run(net).h[1];
    return q(0) * h[0] + q(1) * h[1] + q(2) * h[2];
  };
  const Weights<Complex> base = complex(e.weights);
  const Matrix in_W = unrolled::complex_step(
      [&](const ComplexMatrix& W) {
        Weights<Complex> w = base;
        w.W = W;
        return project(w);
      },
      e.weights.W);
  const Matrix in_U = unrolled::complex_step(
      [&](const ComplexMatrix& U) {
        Weights<Complex> w = base;
        w.U = U;
        return project(w);
      },
      e.weights.U);
  const Matrix outer_W = s.D2 * q * s.h1.t(), outer_U = s.D2 * q * s.x2.t();
  CHECK(block_error(outer_W, in_W) <= kTolerance);
  CHECK(block_error(outer_U, in_U) <= kTolerance);
}

TEST_CASE("V has one path a loss, each its copy's derivative",
          "[2.37][2.38][2.39][2.52][A8]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const std::vector<Path> paths = s.paths_of_V();
  REQUIRE(paths.size() == 3);
  for (Index t = 1; t <= 3; ++t) {
    CHECK(paths[t - 1].loss == t);
    CHECK(paths[t - 1].through == std::vector<Index>{t});
    CHECK(paths[t - 1].colour() == Colour::green);
  }
  check_paths(e, paths, &oracle::Gradients::dV_at);
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  CHECK(block_error(s.dV(), matrix(truth.dV)) <= kTolerance);
  notes::restored("A8", block_error(s.dV(), matrix(truth.dV)));
}

TEST_CASE("W has one, two and three paths, each its copy's derivative",
          "[2.40][2.41][2.42][2.43][2.44][2.45][2.53][A9]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  check_list(s.paths_of_W());
  check_paths(e, s.paths_of_W(), &oracle::Gradients::dW_at);
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  CHECK(block_error(s.dW(), matrix(truth.dW)) <= kTolerance);
  notes::restored("A9", block_error(s.dW(), matrix(truth.dW)));
}

TEST_CASE("U has one, two and three paths, each its copy's derivative",
          "[2.46][2.47][2.48][2.49][2.50][2.51][2.54][A10]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  check_list(s.paths_of_U());
  check_paths(e, s.paths_of_U(), &oracle::Gradients::dU_at);
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  CHECK(block_error(s.dU(), matrix(truth.dU)) <= kTolerance);
  notes::restored("A10", block_error(s.dU(), matrix(truth.dU)));
}

TEST_CASE("The paths of b are the walks back to each z",
          "[2.55][2.56][2.57][2.58][2.59][2.60][2.61]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const oracle::Gradients one = true_gradients_of_step(e, 1);
  const oracle::Gradients two = true_gradients_of_step(e, 2);
  const oracle::Gradients three = true_gradients_of_step(e, 3);
  CHECK(block_error(s.dL1_db_1(), vector(one.dz[0])) <= kTolerance);
  CHECK(block_error(s.dL2_db_2(), vector(two.dz[1])) <= kTolerance);
  CHECK(block_error(s.dL2_db_21(), vector(two.dz[0])) <= kTolerance);
  CHECK(block_error(s.dL3_db_3(), vector(three.dz[2])) <= kTolerance);
  CHECK(block_error(s.dL3_db_32(), vector(three.dz[1])) <= kTolerance);
  CHECK(block_error(s.dL3_db_321(), vector(three.dz[0])) <= kTolerance);
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  CHECK(block_error(s.db(), vector(truth.db)) <= kTolerance);
}

TEST_CASE("c, the states and the inputs get what the paths bring them",
          "[2.62][2.63][2.64][2.65][2.66][2.67][2.68][2.69]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  CHECK(block_error(s.dc(), vector(truth.dc)) <= kTolerance);
  CHECK(block_error(s.delta3(), vector(truth.dh[3])) <= kTolerance);
  CHECK(block_error(s.delta2(), vector(truth.dh[2])) <= kTolerance);
  CHECK(block_error(s.delta1(), vector(truth.dh[1])) <= kTolerance);
  CHECK(block_error(s.dh0(), vector(truth.dh0)) <= kTolerance);
  CHECK(block_error(s.dx1(), vector(truth.dx[0])) <= kTolerance);
  CHECK(block_error(s.dx2(), vector(truth.dx[1])) <= kTolerance);
  CHECK(block_error(s.dx3(), vector(truth.dx[2])) <= kTolerance);
  CHECK(worst_error(s.gradients(), truth) <= kTolerance);
}

TEST_CASE("A copy's derivative is the sum of the paths that end in its step",
          "[2.70][2.71][2.72][A3]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  CHECK(block_error(s.dW_copy1(), matrix(truth.dW_at[0])) <= kTolerance);
  CHECK(block_error(s.dW_copy2(), matrix(truth.dW_at[1])) <= kTolerance);
  CHECK(block_error(s.dW_copy3(), matrix(truth.dW_at[2])) <= kTolerance);
  const Matrix of_copies = s.dW_copy1() + s.dW_copy2() + s.dW_copy3();
  CHECK(block_error(of_copies, matrix(truth.dW)) <= kTolerance);
}

TEST_CASE("The shared gradient of U, W and V is the sum of the copies'",
          "[A3]") {
  const Example e = any_example();
  const Gradients g = e.steps().gradients();
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  const auto sum = [](const std::vector<oracle::RealMat>& copies) {
    Matrix total = matrix(copies[0]) + matrix(copies[1]) + matrix(copies[2]);
    return total;
  };
  CHECK(block_error(g.dU, sum(truth.dU_at)) <= kTolerance);
  CHECK(block_error(g.dW, sum(truth.dW_at)) <= kTolerance);
  CHECK(block_error(g.dV, sum(truth.dV_at)) <= kTolerance);
  notes::holds("A3", std::max({block_error(g.dU, sum(truth.dU_at)),
                               block_error(g.dW, sum(truth.dW_at)),
                               block_error(g.dV, sum(truth.dV_at))}));
}

TEST_CASE("Our forward pass with copies gives the same three derivatives",
          "[A3][2.70][2.71][2.72]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const Weights<Complex> w = complex(e.weights);
  const arma::cx_vec h0(e.h0, 0 * e.h0);
  const ComplexMatrix x = unrolled::as<Complex>(e.x);
  const auto derivative_in_copy = [&](int k) {
    return unrolled::complex_step(
        [&, k](const ComplexMatrix& W) {
          Weights<Complex> copies[] = {w, w, w};
          copies[k - 1].W = W;
          return forward_copies<Complex>(e.kind, copies[0], copies[1],
                                         copies[2], h0, x, e.y)
              .L;
        },
        e.weights.W);
  };
  CHECK(block_error(s.dW_copy1(), derivative_in_copy(1)) <= kTolerance);
  CHECK(block_error(s.dW_copy2(), derivative_in_copy(2)) <= kTolerance);
  CHECK(block_error(s.dW_copy3(), derivative_in_copy(3)) <= kTolerance);
}

TEST_CASE("The gradient of L is the sum of the gradients of L_1, L_2 and L_3",
          "[2.75][A7]") {
  const Example e = any_example();
  const Gradients g = e.steps().gradients();
  Matrix dU(arma::size(g.dU), arma::fill::zeros);
  Matrix dW(arma::size(g.dW), arma::fill::zeros);
  Matrix dV(arma::size(g.dV), arma::fill::zeros);
  for (Index t = 1; t <= 3; ++t) {
    const oracle::Gradients of_step = true_gradients_of_step(e, t);
    dU += matrix(of_step.dU);
    dW += matrix(of_step.dW);
    dV += matrix(of_step.dV);
  }
  CHECK(block_error(g.dU, dU) <= kTolerance);
  CHECK(block_error(g.dW, dW) <= kTolerance);
  CHECK(block_error(g.dV, dV) <= kTolerance);
}

TEST_CASE("What does not fit is refused by name") {
  const Example good =
      random_example(Activation::tanh, Output::linear_squared_error, 1);
  const auto message = [](const Example& e) -> std::string {
    try {
      e.steps();
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  REQUIRE(message(good).empty());
  Example e = good;
  e.weights.W = Matrix(3, 2, arma::fill::zeros);
  CHECK(message(e) == "W: expected 3 x 3, got 3 x 2");
  e = good;
  e.x = Matrix(2, 4, arma::fill::zeros);
  CHECK(message(e) == "x: expected 2 x 3, got 2 x 4");
  e = good;
  e.weights.V = Matrix(3, 4, arma::fill::zeros);
  CHECK(message(e) == "V: expected 4 x 3, got 3 x 4");
  e = good;
  e.weights.b = Vector(2, arma::fill::zeros);
  CHECK(message(e) == "b: expected 3 x 1, got 2 x 1");
  e = good;
  e.h0 = Vector();
  CHECK(message(e).find("h0: expected at least one number") == 0);
  e = good;
  e.y(1, 2) = std::numeric_limits<double>::quiet_NaN();
  CHECK(message(e).find("y: expected finite numbers") == 0);
  e = good;
  e.weights.U(0, 1) = std::numeric_limits<double>::infinity();
  CHECK(message(e).find("U: expected finite numbers") == 0);
}
