// Which cure touches which trouble.
#include "chapters/04-clipping/cures_drawing.hpp"
#include "chapters/04-clipping/remedies.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, seed = 1, tau = 30;
  Training how{0.1, 0, 200};
};

struct Row {
  Cure cure;
  double before, after;  // kept over the lag; medians over the seeds
  double largest, step;  // of all seeds
  double learned;        // seeds
};
using Rows = std::vector<Row>;

Rows measure(const Knobs& k) {
  Rows all;
  Progress progress("cures", all_cures().size());
  for (const Cure& cure : all_cures()) {
    Matrix of_seed(k.seeds, 5);
    for (Index i = 0; i < k.seeds; ++i) {
      const Course c =
          trained(cure, k.units, {k.tau, 10, 0.2}, k.how, k.seed + i);
      of_seed.row(i) =
          arma::rowvec{c.before, c.after, c.largest, c.step, c.learned};
    }
    const Matrix middle = medians(of_seed), most = arma::max(of_seed);
    all.push_back({cure, middle(0), middle(1), most(2), most(3),
                   arma::accu(of_seed.col(4))});
    progress.tick();
  }
  return all;
}

void show(Experiment& lab, const Rows& all, const Knobs& k) {
  Table table{{"first weights, activation", "kept at first", "kept, trained",
               "longest step", "of row 5's", "seeds that learn"},
              {}};
  for (const Row& r : all)
    table.rows.push_back(
        {std::to_string(table.rows.size() + 1) + " " + r.cure.name,
         text(r.before, 2), text(r.after, 2), text(r.step, 2),
         text(r.step / all[4].step, 2), text(r.learned)});
  lab.table("cures", table);
  lab.mark("cures.kept, trained", rounding("largest within a factor of 10"));
  for (const char* column : {"cures.longest step", "cures.of row 5's"})
    lab.mark(column, rounding("median within a factor of 2"));
  lab.mark("cures.seeds that learn", rounding("each within 2"));
  const double most = 0.9 * static_cast<double>(k.seeds);
  const Vector learned = column(all, &Row::learned);
  lab.draw(plane_of("04-cures", column(all, &Row::before),
                    column(all, &Row::step), learned >= most));
}

void claim(Experiment& lab, const Rows& all, const Knobs& k) {
  const double few = 0.3 * static_cast<double>(k.seeds), most = 3 * few;
  // Some rows' field, by their numbers.
  const auto of = [&all](double Row::*field, const std::vector<Index>& rows) {
    Vector found(rows.size());
    for (Index i = 0; i < rows.size(); ++i) found(i) = all[rows[i] - 1].*field;
    return found;
  };
  lab.claim("kept at first, least of rows 2 to 5 over row 1",
            of(&Row::before, {2, 3, 4, 5}).min() / all[0].before, above(1e6));
  lab.claim("seeds that learn from small weights, most of rows 1, 6, 11",
            of(&Row::learned, {1, 6, 11}).max(), at_most(few));
  lab.claim("longest step without clipping, least of rows 2 to 5",
            of(&Row::step, {2, 3, 4, 5}).min(), at_least(1));
  lab.claim("longest step with clipping over rate times threshold",
            of(&Row::step, {11, 12, 13, 14, 15, 16}).max() / k.how.rate,
            between(1 - 1e-9, 1 + 1e-9));
  lab.claim(
      "kept, trained: least of rows 13, 14 over most of rows 2 to 5",
      of(&Row::after, {13, 14}).min() / of(&Row::after, {2, 3, 4, 5}).max(),
      above(100));
  lab.claim("seeds that learn, orthogonal and clipped: least of rows 13, 14",
            of(&Row::learned, {13, 14}).min(), at_least(most));
  lab.claim("seeds that learn, Xavier and clipped: row 12", all[11].learned,
            at_least(8 * few / 3));
  lab.claim("largest gradient of row 6 over row 5's",
            all[5].largest / all[4].largest, at_most(0.1));
  lab.claim("kept at first, ReLU over tanh with Xavier: row 7 over row 2",
            all[6].before / all[1].before, at_most(0.01));
  lab.claim("longest step, ReLU: log10 of least of rows 8, 10 over row 5's",
            std::log10(of(&Row::step, {8, 10}).min() / all[4].step), above(6));
  lab.claim("seeds that learn, ReLU unclipped: most of rows 7 to 10",
            of(&Row::learned, {7, 8, 9, 10}).max(), at_most(few));
  lab.claim("seeds that learn, identity and clipped: row 16", all[15].learned,
            at_least(5 * few / 3));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-cures",
                 "Good first weights keep what small ones lose, and do not "
                 "bound a step; clipping bounds every step, and with it far "
                 "more is left after training");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {4, 16, 64});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 11, 21});
  lab.knob("tau", k.tau, "length of the task", {20, 40});
  lab.knob("rate", k.how.rate, "learning rate", {0.003, 0.03, 0.05, 0.2, 0.3});
  lab.knob("updates", k.how.updates, "updates", {100, 400});
  return lab.run(argc, argv, k, measure, show, claim);
}
