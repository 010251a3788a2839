/// \file
/// The 2-2-1 network of note D: its matrices and its units agree, its words
/// describe another network.
#include "chapters/02-three-steps/relu_net.hpp"

#include <limits>

#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

using Reading = ReluStep (*)(const ReluNet&, const Vector&, const Vector&);

// y_1, y_2, y_3.
Vector outputs(Reading step, const ReluNet& p, const Matrix& x, Vector h) {
  Vector y(3);
  for (Index t = 0; t < 3; ++t) {
    const ReluStep s = step(p, x.col(t), h);
    h = s.h;
    y(t) = s.y;
  }
  return y;
}

ReluStep in_matrices(const ReluNet& p, const Vector& x, const Vector& before) {
  return step_in_matrices(p, x, before);
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
    const Matrix x = random.normal_matrix(2, 3);
    const Vector h0 = random.normal_matrix(2, 1);
    const Vector a = outputs(one, p, x, h0), b = outputs(other, p, x, h0);
    const double scale = std::max(1.0, arma::abs(a).max());
    largest = std::max(largest, arma::abs(a - b).max() / scale);
  }
  return largest;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-relu_net",
                 "Note D's matrices and its unit-by-unit formulas are one "
                 "network; its words describe the transposed one");
  Index networks = 1000, seed = 1;
  lab.knob("networks", networks, "random networks to compare on");
  lab.knob("seed", seed, "their seed");
  return lab.run(argc, argv, [&] {
    const ReluNet p = pencil_net();
    const Matrix x = {{2, 1, 0}, {1, 0, 1}};
    const Vector h0 = {1, 1};
    const Vector m = outputs(in_matrices, p, x, h0);
    const Vector u = outputs(step_by_unit, p, x, h0);
    const Vector w = outputs(step_by_words, p, x, h0);
    Table table{{"t", "matrices", "unit by unit", "words"}, {}};
    for (Index t = 0; t < 3; ++t)
      table.rows.push_back(
          {std::to_string(t + 1), text(m(t)), text(u(t)), text(w(t))});
    lab.table("outputs", table);
    lab.claim(arma::approx_equal(m, Vector{8, 1, 7}, "absdiff", 0),
              "the matrices give 8, 1, 7");
    lab.claim(arma::approx_equal(u, m, "absdiff", 0), "so do the units");
    lab.claim(arma::approx_equal(w, Vector{1, 11, 10}, "absdiff", 0),
              "the words give 1, 11, 10");

    const double rounding =
        largest_difference(in_matrices, step_by_unit, networks, seed);
    const double apart =
        largest_difference(in_matrices, step_by_words, networks, seed);
    const double epsilon = std::numeric_limits<double>::epsilon();
    lab.print("\nrandom networks: matrices against units " + text(rounding, 2) +
              ", against words " + text(apart, 2));
    lab.value("networks", static_cast<double>(networks));
    lab.value("apart", apart, 2);
    lab.claim(rounding <= 100 * epsilon, "matrices and units to rounding");
    lab.claim(apart > 1, "the words are another network");

    const Vector t = {1, 2, 3};
    Figure figure("02-relu-net", "Three readings of the 2-2-1 network");
    figure.x_names(t, {"t = 1", "t = 2", "t = 3"}).y_label("output y_t");
    figure.x_range(0.5, 3.5).y_range(0, 16).legend("top left");
    figure.bars(t - 0.25, m, "matrices", Colour::blue, 0.22);
    figure.bars(t, u, "unit by unit", Colour::sky, 0.22);
    figure.bars(t + 0.25, w, "the note's words", Colour::vermilion, 0.22);
    lab.draw(figure);
  });
}
