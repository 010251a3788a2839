/// \file
/// A language model: a recurrent network that reads a text character by
/// character and says after each what may come next.
///
/// Dimensions: A characters, M numbers for each, H units, n pieces of text side
/// by side, tau time steps.
///
///     s(t)  n         the characters at t, as numbers
///     E     M x A     a column for each character
///     x(t)  M x n     what the network reads, t = 1 .. tau
///     o(t)  A x n     scores of what comes at t + 1
#pragma once
#include <functional>
#include <variant>

#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"
#include "chapters/08-dropout/recurrent.hpp"
#include "chapters/09-language/text.hpp"
#include "common/adam.hpp"
#include "common/random.hpp"

namespace unrolled::language {

/// Pieces of text side by side: window[t - 1] is s(t).
using Window = std::vector<Symbols>;

/// x(t): the column of each character.
Sequence embed(const Matrix& E, const Window& s);
/// dL/dE, from dL/dx.
Matrix embed_backward(const Matrix& E, const Window& s, const Sequence& dx);

/// The tanh network of chapter 3, or a cell of chapter 7.
using Cell = std::variant<bptt::Parameters, gates::gru::Parameters,
                          gates::lstm::Parameters>;
/// Its kinds, in the order of Cell.
enum class Kind { tanh, gru, lstm };

/// What is handed on from one window to the next.
struct Memory {
  Matrix h;  ///< the last states, H x n
  Matrix C;  ///< the last memories of an LSTM; else unused
};

/// The parameters.
struct Model {
  Matrix E;   ///< M x A
  Cell cell;  ///< M inputs, H units, A outputs

  /// E, then those of the cell.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
  /// What it begins a text with: zeros.
  Memory blank(Index n) const;
};

/// First weights: columns of E normal, W orthogonal, U and V by Xavier; biases
/// 0, but 1 at the gate that keeps.
Model first_model(Kind kind, Index A, Index M, Index H, Random& random);

using dropout::Masks;
/// Masks on what does not recur: on x(t), and on h(t) as the outputs read it.
/// \param keep  the chance to keep each of their numbers; at 1 nothing is drawn
Masks masks_for(const Model& model, double keep, Index n, Index tau,
                Random& random);

/// What a pass over a window finds.
struct Pass {
  double loss;                ///< the sum over all steps and pieces
  std::vector<Matrix> slope;  ///< dL by each block of the model
  Memory last;                ///< what is handed on
};
/// Reads s(1) .. s(tau), and is judged on s(2) .. s(tau + 1).
/// \param s  tau + 1 characters of each piece
/// \param m  masks; none: nothing is dropped
Pass loss_and_gradient(const Model& model, const Window& s, const Memory& at,
                       const Masks& m = {});

/// Reads a window, and hands on what it remembers.
/// \return the scores of what comes next, at each step
Sequence read(const Model& model, const Window& s, Memory& memory);

/// The probability that each character of a text got from those before it, from
/// the second on.
Vector probabilities(const Model& model, const Symbols& text);

/// How a model is trained.
struct Training {
  Index pieces = 16;       ///< of the text, side by side
  Index back = 32;         ///< steps of a window
  Index updates = 1000;    ///< how many; at the text's end it begins again
  double rate = 0.01;      ///< of Adam at first; it falls to 0 in a line
  double threshold = 1;    ///< largest norm of a gradient let through
  double keep = 1;         ///< chance to keep what does not recur
  std::uint64_t seed = 1;  ///< of the masks
};

/// Descends on the mean loss of a character, from window to window.
/// \return bits per character of each window, before its update
/// \throws std::invalid_argument when the text is shorter than one window
Vector train(Model& model, const Symbols& text, const Training& how);

}  // namespace unrolled::language
