#include "chapters/05-cost/in_blocks.hpp"

#include "chapters/05-cost/problem.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using cost::Problem;

namespace {
const std::vector<std::array<Index, 5>> shapes{
    {1, 1, 1, 1, 1},  {3, 5, 2, 1, 2},  {3, 5, 2, 4, 3},
    {2, 7, 3, 5, 10}, {4, 6, 3, 1, 50}, {4, 6, 3, 9, 50}};
}

TEST_CASE("in blocks the gradient is chapter 3's",
          "[5.1][5.2][5.3][5.4][5.5][5.6][5.7][5.8][5.9][5.10][5.11]") {
  for (const auto& [D, H, K, n, tau] : shapes)
    for (const std::uint64_t seed : {1u, 2u}) {
      const Problem problem(D, H, K, n, tau, seed);
      const cost::Gradient truth = problem.a_matrix_per_step();
      for (const Index steps : {Index{1}, Index{2}, Index{3}, Index{7}, tau}) {
        cost::InBlocks pass(problem.p, n, tau, steps);
        cost::Gradient g;
        pass(problem.p, problem.x, problem.h0, problem.loss(), g);
        INFO("n " << n << ", tau " << tau << ", blocks of " << steps);
        check_blocks(g.blocks(), truth.blocks());
      }
    }
}

TEST_CASE("the loss of all blocks is the loss of all steps", "[5.4]") {
  const Problem problem(3, 5, 2, 4, 11, 5);
  const bptt::States s =
      bptt::forward(Activation::tanh, problem.p, problem.x, problem.h0);
  const double truth =
      unrolled::loss(Output::linear_squared_error, s.o, problem.y);
  cost::InBlocks pass(problem.p, 4, 11, 3);
  cost::Gradient g;
  const double loss = pass(problem.p, problem.x, problem.h0, problem.loss(), g);
  CHECK(loss == Approx(truth).epsilon(1e-13));
}

TEST_CASE("a workspace used twice gives the same bits", "[5.1]") {
  const Problem a(3, 5, 2, 4, 9, 6), b(3, 5, 2, 4, 9, 7);
  cost::InBlocks pass(a.p, 4, 9, 4);
  cost::Gradient first, other, again;
  pass(a.p, a.x, a.h0, a.loss(), first);
  pass(b.p, b.x, b.h0, b.loss(), other);
  pass(a.p, a.x, a.h0, a.loss(), again);
  CHECK(worst_error(again, first) == 0);
  CHECK(worst_error(other, first) > 1e-3);
}

TEST_CASE("one sequence at a time gives the gradient of all", "[5.9]") {
  const Problem problem(3, 5, 2, 4, 9);
  check_blocks(problem.one_at_a_time().blocks(),
               problem.a_matrix_per_step().blocks());
}

TEST_CASE("the check rejects a block that forgets its neighbour", "[5.7]") {
  // Two halves run apart: dL/dz of the second half's first step is lost.
  const Problem problem(3, 5, 2, 4, 10, 8);
  const cost::Gradient truth = problem.a_matrix_per_step();
  Matrix memory(5, 4 * 11);
  cost::Steps h(memory.memptr(), 5, 4, 0, 10);
  h(0) = problem.h0;
  const cost::Steps x = cost::Steps::of(problem.x);
  cost::forward_block(problem.p, x, 1, 10, h);
  cost::Workspace w(problem.p.V, 4 * 10);
  cost::Gradient g;
  cost::prepare(problem.p, 4, g);
  for (const Index first : {Index{6}, Index{1}}) {
    g.dh0.zeros();
    cost::backward_block(problem.p, x, h, first, first + 4, problem.loss(), w,
                         g);
  }
  CHECK(block_error(g.dW, truth.dW) > 1e-3);
  CHECK_THAT(g.dV, Near(truth.dV));
}

TEST_CASE("what does not fit the constructor or is not finite is refused") {
  Problem problem(3, 5, 2, 4, 9, 6);
  cost::InBlocks full(problem.p, 4, 9);
  cost::Checkpointed few(problem.p, 4, 9, 3, 2);
  cost::Gradient g;
  const auto refused = [&](auto& pass, const Sequence& x, const Matrix& h0) {
    return refusal([&] { pass(problem.p, x, h0, problem.loss(), g); });
  };
  const Matrix h0 = problem.h0;
  CHECK(refused(full, problem.x, Matrix(5, 3)) ==
        "h0: expected 5 x 4, got 5 x 3");
  CHECK(refused(few, Sequence(3, 4, 1, 8), h0) ==
        "x: expected 3 x 4 at times 1 .. 9, got 3 x 4 at times 1 .. 8");
  problem.h0(4, 3) = not_a_number;
  CHECK(contains(refused(full, problem.x, problem.h0),
                 "h0: expected finite numbers"));
  problem.x(9)(2, 3) = infinity;
  for (const std::string& words :
       {refused(full, problem.x, h0), refused(few, problem.x, h0)})
    CHECK(contains(words, "x: expected finite numbers"));
}

TEST_CASE("steps are views: a matrix of all, or of one by its time", "[5.1]") {
  Random random(3);
  Sequence q = random.normal_matrix(3, 5);
  const cost::Steps read = cost::Steps::of(q);
  CHECK_THAT(read(1, 5), Near(q.columns(), 0));
  CHECK_THAT(read(2), Near(q(2), 0));
  cost::Steps steps(q.slices().memptr(), 3, 1, 1, 5);
  steps(4) = 2 * steps(2, 2);
  CHECK_THAT(q(4), Near(2 * q(2), 0));
  const auto refused = [&](Index from, Index to) {
    return refusal<std::out_of_range>([&] { steps(from, to); });
  };
  CHECK(contains(refused(0, 2), "expected them within 1 .. 5"));
  CHECK(contains(refused(3, 6), "expected them within 1 .. 5"));
  CHECK(contains(refused(4, 3), "expected them within 1 .. 5"));
}
