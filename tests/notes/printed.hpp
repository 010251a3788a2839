// What the notes print of backpropagation through time, written out once more
// beside the book's code: states from plain loops, gradients by complex step.
#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>

#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"

namespace notes_test {

using namespace any_length_test;
using std::max;

inline std::uint64_t any_seed() {
  return static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4));
}

// One network with tanh and softmax, and the recursion of the notes, B8 and B9.
struct Printed {
  Case c;
  Index tau;
  Matrix h, e;    // h(0) .. h(tau), and y_hat - y
  Matrix delta;   // delta(1) .. delta(tau)
  Blocks true_g;  // by complex step

  explicit Printed(std::uint64_t seed, Index length = 6)
      : c(random_case({Activation::tanh, Output::softmax_cross_entropy}, length,
                      seed)),
        tau(length) {
    const oracle::Trace trace = oracle::run(loops(c));
    h = Matrix(c.h0.n_elem, tau + 1);
    e = Matrix(c.p.V.n_rows, tau);
    for (Index t = 0; t <= tau; ++t) h.col(t) = back(oracle::real(trace.h[t]));
    for (Index t = 1; t <= tau; ++t)
      e.col(t - 1) =
          back(oracle::real(oracle::softmax(trace.o[t - 1]))) - c.y.col(t - 1);
    delta = Matrix(c.h0.n_elem, tau);
    delta.col(tau - 1) = c.p.V.t() * e.col(tau - 1);  // B9
    for (Index t = tau - 1; t >= 1; --t)              // B8
      delta.col(t - 1) =
          c.p.V.t() * e.col(t - 1) + c.p.W.t() * slope(t + 1) * delta.col(t);
    true_g = truth(loops(c));
  }
  Matrix slope(Index t) const {
    const Vector s = 1 - arma::square(h.col(t));
    return arma::diagmat(s);
  }
  const Matrix& right(const std::string& name) const {
    for (const Block& b : true_g)
      if (b.name == name) return b.value;
    throw std::logic_error(name);
  }
  // The book's code and the printed formula, the worse of the two.
  double error(const std::string& name, const Matrix& printed) const {
    double code = 0;
    for (const Block& b : blocks(c.gradient()))
      if (b.name == name) code = block_error(b.value, right(name));
    return max(code, block_error(printed, right(name)));
  }
};

}  // namespace notes_test
