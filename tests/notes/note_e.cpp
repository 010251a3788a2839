// Note E: its patterns, what it says of cost, and where the loss comes from.
#include <cmath>

#include "chapters/03-any-length/other_ways.hpp"
#include "chapters/05-cost/problem.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

TEST_CASE("Hidden to hidden, and an output at each step",
          "[3.1][3.3][E1][E15][E35]") {
  for (const Index tau : {1u, 2u, 17u}) {
    const Printed e(1, tau);
    const States s = e.states();
    REQUIRE(s.o.steps() == tau);
    notes::holds("E15", worse(s.o, s.o, e.o));
    const double both = max(worse(s.o, s.o, e.o), worse(s.h, s.h, e.h));
    notes::holds("E1", both);
    notes::holds("E35", both);
  }
}

TEST_CASE(
    "One output at the end is the same network, its other losses left out",
    "[3.10][3.11][3.16][A25][E4][E27]") {
  const Case c = random_case(5, 18);
  const Gradient g = back_from(c, 5), right = truth(only(c, 5));
  double error = worst_block(g.blocks(), right.blocks()).error;
  // Nothing but what comes back from the end reaches the steps before.
  const auto& W = c.p.W;
  for (Index t = 1; t < 5; ++t)
    error = max(error, block_error(g.delta(t), W.t() * g.dz(t + 1)));
  notes::holds("E4", error);
  // With the losses of all steps, and with the last one alone.
  const double all = block_error(c.gradient().dW, right.dW);
  notes::only_when("A25", all, block_error(g.dW, right.dW));
  notes::only_when("E27", all, block_error(g.dW, right.dW));
}

TEST_CASE("The losses of some steps alone have a gradient of their own",
          "[3.5][3.10][3.11][B54]") {
  const Case c = random_case(5, 21);
  const std::vector<double> read{0, 0, 1, 0, 1};
  Sequence dLdo = c.dLdo();
  for (Index t = 1; t <= 5; ++t) dLdo(t) *= read[t - 1];
  const Gradient g = backward(c.net.hidden, c.p, c.x, c.states(), dLdo);
  const Gradient right = truth(weighted(c, read));
  notes::only_when("B54", block_error(c.gradient().dW, right.dW),
                   worst_block(g.blocks(), right.blocks()).error);
}

TEST_CASE("The way back may be grouped, the way there may not",
          "[3.40][3.41][E13]") {
  const Printed e(1, 50);
  const Scan scan = delta_by_scan(Activation::tanh, e.p, e.states(), e.dLdo());
  CHECK(scan.rounds == 6);
  // The way there, as if it were a recursion of affine steps, too.
  Affine all{arma::eye(4, 4), Vector(4)};
  for (Index t = 1; t <= 50; ++t) {
    const Vector still = arma::tanh(e.p.U * e.x(t) + e.p.b);
    const Matrix A = arma::diagmat(1 - arma::square(still)) * e.p.W;
    all = join({A, still}, all);
  }
  notes::only_when("E13", block_error(all.A * e.h(0) + all.v, e.h(50)),
                   block_error(scan.delta.columns(), e.true_g.delta.columns()),
                   1e-11);
}

TEST_CASE("There and back is three times the way there, at any length",
          "[3.38][E28][E34]") {
  Index made = 0;
  const auto times = [&](const Matrix& A, const Matrix& B) {
    made += A.n_elem * B.n_cols;
    return Matrix(A * B);
  };
  Index of_one_step = 0;
  for (const Index tau : {1u, 2u, 17u}) {
    const Printed e(1, tau);
    const auto& [U, W, V, b, c] = e.p;
    made = 0;
    Sequence h = e.h;
    Matrix o;
    for (Index t = 1; t <= tau; ++t) {
      h(t) = arma::tanh(times(U, e.x(t)) + times(W, h(t - 1)) + b);
      o = times(V, h(t)) + c;
    }
    CHECK_THAT(o, Near(Matrix(e.o(tau))));
    const Index there = made;
    const Gradient code = e.gradient();
    Matrix dU = 0 * U, dW = 0 * W, dV = 0 * V;
    Sequence dx = e.x;
    Matrix later(4, 1, arma::fill::zeros);
    for (Index t = tau; t >= 1; --t) {
      const Matrix dh = times(V.t(), e.e(t)) + later;
      const Matrix dz = (1 - arma::square(h(t))) % dh;
      dV += times(e.e(t), h(t).t());
      dW += times(dz, h(t - 1).t());
      dU += times(dz, e.x(t).t());
      dx(t) = times(U.t(), dz);
      later = times(W.t(), dz);
    }
    CHECK_THAT(dU, Near(code.dU));
    CHECK_THAT(dW, Near(code.dW));
    CHECK_THAT(dV, Near(code.dV));
    CHECK_THAT(dx, Near(code.dx));
    CHECK(made == 3 * there);
    if (tau == 1) of_one_step = made;
    const auto off = [&](Index count) {
      return std::abs(double(made) / double(count) - 1);
    };
    notes::holds(
        "E34", max(off(tau * of_one_step), off(3 * multiplications(e.p, tau))));
    const Index weights = U.n_elem + W.n_elem + V.n_elem + b.n_elem + c.n_elem;
    notes::only_when(
        "E28", notes::Less{{"multiplications, there and back:", double(made)},
                           {"of one run more for each weight:",
                            double(there * (weights + 1))}});
  }
}

TEST_CASE("With states computed again fewer are kept, for the same gradient",
          "[3.39][5.12][E14]") {
  const cost::Problem it(2, 4, 3, 1, 256);
  cost::Gradient whole, few;
  cost::InBlocks keeps_all(it.p, 1, 256, 16);
  cost::Checkpointed again(it.p, 1, 256, 16, 16);
  keeps_all(it.p, it.x, it.h0, it.loss(), whole);
  again(it.p, it.x, it.h0, it.loss(), few);
  CHECK(worst_block(few.blocks(), whole.blocks()).error == 0);
  CHECK(worst_block(whole.blocks(), it.a_matrix_per_step().blocks()).error <=
        1e-12);
  notes::only_when("E14",
                   notes::Less{{"numbers kept for 256 steps, states computed "
                                "again:",
                                double(again.stored())},
                               {"each kept:", double(keeps_all.stored())}});
}

TEST_CASE("A constant added to every score changes no probability",
          "[3.4][E11][E30]") {
  const Printed e(any_seed());
  const Vector p{0.5, 2, 0.25};  // need not sum to 1
  const Vector o = arma::log(p), sure = p / arma::accu(p);
  notes::only_when("E30", block_error(softmax(Matrix(o)), p),
                   max(block_error(softmax(Matrix(o)), sure),
                       block_error(softmax(Matrix(arma::log(sure))), sure)));
  for (const double constant : {-30.0, -1.0, 2.5, 30.0})
    notes::holds("E11", max(block_error(softmax(Matrix(o)), sure),
                            block_error(softmax(Matrix(o + constant)), sure)));
}

TEST_CASE("The summed loss is the likelihood of the whole sequence",
          "[3.5][3.6][3.43][E12][E40]") {
  // Three steps, three classes: all 27 sequences of outputs.
  const Case c = random_case(3, 12);
  const Sequence y_hat = predict(c.net.output, c.states().o);
  const auto joint = [&](Index i, Index j, Index k) {
    Case one = c;
    one.y.slices().zeros();
    one.y(1)(i) = one.y(2)(j) = one.y(3)(k) = 1;
    return std::exp(-oracle::loss(loops(one)));  // p = e^-L
  };
  double all = 0, error = 0;
  for (Index i = 0; i < 3; ++i)
    for (Index j = 0; j < 3; ++j) {
      double pair = 0;
      for (Index k = 0; k < 3; ++k) pair += joint(i, j, k);
      all += pair;
      // Chain rule: p(y(3) given y(1), y(2), x). The first assumption: it is
      // the same whatever y(1) and y(2) were, namely the model's y_hat(3).
      for (Index k = 0; k < 3; ++k)
        error = max(error, std::abs(joint(i, j, k) / pair / y_hat(3)(k) - 1));
    }
  error = max(error, std::abs(all - 1));  // a distribution over sequences
  // The second assumption: later inputs change nothing before them.
  Case other = c;
  other.x(3) += 1;
  const Sequence same = predict(c.net.output, other.states().o);
  for (const Index t : {1u, 2u})
    error = max(error, block_error(same(t), y_hat(t)));
  CHECK(block_error(same(3), y_hat(3)) > kFarOff);
  notes::answered("E12", error);
  // Each factor by a run that has read no more than its own inputs.
  Case one = c;
  one.y.slices().zeros();
  double sum = 0;
  for (Index t = 1; t <= 3; ++t) {
    one.y(t)(3 - t) = 1;
    Case so_far = c;
    so_far.x = Matrix(c.x.columns().head_cols(t));
    so_far.y = Matrix(c.y.columns().head_cols(t));
    const Vector o = back(oracle::run(loops(so_far)).o[t - 1]);
    sum -= std::log(probabilities(o)(3 - t));
  }
  notes::restored(
      "E40", std::abs(loss(c.net.output, one.states().o, one.y) / sum - 1));
}
