#include <answer.hpp>

std::vector<Test> tests() {
  const oracle::LayeredGradients g = oracle::complex_step(numbers());
  double zeros = 0;
  for (const oracle::RealMat& dW : g.dW)
    for (const oracle::RealVec& row : dW)
      zeros += static_cast<double>(std::count(row.begin(), row.end(), 0.0));
  return {by_hand("The loss", "J", &Answer::loss_J, oracle::loss(numbers()),
                  "half the squared distance of a(2) and y, (1.3)"),
          by_hand("delta of the first hidden unit", "delta(1)",
                  &Answer::delta_1_of_layer_1, g.delta[0][0],
                  "unit 1 of W(2) transposed times delta(2), (1.10)"),
          by_hand("The slope of a weight of the first layer", "dW(1)",
                  &Answer::dW_12_of_layer_1, g.dW[0][0][1],
                  "row 1, column 2: delta(1) of unit 1 times input 2, (1.11)"),
          by_hand("How many weights have the slope 0", "number",
                  &Answer::weights_with_slope_0, zeros,
                  "the weights that lead to or from a unit that is off")};
}
