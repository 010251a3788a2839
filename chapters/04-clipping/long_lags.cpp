// At which lag plain descent stops to learn.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, updates = 300;
  double rate = 0.1;
};

struct Setting {
  std::string name;
  double gain;       // W = gain times orthogonal; 0: small normal numbers
  double threshold;  // 0: plain descent
  Colour colour;
};
const std::vector<Setting> settings{
    {"small weights", 0, 0, Colour::vermilion},
    {"orthogonal × 1.5", 1.5, 0, Colour::orange},
    {"orthogonal × 1.5, clipped", 1.5, 1, Colour::green}};
const Vector lengths{2, 4, 6, 10, 20, 40};

// W is drawn before U and V.
Parameters first(const Setting& setting, Index units, Random& random) {
  const bool small = setting.gain == 0;
  const Matrix W = small ? random.normal_matrix(units, units, 0.1)
                         : Matrix(setting.gain * orthogonal(random, units));
  return first_parameters(
      units, [&W](Random&, Index) { return W; }, random, small ? 0.1 : 0.5,
      small ? 0.1 : 0.3);
}

// How many seeds learn: a row for each setting, a column for each length.
Matrix measure(const Knobs& k) {
  Matrix learned(settings.size(), lengths.n_elem, arma::fill::zeros);
  Progress progress("runs", learned.n_elem);
  for (Index s = 0; s < learned.n_rows; ++s)
    for (Index i = 0; i < learned.n_cols; ++i, progress.tick()) {
      FirstSign task;
      task.tau = static_cast<Index>(lengths(i));
      for (Index seed = 0; seed < k.seeds; ++seed) {
        Random random(seed);
        const Parameters p = first(settings[s], k.units, random);
        const Record run =
            train_on(task, Activation::tanh,
                     {k.rate, settings[s].threshold, k.updates}, p, random);
        learned(s, i) += has_learned(task, Activation::tanh, run, random);
      }
    }
  return learned;
}

void show(Experiment& lab, const Matrix& learned, const Knobs& k) {
  const Mark counted = rounding("each within 2");
  Figure figure("04-long_lags", "", counted);
  figure.size(640, 400).x_label("lag").y_label("seeds that learn");
  figure.y_range(-0.3, static_cast<double>(k.seeds) + 0.3);
  figure.legend("at graph 0.97, graph 0.42");
  Table table{{"first weights"}, {}};
  for (const double tau : lengths) table.head.push_back("lag " + text(tau - 1));
  for (Index s = 0; s < settings.size(); ++s) {
    const Vector row = learned.row(s).t();
    table.rows.push_back({settings[s].name});
    for (const double n : row) table.rows.back().push_back(text(n));
    figure.line(lengths - 1, row, settings[s].name, settings[s].colour);
    figure.points(lengths - 1, row, "", settings[s].colour);
  }
  lab.table("learned", table);
  lab.mark("learned", counted);
  lab.draw(figure);
}

void claim(Experiment& lab, const Matrix& learned, const Knobs& k) {
  const double n = static_cast<double>(k.seeds);
  lab.claim(learned(0, 0) == n, "lag 1, small weights");
  lab.claim(arma::accu(learned.submat(0, 3, 0, 5)) == 0,
            "lag 9 and more, small weights");
  lab.claim(learned.row(2).min() >= 0.9 * n, "orthogonal and clipped");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-long_lags",
                 "From small weights plain descent learns one step back on "
                 "every seed and nine or more on none; the same network from "
                 "orthogonal weights, clipped, learns thirty-nine");
  Knobs k;
  lab.knob("units", k.units, "hidden units");
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("updates", k.updates, "updates of a batch of ten sequences");
  lab.knob("rate", k.rate, "learning rate");
  return lab.run(argc, argv, k, measure, show, claim);
}
