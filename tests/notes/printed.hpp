// What the notes print of backpropagation through time, written out once more
// beside the book's code: states from plain loops, gradients by complex step.
#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>

#include "tests/03-any-length/support.hpp"

namespace notes_test {

using namespace any_length_test;
using std::max;

inline std::uint64_t any_seed() {
  return static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4));
}

// A block or a sequence by its name.
inline Matrix named(const Gradient& g, const std::string& name) {
  for (const auto& [its, values] : all_blocks(g))
    if (its == name) return values;
  throw std::logic_error(name);
}

// One network with tanh and softmax, and the recursion of the notes, B8 and B9.
struct Printed {
  Case c;
  Index tau;
  Sequence h, e;    // h(t), and y_hat - y
  Sequence delta;   // dL/dh(t)
  Gradient true_g;  // by complex step

  explicit Printed(std::uint64_t seed, Index length = 6)
      : c(random_case(length, seed)),
        tau(length),
        e(c.y),
        delta(c.h0.n_rows, 1, 1, tau),
        true_g(truth(c)) {
    const oracle::Trace trace = oracle::run(loops(c));
    h = sequence(trace.h, 0);
    for (Index t = 1; t <= tau; ++t)
      e(t) = back(oracle::softmax(trace.o[t - 1])) - c.y(t);
    delta(tau) = c.p.V.t() * e(tau);      // B9
    for (Index t = tau - 1; t >= 1; --t)  // B8
      delta(t) = c.p.V.t() * e(t) + c.p.W.t() * slope(t + 1) * delta(t + 1);
  }
  Matrix slope(Index t) const {
    const Vector s = 1 - arma::square(h(t));
    return arma::diagmat(s);
  }
  Matrix right(const std::string& name) const { return named(true_g, name); }
  // The book's code and the printed formula, the worse of the two.
  double error(const std::string& name, const Matrix& printed) const {
    return max(block_error(named(c.gradient(), name), right(name)),
               block_error(printed, right(name)));
  }
};

}  // namespace notes_test
