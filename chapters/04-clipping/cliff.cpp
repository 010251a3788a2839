// Descend on a surface with a cliff, as it is and clipped.
#include "chapters/04-clipping/cliff_drawing.hpp"
#include "chapters/04-clipping/one_unit.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

constexpr OneUnit problem;        // x(0) = 0.5, 50 steps, target 0.7
constexpr double plateau = 0.08;  // E above it: the state ends saturated
// The descents are chaotic: rounding grows a thousandfold at each near miss of
// the wall. Of the far steps only the place agrees between machines.
const Mark chaotic{
    "rounding everywhere, each within 0.1 and median within 0.01 and largest "
    "within a factor of 1.001"};

struct Knobs {
  double rate = 0.1, threshold = 1;
  Index steps = 600;
  double w0 = 4.9, b0 = -2.36;
};

struct Found {
  double before, behind;             // E at w = 5, 0.001 from the wall
  Index starts = 0;                  // of descents
  Index lost = 0, clipped_lost = 0;  // that end on a plateau
  double worst = 0;                  // E at the end of a clipped descent
  Matrix plain, clipped;             // the two that are drawn
};

double last_error(const Matrix& path) {
  const Index end = path.n_rows - 1;
  return error(problem, path(end, 0), path(end, 1));
}

Found measure(const Knobs& k) {
  const auto from = [&k](const Vector& start, double threshold) {
    return descend(problem, start, k.rate, threshold, k.steps);
  };
  Found f;
  const double edge = wall(problem, 5.0);
  f.before = error(problem, 5.0, edge + 1e-3);
  f.behind = error(problem, 5.0, edge - 1e-3);
  for (const double w : {4.6, 4.9, 5.2, 5.5, 5.8})
    for (const double above : {0.03, 0.08, 0.13, 0.18}) {
      const Vector start{w, wall(problem, w) + above};
      const double clipped = last_error(from(start, k.threshold));
      ++f.starts;
      f.lost += last_error(from(start, 0)) > plateau;
      f.clipped_lost += clipped > plateau;
      f.worst = std::max(f.worst, clipped);
    }
  f.plain = from({k.w0, k.b0}, 0);
  f.clipped = from({k.w0, k.b0}, k.threshold);
  return f;
}

Table published_points() {
  Table table{{"w", "b", "E", "dE/dw", "dE/db"}, {}};
  const double edge = wall(problem, 5.0);
  const Matrix points{{1, 0},    {2, -1},    {4, -2},
                      {5, -2.5}, {5, -2.61}, {5, -2.6123},
                      {5, edge}, {5, -2.62}, {6, -3.25}};
  for (Index i = 0; i < points.n_rows; ++i) {
    const double w = points(i, 0), b = points(i, 1);
    const Vector g = gradient(problem, w, b);
    const int digits = g.max() - g.min() > 100 ? 9 : 12;  // near the wall: 9
    table.rows.push_back({text(w), text(b, 8),
                          text(error(problem, w, b), digits),
                          text(g(0), digits), text(g(1), digits)});
  }
  return table;
}

// The first step longer than 1.
Index thrown_at(const Matrix& path) {
  Index i = 1;
  while (i + 1 < path.n_rows && arma::norm(path.row(i) - path.row(i - 1)) < 1)
    ++i;
  return i;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  lab.table("points", published_points());
  lab.value("before", f.before, 5);
  lab.value("behind", f.behind, 5);
  const std::string of = " of " + std::to_string(f.starts);
  lab.value("lost", std::to_string(f.lost) + of);
  lab.value("clipped_lost", std::to_string(f.clipped_lost) + of);
  lab.value("worst", f.worst, 2);
  lab.mark("lost", rounding("each within 3"));
  lab.mark("worst", rounding("each within a factor of 3"));
  lab.print("\non a plateau at the end: plain " + std::to_string(f.lost) + of +
            ", clipped " + std::to_string(f.clipped_lost) + of +
            "; largest E of a clipped descent " + text(f.worst, 2));

  const Index thrown = thrown_at(f.plain);
  const Matrix until = f.plain.rows(0, thrown);
  const double jump = arma::norm(f.plain.row(thrown) - f.plain.row(thrown - 1));
  lab.value("thrown_at", std::to_string(thrown));
  lab.value("thrown_norm", jump / k.rate, 3);
  lab.value("thrown_w", f.plain(thrown, 0), 3);
  lab.value("thrown_b", f.plain(thrown, 1), 3);
  lab.draw(surface_of("04-cliff", chaotic, problem, until, f.clipped));
  lab.draw(map_of("04-cliff-map", chaotic, problem, until, f.clipped));
}

void claim(Experiment& lab, const Found& f) {
  const double n = static_cast<double>(f.starts);
  lab.claim("E behind the wall over E before it", f.behind / f.before,
            above(10));
  lab.claim("largest E at the end of a clipped descent", f.worst, below(0.01));
  lab.claim("share of plain descents that end on a plateau",
            static_cast<double>(f.lost) / n, at_least(1.0 / 3));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-cliff",
                 "From every start the clipped descent gets past the cliff to "
                 "E < 0.01; a third or more of the plain ones end "
                 "on a plateau");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate",
           {0.003, 0.01, 0.03, 0.05, 0.2, 0.3});
  lab.knob("threshold", k.threshold, "largest norm of the clipped gradient",
           {0.1, 0.3, 0.5, 2, 3, 10});
  lab.knob("steps", k.steps, "steps of descent",
           {150, 300, 1200, 2000, 6000, 20000});
  lab.knob("w", k.w0, "start of the descents that are drawn", {}, {-20, 20});
  lab.knob("b", k.b0, "start of the descents that are drawn", {}, {-20, 20});
  lab.together({{"rate 0.03", "steps 2000"},
                {"rate 0.01", "steps 6000"},
                {"rate 0.003", "steps 20000"},
                {"threshold 10", "steps 1200"}});
  return lab.run(argc, argv, k, measure, show, claim);
}
