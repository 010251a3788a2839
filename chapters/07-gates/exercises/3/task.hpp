/// \file
/// Exercise 7-3: what the answer defines.
///
/// H units, tau steps. Every sequence is read by its time.
#pragma once
#include "tests/exercises/task.hpp"

/// The recurrent weights of the four gates, each H x H.
struct Weights {
  Matrix Wf, Wi, Wq, Wa;
};

/// What an LSTM's forward pass has found.
struct States {
  Sequence f, i, q, a;  ///< gates and candidate, t = 1 .. tau
  Sequence C;           ///< memory, t = 0 .. tau
};

/// What is left over after step 1.
struct First {
  Vector dh0, dC0;
};

/// dL by h(0) and C(0), from from_scores(t), what V^T dL/do(t) is, H, for t = 1
/// .. tau.
First backward(const Weights& w, const States& s, const Sequence& from_scores);
