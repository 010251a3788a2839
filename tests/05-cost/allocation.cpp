// A pass asks for no memory.
#include "tests/allocation.hpp"

#include "chapters/05-cost/problem.hpp"
#include "tests/catch.hpp"

#ifndef UNROLLED_FOREIGN_MALLOC
using namespace unrolled;
using cost::Problem;

namespace {

// How often a form's very first pass asks for memory, into a gradient that has
// its shapes.
template <class Form>
int asked_in_pass(const Problem& q, Form& form) {
  const cost::BlockLoss loss = q.loss();
  cost::Gradient g;
  cost::prepare(q.p, q.x.n(), g);
  return asked_by([&] { form(q.p, q.x, q.h0, loss, g); });
}

const std::vector<std::array<Index, 5>> shapes{{3, 5, 2, 1, 2},
                                               {3, 5, 2, 4, 60},
                                               {33, 40, 35, 1, 300},
                                               {33, 40, 35, 8, 90}};

}  // namespace

TEST_CASE("a pass in blocks asks for no memory", "[5.2][5.7]") {
  for (const auto& [D, H, K, n, tau] : shapes)
    for (const Index block : {Index{1}, Index{7}, tau}) {
      const Problem q(D, H, K, n, tau, 11);
      cost::InBlocks form(q.p, n, tau, block);
      INFO("n " << n << ", tau " << tau << ", blocks of " << block);
      CHECK(asked_in_pass(q, form) == 0);
    }
}

TEST_CASE("a pass with few states kept asks for no memory", "[5.13]") {
  for (const auto& [D, H, K, n, tau] : shapes)
    for (const Index slots : {Index{1}, Index{3}, Index{100}}) {
      const Problem q(D, H, K, n, tau, 12);
      cost::Checkpointed form(q.p, n, tau, 5, slots);
      INFO("n " << n << ", tau " << tau << ", slots " << slots);
      CHECK(asked_in_pass(q, form) == 0);
    }
}

TEST_CASE("the count sees chapter 3 ask for memory at every step") {
  const Problem q(33, 40, 35, 2, 50, 13);
  cost::Gradient g;
  CHECK(asked_by([&] { g = q.a_matrix_per_step(); }) > 50);
  CHECK(g.dU.n_rows == 40);
}

TEST_CASE("the count sees one copy of a state") {
  const Problem q(33, 40, 35, 2, 50, 13);
  cost::InBlocks form(q.p, 2, 50, 7);
  double sum = 0;
  const cost::BlockLoss copies = [&](Index, Matrix& o) {
    const Matrix copy = o;
    sum += copy(0);
    return 0.0;
  };
  cost::Gradient g;
  form(q.p, q.x, q.h0, copies, g);
  CHECK(asked_by([&] { form(q.p, q.x, q.h0, copies, g); }) ==
        8);  // one a block
}

#endif
