// The step is run by the oracle's softmax; its slopes are complex steps.
#include <answer.hpp>

#include "tests/oracle/number.hpp"

namespace {

oracle::Number reads(const oracle::Vec& products, oracle::Vec scores) {
  for (std::size_t i = 0; i < 2; ++i) scores[i] += products[i] / 2.0;
  const oracle::Vec a = oracle::softmax(scores);
  return 8.0 * a[0] + 4.0 * a[1];
}

}  // namespace

std::vector<Test> tests() {
  const oracle::Vec products{0, 2 * std::log(3)};
  const auto slope = [&](std::size_t i) {
    return reads(products, oracle::stepped(oracle::Vec(2), i)).imag() /
           oracle::kStep;
  };
  const double h = reads(products, oracle::Vec(2)).real();
  return {
      by_hand("The weight of step 2", "weight", &Answer::weight_2, (8 - h) / 4,
              "softmax of the products over the root of 4, "
              "(10.4) and (10.5)"),
      by_hand("What is read", "h", &Answer::reads, h,
              "the values, each with its weight, (10.6)"),
      by_hand("The slope of the first score", "de(1)", &Answer::de_1, slope(0),
              "the weight times what the value has above the "
              "mean, (10.10)"),
      by_hand("The slope of the second score", "de(2)", &Answer::de_2, slope(1),
              "the weight times what the value has above the "
              "mean, (10.10)")};
}
