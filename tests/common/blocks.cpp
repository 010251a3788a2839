// What is done to all blocks of a network alike.
#include "common/blocks.hpp"

#include "chapters/02-three-steps/network.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using three_steps::ParameterGradient;
using three_steps::Parameters;

namespace {

Parameters parameters(std::uint64_t seed) {
  Random r(seed);
  return {r.normal_matrix(3, 2), r.normal_matrix(3, 3), r.normal_matrix(2, 3),
          r.normal_matrix(3, 1), r.normal_matrix(2, 1)};
}

ParameterGradient gradient(std::uint64_t seed) {
  const Parameters p = parameters(seed);
  ParameterGradient g(p);
  g.dU = p.U, g.dW = p.W, g.dV = p.V, g.db = p.b, g.dc = p.c;
  return g;
}

}  // namespace

TEST_CASE("An update takes rate times its gradient off every block",
          "[2.76][3.18]") {
  Parameters p = parameters(1);
  const Parameters before = p;
  const ParameterGradient g = gradient(2);
  update(p.blocks(), g.blocks(), 0.25);
  CHECK_THAT(p.U, Near(before.U - 0.25 * g.dU));
  CHECK_THAT(p.W, Near(before.W - 0.25 * g.dW));
  CHECK_THAT(p.V, Near(before.V - 0.25 * g.dV));
  CHECK_THAT(p.b, Near(before.b - 0.25 * g.db));
  CHECK_THAT(p.c, Near(before.c - 0.25 * g.dc));
}

TEST_CASE("A gradient that does not fit changes nothing") {
  Parameters p = parameters(1);
  const Parameters before = p;
  ParameterGradient g = gradient(2);
  g.dc.zeros(5);
  CHECK(refusal([&] { update(p.blocks(), g.blocks(), 0.25); }) ==
        "dc: expected 2 x 1, got 5 x 1");
  ConstBlocks fewer = gradient(2).blocks();
  fewer.pop_back();
  CHECK(refusal([&] { update(p.blocks(), fewer, 0.25); }) ==
        "blocks: expected 5, got 4");
  check_blocks(p.blocks(), before.blocks(), 0);
}

TEST_CASE("A new gradient is zeros in its parameters' shapes") {
  const Parameters p = parameters(1);
  ParameterGradient g(p);
  CHECK_THAT(g.dV, Near(Matrix(2, 3, arma::fill::zeros)));
  CHECK_THAT(g.db, Near(Matrix(3, 1, arma::fill::zeros)));
  g = gradient(1);
  set_zero(g.blocks());
  check_blocks(g.blocks(), ParameterGradient(p).blocks(), 0);
}

TEST_CASE("The worst block is named with its error") {
  const ParameterGradient right = gradient(1);
  ParameterGradient wrong = right;
  CHECK(worst_block(wrong.blocks(), right.blocks()).error == 0);
  wrong.dW *= 1.5;
  wrong.db *= 1.25;
  const WorstBlock worst = worst_block(wrong.blocks(), right.blocks());
  CHECK(worst.name == "dW");
  CHECK(worst.error == Approx(0.5));
}

TEST_CASE("A descent that diverged names the block and the step") {
  Matrix W(2, 2, arma::fill::zeros), b(2, 1, arma::fill::zeros);
  const Blocks theta{{"W", W}, {"b", b}};
  require_finite_after(7, theta);
  b(1) = infinity;
  CHECK(refusal<std::overflow_error>([&] { require_finite_after(7, theta); }) ==
        "it diverged: b is not finite after step 7 of the descent");
}
