#include "chapters/05-cost/elementwise.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "common/random.hpp"
#include "tests/catch.hpp"

using namespace unrolled;

namespace {

// Distance from the long double tanh in units in the last place of a double.
double ulps(double got, double x) {
  const long double exact = std::tanh(static_cast<long double>(x));
  const double size = std::abs(static_cast<double>(exact));
  const double unit =
      std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
  return static_cast<double>(std::abs(static_cast<long double>(got) - exact) /
                             static_cast<long double>(unit));
}

}  // namespace

TEST_CASE("the vectorised tanh is within 2 units in the last place", "[5.3]") {
  Random random(1);
  std::vector<double> x;
  for (int i = 0; i < 400000; ++i) {  // both signs, from 1e-6 to 40
    const double size = std::pow(10.0, random.uniform(-6, std::log10(40.0)));
    x.push_back(random.uniform() < 0.5 ? size : -size);
  }
  for (int i = 0; i < 200000; ++i) x.push_back(random.uniform(-1.5, 1.5));
  std::vector<double> t = x;
  cost::tanh_in_place(t.data(), t.size());
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    worst = std::max(worst, ulps(t[i], x[i]));
  CHECK(worst <= 2);
}

TEST_CASE("the vectorised tanh keeps what is special", "[5.3]") {
  const double inf = std::numeric_limits<double>::infinity();
  // Nine numbers, so that the loop's remainder is among them.
  std::vector<double> z{std::nan(""), 0.0,    -0.0,  inf,   -inf,
                        5e-324,       1e-300, 700.0, -1e308};
  cost::tanh_in_place(z.data(), z.size());
  CHECK(std::isnan(z[0]));
  CHECK((z[1] == 0 && !std::signbit(z[1])));
  CHECK((z[2] == 0 && std::signbit(z[2])));
  CHECK(z[3] == 1);
  CHECK(z[4] == -1);
  CHECK(z[5] == 5e-324);
  CHECK(z[6] == 1e-300);
  CHECK(z[7] == 1);
  CHECK(z[8] == -1);
}

TEST_CASE("the place in the array does not change the value", "[5.3]") {
  std::vector<double> many(37, 0.3);
  cost::tanh_in_place(many.data(), many.size());
  for (const double v : many) CHECK(v == many[0]);
}
