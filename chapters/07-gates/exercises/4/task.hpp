/// \file
/// Exercise 7-4: what the answer defines.
///
/// One step of a GRU, reset before the product; H units.
#pragma once
#include "tests/exercises/task.hpp"

/// What the forward pass of a step has found, each H.
struct Step {
  Vector u, r, a;  ///< update gate, reset gate, candidate
  Vector before;   ///< h(t-1)
};

/// The recurrent weights, each H x H.
struct Weights {
  Matrix Wu, Wr, Wa;
};

/// The slopes of the brackets, and what is handed back to h(t-1).
struct Slopes {
  Vector dzu, dzr, dza, back;
};

/// All of it from delta = dL/dh(t).
Slopes gru_back(const Weights& w, const Step& s, const Vector& delta);
