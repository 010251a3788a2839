#include <answer.hpp>

std::vector<Test> tests() {
  const Recurrence r(numbers());
  return {
      by_hand("delta(1) of unit 1", "delta(1), unit 1",
              &Answer::delta_1_of_unit_1, r.delta(0, 1),
              "V^T e(1) and, through W^T and the slope of step 2, delta(2), "
              "(3.11)"),
      by_hand("delta(1) of unit 2", "delta(1), unit 2",
              &Answer::delta_1_of_unit_2, r.delta(1, 1),
              "as unit 1, with column 2 of W, (3.11)"),
      by_hand("The slope of W_11", "dW", &Answer::dW_11, r.dW(0, 0),
              "dz(1) h(0)^T + dz(2) h(1)^T, row 1, column 1, (3.14)"),
      by_hand("The slope of U_1", "dU", &Answer::dU_1, r.dU(0, 0),
              "dz(1) x(1) + dz(2) x(2), row 1, (3.15)")};
}
