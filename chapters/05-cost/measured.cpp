/// \file
/// A recorded run of ./book bench: the form in blocks beside the limit and the
/// peers. One row a shape; 0 is not measured.
#include "chapters/05-cost/record.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

namespace {

std::string shown(double value) {
  return value == 0 ? "" : value < 1000 ? text(value, 3) : fixed(value, 0);
}

Table ratios(const Record& r) {
  Table table{{"inputs,hidden,outputs,batch,tau", "ms", "of the floor",
               "PyTorch", "Eigen", "chapter 3"},
              {}};
  for (Index i = 0; i < r.csv.values.n_rows; ++i)
    if (r.at(i, "threads") == 1)
      table.rows.push_back({r.name(i), shown(r.at(i, "in blocks")),
                            shown(r.ratio(i, "floor", "in blocks")),
                            shown(r.ratio(i, "PyTorch", "in blocks")),
                            shown(r.ratio(i, "Eigen", "in blocks")),
                            shown(r.ratio(i, "chapter 3", "in blocks"))});
  return table;
}

Table memory(const Record& r) {
  Table table{{"form", "peak memory, kB"}, {}};
  const Index longer = r.row("64,64,64,1,10000");
  if (longer < r.csv.values.n_rows)
    for (const std::string form : {"in blocks", "every root", "ten slots",
                                   "chapter 3", "PyTorch", "Eigen"})
      table.rows.push_back({form, shown(r.at(longer, "kB " + form))});
  return table;
}

Figure against_length(const Record& r) {
  Figure figure("05-measured", "Measured: one sequence, 64 units", measured());
  figure.log_x().log_y().x_label("τ").y_label("microseconds a step");
  figure.legend("outside below");
  const std::vector<Index> rows = r.by_length();
  const Vector tau = r.of(rows, "tau");
  const auto line = [&](const std::string& form, const std::string& label,
                        Colour colour) {
    const Vector us = 1e3 * r.of(rows, form) / tau;
    if (!us.is_empty() && us.min() > 0) figure.line(tau, us, label, colour);
  };
  line("floor", "the products alone", Colour::grey);
  line("in blocks", "in blocks", Colour::blue);
  line("chapter 3", "chapter 3", Colour::green);
  line("PyTorch", "PyTorch", Colour::vermilion);
  line("Eigen", "Eigen", Colour::purple);
  return figure;
}

void show(Experiment& lab, const Record& r) {
  lab.table("ratios", ratios(r));
  lab.table("memory", memory(r));
  if (!r.by_length().empty()) lab.draw(against_length(r));
}

void claim(Experiment& lab, const Record& r) {
  for (Index i = 0; i < r.csv.values.n_rows; ++i)
    lab.claim(r.at(i, "error") <= 1e-10, r.name(i));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-measured",
                 "In a recorded run of ./book bench every contender's gradient "
                 "was chapter 3's");
  std::string file = data_folder().parent_path().parent_path() /
                     "chapters/05-cost/measured.csv";
  lab.knob("record", file, "what ./book bench --csv wrote");
  return lab.run(argc, argv, [&] {
    const Record r{read_csv(file, Header::required)};
    show(lab, r);
    claim(lab, r);
  });
}
