/// \file
/// Texts made by a rule whose entropy is known, exactly.
#pragma once
#include "chapters/09-language/text.hpp"
#include "common/random.hpp"

namespace unrolled::language {

/// Elman's letters (1990): b, d and g come in random order, each with its
/// vowels: ba, dii, guuu.
struct Letters {
  enum Letter { b, d, g, a, i, u };
  static constexpr Index count = 6;
  /// Whether only chance knows this letter: it begins a word.
  static bool begins(Index letter) { return letter <= g; }
};
Symbols elman_letters(Random& random, Index words);
/// Bits per letter of the best model there can be: log2 3 for each word's first
/// letter, 0 for the others, words being 3 letters long in the mean.
double entropy_of_letters();

/// Nouns that open a clause within another, and the verbs that close them in
/// the opposite order, each of its noun's number: "s p P S ." is "the cat that
/// the dogs chase sleeps."
struct Nested {
  /// Nouns and verbs, singular and plural; a word in between; the full stop.
  enum Sign { s, p, S, P, filler, stop };
  static constexpr Index count = 6;
  Index depth = 3;     ///< most nouns that are open
  double embed = 0.5;  ///< chance of one more noun after a noun
  double fill = 0.3;   ///< chance of a filler before a verb, and of one more
};
Symbols nested_text(const Nested& grammar, Random& random, Index signs);

/// What may be told of where a text stands, and how often it stands there in a
/// sentence.
struct Place {
  double visits;   ///< expected, in one sentence
  double entropy;  ///< bits of the sign that comes next
};
/// All places, from what leads to them.
std::vector<Place> places(const Nested& grammar);
/// Bits per sign of the best model there can be.
double entropy_rate(const Nested& grammar);

}  // namespace unrolled::language
