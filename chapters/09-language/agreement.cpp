// A grammar with nested agreement: what networks and n-grams know of it,
// against what can be known.
#include "chapters/09-language/grammars.hpp"
#include "chapters/09-language/model.hpp"
#include "chapters/09-language/ngrams.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

struct Knobs {
  Nested grammar;
  Index units = 16, updates = 400, orders = 8, seed = 1;
  double rate = 0.02, threshold = 1;
};

constexpr Index signs = 60000, judged = 20000;

struct Found {
  double floor;            // bits per sign
  double tanh, gru, lstm;  // the same, of networks
  Vector ngrams;           // the same, by the order
};

Found measure(const Knobs& k) {
  Random random(k.seed);
  const Symbols text = nested_text(k.grammar, random, signs),
                test = nested_text(k.grammar, random, judged);
  const auto network = [&](Kind kind) {
    Model model =
        first_model(kind, Nested::count, Nested::count, k.units, random);
    train(model, text, {16, 32, k.updates, k.rate, k.threshold});
    return bits_per_character(probabilities(model, test));
  };
  Found f{entropy_rate(k.grammar), network(Kind::tanh), network(Kind::gru),
          network(Kind::lstm), Vector(k.orders)};
  for (Index i = 0; i < k.orders; ++i)
    f.ngrams(i) = bits_per_character(
        NGrams(text, Nested::count, i + 1, Counting::all).probabilities(test));
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.03");
  Table table{{"model", "bits per sign", "above the least"}, {}};
  const auto row = [&](const std::string& name, double bits) {
    table.rows.push_back({name, fixed(bits, 3), fixed(bits - f.floor, 3)});
  };
  row("the least there can be", f.floor);
  row("tanh network", f.tanh);
  row("GRU", f.gru);
  row("LSTM", f.lstm);
  row("n-grams at their best order, " + text(double(f.ngrams.index_min() + 1)),
      f.ngrams.min());
  row("n-grams of order 2", f.ngrams(1));
  lab.table("bits", table);
  lab.mark("bits.bits per sign", near);
  lab.mark("bits.above the least", near);
  lab.value("floor", f.floor, 4);
  lab.value("counted", f.ngrams.min(), 4);
  Figure figure("09-agreement", "", rounding("each within a factor of 2"));
  const auto n = static_cast<double>(f.ngrams.n_elem);
  const Vector order = arma::regspace(1, n);
  figure.x_label("order of the n-grams").y_label("bits above the least");
  constexpr double lowest = 0.005;  // what is less is drawn there
  figure.log_y().y_range(lowest, 3).legend("outside below");
  const auto level = [&](double bits, const std::string& name, Colour c) {
    const double above = std::max(bits - f.floor, lowest);
    figure.line(Vector{1, n}, Vector{above, above}, name, c);
  };
  const Vector left = arma::clamp(f.ngrams - f.floor, lowest, arma::datum::inf);
  figure.line(order, left, "n-grams", Colour::grey);
  figure.points(order, left, "", Colour::grey);
  level(f.tanh, "tanh network", Colour::vermilion);
  level(f.gru, "GRU", Colour::green);
  level(f.lstm, "LSTM", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  // Nearer to the least it is the text's chance that decides, even the sign.
  const auto above = [&](double bits) {
    return std::max(bits - f.floor, 1e-4);
  };
  const double counted = above(f.ngrams.min());
  lab.claim("LSTM above the least, in the best n-grams'",
            above(f.lstm) / counted, below(0.5));
  lab.claim("GRU above the least, in the best n-grams'", above(f.gru) / counted,
            below(0.5));
  lab.claim("LSTM, in the least there can be", f.lstm / f.floor,
            between(0.98, 1.05));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-agreement",
                 "On a grammar whose verbs agree with nouns far back a GRU and "
                 "an LSTM come nearer to the entropy than n-grams of any order "
                 "tried");
  Knobs k;
  lab.knob("depth", k.grammar.depth, "most open nouns", {4}, {1, 20});
  lab.knob("embed", k.grammar.embed, "chance of one more noun", {}, {0, 0.95});
  lab.knob("fill", k.grammar.fill, "chance of a filler", {}, {0, 0.95});
  lab.knob("units", k.units, "hidden units", {8, 32}, {1, 500});
  lab.knob("updates", k.updates, "updates", {200}, {1, 100000});
  lab.knob("orders", k.orders, "longest n-gram", {}, {2, 12});
  lab.knob("rate", k.rate, "first learning rate", {0.01, 0.04}, {0.0001, 1});
  lab.knob("threshold", k.threshold, "largest norm of a gradient let through",
           {0.3}, {0.001, 1000});
  lab.knob("seed", k.seed, "of the texts and first weights");
  return lab.run(argc, argv, k, measure, show, claim);
}
