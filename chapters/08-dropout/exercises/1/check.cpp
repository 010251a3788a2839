// All eight masks, one by one; the slope is a difference of a quadratic, exact.
#include <answer.hpp>

namespace {

double output(int mask, double a_2) {
  const double W[] = {1, 2, -1}, a[] = {1, a_2, 3};
  double o = 2;
  for (int i = 0; i < 3; ++i) o += W[i] * (mask >> i & 1 ? 2 : 0) * a[i];
  return o;
}
double loss(double a_2) {
  const double off = output(3, a_2) - 3;
  return off * off / 2;
}

}  // namespace

std::vector<Test> tests() {
  double mean = 0, square = 0;
  for (int mask = 0; mask < 8; ++mask) {
    mean += output(mask, 0.5) / 8;
    square += output(mask, 0.5) * output(mask, 0.5) / 8;
  }
  return {by_hand("The mean over all masks", "the mean of o",
                  &Answer::mean_of_o, mean, "that without dropout, (8.5)"),
          by_hand("The variance over all masks", "the variance of o",
                  &Answer::variance_of_o, square - mean * mean,
                  "a sum of (W_i a_i)^2 (1 - p)/p"),
          by_hand("The output under one mask", "o", &Answer::o_masked,
                  output(3, 0.5), "kept units times 1/p, (8.2)"),
          by_hand("The slope by the second state", "dL/da_2", &Answer::da_2,
                  loss(1) - loss(0), "the same mask on the way back, (8.3)")};
}
