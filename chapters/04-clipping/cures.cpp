// Which cure touches which trouble.
#include "chapters/04-clipping/cures.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

// The two troubles on two axes; a cure's number stands beside its point.
Figure plane_of(const Vector& left, const std::vector<Trained>& far,
                Index seeds) {
  // Where gradients explode, rounding does too.
  Figure figure("04-cures", "",
                rounding("median within a factor of 2 and least within a "
                         "factor of 1.01"));
  figure.size(680, 440).log_x().log_y().legend("top left");
  figure.x_label("kept over the lag, ‖dh(t)/dh(t−n)‖");
  figure.y_label("longest step in training");
  figure.set("set format x '10^{%T}'").set("set format y '10^{%T}'");
  figure.set("set mxtics 1").set("set mytics 1");
  figure.x_range(1e-17, 1e6).y_range(0.01, 1e7);
  for (const bool learned : {true, false}) {
    std::vector<double> x, y;
    for (Index i = 0; i < left.n_elem; ++i) {
      if ((10 * far[i].learned >= 9 * seeds) != learned) continue;
      x.push_back(left(i));
      y.push_back(std::min(far[i].step, 1e6));
      const bool under = i == 2 || i == 12;  // its neighbour's is over
      figure.note(x.back(), y.back(), std::to_string(i + 1),
                  under ? "center offset 0,-0.9" : "center offset 0,0.8");
    }
    if (!x.empty())
      figure.points(x, y, learned ? "learns the long lag" : "does not",
                    learned ? Colour::green : Colour::vermilion);
  }
  return figure;
}

// Seeds that learn the long lag, the most and the least, over some cures.
using Cures = std::vector<Index>;
double most(const std::vector<Trained>& far, const Cures& cures) {
  double n = 0;
  for (const Index i : cures) n = std::max(n, double(far[i - 1].learned));
  return n;
}
double least(const std::vector<Trained>& far, const Cures& cures) {
  double n = 1e9;
  for (const Index i : cures) n = std::min(n, double(far[i - 1].learned));
  return n;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-cures",
                 "First weights ease vanishing and not explosion, clipping "
                 "explosion and not vanishing; both together learn the long "
                 "lag on nearly every seed");
  Index units = 8, seeds = 10, near = 10, far = 30;
  Training how{0.1, 0, 300};
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "seeds");
  lab.knob("near", near, "length of the short task");
  lab.knob("far", far, "length of the long task");
  lab.knob("rate", how.rate, "learning rate");
  lab.knob("updates", how.updates, "updates");
  return lab.run(argc, argv, [&] {
    FirstSign short_task, long_task;
    short_task.tau = near;
    long_task.tau = far;
    Table table{
        {"first weights, activation", "kept over the lag", "largest norm",
         "longest step", "learn lag " + std::to_string(near - 1),
         "learn lag " + std::to_string(far - 1)},
        {}};
    const std::vector<Cure> cures = all_cures();
    Vector left(cures.size());
    std::vector<Trained> distant;
    Progress progress("cures", cures.size());
    for (const Cure& cure : cures) {
      const Index i = distant.size();
      Vector of_seed(seeds);
      for (Index seed = 0; seed < seeds; ++seed)
        of_seed(seed) = kept(cure, units, long_task, Random(seed));
      left(i) = arma::median(of_seed);
      const Trained close = trained(cure, units, short_task, how, seeds);
      distant.push_back(trained(cure, units, long_task, how, seeds));
      table.rows.push_back(
          {std::to_string(i + 1) + " " + cure.name, text(left(i), 2),
           text(distant[i].largest, 2), text(distant[i].step, 2),
           std::to_string(close.learned), std::to_string(distant[i].learned)});
      progress.tick();
    }
    lab.table("cures", table);
    for (const char* column : {"cures.largest norm", "cures.longest step"})
      lab.mark(column, rounding("median within a factor of 2"));
    for (Index j = 4; j < 6; ++j)
      lab.mark("cures." + table.head[j], rounding("each within 2"));
    lab.draw(plane_of(left, distant, seeds));

    const double n = static_cast<double>(seeds);
    for (const Index i : {2u, 3u, 4u, 5u})
      lab.claim(left(i - 1) > 1e-3 && distant[i - 1].step > 5,
                cures[i - 1].name + " eases vanishing, not explosion");
    for (const Index i : {11u, 12u, 13u, 14u, 15u, 16u})
      lab.claim(distant[i - 1].step < how.rate * 1.0001,
                cures[i - 1].name + ": no long step");
    lab.claim(left(0) < 1e-6 && most(distant, {1, 11}) <= 0.3 * n,
              "clipping does not touch vanishing");
    lab.claim(distant[5].largest < 100 && left(5) < 1e-6 &&
                  most(distant, {6}) <= 0.3 * n,
              "factors near 0 cure explosion by forgetting");
    lab.claim(left(6) < left(1) && most(distant, {7, 8, 9, 10}) <= 0.3 * n,
              "ReLU alone is no cure here");
    lab.claim(least(distant, {12, 13, 14}) >= 0.9 * n, "both together");
  });
}
