// The forward pass and every block of the gradient, against an oracle that
// knows no backward pass.
#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"

using namespace any_length_test;

TEST_CASE("The forward pass is that of plain loops, step by step",
          "[3.1][3.2][3.3][3.4][3.5]"
          "[A2][B1][B2][B3][B4][C14][C15][C16][C18][E7][E8][E9][E10]") {
  for (const Activation hidden : kHidden)
    for (const Output output : kOutputs)
      for (const Index tau : {1u, 2u, 3u, 10u, 50u}) {
        const Case c = random_case({hidden, output}, tau, 10 + tau);
        const States<> s = c.states();
        const oracle::Trace trace = oracle::run(loops(c));
        CAPTURE(name_of(hidden), name_of(output), tau);
        for (Index t = 1; t <= tau; ++t) {
          const auto same = [](const Vector& got, const oracle::Vec& want) {
            return block_error(got, back(oracle::real(want)));
          };
          CHECK(same(s.z.col(t - 1), trace.z[t - 1]) <= kTolerance);
          CHECK(same(s.h.col(t), trace.h[t]) <= kTolerance);
          CHECK(same(s.o.col(t - 1), trace.o[t - 1]) <= kTolerance);
        }
        const LossAndGradient it =
            loss_and_gradient(c.net, c.p, c.x, c.y, c.h0);
        CHECK(it.loss == Approx(trace.loss.real()).epsilon(kTolerance));
      }
}

TEST_CASE("What is predicted is softmax, sigmoid or the score itself",
          "[3.4][B3][C16][E10][E11]") {
  const Matrix o{{0.5, -1}, {2, 0.25}, {-0.75, 0}};
  for (Index t = 0; t < o.n_cols; ++t) {
    double sum = 0;
    for (Index k = 0; k < 3; ++k) sum += std::exp(o(k, t));
    for (Index k = 0; k < 3; ++k) {
      const double softmax = std::exp(o(k, t)) / sum;
      const double sigmoid = 1 / (1 + std::exp(-o(k, t)));
      CHECK(predict(Output::softmax_cross_entropy, o)(k, t) ==
            Approx(softmax).epsilon(1e-14));
      CHECK(predict(Output::sigmoid_cross_entropy, o)(k, t) ==
            Approx(sigmoid).epsilon(1e-14));
      CHECK(predict(Output::linear_squared_error, o)(k, t) == o(k, t));
    }
  }
  // Unnormalised: a constant added to every score changes nothing.
  CHECK(block_error(softmax(Matrix(o + 3.5)), softmax(o)) < 1e-14);
}

TEST_CASE("The loss of a step is that of its pair", "[3.6][C17][E12][A5]") {
  const Matrix o = Vector{0.5, 2, -0.75}, y = Vector{0.2, 0.5, 0.3};
  const auto value = [&](Output output) { return loss(output, o, y); };
  const Matrix p = predict(Output::softmax_cross_entropy, o);
  const Matrix q = predict(Output::sigmoid_cross_entropy, o);
  double softmax = 0, sigmoid = 0, squared = 0;
  for (Index k = 0; k < 3; ++k) {
    softmax -= y(k) * std::log(p(k));
    sigmoid -= y(k) * std::log(q(k)) + (1 - y(k)) * std::log(1 - q(k));
    squared += 0.5 * (o(k) - y(k)) * (o(k) - y(k));
  }
  CHECK(value(Output::softmax_cross_entropy) == Approx(softmax).epsilon(1e-14));
  CHECK(value(Output::sigmoid_cross_entropy) == Approx(sigmoid).epsilon(1e-14));
  CHECK(value(Output::linear_squared_error) == Approx(squared).epsilon(1e-14));
  CHECK(squared_error(o, y) == squared_error(y, o));  // symmetric
}

TEST_CASE("Every block of the gradient is the derivative of the loss",
          "[3.7][3.8][3.9][3.10][3.11][3.12][3.13][3.14][3.15][3.16][3.17]"
          "[B5][B6][B7][B8][B9][B10][B11][B12]"
          "[C19][C20][C21][C22][C23][C24][C25][C26][C27]") {
  for (const Activation hidden : kHidden)
    for (const Output output : kOutputs)
      for (const Index tau : {1u, 2u, 3u, 10u, 50u})
        for (std::uint64_t seed = 1; seed <= (tau == 50 ? 2 : 4); ++seed) {
          const Case c = random_case({hidden, output}, tau, seed);
          const Blocks expected = truth(loops(c)), got = blocks(c.gradient());
          for (std::size_t i = 0; i < got.size(); ++i) {
            CAPTURE(name_of(hidden), name_of(output), tau, seed, got[i].name);
            CHECK(block_error(got[i].value, expected[i].value) <= kTolerance);
          }
        }
}

TEST_CASE("dL/do of a matched pair is y_hat - y, step by step",
          "[3.7][B5][C19]") {
  for (const Output output : kOutputs) {
    const Case c = random_case({Activation::tanh, output}, 3, 5);
    const oracle::Recurrent net = loops(c);
    const Matrix dLdo = c.dLdo();
    for (Index t = 1; t <= 3; ++t) {
      const Vector expected =
          back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
      CAPTURE(name_of(output), t);
      CHECK(block_error(dLdo.col(t - 1), expected) <= kTolerance);
    }
  }
}

TEST_CASE("The slope of tanh is diag of 1 - h squared, between 0 and 1",
          "[3.12][C20]") {
  const Case c =
      random_case({Activation::tanh, Output::linear_squared_error}, 4, 6);
  const oracle::Recurrent net = loops(c);
  const Matrix h = c.states().h;
  for (Index t = 1; t <= 4; ++t)
    for (Index i = 0; i < 4; ++i) {
      const oracle::Trace moved = oracle::run(net, {oracle::Place::kZ, t, i});
      for (Index j = 0; j < 4; ++j) {
        const double slope = moved.h[t][j].imag() / oracle::kStep;
        const double expected = i == j ? 1 - h(i, t) * h(i, t) : 0;
        CHECK(slope == Approx(expected).margin(1e-15));
        CHECK((slope >= 0 && slope <= 1));
      }
    }
}

TEST_CASE("ReLU is right on both sides of its kink", "[3.2][3.12]") {
  for (const double side : {-1.0, 1.0})
    for (const double distance : {1e-3, 1e-9}) {
      Case c =
          random_case({Activation::relu, Output::linear_squared_error}, 3, 7);
      // Move unit 2's bias so that z_2(2) stands this far from 0.
      c.p.b(1) = 0;
      const auto z = [&] { return c.states().z(1, 1); };
      for (int round = 0; round < 60; ++round)
        c.p.b(1) += 0.5 * (side * distance - z());
      const double stands = z();
      REQUIRE(stands * side > 0);
      REQUIRE(std::abs(stands) < 2 * distance);
      CAPTURE(side, distance, stands);
      CHECK(worst(blocks(c.gradient()), truth(loops(c))) <= kTolerance);
    }
}

TEST_CASE(
    "A loss of the last step alone, or of weighted steps, is a matter of "
    "dL/do",
    "[3.10][3.11]") {
  for (const Index tau : {2u, 3u, 10u}) {
    const Case c =
        random_case({Activation::tanh, Output::softmax_cross_entropy}, tau, 8);
    std::vector<double> last(tau, 0), falling(tau);
    last.back() = 1;
    for (Index t = 0; t < tau; ++t) falling[t] = 1 / static_cast<double>(t + 1);
    for (const std::vector<double>& weights : {last, falling}) {
      oracle::Recurrent net = loops(c);
      net.weights = weights;
      const Matrix dLdo = c.dLdo() * arma::diagmat(Vector(weights));
      const Gradient g = backward(c.net.hidden, c.p, c.x, c.states(), dLdo);
      CAPTURE(tau);
      CHECK(worst(blocks(g), truth(net)) <= kTolerance);
    }
  }
}

TEST_CASE("A loss that is no matched pair brings its own dL/do",
          "[3.11][3.44]") {
  // Squared error behind a sigmoid output: (y_hat - y) y_hat (1 - y_hat).
  const Case c =
      random_case({Activation::sigmoid, Output::sigmoid_cross_entropy}, 4, 9);
  oracle::Recurrent net = loops(c);
  net.loss_of_step = [&](const oracle::Vec& o, std::size_t t) {
    oracle::Number sum = 0;
    for (std::size_t k = 0; k < o.size(); ++k) {
      const oracle::Number miss = oracle::sigmoid(o[k]) - c.y(k, t - 1);
      sum += 0.5 * miss * miss;
    }
    return sum;
  };
  const Matrix y_hat = activate(Activation::sigmoid, c.states().o);
  const Matrix dLdo = (y_hat - c.y) % y_hat % (1 - y_hat);
  const Gradient g = backward(c.net.hidden, c.p, c.x, c.states(), dLdo);
  CHECK(worst(blocks(g), truth(net)) <= kTolerance);
}

TEST_CASE("A small case by pencil: one unit, two steps, no activation",
          "[3.1][3.3][3.11][3.14][3.15][3.17]") {
  // h(1) = 2*1 + 0.5*4 = 4, h(2) = 2*3 + 0.5*4 = 8; o = h; y = 3 and 6.
  const Parameters<> p{Matrix{2.0}, Matrix{0.5}, Matrix{1.0}, {0.0}, {0.0}};
  const Network net{Activation::identity, Output::linear_squared_error};
  const LossAndGradient it =
      loss_and_gradient(net, p, Matrix{{1, 3}}, Matrix{{3, 6}}, Vector{4});
  CHECK(it.loss == 0.5 * 1 + 0.5 * 4);
  CHECK(it.by.delta(1) == 2);            // 8 - 6
  CHECK(it.by.delta(0) == 1 + 0.5 * 2);  // (4 - 3) + W delta(2)
  CHECK(it.by.dW(0) == 2 * 4 + 2 * 4);   // delta(1) h(0) + delta(2) h(1)
  CHECK(it.by.dU(0) == 2 * 1 + 2 * 3);
  CHECK(it.by.dV(0) == 1 * 4 + 2 * 8);
  CHECK(it.by.dh0(0) == 0.5 * 2);
}

TEST_CASE("One step of descent goes against the gradient", "[3.18]") {
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 5, 10);
  const LossAndGradient it = loss_and_gradient(c.net, c.p, c.x, c.y, c.h0);
  Parameters<> p = c.p;
  const double rate = 0.25;
  update(p, it.by, rate);
  CHECK(arma::approx_equal(p.U, c.p.U - rate * it.by.dU, "absdiff", 1e-15));
  CHECK(arma::approx_equal(p.W, c.p.W - rate * it.by.dW, "absdiff", 1e-15));
  CHECK(arma::approx_equal(p.V, c.p.V - rate * it.by.dV, "absdiff", 1e-15));
  CHECK(arma::approx_equal(p.b, c.p.b - rate * it.by.db, "absdiff", 1e-15));
  CHECK(arma::approx_equal(p.c, c.p.c - rate * it.by.dc, "absdiff", 1e-15));
  // For a small rate the loss falls by rate |g|^2.
  p = c.p;
  const double small = 1e-6;
  update(p, it.by, small);
  double squares = 0;
  for (const Matrix& block :
       {it.by.dU, it.by.dW, it.by.dV, Matrix(it.by.db), Matrix(it.by.dc)})
    squares += arma::accu(block % block);
  const double after = loss_and_gradient(c.net, p, c.x, c.y, c.h0).loss;
  CHECK((it.loss - after) / (small * squares) == Approx(1).epsilon(1e-3));
}

TEST_CASE("tau inputs give tau outputs, from h(0) on", "[3.3][E5][E15]") {
  for (const Index tau : {1u, 7u}) {
    const Case c =
        random_case({Activation::tanh, Output::linear_squared_error}, tau, 11);
    const States<> s = c.states();
    CHECK(s.o.n_cols == tau);
    CHECK(s.h.n_cols == tau + 1);
    CHECK(arma::approx_equal(s.h.col(0), c.h0, "absdiff", 0));
    // Another h(0) gives other outputs: it has to be given.
    Case other = c;
    other.h0 += 1;
    CHECK(arma::abs(other.states().o - s.o).max() > kFarOff);
  }
}
