#include "chapters/03-any-length/sunspots_drawing.hpp"

namespace unrolled::bptt {
namespace {

// Over some of a series' times; dotted lines where its test spans begin.
Figure over(const std::string& name, const Series& s, const Vector& time,
            const Mark& mark = exact()) {
  Figure figure(name, "", mark);
  figure.x_label("time").x_range(time.front(), time.back());
  for (const Span& span : s.test) figure.vertical(s.time(span.from));
  return figure;
}

// Wide, its legend over the highest value.
void show_values(Figure& figure, const Series& s) {
  const double low = s.values.min(), high = s.values.max();
  figure.size(820, 340).y_label(s.name).legend("top left horizontal");
  figure.y_range(1.1 * low - 0.1 * high, high + 0.28 * (high - low));
}

}  // namespace

Figure series_of(const std::string& name, const Series& s, const Matrix& said) {
  Figure figure = over(name, s, s.time);
  show_values(figure, s);
  figure.span(s.time(s.train), s.time.back());
  figure.line(s.time, s.values.t(), "truth", Colour::grey);
  figure.line(s.time, said.t(), "one step ahead", Colour::blue, 1.4);
  return figure;
}

Figure misses_of(const std::string& name, const Series& s, const Matrix& said,
                 const Matrix& rival) {
  const Vector all = s.values.t(), by_rival = rival.t() - all;
  const Index ahead = all.n_elem - s.train;
  const Vector time = s.time.tail(ahead), by_network = said.t() - all;
  Figure figure = over(name, s, time, exact(1e-6, 1e-4));
  figure.y_label("forecast − " + s.name).legend("outside below").horizontal(0);
  figure.line(time, by_rival.tail(ahead), "persistence", Colour::grey);
  figure.line(time, by_network.tail(ahead), "the network", Colour::blue);
  return figure;
}

Figure runs_of(const std::string& name, const Series& s, const Vector& run,
               const Vector& worst) {
  const Vector time = s.time.tail(run.n_elem);
  Figure figure = over(name, s, time);
  show_values(figure, s);
  figure.line(time, s.values.tail_cols(run.n_elem).t(), "truth", Colour::grey);
  figure.line(time, run, "free run", Colour::vermilion);
  figure.dashed(time, worst, "free run of the worst seed", Colour::orange);
  return figure;
}

}  // namespace unrolled::bptt
