// Where to put the threshold: half to ten times the average norm.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

bptt::Parameters<> first(Index units, Random random) {
  return {random.normal_matrix(units, 1, 0.5), orthogonal(random, units),
          random.normal_matrix(1, units, 0.3), Vector(units, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-threshold",
                 "Thresholds from half to ten times the average norm of the "
                 "gradient lead to an error below 0.5; fifty times does not");
  Index units = 8, seeds = 5, updates = 150;
  double rate = 0.007;  // of the clipped runs
  double calm = 0.001;  // of the run that measures the average norm
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "seeds");
  lab.knob("updates", updates, "updates");
  lab.knob("rate", rate, "learning rate of the clipped runs");
  lab.knob("calm", calm, "learning rate at which nothing is clipped");
  return lab.run(argc, argv, [&] {
    const Sunspots data = sunspots();
    const double tau = static_cast<double>(data.y.n_elem);
    Vector average(seeds);
    for (Index seed = 0; seed < seeds; ++seed)
      average(seed) = arma::mean(
          Vector(train_on(data, {calm, 0, updates}, first(units, Random(seed)))
                     .norms));
    const double norm = arma::mean(average);
    lab.value("average", norm, 3);

    const Vector multiple{0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50};
    Vector best(multiple.n_elem), median = best, worst = best;
    Progress progress("thresholds", multiple.n_elem);
    for (Index i = 0; i < multiple.n_elem; ++i) {
      Vector error(seeds);
      for (Index seed = 0; seed < seeds; ++seed) {
        const Record run = train_on(data, {rate, multiple(i) * norm, updates},
                                    first(units, Random(seed)));
        error(seed) = run.finite ? 2 * run.losses.back() / tau : 1e9;
      }
      best(i) = error.min();
      median(i) = arma::median(error);
      worst(i) = error.max();
      progress.tick();
    }
    Table table{
        {"threshold / average norm", "least error", "median", "largest"}, {}};
    for (Index i = 0; i < multiple.n_elem; ++i)
      table.rows.push_back({text(multiple(i)), fixed(best(i), 3),
                            fixed(median(i), 3), fixed(worst(i), 3)});
    lab.table("errors", table);
    // Far above the average norm training hangs on the last bit.
    const Mark far = rounding(
        "each within a factor of 5 and median within a factor of 1.01");
    for (const char* column : {"least error", "median", "largest"})
      lab.mark(std::string("errors.") + column, far);

    Figure figure("04-threshold", "", far);
    figure.size(640, 400).log_x().log_y().legend("top left");
    figure.x_label("threshold / average norm of the gradient");
    figure.y_label("error / variance").x_range(0.018, 55);
    figure.set("set format x '%g'").set("set format y '%g'");
    figure.span(0.5, 10).horizontal(1);
    figure.note(0.06, 1.4, "predicting the mean");
    figure.band(multiple, best, worst, "all seeds", Colour::green);
    figure.line(multiple, median, "median", Colour::green);
    lab.draw(figure);

    const arma::uvec inside = arma::find(multiple >= 0.5 && multiple <= 10);
    lab.value("inside_worst", Vector(worst(inside)).max(), 2);
    lab.value("fifty_median", median(multiple.n_elem - 1), 2);
    lab.mark("fifty_median", rounding("each within a factor of 2"));
    lab.claim(Vector(worst(inside)).max() < 0.5, "half to ten times");
    lab.claim(median(multiple.n_elem - 1) > 1, "fifty times");
  });
}
