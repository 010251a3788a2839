// The experiment: sweeps counted, and a linear chain whose way back is cut.
#include <answer.hpp>

namespace {

constexpr Index tau = 50, back = 8;

double steps(Index every) {
  double count = 0;
  for (Index t = 1; t <= tau; ++t)
    if (t % every == 0 || t == tau)
      for (Index k = t; k >= 1 && t - k < back; --k) ++count;
  return count;
}

// dL/dw of L = h(tau), h(t) = w h(t-1), with the states before the last steps
// held.
double slope(double w, Index from_step) {
  Complex h = 1;
  for (Index t = 1; t <= tau; ++t)
    h *= Complex(w, t >= from_step ? 1e-100 : 0);
  return h.imag() / 1e-100;
}
double share(double w) { return slope(w, tau - back + 1) / slope(w, 1); }

std::string of_windows() {
  std::string text = " every   steps back      w   share\n";
  for (const Index every : {1, 2, 4, 8})
    text += line("%6d   %10.0f\n", int(every), steps(every));
  for (const double w : {0.5, 0.9, 1.0, 1.1})
    text += line("%27.1f   %5.3f\n", w, share(w));
  return text;
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("A sweep after every step", "number of steps taken back",
                  &Answer::steps_8_1, steps(1),
                  "the first sweeps are shorter, (6.26)", 1e-9),
          by_hand("A sweep after every fourth step",
                  "number of steps taken back", &Answer::steps_8_4, steps(4),
                  "one sweep more at the end, (6.26)", 1e-9),
          by_hand("The share that is left for w = 0.9", "share",
                  &Answer::share_of_8, share(0.9),
                  "each step has the same share, (6.27)", 1e-9,
                  of_windows())};
}
