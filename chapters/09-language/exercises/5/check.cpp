// The experiment: words drawn, letters counted.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

struct Counted {
  double letters = 0, bits = 0;  // of a word
  double times[3] = {0, 0, 0};   // how often each word came
};

Counted counted() {
  constexpr int words = 100000;
  unrolled::Random random(18);
  Counted all;
  for (int i = 0; i < words; ++i) {
    const double u = random.uniform();
    ++all.times[u < 0.5 ? 0 : u < 0.75 ? 1 : 2];
  }
  for (int word = 0; word < 3; ++word) {
    const double share = all.times[word] / words;
    all.letters += share * (2 + word);
    all.bits -= share * std::log2(share);
  }
  return all;
}

std::string of_letters() {
  const Counted all = counted();
  std::string text = "letter   bits\n";
  const char* const names = "bdg";
  for (int word = 0; word < 3; ++word)
    text += line("%6c   %4.2f\n", names[word],
                 -std::log2(all.times[word] / 100000));
  return text + "others   0.00\n";
}

}  // namespace

std::vector<Test> tests() {
  const Counted all = counted();
  return {by_hand("The mean length", "letters", &Answer::letters_of_a_word,
                  all.letters, "each word's letters, by its chance", 0.01),
          by_hand("The least there can be", "bits per letter",
                  &Answer::bits_per_letter, all.bits / all.letters,
                  "bits of a word over its letters, (9.20)", 0.01),
          by_hand("The blank", "bits", &Answer::bits_of_a_blank, all.bits,
                  "it is chance: the entropy of the three words", 0.01,
                  of_letters())};
}
