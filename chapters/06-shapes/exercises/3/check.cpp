// The derivative that is cut, by complex step of runs whose carried states
// nothing moves.
#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace {

Test test(const std::string& name, Index tau, Index back, Index every) {
  const Recurrence r = random_recurrence(2, 3, 2, tau, 21);
  oracle::Recurrent net = *r.net;
  net.back = back;
  net.every = every;
  const auto L = [&] { return oracle::truncated(net); };
  const Matrix dW = oracle::back(oracle::gradient(L, net.W));
  return {name,
          {{"dW", dW}},
          [r, back, every](const Answer& answer) {
            return answer.truncated_dW(r.W, r.V, Sequence(r.h, 0),
                                       Sequence(r.dLdo), back, every);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One sweep over all of it", 4, 4, 4),
          test("Pieces of three steps", 6, 3, 3),
          test("BPTT(4; 2) over six steps", 6, 4, 2),
          test("BPTT(5; 3) over seven steps", 7, 5, 3)};
}
