// At which lag plain descent stops to learn.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Setting {
  std::string name;
  double gain;       // W = gain times orthogonal; 0: small normal numbers
  double threshold;  // 0: plain descent
  Colour colour;
};

bptt::Parameters<> first(Index units, const Setting& setting, Random& random) {
  const bool small = setting.gain == 0;
  const Matrix W = small ? random.normal_matrix(units, units, 0.1)
                         : Matrix(setting.gain * orthogonal(random, units));
  return {random.normal_matrix(units, 1, small ? 0.1 : 0.5), W,
          random.normal_matrix(1, units, small ? 0.1 : 0.3),
          Vector(units, arma::fill::zeros), Vector(1, arma::fill::zeros)};
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-long_lags",
                 "From small weights plain descent learns one step back on "
                 "every seed and nine or more on none; the same network from "
                 "orthogonal weights, clipped, learns thirty-nine");
  Index units = 8, seeds = 10, updates = 300;
  double rate = 0.1;
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "seeds");
  lab.knob("updates", updates, "updates of a batch of ten sequences");
  lab.knob("rate", rate, "learning rate");
  return lab.run(argc, argv, [&] {
    const std::vector<Setting> settings{
        {"small weights", 0, 0, Colour::vermilion},
        {"orthogonal × 1.5", 1.5, 0, Colour::orange},
        {"orthogonal × 1.5, clipped", 1.5, 1, Colour::green}};
    const Vector tau{2, 4, 6, 10, 20, 40};
    const Mark counted = rounding("each within 2");
    Figure figure("04-long_lags", "", counted);
    figure.size(640, 400).x_label("lag").y_label("seeds that learn");
    figure.y_range(-0.3, static_cast<double>(seeds) + 0.3);
    figure.legend("at graph 0.97, graph 0.42");
    Table table{{"first weights"}, {}};
    for (const double t : tau) table.head.push_back("lag " + text(t - 1));

    Matrix learned(settings.size(), tau.n_elem, arma::fill::zeros);
    Progress progress("runs", learned.n_elem);
    for (Index s = 0; s < settings.size(); ++s) {
      table.rows.push_back({settings[s].name});
      for (Index i = 0; i < tau.n_elem; ++i) {
        FirstSign task;
        task.tau = static_cast<Index>(tau(i));
        for (Index seed = 0; seed < seeds; ++seed) {
          Random random(seed);
          const Record run = train_on(
              task, Activation::tanh, {rate, settings[s].threshold, updates},
              first(units, settings[s], random), random);
          learned(s, i) += has_learned(task, Activation::tanh, run, random);
        }
        table.rows.back().push_back(text(learned(s, i)));
        progress.tick();
      }
      figure.line(tau - 1, learned.row(s).t(), settings[s].name,
                  settings[s].colour);
      figure.points(tau - 1, learned.row(s).t(), "", settings[s].colour);
    }
    lab.table("learned", table);
    lab.mark("learned", counted);
    lab.draw(figure);

    const double n = static_cast<double>(seeds);
    lab.claim(learned(0, 0) == n, "lag 1, small weights");
    lab.claim(arma::accu(learned.submat(0, 3, 0, 5)) == 0,
              "lag 9 and more, small weights");
    lab.claim(learned.row(2).min() >= 0.9 * n, "orthogonal and clipped");
  });
}
