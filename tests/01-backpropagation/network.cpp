#include "chapters/01-backpropagation/network.hpp"

#include <functional>
#include <map>

#include "tests/01-backpropagation/support.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace support;

namespace {

constexpr double tight = 1e-12;
const std::vector<Activation> kinds{Activation::sigmoid, Activation::tanh,
                                    Activation::relu, Activation::identity};

// One network with its example, its forward and its backward pass.
struct Case {
  Network<double> net;
  Matrix x, y;
  Loss kind;
  Pass<double> pass;
  Gradient g;

  Case(Activation sigma, Loss loss_kind, std::uint64_t seed,
       std::vector<Index> sizes = {3, 5, 4, 2})
      : kind(loss_kind) {
    Random random(seed);
    net = random_network(random, sizes, sigma);
    x = random.uniform_matrix(sizes.front(), 1, -1, 1);
    y = targets(random, sizes.back(), 1);
    pass = forward(net, x);
    g = backward(net, pass, kind, y);
  }
};

// dz^{l+1}/dz^l, column by column, by complex step through plain loops.
Matrix jacobian_of_z(const Case& c, std::size_t l) {
  const oracle::Layered net = in_loops(c.net, c.x, c.y, c.kind);
  Matrix J(c.net[l].W.n_rows, c.net[l].W.n_cols);
  for (Index j = 0; j < J.n_cols; ++j) {
    const oracle::LayeredTrace t =
        oracle::run(net, {oracle::LayerPlace::kZ, l, j});
    for (Index i = 0; i < J.n_rows; ++i)
      J(i, j) = t.z[l][i].imag() / oracle::kStep;
  }
  return J;
}

}  // namespace

TEST_CASE("the forward pass is W a + b and then sigma, layer by layer",
          "[1.1][1.2][C1][C9][C12]") {
  for (const Activation sigma : kinds) {
    const Case c(sigma, Loss::squared_error, 11);
    const oracle::LayeredTrace t =
        oracle::run(in_loops(c.net, c.x, c.y, c.kind));
    for (std::size_t l = 1; l <= c.net.size(); ++l) {
      const oracle::RealVec z = oracle::real(t.z[l - 1]);
      const oracle::RealVec a = oracle::real(t.a[l]);
      CHECK(block_error(c.pass.z[l], back(z)) < tight);
      CHECK(block_error(c.pass.a[l], back(a)) < tight);
      notes::holds("C12", block_error(c.pass.z[l], back(z)));
      notes::restored("C1", block_error(c.pass.a[l], back(a)));
      notes::restored("C9", block_error(c.pass.z[l], back(z)));
    }
  }
}

TEST_CASE("J is half the squared distance of a from y", "[1.3][C2]") {
  const Case c(Activation::tanh, Loss::squared_error, 12);
  double by_hand = 0;
  for (Index i = 0; i < c.y.n_elem; ++i) {
    const double d = c.pass.a.back()(i) - c.y(i);
    by_hand += d * d / 2;
  }
  CHECK(std::abs(loss(c.kind, c.pass, c.y) / by_hand - 1) < tight);
  notes::restored("C2", std::abs(loss(c.kind, c.pass, c.y) / by_hand - 1));
}

TEST_CASE("under softmax J is minus the sum of y log softmax z", "[1.4]") {
  const Case c(Activation::tanh, Loss::softmax_cross_entropy, 13);
  const double by_loops =
      oracle::loss(in_loops(c.net, c.x, c.y, Loss::softmax_cross_entropy));
  CHECK(std::abs(loss(c.kind, c.pass, c.y) / by_loops - 1) < tight);
  CHECK(block_error(prediction(c.kind, c.pass), softmax(c.pass.z.back())) == 0);
}

TEST_CASE("the last delta is the loss's slope in the last z",
          "[1.5][1.6][C5]") {
  for (const Loss kind : {Loss::squared_error, Loss::softmax_cross_entropy})
    for (const Activation sigma : kinds) {
      const Case c(sigma, kind, 14);
      const oracle::LayeredGradients o =
          oracle::complex_step(in_loops(c.net, c.x, c.y, kind));
      CHECK(block_error(c.g.delta.back(), back(o.delta.back())) < tight);
      if (kind == Loss::squared_error)
        notes::restored("C5",
                        block_error(c.g.delta.back(), back(o.delta.back())));
    }
}

TEST_CASE("delta goes down one layer through the transposed Jacobian",
          "[1.7][C8]") {
  const Case c(Activation::sigmoid, Loss::squared_error, 15);
  for (std::size_t l = 1; l < c.net.size(); ++l)
    notes::restored("C8", block_error(c.g.delta[l], jacobian_of_z(c, l).t() *
                                                        c.g.delta[l + 1]));
}

TEST_CASE("delta is the chain of all transposed Jacobians from the last layer",
          "[1.8][C6]") {
  const Case c(Activation::tanh, Loss::squared_error, 16, {3, 4, 5, 3, 2});
  const std::size_t L = c.net.size();
  for (std::size_t l = 1; l < L; ++l) {
    Matrix chain = jacobian_of_z(c, l).t();
    for (std::size_t k = l + 1; k < L; ++k) chain *= jacobian_of_z(c, k).t();
    notes::restored("C6", block_error(c.g.delta[l], chain * c.g.delta[L]));
  }
}

TEST_CASE("the Jacobian of one layer is W diag sigma prime", "[1.9][C10]") {
  for (const Activation sigma : kinds) {
    const Case c(sigma, Loss::squared_error, 17);
    for (std::size_t l = 1; l < c.net.size(); ++l) {
      const Vector slope = derivative(sigma, c.pass.z[l]);
      notes::restored("C10", block_error(c.net[l].W * arma::diagmat(slope),
                                         jacobian_of_z(c, l)));
    }
  }
}

TEST_CASE("both forms of the recursion for delta are one", "[1.10][C11]") {
  const Case c(Activation::sigmoid, Loss::squared_error, 18);
  for (std::size_t l = 1; l < c.net.size(); ++l) {
    const Vector slope = derivative(c.net[l - 1].activation, c.pass.z[l]);
    const Matrix with_diag =
        arma::diagmat(slope) * c.net[l].W.t() * c.g.delta[l + 1];
    notes::restored("C11", block_error(c.g.delta[l], with_diag));
  }
}

TEST_CASE("dW and db agree with the complex step, block by block",
          "[1.10][1.11][1.12][C3][C4][C7]") {
  for (const Loss kind : {Loss::squared_error, Loss::softmax_cross_entropy})
    for (const Activation sigma : kinds)
      for (const std::uint64_t seed : {1u, 2u, 3u})
        for (const std::vector<Index>& sizes :
             std::vector<std::vector<Index>>{{3, 2}, {3, 5, 2}, {4, 5, 3, 2}}) {
          const Case c(sigma, kind, seed, sizes);
          INFO(name_of(sigma)
               << ", seed " << seed << ", " << sizes.size() - 1 << " layers");
          CHECK(worst_error(c.g, in_loops(c.net, c.x, c.y, kind)) < tight);
          const oracle::LayeredGradients o =
              oracle::complex_step(in_loops(c.net, c.x, c.y, kind));
          for (std::size_t l = 1; l <= c.net.size(); ++l) {
            const double dW = block_error(c.g.dW[l], back(o.dW[l - 1]));
            const double db = block_error(c.g.db[l], back(o.db[l - 1]));
            notes::restored("C7", std::max(dW, db));
            if (l < c.net.size() || kind != Loss::squared_error) continue;
            notes::restored("C3", dW);
            notes::restored("C4", db);
          }
        }
}

TEST_CASE(
    "on both sides of the kink of ReLU the gradient is the complex step's",
    "[1.10]") {
  for (const double side : {-1.0, 1.0}) {
    Case c(Activation::relu, Loss::squared_error, 21, {2, 3, 2});
    // Unit 1 of the hidden layer stands 1e-3 beside its kink.
    c.net[0].b(0) -= c.pass.z[1](0) - side * 1e-3;
    c.pass = forward(c.net, c.x);
    REQUIRE(std::abs(c.pass.z[1](0) - side * 1e-3) < 1e-15);
    c.g = backward(c.net, c.pass, c.kind, c.y);
    CHECK(worst_error(c.g, in_loops(c.net, c.x, c.y, c.kind)) < tight);
    CHECK((c.g.delta[1](0) == 0) == (side < 0));
  }
}

TEST_CASE("the gradient of a minibatch is the sum of its examples' gradients",
          "[1.11][1.12]") {
  Random random(22);
  const Network<double> net = random_network(random, {3, 5, 2}, kinds[1]);
  const Matrix x = random.uniform_matrix(3, 7, -1, 1);
  const Matrix y = targets(random, 2, 7);
  const Gradient all =
      backward(net, forward(net, x), Loss::softmax_cross_entropy, y);
  for (std::size_t l = 1; l <= 2; ++l) {
    Matrix dW(arma::size(all.dW[l]), arma::fill::zeros);
    Vector db(arma::size(all.db[l]), arma::fill::zeros);
    for (Index j = 0; j < 7; ++j) {
      const oracle::LayeredGradients o = oracle::complex_step(
          in_loops(net, x, y, Loss::softmax_cross_entropy, j));
      dW += back(o.dW[l - 1]);
      db += back(o.db[l - 1]);
    }
    CHECK(block_error(all.dW[l], dW) < tight);
    CHECK(block_error(all.db[l], db) < tight);
  }
}

TEST_CASE("a saturated unit keeps the digits of its small gradient", "[1.10]") {
  Case c(Activation::sigmoid, Loss::squared_error, 23, {2, 2, 1});
  c.net[0].b += 40;
  c.pass = forward(c.net, c.x);
  c.g = backward(c.net, c.pass, c.kind, c.y);
  REQUIRE(arma::abs(c.g.dW[1]).max() > 0);
  // d sigma/dz at z = 40 + r is e^-(40 + r) to the last digit or two.
  const Vector slope = arma::exp(-c.pass.z[1]);
  const Matrix dW = ((c.net[1].W.t() * c.g.delta[2]) % slope) * c.x.t();
  CHECK(block_error(c.g.dW[1], dW) < 1e-12);
}

TEST_CASE(
    "descent subtracts the rate times the gradient, and only it moves "
    "the network",
    "[1.13][1.14][C13]") {
  Case c(Activation::tanh, Loss::squared_error, 24);
  const Network<double> before = c.net;
  backward(c.net, c.pass, c.kind, c.y);
  for (std::size_t l = 0; l < before.size(); ++l)
    CHECK(arma::approx_equal(c.net[l].W, before[l].W, "absdiff", 0));

  const double moved = frobenius_norm(c.net[0].W - before[0].W);
  const double rate = 0.25;
  descend(c.net, c.g, rate);
  for (std::size_t l = 1; l <= before.size(); ++l) {
    const Matrix step = (before[l - 1].W - c.net[l - 1].W) / rate;
    const Vector b_step = (before[l - 1].b - c.net[l - 1].b) / rate;
    CHECK(block_error(step, c.g.dW[l]) < 1e-12);
    CHECK(block_error(b_step, c.g.db[l]) < 1e-12);
    notes::misprint(
        "C13", notes::Less{{"backpropagation alone moves W by", moved},
                           {"a step of descent by",
                            frobenius_norm(c.net[l - 1].W - before[l - 1].W)}});
  }
}

TEST_CASE("the gradient serves other optimisers than descent", "[C13]") {
  // A heavy-ball step uses the same backward pass and reaches a lower loss
  // than it started from: what moves the weights is not part of BP.
  Case c(Activation::tanh, Loss::squared_error, 25);
  const double start = loss(c.kind, c.pass, c.y);
  std::vector<Matrix> speed;
  for (const Layer<double>& layer : c.net)
    speed.emplace_back(arma::size(layer.W), arma::fill::zeros);
  for (int step = 0; step < 50; ++step) {
    const Gradient g = backward(c.net, forward(c.net, c.x), c.kind, c.y);
    for (std::size_t l = 1; l <= c.net.size(); ++l) {
      speed[l - 1] = 0.8 * speed[l - 1] - 0.05 * g.dW[l];
      c.net[l - 1].W += speed[l - 1];
    }
  }
  CHECK(loss(c.kind, forward(c.net, c.x), c.y) < 0.1 * start);
}

TEST_CASE("the derivatives by value are the derivatives by z", "[1.15][1.16]") {
  const Matrix z = arma::linspace(-6, 6, 49);
  for (const Activation kind : {Activation::sigmoid, Activation::tanh}) {
    const Matrix by_step = complex_step(
        [&](const ComplexMatrix& v) {
          Complex sum = 0;
          for (Index i = 0; i < v.n_elem; ++i)
            sum += kind == Activation::sigmoid ? 1.0 / (1.0 + std::exp(-v(i)))
                                               : std::tanh(v(i));
          return sum;
        },
        z);
    CHECK(block_error(derivative(kind, z), by_step) < 1e-15);
    CHECK(block_error(derivative_from_value(kind, activate(kind, z)), by_step) <
          1e-14);
  }
}

namespace {

// Backward passes that people write by mistake.
Gradient with_other_delta(
    const Case& c,
    const std::function<Matrix(std::size_t, const Matrix&)>& down,
    const Matrix& last) {
  Gradient g = c.g;
  Matrix delta = last;
  for (std::size_t l = c.net.size(); l >= 1; --l) {
    if (l < c.net.size()) delta = down(l, delta);
    g.delta[l] = delta;
    g.dW[l] = delta * c.pass.a[l - 1].t();
    g.db[l] = delta;
  }
  return g;
}

}  // namespace

TEST_CASE("the check rejects backward passes that are wrong", "[1.10][1.11]") {
  // Square layers: a transposed matrix still fits and must be found by value.
  const Case c(Activation::sigmoid, Loss::squared_error, 31, {3, 3, 3, 3});
  const oracle::Layered truth = in_loops(c.net, c.x, c.y, c.kind);
  REQUIRE(worst_error(c.g, truth) < tight);

  const std::size_t L = 3;
  const auto slope = [&](std::size_t l) {
    return derivative(Activation::sigmoid, c.pass.z[l]);
  };
  const Matrix error = c.pass.a[L] - c.y;
  const Matrix right = error % slope(L);
  const auto good = [&](std::size_t l, const Matrix& d) -> Matrix {
    return (c.net[l].W.t() * d) % slope(l);
  };
  std::map<std::string, Gradient> wrong;
  wrong["W not transposed"] = with_other_delta(
      c,
      [&](std::size_t l, const Matrix& d) -> Matrix {
        return (c.net[l].W * d) % slope(l);
      },
      right);
  wrong["sigma prime forgotten on the way down"] = with_other_delta(
      c,
      [&](std::size_t l, const Matrix& d) -> Matrix {
        return c.net[l].W.t() * d;
      },
      right);
  wrong["sigma prime of the layer above"] = with_other_delta(
      c,
      [&](std::size_t l, const Matrix& d) -> Matrix {
        return (c.net[l].W.t() * d) % slope(l + 1);
      },
      right);
  wrong["sigma prime before the transposed W"] = with_other_delta(
      c,
      [&](std::size_t l, const Matrix& d) -> Matrix {
        return c.net[l].W.t() * (d % slope(l));
      },
      right);
  wrong["sigma prime forgotten at the last layer"] =
      with_other_delta(c, good, error);
  wrong["sign of the error turned"] = with_other_delta(c, good, -right);
  wrong["loss without its half"] = with_other_delta(c, good, 2 * right);
  wrong["softmax's delta for squared error"] =
      with_other_delta(c, good, softmax(c.pass.z[L]) - c.y);
  Gradient outer = c.g;
  for (std::size_t l = 1; l <= L; ++l) outer.dW[l] = outer.dW[l].t();
  wrong["outer product the other way round"] = outer;
  Gradient late = c.g;
  for (std::size_t l = 1; l <= L; ++l)
    late.dW[l] = c.g.delta[l] * c.pass.a[l].t();
  wrong["a of this layer instead of the one before"] = late;

  CHECK(wrong.size() == 10);
  for (const auto& [what, g] : wrong) {
    INFO(what);
    CHECK(worst_error(g, truth) > 1e-3);
  }
}

TEST_CASE("shapes that do not fit are refused by name") {
  const auto message = [](const std::function<void()>& f) -> std::string {
    try {
      f();
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "accepted";
  };
  const Case c(Activation::tanh, Loss::squared_error, 41);
  Network<double> net = c.net;
  net[1].W = Matrix(4, 6, arma::fill::zeros);
  CHECK(message([&] { forward(net, c.x); }) ==
        "W[2]: expected 4 x 5, got 4 x 6");
  net = c.net;
  net[2].b = Vector(3, arma::fill::zeros);
  CHECK(message([&] { forward(net, c.x); }) ==
        "b[3]: expected 2 x 1, got 3 x 1");
  net = c.net;
  net[0].W(1, 2) = arma::datum::nan;
  CHECK(
      message([&] { forward(net, c.x); }) ==
      "W[1]: expected finite numbers, got one that is not in row 2, column 3");
  CHECK(message([&] { forward(c.net, Matrix(2, 1)); }) ==
        "W[1]: expected 5 x 2, got 5 x 3");
  CHECK(message([&] { forward(c.net, Matrix(3, 0)); }) ==
        "x: expected at least one number, got 3 x 0");
  CHECK(message([&] { forward(Network<double>{}, c.x); }) ==
        "network: expected at least one layer, got 0");
  CHECK(message([&] { backward(c.net, c.pass, c.kind, Matrix(3, 1)); }) ==
        "y: expected 2 x 1, got 3 x 1");
  CHECK(message([&] { loss(c.kind, c.pass, Matrix(2, 2)); }) ==
        "y: expected 2 x 1, got 2 x 2");
}
