// A cell's pass in blocks asks for no memory.
#include "tests/allocation.hpp"

#include "chapters/07-gates/in_blocks.hpp"
#include "tests/catch.hpp"

#ifndef UNROLLED_FOREIGN_MALLOC
using namespace unrolled;
using namespace unrolled::gates;

TEST_CASE("a cell's pass in blocks asks for no memory", "[7.43][7.44]") {
  const Index D = 33, H = 40, K = 35;
  const Index n = GENERATE(1u, 8u), tau = 90, block = GENERATE(1u, 7u, 90u);
  const Sequence x(D, n, 1, tau);
  const Matrix h0(H, n, arma::fill::ones);
  const Sequence mask(H, n, 1, tau);
  Sequence dx;
  const BlockLoss loss = [](Index, Matrix& o) { return arma::dot(o, o); };
  lstm::Parameters p(D, H, K);
  lstm::InBlocks form(p, n, tau, block);
  lstm::InBlocks::Gradient g;
  form(p, x, h0, h0, loss, g, {&dx, &mask});  // all have their shapes now
  CHECK(asked_by([&] { form(p, x, h0, h0, loss, g, {&dx, &mask}); }) == 0);
  CHECK(asked_by([&] { lstm::forward(p, x, h0, h0); }) > int(tau));

  const auto reset = GENERATE(gru::Reset::before, gru::Reset::after);
  gru::Parameters q(reset, D, H, K);
  gru::InBlocks of_gru(q, n, tau, block);
  gru::InBlocks::Gradient by_gru;
  of_gru(q, x, h0, loss, by_gru);
  CHECK(asked_by([&] { of_gru(q, x, h0, loss, by_gru, {&dx, &mask}); }) == 0);
}

#endif
