// The experiment: a memory that nothing is written to, step by step.
#include <answer.hpp>

namespace {

double count(double bias) {
  const double f = 1 / (1 + std::exp(-bias));
  double C = 1, steps = 0;
  for (; C > 0.5; ++steps) C *= f;
  return steps;
}

std::string for_biases() {
  std::string text = "bias   forget gate   steps to half\n";
  for (const double bias : {0, 1, 2, 3, 4, 5})
    text += line("%4.0f   %11.3f   %13.0f\n", bias, 1 / (1 + std::exp(-bias)),
                 count(bias));
  return text;
}

}  // namespace

std::vector<Test> tests() {
  const std::string way = "log 2 over -log sigma(b), the next whole number, "
                          "(7.41)";
  return {by_hand("Bias 0", "steps", &Answer::bias_0, count(0), way, 1e-9),
          by_hand("Bias 2", "steps", &Answer::bias_2, count(2), way, 1e-9),
          by_hand("Bias 4", "steps", &Answer::bias_4, count(4), way, 1e-9,
                  for_biases())};
}
