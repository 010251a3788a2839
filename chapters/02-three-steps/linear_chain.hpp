/// \file
/// Three linear steps with one number in each place (note B, section 5): the
/// smallest recurrent network there is, in the note's own symbols.
///
/// Everything is a number. S_t is the state, O_t the output, X_t the input and
/// Y_t the target of step t; Wx, Ws, W0 are the book's U, W, V, and b1, b2 its
/// b, c. Of an array over time, entry t is time t; S has an entry 0, of X, Y,
/// O and L the entry 0 stays unused.
#pragma once
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "common/matrix.hpp"

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// A value per time step; entry t is time t.
/// \tparam T  double, or Complex for a complex step
template <class T>
using OverTime = std::array<T, 4>;

/// The three linear steps: weights, given state, inputs and targets.
struct Chain {
  double Wx;           ///< input to state
  double Ws;           ///< state to state
  double W0;           ///< state to output
  double b1;           ///< bias of the state
  double b2;           ///< bias of the output
  double S0;           ///< the state that is given
  OverTime<double> X;  ///< inputs, X[1] .. X[3]
  OverTime<double> Y;  ///< targets, Y[1] .. Y[3]
};

/// One step's own copy of the weights that make the state.
/// \tparam T  double, or Complex for a complex step
template <class T>
struct Copy {
  T Wx;  ///< input to state
  T Ws;  ///< state to state
};

/// All that the forward pass computes.
/// \tparam T  double, or Complex for a complex step
template <class T>
struct ChainStates {
  OverTime<T> S;      ///< states, S[0] given
  OverTime<T> O;      ///< outputs
  OverTime<T> L;      ///< losses
  T sum_of_L = T(0);  ///< L_1 + L_2 + L_3
};

/// The chain of the page: small whole numbers, to be checked with a pencil.
/// \return weights, inputs and targets
inline Chain pencil_chain() {
  return {.Wx = 1,
          .Ws = 2,
          .W0 = 2,
          .b1 = 0,
          .b2 = 1,
          .S0 = 1,
          .X = {0, 1, -1, -3},
          .Y = {0, 6, 13, 12}};
}

/// The forward pass, each step with its own copy of Wx and Ws.
/// \param p      the chain; its Wx and Ws are not used
/// \param one    the copy of step 1
/// \param two    the copy of step 2
/// \param three  the copy of step 3
/// \return states, outputs, losses
// [forward]
template <class T>
ChainStates<T> forward_copies(const Chain& p, const Copy<T>& one,
                              const Copy<T>& two, const Copy<T>& three) {
  ChainStates<T> s;
  s.S[0] = p.S0;
  s.S[1] = one.Wx * p.X[1] + one.Ws * s.S[0] + p.b1;      // (2.1)
  s.S[2] = two.Wx * p.X[2] + two.Ws * s.S[1] + p.b1;      // (2.2)
  s.S[3] = three.Wx * p.X[3] + three.Ws * s.S[2] + p.b1;  // (2.3)
  for (std::size_t t = 1; t <= 3; ++t) {
    s.O[t] = p.W0 * s.S[t] + p.b2;                         // (2.4)
    s.L[t] = 0.5 * (p.Y[t] - s.O[t]) * (p.Y[t] - s.O[t]);  // (2.5)
  }
  s.sum_of_L = s.L[1] + s.L[2] + s.L[3];  // (2.6)
  return s;
}
// [forward]

/// The forward pass with one copy for all steps.
/// \param p  the chain
/// \return states, outputs, losses
/// \throws std::invalid_argument when a number is not finite
inline ChainStates<double> forward(const Chain& p) {
  require_finite<double>("Wx Ws W0 b1 b2 S0",
                         Vector{p.Wx, p.Ws, p.W0, p.b1, p.b2, p.S0});
  require_finite<double>("X", Vector{p.X[1], p.X[2], p.X[3]});
  require_finite<double>("Y", Vector{p.Y[1], p.Y[2], p.Y[3]});
  const Copy<double> shared{p.Wx, p.Ws};
  return forward_copies(p, shared, shared, shared);
}

/// Demands a step of the chain.
/// \param k  should be 1, 2 or 3
/// \throws std::invalid_argument when it is not
inline void require_step(std::size_t k) {
  if (k < 1 || k > 3)
    throw std::invalid_argument("k: expected a step 1 .. 3, got " +
                                std::to_string(k));
}

/// d+S_k/dWs, the immediate derivative: only the Ws that stands in step k
/// moves, S_{k-1} is held fixed.
/// \param s  from forward()
/// \param k  step, 1 .. 3
/// \return S_{k-1}
/// \throws std::invalid_argument for any other step
// [immediate_Ws]
inline double immediate_Ws(const ChainStates<double>& s, std::size_t k) {
  require_step(k);
  return s.S[k - 1];  // (2.7)
}
// [immediate_Ws]

/// d+S_k/dWx, the immediate derivative: S_{k-1} held fixed.
/// \param p  the chain
/// \param k  step, 1 .. 3
/// \return X_k
/// \throws std::invalid_argument for any other step
// [immediate_Wx]
inline double immediate_Wx(const Chain& p, std::size_t k) {
  require_step(k);
  return p.X[k];  // (2.8)
}
// [immediate_Wx]

/// dS_k/dWs, the total derivative: S_{k-1} moves too, because the same Ws made
/// it.
/// \param p  the chain
/// \param s  from forward()
/// \param k  step, 0 .. 3
/// \return the derivative; 0 for the given S_0
/// \throws std::invalid_argument for any other step
// [total_Ws]
inline double total_Ws(const Chain& p, const ChainStates<double>& s,
                       std::size_t k) {
  if (k == 0) return 0;
  return immediate_Ws(s, k) + p.Ws * total_Ws(p, s, k - 1);  // (2.9)
}
// [total_Ws]

/// dS_k/dWx, the total derivative: S_{k-1} moves too.
/// \param p  the chain
/// \param k  step, 0 .. 3
/// \return the derivative; 0 for the given S_0
/// \throws std::invalid_argument for any other step
// [total_Wx]
inline double total_Wx(const Chain& p, std::size_t k) {
  if (k == 0) return 0;
  return immediate_Wx(p, k) + p.Ws * total_Wx(p, k - 1);  // (2.10)
}
// [total_Wx]

/// The paths of L_3, in the symbols of note B. The functions' names say
/// parameter and steps: Ws_321 is L_3's path to Ws through 3, 2, 1.
struct ChainPaths {
  double W0;              ///< state to output
  double Ws;              ///< state to state
  double E3;              ///< dL_3/dO_3
  double S0, S1, S2, S3;  ///< states
  double X1, X2, X3;      ///< inputs

  /// Runs forward and collects the factors.
  /// \param p  the chain
  /// \throws std::invalid_argument when a number is not finite
  explicit ChainPaths(const Chain& p);

  /// W0, green: 3. \return dL_3/dW0
  double W0_3() const;
  /// Wx, green: 3. \return a term of dL_3/dWx
  double Wx_3() const;
  /// Wx, purple: 3, 2. \return a term of dL_3/dWx
  double Wx_32() const;
  /// Wx, orange: 3, 2, 1. \return a term of dL_3/dWx
  double Wx_321() const;
  /// Ws, green: 3. \return a term of dL_3/dWs
  double Ws_3() const;
  /// Ws, purple: 3, 2. \return a term of dL_3/dWs
  double Ws_32() const;
  /// Ws, orange: 3, 2, 1. \return a term of dL_3/dWs
  double Ws_321() const;
  /// The three paths to Wx. \return dL_3/dWx
  double dL3_dWx() const;
  /// The three paths to Ws. \return dL_3/dWs
  double dL3_dWs() const;
};

inline ChainPaths::ChainPaths(const Chain& p) : W0(p.W0), Ws(p.Ws) {
  const ChainStates<double> s = forward(p);
  S0 = s.S[0], S1 = s.S[1], S2 = s.S[2], S3 = s.S[3];
  X1 = p.X[1], X2 = p.X[2], X3 = p.X[3];
  E3 = s.O[3] - p.Y[3];
}

// [W0]
inline double ChainPaths::W0_3() const {
  return E3 * S3;  // (2.11)
}
// [W0]

// [Wx]
// Green: step 3 alone.
inline double ChainPaths::Wx_3() const {
  return E3 * W0 * X3;  // (2.12)
}
// Purple: one step back.
inline double ChainPaths::Wx_32() const {
  return E3 * W0 * Ws * X2;  // (2.13)
}
// Orange: two steps back.
inline double ChainPaths::Wx_321() const {
  return E3 * W0 * Ws * Ws * X1;  // (2.14)
}
// [Wx]

// [Ws]
// Green: step 3 alone.
inline double ChainPaths::Ws_3() const {
  return E3 * W0 * S2;  // (2.15)
}
// Purple: one step back.
inline double ChainPaths::Ws_32() const {
  return E3 * W0 * Ws * S1;  // (2.16)
}
// Orange: two steps back.
inline double ChainPaths::Ws_321() const {
  return E3 * W0 * Ws * Ws * S0;  // (2.17)
}
// [Ws]

// [sums]
inline double ChainPaths::dL3_dWx() const {
  return Wx_3() + Wx_32() + Wx_321();  // (2.18)
}
inline double ChainPaths::dL3_dWs() const {
  return Ws_3() + Ws_32() + Ws_321();  // (2.19)
}
// [sums]

}  // namespace unrolled::three_steps
