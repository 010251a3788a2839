#include "chapters/05-cost/elementwise.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "common/random.hpp"
#include "tests/catch.hpp"

using namespace unrolled;

namespace {

using Exact = long double (*)(long double);
long double exact_tanh(long double x) {
  return std::tanh(x);
}
long double exact_sigma(long double x) {
  return 1 / (1 + std::exp(-x));
}

// Distance from the exact value in units in the last place of a double.
double ulps(double got, double x, Exact function) {
  const long double exact = function(static_cast<long double>(x));
  const double size = std::abs(static_cast<double>(exact));
  const double unit =
      std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
  return static_cast<double>(std::abs(static_cast<long double>(got) - exact) /
                             static_cast<long double>(unit));
}

// The largest distance of both signs, from 1e-6 to 40, and near 0.
double worst_ulps(cost::Elementwise build, Exact function) {
  Random random(1);
  std::vector<double> x;
  for (int i = 0; i < 400000; ++i) {
    const double size = std::pow(10.0, random.uniform(-6, std::log10(40.0)));
    x.push_back(random.uniform() < 0.5 ? size : -size);
  }
  for (int i = 0; i < 200000; ++i) x.push_back(random.uniform(-1.5, 1.5));
  std::vector<double> t = x;
  build(t.data(), t.size());
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    worst = std::max(worst, ulps(t[i], x[i], function));
  return worst;
}

}  // namespace

TEST_CASE("the vectorised functions are within 2 units in the last place",
          "[5.3]") {
  for (const cost::Elementwise build : cost::tanh_builds())
    CHECK(worst_ulps(build, exact_tanh) <= 2);
  for (const cost::Elementwise build : cost::sigma_builds())
    CHECK(worst_ulps(build, exact_sigma) <= 2);
  CHECK(worst_ulps(cost::tanh_in_place, exact_sigma) > 2);
}

TEST_CASE("the vectorised sigmoid keeps what is special") {
  const double inf = std::numeric_limits<double>::infinity();
  for (const cost::Elementwise build : cost::sigma_builds()) {
    std::vector<double> z{std::nan(""), 0.0, -0.0, inf,
                          -inf,         700, -690, -1e308};
    build(z.data(), z.size());
    CHECK(std::isnan(z[0]));
    CHECK(z[1] == 0.5);
    CHECK(z[2] == 0.5);
    CHECK(z[3] == 1);
    CHECK(z[4] < 1e-300);
    CHECK(z[5] == 1);
    CHECK(z[6] == Approx(std::exp(-690.0)).epsilon(1e-12));
    CHECK(z[7] < 1e-300);
  }
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

TEST_CASE("what lies behind the last number stays as it is") {
  for (const auto& builds : {cost::tanh_builds(), cost::sigma_builds()})
    for (const cost::Elementwise build : builds) {
      std::vector<double> z(12, 0.5);
      build(z.data(), 9);
      CHECK(z[8] != 0.5);
      CHECK(z[9] == 0.5);
    }
}

TEST_CASE("the place in the array does not change the value", "[5.3]") {
  std::vector<double> many(37, 0.3);
  cost::tanh_in_place(many.data(), many.size());
  for (const double v : many) CHECK(v == many[0]);
}
