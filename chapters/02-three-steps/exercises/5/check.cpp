// The experiment: a copy of Ws for each step, and a complex step in each.
#include <answer.hpp>

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

std::string for_five_weights() {
  std::string text = "  Ws   green  purple  orange   (tanh)\n";
  for (const double Ws : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    const Vector s = shares(true, Ws);
    text += line("%4.1f  %6.3f  %6.3f  %6.3f\n", Ws, s(2), s(1), s(0));
  }
  return text;
}

}  // namespace

std::vector<Test> tests() {
  const Vector s = shares(false, 2);
  const Test linear{
      "The shares of linear steps",
      {{"orange", Matrix{s(0)}, 0.01, "the path that meets Ws beside S_0"},
       {"purple", Matrix{s(1)}, 0.01, "Ws S_1 against S_2, (2.15) and (2.16)"},
       {"green", Matrix{s(2)}, 0.01, "S_2 against Ws S_1, (2.15) and (2.16)"}},
      [](const Answer& answer) {
        return Matrices{Matrix{answer.orange_share()},
                        Matrix{answer.purple_share()},
                        Matrix{answer.green_share()}};
      }};
  return {linear,
          by_hand("The green share of tanh steps", "green share, tanh, Ws = 3",
                  &Answer::green_share_of_tanh, shares(true, 3)(2),
                  "S_2 against (1 - S_2^2) Ws S_1: a step back costs a slope",
                  0.05, for_five_weights())};
}
