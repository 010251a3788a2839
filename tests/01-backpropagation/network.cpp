#include "chapters/01-backpropagation/network.hpp"

#include <01-backpropagation/mistakes.hpp>

#include "tests/01-backpropagation/support.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace support;

namespace {

Activation any_activation() {
  return GENERATE(Activation::sigmoid, Activation::tanh, Activation::relu,
                  Activation::identity);
}

Loss any_loss() {
  return GENERATE(Loss::squared_error, Loss::softmax_cross_entropy);
}

}  // namespace

TEST_CASE("the forward pass is W a + b and then sigma, layer by layer",
          "[1.1][1.2][C1][C9][C12]") {
  const Case c(any_activation(), Loss::squared_error, 11);
  const oracle::LayeredTrace t = oracle::run(c.loops());
  for (std::size_t l = 1; l <= c.net.size(); ++l) {
    const double z = block_error(c.pass.z[l], oracle::back(t.z[l - 1]));
    notes::holds("C12", z);
    notes::restored("C9", z);
    notes::restored("C1", block_error(c.pass.a[l], oracle::back(t.a[l])));
  }
}

TEST_CASE("J is half the squared distance, or minus the sum of y log softmax z",
          "[1.3][1.4][C2][C50]") {
  const Case c(Activation::tanh, any_loss(), 12);
  const double off = std::abs(c.J() / oracle::loss(c.loops()) - 1);
  CHECK(off <= kTolerance);
  const Matrix& a = c.pass.a.back();
  CHECK_THROWS_AS(backprop::loss(c.kind, c.pass, a.head_rows(1)),
                  std::invalid_argument);
  if (c.kind != Loss::squared_error) return;
  notes::restored("C2", off);
  // Half the 2-norm of a - y, squared, of all examples.
  const Vector difference = arma::vectorise(a - c.y);
  const double norm = arma::norm(difference, 2);
  notes::holds("C50", std::abs(norm * norm / 2 / oracle::loss(c.loops()) - 1));
}

TEST_CASE("the last delta is the loss's slope in the last z",
          "[1.5][1.6][C5]") {
  const Case c(any_activation(), any_loss(), 14);
  const Matrix truth = c.truth().delta.back();
  CHECK_THAT(c.g.delta.back(), Near(truth));
  if (c.kind == Loss::squared_error)
    notes::restored("C5", block_error(c.g.delta.back(), truth));
}

TEST_CASE("delta goes down through transposed Jacobians, one or all of them",
          "[1.7][1.8][1.9][1.10][C6][C8][C10][C11]") {
  const Case c(any_activation(), Loss::squared_error, 16, {3, 4, 5, 3, 2});
  const std::size_t L = c.net.size();
  Matrix chain = c.g.delta[L];
  for (std::size_t l = L - 1; l >= 1; --l) {
    const Matrix J = c.jacobian_of_z(l), &above = c.g.delta[l + 1];
    const Matrix slope =
        arma::diagmat(derivative(c.net[l - 1].activation, c.pass.z[l]));
    chain = J.t() * chain;
    notes::restored("C8", block_error(c.g.delta[l], J.t() * above));
    notes::restored("C6", block_error(c.g.delta[l], chain));
    notes::restored("C10", block_error(c.net[l].W * slope, J));
    notes::restored("C11",
                    block_error(c.g.delta[l], slope * c.net[l].W.t() * above));
  }
}

TEST_CASE("dW and db agree with the complex step, block by block",
          "[1.10][1.11][1.12][C3][C4][C7]") {
  const auto sizes =
      GENERATE(std::vector<Index>{3, 2}, std::vector<Index>{3, 5, 2},
               std::vector<Index>{4, 5, 3, 2});
  const std::uint64_t seed = GENERATE(1u, 2u, 3u);
  const Case c(any_activation(), any_loss(), seed, sizes);
  CAPTURE(name_of(c.net[0].activation), seed, sizes);
  const Gradient truth = c.truth();
  check_blocks(c.g.blocks(), truth.blocks());
  notes::restored("C7", worst_block(c.g.blocks(), truth.blocks()).error);
  if (c.kind != Loss::squared_error) return;
  notes::restored("C3", block_error(c.g.dW.back(), truth.dW.back()));
  notes::restored("C4", block_error(c.g.db.back(), truth.db.back()));
}

TEST_CASE(
    "on both sides of the kink of ReLU the gradient is the complex step's",
    "[1.10]") {
  const double side = GENERATE(-1.0, 1.0);
  Case c(Activation::relu, Loss::squared_error, 21, {2, 3, 2});
  // Unit 1 of the hidden layer stands 1e-3 beside its kink.
  c.net[0].b(0) -= c.pass.z[1](0) - side * 1e-3;
  c.run();
  REQUIRE(std::abs(c.pass.z[1](0) - side * 1e-3) < 1e-15);
  check_blocks(c.g.blocks(), c.truth().blocks());
  CHECK((c.g.delta[1](0) == 0) == (side < 0));
}

TEST_CASE("the gradient of a minibatch is the sum of its examples' gradients",
          "[1.11][1.12]") {
  Random random(22);
  Case c(Activation::tanh, Loss::softmax_cross_entropy, 22, {3, 5, 2});
  const Matrix x = random.uniform_matrix(3, 7, -1, 1);
  const Matrix y = targets(random, 2, 7);
  const Gradient all = backward(c.net, forward(c.net, x), c.kind, y);
  Gradient sum = all;
  set_zero(sum.blocks());
  for (Index j = 0; j < 7; ++j) {
    c.x = x.col(j), c.y = y.col(j);
    update(sum.blocks(), c.truth().blocks(), -1);
  }
  check_blocks(all.blocks(), sum.blocks());
}

TEST_CASE("a saturated unit keeps the digits of its small gradient", "[1.10]") {
  Case c(Activation::sigmoid, Loss::squared_error, 23, {2, 2, 1});
  c.net[0].b += 40;
  c.run();
  REQUIRE(arma::abs(c.g.dW[1]).max() > 0);
  // d sigma/dz at z = 40 + r is e^-(40 + r) to the last digit or two.
  const Vector slope = arma::exp(-c.pass.z[1]);
  const Matrix dW = ((c.net[1].W.t() * c.g.delta[2]) % slope) * c.x.t();
  CHECK_THAT(c.g.dW[1], Near(dW));
}

TEST_CASE("descent subtracts the rate times the gradient", "[1.13][1.14]") {
  Case c(Activation::tanh, Loss::squared_error, 24);
  const Network<double> before = c.net;
  update(c.net, c.g, 0.25);
  Network<double> used = before;  // (before - after) / rate
  update(used.blocks(), c.net.blocks(), 1);
  for (const Block& block : used.blocks()) block.values /= 0.25;
  check_blocks(used.blocks(), c.g.blocks());
}

TEST_CASE("the gradient serves other optimisers than descent", "[C13]") {
  // A heavy-ball step uses the same backward pass and reaches a lower loss
  // than it started from: what moves the weights is not part of BP.
  Case c(Activation::tanh, Loss::squared_error, 25);
  const double start = c.J();
  Gradient speed = c.g;
  set_zero(speed.blocks());
  for (int step = 0; step < 50; ++step) {
    c.run();
    for (const Block& block : speed.blocks()) block.values *= 0.8;
    update(speed.blocks(), c.g.blocks(), -0.05);
    update(c.net, speed, 1);
  }
  CHECK(c.J() < 0.1 * start);
}

TEST_CASE("the derivatives by value are the derivatives by z", "[1.15][1.16]") {
  const Activation kind = GENERATE(Activation::sigmoid, Activation::tanh);
  const Matrix z = arma::linspace(-6, 6, 49);
  const Matrix by_step = complex_step(
      [&](const ComplexMatrix& v) {
        Complex sum = 0;
        for (Index i = 0; i < v.n_elem; ++i)
          sum += kind == Activation::sigmoid ? 1.0 / (1.0 + std::exp(-v(i)))
                                             : std::tanh(v(i));
        return sum;
      },
      z);
  CHECK_THAT(derivative(kind, z), Near(by_step, 1e-15));
  CHECK_THAT(derivative_from_value(kind, activate(kind, z)),
             Near(by_step, 1e-14));
}

TEST_CASE("the check rejects backward passes that are wrong",
          "[1.5][1.6][1.10][1.11]") {
  // Square layers: a transposed matrix still fits and must be found by value.
  const std::vector<Index> sizes{3, 3, 3, 3};
  const Case numbers(Activation::sigmoid, Loss::squared_error, 31, sizes);
  const Case classes(Activation::sigmoid, Loss::softmax_cross_entropy, 31,
                     sizes);
  const auto error = [](const WrongVersion& wrong, const Case& c) {
    const Gradient g = wrong.backward(c.net, c.pass, c.kind, c.y);
    return worst_block(g.blocks(), c.truth().blocks()).error;
  };
  REQUIRE(wrong_versions().size() >= 13);
  for (const WrongVersion& wrong : wrong_versions()) {
    INFO(wrong.id);
    CHECK(std::max(error(wrong, numbers), error(wrong, classes)) > 1e-3);
  }
}

TEST_CASE("shapes that do not fit are refused by name") {
  const Case c(Activation::tanh, Loss::squared_error, 41);
  using Spoil = std::function<void(Network<double>&)>;
  const std::pair<Spoil, std::string> all[] = {
      {[](auto& net) { net[1].W = arma::zeros(4, 6); },
       "W[2]: expected 4 x 5, got 4 x 6"},
      {[](auto& net) { net[2].b = arma::zeros(3); },
       "b[3]: expected 2 x 1, got 3 x 1"},
      {[](auto& net) { net[0].W(1, 2) = not_a_number; },
       "W[1]: expected finite numbers, got one that is not in row 2, column 3"},
      {[](auto& net) { net.clear(); },
       "network: expected at least one layer, got 0"}};
  for (const auto& [spoil, told] : all) {
    Network<double> net = c.net;
    spoil(net);
    const std::string got = refusal([&net, &c] { forward(net, c.x); });
    CHECK(got == told);
  }
  CHECK(refusal([&] { forward(c.net, Matrix(2, 1)); }) ==
        "W[1]: expected 5 x 2, got 5 x 3");
  CHECK(refusal([&] { forward(c.net, Matrix(3, 0)); }) ==
        "x: expected at least one number, got 3 x 0");
  CHECK(refusal([&] { backward(c.net, c.pass, c.kind, Matrix(3, 1)); }) ==
        "y: expected 2 x 1, got 3 x 1");
  CHECK(refusal([&] { loss(c.kind, c.pass, Matrix(2, 2)); }) ==
        "y: expected 2 x 1, got 2 x 2");
}
