// The experiment: differences of e^x in single precision, forward, and central
// where down is 1.
#include <answer.hpp>

namespace {

// Keeps every number in a float's 24 bits.
float rounded(double value) {
  volatile float kept = static_cast<float>(value);
  return kept;
}

double error(float x, float h, float down) {
  const float high = rounded(x + h), low = rounded(x - down * h);
  const float step = rounded(high - low);
  const float slope = rounded((std::exp(high) - std::exp(low)) / step);
  return std::abs(slope - std::exp(double(x)));
}

// The root of the mean square error at two hundred places.
double mean_error(double power, float down) {
  Random random(1);
  double sum = 0;
  for (int i = 0; i < 200; ++i) {
    const float x = rounded(random.uniform(0.5, 1.5));
    sum += std::pow(error(x, rounded(std::pow(10, power)), down), 2);
  }
  return std::sqrt(sum / 200);
}

double best_power(float down) {
  double best = -7;
  for (double power = -7; power <= 0.01; power += 0.25)
    if (mean_error(power, down) < mean_error(best, down)) best = power;
  return best;
}

std::string curve() {
  std::string text =
      "power   forward   central   (error of the slope of e^x)\n";
  for (double power = -7; power <= 0.01; power += 0.5)
    text += line("%5.1f   %7.1e   %7.1e\n", power, mean_error(power, 0),
                 mean_error(power, 1));
  return text;
}

}  // namespace

std::vector<Test> tests() {
  return {
      by_hand(
          "The best step of the forward difference", "power of ten, forward",
          &Answer::best_power_forward, best_power(0),
          "where the formula's error h/2 meets the rounding error 6e-8/h", 0.2),
      by_hand(
          "The best step of the central difference", "power of ten, central",
          &Answer::best_power_central, best_power(1),
          "where the formula's error h^2/6 meets the rounding error 6e-8/h",
          0.25, curve())};
}
