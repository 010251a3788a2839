// Note C: what it says of the loss, of descent and of what recurs.
#include <cmath>

#include "chapters/01-backpropagation/network.hpp"
#include "chapters/03-any-length/pairs.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"
#include "tests/oracle/layered.hpp"

using namespace notes_test;

TEST_CASE("Note C's softmax and tanh have these slopes",
          "[1.10][3.7][3.12][3.19][3.23][B49][C19][C20][C31][C43]") {
  const Printed c(any_seed());
  const oracle::Recurrent net = loops(c);
  const Gradient g = c.gradient();
  double by_o = 0, by_z = 0, entry_by_entry = 0, squared = 1e300;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector right =
        back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
    const Vector y = c.y(t), y_hat = c.e(t) + y;
    const Vector chain =
        through_output(softmax_jacobian(y_hat), cross_entropy_slope(y_hat, y));
    by_o =
        max({by_o, block_error(c.dLdo()(t), right), block_error(chain, right)});
    // Behind the same softmax, another loss.
    oracle::Vec scores = loops(Vector(c.o(t)));
    const Vector of_squares = back(oracle::gradient(
        [&] {
          return oracle::squared_error(oracle::softmax(scores), loops(y));
        },
        scores));
    squared = std::min(squared, block_error(c.e(t), of_squares));
    Matrix slope(4, 4);
    for (Index j = 0; j < 4; ++j) {
      const oracle::Trace moved = oracle::run(net, {oracle::Place::kZ, t, j});
      for (Index i = 0; i < 4; ++i)
        slope(i, j) = moved.h[t][i].imag() / oracle::kStep;
    }
    const Vector code = derivative_from_value(Activation::tanh, c.h(t));
    by_z = max({by_z, block_error(c.slope(t), slope),
                block_error(arma::diagmat(code), slope)});
    // The book multiplies entry by entry where the whole Jacobian stands here.
    const Matrix with_diag = slope * c.true_g.delta(t);
    entry_by_entry = max({entry_by_entry, block_error(g.dz(t), with_diag)});
  }
  notes::holds("C31", entry_by_entry);
  notes::only_when("B49", squared, by_o);
  notes::only_when("C43", squared, by_o);
  notes::restored("C19", by_o);
  notes::restored("C20", by_z);
}

TEST_CASE("Note C's loss has lost its sign and belongs to another output",
          "[3.6][3.7][3.20][3.24][A34][C17]") {
  const Printed c(any_seed());
  // As printed, on three outputs.
  const auto binary = [](const Case& it, const std::string& output) {
    oracle::Recurrent net = loops(it);
    net.loss_of_step = [&it, output](const oracle::Vec& o, std::size_t t) {
      const oracle::Vec p = oracle::activate(output, o);
      oracle::Number sum = 0;
      for (std::size_t k = 0; k < p.size(); ++k) {
        const double y = it.y(t)(k);
        sum += y * std::log(p[k]) + (1 - y) * std::log(1.0 - p[k]);
      }
      return sum;
    };
    return net;
  };
  const Case yes_or_no =
      example_of({Activation::tanh, Output::sigmoid_cross_entropy}, c.tau, 17);
  const oracle::Recurrent net = binary(c, "softmax"),
                          of_sigmoid = binary(yes_or_no, "sigmoid"),
                          right = loops(c);
  double off = 1e300, error = 0, with_sign = 1e300, behind_sigmoid = 0;
  for (Index t = 1; t <= c.tau; ++t) {
    const Vector printed =
        back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
    const Vector expected =
        back(oracle::total_derivative(right, oracle::Place::kO, t, 3));
    // Wrong in its sign, and with the sign put right still wrong.
    off = std::min(
        {off, block_error(printed, expected), block_error(-printed, expected)});
    error = max(error, block_error(c.dLdo()(t), expected));
    with_sign = std::min(with_sign, block_error(-printed, expected));
    const Vector slope =
        -back(oracle::total_derivative(of_sigmoid, oracle::Place::kO, t, 3));
    behind_sigmoid =
        max(behind_sigmoid, block_error(yes_or_no.dLdo()(t), slope));
  }
  notes::misprint("C17", off, error);
  notes::only_when("A34", with_sign, behind_sigmoid);
  // To descend on the printed form is to climb on the loss.
  Parameters p = c.p;
  const Sequence uphill(Cube(-c.e.slices()));
  update(p, backward(Activation::tanh, p, c.x, c.states(), uphill), 0.01);
  CHECK(loss_and_gradient(c.net, p, c.x, c.y, c.h0).loss > oracle::loss(right));
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
  const backprop::Network<double> code{
      {arma::eye(3, 3), Vector(3), Activation::sigmoid}};
  const Matrix delta =
      backprop::backward(code, backprop::forward(code, Matrix(back(z))),
                         backprop::Loss::squared_error, y)
          .delta[1];
  // Both outputs have the slope a (1 - a) on the diagonal.
  const Vector right = slope_in_z("sigmoid");
  notes::only_when(
      "C32", block_error(printed("softmax"), slope_in_z("softmax")),
      max(block_error(printed("sigmoid"), right), block_error(delta, right)));
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

TEST_CASE("The gradient and what is done with it are two things",
          "[1.13][1.14][3.18][A27][B47][B64][C13][D40]") {
  Random r(8);
  Layers net{
      {r.normal_matrix(3, 2), r.normal_matrix(3, 1), Activation::tanh},
      {r.normal_matrix(2, 3), r.normal_matrix(2, 1), Activation::identity}};
  const Matrix x = r.normal_matrix(2, 1), y = r.normal_matrix(2, 1);
  backprop::Gradient g = backprop::backward(net, backprop::forward(net, x),
                                            Loss::squared_error, y);
  // Descent, by a gradient that no backward pass has found; and what another
  // optimiser, by its signs alone, makes of the backward pass's.
  oracle::Layered plain;
  plain.activation = {"tanh", "identity"};
  plain.x = loops(Vector(x)), plain.y = loops(Vector(y));
  for (const auto& layer : net) {
    plain.W.push_back(loops(layer.W));
    plain.b.push_back(loops(layer.b));
  }
  const oracle::LayeredGradients true_g = oracle::complex_step(plain);
  Layers descended = net;
  backprop::update(descended, g, 0.25);
  double error = 0, off = 1e300;
  for (std::size_t l = 0; l < 2; ++l) {
    const Matrix step = -0.25 * back(true_g.dW[l]);
    const Matrix by_signs = -0.25 * arma::sign(g.dW[l + 1]);
    error = max(error, block_error(descended[l].W - net[l].W, step));
    off = std::min(off, block_error(by_signs, step));
  }
  notes::misprint("C13", off, error);
  notes::misprint("A27", off, error);
  notes::misprint("B47", off, error);
  notes::misprint("B64", off, error);
  notes::misprint("D40", off, error);
}

TEST_CASE("The descent takes one step after the whole way back",
          "[3.14][3.18][C34]") {
  const Case c = random_case(5, 16);
  Case after = c, along = c;
  update(after.p, c.gradient(), 0.5);
  for (Index t = 1; t <= 5; ++t) update(along.p, back_from(along, t), 0.5);
  const Matrix step = -0.5 * truth(c).dW;
  notes::misprint("C34", block_error(along.p.W - c.p.W, step),
                  block_error(after.p.W - c.p.W, step));
}

TEST_CASE("A prediction uses what lies before it and not what comes",
          "[3.16][B26][C39]") {
  const Case c = random_case(5, 17);
  const Sequence dx = back_from(c, 3).dx;
  CHECK_THAT(dx, Near(truth(only(c, 3)).dx));
  const notes::Less less{{"slope of L(3) in x(4) and x(5):",
                          max(frobenius_norm(dx(4)), frobenius_norm(dx(5)))},
                         {"in x(1):", frobenius_norm(dx(1))}};
  CHECK(less.smaller.value == 0);
  notes::only_when("C39", less);
  notes::only_when("B26", less);
}
