/// \file
/// A recorded run of ./book bench --attention: one head in blocks beside its
/// limit and PyTorch's, and beside two recurrences.
#include "chapters/05-cost/record.hpp"

using namespace unrolled;
using cost::claim;
using cost::Record;

namespace {

struct Knobs {
  std::string record = Record::of_chapter("10-attention");
};

Record measure(const Knobs& k) {
  return {read_csv(k.record, Header::required)};
}

const std::pair<const char*, const char*> heads[]{{"attention", "none"},
                                                  {"causal", "causal"}};

Table ratios(const Record& r) {
  Table table{{"τ", "mask", "ms", "of the floor", "PyTorch", "with the table"},
              {}};
  for (const Index i : r.rows(""))
    for (const auto& [head, mask] : heads) {
      const std::string name = head, ours = name + " in blocks";
      table.rows.push_back(
          {text(r.at(i, "tau")), mask, r.shown(r.at(i, ours))});
      for (const char* form : {" floor", " PyTorch", " chapter 10"})
        table.rows.back().push_back(r.shown(r.ratio(i, name + form, ours)));
    }
  return table;
}

// The length at which one column passes another, on a line between the lengths
// measured, both on logarithmic axes; 0: at none of them.
double crossing(const Record& r, const std::string& one,
                const std::string& other) {
  const std::vector<Index> rows = r.rows("");
  for (Index j = 1; j < rows.size(); ++j) {
    const double before = std::log(r.ratio(rows[j - 1], one, other)),
                 after = std::log(r.ratio(rows[j], one, other));
    if (before > 0 || after <= 0) continue;
    const double from = std::log(r.at(rows[j - 1], "tau")),
                 to = std::log(r.at(rows[j], "tau"));
    return std::exp(from - before * (to - from) / (after - before));
  }
  return 0;
}

void show(Experiment& lab, const Record& r) {
  lab.table("ratios", ratios(r));
  Table peaks{{"form", "kB"}, {}};
  const Index longest = r.rows("").back();
  for (const auto& [head, mask] : heads)
    for (const std::string form : {" in blocks", " chapter 10", " PyTorch"}) {
      const double kilobytes = r.at(longest, "kB " + (head + form));
      if (kilobytes > 0)
        peaks.rows.push_back({head + form, fixed(kilobytes, 0)});
    }
  lab.table("peaks", peaks);
  for (const auto& [head, mask] : heads) {
    const std::string name = head, ours = name + " in blocks";
    const auto range = [&](const std::string& key, const std::string& form) {
      const Vector all = column(
          r.rows(""), [&](Index i) { return r.ratio(i, name + form, ours); });
      lab.value(name + key + "_least", all.min(), 2);
      lab.value(name + key + "_largest", all.max(), 2);
    };
    range("_floor", " floor");
    range("_torch", " PyTorch");
    for (const std::string cell : {"tanh", "LSTM"}) {
      const double tau = crossing(r, ours, cell + " in blocks");
      lab.value(name + "_meets_" + cell,
                tau > 0 ? fixed(10 * std::round(tau / 10), 0) : "none");
    }
  }
  Figure figure("10-measured", "Measured: one sequence, 64 units", measured());
  figure.log_x().log_y().x_label("τ").y_label("microseconds a step");
  r.draw(figure, "attention PyTorch", "PyTorch", Colour::vermilion);
  r.draw(figure, "attention in blocks", "attention", Colour::green);
  r.draw(figure, "causal in blocks", "causal", Colour::green, true);
  r.draw(figure, "attention floor", "products alone", Colour::grey);
  r.draw(figure, "LSTM in blocks", "LSTM", Colour::blue);
  r.draw(figure, "tanh in blocks", "tanh", Colour::blue, true);
  lab.draw(figure);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-measured",
                 "In a recorded run of ./book bench --attention every "
                 "contender's gradient was that of the book's own pass");
  Knobs k;
  lab.knob("record", k.record, "what ./book bench --attention --csv wrote");
  return lab.run(argc, argv, k, measure, show, claim);
}
