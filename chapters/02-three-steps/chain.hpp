/// \file
/// Three linear steps with one number in each place (note B, section 5): the
/// smallest recurrent network there is, in the note's own symbols.
///
/// Everything is a number. S_t is the state, O_t the output, X_t the input and
/// Y_t the target of step t; Wx, Ws, W0 are the book's U, W, V, and b1, b2 its
/// b, c.
#pragma once
#include <array>
#include <cstddef>

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// A value per time step; entry t is time t. S has an entry 0, of X, Y, O and L
/// it stays unused.
using OverTime = std::array<double, 4>;

/// The three linear steps: weights, given state, inputs and targets.
struct Chain {
  double Wx;   ///< input to state
  double Ws;   ///< state to state
  double W0;   ///< state to output
  double b1;   ///< bias of the state
  double b2;   ///< bias of the output
  double S0;   ///< the state that is given
  OverTime X;  ///< inputs
  OverTime Y;  ///< targets
};

/// One step's own copy of the weights that make the state.
struct Copy {
  double Wx;  ///< input to state
  double Ws;  ///< state to state
};

/// All that the forward pass computes.
struct ChainStates {
  OverTime S;       ///< states, S[0] given
  OverTime O;       ///< outputs
  OverTime L;       ///< losses
  double sum_of_L;  ///< L_1 + L_2 + L_3
};

/// The chain of the page: small whole numbers, to be checked with a pencil.
Chain pencil_chain();

/// The forward pass, each step with its own copy of Wx and Ws; the chain's own
/// are not used.
ChainStates forward_copies(const Chain& p, const Copy& one, const Copy& two,
                           const Copy& three);

/// The forward pass with one copy for all steps.
/// \throws std::invalid_argument when a number is not finite
ChainStates forward(const Chain& p);

/// d+S_k/dWs, the immediate derivative: only the Ws that stands in step k
/// moves, S_{k-1} is held fixed.
/// \throws std::invalid_argument for another step than 1, 2 or 3
double immediate_Ws(const ChainStates& s, std::size_t k);

/// d+S_k/dWx, the immediate derivative: S_{k-1} is held fixed.
/// \throws std::invalid_argument for another step than 1, 2 or 3
double immediate_Wx(const Chain& p, std::size_t k);

/// dS_k/dWs, the total derivative: S_{k-1} moves too, because the same Ws made
/// it. The given S_0 does not move.
/// \throws std::invalid_argument for a step above 3
double total_Ws(const Chain& p, const ChainStates& s, std::size_t k);

/// dS_k/dWx, the total derivative: S_{k-1} moves too.
/// \throws std::invalid_argument for a step above 3
double total_Wx(const Chain& p, std::size_t k);

/// The paths of L_3, in the symbols of note B. Their names say parameter and
/// steps: Ws_321 is L_3's path to Ws through 3, 2, 1.
struct ChainPaths {
  double W0, Ws;  ///< state to output, state to state
  double E3;      ///< dL_3/dO_3
  OverTime S, X;  ///< states, inputs

  /// Runs forward and collects the factors.
  /// \throws std::invalid_argument when a number is not finite
  explicit ChainPaths(const Chain& p);

  double W0_3() const;     ///< green; all of dL_3/dW0
  double Wx_3() const;     ///< green
  double Wx_32() const;    ///< purple
  double Wx_321() const;   ///< orange
  double Ws_3() const;     ///< green
  double Ws_32() const;    ///< purple
  double Ws_321() const;   ///< orange
  double dL3_dWx() const;  ///< the three paths to Wx
  double dL3_dWs() const;  ///< the three paths to Ws
};

}  // namespace unrolled::three_steps
