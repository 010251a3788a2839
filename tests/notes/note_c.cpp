// Note C, its second half formula by formula as it should stand, and what it
// says around them.
#include <cmath>

#include "chapters/01-backpropagation/network.hpp"
#include "chapters/03-any-length/pairs.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

TEST_CASE("Note C's forward formulas are the run of plain loops",
          "[3.1][3.2][3.3][3.4][3.5][C14][C15][C16][C18]") {
  const Printed c(any_seed());
  const oracle::Trace trace = oracle::run(loops(c.c));
  const States<> s = c.c.states();
  const Matrix y_hat = predict(c.c.net.output, s.o);
  double state = 0, output = 0, prediction = 0, L = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector h = arma::tanh(c.c.p.U * c.c.x.col(t - 1) +
                                c.c.p.W * c.h.col(t - 1) + c.c.p.b);
    const Vector o = c.c.p.V * h + c.c.p.c;
    const Vector p = arma::exp(o) / arma::accu(arma::exp(o));
    const Vector true_h = back(oracle::real(trace.h[t]));
    const Vector true_o = back(oracle::real(trace.o[t - 1]));
    const Vector true_p = back(oracle::real(oracle::softmax(trace.o[t - 1])));
    state =
        max({state, block_error(h, true_h), block_error(s.h.col(t), true_h)});
    output = max(
        {output, block_error(o, true_o), block_error(s.o.col(t - 1), true_o)});
    prediction = max({prediction, block_error(p, true_p),
                      block_error(y_hat.col(t - 1), true_p)});
    L -= arma::accu(c.c.y.col(t - 1) % arma::log(p));
  }
  const double true_L = trace.loss.real();
  notes::restored("C14", state);
  notes::holds("C15", output);
  notes::restored("C16", prediction);
  notes::holds("C18",
               max(std::abs(L / true_L - 1),
                   std::abs(loss(c.c.net.output, s.o, c.c.y) / true_L - 1)));
}

TEST_CASE("Note C's lost gradients are the complex step's, block by block",
          "[3.8][3.9][3.10][3.11][3.13][3.14][3.15]"
          "[C21][C22][C23][C24][C25][C26][C27]") {
  const Printed c(any_seed());
  Matrix dc = 0 * c.c.p.c, dV = 0 * c.c.p.V, dW = 0 * c.c.p.W, dU = 0 * c.c.p.U,
         db = 0 * c.c.p.b;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector dz = c.slope(t) * c.delta.col(t - 1);
    dc += c.e.col(t - 1);
    dV += c.e.col(t - 1) * c.h.col(t).t();
    dW += dz * c.h.col(t - 1).t();
    dU += dz * c.c.x.col(t - 1).t();
    db += dz;
  }
  notes::restored("C21", c.error("dc", dc));
  notes::restored("C22", c.error("dV", dV));
  notes::restored("C23", c.error("delta", c.delta));
  notes::restored(
      "C24", block_error(c.delta.tail_cols(1), c.right("delta").tail_cols(1)));
  notes::restored("C25", c.error("dW", dW));
  notes::restored("C26", c.error("dU", dU));
  notes::restored("C27", c.error("db", db));
}

TEST_CASE("Note C's softmax and tanh have these slopes",
          "[3.7][3.12][3.19][3.23][C19][C20]") {
  const Printed c(any_seed());
  const oracle::Recurrent net = loops(c.c);
  double by_o = 0, by_z = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector right =
        back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
    const Vector y = c.c.y.col(t - 1), y_hat = c.e.col(t - 1) + y;
    const Vector chain =
        through_output(softmax_jacobian(y_hat), cross_entropy_slope(y_hat, y));
    by_o = max(
        {by_o, block_error(c.e.col(t - 1), right), block_error(chain, right)});
    Matrix slope(4, 4);
    for (Index j = 0; j < 4; ++j) {
      const oracle::Trace moved = oracle::run(net, {oracle::Place::kZ, t, j});
      for (Index i = 0; i < 4; ++i)
        slope(i, j) = moved.h[t][i].imag() / oracle::kStep;
    }
    by_z = max(by_z, block_error(c.slope(t), slope));
  }
  notes::restored("C19", by_o);
  notes::restored("C20", by_z);
}

TEST_CASE("Note C's loss has lost its sign and belongs to another output",
          "[3.6][3.7][C17]") {
  const Printed c(any_seed());
  oracle::Recurrent net = loops(c.c);
  // As printed, on softmax with its three classes.
  net.loss_of_step = [&](const oracle::Vec& o, std::size_t t) {
    const oracle::Vec p = oracle::softmax(o);
    oracle::Number sum = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      const double y = c.c.y(k, t - 1);
      sum += y * std::log(p[k]) + (1 - y) * std::log(1.0 - p[k]);
    }
    return sum;
  };
  const oracle::Recurrent right = loops(c.c);
  double off = 1e300, error = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector printed =
        back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
    const Vector expected =
        back(oracle::total_derivative(right, oracle::Place::kO, t, 3));
    // Wrong in its sign, and with the sign put right still wrong.
    off = std::min(
        {off, block_error(printed, expected), block_error(-printed, expected)});
    error = max(error, block_error(c.e.col(t - 1), expected));
  }
  notes::misprint("C17", off, error);
  // To descend on the printed form is to climb on the loss.
  Parameters<> p = c.c.p;
  const Matrix uphill = -c.e;
  update(p, backward(Activation::tanh, p, c.c.x, c.c.states(), uphill), 0.01);
  CHECK(loss_and_gradient(c.c.net, p, c.c.x, c.c.y, c.c.h0).loss >
        oracle::loss(right));
}

TEST_CASE("Note C's two deltas are the loss's slopes at two places",
          "[1.10][3.6][C36]") {
  const Printed c(any_seed());
  notes::holds("C36", c.error("delta", c.delta));
  // At z and not at h it is another vector, as in the note's first half.
  CHECK(block_error(c.c.gradient().dz, c.right("dz")) <= kTolerance);
  CHECK(block_error(c.c.gradient().dz, c.right("delta")) > kFarOff);
}

TEST_CASE("The Hadamard product is a diagonal matrix times a vector",
          "[1.10][C31]") {
  const Vector u{0.5, -2, 3}, v{4, 0.25, -1};
  const Vector by_hand{2, -0.5, -3}, product = u % v,
                                     with_diag = arma::diagmat(u) * v;
  notes::holds("C31", max(block_error(product, by_hand),
                          block_error(with_diag, by_hand)));
}

TEST_CASE("Two factors make the last delta entry by entry, but for softmax",
          "[1.5][1.6][C32]") {
  const oracle::Vec z{0.4, -1.1, 0.7};
  const Vector y{0.2, 0.5, 0.3};
  const auto slope_in_z = [&](const std::string& output) {
    oracle::Vec moved = z;
    return back(oracle::gradient(
        [&] {
          return oracle::squared_error(oracle::activate(output, moved),
                                       loops(y));
        },
        moved));
  };
  // Entry by entry: da_i/dz_i alone.
  const auto printed = [&](const std::string& output) {
    const Vector a = back(oracle::real(oracle::activate(output, z)));
    return Vector((a - y) % a % (1 - a));
  };
  // Both outputs have the slope a (1 - a) on the diagonal.
  notes::only_when("C32",
                   block_error(printed("softmax"), slope_in_z("softmax")),
                   block_error(printed("sigmoid"), slope_in_z("sigmoid")));
}

namespace {

using backprop::Loss;
using Layers = backprop::Network<double>;

// One weight, no activation: J = (2 w - 1)^2 / 2, of curvature 4, least at
// w = 1/2. Returns how far from there the weight ends.
double distance_after(double rate, int steps) {
  Layers net{{Matrix{3.0}, Vector{0.0}, Activation::identity}};
  const Matrix x{2.0}, y{1.0};
  for (int n = 0; n < steps; ++n) {
    backprop::Gradient g = backprop::backward(net, backprop::forward(net, x),
                                              Loss::squared_error, y);
    g.db[1].zeros();
    backprop::update(net, g, rate);
  }
  return std::abs(net[0].W(0) - 0.5);
}

}  // namespace

TEST_CASE("Descent reaches the minimum at a small enough rate, on a bowl",
          "[1.13][C29]") {
  // |1 - 4 rate| < 1 is rate < 1/2.
  notes::only_when("C29",
                   notes::Less{{"after 1,000 steps at rate 0.49, distance",
                                distance_after(0.49, 1000)},
                               {"at rate 0.51", distance_after(0.51, 1000)}});
  CHECK(distance_after(0.49, 1000) < 1e-12);
  // And on no bowl: all weights 0 is a place where a tanh network stays.
  Layers net{
      {Matrix(2, 1, arma::fill::zeros), Vector(2, arma::fill::zeros),
       Activation::tanh},
      {Matrix(1, 2, arma::fill::zeros), Vector{0.0}, Activation::identity}};
  const Matrix x{{-1, 1}}, y{{-0.5, 0.5}};
  const auto J = [&] {
    return backprop::loss(Loss::squared_error, backprop::forward(net, x), y);
  };
  const double start = J();
  for (int n = 0; n < 100; ++n)
    backprop::update(net,
                     backprop::backward(net, backprop::forward(net, x),
                                        Loss::squared_error, y),
                     0.1);
  CHECK(J() == start);
  net[0].W(0) = 1, net[1].W(0) = 0.5;
  CHECK(J() < 0.1 * start);
}

TEST_CASE("The state recurs through W, shared or not", "[2.31][C35]") {
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 3, 5);
  // What h(3) knows of x(1): its largest slope there.
  const auto slope = [](const oracle::Recurrent& net) {
    double largest = 0;
    for (std::size_t j = 0; j < net.x[0].size(); ++j) {
      oracle::Recurrent moved = net;
      moved.x[0][j] += oracle::Number(0, oracle::kStep);
      const oracle::Trace trace = oracle::run(moved);
      for (const oracle::Number& h : trace.h[3])
        largest = max(largest, std::abs(h.imag() / oracle::kStep));
    }
    return largest;
  };
  oracle::Recurrent shared = loops(c), copies = loops(c);
  shared.W = loops(Matrix(0 * c.p.W));
  Random random(6);
  for (int t = 0; t < 3; ++t)
    copies.W_at.push_back(loops(Matrix(random.normal_matrix(4, 4, 0.4))));
  CHECK(slope(shared) == 0);
  notes::only_when(
      "C35", notes::Less{{"slope of h(3) in x(1): shared W = 0", slope(shared)},
                         {"three unshared copies of W", slope(copies)}});
}
