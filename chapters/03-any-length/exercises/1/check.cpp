// The true numbers come from the oracle, by complex steps of a forward pass.
#include "chapters/03-any-length/exercises/1/task.hpp"
#include "tests/exercise.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

const oracle::Gradients& truth() {
  static const oracle::Gradients g = [] {
    oracle::Recurrent net;
    net.U = {{1}, {-1}};
    net.W = {{1, -1}, {2, 0}};
    net.V = {{1, 3}};
    net.b = {0, 0};
    net.c = {0};
    net.h0 = {1, 0};
    net.x = {{1}, {5}};
    net.y = {{4}, {4}};
    net.hidden = "relu";
    net.output = "linear_squared_error";
    return oracle::complex_step(net);
  }();
  return g;
}

}  // namespace

TEST_CASE("delta(1) of unit 1", "[exercise-3-1]") {
  expect(judge_by_hand(
      "delta(1), unit 1",
      "V^T e(1) and, through W^T and the slope of step 2, delta(2), (3.11)",
      delta_1_of_unit_1(), truth().dh[1][0],
      {mistake("Your delta(1) has no part from step 2: h(1) acts on L(2) too.",
               1),
       mistake("Your delta(1) passes unit 2 at t = 2, which is off: its slope "
               "is 0.",
               15)}));
}

TEST_CASE("delta(1) of unit 2", "[exercise-3-1]") {
  expect(judge_by_hand(
      "delta(1), unit 2", "as unit 1, with column 2 of W, (3.11)",
      delta_1_of_unit_2(), truth().dh[1][1],
      {mistake("Your W is not transposed: unit 2 leaves by column 2.", 7),
       mistake("Your delta(1) of unit 2 is that of L(1) alone.", 3)}));
}

TEST_CASE("The slope of W_11", "[exercise-3-1]") {
  expect(judge_by_hand(
      "dL/dW, row 1, column 1", "dz(1) h(0)^T + dz(2) h(1)^T, (3.14)", dW_11(),
      truth().dW[0][0],
      {mistake("Your dW is the true one without its recurrent term.", 5),
       mistake("Your dW is that of the last step alone.", 4),
       mistake("Your dW pairs dz(t) with h(t); W stands beside h(t-1).",
               3 * 2 + 2 * 6)}));
}

TEST_CASE("The slope of U_1", "[exercise-3-1]") {
  expect(judge_by_hand(
      "dL/dU, row 1", "dz(1) x(1) + dz(2) x(2), (3.15)", dU_1(),
      truth().dU[0][0],
      {mistake("Your dU is the true one without its recurrent term.", 11),
       mistake("Your dU is that of the last step alone.", 10)}));
}
