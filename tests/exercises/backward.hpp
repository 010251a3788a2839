/// \file
/// The check of exercises 3-3 and 3-4, which differ in what one begins with.
#pragma once
#include "chapters/03-any-length/exercises/3/task.hpp"
#include "tests/exercises/judge.hpp"
#include "tests/exercises/networks.hpp"

namespace unrolled::exercises {

template <class Answer>
TestOf<Answer> test_of_backward(const std::string& name, Index tau) {
  const Recurrence r = random_recurrence(2, 3, 2, tau, 11);
  const Network net{r.U, r.W, r.V, r.b, r.c, r.h0, r.x};
  return {name,
          {{"dc", r.dc},
           {"dV", r.dV},
           {"db", r.db},
           {"dW", r.dW},
           {"dU", r.dU},
           {"dh0", r.dh0}},
          [net, h = Sequence(r.h, 0), e = Sequence(r.dLdo)](const Answer& a) {
            const Slopes s = a.backward(net, h, e);
            return Matrices{s.dc, s.dV, s.db, s.dW, s.dU, s.dh0};
          }};
}

}  // namespace unrolled::exercises
