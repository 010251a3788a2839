/// \file
/// What grows with the length of a sequence, and what cannot be hurried.
#include "chapters/03-any-length/other_ways.hpp"
#include "chapters/03-any-length/stopwatch.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  Index hidden = 32, longest = 12, seed = 1;
};

// One length of sequence.
struct Length {
  double tau, work, kept, expected;  // multiplications; numbers kept
  double rounds = 0, error = 0;      // of the scan; 0 where it was not run
  double bytes, forward_time, backward_time;  // measured; milliseconds
};

Length measure_one(const Parameters& p, const Sequence& x, const Sequence& y,
                   const Matrix& h0) {
  Length it{};
  const Index tau = x.last();
  it.tau = static_cast<double>(tau);
  it.work = static_cast<double>(multiplications(p, tau));
  it.expected = static_cast<double>(numbers_kept(p, tau));
  it.forward_time = milliseconds([&] { forward(Activation::tanh, p, x, h0); });
  const double before = bytes_held();
  const States s = forward(Activation::tanh, p, x, h0);
  it.bytes = bytes_held() - before;
  for (const Sequence* q : {&s.z, &s.h, &s.o})
    it.kept += static_cast<double>(q->slices().n_elem);

  const Sequence dLdo = output_delta(s.o, y);
  it.backward_time =
      milliseconds([&] { backward(Activation::tanh, p, x, s, dLdo); });
  // The scan does tau log2 tau products of matrices: short sequences only.
  if (tau <= 256) {
    const Scan scan = delta_by_scan(Activation::tanh, p, s, dLdo);
    const Gradient g = backward(Activation::tanh, p, x, s, dLdo);
    it.rounds = static_cast<double>(scan.rounds);
    it.error = block_error(scan.delta.columns(), g.delta.columns());
  }
  return it;
}

std::vector<Length> measure(const Knobs& k) {
  if (k.longest < 4 || k.longest > 16)
    throw std::invalid_argument("longest: expected 4 .. 16");
  Random random(k.seed);
  const Index H = k.hidden, D = 8, K = 8;
  const Parameters p{xavier(random, H, D), 0.9 * orthogonal(random, H),
                     xavier(random, K, H), random.normal_matrix(H, 1, 0.1),
                     random.normal_matrix(K, 1, 0.1)};
  const Matrix h0 = random.normal_matrix(H, 1);
  std::vector<Length> lengths;
  Progress progress("measuring", k.longest - 3);
  for (Index tau = 16; tau <= Index{1} << k.longest; tau *= 2) {
    const Sequence x = random.normal_matrix(D, tau);
    const Sequence y = random.normal_matrix(K, tau);
    lengths.push_back(measure_one(p, x, y, h0));
    progress.tick();
  }
  return lengths;
}

void show(Experiment& lab, const std::vector<Length>& lengths) {
  Table table{{"tau", "multiplications forward", "backward", "numbers kept",
               "rounds of the scan"},
              {}};
  for (const Length& it : lengths)
    table.rows.push_back({text(it.tau), text(it.work, 9), text(2 * it.work, 9),
                          text(it.kept, 9),
                          it.rounds > 0 ? text(it.rounds) : "not run"});
  lab.table("counts", table);

  const auto all = [&](double Length::*what) {
    Vector v(lengths.size());
    for (Index i = 0; i < v.n_elem; ++i) v(i) = lengths[i].*what;
    return v;
  };
  const Vector tau = all(&Length::tau);
  Figure times("03-cost_in_tau_time", "Measured: time", measured());
  times.log_x().log_y().x_label("tau").y_label("milliseconds");
  times.legend("top left");
  times.line(tau, all(&Length::backward_time), "backward", Colour::vermilion);
  times.line(tau, all(&Length::forward_time), "forward", Colour::blue);
  lab.draw(times);
  Figure memory("03-cost_in_tau_memory", "Measured: memory", measured());
  memory.log_x().log_y().x_label("tau").y_label("bytes").legend("top left");
  memory.points(tau, all(&Length::bytes), "held by the forward pass",
                Colour::green);
  memory.dashed(tau, 8 * all(&Length::kept), "8 bytes a number", Colour::grey);
  lab.draw(memory);
}

void claim(Experiment& lab, const std::vector<Length>& lengths) {
  bool counted = true, few_rounds = true, equal = true;
  for (const Length& it : lengths) {
    counted = counted && it.kept == it.expected;
    if (it.rounds == 0) continue;
    few_rounds = few_rounds && std::exp2(it.rounds) == it.tau;
    equal = equal && it.error < 1e-12;
  }
  lab.claim(counted, "tau (2H + K) + H numbers are kept");
  lab.claim(few_rounds, "log2 tau rounds");
  lab.claim(equal, "the scan's delta is the recursion's");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-cost_in_tau",
                 "Work and numbers kept are proportional to tau; the forward "
                 "pass is a chain of tau steps, the way back can be one of "
                 "log2 tau rounds");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units");
  lab.knob("longest", k.longest, "the longest sequence has 2^longest steps");
  lab.knob("seed", k.seed, "seed of parameters and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
