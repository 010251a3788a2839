/// \file
/// Networks put together from chapter 3's: stacked, in both directions, and one
/// that reads before another writes. Each is chapter 3's forward and backward
/// pass several times; what is handed from one to the next is all that is new.
///
/// Dimensions as in chapter 3's bptt.hpp; l counts layers, the lowest first.
#pragma once
#include <vector>

#include "chapters/06-shapes/one_output.hpp"

namespace unrolled::shapes {

/// A layer whose scores are its states, V = I and c = 0: what stands below
/// another layer.
Parameters states_alone(const Matrix& U, const Matrix& W, const Vector& b);

/// The states from h(1) on: what the layer above reads.
Sequence from_first(const Sequence& h);

/// The same steps in the opposite order.
Sequence reversed(const Sequence& q);

/// What a pass over layers finds: a gradient for each, and dL/dx of the lowest.
struct Layers {
  double loss;
  std::vector<Gradient> by;
  Sequence y_hat;
  Sequence dx;
};

/// Layers on each other: each reads the states of the one below it. All but the
/// last have V = I and c = 0, see states_alone(); their dV and dc mean nothing.
/// \throws std::invalid_argument naming what does not fit or is not finite
Layers stacked(const Network& net, const std::vector<Parameters>& p,
               const Sequence& x, const Sequence& y,
               const std::vector<Matrix>& h0);

/// Two networks, of which the second reads the sequence from its end: their
/// scores are added.
/// \param p   there, and back
/// \param h0  before the first step, and after the last
Layers two_way(const Network& net, const std::vector<Parameters>& p,
               const Sequence& x, const Sequence& y,
               const std::vector<Matrix>& h0);

/// One network reads a sequence, another begins at its last state and writes:
/// an encoder and a decoder. The encoder has V = I and c = 0.
/// \param p  encoder and decoder
/// \param x  what each reads
Layers read_then_write(const Network& net, const std::vector<Parameters>& p,
                       const std::vector<Sequence>& x, const Sequence& y,
                       const Matrix& h0);

}  // namespace unrolled::shapes
