/// \file
/// A recorded run of ./book bench: the form in blocks beside the limit and the
/// peers.
#include "chapters/05-cost/record.hpp"

using namespace unrolled;
using cost::claim;
using cost::Record;

namespace {

struct Knobs {
  std::string record = Record::of_chapter("05-cost");
};

Record measure(const Knobs& k) {
  return {read_csv(k.record, Header::required)};
}

Table ratios(const Record& r) {
  Table table{{"inputs,hidden,outputs,batch,tau", "ms", "of the floor",
               "PyTorch", "Eigen", "chapter 3"},
              {}};
  for (const Index i : r.rows("")) {
    table.rows.push_back({r.name(i), r.shown(r.at(i, "in blocks"))});
    for (const char* form : {"floor", "PyTorch", "Eigen", "chapter 3"})
      table.rows.back().push_back(r.shown(r.ratio(i, form)));
  }
  return table;
}

Table memory(const Record& r) {
  Table table{{"form", "peak memory, kB"}, {}};
  for (const Index longer : r.rows("64,64,64,1,10000"))
    for (const std::string form : {"in blocks", "every root", "ten slots",
                                   "chapter 3", "PyTorch", "Eigen"})
      table.rows.push_back({form, r.shown(r.at(longer, "kB " + form))});
  return table;
}

void show(Experiment& lab, const Record& r) {
  lab.table("ratios", ratios(r));
  lab.table("memory", memory(r));
  if (r.rows("64,64,64,1,").empty()) return;
  Figure figure("05-measured", "Measured: one sequence, 64 units", measured());
  figure.log_x().log_y().x_label("τ").y_label("microseconds a step");
  r.draw(figure, "floor", "the products alone", Colour::grey);
  r.draw(figure, "in blocks", "in blocks", Colour::blue);
  r.draw(figure, "chapter 3", "chapter 3", Colour::green);
  r.draw(figure, "PyTorch", "PyTorch", Colour::vermilion);
  r.draw(figure, "Eigen", "Eigen", Colour::purple);
  lab.draw(figure);
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
