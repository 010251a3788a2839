/// \file
/// What comes next: probabilities at a temperature, draws from them, and a
/// sentence completed.
#pragma once
#include "chapters/09-language/model.hpp"

namespace unrolled::language {

/// Probabilities from scores: at temperature 1 the model's own; below it likely
/// characters become likelier, above it all come nearer to each other.
/// \throws std::invalid_argument unless the temperature is above 0
Vector at_temperature(const Vector& o, double temperature);

/// Draws a number by its probability.
Index draw(const Vector& p, Random& random);

/// A model that has read the beginning of a text.
class Reader {
 public:
  /// \throws std::invalid_argument when there is nothing to begin with
  Reader(const Model& model, const Symbols& start);
  /// The scores of what comes next.
  const Vector& scores() const { return o_; }
  /// Reads one more.
  void read(Index symbol);

 private:
  const Model& model_;
  Memory memory_;
  Vector o_;
};

/// Draws what comes next, reads it, and so on. The character that stands for
/// all others is not drawn.
Symbols complete(const Model& model, const Symbols& start, Index length,
                 double temperature, Random& random);

}  // namespace unrolled::language
