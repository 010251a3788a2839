// Note A: what it says of the loss, of sharing and of the gradient.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

TEST_CASE("One prediction has another loss for another target", "[3.6][A18]") {
  const Matrix o = Vector{0.3, -0.8, 1.1};
  const Matrix y = Vector{1, 0, 0}, other = Vector{0, 1, 0};
  const auto by_hand = [&](const Matrix& target) {
    return -arma::accu(target % arma::log(probabilities(o)));
  };
  const Output pair = Output::softmax_cross_entropy;
  notes::only_when("A18", std::abs(loss(pair, o, other) / by_hand(y) - 1),
                   std::abs(loss(pair, o, y) / by_hand(y) - 1));
}

TEST_CASE("An update keeps one W for all steps, and it is another one",
          "[3.14][3.18][A19]") {
  const Case c = random_case(3, 4);
  const oracle::Gradients g = oracle::complex_step(loops(c));
  const double rate = 0.5;
  Parameters p = c.p;
  update(p, c.gradient(), rate);
  // All copies move by the sum of the copies' gradients.
  Matrix sum = 0 * c.p.W;
  for (const oracle::RealMat& copy : g.dW_at) sum += back(copy);
  const Matrix together = c.p.W - rate * sum;
  // Each copy by its own gradient: they are shared no more.
  const Matrix first = c.p.W - rate * back(g.dW_at[0]);
  const Matrix third = c.p.W - rate * back(g.dW_at[2]);
  CHECK(block_error(first, third) > kFarOff);
  notes::only_when("A19", block_error(p.W, c.p.W), block_error(p.W, together));
}

TEST_CASE("No direction is steeper than the gradient's", "[3.18][A21]") {
  const Case c = random_case(5, 6);
  const Gradient g = c.gradient();
  const Matrix& dW = g.dW;
  // The slope of L along a direction of W, by complex step in plain loops.
  const auto slope = [&](const Matrix& v) {
    oracle::Recurrent net = loops(c);
    for (Index i = 0; i < v.n_rows; ++i)
      for (Index j = 0; j < v.n_cols; ++j)
        net.W[i][j] += oracle::Number(0, oracle::kStep * v(i, j));
    return oracle::run(net).loss.imag() / oracle::kStep;
  };
  const double norm = frobenius_norm(dW);
  Random random(7);
  double steepest = 0;
  for (int n = 0; n < 1000; ++n) {
    const Matrix v = random.normal_matrix(dW.n_rows, dW.n_cols);
    steepest = max(steepest, slope(v / frobenius_norm(v)));
  }
  CHECK(slope(dW / norm) == Approx(norm).epsilon(1e-12));
  CHECK(slope(-dW / norm) == Approx(-norm).epsilon(1e-12));
  notes::holds("A21",
               notes::Less{{"steepest of 1,000 random directions", steepest},
                           {"along the gradient", norm}});
}

TEST_CASE("Backpropagation reaches the past where there is memory",
          "[3.16][A14]") {
  Case c = random_case(3, 8);
  // What the loss of step 3 says of x(1), by the backward pass.
  const auto reach = [](const Case& it) {
    Sequence last = it.dLdo();
    last(1).zeros(), last(2).zeros();
    const Gradient g = backward(it.net.hidden, it.p, it.x, it.states(), last);
    CHECK_THAT(g.dx, Near(truth(only(it, 3)).dx));
    return frobenius_norm(g.dx(1));
  };
  const double with_memory = reach(c);
  c.p.W.zeros();
  notes::only_when("A14",
                   notes::Less{{"slope of L(3) in x(1) without W", reach(c)},
                               {"with W", with_memory}});
}

TEST_CASE("The squared error's value is symmetric, its slope is not",
          "[3.6][3.7][A5]") {
  const oracle::Vec y{0.2, -1.5}, y_hat{0.9, 0.4};
  const auto at = [&](const oracle::Vec& a, const oracle::Vec& b) {
    return oracle::squared_error(a, b).real();
  };
  CHECK(at(y, y_hat) == at(y_hat, y));
  oracle::Vec moved = y_hat;
  const Vector slope = back(
      oracle::gradient([&] { return oracle::squared_error(moved, y); }, moved));
  const Matrix p = back(oracle::real(y_hat)), q = back(oracle::real(y));
  // With the names as the words have them: y the output.
  notes::only_when("A5", block_error(output_delta(q, p), slope),
                   block_error(output_delta(p, q), slope));
}

TEST_CASE("Descending on the last step's loss alone does worse on the whole",
          "[3.18][A7]") {
  const Case c = random_case(3, 10);
  // L after a descent on the losses that have these weights.
  const auto descended = [&](const Vector& weights) {
    Case it = c;
    for (int step = 0; step < 300; ++step) {
      Sequence dLdo = it.dLdo();
      for (Index t = 1; t <= 3; ++t) dLdo(t) *= weights(t - 1);
      update(it.p, backward(it.net.hidden, it.p, it.x, it.states(), dLdo), 0.1);
    }
    return oracle::loss(loops(it));
  };
  const double whole = descended({1, 1, 1}), last = descended({0, 0, 1});
  CHECK(whole < oracle::loss(loops(c)));
  notes::holds("A7", notes::Less{{"L after descent on L:", whole},
                                 {"on L_3 alone:", last}});
}

TEST_CASE("Without W h the past has no say, without U x no input has",
          "[3.1][3.16][A15]") {
  const Case c = random_case(3, 11);
  // What the loss of step 3 says of x(1), in plain loops.
  const auto reach = [](const Case& it) { return truth(only(it, 3)).dx; };
  Case no_past = c, no_input = c;
  no_past.p.W.zeros();
  no_input.p.U.zeros();
  const Sequence both = reach(c), present = reach(no_past);
  CHECK(frobenius_norm(both(1)) > 1e-3);
  CHECK(frobenius_norm(present(3)) > 1e-3);
  const double without =
      max({frobenius_norm(present(1)), frobenius_norm(present(2)),
           frobenius_norm(reach(no_input).columns())});
  notes::answered(
      "A15", notes::Less{{"slope of L(3) in x(1) with one term gone:", without},
                         {"with both:", frobenius_norm(both(1))}});
}
