/// \file
/// Exercise 3-4: what the answer defines.
///
/// D inputs, H hidden tanh units, K outputs, tau steps.
#pragma once
#include "common/matrix.hpp"

using unrolled::Index;
using unrolled::Matrix;
using unrolled::Vector;

/// The network and one sequence. Column t-1 of x is time t.
struct Network {
  Matrix U;   ///< input to hidden, H x D
  Matrix W;   ///< hidden to hidden, H x H
  Matrix V;   ///< hidden to output, K x H
  Vector b;   ///< bias of the hidden units, H
  Vector c;   ///< bias of the outputs, K
  Vector h0;  ///< h(0), H
  Matrix x;   ///< inputs, D x tau
};

/// dL by the parameters and by h(0), each in the shape of what it belongs to.
struct Slopes {
  Matrix dU;
  Matrix dW;
  Matrix dV;
  Vector db;
  Vector dc;
  Vector dh0;
};

/// The backward pass.
/// \param net   the network and its inputs
/// \param h     hidden states, H x (tau+1); column t is time t
/// \param dLdo  dL/do(t), K x tau; column t-1 is time t
/// \return dL by everything
Slopes backward(const Network& net, const Matrix& h, const Matrix& dLdo);
