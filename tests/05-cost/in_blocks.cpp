#include "chapters/05-cost/in_blocks.hpp"

#include "tests/05-cost/support.hpp"
#include "tests/catch.hpp"

using namespace support;

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
      const bptt::BatchGradient truth = problem.by_chapter_3();
      for (const Index steps : {Index{1}, Index{2}, Index{3}, Index{7}, tau}) {
        cost::InBlocks pass(problem.p, n, tau, steps);
        cost::Gradient g;
        pass(problem.p, problem.x, problem.h0, problem.turn(), g);
        INFO("n " << n << ", tau " << tau << ", blocks of " << steps);
        CHECK(worst_error(g, truth) < 1e-12);
      }
    }
}

TEST_CASE("the loss of all blocks is the loss of all steps", "[5.4]") {
  const Problem problem(3, 5, 2, 4, 11, 5);
  const bptt::BatchStates<> s =
      bptt::forward(Activation::tanh, problem.p, problem.x, problem.h0);
  const Cube off = s.o - problem.y;
  cost::InBlocks pass(problem.p, 4, 11, 3);
  cost::Gradient g;
  const double loss = pass(problem.p, problem.x, problem.h0, problem.turn(), g);
  CHECK(loss == Approx(0.5 * arma::accu(arma::square(off))).epsilon(1e-13));
}

TEST_CASE("a workspace used twice gives the same bits", "[5.1]") {
  const Problem a(3, 5, 2, 4, 9, 6), b(3, 5, 2, 4, 9, 7);
  cost::InBlocks pass(a.p, 4, 9, 4);
  cost::Gradient first, other, again;
  pass(a.p, a.x, a.h0, a.turn(), first);
  pass(b.p, b.x, b.h0, b.turn(), other);
  pass(a.p, a.x, a.h0, a.turn(), again);
  CHECK(identical(first, again));
  CHECK_FALSE(identical(first, other));
}

TEST_CASE("the check rejects a block that forgets its neighbour", "[5.7]") {
  // Two halves run apart: dL/dz of the second half's first step is lost.
  const Problem problem(3, 5, 2, 4, 10, 8);
  const bptt::BatchGradient truth = problem.by_chapter_3();
  Matrix h(5, 4 * 11);
  h.head_cols(4) = problem.h0;
  cost::forward_block(problem.p, cost::steps(problem.x, 0, 10), h);
  cost::Workspace w(problem.p, 4 * 10);
  cost::Gradient g;
  cost::prepare(problem.p, 4, g);
  for (const Index from : {Index{5}, Index{0}}) {
    g.dh0.zeros();
    Matrix half = cost::columns(h, 4 * from, 4 * (from + 6));
    cost::backward_block(problem.p, cost::steps(problem.x, from, from + 5),
                         half, from, problem.turn(), from == 0, w, g);
  }
  CHECK(block_error(g.dW, truth.dW) > 1e-3);
  CHECK(block_error(g.dV, truth.dV) < 1e-12);
}

TEST_CASE("shapes other than the constructor's are refused by name") {
  const Problem problem(3, 5, 2, 4, 9, 6);
  cost::InBlocks pass(problem.p, 4, 9);
  cost::Gradient g;
  CHECK_THROWS_WITH(
      pass(problem.p, problem.x, Matrix(5, 3), problem.turn(), g),
      Catch::Matchers::ContainsSubstring("h0: expected 5 x 4, got 5 x 3"));
  CHECK_THROWS_WITH(
      pass(problem.p, Cube(3, 4, 8), problem.h0, problem.turn(), g),
      Catch::Matchers::ContainsSubstring(
          "x: expected 3 x 4 x 9, got 3 x 4 x 8"));
}

TEST_CASE("numbers that are not finite are refused by name") {
  Problem problem(3, 5, 2, 4, 9, 6);
  cost::InBlocks pass(problem.p, 4, 9);
  cost::Checkpointed few(problem.p, 4, 9, 3, 2);
  cost::Gradient g;
  const Matrix h0 = problem.h0;
  problem.h0(4, 3) = arma::datum::nan;
  CHECK_THROWS_WITH(
      pass(problem.p, problem.x, problem.h0, problem.turn(), g),
      Catch::Matchers::ContainsSubstring("h0: expected finite numbers"));
  problem.x(2, 3, 8) = arma::datum::inf;
  CHECK_THROWS_WITH(
      pass(problem.p, problem.x, h0, problem.turn(), g),
      Catch::Matchers::ContainsSubstring("x: expected finite numbers"));
  CHECK_THROWS_WITH(
      few(problem.p, problem.x, h0, problem.turn(), g),
      Catch::Matchers::ContainsSubstring("x: expected finite numbers"));
}

TEST_CASE("products add to what is there, with either factor transposed") {
  Random r(9);
  const Matrix A = r.normal_matrix(4, 3), B = r.normal_matrix(3, 5);
  const Matrix At = A.t(), Bt = B.t(), v = r.normal_matrix(3, 1);
  const Matrix start = r.normal_matrix(4, 5), truth = A * B;
  using cost::As;
  for (const double keep : {0.0, 1.0}) {
    Matrix C = start;
    const Matrix expected = keep * start + truth;
    cost::multiply(A, As::is, B, As::is, keep, C);
    CHECK(block_error(C, expected) < 1e-14);
    C = start;
    cost::multiply(At, As::transposed, B, As::is, keep, C);
    CHECK(block_error(C, expected) < 1e-14);
    C = start;
    cost::multiply(A, As::is, Bt, As::transposed, keep, C);
    CHECK(block_error(C, expected) < 1e-14);
    Matrix c = start.col(0);
    const Matrix column = keep * start.col(0) + A * v;
    cost::multiply(A, As::is, v, As::is, keep, c);
    CHECK(block_error(c, column) < 1e-14);
    c = start.col(0);
    cost::multiply(At, As::transposed, v, As::is, keep, c);
    CHECK(block_error(c, column) < 1e-14);
  }
}
