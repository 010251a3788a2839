/// \file
/// A recorded run of ./book bench: the form in blocks beside the limit and the
/// peers. One row a shape and number of threads; 0 is not measured.
///
/// Columns: inputs, hidden, outputs, batch, tau, threads; error, the worst of
/// any contender's gradient against chapter 3's; milliseconds of forward plus
/// backward by form; and kB, the peak memory by form.
#include "common/data.hpp"
#include "common/experiment.hpp"

using namespace unrolled;

namespace {

struct Knobs {
  std::string record = data_folder().parent_path().parent_path() /
                       "chapters/05-cost/measured.csv";
};

// The rows with one thread.
struct Record {
  Csv csv;

  double at(Index row, const std::string& column) const {
    for (Index j = 0; j < csv.header.size(); ++j)
      if (csv.header[j] == column) return csv.values(row, j);
    throw std::runtime_error("the record: expected a column " + column);
  }
  // "64,128,64,32,100"
  std::string name(Index row) const {
    std::string name;
    for (const char* size : {"inputs", "hidden", "outputs", "batch", "tau"})
      name += (name.empty() ? "" : ",") + text(at(row, size), 9);
    return name;
  }
  // Those whose shape begins so.
  std::vector<Index> rows(const std::string& shape) const {
    std::vector<Index> rows;
    for (Index i = 0; i < csv.values.n_rows; ++i)
      if (at(i, "threads") == 1 && name(i).starts_with(shape))
        rows.push_back(i);
    return rows;
  }
  // A column over what the form in blocks took; 0 when not measured.
  double ratio(Index row, const std::string& column) const {
    const double ours = at(row, "in blocks");
    return ours == 0 ? 0 : at(row, column) / ours;
  }
};

Record measure(const Knobs& k) {
  return {read_csv(k.record, Header::required)};
}

std::string shown(double value) {
  return value == 0 ? "" : value < 1000 ? text(value, 3) : fixed(value, 0);
}

Table ratios(const Record& r) {
  Table table{{"inputs,hidden,outputs,batch,tau", "ms", "of the floor",
               "PyTorch", "Eigen", "chapter 3"},
              {}};
  for (const Index i : r.rows("")) {
    table.rows.push_back({r.name(i), shown(r.at(i, "in blocks"))});
    for (const char* form : {"floor", "PyTorch", "Eigen", "chapter 3"})
      table.rows.back().push_back(shown(r.ratio(i, form)));
  }
  return table;
}

Table memory(const Record& r) {
  Table table{{"form", "peak memory, kB"}, {}};
  for (const Index longer : r.rows("64,64,64,1,10000"))
    for (const std::string form : {"in blocks", "every root", "ten slots",
                                   "chapter 3", "PyTorch", "Eigen"})
      table.rows.push_back({form, shown(r.at(longer, "kB " + form))});
  return table;
}

void draw_against_length(Experiment& lab, const Record& r) {
  const std::vector<Index> rows = r.rows("64,64,64,1,");
  if (rows.empty()) return;
  Figure figure("05-measured", "Measured: one sequence, 64 units", measured());
  figure.log_x().log_y().x_label("τ").y_label("microseconds a step");
  const auto line = [&](const std::string& form, const std::string& label,
                        Colour colour) {
    Vector tau(rows.size()), us(rows.size());
    for (Index i = 0; i < rows.size(); ++i) {
      tau(i) = r.at(rows[i], "tau");
      us(i) = 1e3 * r.at(rows[i], form) / tau(i);
    }
    if (us.min() > 0) figure.line(tau, us, label, colour);
  };
  line("floor", "the products alone", Colour::grey);
  line("in blocks", "in blocks", Colour::blue);
  line("chapter 3", "chapter 3", Colour::green);
  line("PyTorch", "PyTorch", Colour::vermilion);
  line("Eigen", "Eigen", Colour::purple);
  lab.draw(figure);
}

void show(Experiment& lab, const Record& r) {
  lab.table("ratios", ratios(r));
  lab.table("memory", memory(r));
  draw_against_length(lab, r);
}

void claim(Experiment& lab, const Record& r) {
  double error = 0;
  for (Index i = 0; i < r.csv.values.n_rows; ++i)
    error = std::max(error, r.at(i, "error"));
  lab.claim("the largest error of a contender's gradient", error,
            at_most(1e-12));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-measured",
                 "In a recorded run of ./book bench every contender's gradient "
                 "was chapter 3's");
  Knobs k;
  lab.knob("record", k.record, "what ./book bench --csv wrote");
  return lab.run(argc, argv, k, measure, show, claim);
}
