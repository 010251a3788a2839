/// \file
/// The way back, cut: BPTT(back; every) (Williams and Peng, 1990), and cuts at
/// random whose mean is the whole gradient (Tallec and Ollivier, 2017).
///
/// Dimensions as in chapter 3's bptt.hpp.
#pragma once
#include <vector>

#include "chapters/06-shapes/one_output.hpp"

namespace unrolled::shapes {

/// How far each sweep goes back, and how many steps lie between two of them.
struct Truncation {
  Index back;   ///< steps of a sweep, at least `every`
  Index every;  ///< a sweep begins after so many steps, at least 1
};

/// One sweep from its last step back to its first. It carries the losses of the
/// steps after `after`: those that no sweep before it had.
struct Sweep {
  Index first, after, last;
};
/// The sweeps over tau steps, in order.
/// \throws std::invalid_argument unless back >= every >= 1
std::vector<Sweep> sweeps(const Truncation& how, Index tau);

/// The gradient of one sweep: chapter 3's way back over its steps, the state
/// before them held. Its times count from 1 at the sweep's first step.
Gradient sweep_back(Activation hidden, const Parameters& p, const Sequence& x,
                    const bptt::States& s, const Sequence& dLdo,
                    const Sweep& sweep);

/// A truncated gradient: the true one with some paths left out.
struct TruncatedGradient : ParameterGradient {
  Matrix dh0;       ///< of those sweeps that reach h(0)
  Index steps = 0;  ///< how many steps were taken back, in all sweeps
};

/// The sum of all sweeps.
/// \throws std::invalid_argument naming what does not fit
TruncatedGradient truncated(Activation hidden, const Parameters& p,
                            const Sequence& x, const bptt::States& s,
                            const Sequence& dLdo, const Truncation& how);

/// The way back with a weight xi(t) on what comes back from step t+1 to step t,
/// t = 1 .. tau-1: 1 leaves it, 0 cuts it. Where the mean of every xi(t), given
/// the others, is 1, the mean gradient is the whole one.
/// \param xi  1 x 1 at times 1 .. tau-1
ParameterGradient weighted(Activation hidden, const Parameters& p,
                           const Sequence& x, const bptt::States& s,
                           const Sequence& dLdo, const Sequence& xi);

}  // namespace unrolled::shapes
