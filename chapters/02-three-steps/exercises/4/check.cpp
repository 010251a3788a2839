// The true derivative is a complex step of the forward pass.
#include "chapters/02-three-steps/exercises/4/task.hpp"
#include "common/gradient_check.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

const Chain chain{.Wx = 0.5,
                  .Ws = 1.5,
                  .W0 = 2,
                  .b1 = 0.25,
                  .b2 = 1,
                  .S0 = 1,
                  .X = {0, 1, 2, 3},
                  .Y = {0, 1, -1, 2}};

double truth(const Chain& p, std::size_t t) {
  const ComplexFunction L = [&](const ComplexMatrix& Ws) {
    const three_steps::Copy<Complex> copy{p.Wx, Ws(0)};
    return three_steps::forward_copies<Complex>(p, copy, copy, copy).L[t];
  };
  return complex_step(L, Matrix{p.Ws})(0);
}

enum class Slip { green, totals, one_W_more };

double slipped(const Chain& p, std::size_t t, Slip slip) {
  const auto s = three_steps::forward(p);
  double sum = 0, back = slip == Slip::one_W_more ? p.Ws : 1;
  for (std::size_t k = t; k >= 1; --k) {
    if (slip == Slip::green && k < t) break;
    const double end =
        slip == Slip::totals ? three_steps::total_Ws(p, s, k) : s.S[k - 1];
    sum += (s.O[t] - p.Y[t]) * p.W0 * back * end;
    if (slip != Slip::totals) back *= p.Ws;
  }
  return sum;
}

void check(const Chain& p, std::size_t t) {
  const std::string loss = "dL_" + std::to_string(t) + "/dWs";
  expect(
      judge(loss, dL_dWs(p, t), truth(p, t),
            {mistake("Your sum stops in its own step: the green path alone.",
                     slipped(p, t, Slip::green)),
             mistake("Your way back is gone, and the totals are added up: what "
                     "reaches step 1 is counted in each of them.",
                     slipped(p, t, Slip::totals)),
             mistake("Your way back has one Ws too many: from step t to step k "
                     "there are t - k.",
                     slipped(p, t, Slip::one_W_more))}));
}

}  // namespace

TEST_CASE("The derivative of L_1", "[exercise-2-4]") {
  check(chain, 1);
}

TEST_CASE("The derivative of L_2", "[exercise-2-4]") {
  check(chain, 2);
}

TEST_CASE("The derivative of L_3", "[exercise-2-4]") {
  check(chain, 3);
}

TEST_CASE("The derivative of L_3 where Ws is negative", "[exercise-2-4]") {
  Chain other = chain;
  other.Ws = -0.75;
  check(other, 3);
}
