// The experiment: h(50) by complex step in h(0).
#include <answer.hpp>

namespace {

// log10 of dh(50)/dh(0), where h(0) is 1/2.
double power(double w) {
  const ComplexFunction last = [&](const ComplexMatrix& h0) {
    Complex h = h0(0);
    for (int t = 1; t <= 50; ++t) h = std::tanh(w * h);
    return h;
  };
  return std::log10(complex_step(last, Matrix{0.5})(0));
}

double best() {
  double found = 0.5;
  for (const double w : {0.9, 1.1, 2.0, 5.0})
    if (power(w) > power(found)) found = w;
  return found;
}

std::string of_nine_weights() {
  std::string text = "   w    dh(50)/dh(0)      w^50\n";
  for (const double w : {0.5, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 5.0})
    text += line("%4.1f    10^%-7.1f     10^%-6.1f\n", w, power(w),
                 50 * std::log10(w));
  return text;
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("The weight that remembers best", "best weight",
                  &Answer::best_weight, best(),
                  "the weight whose steps have slopes nearest to 1", 1e-9),
          by_hand("The power of ten for a weight of 0.9",
                  "power of ten, w = 0.9", &Answer::power_of_0_9, power(0.9),
                  "about 50 log10(0.9), a little less: h is not 0", 0.2),
          by_hand("The power of ten for a weight of 2", "power of ten, w = 2",
                  &Answer::power_of_2, power(2),
                  "about 50 log10 of the slope w (1 - h^2) where the unit "
                  "rests",
                  0.08, of_nine_weights())};
}
