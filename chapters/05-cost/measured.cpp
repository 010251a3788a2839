/// \file
/// A recorded run of ./book bench: the form in blocks beside the limit and the
/// peers. One row a shape and number of threads; 0 is not measured.
#include "chapters/05-cost/record.hpp"

using namespace unrolled;
using namespace unrolled::cost;

namespace {

const std::vector<std::string> forms{"floor", "in blocks", "chapter 3",
                                     "PyTorch", "Eigen"};

std::string shown(double value) {
  return value == 0 ? "" : value < 1000 ? text(value, 3) : fixed(value, 0);
}

Table ratios(const Record& r, double threads) {
  Table table{{"inputs,hidden,outputs,batch,tau", "ms", "of the floor",
               "PyTorch", "Eigen", "chapter 3"},
              {}};
  for (Index i = 0; i < r.csv.values.n_rows; ++i)
    if (r.at(i, "threads") == threads)
      table.rows.push_back({r.name(i), shown(r.at(i, "in blocks")),
                            shown(r.ratio(i, "floor", "in blocks")),
                            shown(r.ratio(i, "PyTorch", "in blocks")),
                            shown(r.ratio(i, "Eigen", "in blocks")),
                            shown(r.ratio(i, "chapter 3", "in blocks"))});
  return table;
}

// The limits that the form was to reach, and what it reached.
Table targets(const Record& r) {
  Table table{{"what", "target", "measured"}, {}};
  const auto add = [&](const std::string& what, const std::string& target,
                       double value) {
    table.rows.push_back({what, target, shown(value)});
  };
  const auto time = [&](const std::string& shape, const std::string& other,
                        const std::string& target) {
    const std::string what =
        other == "floor" ? "of the floor" : other + "'s time";
    add(what + ", " + shape, target, r.ratio(r.row(shape), other, "in blocks"));
  };
  for (const char* shape : {"64,128,64,32,100", "128,256,128,64,100",
                            "65,512,65,128,64", "256,512,256,64,200"})
    time(shape, "floor", "at least 0.9");
  time("64,128,64,1,25", "floor", "at least 0.85");
  for (const Index i : r.by_length()) time(r.name(i), "floor", "at least 0.85");
  time("256,512,256,64,200", "PyTorch", "at least 1.4");
  time("65,512,65,128,64", "PyTorch", "at least 1.4");
  time("64,128,64,32,100", "PyTorch", "at least 2");
  time("64,128,64,1,25", "PyTorch", "at least 12");
  add("time as τ to the power", "at most 1.03", r.exponent("in blocks"));
  const Index longer = r.row("64,64,64,1,10000");
  add("memory, PyTorch's = 1, τ = 10000", "at most 0.125",
      r.ratio(longer, "kB in blocks", "kB PyTorch"));
  add("the same, a checkpoint every √τ", "at most 0.01",
      r.ratio(longer, "kB every root", "kB PyTorch"));
  add("time, a checkpoint every √τ, full = 1", "at most 1.35",
      r.ratio(longer, "every root", "in blocks"));
  return table;
}

Figure against_length(const Record& r) {
  Figure figure("05-measured", "Measured: one sequence, 64 units", measured());
  figure.log_x().log_y().x_label("τ").y_label("microseconds a step");
  figure.legend("outside below");
  const Colour colours[] = {Colour::grey, Colour::blue, Colour::green,
                            Colour::vermilion, Colour::purple};
  const std::vector<Index> rows = r.by_length();
  const Vector tau = r.of(rows, "tau");
  for (Index f = 0; f < forms.size(); ++f) {
    const Vector us = 1e3 * r.of(rows, forms[f]) / tau;
    if (!us.is_empty() && us.min() > 0)
      figure.line(tau, us, f == 0 ? "the products alone" : forms[f],
                  colours[f]);
  }
  return figure;
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
    const Index longer = r.row("64,64,64,1,10000");
    Table powers{{"form", "time grows as τ to the"}, {}};
    Table memory{{"form", "peak memory, kB"}, {}};
    for (Index i = 0; i < r.csv.values.n_rows; ++i)
      lab.claim(r.at(i, "error") <= 1e-10, r.name(i));
    for (const std::string& form : forms)
      powers.rows.push_back({form, shown(r.exponent(form))});
    for (const char* form : {"in blocks", "every root", "ten slots",
                             "chapter 3", "PyTorch", "Eigen"})
      if (longer < r.csv.values.n_rows)
        memory.rows.push_back(
            {form, shown(r.at(longer, std::string("kB ") + form))});
    const double threads = r.csv.values.col(5).max();
    lab.value("threads_used", threads);
    const auto room = [&](const std::string& shape) {
      return shown(r.ratio(r.row(shape), "PyTorch", "floor"));
    };
    lab.value("room_one", room("64,128,64,1,25"));
    lab.value("room_batch", room("64,128,64,32,100"));
    lab.value("room_odd", room("65,512,65,128,64"));
    lab.value("room_large", room("256,512,256,64,200"));
    lab.table("ratios", ratios(r, 1));
    lab.table("threads", ratios(r, threads));
    lab.table("targets", targets(r));
    lab.table("exponents", powers);
    lab.table("memory", memory);
    if (!r.by_length().empty()) lab.draw(against_length(r));
  });
}
