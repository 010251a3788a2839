/// \file
/// Three linear steps with one number in each place (note B, section 5): the
/// smallest recurrent network there is, in the note's own symbols.
///
/// Everything is a number. S_t is the state, O_t the output, X_t the input and
/// Y_t the target of step t; Wx, Ws, W0 are the book's U, W, V, and b1, b2 its
/// b, c. A number that is not finite, or a step other than 1, 2 and 3, throws
/// std::invalid_argument, naming the argument.
#pragma once
#include <array>
#include <cstddef>

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// A value per time step; entry t is time t. S has an entry 0, of X, Y, O and L
/// it stays unused.
using OverTime = std::array<double, 4>;

/// The three linear steps.
struct Chain {
  double Wx, Ws, W0;  ///< weights: input to state, state to state, to output
  double b1, b2;      ///< biases of state and output
  double S0;          ///< the state that is given
  OverTime X, Y;      ///< inputs, targets
};

/// One step's own copy of the weights that make the state.
struct Copy {
  double Wx, Ws;  ///< input to state, state to state
};

/// All that the forward pass computes.
struct ChainStates {
  OverTime S, O, L;  ///< states, outputs, losses
  double sum_of_L;   ///< L_1 + L_2 + L_3
};

/// The chain of the page: small whole numbers, to be checked with a pencil.
Chain pencil_chain();

/// The forward pass, each step with its own copy of Wx and Ws; the chain's own
/// are not used.
ChainStates forward_copies(const Chain& p, const Copy& one, const Copy& two,
                           const Copy& three);

/// The forward pass with one copy for all steps.
ChainStates forward(const Chain& p);

/// d+S_k/dWs, the immediate derivative: only the Ws that stands in step k
/// moves, S_{k-1} is held fixed.
double immediate_Ws(const ChainStates& s, std::size_t k);
/// d+S_k/dWx, the immediate derivative: S_{k-1} is held fixed.
double immediate_Wx(const Chain& p, std::size_t k);

/// dS_k/dWs, the total derivative: S_{k-1} moves too, because the same Ws made
/// it. The given S_0 does not move.
double total_Ws(const Chain& p, const ChainStates& s, std::size_t k);
/// dS_k/dWx, the total derivative: S_{k-1} moves too.
double total_Wx(const Chain& p, std::size_t k);

/// The paths of L_3, in the symbols of note B, and their sums. The names say
/// parameter and steps: Ws_321 is L_3's path to Ws through 3, 2, 1.
struct ChainTerms {
  double E3;                   ///< dL_3/dO_3
  double W0_3;                 ///< green; all of dL_3/dW0
  double Wx_3, Wx_32, Wx_321;  ///< green, purple, orange
  double Ws_3, Ws_32, Ws_321;  ///< green, purple, orange
  double dL3_dWx, dL3_dWs;     ///< the sums of three paths
};
struct ChainPaths : ChainTerms {
  /// Runs forward and collects the factors.
  explicit ChainPaths(const Chain& p);
};

}  // namespace unrolled::three_steps
