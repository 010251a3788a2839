#include "chapters/04-clipping/cures_drawing.hpp"

#include "chapters/04-clipping/remedies.hpp"

namespace unrolled::clipping {
namespace {

// Where a cure's name stands beside its point, clear of the others'.
constexpr const char *left = "right offset -0.8,0",
                     *right = "left offset 0.8,0",
                     *over = "center offset 0,0.8",
                     *over_left = "right offset 2,0.8";
constexpr const char* places[] = {right,
                                  left,
                                  right,
                                  over,
                                  over,
                                  "left offset -0.5,0.8",
                                  over_left,
                                  "left offset -0.5,-0.9",
                                  over_left,
                                  "right offset 0.5,-0.9",
                                  right,
                                  left,
                                  "center offset 0,-0.9",
                                  over,
                                  over,
                                  "center offset 0,1.9"};

// Clipping is told by the height, tanh is the rule.
std::string short_name(const std::string& name) {
  return name.substr(0, name.find(',')) +
         (name.find("ReLU") == name.npos ? "" : ", ReLU");
}

}  // namespace

Figure plane_of(const std::string& name, const Vector& kept,
                const Vector& steps, const arma::uvec& learned) {
  // Where gradients explode, rounding does too.
  Figure figure(name, "",
                rounding("median within a factor of 2 and least within a "
                         "factor of 1.01"));
  figure.size(510, 440).log_x().log_y().legend("top left");
  figure.x_label("kept over the lag, at the first weights");
  figure.y_label("longest step in training");
  figure.set("set xtics 1e5").set("set mxtics 1").set("set mytics 1");
  figure.x_range(1e-17, 1e6).y_range(3e-3, 1e9);
  figure.horizontal(1e6, "a million or more");
  figure.note(1e-16, 0.02, "clipped");
  const std::vector<Cure> cures = all_cures();
  const Vector drawn = arma::clamp(steps, 0, 1e6);
  for (const bool learns : {true, false}) {
    const Colour colour = learns ? Colour::green : Colour::vermilion;
    const arma::uvec rows = arma::find(learned == (learns ? 1 : 0));
    for (const Index i : rows)
      figure.beside(kept(i), drawn(i), short_name(cures[i].name), colour,
                    places[i]);
    if (!rows.is_empty())
      figure.points(kept(rows), drawn(rows),
                    learns ? "learns the lag" : "does not", colour);
  }
  return figure;
}

}  // namespace unrolled::clipping
