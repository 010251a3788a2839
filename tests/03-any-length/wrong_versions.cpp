// Wrong backward passes: the check that passes the right one refuses each.
#include <map>

#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

enum class Mistake {
  none,
  no_recurrence,
  recurrence_alone,
  one_step_back,
  W_not_transposed,
  V_not_transposed,
  factors_exchanged,
  slope_of_this_step,
  slope_of_step_before,
  no_slope,
  h_of_this_step,
  h_of_two_before,
  h0_is_zero,
  x_of_step_before,
  bias_of_last_step,
  sign,
  mean_for_sum,
  outer_product_turned,
  recurrence_without_slope,
};

const std::map<Mistake, std::string> names{
    {Mistake::no_recurrence, "nothing comes back from t+1"},
    {Mistake::recurrence_alone, "a step's own output is forgotten"},
    {Mistake::one_step_back, "what comes back stops after one step"},
    {Mistake::W_not_transposed, "W for W^T"},
    {Mistake::V_not_transposed, "V for V^T"},
    {Mistake::factors_exchanged, "diag W^T for W^T diag"},
    {Mistake::slope_of_this_step, "the slope at h(t) for that at h(t+1)"},
    {Mistake::slope_of_step_before, "the slope at h(t-1) for that at h(t)"},
    {Mistake::no_slope, "no slope in dW, dU, db"},
    {Mistake::h_of_this_step, "h(t) for h(t-1) in dW"},
    {Mistake::h_of_two_before, "h(t-2) for h(t-1) in dW"},
    {Mistake::h0_is_zero, "h(0) taken for zero in dW"},
    {Mistake::x_of_step_before, "x(t-1) for x(t) in dU"},
    {Mistake::bias_of_last_step, "db of the last step alone"},
    {Mistake::sign, "y - y_hat for y_hat - y"},
    {Mistake::mean_for_sum, "the mean over the steps for their sum"},
    {Mistake::outer_product_turned, "h delta^T for delta h^T"},
    {Mistake::recurrence_without_slope, "W^T delta(t+1) without its slope"},
};

// A backward pass of one sequence, written for this file, with one mistake.
Gradient wrong_backward(Mistake m, const Case& c) {
  const Index tau = c.x.last(), H = c.p.W.n_rows;
  const Sequence h = c.states().h;
  const Matrix &U = c.p.U, &W = c.p.W, &V = c.p.V;
  Sequence e = c.dLdo();
  if (m == Mistake::sign) e.slices() *= -1;
  if (m == Mistake::mean_for_sum) e.slices() /= static_cast<double>(tau);
  const auto slope = [&](Index t) {
    return Vector(derivative_from_value(c.net.hidden, h(t)));
  };
  const Matrix Wt = m == Mistake::W_not_transposed ? W : Matrix(W.t());
  const Matrix Vt = m == Mistake::V_not_transposed ? V : Matrix(V.t());
  Gradient g{ParameterGradient(c.p),
             {},
             c.x,
             Sequence(H, 1, 1, tau),
             Sequence(H, 1, 1, tau + 1)};
  for (Index t = tau; t >= 1; --t) {
    const Vector own = Vt * e(t);
    Vector delta = own;
    if (t < tau) {
      const Vector later = m == Mistake::one_step_back ? Vector(Vt * e(t + 1))
                                                       : Vector(g.delta(t + 1));
      const Vector s = slope(m == Mistake::slope_of_this_step ? t : t + 1);
      Vector back = Wt * (s % later);
      if (m == Mistake::factors_exchanged) back = s % (Wt * later);
      if (m == Mistake::recurrence_without_slope) back = Wt * later;
      if (m == Mistake::no_recurrence) back.zeros();
      if (m == Mistake::recurrence_alone)
        delta = back;
      else
        delta += back;
    }
    Vector dz = slope(m == Mistake::slope_of_step_before ? t - 1 : t) % delta;
    if (m == Mistake::no_slope) dz = delta;
    g.delta(t) = delta;
    g.dz(t) = dz;
    Vector before = h(t - 1);
    if (m == Mistake::h_of_this_step) before = h(t);
    if (m == Mistake::h_of_two_before) before = h(t > 1 ? t - 2 : 0);
    if (m == Mistake::h0_is_zero && t == 1) before.zeros();
    const Vector x =
        m == Mistake::x_of_step_before && t > 1 ? c.x(t - 1) : c.x(t);
    g.dW += m == Mistake::outer_product_turned ? Matrix(before * dz.t())
                                               : Matrix(dz * before.t());
    g.dU += dz * x.t();
    if (m != Mistake::bias_of_last_step || t == tau) g.db += dz;
    g.dV += e(t) * h(t).t();
    g.dc += e(t);
    g.dx(t) = U.t() * dz;
  }
  g.dh0 = W.t() * g.dz(1);
  return g;
}

// As many outputs and inputs as hidden units, so that no shape gives a wrong
// version away.
Case square_case(Activation hidden, Output output, Index tau,
                 std::uint64_t seed) {
  return random_case({hidden, output}, tau, seed, 4, 4, 4);
}

}  // namespace

TEST_CASE("Without a mistake the copy passes", "[3.11][3.14]") {
  for (const Index tau : {1u, 3u, 10u}) {
    const Case c =
        square_case(Activation::tanh, Output::softmax_cross_entropy, tau, 1);
    const Gradient g = wrong_backward(Mistake::none, c);
    check_same(g, truth(c));
  }
}

TEST_CASE("Eighteen wrong backward passes are refused by the same check",
          "[3.8][3.9][3.10][3.11][3.12][3.13][3.14][3.15][B8][C23]") {
  for (const auto& [mistake, name] : names)
    for (const Activation hidden : {Activation::tanh, Activation::sigmoid})
      for (const Output output :
           {Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
            Output::linear_squared_error})
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
          const Case c = square_case(hidden, output, 3, seed);
          const Gradient g = wrong_backward(mistake, c);
          CAPTURE(name, name_of(hidden), name_of(output), seed);
          CHECK(wrong(g, truth(c)).worst > kFarOff);
        }
}

TEST_CASE("A mistake is found in the block where it is", "[3.13][3.14][3.15]") {
  const Case c =
      square_case(Activation::tanh, Output::softmax_cross_entropy, 3, 4);
  const auto wrong_blocks = [&](Mistake mistake) {
    return wrong(wrong_backward(mistake, c), truth(c)).blocks;
  };
  CHECK(wrong_blocks(Mistake::none) == "");
  CHECK(wrong_blocks(Mistake::h_of_this_step) == "dW ");
  CHECK(wrong_blocks(Mistake::x_of_step_before) == "dU ");
  CHECK(wrong_blocks(Mistake::bias_of_last_step) == "db ");
  CHECK(wrong_blocks(Mistake::no_recurrence) == "dU dW db dh0 dx delta dz ");
}

TEST_CASE("At tau = 1 a missing recurrence passes every check", "[3.10]") {
  const Case c =
      square_case(Activation::tanh, Output::softmax_cross_entropy, 1, 5);
  for (const Mistake blind :
       {Mistake::no_recurrence, Mistake::one_step_back,
        Mistake::factors_exchanged, Mistake::slope_of_this_step,
        Mistake::bias_of_last_step, Mistake::x_of_step_before,
        Mistake::mean_for_sum}) {
    const Gradient g = wrong_backward(blind, c);
    CAPTURE(names.at(blind));
    check_same(g, truth(c));
  }
}

TEST_CASE("A symmetric W hides that it is not transposed", "[3.11]") {
  Case c = square_case(Activation::tanh, Output::softmax_cross_entropy, 3, 6);
  c.p.W = Matrix(0.5 * (c.p.W + c.p.W.t()));
  const Gradient g = wrong_backward(Mistake::W_not_transposed, c);
  check_same(g, truth(c));
}
