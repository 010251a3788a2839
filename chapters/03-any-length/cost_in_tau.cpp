/// \file
/// What the recursion, the sum over k and a scan cost as a sequence grows.
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
  Index tau, work, kept, expected;     // multiplications; numbers kept
  Index products, rounds, joins;       // of the sum over k; of the scan
  double error, bytes;                 // largest, of dW, dU, delta; kept
  double forward, backward, sum_over;  // milliseconds
};

Length measure_one(const Parameters& p, const Sequence& x, const Sequence& y,
                   const Matrix& h0) {
  const auto tanh = Activation::tanh;
  const double before = bytes_held();
  const States s = forward(tanh, p, x, h0);
  const double bytes = bytes_held() - before;
  Index kept = 0;
  for (const Sequence* q : {&s.z, &s.h, &s.o}) kept += q->slices().n_elem;
  const Sequence dLdo = output_delta(s.o, y);
  const Gradient g = backward(tanh, p, x, s, dLdo);
  const SumOverK sum = sum_over_k(tanh, p, x, s, dLdo);
  const Scan scan = delta_by_scan(tanh, p, s, dLdo);
  return {x.last(),
          multiplications(p, x.last()),
          kept,
          numbers_kept(p, x.last()),
          sum.products,
          scan.rounds,
          scan.joins,
          std::max({block_error(sum.dW, g.dW), block_error(sum.dU, g.dU),
                    block_error(scan.delta.columns(), g.delta.columns())}),
          bytes,
          milliseconds([&] { forward(tanh, p, x, h0); }),
          milliseconds([&] { backward(tanh, p, x, s, dLdo); }),
          milliseconds([&] { sum_over_k(tanh, p, x, s, dLdo); })};
}

std::vector<Length> measure(const Knobs& k) {
  Random random(k.seed);
  const Index H = k.hidden, D = 8, K = 8;
  const Parameters p{xavier(random, H, D), 0.9 * orthogonal(random, H),
                     xavier(random, K, H), random.normal_matrix(H, 1, 0.1),
                     random.normal_matrix(K, 1, 0.1)};
  const Matrix h0 = random.normal_matrix(H, 1);
  std::vector<Length> lengths;
  Progress progress("measuring", k.longest - 1);
  for (Index tau = 4; tau <= Index{1} << k.longest; tau *= 2, progress.tick()) {
    const Sequence x = random.normal_matrix(D, tau);
    lengths.push_back(measure_one(p, x, random.normal_matrix(K, tau), h0));
  }
  return lengths;
}

void show(Experiment& lab, const std::vector<Length>& lengths) {
  Table passes{{"tau", "multiplications forward", "backward", "numbers kept"},
               {}};
  Table ways{{"tau", "recursion: products with a vector",
              "sum over k: products of matrices", "scan: rounds",
              "scan: products of matrices", "largest difference"},
             {}};
  const auto digits = [](Index n) { return std::to_string(n); };
  for (const Length& it : lengths) {
    passes.rows.push_back({digits(it.tau), digits(it.work), digits(2 * it.work),
                           digits(it.kept)});
    // The recursion has one W^T dz for every delta but the last.
    ways.rows.push_back({digits(it.tau), digits(it.tau - 1),
                         digits(it.products), digits(it.rounds),
                         digits(it.joins), text(it.error, 1)});
  }
  lab.table("passes", passes);
  lab.table("ways", ways);
  lab.mark("ways.largest difference", rounding("each at most 1e-12"));
  const Length& it = lengths.back();
  lab.value("longest", digits(it.tau));
  lab.value("ratio", fixed(it.sum_over / it.backward, 0));
  lab.mark("ratio", measured());
  const auto of = [&](auto field) { return column(lengths, field); };
  const Vector tau = of(&Length::tau);
  Figure times("03-cost_in_tau_time", "Measured: time", measured());
  times.log_x().log_y().x_label("tau").y_label("milliseconds");
  times.line(tau, of(&Length::sum_over), "sum over k", Colour::orange);
  times.line(tau, of(&Length::backward), "backward", backward_colour);
  times.line(tau, of(&Length::forward), "forward", forward_colour);
  lab.draw(times);
  Figure memory("03-cost_in_tau_memory", "Measured: memory", measured());
  memory.log_x().log_y().x_label("tau").y_label("bytes").legend("top left");
  memory.points(tau, of(&Length::bytes), "held by the forward pass",
                Colour::green);
  memory.dashed(tau, 8 * of(&Length::kept), "8 bytes a number", Colour::grey);
  lab.draw(memory);
}

void claim(Experiment& lab, const std::vector<Length>& lengths) {
  const Vector tau = column(lengths, &Length::tau), log2 = arma::log2(tau);
  const auto off = [&](auto what, auto counted, const Vector& derived) {
    const Vector gap = arma::abs(column(lengths, counted) - derived);
    lab.claim(what, arma::accu(gap), equal_to(0));
  };
  off("numbers kept, off tau (2H + K) + H", &Length::kept,
      column(lengths, &Length::expected));
  off("products of the sum, off tau (tau - 1) / 2", &Length::products,
      tau % (tau - 1) / 2);
  off("rounds of the scan, off log2 tau", &Length::rounds, log2);
  off("its products, off tau log2 tau - tau + 1", &Length::joins,
      tau % log2 - tau + 1);
  lab.claim("largest difference between the ways",
            column(lengths, &Length::error).max(), at_most(1e-12));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-cost_in_tau",
                 "Work and memory of both passes are proportional to tau; the "
                 "sum over k gives the same gradient for tau (tau - 1) / 2 "
                 "products of matrices, a scan in log2 tau rounds");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units", {4, 8, 32, 48});
  lab.knob("longest", k.longest, "the longest sequence has 2^longest steps", {},
           {2, 12});
  lab.knob("seed", k.seed, "seed of parameters and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
