// The forward pass and every block of the gradient, against an oracle that
// knows no backward pass.
#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

TEST_CASE("The forward pass is that of plain loops, step by step",
          "[3.1][3.2][3.3][3.4][3.5]"
          "[A2][B1][B2][B3][B4][C14][C15][C16][C18][E7][E8][E9][E10]") {
  const Case c = any_case(10);
  INFO(named(c));
  const States s = c.states();
  const oracle::Trace trace = oracle::run(loops(c));
  CHECK_THAT(s.z, Near(sequence(trace.z)));
  CHECK_THAT(s.h, Near(sequence(trace.h, 0)));
  CHECK_THAT(s.o, Near(sequence(trace.o)));
  CHECK(c.run().loss == Approx(trace.loss.real()).epsilon(kTolerance));
}

TEST_CASE("What is predicted is softmax, sigmoid or the score itself",
          "[3.4][B3][C16][E10][E11]") {
  const Matrix o{{0.5, -1}, {2, 0.25}, {-0.75, 0}};
  const Matrix ones(3, 3, arma::fill::ones), e = arma::exp(o);
  CHECK_THAT(predict(Output::softmax_cross_entropy, o),
             Near(e / (ones * e), 1e-14));
  CHECK_THAT(predict(Output::sigmoid_cross_entropy, o),
             Near(e / (1 + e), 1e-14));
  CHECK_THAT(predict(Output::linear_squared_error, o), Near(o, 0));
  // Unnormalised: a constant added to every score changes nothing.
  CHECK_THAT(softmax(Matrix(o + 3.5)), Near(softmax(o), 1e-14));
}

TEST_CASE("The loss of a step is that of its pair", "[3.6][C17][E12][A5]") {
  const Matrix o = Vector{0.5, 2, -0.75}, y = Vector{0.2, 0.5, 0.3};
  const Matrix p = predict(Output::softmax_cross_entropy, o);
  const Matrix q = predict(Output::sigmoid_cross_entropy, o);
  double softmax = 0, sigmoid = 0, squared = 0;
  for (Index k = 0; k < 3; ++k) {
    softmax -= y(k) * std::log(p(k));
    sigmoid -= y(k) * std::log(q(k)) + (1 - y(k)) * std::log(1 - q(k));
    squared += 0.5 * (o(k) - y(k)) * (o(k) - y(k));
  }
  const auto is = [](double number) { return Approx(number).epsilon(1e-14); };
  CHECK(loss(Output::softmax_cross_entropy, o, y) == is(softmax));
  CHECK(loss(Output::sigmoid_cross_entropy, o, y) == is(sigmoid));
  CHECK(loss(Output::linear_squared_error, o, y) == is(squared));
  CHECK(squared_error(o, y) == squared_error(y, o));  // symmetric
}

TEST_CASE("Every block of the gradient is the derivative of the loss",
          "[3.7][3.8][3.9][3.10][3.11][3.12][3.13][3.14][3.15][3.16][3.17]"
          "[B5][B6][B7][B8][B9][B10][B11][B12]"
          "[C19][C20][C21][C22][C23][C24][C25][C26][C27]") {
  check_gradient(any_case(GENERATE(1u, 2u, 3u)));
}

TEST_CASE("dL/do of a matched pair is y_hat - y, step by step",
          "[3.7][B5][C19]") {
  const Case c = example_of({Activation::tanh, any_output()}, 3, 5);
  INFO(named(c));
  std::vector<oracle::RealVec> expected;
  for (Index t = 1; t <= 3; ++t)
    expected.push_back(
        oracle::total_derivative(loops(c), oracle::Place::kO, t, 3));
  CHECK_THAT(c.dLdo(), Near(sequence(expected)));
}

TEST_CASE("The slope of tanh is diag of 1 - h squared, between 0 and 1",
          "[3.12][C20]") {
  const Case c = example_of({}, 4, 6);
  const Sequence h = c.states().h;
  for (Index t = 1; t <= 4; ++t)
    for (Index i = 0; i < 4; ++i) {
      const oracle::Trace moved =
          oracle::run(loops(c), {oracle::Place::kZ, t, i});
      for (Index j = 0; j < 4; ++j) {
        const double slope = moved.h[t][j].imag() / oracle::kStep;
        const double expected = i == j ? 1 - h(t)(i) * h(t)(i) : 0;
        CHECK(slope == Approx(expected).margin(1e-15));
        CHECK((slope >= 0 && slope <= 1));
      }
    }
}

TEST_CASE("ReLU is right on both sides of its kink", "[3.2][3.12]") {
  const double side = GENERATE(-1, 1), distance = GENERATE(1e-3, 1e-9);
  Case c = example_of({Activation::relu, Output::linear_squared_error}, 3, 7);
  // Move unit 2's bias so that z_2(2) stands this far from 0.
  c.p.b(1) = 0;
  const auto z = [&] { return c.states().z(2)(1); };
  for (int round = 0; round < 60; ++round)
    c.p.b(1) += 0.5 * (side * distance - z());
  CAPTURE(side, distance, z());
  REQUIRE(z() * side > 0);
  REQUIRE(std::abs(z()) < 2 * distance);
  check_gradient(c);
}

TEST_CASE(
    "A loss of the last step alone, or of weighted steps, is a matter of "
    "dL/do",
    "[3.10][3.11]") {
  const Index tau = GENERATE(2u, 3u, 10u);
  const bool last_alone = GENERATE(true, false);
  const Case c = example_of({}, tau, 8);
  oracle::Recurrent net = loops(c);
  Sequence dLdo = c.dLdo();
  for (Index t = 1; t <= tau; ++t) {
    const double falling = 1 / static_cast<double>(t);
    net.weights.push_back(last_alone ? t == tau : falling);
    dLdo(t) *= net.weights.back();
  }
  INFO(named(c));
  check_same(backward(c.net.hidden, c.p, c.x, c.states(), dLdo), truth(net));
}

TEST_CASE("A loss that is no matched pair brings its own dL/do",
          "[3.11][3.44]") {
  // Squared error behind a sigmoid output: (y_hat - y) y_hat (1 - y_hat).
  const Case c =
      example_of({Activation::sigmoid, Output::sigmoid_cross_entropy}, 4, 9);
  oracle::Recurrent net = loops(c);
  net.loss_of_step = [&](const oracle::Vec& o, std::size_t t) {
    oracle::Number sum = 0;
    for (std::size_t k = 0; k < o.size(); ++k) {
      const oracle::Number miss = oracle::sigmoid(o[k]) - c.y(t)(k);
      sum += 0.5 * miss * miss;
    }
    return sum;
  };
  const Matrix y = c.y.columns(),
               y_hat = activate(Activation::sigmoid, c.states().o.columns());
  const Matrix dLdo = (y_hat - y) % y_hat % (1 - y_hat);
  check_same(backward(c.net.hidden, c.p, c.x, c.states(), dLdo), truth(net));
}

TEST_CASE("A small case by pencil: one unit, two steps, no activation",
          "[3.1][3.3][3.11][3.14][3.15][3.17]") {
  // h(1) = 2*1 + 0.5*4 = 4, h(2) = 2*3 + 0.5*4 = 8; o = h; y = 3 and 6.
  const Case c{{Activation::identity, Output::linear_squared_error},
               {Matrix{2.0}, Matrix{0.5}, Matrix{1.0}, {0.0}, {0.0}},
               Matrix{{1, 3}},
               Matrix{{3, 6}},
               Matrix{4.0}};
  const LossAndGradient it = c.run();
  CHECK(it.loss == 0.5 * 1 + 0.5 * 4);
  CHECK(it.by.delta(2)(0) == 2);            // 8 - 6
  CHECK(it.by.delta(1)(0) == 1 + 0.5 * 2);  // (4 - 3) + W delta(2)
  CHECK(it.by.dW(0) == 2 * 4 + 2 * 4);      // delta(1) h(0) + delta(2) h(1)
  CHECK(it.by.dU(0) == 2 * 1 + 2 * 3);
  CHECK(it.by.dV(0) == 1 * 4 + 2 * 8);
  CHECK(it.by.dh0(0) == 0.5 * 2);
}

TEST_CASE("One step of descent goes against the gradient", "[3.18]") {
  const Case c = example_of({}, 5, 10);
  const LossAndGradient it = c.run();
  Case moved = c;
  update(moved.p, it.by, 0.25);
  const ConstBlocks from = c.p.blocks(), to = moved.p.blocks();
  const ConstBlocks g = it.by.blocks();
  double squares = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    INFO(g[i].name);
    CHECK_THAT(to[i].values, Near(from[i].values - 0.25 * g[i].values, 1e-15));
    squares += arma::accu(arma::square(g[i].values));
  }
  // For a small rate the loss falls by rate |g|^2.
  const double small = 1e-6;
  moved = c;
  update(moved.p, it.by, small);
  CHECK((it.loss - moved.run().loss) / (small * squares) ==
        Approx(1).epsilon(1e-3));
}

TEST_CASE("tau inputs give tau outputs, from h(0) on", "[3.3][E5][E15]") {
  const Index tau = GENERATE(1u, 7u);
  const Case c = example_of({}, tau, 11);
  const States s = c.states();
  CHECK((s.o.first() == 1 && s.o.last() == tau));
  CHECK((s.h.first() == 0 && s.h.last() == tau));
  CHECK_THAT(s.h(0), Near(c.h0, 0));
  // Another h(0) gives other outputs: it has to be given.
  Case other = c;
  other.h0 += 1;
  CHECK_THAT(other.states().o, !Near(s.o, kFarOff));
}
