/// \file
/// The 2-2-1 network of note D: its matrices and its units agree, its words
/// describe another network.
#include <limits>

#include "chapters/02-three-steps/readings.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {
  Index networks = 1000, seed = 1;
};

using Reading = ReluStep (*)(const ReluNet&, const Vector&, const Vector&);
constexpr Reading in_matrices = step_in_matrices;

// y_1, y_2, y_3 on x_1, x_2, x_3.
Vector outputs(Reading step, const ReluNet& p, const std::vector<Vector>& x,
               Vector h) {
  std::vector<double> y;
  for (const Vector& x_t : x) {
    const ReluStep s = step(p, x_t, h);
    h = s.h;
    y.push_back(s.y);
  }
  return y;
}

// The largest difference between two readings over many random networks.
double largest_difference(Reading one, Reading other, Index networks,
                          Index seed) {
  Random random(seed);
  double largest = 0;
  for (Index i = 0; i < networks; ++i) {
    const Vector v = random.normal_matrix(13, 1);
    const ReluNet p{v(0), v(1), v(2), v(3),  v(4),  v(5), v(6),
                    v(7), v(8), v(9), v(10), v(11), v(12)};
    const Matrix m = random.normal_matrix(2, 3);
    const std::vector<Vector> x{m.col(0), m.col(1), m.col(2)};
    const Vector h0 = random.normal_matrix(2, 1);
    const Vector a = outputs(one, p, x, h0), b = outputs(other, p, x, h0);
    const double scale = std::max(1.0, arma::abs(a).max());
    largest = std::max(largest, arma::abs(a - b).max() / scale);
  }
  return largest;
}

struct Measured {
  Vector matrices, units, words;  // outputs of the page's network
  double rounding, apart;         // of units and words from matrices, at random
};

Measured measure(const Knobs& k) {
  const ReluNet p = pencil_net();
  const std::vector<Vector> x{{2, 1}, {1, 0}, {0, 1}};
  const Vector h0 = {1, 1};
  return {outputs(in_matrices, p, x, h0), outputs(step_by_unit, p, x, h0),
          outputs(step_by_words, p, x, h0),
          largest_difference(in_matrices, step_by_unit, k.networks, k.seed),
          largest_difference(in_matrices, step_by_words, k.networks, k.seed)};
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
  const auto are = [](const Vector& y, const Vector& by_hand) {
    return arma::approx_equal(y, by_hand, "absdiff", 0);
  };
  const double epsilon = std::numeric_limits<double>::epsilon();
  lab.claim(are(m.matrices, {8, 1, 7}), "the matrices give 8, 1, 7");
  lab.claim(are(m.units, {8, 1, 7}), "so do the units");
  lab.claim(are(m.words, {1, 11, 10}), "the words give 1, 11, 10");
  lab.claim(m.rounding <= 100 * epsilon, "matrices and units to rounding");
  lab.claim(m.apart > 1, "the words are another network");
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
