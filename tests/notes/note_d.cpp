// Note D: what it says of inputs, of the causes of explosion and of clipping.
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "chapters/04-clipping/one_unit.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;
using namespace unrolled::clipping;

TEST_CASE("An input acts on the losses of its own step and of later ones",
          "[3.16][D21]") {
  const Case c = random_case(5, 3);
  for (Index s = 1; s <= 5; ++s) {
    Sequence dLdo = c.dLdo();
    for (Index t = 1; t <= 5; ++t)
      if (t != s) dLdo(t).zeros();
    const Sequence dx = backward(c.net.hidden, c.p, c.x, c.states(), dLdo).dx;
    double later = 0;
    for (Index t = 1; t <= 5; ++t) {
      if (t > s) later = max(later, frobenius_norm(dx(t)));
      if (t <= s) CHECK(frobenius_norm(dx(t)) > 1e-6);
    }
    CHECK(later == 0);
    const Matrix expected = truth(only(c, s)).dx.columns();
    notes::holds("D21", max(later, block_error(dx.columns(), expected)));
  }
}

TEST_CASE("What fades has faded before any backward pass", "[4.4][D24]") {
  const Index tau = 40;
  const Case c = random_case(tau, 9);
  const oracle::Recurrent net = loops(c);
  // dh(t)/dh(0) by moving h(0) a little and running forward.
  const Matrix near = back(oracle::jacobian(net, 1, 0));
  const Matrix far = back(oracle::jacobian(net, tau, 0));
  const Matrix product =
      product_of_jacobians(Activation::tanh, c.p.W, c.states().z, tau, 0);
  CHECK(block_error(product, far) <= 1e-11);
  notes::misprint(
      "D24", notes::Less{{"norm of dh(40)/dh(0), by running forward alone,",
                          spectral_norm(far)},
                         {"norm of dh(1)/dh(0)", spectral_norm(near)}});
}

TEST_CASE("First weights decide what a product of forty Jacobians does",
          "[4.4][D25]") {
  const Index H = 8, tau = 40;
  Random random(11);
  const Matrix W = random.normal_matrix(H, H);
  const Matrix unit = W / spectral_norm(W);
  const Matrix z(H, tau, arma::fill::zeros);  // where tanh has slope 1
  const auto growth = [&](double size) {
    return spectral_norm(
        product_of_jacobians(Activation::tanh, Matrix(size * unit), z, tau, 0));
  };
  CHECK(growth(0.9) < 0.02);
  CHECK(growth(6) > 100);
  notes::holds("D25",
               notes::Less{{"norm of dh(40)/dh(0), first weights of norm 0.9:",
                            growth(0.9)},
                           {"of norm 6", growth(6)}});
}

TEST_CASE("Clipping bounds the step, and leaves the gradient what it was",
          "[4.20][D26]") {
  // Beside the wall of the one-unit problem.
  const OneUnit problem;
  const double w = 5, b = -2.6123, rate = 0.1, threshold = 1;
  Vector g = gradient(problem, w, b);
  const Vector before = g;
  const Clipped did = clip_by_norm({{"dE", g}}, threshold);
  CHECK(did.norm == Approx(frobenius_norm(before)));
  CHECK(did.norm > 1000);
  const Vector again = gradient(problem, w, b);
  CHECK(block_error(again, before) == 0);
  notes::only_when(
      "D26",
      notes::Less{{"length of the clipped step", rate * frobenius_norm(g)},
                  {"of the step without clipping", rate * did.norm}});
}
