// Clipping by the norm keeps the direction; clipping entries turns it.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

// The gradient of the sunspot network at its first weights.
bptt::ParameterGradient gradient_at_start(const Sunspots& data, Index units,
                                          Random random) {
  const bptt::Parameters<> p{
      xavier(random, units, 1), xavier(random, units, units),
      xavier(random, 1, units), Vector(units, arma::fill::zeros),
      Vector(1, arma::fill::zeros)};
  const bptt::Network net{Activation::tanh, Output::linear_squared_error};
  return bptt::loss_and_gradient(net, p, data.x, data.y,
                                 Vector(units, arma::fill::zeros))
      .by;
}

double largest_entry(bptt::ParameterGradient& g) {
  double largest = 0;
  for (const Block& block : blocks_of(g))
    largest = std::max(largest, arma::abs(*block.values).max());
  return largest;
}

double degrees(double radians) {
  return radians * 180 / arma::datum::pi;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-directions",
                 "Clipping by the norm leaves the direction of the gradient; "
                 "clipping each entry turns it");
  Index units = 8, seeds = 20;
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "seeds");
  return lab.run(argc, argv, [&] {
    Matrix pencil{3, 0.1}, by_entry = pencil;
    clip_elements({{"g", &by_entry}}, 1);
    lab.value("before", degrees(std::atan2(pencil(1), pencil(0))), 3);
    lab.value("after", degrees(std::atan2(by_entry(1), by_entry(0))), 3);

    const Sunspots data = sunspots();
    const Vector part{0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9};
    Matrix norm(part.n_elem, seeds), entry(part.n_elem, seeds);
    for (Index seed = 0; seed < seeds; ++seed) {
      bptt::ParameterGradient g = gradient_at_start(data, units, Random(seed));
      for (Index i = 0; i < part.n_elem; ++i) {
        bptt::ParameterGradient a = g, b = g;
        clip_by_norm(a, part(i) * global_norm(g));
        clip_elements(b, part(i) * largest_entry(g));
        norm(i, seed) = degrees(angle_between(blocks_of(g), blocks_of(a)));
        entry(i, seed) = degrees(angle_between(blocks_of(g), blocks_of(b)));
      }
    }
    const Vector least = arma::min(entry, 1), most = arma::max(entry, 1);
    const Vector median = arma::median(entry, 1);
    Table table{{"threshold / largest", "norm: largest angle",
                 "entries: least angle", "median", "largest"},
                {}};
    for (Index i = 0; i < part.n_elem; ++i)
      table.rows.push_back({text(part(i)), text(norm.row(i).max(), 1),
                            fixed(least(i), 2), fixed(median(i), 2),
                            fixed(most(i), 2)});
    lab.table("angles", table);
    lab.mark("angles.norm: largest angle", rounding("each at most 1e-12"));

    Figure figure("04-directions", "");
    figure.size(640, 400).x_label("threshold / largest norm or entry");
    figure.y_label("angle turned, degrees").y_range(-2, 62);
    figure.band(part, least, most, "entries: all seeds", Colour::vermilion);
    figure.line(part, median, "entries: median", Colour::vermilion);
    // Rounding alone is left of it: no number to compare.
    const Vector norm_turned = arma::round(arma::max(norm, 1) * 1e9) / 1e9;
    figure.line(part, norm_turned, "norm: largest", Colour::green);
    lab.draw(figure);

    lab.claim(norm.max() < 1e-9, "the norm keeps the direction");
    lab.claim(least.head(7).min() > 1, "entries at half the largest or less");
  });
}
