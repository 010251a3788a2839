/// \file
/// Two ways to one gradient: the sum over k, and the recursion of delta.
#include "chapters/03-any-length/stopwatch.hpp"
#include "chapters/03-any-length/sum_over_k.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

int main(int argc, char** argv) {
  Experiment lab("03-two_ways",
                 "The sum over k and the recursion give one gradient; the sum "
                 "multiplies tau (tau - 1) / 2 pairs of matrices, the "
                 "recursion none: it has tau - 1 products with a vector");
  Index hidden = 16, longest = 8, seed = 1;
  lab.knob("hidden", hidden, "hidden units");
  lab.knob("longest", longest, "the longest sequence has 2^longest steps");
  lab.knob("seed", seed, "seed of parameters and data");
  return lab.run(argc, argv, [&] {
    if (longest < 1 || longest > 12)
      throw std::invalid_argument("longest: expected 1 .. 12");
    Random random(seed);
    const Index H = hidden, D = 3, K = 2;
    const Parameters<> p{xavier(random, H, D), 0.9 * orthogonal(random, H),
                         xavier(random, K, H), random.normal_matrix(H, 1, 0.1),
                         random.normal_matrix(K, 1, 0.1)};
    const Vector h0 = random.normal_matrix(H, 1);
    Vector tau(longest), sum_count(longest), recursion_count(longest);
    Vector sum_time(longest), recursion_time(longest);
    Table table{{"tau", "matrix products, sum over k",
                 "vector products, recursion", "difference in dW"},
                {}};
    bool equal = true, counted = true;
    Progress progress("differentiating", longest);
    for (Index i = 0; i < longest; ++i, progress.tick()) {
      const Index steps = Index{1} << (i + 1);
      const Matrix x = random.normal_matrix(D, steps);
      const Matrix y = random.normal_matrix(K, steps);
      const States<> s = forward(Activation::tanh, p, x, h0);
      const Matrix dLdo = output_delta(s.o, y);
      const SumOverK sum = sum_over_k(Activation::tanh, p, x, s, dLdo);
      const Gradient g = backward(Activation::tanh, p, x, s, dLdo);
      const double error = block_error(sum.dW, g.dW);
      equal = equal && error < 1e-12 && block_error(sum.dU, g.dU) < 1e-12;
      counted = counted && sum.products == steps * (steps - 1) / 2;

      tau(i) = static_cast<double>(steps);
      sum_count(i) = static_cast<double>(sum.products);
      // One W^T dz for every delta but the last.
      recursion_count(i) = static_cast<double>(g.delta.n_cols - 1);
      sum_time(i) =
          milliseconds([&] { sum_over_k(Activation::tanh, p, x, s, dLdo); });
      recursion_time(i) =
          milliseconds([&] { backward(Activation::tanh, p, x, s, dLdo); });
      table.rows.push_back({std::to_string(steps), text(sum_count(i), 6),
                            text(recursion_count(i), 6), text(error, 1)});
    }
    lab.table("counts", table);
    lab.mark("counts.difference in dW", rounding("each at most 1e-12"));

    Figure counts("03-two_ways", "Products with a Jacobian");
    counts.log_x().log_y().x_label("tau").y_label("products");
    counts.legend("top left");
    counts.line(tau, sum_count, "sum over k: two matrices", Colour::vermilion);
    counts.line(tau, recursion_count, "recursion: matrix and vector",
                Colour::blue);
    lab.draw(counts);
    Figure times("03-two_ways_time", "Time of one gradient", measured());
    times.log_x().log_y().x_label("tau").y_label("milliseconds");
    times.legend("top left");
    times.line(tau, sum_time, "sum over k", Colour::vermilion);
    times.line(tau, recursion_time, "recursion", Colour::blue);
    lab.draw(times);
    const Vector ratio = sum_time / recursion_time;
    lab.value("longest", tau(longest - 1));
    lab.value("ratio", fixed(ratio(longest - 1), 0));
    lab.mark("ratio", measured());

    lab.claim(equal, "one gradient, to 1e-12");
    lab.claim(counted, "tau (tau - 1) / 2 products");
  });
}
