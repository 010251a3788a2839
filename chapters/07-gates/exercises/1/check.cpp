// The cell is run forward; its slopes are differences of a quadratic, exact.
#include <answer.hpp>

namespace {

struct Run {
  double C0 = 2, a1 = 0.4, more = 0;  // more is added to C(2)
  double C2() const { return 0.5 * (0.5 * C0 + a1) - 0.1 + more; }
  double L() const { return 0.5 * (0.5 * C2()) * (0.5 * C2()); }
};

double slope(double Run::*by) {
  Run above, below;
  above.*by += 0.5;
  below.*by -= 0.5;
  return above.L() - below.L();
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("The memory after two steps", "C(2)", &Answer::C_2,
                  Run().C2(), "half of C(1), and a(2), (7.5)"),
          by_hand("The slope of the last memory", "dC(2)", &Answer::dC_2,
                  slope(&Run::more), "dL/dh(2) through the output gate, (7.8)"),
          by_hand("The slope of the first memory", "dC(0)", &Answer::dC_0,
                  slope(&Run::C0), "a forget gate for each step, (7.13)"),
          by_hand("The slope of the first candidate", "da(1)", &Answer::da_1,
                  slope(&Run::a1),
                  "dL/dC(1) times the input gate, as in (7.12)")};
}
