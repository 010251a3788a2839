// How deep a stack a double holds, and how deep a one units of tanh hold.
#include "chapters/11-stack-machine/stack.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

struct Knobs {
  Index deepest = 32, stacks = 200, seed = 1;
};

constexpr double B = 4;

struct Found {
  Vector open, closed;  // shares that come back, by depth; 0 or 1 is on top
  Vector depth;         // of tanh units, by the halvings of their scale
};

// What comes off a stack, top first, until nothing is on it.
template <class Number, class Apply>
Symbols taken_off(Number q, Index at_most, const Apply& apply) {
  Symbols off;
  while (off.size() <= at_most && 0.5 < static_cast<double>(flag(q, 0, B))) {
    off.push_back(0.5 < static_cast<double>(flag(q, 1, B)) ? 1 : 0);
    q = apply(pop(q, off.back(), B));
  }
  return {off.rbegin(), off.rend()};
}

// Whether a stack comes back symbol by symbol, and nothing is left.
template <class Number, class Apply>
bool comes_back(const Symbols& stack, const Apply& apply) {
  Number q = 0;
  for (const Index a : stack) q = apply(push(q, a, B));
  return taken_off(q, stack.size(), apply) == stack;
}

Symbols draw(Random& random, Index size) {
  Symbols stack(size);
  for (Index& a : stack) a = random.below(2);
  return stack;
}

Found measure(const Knobs& k) {
  Random random(k.seed);
  const auto line = [](double z) { return sigma(z); };
  Found f{Vector(k.deepest + 1), Vector(k.deepest + 1), Vector(45)};
  Progress progress("stacks", k.deepest + f.depth.n_elem);
  for (Index d = 1; d <= k.deepest; ++d, progress.tick())
    for (Index i = 0; i < k.stacks; ++i) {
      Symbols stack = draw(random, d);
      for (const Index top : {0u, 1u}) {
        stack.back() = top;
        if (!comes_back<Rational>(stack, [](const Rational& z) { return z; }))
          throw std::logic_error("an exact stack is lost");
        (top ? f.closed : f.open)(d) += comes_back<double>(stack, line);
      }
    }
  f.open /= static_cast<double>(k.stacks);
  f.closed /= static_cast<double>(k.stacks);
  for (Index halvings = 0; halvings < f.depth.n_elem;
       ++halvings, progress.tick()) {
    const double scale = std::pow(0.5, static_cast<double>(halvings));
    // The unit that speaks, and three that are shut, which say -1 each.
    const auto units = [&](double z) {
      const double shut = std::tanh(-20.0);
      return (std::tanh(scale * z) + shut + shut + shut + 3) / scale;
    };
    bool all = true;
    for (Index d = 1; all && d <= k.deepest; ++d) {
      for (Index i = 0; all && i < k.stacks; ++i)
        all = comes_back<double>(draw(random, d), units);
      if (all) f.depth(halvings) = static_cast<double>(d);
    }
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  Table table{{"symbols", "0 on top", "1 on top"}, {}};
  for (Index d = 24; d <= std::min(k.deepest, Index{29}); ++d)
    table.rows.push_back(
        {std::to_string(d), fixed(f.open(d), 2), fixed(f.closed(d), 2)});
  lab.table("shares", table);
  lab.value("deepest_of_tanh", f.depth.max());
  lab.value("halvings", static_cast<double>(f.depth.index_max()));
  lab.value("plain_tanh", f.depth(0));
  Figure figure("11-precision", "");
  const Vector n = arma::regspace(0, static_cast<double>(f.depth.n_elem) - 1);
  figure.x_label("halvings of the scale").y_label("deepest stack");
  figure.y_range(0, 30).legend("off");
  figure.line(n, f.depth, "tanh", Colour::blue);
  figure.horizontal(26, "saturated line, in a double");
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("share that comes back, 26 symbols",
            arma::accu(f.open.subvec(1, 26) + f.closed.subvec(1, 26)) / 52,
            equal_to(1));
  lab.claim("27 symbols, 0 on top", f.open(27), equal_to(1));
  lab.claim("27 symbols, 1 on top", f.closed(27), equal_to(0));
  lab.claim("28 symbols", std::max(f.open(28), f.closed(28)), equal_to(0));
  lab.claim("deepest stack of tanh units", f.depth.max(), between(12, 20));
  lab.claim("with the slope 1", f.depth(0), below(2));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("11-precision",
                 "A double holds every stack of 26 symbols in base 4, and of "
                 "27 those with a 0 on top; units of tanh hold fewer, at any "
                 "scale");
  Knobs k;
  lab.knob("deepest", k.deepest, "symbols of the deepest stacks", {},
           {28, 100});
  lab.knob("stacks", k.stacks, "random stacks of each depth", {50, 400});
  lab.knob("seed", k.seed, "of the stacks");
  return lab.run(argc, argv, k, measure, show, claim);
}
