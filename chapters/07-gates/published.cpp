// A course's expected answer is that of a run in which nothing is handed back.
#include <07-gates/mistakes.hpp>

#include "chapters/07-gates/course.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Knobs {};

// The entries that are printed, by a backward pass that hands back this.
struct Way {
  std::string what;
  Vector entries;
};

struct Found {
  Vector printed;
  std::vector<Way> ways;  // the last one hands back nothing
};

Found measure(const Knobs&) {
  const CourseRun run;
  const auto entries = [&run](decltype(&lstm::backward) backward) {
    return course_answer(run.by(backward));
  };
  const auto without = [&](const std::string& id) {
    for (const lstm::WrongVersion& wrong : lstm::wrong_versions())
      if (wrong.id == id) return entries(wrong.backward);
    throw std::logic_error("no mistake " + id);
  };
  return {course_answer(),
          {{"C and h", entries(lstm::backward)},
           {"only C", without("no-state-back")},
           {"only h", without("no-memory-back")},
           {"nothing", without("nothing-back")}}};
}

void show(Experiment& lab, const Found& f) {
  const std::vector<std::string> names = course_entries();
  Table table{{"entry", "printed"}, {}};
  for (const Way& way : f.ways) table.head.push_back(way.what);
  for (Index i = 0; i < names.size(); ++i) {
    table.rows.push_back({names[i], fixed(f.printed(i), 8)});
    for (const Way& way : f.ways)
      table.rows.back().push_back(fixed(way.entries(i), 8));
  }
  lab.table("entries", table);

  const Vector at = arma::regspace(1, static_cast<double>(names.size()));
  Figure figure("07-published", "", exact(0.5));
  figure.size(510, 440).log_y().legend("outside below").x_names(at, names);
  figure.y_label("off the printed number").y_range(1e-15, 10).x_range(0.5, 9.5);
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  figure.set("set xtics rotate by 40 right");
  int which = 0;
  for (const Way& way : f.ways) {
    const Vector beside = at + 0.14 * (which - 1.5);  // each in view
    figure.points(beside,
                  arma::clamp(arma::abs(way.entries - f.printed), 1e-14, 1),
                  "handed back: " + way.what, static_cast<Colour>(++which));
  }
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const auto off = [&f](const Way& way) {
    return arma::abs(way.entries - f.printed).max();
  };
  lab.claim("off the printed answer, nothing handed back", off(f.ways.back()),
            at_most(6e-9));
  double least = off(f.ways.front());
  for (Index i = 0; i + 1 < f.ways.size(); ++i)
    least = std::min(least, off(f.ways[i]));
  lab.claim("off the printed answer, something handed back", least,
            above(0.01));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-published",
                 "The expected output of a course's exercise is that of a "
                 "backward pass that hands nothing from step to step");
  const Knobs k;
  return lab.run(argc, argv, k, measure, show, claim);
}
