/// \file
/// A recorded run of ./book bench --cells: both cells in blocks beside the
/// limit and PyTorch's.
#include "chapters/05-cost/record.hpp"

using namespace unrolled;
using cost::claim;
using cost::Record;

namespace {

struct Knobs {
  std::string record = Record::of_chapter("07-gates");
};

Record measure(const Knobs& k) {
  return {read_csv(k.record, Header::required)};
}

// A GRU's time in an LSTM's.
double gru_in_lstm(const Record& r, Index row) {
  return r.ratio(row, "GRU in blocks", "LSTM in blocks");
}

Table ratios(const Record& r) {
  Table table{{"inputs,hidden,outputs,batch,tau", "cell", "ms", "of the floor",
               "PyTorch", "a matrix per step"},
              {}};
  for (const Index i : r.rows(""))
    for (const std::string cell : {"LSTM", "GRU"}) {
      const std::string ours = cell + " in blocks";
      table.rows.push_back({r.name(i), cell, r.shown(r.at(i, ours))});
      for (const char* form : {"floor", "PyTorch", "chapter 7"})
        table.rows.back().push_back(
            r.shown(r.ratio(i, cell + " " + form, ours)));
    }
  return table;
}

// The least and the largest of some numbers.
void range(Experiment& lab, const std::string& key, const Vector& numbers) {
  if (numbers.is_empty()) return;
  lab.value(key + "_least", numbers.min(), 2);
  lab.value(key + "_largest", numbers.max(), 2);
}

// e of the fit of time to tau^e, one sequence of 64 units.
double exponent(const Record& r, const std::string& form) {
  const std::vector<Index> rows = r.rows("64,64,64,1,");
  const auto logs = [&](const std::string& column) {
    return Vector(arma::log(
        unrolled::column(rows, [&](Index i) { return r.at(i, column); })));
  };
  const Vector line = arma::polyfit(logs("tau"), logs(form), 1);
  return line(0);
}

void show(Experiment& lab, const Record& r) {
  lab.table("ratios", ratios(r));
  std::vector<Index> batches = r.rows("");
  const auto alone = [&](Index i) { return r.at(i, "batch") == 1; };
  std::erase_if(batches, alone);
  range(lab, "gru",
        column(r.rows(""), [&](Index i) { return gru_in_lstm(r, i); }));
  for (const std::string cell : {"LSTM", "GRU"}) {
    const std::string key = cell == "LSTM" ? "lstm" : "gru",
                      ours = " in blocks";
    range(lab, key + "_floor", column(batches, [&](Index i) {
            return r.ratio(i, cell + " floor", cell + ours);
          }));
    if (r.rows("64,64,64,1,").size() > 2)
      lab.value(key + "_exponent", exponent(r, cell + ours), 3);
  }
  Figure figure("07-measured", "Measured: one sequence, 64 units", measured());
  figure.log_x().log_y().x_label("τ").y_label("microseconds a step");
  r.draw(figure, "LSTM PyTorch", "LSTM, PyTorch", Colour::vermilion);
  r.draw(figure, "GRU PyTorch", "GRU, PyTorch", Colour::vermilion, true);
  r.draw(figure, "LSTM chapter 7", "LSTM, a matrix per step", Colour::green);
  r.draw(figure, "GRU chapter 7", "GRU, a matrix per step", Colour::green,
         true);
  r.draw(figure, "LSTM in blocks", "LSTM, in blocks", Colour::blue);
  r.draw(figure, "GRU in blocks", "GRU, in blocks", Colour::blue, true);
  r.draw(figure, "LSTM floor", "LSTM, the products alone", Colour::grey);
  r.draw(figure, "GRU floor", "GRU, the products alone", Colour::grey, true);
  lab.draw(figure);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-measured",
                 "In a recorded run of ./book bench --cells every contender's "
                 "gradient was that of a matrix per step");
  Knobs k;
  lab.knob("record", k.record, "what ./book bench --cells --csv wrote");
  return lab.run(argc, argv, k, measure, show, claim);
}
