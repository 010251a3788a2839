// Which cure touches which trouble.
#include "chapters/04-clipping/remedies.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, near = 10, far = 30;
  Training how{0.1, 0, 300};
};

// One cure, over all seeds.
struct Found {
  Cure cure;
  double kept;        // over the long lag, at the first weights; the median
  Trained near, far;  // on the short and on the long task
};

std::vector<Found> measure(const Knobs& k) {
  FirstSign near, far;
  near.tau = k.near;
  far.tau = k.far;
  std::vector<Found> all;
  const std::vector<Cure> cures = all_cures();
  Progress progress("cures", cures.size());
  for (const Cure& cure : cures) {
    Vector of_seed(k.seeds);
    for (Index seed = 0; seed < k.seeds; ++seed)
      of_seed(seed) = kept(cure, k.units, far, Random(seed));
    all.push_back({cure, arma::median(of_seed),
                   trained(cure, k.units, near, k.how, k.seeds),
                   trained(cure, k.units, far, k.how, k.seeds)});
    progress.tick();
  }
  return all;
}

// The two troubles on two axes; a cure's number stands beside its point.
Figure plane_of(const std::vector<Found>& all, Index seeds) {
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
    for (Index i = 0; i < all.size(); ++i) {
      if ((10 * all[i].far.learned >= 9 * seeds) != learned) continue;
      x.push_back(all[i].kept);
      y.push_back(std::min(all[i].far.step, 1e6));
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

void show(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  Table table{{"first weights, activation", "kept over the lag", "largest norm",
               "longest step", "learn lag " + std::to_string(k.near - 1),
               "learn lag " + std::to_string(k.far - 1)},
              {}};
  for (const Found& f : all)
    table.rows.push_back(
        {std::to_string(table.rows.size() + 1) + " " + f.cure.name,
         text(f.kept, 2), text(f.far.largest, 2), text(f.far.step, 2),
         std::to_string(f.near.learned), std::to_string(f.far.learned)});
  lab.table("cures", table);
  for (const char* column : {"cures.largest norm", "cures.longest step"})
    lab.mark(column, rounding("median within a factor of 2"));
  for (Index j = 4; j < 6; ++j)
    lab.mark("cures." + table.head[j], rounding("each within 2"));
  lab.draw(plane_of(all, k.seeds));
}

void claim(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  const auto row = [&](Index i) -> const Found& { return all[i - 1]; };
  const double n = static_cast<double>(k.seeds);
  const auto few_learn = [&](const std::vector<Index>& rows) {
    return std::all_of(rows.begin(), rows.end(), [&](Index i) {
      return static_cast<double>(row(i).far.learned) <= 0.3 * n;
    });
  };
  for (const Index i : {2u, 3u, 4u, 5u})
    lab.claim(row(i).kept > 1e-3 && row(i).far.step > 5,
              row(i).cure.name + " eases vanishing, not explosion");
  for (const Index i : {11u, 12u, 13u, 14u, 15u, 16u})
    lab.claim(row(i).far.step < k.how.rate * 1.0001,
              row(i).cure.name + ": no long step");
  lab.claim(row(1).kept < 1e-6 && few_learn({1, 11}),
            "clipping does not touch vanishing");
  lab.claim(row(6).far.largest < 100 && row(6).kept < 1e-6 && few_learn({6}),
            "factors near 0 cure explosion by forgetting");
  lab.claim(row(7).kept < row(2).kept && few_learn({7, 8, 9, 10}),
            "ReLU alone is no cure here");
  for (const Index i : {12u, 13u, 14u})
    lab.claim(static_cast<double>(row(i).far.learned) >= 0.9 * n,
              "both together: " + row(i).cure.name);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-cures",
                 "First weights ease vanishing and not explosion, clipping "
                 "explosion and not vanishing; both together learn the long "
                 "lag on nearly every seed");
  Knobs k;
  lab.knob("units", k.units, "hidden units");
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("near", k.near, "length of the short task");
  lab.knob("far", k.far, "length of the long task");
  lab.knob("rate", k.how.rate, "learning rate");
  lab.knob("updates", k.how.updates, "updates");
  return lab.run(argc, argv, k, measure, show, claim);
}
