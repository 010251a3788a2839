// The published run of M. Mazur, "A Step by Step Backpropagation Example".
#include "tests/01-backpropagation/support.hpp"
#include "tests/catch.hpp"

using namespace support;

namespace {

const Matrix published_x = Vector{0.05, 0.10};
const Matrix published_y = Vector{0.01, 0.99};

Network<double> start() {
  return {{{{0.15, 0.20}, {0.25, 0.30}}, {0.35, 0.35}, Activation::sigmoid},
          {{{0.40, 0.45}, {0.50, 0.55}}, {0.60, 0.60}, Activation::sigmoid}};
}

double error_of(const Network<double>& net) {
  return loss(Loss::squared_error, forward(net, published_x), published_y);
}

void step(Network<double>& net, bool biases) {
  Gradient g = backward(net, forward(net, published_x), Loss::squared_error,
                        published_y);
  if (!biases)
    for (Vector& db : g.db) db.zeros();
  update(net, g, 0.5);
}

}  // namespace

TEST_CASE("one step gives Mazur's eight weights to their last printed digit",
          "[1.11][1.13]") {
  Network<double> net = start();
  CHECK(std::abs(error_of(net) - 0.298371109) < 0.5e-9);
  step(net, false);
  const Vector printed{0.149780716, 0.24975114,  0.19956143,  0.29950229,
                       0.35891648,  0.511301270, 0.408666186, 0.561370121};
  const Vector half_a_unit{5e-10, 5e-9, 5e-9, 5e-9, 5e-9, 5e-10, 5e-10, 5e-10};
  const Vector ours = arma::join_cols(net[0].W.as_col(), net[1].W.as_col());
  CHECK(arma::all(arma::abs(ours - printed) < half_a_unit));
}

TEST_CASE("the error printed after one step is not the exact run's", "[C13]") {
  Network<double> net = start();
  step(net, false);
  CHECK(std::abs(error_of(net) - 0.29102777369359933) < 1e-16);
  CHECK(std::abs(error_of(net) - 0.291027924) > 1e-7);
}

TEST_CASE("the figures printed after 10,000 steps have drifted as well",
          "[C13]") {
  Network<double> net = start();
  for (int n = 0; n < 10000; ++n) step(net, false);
  const Vector out = forward(net, published_x).a.back();
  struct {
    double found, exact, printed, unit;
  } const all[] = {{error_of(net), 3.51018778e-05, 3.51085e-05, 1e-13},
                   {out(0), 0.01591362, 0.015912196, 1e-8},
                   {out(1), 0.98406427, 0.984065734, 1e-8}};
  for (const auto& number : all) {
    CHECK(std::abs(number.found - number.exact) < number.unit);
    CHECK(std::abs(number.found - number.printed) > 100 * number.unit);
  }
}

TEST_CASE("with the biases learning too the error falls further", "[1.14]") {
  Network<double> net = start();
  step(net, true);
  CHECK(std::abs(error_of(net) - 0.28047144679143) < 1e-14);
  for (int n = 1; n < 10000; ++n) step(net, true);
  CHECK(std::abs(error_of(net) - 2.44756e-06) < 1e-11);
}
