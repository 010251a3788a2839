// The experiment: the mean of the square, step by step.
#include <answer.hpp>

namespace {

double steps_to_noise(double p) {
  double square = 1, steps = 0;
  for (; square - 1 <= 1; ++steps) square *= 1 / p;
  return steps;
}

std::string for_chances() {
  std::string text = "kept   steps until the variance is above 1\n";
  for (const double p : {0.5, 0.7, 0.8, 0.9, 0.95, 0.99})
    text += line("%4.2f   %12.0f\n", p, steps_to_noise(p));
  return text;
}

}  // namespace

std::vector<Test> tests() {
  const std::string way = "the first whole number above log 2 over -log p, "
                          "(8.26)";
  return {by_hand("Nine of ten kept", "steps", &Answer::keep_90,
                  steps_to_noise(0.9), way, 1e-9),
          by_hand("All but one of a hundred", "steps", &Answer::keep_99,
                  steps_to_noise(0.99), way, 1e-9),
          by_hand("Half of them", "steps", &Answer::keep_half,
                  steps_to_noise(0.5), way, 1e-9, for_chances())};
}
