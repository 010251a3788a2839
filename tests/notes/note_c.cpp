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
  const States s = c.states();
  const double true_L = oracle::loss(loops(c));
  Sequence h = c.h, o = c.o, y_hat = c.o, right = c.o;
  double L = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    h(t) = arma::tanh(c.p.U * c.x(t) + c.p.W * c.h(t - 1) + c.p.b);
    o(t) = c.p.V * h(t) + c.p.c;
    y_hat(t) = probabilities(o(t));
    right(t) = c.e(t) + c.y(t);
    L -= arma::accu(c.y(t) % arma::log(y_hat(t)));
  }
  notes::restored("C14", worse(h, s.h, c.h));
  notes::holds("C15", worse(o, s.o, c.o));
  notes::restored("C16", worse(y_hat, predict(c.net.output, s.o), right));
  notes::holds("C18", max(std::abs(L / true_L - 1),
                          std::abs(loss(c.net.output, s.o, c.y) / true_L - 1)));
}

TEST_CASE("Note C's lost gradients are the complex step's, block by block",
          "[3.8][3.9][3.10][3.11][3.13][3.14][3.15]"
          "[C21][C22][C23][C24][C25][C26][C27]") {
  const Printed c(any_seed());
  ParameterGradient sum(c.p);
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector dz = c.slope(t) * c.delta(t);
    sum.dc += c.e(t);
    sum.dV += c.e(t) * c.h(t).t();
    sum.dW += dz * c.h(t - 1).t();
    sum.dU += dz * c.x(t).t();
    sum.db += dz;
  }
  notes::restored("C21", c.error("dc", sum.dc));
  notes::restored("C22", c.error("dV", sum.dV));
  notes::restored("C23", c.error("delta", c.delta.columns()));
  notes::restored("C24", block_error(c.delta(c.tau), c.true_g.delta(c.tau)));
  notes::restored("C25", c.error("dW", sum.dW));
  notes::restored("C26", c.error("dU", sum.dU));
  notes::restored("C27", c.error("db", sum.db));
}

TEST_CASE("Note C's softmax and tanh have these slopes",
          "[3.7][3.12][3.19][3.23][C19][C20]") {
  const Printed c(any_seed());
  const oracle::Recurrent net = loops(c);
  double by_o = 0, by_z = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector right =
        back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
    const Vector y = c.y(t), y_hat = c.e(t) + y;
    const Vector chain =
        through_output(softmax_jacobian(y_hat), cross_entropy_slope(y_hat, y));
    by_o = max({by_o, block_error(c.e(t), right), block_error(chain, right)});
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
  oracle::Recurrent net = loops(c);
  // As printed, on softmax with its three classes.
  net.loss_of_step = [&](const oracle::Vec& o, std::size_t t) {
    const oracle::Vec p = oracle::softmax(o);
    oracle::Number sum = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      const double y = c.y(t)(k);
      sum += y * std::log(p[k]) + (1 - y) * std::log(1.0 - p[k]);
    }
    return sum;
  };
  const oracle::Recurrent right = loops(c);
  double off = 1e300, error = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector printed =
        back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
    const Vector expected =
        back(oracle::total_derivative(right, oracle::Place::kO, t, 3));
    // Wrong in its sign, and with the sign put right still wrong.
    off = std::min(
        {off, block_error(printed, expected), block_error(-printed, expected)});
    error = max(error, block_error(c.e(t), expected));
  }
  notes::misprint("C17", off, error);
  // To descend on the printed form is to climb on the loss.
  Parameters p = c.p;
  const Sequence uphill(Cube(-c.e.slices()));
  update(p, backward(Activation::tanh, p, c.x, c.states(), uphill), 0.01);
  CHECK(loss_and_gradient(c.net, p, c.x, c.y, c.h0).loss > oracle::loss(right));
}

TEST_CASE("Note C's two deltas are the loss's slopes at two places",
          "[1.10][3.6][C36]") {
  const Printed c(any_seed());
  notes::holds("C36", c.error("delta", c.delta.columns()));
  // At z and not at h it is another vector, as in the note's first half.
  const Sequence dz = c.gradient().dz;
  CHECK_THAT(dz, Near(c.true_g.dz));
  CHECK(block_error(dz(1), c.true_g.delta(1)) > kFarOff);
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
  const Case c = random_case(3, 5);
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
