// The definitions, in plain numbers.
#include <answer.hpp>

namespace {

double mean_bits() {
  double bits = 0;
  for (const double p : {0.5, 0.25, 0.25, 0.0625}) bits -= std::log2(p) / 4;
  return bits;
}

// Each mean with its weights written out.
double step() {
  const double mean = (0.9 * 1 + 1 * 3) / (0.9 + 1);
  const double square = (0.999 * 1 + 1 * 9) / (0.999 + 1);
  return 0.1 * mean / std::sqrt(square);
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("Bits per character", "bits", &Answer::bits, mean_bits(),
                  "-log2 p of each, then their mean, (9.9)"),
          by_hand("Perplexity", "perplexity", &Answer::perplexity,
                  std::exp2(mean_bits()), "2 to the bits, (9.10)", 1e-3),
          by_hand("Adam's second step", "length", &Answer::second_step, step(),
                  "the mean slope over the root of the mean square, (9.8)",
                  1e-3)};
}
