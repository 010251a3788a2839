/// \file
/// Two ways to one gradient: the sum over k, and the recursion of delta.
#include "chapters/03-any-length/other_ways.hpp"
#include "chapters/03-any-length/stopwatch.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  Index hidden = 16, longest = 8, seed = 1;
};

// One length of sequence.
struct Length {
  double tau, products;             // of two matrices, in the sum over k
  double dW, dU;                    // errors of the sum against the recursion
  double sum_time, recursion_time;  // milliseconds
};

std::vector<Length> measure(const Knobs& k) {
  if (k.longest < 1 || k.longest > 12)
    throw std::invalid_argument("longest: expected 1 .. 12");
  Random random(k.seed);
  const Index H = k.hidden, D = 3, K = 2;
  const Parameters p{xavier(random, H, D), 0.9 * orthogonal(random, H),
                     xavier(random, K, H), random.normal_matrix(H, 1, 0.1),
                     random.normal_matrix(K, 1, 0.1)};
  const Matrix h0 = random.normal_matrix(H, 1);
  std::vector<Length> lengths;
  Progress progress("differentiating", k.longest);
  for (Index tau = 2; tau <= Index{1} << k.longest; tau *= 2, progress.tick()) {
    const Sequence x = random.normal_matrix(D, tau);
    const Sequence y = random.normal_matrix(K, tau);
    const States s = forward(Activation::tanh, p, x, h0);
    const Sequence dLdo = output_delta(s.o, y);
    const SumOverK sum = sum_over_k(Activation::tanh, p, x, s, dLdo);
    const Gradient g = backward(Activation::tanh, p, x, s, dLdo);
    lengths.push_back(
        {double(tau), double(sum.products), block_error(sum.dW, g.dW),
         block_error(sum.dU, g.dU),
         milliseconds([&] { sum_over_k(Activation::tanh, p, x, s, dLdo); }),
         milliseconds([&] { backward(Activation::tanh, p, x, s, dLdo); })});
  }
  return lengths;
}

void show(Experiment& lab, const std::vector<Length>& lengths) {
  Table table{{"tau", "matrix products, sum over k",
               "vector products, recursion", "difference in dW"},
              {}};
  for (const Length& it : lengths)
    // The recursion has one W^T dz for every delta but the last.
    table.rows.push_back(
        {text(it.tau), text(it.products, 6), text(it.tau - 1), text(it.dW, 1)});
  lab.table("counts", table);
  lab.mark("counts.difference in dW", rounding("each at most 1e-12"));
  const Length& last = lengths.back();
  lab.value("longest", last.tau);
  lab.value("ratio", fixed(last.sum_time / last.recursion_time, 0));
  lab.mark("ratio", measured());

  const auto all = [&](double Length::*what) {
    Vector v(lengths.size());
    for (Index i = 0; i < v.n_elem; ++i) v(i) = lengths[i].*what;
    return v;
  };
  const Vector tau = all(&Length::tau);
  Figure times("03-two_ways_time", "Time of one gradient", measured());
  times.log_x().log_y().x_label("tau").y_label("milliseconds");
  times.legend("top left");
  times.line(tau, all(&Length::sum_time), "sum over k", Colour::vermilion);
  times.line(tau, all(&Length::recursion_time), "recursion", Colour::blue);
  lab.draw(times);
}

void claim(Experiment& lab, const std::vector<Length>& lengths) {
  bool equal = true, counted = true;
  for (const Length& it : lengths) {
    equal = equal && it.dW < 1e-12 && it.dU < 1e-12;
    counted = counted && it.products == it.tau * (it.tau - 1) / 2;
  }
  lab.claim(equal, "one gradient, to 1e-12");
  lab.claim(counted, "tau (tau - 1) / 2 products");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-two_ways",
                 "The sum over k and the recursion give one gradient; the sum "
                 "multiplies tau (tau - 1) / 2 pairs of matrices, the "
                 "recursion none: it has tau - 1 products with a vector");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units");
  lab.knob("longest", k.longest, "the longest sequence has 2^longest steps");
  lab.knob("seed", k.seed, "seed of parameters and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
