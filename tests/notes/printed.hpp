// What the notes print of backpropagation through time, written out once more
// beside the book's code: states from plain loops, gradients by complex step.
#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>

#include "common/random.hpp"
#include "tests/03-any-length/support.hpp"

namespace notes_test {

using namespace any_length_test;
using std::max;

// Tanh and softmax.
inline Case random_case(Index tau, std::uint64_t seed) {
  return example_of({}, tau, seed);
}
inline std::uint64_t any_seed() {
  return static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4));
}

// softmax of plain numbers.
inline Vector probabilities(const Vector& o) {
  return arma::exp(o) / arma::accu(arma::exp(o));
}

// The losses that have a weight, the others 0.
inline oracle::Recurrent weighted(const Case& c,
                                  const std::vector<double>& weights) {
  oracle::Recurrent net = loops(c);
  net.weights = weights;
  return net;
}
// L(t) alone.
inline oracle::Recurrent only(const Case& c, Index t) {
  std::vector<double> weights(c.x.last());
  weights.at(t - 1) = 1;
  return weighted(c, weights);
}

// L(t) alone, by the book's backward pass.
inline Gradient back_from(const Case& c, Index t) {
  Sequence dLdo = c.dLdo();
  for (Index s = 1; s <= c.x.last(); ++s)
    if (s != t) dLdo(s).zeros();
  return backward(c.net.hidden, c.p, c.x, c.states(), dLdo);
}

// One network with tanh and softmax, and the recursion of the notes, B8 and B9.
struct Printed : Case {
  Index tau;
  Sequence z, h, o, e;  // of plain loops; e is y_hat - y
  Sequence delta;       // delta(1) .. delta(tau), as printed
  Gradient true_g;      // by complex step

  explicit Printed(std::uint64_t seed, Index length = 6)
      : Case(random_case(length, seed)), tau(length) {
    const oracle::Trace trace = oracle::run(loops(*this));
    z = sequence(trace.z), h = sequence(trace.h, 0), o = sequence(trace.o);
    e = o, delta = z;
    for (Index t = 1; t <= tau; ++t) e(t) = probabilities(o(t)) - y(t);
    delta(tau) = p.V.t() * e(tau);  // B9
    for (Index t = tau - 1; t >= 1; --t)
      delta(t) = p.V.t() * e(t) + p.W.t() * slope(t + 1) * delta(t + 1);  // B8
    true_g = truth(*this);
  }
  Matrix slope(Index t) const {
    const Vector s = 1 - arma::square(h(t));
    return arma::diagmat(s);
  }
  Matrix right(const std::string& name) const { return of(true_g, name); }
  // The book's code and the printed formula, the worse of the two.
  double error(const std::string& name, const Matrix& printed) const {
    return max(block_error(of(gradient(), name), right(name)),
               block_error(printed, right(name)));
  }

 private:
  static Matrix of(const Gradient& g, const std::string& name) {
    for (const auto& [block, values] : all_blocks(g))
      if (block == name) return values;
    throw std::logic_error(name);
  }
};

// The worse of what a note's formula and the book's code make of each step.
inline double worse(const Sequence& note, const Sequence& code,
                    const Sequence& right) {
  double error = 0;
  for (Index t = 1; t <= right.last(); ++t)
    error = max({error, block_error(note(t), right(t)),
                 block_error(code(t), right(t))});
  return error;
}

}  // namespace notes_test
