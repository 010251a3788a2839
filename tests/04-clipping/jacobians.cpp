// The product of Jacobians: against the oracle, its norms, its bound, and the
// share of each lag in dL/dW.
#include "chapters/04-clipping/jacobians.hpp"

#include <04-clipping/mistakes.hpp>

#include "common/initialise.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/notes.hpp"

using namespace unrolled::clipping;
using any_length_test::any_hidden;
using any_length_test::Case;

namespace {

using namespace unrolled;

// A network with a known norm of W.
Case random_net(Activation hidden, Index tau, double norm, std::uint64_t seed,
                Index H = 4) {
  Case c = bptt::example_of({hidden, {}}, tau, seed, 2, H, 3);
  c.p.W *= norm / 0.9;
  return c;
}

Matrix true_jacobian(const Case& c, Index t, Index k) {
  return oracle::back(oracle::jacobian(any_length_test::loops(c), t, k));
}

Matrix J(const Case& c, Index t) {
  return step_jacobian(c.net.hidden, c.p.W, c.states().z(t));
}
Matrix product(const Case& c, Index t, Index k) {
  return product_of_jacobians(c.net.hidden, c.p.W, c.states().z, t, k);
}

const Activation kinds[] = {Activation::identity, Activation::sigmoid,
                            Activation::tanh, Activation::relu};

// The largest error of a product over kinds, at tau = 1, 3 and 10, for every
// pair of times.
using Product = std::function<Matrix(const Case&, Index t, Index k)>;
double product_error(const Product& of) {
  double worst = 0;
  for (const Activation hidden : kinds)
    for (const Index tau : {1u, 3u, 10u}) {
      const Case c = random_net(hidden, tau, 0.95, 10 + tau);
      for (Index t = 0; t <= tau; ++t)
        for (Index k = 0; k <= t; ++k)
          worst =
              std::max(worst, block_error(of(c, t, k), true_jacobian(c, t, k)));
    }
  return worst;
}

double largest_singular_value(const Matrix& m) {
  return std::sqrt(std::max(0.0, arma::eig_sym(m.t() * m).max()));
}

}  // namespace

TEST_CASE("The Jacobian of a step is the slopes times W", "[4.3][B21]") {
  CHECK(product_error([](const Case& c, Index t, Index k) {
          return t == k + 1 ? J(c, t) : true_jacobian(c, t, k);
        }) < 1e-12);
}

TEST_CASE("Wrong products of Jacobians are told from the right one",
          "[4.3][4.4]") {
  REQUIRE(of_product_of_jacobians::wrong_versions().size() >= 6);
  for (const auto& wrong : of_product_of_jacobians::wrong_versions()) {
    INFO(wrong.id);
    CHECK(product_error([&](const Case& c, Index t, Index k) {
            return wrong.product_of_jacobians(c.net.hidden, c.p.W, c.states().z,
                                              t, k);
          }) > 1e-3);
  }
}

TEST_CASE("The product of Jacobians is the derivative of a state by an earlier",
          "[4.4][B21]") {
  // As printed, without an order: the earliest factor on the left.
  const double off = product_error([](const Case& c, Index t, Index k) {
    Matrix all(4, 4, arma::fill::eye);
    for (Index j = k + 1; j <= t; ++j) all *= J(c, j);
    return all;
  });
  notes::only_when("B21", off, product_error(product));
}

TEST_CASE("For one unit the product is the printed one", "[4.4][B21][B20]") {
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    const Case c = random_net(Activation::tanh, 8, 0.9, seed, 1);
    const Sequence h = c.states().h;
    double printed = 1;
    for (Index t = 8; t >= 1; --t) {
      const double S =
          std::tanh(arma::as_scalar(c.p.U * c.x(t) + c.p.W * h(t - 1) + c.p.b));
      CHECK(S == Approx(h(t)(0)).epsilon(1e-13));  // B20
      printed *= c.p.W(0) * (1 - S * S);
      CHECK(product(c, 8, t - 1)(0) ==
            Approx(printed).epsilon(1e-11).margin(1e-300));
    }
  }
}

TEST_CASE("Rows of Jacobian norms end in 1 and hold the spectral norms",
          "[4.4]") {
  const Case c = random_net(any_hidden(), 6, 1.3, 7);
  const auto rows = jacobian_norms(c.net.hidden, c.p.W, c.states().z);
  REQUIRE(rows.size() == 7);
  double apart = 0;
  for (Index t = 0; t <= 6; ++t) {
    REQUIRE(rows[t].size() == t + 1);
    CHECK(rows[t][t] == Approx(1).epsilon(1e-14));
    for (Index k = 0; k <= t; ++k) {
      const Matrix m = true_jacobian(c, t, k);
      CHECK(rows[t][k] ==
            Approx(largest_singular_value(m)).epsilon(1e-7).margin(1e-12));
      apart = std::max(apart, frobenius_norm(m) - rows[t][k]);
    }
  }
  CHECK(apart > 0.1);  // the Frobenius norm is another number
}

TEST_CASE("The norm of the product stays below its bound", "[4.5][B23]") {
  double largest_ratio = 0;
  for (const Activation hidden : kinds)
    for (const double norm : {0.5, 0.9, 1.0, 2.0, 5.0})
      for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Case c = random_net(hidden, 20, norm, seed);
        const std::vector<double> last =
            jacobian_norms(hidden, c.p.W, c.states().z).back();
        const double gamma = hidden == Activation::sigmoid ? 0.25 : 1;
        double bound = 1;
        for (Index k = 21; k-- > 0; bound *= gamma * norm) {
          CHECK(norm_bound(gamma, norm, 20 - k) ==
                Approx(bound).epsilon(1e-12).margin(0));
          if (k < 20) largest_ratio = std::max(largest_ratio, last[k] / bound);
          CHECK(last[k] <= bound * (1 + 1e-10));
        }
      }
  CHECK(largest_ratio > 0.99);  // the bound is reached: by the identity
}

TEST_CASE("A weight between 0 and 1 makes the product vanish", "[4.5][B23]") {
  double largest = 0;
  for (const double w : {0.1, 0.5, 0.9})
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      Case c = random_net(Activation::tanh, 200, 1, seed, 1);
      c.p.W = Matrix{w};
      const double found = std::abs(product(c, 200, 0)(0));
      CHECK(found <= std::pow(w, 200) * (1 + 1e-10));
      largest = std::max(largest, found);
    }
  notes::holds("B23", notes::Less{{"product over 200 steps", largest},
                                  {"0.9^200, its bound", std::pow(0.9, 200)}});
}

TEST_CASE("A norm of W above 1 is not sufficient for growth", "[4.5][B24]") {
  const auto norm_of = [](Activation hidden, const Matrix& W, double z) {
    const Sequence at = Matrix(2, 3, arma::fill::value(z));
    return spectral_norm(product_of_jacobians(hidden, W, at, 3, 0));
  };
  const Matrix nilpotent{{0, 5}, {0, 0}};  // nothing comes back to a unit
  CHECK(spectral_norm(nilpotent) == Approx(5));
  CHECK(norm_of(Activation::identity, nilpotent, 0) == 0);
  const Matrix W{{3, 0}, {0, 3}};
  CHECK(norm_of(Activation::tanh, W, 5) < 1e-9);  // saturated units
}

TEST_CASE("The parts by lag are the derivatives of the copies of W",
          "[4.6][D7]") {
  const Activation hidden = any_hidden();
  const Vector dLdo{0.7, -1.1, 0.4};
  for (const Index tau : {1u, 2u, 3u, 10u})
    for (const std::uint64_t seed : {1u, 2u}) {
      const Case c = random_net(hidden, tau, 0.9, seed);
      const Sequence parts = parts_by_lag(hidden, c.p, c.x, c.states(), dLdo);
      oracle::Recurrent o = any_length_test::loops(c);
      o.loss_of_step = [&](const oracle::Vec& out, std::size_t t) {
        oracle::Number sum = 0;
        if (t == tau)
          for (Index i = 0; i < 3; ++i) sum += dLdo(i) * out[i];
        return sum;
      };
      const oracle::Gradients g = oracle::complex_step(o);
      REQUIRE(parts.steps() == tau);
      Matrix sum(4, 4, arma::fill::zeros);
      for (Index n = 0; n < tau; ++n) {
        const Matrix copy = oracle::back(g.dW_at[tau - 1 - n]);
        CHECK_THAT(parts(n), Near(copy));
        if (hidden == Activation::tanh && n + 1 < tau)  // not another lag
          CHECK(block_error(parts(n + 1), copy) > 1e-3);
        sum += parts(n);
      }
      CHECK_THAT(sum, Near(oracle::back(g.dW)));
    }
}

TEST_CASE("What fades is the far part of the gradient of W and not the whole",
          "[4.6][D7]") {
  double largest_part = 0, least_whole = 1e9;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Case c = random_net(Activation::tanh, 60, 0.8, seed, 8);
    const Sequence parts =
        parts_by_lag(c.net.hidden, c.p, c.x, c.states(), Vector{1.0, 0.0, 0.0});
    const Cube whole = arma::sum(parts.slices(), 2);
    largest_part = std::max(largest_part, frobenius_norm(parts(59)));
    least_whole = std::min(least_whole, frobenius_norm(whole.slice(0)));
  }
  CHECK(largest_part < 1e-6 * least_whole);
  notes::only_when("D7", notes::Less{{"part of the first step", largest_part},
                                     {"dL/dW itself", least_whole}});
}

TEST_CASE("Jacobians refuse what does not fit, by name", "[4.3][4.4]") {
  const Matrix W(2, 2, arma::fill::eye);
  const Sequence z(2, 1, 1, 3);
  const auto product_at = [&](Index t, Index k) {
    return refusal([&] { product_of_jacobians(Activation::tanh, W, z, t, k); });
  };
  CHECK(refusal([] {
          step_jacobian(Activation::tanh, Matrix(2, 3), Vector(2));
        }) == "W: expected 2 x 2, got 2 x 3");
  CHECK(refusal([&] { step_jacobian(Activation::tanh, W, Vector(3)); }) ==
        "z: expected 2 x 1, got 3 x 1");
  CHECK(product_at(4, 0) == "k, t: expected k <= t <= 3, got k = 0, t = 4");
  CHECK(contains(product_at(1, 2), "got k = 2, t = 1"));
  CHECK(contains(refusal([] { spectral_norm(Matrix()); }),
                 "at least one number"));
  CHECK(
      contains(refusal([] { spectral_norm(Matrix{not_a_number}); }), "finite"));
  CHECK(contains(
      refusal([&] { jacobian_norms(Activation::identity, 1e200 * W, z); }),
      "dh(2)/dh(0)"));
}
