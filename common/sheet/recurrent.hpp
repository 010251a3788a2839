/// \file
/// What the worked examples of recurrent networks share: keys, symbols, given
/// numbers, formulas, and another way to their gradients.
#pragma once
#include "common/blocks.hpp"
#include "common/loss.hpp"
#include "common/sequence.hpp"
#include "common/sheet/sheet.hpp"

namespace unrolled {

/// The keys of a recurrent network on one sequence, as a table for keys_of().
/// \param steps  number of steps, or the name of it
std::string recurrent_keys(const std::string& steps = "tau");
/// The symbols of the recurrent chapters, and those of the notes.
extern const Symbols recurrent_symbols;

/// A recurrent network and one sequence, as the reader gave them.
///
/// Dimensions: U H x N, W H x H, V K x H, b and h0 H, c K, x N x tau, y K x
/// tau. Where what was put out comes back, W is H x K and y0 stands in h0; a
/// single target is a y of one column.
struct RecurrentExample {
  Activation hidden;
  Output output;
  Matrix U, W, V;
  Vector b, c, h0;
  Matrix x, y;
};

/// Takes the symbols, writes down the given numbers, and returns them.
/// \throws InputError when softmax targets are no distribution
RecurrentExample write_given(const Input& input, Sheet& sheet,
                             const Symbols& symbols = recurrent_symbols);
/// What a chapter's code computed forward; h from h(0) on, L(1) first.
struct ForwardRun {
  const Sequence &z, &h, &o, &y_hat;
  std::vector<double> L_t;
};
/// y_hat(t) as a formula of o(t).
std::string output_formula(Output pair);
/// L(t) as a formula of y(t) and y_hat(t).
std::string loss_formula(Output pair);
/// Writes the forward pass of every step, and begins the section of the loss.
/// \param equations  the numbers of z(t), h(t), o(t), y_hat(t) and L(t)
void write_forward(const RecurrentExample& example, const ForwardRun& run,
                   const std::vector<std::string>& equations, Sheet& sheet);
/// Puts it into the JSON object.
void json_of_forward(Sheet& sheet);
/// The blocks by their names.
Keyed keyed(const ConstBlocks& blocks);
/// The file's loss, by the oracle.
OtherLoss recurrent_loss(const Input& input);

/// Writes a step of gradient descent.
/// \param after     the parameters after the step
/// \param formula   the step of a parameter, * for its name: "* - eta d*"
/// \param new_loss  finds the new loss
void write_step(Sheet& sheet, const ConstBlocks& after,
                const std::string& formula, const std::string& equation,
                const std::function<double()>& new_loss);

/// The wrong gradients that are often found in a recurrent network's place.
/// \param h     states, H x (tau + 1), h(0) first
/// \param dLdo  y_hat - y, K x tau
std::vector<Mistake> recurrent_mistakes(const RecurrentExample& example,
                                        const Matrix& h, const Matrix& dLdo);

}  // namespace unrolled
