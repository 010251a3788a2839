// The worked example of chapter 6: the reader's numbers through one of its
// shapes.
#include <cmath>

#include "chapters/06-shapes/keys.hpp"
#include "chapters/06-shapes/worksheet.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

double whole_number(const Input& input, const std::string& key,
                    const std::string& other) {
  if (!input.has(key)) input.refuse(key, "missing, and needed beside " + other);
  const double number = input.number(key);
  if (number < 1 || number != std::floor(number))
    input.refuse(key,
                 "expected a whole number from 1 on, got " + shortest(number));
  return number;
}

Truncation truncation_of(const Input& input) {
  const double back = whole_number(input, "back", "every"),
               every = whole_number(input, "every", "back");
  if (back < every)
    input.refuse("back", "expected at least every, " + shortest(every) +
                             ", got " + shortest(back));
  const auto tau = static_cast<double>(input.matrix("x").n_cols);
  const auto most = [&](double steps) {
    return static_cast<Index>(std::min(steps, tau));
  };
  const Truncation how{most(back), most(every)};
  Index steps = 0;
  for (const Sweep& sweep : sweeps(how, input.matrix("x").n_cols))
    steps += sweep.last - sweep.first + 1;
  if (steps > 10 * most_entries)
    input.refuse("back",
                 "expected at most " + std::to_string(10 * most_entries) +
                     " steps in all sweeps, got " + std::to_string(steps));
  return how;
}

/// Writes a step of descent, when the reader asked for one.
void write_descent(Parameters p, const ParameterGradient& g, Sheet& sheet,
                   const std::function<double(const Parameters&)>& loss) {
  if (!sheet.rate()) return;
  bptt::update(p, g, *sheet.rate());
  write_step(sheet, p.blocks(), "* - eta d*", "3.18", [&] { return loss(p); });
}

void derive(const Input& input, Sheet& sheet) {
  const std::string shape = input.word("shape");
  const OtherLoss other = recurrent_loss(input);
  if (shape == "jordan") {
    const WorkedJordan w = write_jordan(input, sheet);
    write_descent(w.p, w.g, sheet, [&](const Parameters& p) {
      return loss(w.output, forward(w.kind, p, w.x, w.y, w.h0).o, w.y);
    });
    sheet.compare(input, other, [&] { return mistakes(w); });
  } else if (shape == "one_output") {
    const bptt::Worked w = write_one_output(input, sheet);
    write_descent(w.p, w.g, sheet, [&](const Parameters& p) {
      return loss_and_gradient({w.hidden, w.output}, p, w.x, w.y, w.h0).loss;
    });
    sheet.compare(input, other, [&] { return mistakes_at_the_end(w); });
  } else if (input.has("back") || input.has("every")) {
    const WorkedTruncated w =
        write_truncated(input, sheet, truncation_of(input));
    bptt::write_update(w, w.cut, "* - eta d*", sheet);
    sheet.compare(input, other, [&] { return mistakes(w); });
  } else {
    const bptt::Worked w = bptt::write_bptt(input, sheet);
    bptt::write_update(w, w.g, "* - eta d*", sheet);
    sheet.compare(input, other, [&] { return bptt::mistakes(w); });
  }
}

}  // namespace

int main(int argc, char** argv) {
  return work({"06-shapes", "shapes", shape_keys}, argc, argv, derive);
}
