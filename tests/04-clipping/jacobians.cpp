// The product of Jacobians: against the oracle, its norms, its bound, and the
// share of each lag in dL/dW.
#include <cmath>

#include "chapters/04-clipping/product_of_jacobians.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

const std::vector<Activation> kinds{Activation::identity, Activation::sigmoid,
                                    Activation::tanh, Activation::relu};

struct Net {
  Activation hidden;
  bptt::Parameters<> p;
  Matrix x;
  Vector h0;
  bptt::States<> s;
};

// A network with a known norm of W, and its run.
Net random_net(Activation hidden, Index tau, double norm, std::uint64_t seed,
               Index H = 4) {
  Random random(seed);
  Net net;
  net.hidden = hidden;
  const Matrix W = random.normal_matrix(H, H);
  net.p = {random.normal_matrix(H, 2), norm * W / arma::norm(W, 2),
           random.normal_matrix(3, H), random.normal_matrix(H, 1, 0.3),
           random.normal_matrix(3, 1, 0.3)};
  net.x = random.normal_matrix(2, tau);
  net.h0 = random.normal_matrix(H, 1, 0.5);
  net.s = bptt::forward(hidden, net.p, net.x, net.h0);
  return net;
}

oracle::Vec to_vec(const Matrix& column) {
  return {column.begin(), column.end()};
}
oracle::Mat to_mat(const Matrix& m) {
  oracle::Mat rows;
  for (Index i = 0; i < m.n_rows; ++i) rows.push_back(to_vec(m.row(i).t()));
  return rows;
}
Matrix from_mat(const oracle::RealMat& rows) {
  Matrix m(rows.size(), rows[0].size());
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j) m(i, j) = rows[i][j];
  return m;
}
oracle::Recurrent to_oracle(const Net& net) {
  oracle::Recurrent o;
  o.U = to_mat(net.p.U);
  o.W = to_mat(net.p.W);
  o.V = to_mat(net.p.V);
  o.b = to_vec(net.p.b);
  o.c = to_vec(net.p.c);
  o.h0 = to_vec(net.h0);
  o.hidden = name_of(net.hidden);
  o.loss_of_step = [](const oracle::Vec&, std::size_t) {
    return oracle::Number(0);
  };
  for (Index t = 0; t < net.x.n_cols; ++t) o.x.push_back(to_vec(net.x.col(t)));
  return o;
}

Matrix true_jacobian(const Net& net, Index t, Index k) {
  return from_mat(oracle::jacobian(to_oracle(net), t, k));
}

// The largest error of a step's Jacobian over kinds, seeds and steps.
using Step = std::function<Matrix(const Net&, Index t)>;
double step_error(const Step& step) {
  double worst = 0;
  for (const Activation hidden : kinds)
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      const Net net = random_net(hidden, 5, 0.9, seed);
      for (Index t = 1; t <= 5; ++t)
        worst = std::max(
            worst, block_error(step(net, t), true_jacobian(net, t, t - 1)));
    }
  return worst;
}
Matrix slopes(const Net& net, Index t) {
  return arma::diagmat(derivative(net.hidden, net.s.z.col(t - 1)));
}

// The same for a product, at tau = 1, 3 and 10, for every pair of times.
using Product = std::function<Matrix(const Net&, Index t, Index k)>;
double product_error(const Product& product) {
  double worst = 0;
  for (const Activation hidden : kinds)
    for (const Index tau : {1u, 3u, 10u}) {
      const Net net = random_net(hidden, tau, 0.95, 10 + tau);
      for (Index t = 0; t <= tau; ++t)
        for (Index k = 0; k <= t; ++k)
          worst = std::max(
              worst, block_error(product(net, t, k), true_jacobian(net, t, k)));
    }
  return worst;
}
Matrix right_product(const Net& net, Index t, Index k) {
  return product_of_jacobians(net.hidden, net.p.W, net.s.z, t, k);
}

double largest_singular_value(const Matrix& m) {
  return std::sqrt(std::max(0.0, arma::eig_sym(m.t() * m).max()));
}

}  // namespace

TEST_CASE("The Jacobian of a step is the slopes times W", "[4.3][B21]") {
  CHECK(step_error([](const Net& net, Index t) {
          return step_jacobian(net.hidden, net.p.W, net.s.z.col(t - 1));
        }) < 1e-12);
}

TEST_CASE("Wrong Jacobians of a step are told from the right one", "[4.3]") {
  CHECK(step_error([](const Net& net, Index t) {
          return Matrix(net.p.W * slopes(net, t));  // factors exchanged
        }) > 1e-3);
  CHECK(step_error([](const Net& net, Index t) {
          return Matrix(slopes(net, t) * net.p.W.t());  // W transposed
        }) > 1e-3);
  CHECK(step_error([](const Net& net, Index) {
          return net.p.W;  // no slopes
        }) > 1e-3);
  CHECK(step_error([](const Net& net, Index t) {
          return Matrix(slopes(net, t > 1 ? t - 1 : t) * net.p.W);  // t - 1
        }) > 1e-3);
}

TEST_CASE("The product of Jacobians is the derivative of a state by an earlier",
          "[4.4][B21]") {
  const double error = product_error(right_product);
  // As printed, without an order: the earliest factor on the left.
  const double off = product_error([](const Net& net, Index t, Index k) {
    Matrix product(4, 4, arma::fill::eye);
    for (Index j = k + 1; j <= t; ++j) product *= slopes(net, j) * net.p.W;
    return product;
  });
  notes::only_when("B21", off, error);
  CHECK(product_error([](const Net& net, Index t, Index k) {
          return right_product(net, t, k > 0 ? k - 1 : k);  // one too many
        }) > 1e-3);
}

TEST_CASE("For one unit the product is the printed one", "[4.4][B21][B20]") {
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    const Net net = random_net(Activation::tanh, 8, 0.9, seed, 1);
    double product = 1;
    for (Index j = 8; j >= 1; --j) {
      const double S = std::tanh(arma::dot(net.p.U.row(0), net.x.col(j - 1)) +
                                 net.p.W(0) * net.s.h(0, j - 1) + net.p.b(0));
      CHECK(S == Approx(net.s.h(0, j)).epsilon(1e-13));  // B20
      product *= net.p.W(0) * (1 - S * S);
      CHECK(right_product(net, 8, j - 1)(0) ==
            Approx(product).epsilon(1e-11).margin(1e-300));
    }
  }
}

TEST_CASE("Rows of Jacobian norms end in 1 and hold the spectral norms",
          "[4.4]") {
  for (const Activation hidden : kinds) {
    const Net net = random_net(hidden, 6, 1.3, 7);
    const auto rows = jacobian_norms(hidden, net.p.W, net.s.z);
    REQUIRE(rows.size() == 7);
    double apart = 0;
    for (Index t = 0; t <= 6; ++t) {
      REQUIRE(rows[t].size() == t + 1);
      CHECK(rows[t][t] == Approx(1).epsilon(1e-14));
      for (Index k = 0; k <= t; ++k) {
        const Matrix J = true_jacobian(net, t, k);
        CHECK(rows[t][k] ==
              Approx(largest_singular_value(J)).epsilon(1e-7).margin(1e-12));
        apart = std::max(apart, frobenius_norm(J) - rows[t][k]);
      }
    }
    CHECK(apart > 0.1);  // the Frobenius norm is another number
  }
}

TEST_CASE("The norm of the product stays below its bound", "[4.5][B23]") {
  double largest_ratio = 0;
  for (const auto& [hidden, gamma] :
       std::vector<std::pair<Activation, double>>{{Activation::tanh, 1.0},
                                                  {Activation::relu, 1.0},
                                                  {Activation::identity, 1.0},
                                                  {Activation::sigmoid, 0.25}})
    for (const double norm : {0.5, 0.9, 1.0, 2.0, 5.0})
      for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Net net = random_net(hidden, 20, norm, seed);
        const std::vector<double> last =
            jacobian_norms(hidden, net.p.W, net.s.z).back();
        for (Index k = 0; k <= 20; ++k) {
          const double bound = norm_bound(gamma, norm, 20 - k);
          double product = 1;
          for (Index j = k; j < 20; ++j) product *= gamma * norm;
          CHECK(bound == Approx(product).epsilon(1e-12).margin(0));
          largest_ratio = std::max(largest_ratio, last[k] / bound);
          CHECK(last[k] <= bound * (1 + 1e-10));
        }
      }
  CHECK(largest_ratio > 0.99);  // the bound is reached: by the identity
}

TEST_CASE("A weight between 0 and 1 makes the product vanish", "[4.5][B23]") {
  double largest = 0;
  for (const double w : {0.1, 0.5, 0.9})
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      Net net = random_net(Activation::tanh, 200, 1, seed, 1);
      net.p.W = Matrix{w};
      net.s = bptt::forward(net.hidden, net.p, net.x, net.h0);
      const double product = std::abs(right_product(net, 200, 0)(0));
      CHECK(product <= std::pow(w, 200) * (1 + 1e-10));
      largest = std::max(largest, product);
    }
  notes::holds("B23", notes::Less{{"product over 200 steps", largest},
                                  {"0.9^200, its bound", std::pow(0.9, 200)}});
}

TEST_CASE("A norm of W above 1 is not sufficient for growth", "[4.5][B24]") {
  // Nothing comes back to a unit: W W = 0.
  const Matrix nilpotent{{0, 5}, {0, 0}};
  CHECK(spectral_norm(nilpotent) == Approx(5));
  const Matrix z(2, 3, arma::fill::zeros);
  CHECK(spectral_norm(product_of_jacobians(Activation::identity, nilpotent, z,
                                           3, 0)) == 0);
  // Saturated units.
  const Matrix far(2, 3, arma::fill::value(5));
  const Matrix W{{3, 0}, {0, 3}};
  CHECK(spectral_norm(product_of_jacobians(Activation::tanh, W, far, 3, 0)) <
        1e-9);
}

TEST_CASE("The parts by lag are the derivatives of the copies of W",
          "[4.6][D7]") {
  for (const Activation hidden : kinds)
    for (const Index tau : {1u, 2u, 3u, 10u})
      for (const std::uint64_t seed : {1u, 2u}) {
        const Net net = random_net(hidden, tau, 0.9, seed);
        const Vector dLdo{0.7, -1.1, 0.4};
        const Cube parts = parts_by_lag(hidden, net.p, net.x, net.s, dLdo);
        oracle::Recurrent o = to_oracle(net);
        o.loss_of_step = [&](const oracle::Vec& out, std::size_t t) {
          oracle::Number sum = 0;
          if (t == tau)
            for (Index i = 0; i < 3; ++i) sum += dLdo(i) * out[i];
          return sum;
        };
        const oracle::Gradients g = oracle::complex_step(o);
        REQUIRE(parts.n_slices == tau);
        Matrix sum(4, 4, arma::fill::zeros);
        for (Index n = 0; n < tau; ++n) {
          const Matrix copy = from_mat(g.dW_at[tau - 1 - n]);
          CHECK(block_error(parts.slice(n), copy) < 1e-12);
          if (hidden == Activation::tanh && n + 1 < tau)  // not another lag
            CHECK(block_error(parts.slice(n + 1), copy) > 1e-3);
          sum += parts.slice(n);
        }
        CHECK(block_error(sum, from_mat(g.dW)) < 1e-12);
      }
}

TEST_CASE("What fades is the far part of the gradient of W and not the whole",
          "[4.6][D7]") {
  double largest_part = 0, least_whole = 1e9;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Net net = random_net(Activation::tanh, 60, 0.8, seed, 8);
    const Cube parts =
        parts_by_lag(net.hidden, net.p, net.x, net.s, Vector{1.0, 0.0, 0.0});
    const Matrix whole = arma::sum(parts, 2).eval().slice(0);
    largest_part = std::max(largest_part, frobenius_norm(parts.slice(59)));
    least_whole = std::min(least_whole, frobenius_norm(whole));
  }
  CHECK(largest_part < 1e-6 * least_whole);
  notes::only_when("D7", notes::Less{{"part of the first step", largest_part},
                                     {"dL/dW itself", least_whole}});
}

TEST_CASE("Jacobians refuse what does not fit, by name", "[4.3][4.4]") {
  const Matrix W(2, 2, arma::fill::eye), z(2, 3, arma::fill::zeros);
  const auto says = [](const std::string& words) {
    return Catch::Matchers::ContainsSubstring(words);
  };
  CHECK_THROWS_WITH(step_jacobian(Activation::tanh, Matrix(2, 3), Vector(2)),
                    says("W: expected 2 x 2, got 2 x 3"));
  CHECK_THROWS_WITH(step_jacobian(Activation::tanh, W, Vector(3)),
                    says("z: expected 2 x 1, got 3 x 1"));
  CHECK_THROWS_WITH(product_of_jacobians(Activation::tanh, W, z, 4, 0),
                    says("expected k <= t <= 3, got k = 0, t = 4"));
  CHECK_THROWS_WITH(product_of_jacobians(Activation::tanh, W, z, 1, 2),
                    says("got k = 2, t = 1"));
  CHECK_THROWS_WITH(spectral_norm(Matrix()), says("at least one number"));
  CHECK_THROWS_WITH(spectral_norm(Matrix{arma::datum::nan}), says("finite"));
  const Matrix huge = 1e200 * W;
  CHECK_THROWS_WITH(jacobian_norms(Activation::identity, huge, z),
                    says("dh(2)/dh(0)"));
}
