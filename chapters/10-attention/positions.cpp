// What attention knows of the order: nothing, until it is told.
#include "chapters/10-attention/lookback.hpp"
#include "chapters/10-attention/sinusoids.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

using Knobs = Lookback;

struct Found {
  std::vector<Way> ways;
  double reordered, reordered_placed;
};

// How far the outputs of reordered inputs are from the outputs, reordered.
double reordered(const Knobs& k, bool placed) {
  Random random(k.seed);
  const Parameters p = first_weights(k, random);
  const Matrix x = random.normal_matrix(2 * k.frequencies, k.tau);
  const Matrix place =
      (placed ? 1.0 : 0.0) * positions(2 * k.frequencies, k.tau);
  const arma::uvec order(random.permutation(k.tau));
  const Matrix o = forward(p, x + place, Mask::none).o,
               after = forward(p, x.cols(order) + place, Mask::none).o;
  return block_error(after, o.cols(order));
}

Found measure(const Knobs& k) {
  Found f{{{"symbols alone", Mask::none, false},
           {"symbols, causal mask", Mask::causal, false},
           {"with sinusoids", Mask::none, true}},
          reordered(k, false),
          reordered(k, true)};
  for (Way& way : f.ways) train(way, k);
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  Table table{{"what a step is told", "right", "right at twice the length"},
              {}};
  for (const Way& way : f.ways)
    table.rows.push_back({way.name, fixed(way.right, 3), fixed(way.longer, 3)});
  lab.table("right", table);
  lab.mark("right", rounding("each within 0.1"));
  lab.value("reordered", f.reordered, 1);
  lab.mark("reordered", rounding("each at most 1e-13"));
  const Vector steps = arma::regspace(1, static_cast<double>(k.tau));
  Figure figure("10-positions", "", rounding("each within 0.2"));
  figure.size(430, 400).x_label("step t").y_label("step s that it looks at");
  figure.x_range(0.5, double(k.tau) + 0.5).y_range(0.5, double(k.tau) + 0.5);
  figure.map(steps, steps, f.ways.back().weights, "weight", false);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("reordered inputs, outputs off", f.reordered, at_most(1e-13));
  lab.claim("the same with sinusoids", f.reordered_placed, above(0.01));
  lab.claim("right, symbols alone", f.ways[0].right, below(0.5));
  lab.claim("right, causal mask", f.ways[1].right, below(0.7));
  lab.claim("right, with sinusoids", f.ways[2].right, above(0.95));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-positions",
                 "Without positions attention knows no order: reordered inputs "
                 "give reordered outputs, and no head finds the symbol that "
                 "it is asked for; with sinusoids one does");
  Knobs k{16, 2, 8, 400, 8, 1, 0.01};
  lab.knob("tau", k.tau, "steps of a training sequence", {8, 32}, {6, 200});
  lab.knob("lag", k.lag, "steps back to the symbol", {1, 4}, {1, 5});
  lab.knob("frequencies", k.frequencies, "of the sinusoids, half of D", {4, 16},
           {1, 128});
  lab.knob("updates", k.updates, "of the weights", {200, 800});
  lab.knob("batch", k.batch, "sequences an update");
  lab.knob("rate", k.rate, "of Adam", {0.005, 0.02});
  lab.knob("seed", k.seed, "of symbols and weights");
  return lab.run(argc, argv, k, measure, show, claim);
}
