// The slope of the last state, by complex step of the run itself.
#include <answer.hpp>

namespace {

Test test(const std::string& name, double w, const Vector& x) {
  Complex h = 0.5;
  for (const double in : x) h = std::tanh(Complex(w, 1e-100) * h + in);
  return {name,
          {{"dh/dw", Matrix{h.imag() / 1e-100}}},
          [w, x](const Answer& a) { return a.slope_of_last(w, x, 0.5); }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One step", 0.8, {0.3}),
          test("Two steps", 0.8, {0.3, -0.6}),
          test("Five steps", -1.2, {0.1, 0.7, -0.4, 0.2, 0.5})};
}
