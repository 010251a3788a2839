/// \file
/// Networks that read symbols, behind one face: a tanh network, an LSTM, and
/// blocks of a Transformer; and how they are trained beside each other.
///
/// Dimensions: A symbols, K classes to name, H units or M numbers a step, n
/// sequences side by side, tau steps.
#pragma once
#include <memory>

#include "chapters/05-cost/in_blocks.hpp"
#include "chapters/09-language/model.hpp"
#include "chapters/10-attention/block.hpp"

namespace unrolled::attention {

using cost::BlockLoss;
using language::Symbols;
using language::Window;

/// Sequences side by side, and what is to be said at their last steps.
struct Task {
  Window s;  ///< s[t - 1]: the symbols at t
  Window y;  ///< the classes to be named, at the last y.size() steps
};
/// Draws n sequences.
using Draw = std::function<Task(Random&, Index n)>;

/// A network that reads symbols and scores classes.
class Learner {
 public:
  virtual ~Learner() = default;
  /// The parameters.
  virtual Blocks theta() = 0;
  /// dL by them, of the last pass.
  virtual ConstBlocks slopes() = 0;
  /// Forward and backward from first states of 0.
  /// \param asked  the scores of so many last steps are asked for, at least
  /// \param loss   as of cost::InBlocks: takes the scores of the steps from
  ///               `first` on, and leaves dL/do
  virtual double pass(const Window& s, Index asked, const BlockLoss& loss) = 0;

  /// How many numbers it learns.
  Index size();
};

/// Weights are drawn as chapter 7's.
std::unique_ptr<Learner> tanh_network(Index A, Index K, Index H,
                                      Random& random);
/// \copydoc tanh_network
/// \param keep  first bias of the forget gate, and the negative of the input
///              gate's
std::unique_ptr<Learner> lstm_network(Index A, Index K, Index H, double keep,
                                      Random& random);

/// What a Transformer is made of.
struct Sizes {
  Index layers = 2;
  Index width = 16;  ///< M
  Index heads = 2;
  Index inner = 32;  ///< F
  Mask mask = Mask::causal;
};
/// Embedding and sinusoids, layers, a last norm, scores.
std::unique_ptr<Learner> transformer(Index A, Index K, const Sizes& sizes,
                                     Random& random);

/// How a network is trained.
struct Training {
  double rate = 0.01;    ///< of Adam at first; it falls to 0 in a line
  double threshold = 1;  ///< largest norm of a gradient let through
  Index batch = 16;      ///< sequences in a batch
  Index updates = 200;   ///< at most
  double enough = 0;     ///< it ends when ten losses are below, in the mean
};
/// Descends on the mean loss of what is to be said.
/// \return that of each batch, before its update
Vector train(Learner& network, const Draw& draw, const Training& how,
             Random& random);

/// -log p of what is to be said, a row for each of these steps.
Matrix losses(Learner& network, const Task& task);
/// Whether the likeliest class is the right one: 1 or 0, likewise.
Matrix right(Learner& network, const Task& task);

/// Windows of tau steps from anywhere in a text, to foretell each next symbol.
/// The text must outlive it.
Draw windows_of(const Symbols& text, Index tau);
/// The probability that each symbol of a text got from those before it, from
/// the second on, in windows of tau steps that overlap by half: each but the
/// first few is foretold from tau/2 symbols at least.
Vector probabilities(Learner& network, const Symbols& text, Index tau);

}  // namespace unrolled::attention
