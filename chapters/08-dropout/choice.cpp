#include "chapters/08-dropout/choice.hpp"

namespace unrolled::dropout {

// [choice]
Chosen at_its_best(
    const std::string& way, const std::vector<std::string>& settings,
    Index seeds,
    const std::function<Outcome(std::size_t setting, Index seed)>& run) {
  if (settings.empty())
    throw std::invalid_argument("settings: expected at least one, got none");
  Chosen best;
  double lowest = arma::datum::inf;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    Chosen it{way, settings[i], Vector(seeds), Vector(seeds)};
    double judged = 0;
    for (Index seed = 0; seed < seeds; ++seed) {
      const Outcome o = run(i, seed);
      judged += o.judged;
      it.loss(seed) = o.loss;
      it.right(seed) = o.right;
    }
    if (judged < lowest) lowest = judged, best = it;
  }
  return best;
}
// [choice]

double over(const Chosen& one, const Chosen& other) {
  return arma::median(one.loss) / arma::median(other.loss);
}

void show_ways(Experiment& lab, const std::string& name,
               const std::vector<Chosen>& ways) {
  // Training hangs on rounding.
  const Mark close = rounding("each within a factor of 1.25");
  Table table{{"way", "chosen", "loss, median", "least", "most", "right, %"},
              {}};
  Figure figure(name, "", close);
  figure.y_label("loss of fresh digits").legend("off").size(510, 330);
  std::vector<std::string> names;
  for (const Chosen& it : ways) {
    table.rows.push_back({it.way, it.setting, fixed(arma::median(it.loss), 3),
                          fixed(it.loss.min(), 3), fixed(it.loss.max(), 3),
                          fixed(100 * arma::median(it.right), 1)});
    names.push_back(it.way);
    const double at = static_cast<double>(names.size());
    const Vector seeds = arma::linspace(at - 0.2, at + 0.2, it.loss.n_elem);
    figure.points(seeds, it.loss, it.way, Colour::blue);
    figure.line({at - 0.3, at + 0.3},
                Vector(2, arma::fill::value(arma::median(it.loss))), "",
                Colour::vermilion);
  }
  const double last = static_cast<double>(names.size());
  figure.x_names(arma::regspace(1, last), names).x_range(0.4, last + 0.6);
  lab.table("ways", table);
  for (const char* column : {"loss, median", "least", "most", "right, %"})
    lab.mark(std::string("ways.") + column, close);
  lab.mark("ways.chosen", rounding("each within a factor of 4"));
  lab.draw(figure);
}

}  // namespace unrolled::dropout
