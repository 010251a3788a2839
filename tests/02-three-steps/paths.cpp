// Every path and every sum of paths, against a forward pass that knows none.
#include "chapters/02-three-steps/paths.hpp"

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace three_steps_test;

TEST_CASE("The forward pass is that of plain loops",
          "[2.26][2.27][2.28][2.29][2.30][2.31][A2][A4]") {
  const Example e = any_example();
  const Run run = forward(e.net, e.p, e.x, e.y, e.h0);
  const oracle::Trace trace = oracle::run(e.loops());
  const Matrix h = oracle::columns(trace.h), o = oracle::columns(trace.o);
  const Matrix y_hat = predict(e.net.output, o);
  CHECK_THAT(run.z.columns(), Near(oracle::columns(trace.z)));
  CHECK_THAT(run.h.columns(), Near(h));
  CHECK_THAT(run.o.columns(), Near(o));
  CHECK_THAT(run.y_hat.columns(), Near(y_hat));
  notes::holds("A2", std::max(block_error(run.h.columns(), h),
                              block_error(run.y_hat.columns(), y_hat)));
  for (Index t = 1; t <= 3; ++t)
    CHECK(run.L_t[t] ==
          Approx(oracle::loss(e.loops_of_loss(t))).epsilon(kTolerance));
  CHECK(run.L == Approx(trace.loss.real()).epsilon(kTolerance));
}

TEST_CASE("D is the slope of h and e that of each loss", "[2.32][2.33]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const Truth truth = e.truth();
  const Matrix D[] = {{}, s.D1, s.D2, s.D3}, e_t[] = {{}, s.e1, s.e2, s.e3};
  for (Index t = 1; t <= 3; ++t) {
    CAPTURE(t);
    CHECK_THAT(e_t[t], Near(truth.dLdo[t]));
    CHECK_THAT(D[t] * truth.delta(t), Near(truth.dz[t]));
  }
}

TEST_CASE("A step of the state has the Jacobian D W, two steps D W D W",
          "[2.34]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const auto dh = [&](Index t, Index k) {
    return Near(oracle::back(oracle::jacobian(e.loops(), t, k)));
  };
  CHECK_THAT(s.D1 * s.W, dh(1, 0));
  CHECK_THAT(s.D2 * s.W, dh(2, 1));
  CHECK_THAT(s.D3 * s.W, dh(3, 2));
  CHECK_THAT(s.D3 * s.W * s.D2 * s.W, dh(3, 1));
}

TEST_CASE("The immediate derivative meets a weight as an outer product",
          "[2.35][2.36]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  // q . h(2) with h(1) held fixed: a step taken alone, from the state h(1).
  const Vector q = {0.3, -1.1, 0.7};
  oracle::Recurrent step = e.loops();
  step.h0 = oracle::loops(Vector(s.h(1)));
  step.x = {step.x[1]};
  step.y.resize(1);
  const auto project = [&] {
    const oracle::Vec h = oracle::run(step).h[1];
    return q(0) * h[0] + q(1) * h[1] + q(2) * h[2];
  };
  CHECK_THAT(s.D2 * q * s.h(1).t(),
             Near(oracle::back(oracle::gradient(project, step.W))));
  CHECK_THAT(s.D2 * q * s.x(2).t(),
             Near(oracle::back(oracle::gradient(project, step.U))));
}

// Each path of L_t that ends in step k is the derivative of L_t in the copy of
// step k, all other copies held; where there is no path it is 0.
TEST_CASE("Every path is the derivative of one loss in one step's copy",
          "[2.37][2.38][2.39][2.40][2.41][2.42][2.43][2.44][2.45][2.46][2.47]"
          "[2.48][2.49][2.50][2.51]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const std::pair<Paths, std::vector<Matrix> Truth::*> all[] = {
      {s.paths_to_V(), &Truth::dV_copy},
      {s.paths_to_W(), &Truth::dW_copy},
      {s.paths_to_U(), &Truth::dU_copy},
      {s.paths_to_b(), &Truth::dz}};
  for (Index t = 1; t <= 3; ++t) {
    const Truth truth = e.truth_of_loss(t);
    for (const auto& [paths, copies] : all)
      for (Index k = 1; k <= 3; ++k) {
        CAPTURE(t, k);
        const Matrix& expected = (truth.*copies)[k];
        if (!paths(t, k).is_empty() || frobenius_norm(expected) > 0)
          CHECK_THAT(paths(t, k), Near(expected));
      }
  }
}

TEST_CASE("The sums of paths are the derivatives, shared and copy by copy",
          "[2.52][2.53][2.54][2.70][2.71][2.72][A3][A8][A9][A10]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const Truth truth = e.truth();
  notes::restored("A8", block_error(s.dV(), truth.dV));
  notes::restored("A9", block_error(s.dW(), truth.dW));
  notes::restored("A10", block_error(s.dU(), truth.dU));
  for (Index k = 1; k <= 3; ++k)
    CHECK_THAT(s.dW_copies()(k), Near(truth.dW_copy[k]));
  const auto error = [](const Matrix& shared, const std::vector<Matrix>& of) {
    return block_error(shared, of[1] + of[2] + of[3]);
  };
  notes::holds("A3", std::max({error(s.dU(), truth.dU_copy),
                               error(s.dW(), truth.dW_copy),
                               error(s.dV(), truth.dV_copy)}));
  const Gradient g = s.gradient();
  check_blocks(g.blocks(), truth.blocks());
  CHECK_THAT(g.dh0, Near(truth.dh0));
  CHECK_THAT(g.dx, Near(truth.dx));
  CHECK_THAT(g.delta, Near(truth.delta));
}

TEST_CASE("Each step's copy of the parameters is used in its step",
          "[2.26][2.28][A3][C46]") {
  const Example e = any_example();
  const auto off = [&](const Run& run, const Parameters& p, Index t) {
    const Vector z = p.U * e.x.col(t - 1) + p.W * run.h(t - 1) + p.b;
    const Vector o = p.V * activate<double>(e.net.hidden, z) + p.c;
    return std::max(block_error(run.z(t), z), block_error(run.o(t), o));
  };
  const Example a(7), b(8), c(9);
  const Run own = forward_copies(e.net, a.p, b.p, c.p, e.x, e.y, e.h0);
  CHECK(std::max({off(own, a.p, 1), off(own, b.p, 2), off(own, c.p, 3)}) <=
        kTolerance);
  // One for all.
  const Run shared = forward(e.net, e.p, e.x, e.y, e.h0);
  notes::holds("C46", std::max({off(shared, e.p, 1), off(shared, e.p, 2),
                                off(shared, e.p, 3)}));
  CHECK(off(shared, a.p, 2) > kFarOff);
}

TEST_CASE("The gradient of L is the sum of the gradients of L_1, L_2 and L_3",
          "[2.75][A7]") {
  const Example e = any_example();
  const Gradient g = e.steps().gradient();
  ParameterGradient sum(e.p);
  for (Index t = 1; t <= 3; ++t)
    update(sum.blocks(), e.truth_of_loss(t).blocks(), -1);
  check_blocks(g.blocks(), sum.blocks());
  notes::holds("A7", worst_block(g.blocks(), sum.blocks()).error);
}

TEST_CASE("A step of descent takes rate times the gradient from every block",
          "[2.76]") {
  const Example e = any_example();
  const ParameterGradient g = e.steps().gradient();
  Parameters after = e.p;
  update(after.blocks(), g.blocks(), 0.25);
  ParameterGradient used(e.p);  // before - after, and that over the rate
  update(used.blocks(), e.p.blocks(), -4);
  update(used.blocks(), after.blocks(), 4);
  check_blocks(used.blocks(), g.blocks(), 1e-11);
}

TEST_CASE("A short enough step down lowers the loss, a step up raises it",
          "[2.76]") {
  const Example e = any_example();
  const ThreeSteps s = e.steps();
  const double way = GENERATE(1.0, -1.0);
  Example moved = e;
  update(moved.p.blocks(), s.gradient().blocks(), way * 1e-3);
  CHECK(way * (s.L - moved.steps().L) > 0);
}

TEST_CASE("What does not fit is refused by name") {
  struct Spoilt {
    std::function<void(Example&)> how;
    std::string told;
  };
  const std::vector<Spoilt> all{
      {[](Example&) {}, "accepted"},
      {[](Example& e) { e.p.W = arma::zeros(3, 2); },
       "W: expected 3 x 3, got 3 x 2"},
      {[](Example& e) { e.p.V = arma::zeros(3, 4); },
       "V: expected 3 x 3, got 3 x 4"},
      {[](Example& e) { e.p.b = arma::zeros(2); },
       "b: expected 3 x 1, got 2 x 1"},
      {[](Example& e) { e.p.U(0, 1) = infinity; },
       "U: expected finite numbers, got one that is not in row 1, column 2"},
      {[](Example& e) { e.x = arma::zeros(2, 4); },
       "x: expected 2 x 1 at times 1 .. 3, got 2 x 1 at times 1 .. 4"},
      {[](Example& e) { e.y(1, 2) = not_a_number; },
       "y: expected finite numbers, got one that is not at time 3"},
      {[](Example& e) { e.h0.clear(); }, "h0: expected 3 x 1, got 0 x 1"}};
  for (const Spoilt& spoilt : all) {
    Example e(Activation::tanh, Output::linear_squared_error, 1);
    spoilt.how(e);
    CHECK(refusal([&] { e.steps(); }) == spoilt.told);
  }
}
