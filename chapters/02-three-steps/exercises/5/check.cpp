// The experiment: a copy of Ws for each step, and a complex step in each.
#include <cstdio>

#include "chapters/02-three-steps/exercises/5/task.hpp"
#include "common/gradient_check.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

// Shares of the copies of step 1, 2, 3: orange, purple, green.
Vector shares(bool bent, double Ws) {
  const ComplexFunction S3 = [&](const ComplexMatrix& copies) {
    Complex S = 0;
    for (Index t = 1; t <= 3; ++t) {
      S = (t == 1 ? 1.0 : 0.0) + copies(t - 1) * S;
      if (bent) S = std::tanh(S);
    }
    return S;
  };
  const Matrix paths = complex_step(S3, Matrix{Ws, Ws, Ws});
  return paths.as_col() / arma::accu(paths);
}

const std::string at_the_input =
    "The path that ends where the input came in meets Ws beside S_0, and that "
    "is 0.";

}  // namespace

TEST_CASE("The shares of linear steps", "[exercise-2-5]") {
  const Vector s = shares(false, 2);
  expect(judge_by_hand(
      "orange", "the path that meets Ws beside S_0", orange_share(), s(0),
      {mistake(at_the_input, 1),
       mistake("Three paths, but not a third each: write down what stands "
               "beside Ws in each step.",
               1.0 / 3)},
      0.01));
  expect(judge_by_hand("purple", "Ws S_1 against S_2, (2.15) and (2.16)",
                       purple_share(), s(1), {}, 0.01));
  expect(judge_by_hand("green", "S_2 against Ws S_1, (2.15) and (2.16)",
                       green_share(), s(2), {}, 0.01));
}

TEST_CASE("The green share of tanh steps", "[exercise-2-5]") {
  expect(judge_by_hand(
      "green share, tanh, Ws = 3",
      "S_2 against (1 - S_2^2) Ws S_1: each step back costs a slope of tanh",
      green_share_of_tanh(), shares(true, 3)(2),
      {mistake("That is the linear share. The purple path passes tanh of step "
               "2, which Ws = 3 has driven near 1: its slope is small.",
               0.5),
       mistake("You have green and purple exchanged: what is far fades, what "
               "is near stays.",
               shares(true, 3)(1))},
      0.05));
  std::puts("  Ws   green  purple  orange   (tanh)");
  for (const double Ws : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    const Vector s = shares(true, Ws);
    std::printf("%4.1f  %6.3f  %6.3f  %6.3f\n", Ws, s(2), s(1), s(0));
  }
}
