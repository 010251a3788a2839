// Which cure touches which trouble.
#include "chapters/04-clipping/product_of_jacobians.hpp"
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Cure {
  std::string name;
  Activation hidden;
  Matrix (*weights)(Random&, Index);
  double threshold;  // 0: no clipping
};

Matrix small(Random& random, Index n) {
  return random.normal_matrix(n, n, 0.1);
}
Matrix square_xavier(Random& random, Index n) {
  return xavier(random, n, n);
}
Matrix square_he(Random& random, Index n) {
  return he(random, n, n);
}
Matrix identity(Random&, Index n) {
  return Matrix(n, n, arma::fill::eye);
}
Matrix near_zero(Random& random, Index n) {
  return 0.3 * orthogonal(random, n);
}
Matrix large(Random& random, Index n) {
  return 2 * orthogonal(random, n);
}

bptt::Parameters<> first(const Cure& cure, Index units, Random& random) {
  return {random.normal_matrix(units, 1, 0.5), cure.weights(random, units),
          random.normal_matrix(1, units, 0.3), Vector(units, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}

// ||dh(tau-1)/dh(0)||_F / sqrt(H) at the first weights: 1 keeps everything.
double kept(const Cure& cure, Index units, const FirstSign& task,
            Random random) {
  const bptt::Parameters<> p = first(cure, units, random);
  const Matrix x = bptt::sequence(draw(task, random).first);
  const Vector h0 = random.normal_matrix(units, 1, 0.1);
  const Matrix z = bptt::forward(cure.hidden, p, x, h0).z;
  const Matrix J = product_of_jacobians(cure.hidden, p.W, z, task.tau - 1, 0);
  return frobenius_norm(J) / std::sqrt(static_cast<double>(units));
}

// What training on one lag showed, over all seeds.
struct Trained {
  Index learned = 0;
  double largest = 0, step = 0;  // norm met, length of an update
};
Trained trained(const Cure& cure, Index units, const FirstSign& task,
                Training how, Index seeds) {
  how.threshold = cure.threshold;
  Trained all;
  for (Index seed = 0; seed < seeds; ++seed) {
    Random random(seed);
    const bptt::Parameters<> p = first(cure, units, random);
    const Record run = train_on(task, cure.hidden, how, p, random);
    all.learned += has_learned(task, cure.hidden, run, random);
    for (const double norm : run.norms) {
      const double scale =
          cure.threshold > 0 ? scale_for(norm, cure.threshold) : 1;
      all.largest = std::max(all.largest, norm);
      all.step = std::max(all.step, how.rate * scale * norm);
    }
  }
  return all;
}

}  // namespace

// The two troubles on two axes; a cure's number stands beside its point.
Figure plane_of(const Vector& kept, const Vector& step,
                const std::vector<Trained>& far, Index seeds) {
  Figure figure("04-cures", "", exact(0.2));
  figure.size(680, 440).log_x().log_y().legend("top left");
  figure.x_label("kept over the lag, ‖dh(t)/dh(t−n)‖");
  figure.y_label("longest step in training");
  figure.set("set format x '10^{%T}'").set("set format y '10^{%T}'");
  figure.set("set mxtics 1").set("set mytics 1");
  figure.x_range(1e-24, 1e7).y_range(0.03, 1e7);
  for (const bool learned : {true, false}) {
    std::vector<double> x, y;
    for (Index i = 0; i < kept.n_elem; ++i) {
      if ((far[i].learned * 10 >= seeds * 9) != learned) continue;
      x.push_back(kept(i));
      y.push_back(std::min(step(i), 1e6));
      figure.note(kept(i), y.back(), std::to_string(i + 1),
                  i % 2 ? "left offset 0.6,0.4" : "right offset -0.6,0.4");
    }
    if (!x.empty())
      figure.points(x, y,
                    learned ? "learns the long lag" : "does not, or not always",
                    learned ? Colour::green : Colour::vermilion);
  }
  return figure;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-cures",
                 "First weights ease vanishing and not explosion, clipping "
                 "explosion and not vanishing; only together they learn the "
                 "long lag on nearly every seed");
  Index units = 8, seeds = 10, near = 10, far = 30;
  Training how{0.1, 0, 300};
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "seeds");
  lab.knob("near", near, "length of the short task");
  lab.knob("far", far, "length of the long task");
  lab.knob("rate", how.rate, "learning rate");
  lab.knob("updates", how.updates, "updates");
  return lab.run(argc, argv, [&] {
    constexpr Activation tanh = Activation::tanh, relu = Activation::relu;
    const std::vector<Cure> cures{
        {"small, tanh", tanh, small, 0},
        {"Xavier, tanh", tanh, square_xavier, 0},
        {"He, tanh", tanh, square_he, 0},
        {"orthogonal, tanh", tanh, orthogonal, 0},
        {"orthogonal × 2, tanh", tanh, large, 0},
        {"orthogonal × 0.3, tanh", tanh, near_zero, 0},
        {"Xavier, ReLU", relu, square_xavier, 0},
        {"He, ReLU", relu, square_he, 0},
        {"orthogonal, ReLU", relu, orthogonal, 0},
        {"identity, ReLU", relu, identity, 0},
        {"small, tanh, clipped", tanh, small, 1},
        {"Xavier, tanh, clipped", tanh, square_xavier, 1},
        {"orthogonal, tanh, clipped", tanh, orthogonal, 1},
        {"orthogonal × 2, tanh, clipped", tanh, large, 1},
        {"Xavier, ReLU, clipped", relu, square_xavier, 1},
        {"identity, ReLU, clipped", relu, identity, 1}};
    Table table{
        {"first weights, activation", "kept over the lag", "largest norm",
         "longest step", "learn lag " + std::to_string(near - 1),
         "learn lag " + std::to_string(far - 1)},
        {}};
    Vector left(cures.size()), step(cures.size());
    std::vector<Trained> close, distant;
    Progress progress("cures", cures.size());
    for (Index i = 0; i < cures.size(); ++i) {
      FirstSign short_task, long_task;
      short_task.tau = near;
      long_task.tau = far;
      Vector of_seed(seeds);
      for (Index seed = 0; seed < seeds; ++seed)
        of_seed(seed) = kept(cures[i], units, long_task, Random(seed));
      left(i) = arma::median(of_seed);
      close.push_back(trained(cures[i], units, short_task, how, seeds));
      distant.push_back(trained(cures[i], units, long_task, how, seeds));
      step(i) = distant[i].step;
      table.rows.push_back({std::to_string(i + 1) + " " + cures[i].name,
                            text(left(i), 2), text(distant[i].largest, 2),
                            text(step(i), 2), std::to_string(close[i].learned),
                            std::to_string(distant[i].learned)});
      progress.tick();
    }
    lab.table("cures", table);
    lab.draw(plane_of(left, step, distant, seeds));
    lab.claim(true);
  });
}
