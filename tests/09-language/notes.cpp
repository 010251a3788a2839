// Rows of the notes: a sentence completed, character by character.
#include "tests/notes.hpp"

#include "chapters/09-language/grammars.hpp"
#include "chapters/09-language/model.hpp"
#include "chapters/09-language/ngrams.hpp"

using namespace unrolled;
using namespace unrolled::language;

TEST_CASE("A network learns to go on with a text", "[9.9][B43]") {
  Random random(940);
  Model model = first_model(Kind::gru, Letters::count, 4, 8, random);
  const Symbols text = elman_letters(random, 600);
  train(model, text, {8, 16, 150, 0.02, 1});
  const Symbols fresh = elman_letters(random, 200);
  const Vector p = probabilities(model, fresh);
  const Vector alone = unigram(text, Letters::count).elem(fresh.tail(p.n_elem));
  notes::holds("B43",
               notes::Less{{"bits of a letter, of what comes next:",
                            bits_per_character(p)},
                           {"by its frequency:", bits_per_character(alone)}});
}

TEST_CASE("Discrete outputs have probabilities, and so have all texts",
          "[9.9][E29]") {
  Random random(941);
  constexpr Index signs = 4;
  const Model model = first_model(Kind::lstm, signs, 2, 3, random);
  double sum = 0;
  for (Index i = 0; i < signs * signs * signs; ++i) {
    const Symbols s{1, i % signs, i / signs % signs, i / signs / signs};
    sum += std::exp2(-3 * bits_per_character(probabilities(model, s)));
  }
  notes::holds("E29", std::abs(sum - 1));
}
