/// \file
/// N-grams: what came next after the same few characters, counted.
#pragma once
#include <unordered_map>

#include "chapters/09-language/text.hpp"

namespace unrolled::language {

/// How the shorter contexts count.
enum class Counting {
  all,       ///< every occurrence
  preceding  ///< different characters before: Kneser and Ney
};

/// Probabilities from counts, those of a long context interpolated with those
/// of the next shorter one.
class NGrams {
 public:
  /// \param symbols  characters in the alphabet
  /// \param order    characters of an n-gram: a context has order - 1
  /// \throws std::invalid_argument for order 0 or a text shorter than it
  NGrams(const Symbols& text, Index symbols, Index order, Counting counting);

  /// The probability that `next` comes after the text before it.
  double probability(const Symbols& before, Index next) const;
  /// What each character of a text got, from the second on.
  Vector probabilities(const Symbols& text) const;

 private:
  using Key = std::u32string;
  struct Context {
    std::unordered_map<Index, double> count;
    double sum = 0;
  };
  using Level = std::unordered_map<Key, Context>;

  double after(const Key& context, Index next) const;

  double symbols_;
  std::vector<Level> levels_;     // by the length of the context
  std::vector<double> discount_;  // of each level
};

/// The probability of each character by its frequency in the text learnt from,
/// once added to each count.
Vector unigram(const Symbols& text, Index symbols);

}  // namespace unrolled::language
