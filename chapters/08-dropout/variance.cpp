// A chain of T steps under every mask: closed forms against enumeration.
#include "chapters/08-dropout/chain.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::dropout;

namespace {

struct Knobs {
  Index steps = 12, far = 30;
  double keep = 0.5;
};

// The mask's three places in a chain that carries a 1 for T steps.
constexpr std::size_t places = 3;
const char* const names[places] = {"new masks on what is carried",
                                   "one mask on what is carried",
                                   "a mask on what is written"};
const Colour colours[places] = {Colour::vermilion, Colour::purple,
                                Colour::blue};

Moments closed(std::size_t place, double p, Index T) {
  Vector first(T, arma::fill::zeros);
  first(0) = 1;
  return place == 0   ? of_new_masks(p, T)
         : place == 1 ? of_one_mask(p, T)
                      : of_what_is_written(p, 1, first);
}

Moments enumerated(std::size_t place, double p, Index T) {
  Vector first(T, arma::fill::zeros);
  first(0) = 1;
  if (place == 0) return over_all_masks(T, p, carried);
  if (place == 1)
    return over_all_masks(1, p, [T](const Vector& m) {
      return carried(Vector(T, arma::fill::value(m(0))));
    });
  return over_all_masks(T, p,
                        [&](const Vector& m) { return written(1, first, m); });
}

// A row for each T from 1 on, a column for each place.
struct Found {
  Matrix mean, variance;                       // by enumeration
  Matrix mean_in_closed_form, in_closed_form;  // longer
};

Found measure(const Knobs& k) {
  Found f{Matrix(k.steps, places), Matrix(k.steps, places),
          Matrix(k.far, places), Matrix(k.far, places)};
  for (std::size_t place = 0; place < places; ++place)
    for (Index T = 1; T <= k.far; ++T) {
      const Moments c = closed(place, k.keep, T);
      f.mean_in_closed_form(T - 1, place) = c.mean;
      f.in_closed_form(T - 1, place) = c.variance;
      if (T > k.steps) continue;
      const Moments e = enumerated(place, k.keep, T);
      f.mean(T - 1, place) = e.mean;
      f.variance(T - 1, place) = e.variance;
    }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  Table table{{"T", "new masks: mean", "variance", "one mask: mean ",
               "variance ", "on what is written: mean  ", "variance  "},
              {}};
  for (const Index T : {Index{1}, Index{2}, Index{5}, Index{10}})
    if (T <= k.steps) {
      table.rows.push_back({std::to_string(T)});
      for (std::size_t place = 0; place < places; ++place)
        for (const double number :
             {f.mean(T - 1, place), f.variance(T - 1, place)})
          table.rows.back().push_back(text(number, 8));
    }
  lab.table("moments", table);
  Figure figure("08-variance", "");
  figure.x_label("steps T").log_y().y_label("variance of h(T)");
  figure.set("set format y '10^{%T}'").set("set mytics 1").legend("top left");
  figure.y_range(std::min(0.1, 0.5 * f.in_closed_form.min()),
                 10 * f.in_closed_form.max());
  const Vector T = arma::regspace(1, static_cast<double>(k.far));
  for (std::size_t place = 0; place < places; ++place) {
    figure.line(T, f.in_closed_form.col(place), names[place], colours[place]);
    figure.points(T.head(k.steps), f.variance.col(place), "", colours[place]);
  }
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  const auto off = [&](const Matrix& enumerated, const Matrix& all) {
    const Matrix same = all.head_rows(k.steps);
    return arma::abs(enumerated / same - 1).eval().max();
  };
  lab.claim("means by enumeration over their closed forms, less 1, largest",
            off(f.mean, f.mean_in_closed_form), at_most(1e-11));
  lab.claim("variances, likewise", off(f.variance, f.in_closed_form),
            at_most(1e-11));
  lab.claim("variance of the last T over that of the first, new masks",
            f.variance(k.steps - 1, 0) / f.variance(0, 0), above(10));
  lab.claim("the same, on what is written",
            f.variance(k.steps - 1, 2) / f.variance(0, 2),
            between(1 - 1e-9, 1 + 1e-9));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("08-variance",
                 "New masks at each step on what a chain carries keep its mean "
                 "and let its variance grow exponentially; one mask moves the "
                 "mean as well; a mask on what is written does it once");
  Knobs k;
  lab.knob("steps", k.steps, "longest chain of which all masks are taken",
           {6, 14}, {10, 16});
  lab.knob("far", k.far, "longest chain by its closed form", {}, {16, 100});
  lab.knob("keep", k.keep, "chance to keep", {0.3, 0.4, 0.6, 0.8},
           {0.05, 0.95});
  return lab.run(argc, argv, k, measure, show, claim);
}
