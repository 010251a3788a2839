/// \file
/// Descend on the whole loss and on the last step's loss alone, from the same
/// weights: what becomes of the whole loss.
#include "chapters/02-three-steps/descent.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Task {
  Kind kind;
  Weights<double> weights;
  Vector h0;
  Matrix x, y;
};

// A tanh network with softmax, random inputs, a random class as each target.
Task random_task(Index seed) {
  Random random(seed);
  const Index d = 2, n = 4, K = 3;
  Task task{{}, first_weights(random, d, n, K, 0.5), {}, {}, {}};
  task.h0 = random.normal_matrix(n, 1, 0.5);
  task.x = random.normal_matrix(d, 3);
  task.y.zeros(K, 3);
  for (Index t = 0; t < 3; ++t) task.y(random.below(K), t) = 1;
  return task;
}

std::string classes_of(const Matrix& y) {
  std::string classes;
  for (Index t = 0; t < y.n_cols; ++t)
    classes += (t ? " " : "") + std::to_string(y.col(t).index_max() + 1);
  return classes;
}

Weights<double> gradient_of_L(const ThreeSteps& s) {
  return {s.dU(), s.dW(), s.dV(), s.db(), s.dc()};
}

Weights<double> gradient_of_L3(const ThreeSteps& s) {
  return {s.dL3_dU_3() + s.dL3_dU_32() + s.dL3_dU_321(),
          s.dL3_dW_3() + s.dL3_dW_32() + s.dL3_dW_321(), s.dL3_dV_3(),
          s.dL3_db_3() + s.dL3_db_32() + s.dL3_db_321(), s.e3};
}

// L and L_3 before the first step, after the first, ...
struct Course {
  Vector L, L3;
};

Course descend_on(Weights<double> (*gradient)(const ThreeSteps&), Task task,
                  Index steps, double rate) {
  Course course{Vector(steps + 1), Vector(steps + 1)};
  for (Index i = 0; i <= steps; ++i) {
    const ThreeSteps s(task.kind, task.weights, task.h0, task.x, task.y);
    course.L(i) = s.run.L;
    course.L3(i) = s.run.three.L;
    descend(task.weights, gradient(s), rate);
  }
  return course;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-whole_loss",
                 "Descending on L_3 alone brings L_3 down and leaves L above "
                 "what descending on L reaches, on every seed");
  double rate = 0.2;
  Index steps = 300, seeds = 10, seed = 1;
  lab.knob("rate", rate, "learning rate");
  lab.knob("steps", steps, "steps of descent");
  lab.knob("seeds", seeds, "tasks");
  lab.knob("seed", seed, "the task in the figure");
  return lab.run(argc, argv, [&] {
    Table table{{"seed", "targets", "L at the start", "L, descending on L",
                 "L, descending on L_3", "L_3, descending on L_3"},
                {}};
    Index worse = 0;
    for (Index i = 1; i <= seeds; ++i) {
      const Task task = random_task(i);
      const Course whole = descend_on(gradient_of_L, task, steps, rate);
      const Course last = descend_on(gradient_of_L3, task, steps, rate);
      table.rows.push_back({std::to_string(i), classes_of(task.y),
                            fixed(whole.L(0), 2), fixed(whole.L(steps), 4),
                            fixed(last.L(steps), 4), fixed(last.L3(steps), 4)});
      worse += last.L(steps) > last.L(0);
      lab.claim(whole.L(steps) < last.L(steps), "L is lower by the whole loss");
      lab.claim(last.L3(steps) < last.L3(0), "L_3 does come down");
    }
    lab.table("seeds", table);
    lab.value("tasks", std::to_string(seeds));
    lab.value("worse", std::to_string(worse));

    const Task task = random_task(seed);
    const Course whole = descend_on(gradient_of_L, task, steps, rate);
    const Course last = descend_on(gradient_of_L3, task, steps, rate);
    const Vector at = arma::linspace(0, static_cast<double>(steps), steps + 1);
    Figure figure("02-whole-loss", "Two descents from the same weights");
    figure.log_y().x_label("step of descent").y_label("loss");
    figure.set("set format y '%g'").legend("center right");
    figure.line(at, whole.L, "L, descending on L", Colour::blue);
    figure.line(at, last.L, "L, descending on L_3", Colour::vermilion);
    figure.dashed(at, last.L3, "L_3, descending on L_3", Colour::vermilion);
    lab.draw(figure);
  });
}
