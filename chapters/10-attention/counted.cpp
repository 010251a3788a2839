// What attention costs beside a recurrence, counted: work, depth, path.
#include "chapters/10-attention/counting.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

struct Knobs {
  Index units = 64, longest = 512;
};

struct Found {
  Vector tau;
  // A column each for the tanh network, the LSTM, attention, causal attention.
  Matrix work, depth, path;
  double off;            // largest difference of a count and its closed form
  double meets, causal;  // length from which attention works more than an LSTM
};

constexpr Index forms = 4;

Cost of(Index form, Index H, Index tau) {
  if (form == 0) return cost_of_tanh(H, H, tau);
  if (form == 1) return cost_of_lstm(H, H, tau);
  return cost_of_attention(H, H, H, tau, form == 2 ? Mask::none : Mask::causal);
}
Cost counted(Index form, Index H, Index tau) {
  if (form == 0) return count_tanh(H, H, tau);
  if (form == 1) return count_lstm(H, H, tau);
  return count_attention(H, H, H, tau, form == 2 ? Mask::none : Mask::causal);
}

// The first length at which attention works more than an LSTM.
double meeting(Index H, Index form) {
  Index tau = 1;
  while (of(form, H, tau).work <= of(1, H, tau).work) ++tau;
  return static_cast<double>(tau);
}

Found measure(const Knobs& k) {
  std::vector<double> lengths;
  for (Index tau = 8; tau <= k.longest; tau *= 2)
    lengths.push_back(static_cast<double>(tau));
  const Matrix none(lengths.size(), forms);
  Found f{
      lengths, none, none, none, 0, meeting(k.units, 2), meeting(k.units, 3)};
  Progress progress("lengths", lengths.size());
  for (Index i = 0; i < f.tau.n_elem; ++i, progress.tick())
    for (Index form = 0; form < forms; ++form) {
      const Index tau = static_cast<Index>(f.tau(i));
      const Cost cost = counted(form, k.units, tau);
      f.work(i, form) = static_cast<double>(cost.work);
      f.depth(i, form) = static_cast<double>(cost.depth);
      f.path(i, form) = static_cast<double>(cost.path);
      if (!(cost == of(form, k.units, tau))) f.off += 1;
    }
  return f;
}

void show(Experiment& lab, const Found& f) {
  const char* names[]{"tanh network", "LSTM", "attention", "causal attention"};
  const Index last = f.tau.n_elem - 1;
  Table table{{"network", "multiply-adds", "one after another", "path"}, {}};
  for (Index form = 0; form < forms; ++form)
    table.rows.push_back({names[form], fixed(f.work(last, form), 0),
                          fixed(f.depth(last, form), 0),
                          fixed(f.path(last, form), 0)});
  lab.table("counts", table);
  lab.value("tau", f.tau(last));
  lab.value("meets", f.meets);
  lab.value("meets_causal", f.causal);
  const auto draw = [&](const char* name, const Matrix& of,
                        const std::string& label) {
    Figure figure(name, "");
    figure.log_x().log_y().x_label("τ").y_label(label);
    figure.line(f.tau, of.col(0), "tanh", Colour::vermilion);
    figure.line(f.tau, of.col(1), "LSTM", Colour::blue);
    figure.line(f.tau, of.col(2), "attention", Colour::green);
    figure.dashed(f.tau, of.col(3), "causal", Colour::green);
    lab.draw(figure);
  };
  draw("10-counted", f.work, "multiply-adds");
  draw("10-depth", f.depth, "one after another");
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  const double H = static_cast<double>(k.units);
  const Index last = f.tau.n_elem - 1;
  lab.claim("longest path of attention", f.path.cols(2, 3).max(), equal_to(1));
  lab.claim("path of the LSTM, steps less", f.tau(last) - f.path(last, 1),
            equal_to(1));
  lab.claim("attention meets the LSTM, in units", (f.meets - 1) / H,
            equal_to(std::floor(2.5 * H) / H));  // in whole steps
  lab.claim("the same under a mask", f.causal / H, equal_to(5));
  lab.claim("counts that are not their closed form", f.off, equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-counted",
                 "Attention has a path of one step and a depth that grows as "
                 "the logarithm of the length; beyond five halves as many "
                 "steps as units it works more than an LSTM");
  Knobs k;
  lab.knob("units", k.units, "numbers of inputs, states, queries",
           {16, 33, 128}, {2, 1000});
  lab.knob("longest", k.longest, "longest of 8, 16, 32 and so on", {64, 256},
           {16, 2048});
  return lab.run(argc, argv, k, measure, show, claim);
}
