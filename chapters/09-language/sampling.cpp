// Draws from probabilities, counted: at a low temperature, at one, at a high
// one.
#include "chapters/09-language/sample.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

struct Knobs {
  Index draws = 20000, seed = 1;
};

const Vector scores{2, 1, 0, -1, -2};
const double temperatures[] = {0.5, 1, 2};
constexpr Index many = std::size(temperatures);

struct Found {
  Matrix p = Matrix(scores.n_elem, many);      // probabilities
  Matrix share = Matrix(scores.n_elem, many);  // of the draws
  double draws = 0;
};

Found measure(const Knobs& k) {
  Found f;
  f.draws = static_cast<double>(k.draws);
  Random random(k.seed);
  for (Index i = 0; i < many; ++i) {
    f.p.col(i) = at_temperature(scores, temperatures[i]);
    Vector count(scores.n_elem, arma::fill::zeros);
    for (Index n = 0; n < k.draws; ++n) count(draw(f.p.col(i), random)) += 1;
    f.share.col(i) = count / f.draws;
  }
  return f;
}

double entropy(const Vector& p) {
  return -arma::dot(p, arma::log2(p));
}

void show(Experiment& lab, const Found& f) {
  Table table{{"score"}, {}};
  for (const double t : temperatures) {
    table.head.push_back("p at " + text(t));
    table.head.push_back("drawn at " + text(t));
  }
  for (Index k = 0; k < scores.n_elem; ++k) {
    table.rows.push_back({text(scores(k))});
    for (Index i = 0; i < many; ++i) {
      table.rows.back().push_back(fixed(f.p(k, i), 4));
      table.rows.back().push_back(fixed(f.share(k, i), 4));
    }
  }
  lab.table("shares", table);
  for (Index i = 0; i < many; ++i)
    lab.value("bits_" + std::to_string(i + 1), entropy(f.p.col(i)), 3);
  Figure figure("09-sampling", "");
  figure.x_label("score").y_label("probability, and share of the draws");
  figure.legend("top left").y_range(0, 1);
  const Colour colours[] = {Colour::blue, Colour::green, Colour::vermilion};
  for (Index i = 0; i < many; ++i) {
    const std::string name = "temperature " + text(temperatures[i]);
    figure.line(scores, f.p.col(i), name, colours[i]);
    figure.points(scores, f.share.col(i), "", colours[i]);
  }
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const Matrix error = arma::sqrt(f.p % (1 - f.p) / f.draws);
  lab.claim("a share off its probability, in standard errors, largest",
            arma::abs((f.share - f.p) / error).max(), below(4));
  lab.claim("bits of a draw at the first temperature, in those at the last",
            entropy(f.p.col(0)) / entropy(f.p.col(many - 1)), below(0.6));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-sampling",
                 "What is drawn comes as often as its probability says, and a "
                 "low temperature leaves little to chance");
  Knobs k;
  lab.knob("draws", k.draws, "at each temperature", {2000}, {10, 1000000});
  lab.knob("seed", k.seed, "of the draws");
  return lab.run(argc, argv, k, measure, show, claim);
}
