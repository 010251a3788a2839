// The experiment: differences of e^x in single precision.
#include <cstdio>

#include <answer.hpp>

namespace {

using namespace unrolled;
using namespace unrolled::exercises;

// Keeps every number in a float's 24 bits.
float rounded(double value) {
  volatile float kept = static_cast<float>(value);
  return kept;
}

double forward_error(float x, float h) {
  const float up = rounded(x + h), step = rounded(up - x);
  const float slope = rounded((std::exp(up) - std::exp(x)) / step);
  return std::abs(slope - std::exp(double(x)));
}

double central_error(float x, float h) {
  const float up = rounded(x + h), down = rounded(x - h);
  const float step = rounded(up - down);
  const float slope = rounded((std::exp(up) - std::exp(down)) / step);
  return std::abs(slope - std::exp(double(x)));
}

struct Curve {
  std::vector<double> powers, forward, central;
};

// The root of the mean square error at two hundred places.
Curve measure() {
  Curve curve;
  for (double power = -7; power <= 0.01; power += 0.25) {
    Random random(1);
    double f = 0, c = 0;
    for (int i = 0; i < 200; ++i) {
      const float x = rounded(random.uniform(0.5, 1.5));
      const float h = rounded(std::pow(10, power));
      f += std::pow(forward_error(x, h), 2);
      c += std::pow(central_error(x, h), 2);
    }
    curve.powers.push_back(power);
    curve.forward.push_back(std::sqrt(f / 200));
    curve.central.push_back(std::sqrt(c / 200));
  }
  return curve;
}

double lowest(const Curve& curve, const std::vector<double>& errors) {
  const auto at = std::min_element(errors.begin(), errors.end());
  return curve.powers[static_cast<std::size_t>(at - errors.begin())];
}

void print(const Curve& curve) {
  std::puts("power   forward   central   (error of the slope of e^x)");
  for (std::size_t i = 0; i < curve.powers.size(); i += 2)
    std::printf("%5.1f   %7.1e   %7.1e\n", curve.powers[i], curve.forward[i],
                curve.central[i]);
}

}  // namespace

std::vector<Test> tests() {
  const Curve curve = measure();
  Test central = by_hand(
      "The best step of the central difference", "power of ten, central",
      &Answer::best_power_central, lowest(curve, curve.central),
      "where the formula's error h^2/6 meets the rounding error 6e-8/h", 0.25);
  central.once_right = [curve] { print(curve); };
  return {
      by_hand(
          "The best step of the forward difference", "power of ten, forward",
          &Answer::best_power_forward, lowest(curve, curve.forward),
          "where the formula's error h/2 meets the rounding error 6e-8/h", 0.2),
      central};
}
