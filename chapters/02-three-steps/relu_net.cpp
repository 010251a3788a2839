/// \file
/// The 2-2-1 network of note D: its matrices and its units agree, its words
/// describe another network.
#include <limits>

#include "chapters/02-three-steps/readings.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"
#include "common/sequence.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {
  Index networks = 1000, seed = 1;
};

using Reading = ReluStep (*)(const Parameters&, const Vector&, const Vector&);

// The output at three steps.
Vector outputs(Reading step, const Parameters& p, const Sequence& x,
               const Vector& h0) {
  Vector h = h0, y_hat(3);
  for (Index t = 1; t <= 3; ++t) {
    const ReluStep s = step(p, x(t), h);
    h = s.h;
    y_hat(t - 1) = s.y_hat(0);
  }
  return y_hat;
}

// The largest difference of a reading from the matrices over many random
// networks, relative to the larger of 1 and the output.
double largest_difference(Reading other, const Knobs& k) {
  Random random(k.seed);
  double largest = 0;
  for (Index i = 0; i < k.networks; ++i) {
    const auto normal = [&](Index rows, Index cols) {
      return random.normal_matrix(rows, cols);
    };
    const Parameters p{normal(2, 2), normal(2, 2), normal(1, 2), normal(2, 1),
                       normal(1, 1)};
    const Sequence x = normal(2, 3);
    const Vector h0 = normal(2, 1);
    const Vector y_hat = outputs(step_in_matrices, p, x, h0);
    const Vector off = arma::abs(y_hat - outputs(other, p, x, h0));
    largest =
        std::max(largest, off.max() / std::max(1.0, arma::abs(y_hat).max()));
  }
  return largest;
}

struct Measured {
  Vector matrices, units, words;  // outputs of the page's network
  double rounding, apart;         // of units and words from matrices, at random
};

Measured measure(const Knobs& k) {
  const Sequence x(Matrix{{2, 1, 0}, {1, 0, 1}});
  const auto of_the_page = [&](Reading step) {
    return outputs(step, pencil_net(), x, {1, 1});
  };
  return {of_the_page(step_in_matrices), of_the_page(step_by_unit),
          of_the_page(step_by_words), largest_difference(step_by_unit, k),
          largest_difference(step_by_words, k)};
}

void show(Experiment& lab, const Measured& m, const Knobs& k) {
  Table table{{"t", "matrices", "unit by unit", "words"}, {}};
  for (Index i = 0; i < 3; ++i)
    table.rows.push_back({std::to_string(i + 1), text(m.matrices(i)),
                          text(m.units(i)), text(m.words(i))});
  lab.table("outputs", table);
  lab.print("\nrandom networks: matrices against units " + text(m.rounding, 2) +
            ", against words " + text(m.apart, 2));
  lab.value("networks", static_cast<double>(k.networks));
  lab.value("apart", m.apart, 2);

  const Vector t = {1, 2, 3};
  Figure figure("02-relu-net", "Three readings of the 2-2-1 network");
  figure.x_names(t, {"t = 1", "t = 2", "t = 3"}).y_label("output y_t");
  figure.x_range(0.5, 3.5).y_range(0, 16).legend("top left");
  figure.bars(t - 0.25, m.matrices, "matrices", Colour::blue, 0.22);
  figure.bars(t, m.units, "unit by unit", Colour::sky, 0.22);
  figure.bars(t + 0.25, m.words, "the note's words", Colour::vermilion, 0.22);
  lab.draw(figure);
}

void claim(Experiment& lab, const Measured& m) {
  const Vector formulas{8, 1, 7}, words{1, 11, 10};
  lab.claim("the matrices' outputs less 8, 1, 7",
            arma::abs(m.matrices - formulas).max(), equal_to(0));
  lab.claim("the units' outputs less 8, 1, 7",
            arma::abs(m.units - formulas).max(), equal_to(0));
  lab.claim("the words' outputs less 1, 11, 10",
            arma::abs(m.words - words).max(), equal_to(0));
  lab.claim("units from matrices, in random networks", m.rounding,
            at_most(100 * std::numeric_limits<double>::epsilon()));
  lab.claim("words from matrices, in random networks", m.apart, above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-relu_net",
                 "Note D's matrices and its unit-by-unit formulas are one "
                 "network; its words describe the transposed one");
  Knobs k;
  lab.knob("networks", k.networks, "random networks to compare on");
  lab.knob("seed", k.seed, "their seed");
  return lab.run(argc, argv, k, measure, show, claim);
}
