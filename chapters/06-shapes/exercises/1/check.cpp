// One linear unit, run in plain loops; its slopes by complex step.
#include <answer.hpp>

namespace {

const double x[] = {1, -1}, y[] = {2, 4};

// The loss, with W and the score of step 1 moved.
Complex loss(bool own, Complex W, Complex moved) {
  Complex sum = 0, f = 1;
  for (int t = 0; t < 2; ++t) {
    const Complex o = x[t] + W * f + (t == 0 ? moved : 0);
    sum += 0.5 * (o - y[t]) * (o - y[t]);
    f = own ? o : y[t];
  }
  return sum;
}
double by_W(bool own) {
  return loss(own, {2, 1e-100}, 0).imag() / 1e-100;
}

}  // namespace

std::vector<Test> tests() {
  return {
      by_hand("The slope by the first score, its own output fed back",
              "dL/do(1)", &Answer::do_1,
              loss(true, 2, {0, 1e-100}).imag() / 1e-100,
              "y_hat(1) - y(1), and what comes back from step 2 by W, (6.7)"),
      by_hand("The slope of W, its own output fed back", "dL/dW",
              &Answer::dW_own, by_W(true),
              "dz(1) f(0) + dz(2) f(1), f(1) = y_hat(1), (6.14)"),
      by_hand("The slope of W, the teacher's output fed back", "dL/dW",
              &Answer::dW_teacher, by_W(false),
              "each step by itself, f(1) = y(1), (6.18)")};
}
