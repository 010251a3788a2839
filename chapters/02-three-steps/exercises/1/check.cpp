// The true numbers are derivatives in each step's own copy of a weight, by
// complex steps of a forward pass.
#include "chapters/02-three-steps/exercises/1/task.hpp"
#include "common/gradient_check.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

const double U = 2, W = 3, V = 2, c = -1, h0 = 2, y = 1;
const double x[] = {-2, -1, -5};

// L_3 where step k uses W(k-1) and U(k-1).
Complex L3(const ComplexMatrix& W_, const ComplexMatrix& U_) {
  Complex h = h0;
  for (Index k = 0; k < 3; ++k) h = U_(k) * x[k] + W_(k) * h;
  const Complex miss = V * h + c - y;
  return 0.5 * miss * miss;
}

const Matrix W3{W, W, W}, U3{U, U, U};

// Path through the copy of step k.
double path(Index k) {
  const ComplexMatrix U_ = as<Complex>(U3);
  return complex_step([&](const ComplexMatrix& m) { return L3(m, U_); },
                      W3)(k - 1);
}

double true_dU() {
  const ComplexMatrix W_ = as<Complex>(W3);
  return arma::accu(
      complex_step([&](const ComplexMatrix& m) { return L3(W_, m); }, U3));
}

}  // namespace

TEST_CASE("The green path", "[exercise-2-1]") {
  expect(judge_by_hand(
      "green", "(O_3 - Y_3) V h(2), (2.15)", green(), path(3),
      {mistake("Your green path has the sign of Y - O.", -path(3)),
       mistake("Your green path ends at h(3); it meets W beside h(2).",
               path(3) / 4 * 2)}));
}

TEST_CASE("The purple path", "[exercise-2-1]") {
  const double total = 2 + W * h0;  // dS_2/dW with h(1) moving too
  expect(judge_by_hand(
      "purple", "(O_3 - Y_3) V W h(1), (2.16)", purple(), path(2),
      {mistake("Your purple path ends with the total derivative of the state; "
               "with the immediate one h(1) stands still.",
               path(2) / 2 * total),
       mistake("Your purple path lacks W, for the way from step 3 to step 2.",
               path(2) / W)}));
}

TEST_CASE("The orange path", "[exercise-2-1]") {
  expect(judge_by_hand(
      "orange", "(O_3 - Y_3) V W W h(0), (2.17)", orange(), path(1),
      {mistake("Your orange path has W once; two steps lie between step 3 and "
               "step 1.",
               path(1) / W),
       mistake("Your orange path ends at h(1); it meets W beside h(0).",
               path(1) / 2)}));
}

TEST_CASE("The derivative in U", "[exercise-2-1]") {
  expect(judge_by_hand(
      "dL/dU", "the sum of three paths, (2.18)", dU(), true_dU(),
      {mistake("That is the green path alone; U stands in three steps.",
               2 * V * x[2]),
       mistake("Your three paths lack W, for the ways back.",
               2 * V * (x[0] + x[1] + x[2])),
       mistake("It ends in the states; the paths of U end in the inputs.",
               path(1) + path(2) + path(3))}));
}
