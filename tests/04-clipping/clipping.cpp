// Clipping: one norm over all blocks, the direction, the edges, what is
// refused, and the wrong versions.
#include "chapters/04-clipping/clipping.hpp"

#include <functional>

#include "chapters/04-clipping/product_of_jacobians.hpp"
#include "common/random.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace unrolled;
using namespace unrolled::clipping;
using bptt::ParameterGradient;

namespace {

ParameterGradient random_gradient(std::uint64_t seed, double size = 1) {
  Random random(seed);
  return {random.normal_matrix(4, 2, size), random.normal_matrix(4, 4, size),
          random.normal_matrix(3, 4, size), random.normal_matrix(4, 1, size),
          random.normal_matrix(3, 1, size)};
}

// All entries as one list, in plain loops.
std::vector<double> flat(ParameterGradient g) {
  std::vector<double> all;
  for (const Matrix* m : {&g.dU, &g.dW, &g.dV, static_cast<Matrix*>(&g.db),
                          static_cast<Matrix*>(&g.dc)})
    for (const double v : *m) all.push_back(v);
  return all;
}
double plain_norm(const ParameterGradient& g) {
  double sum = 0;
  for (const double v : flat(g)) sum += v * v;
  return std::sqrt(sum);
}
bool same(const ParameterGradient& a, const ParameterGradient& b) {
  const auto u = flat(a), v = flat(b);
  return std::equal(u.begin(), u.end(), v.begin(), v.end(),
                    [](double x, double y) {
                      return x == y || (std::isnan(x) && std::isnan(y));
                    });
}

// A clipping as a function of the parts whose sum is the gradient.
using Parts = std::vector<ParameterGradient>;
using Clipper = std::function<ParameterGradient(const Parts&, double)>;

ParameterGradient sum_of(const Parts& parts) {
  ParameterGradient g = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    g.dU += parts[i].dU;
    g.dW += parts[i].dW;
    g.dV += parts[i].dV;
    g.db += parts[i].db;
    g.dc += parts[i].dc;
  }
  return g;
}

// The rule itself, entry by entry: from the threshold on, g times threshold
// over norm; below, g. Returns how far a clipper is from it at worst.
double error_of(const Clipper& clipper) {
  double worst = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    for (const double threshold : {0.3, 2.0, 5.0, 20.0, 1000.0}) {
      const Parts parts{random_gradient(seed), random_gradient(seed + 100),
                        random_gradient(seed + 200)};
      const ParameterGradient g = sum_of(parts);
      const double norm = plain_norm(g);
      const std::vector<double> was = flat(g),
                                is = flat(clipper(parts, threshold));
      const double scale = norm >= threshold ? threshold / norm : 1;
      double sum = 0;
      for (std::size_t i = 0; i < was.size(); ++i)
        sum += std::pow(is[i] - scale * was[i], 2);
      worst = std::max(worst, std::sqrt(sum) / (scale * norm));
    }
  return worst;
}

ParameterGradient right(const Parts& parts, double threshold) {
  ParameterGradient g = sum_of(parts);
  clip_by_norm(g, threshold);
  return g;
}

// A clipper that scales every block by a factor of its own.
Clipper per_block(double (*norm)(const Matrix&)) {
  return [norm](const Parts& parts, double threshold) {
    ParameterGradient g = sum_of(parts);
    for (const Block& block : blocks_of(g))
      *block.values *= scale_for(norm(*block.values), threshold);
    return g;
  };
}
// A clipper that scales the whole by a factor from a wrong number.
Clipper by_number(double (*number)(const ParameterGradient&)) {
  return [number](const Parts& parts, double threshold) {
    ParameterGradient g = sum_of(parts);
    const double scale = scale_for(number(g), threshold);
    for (const Block& block : blocks_of(g)) *block.values *= scale;
    return g;
  };
}

double degrees(double radians) {
  return radians * 180 / arma::datum::pi;
}

}  // namespace

TEST_CASE("The norm is taken over all entries of all blocks", "[4.18][D10]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const double size : {1e-6, 1.0, 1e6}) {
      const ParameterGradient g = random_gradient(seed, size);
      CHECK(global_norm(g) == Approx(plain_norm(g)).epsilon(1e-14));
    }
  Matrix rank_two{{3, 0}, {0, 4}}, more(1, 1, arma::fill::value(12));
  CHECK(global_norm({{"dW", &rank_two}}) == Approx(5));
  CHECK(spectral_norm(rank_two) == Approx(4));  // another number
  CHECK(global_norm({{"dW", &rank_two}, {"db", &more}}) == Approx(13));
  CHECK(global_norm(Blocks{}) == 0);
}

TEST_CASE("No square overflows or underflows in the norm", "[4.18]") {
  for (const double size : {1e-300, 1e-200, 1e200, 1e300}) {
    Matrix a{3 * size}, b{{4 * size, 0}};
    CHECK(global_norm({{"a", &a}, {"b", &b}}) == Approx(5 * size).margin(0));
    clip_by_norm({{"a", &a}, {"b", &b}}, size);
    CHECK(a(0) / size == Approx(0.6));
    CHECK(b(0) / size == Approx(0.8));
  }
}

TEST_CASE("From the threshold on the gradient is scaled to it",
          "[4.19][4.20][D10]") {
  const double error = error_of(right);
  CHECK(error < 1e-14);
  notes::holds("D10", error);
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const double part : {0.01, 0.5, 0.99}) {
      ParameterGradient g = random_gradient(seed);
      const double norm = global_norm(g), threshold = part * norm;
      const Clipped did = clip_by_norm(g, threshold);
      CHECK(did.norm == norm);
      CHECK(did.scale == Approx(part));
      CHECK(global_norm(g) == Approx(threshold).epsilon(1e-14));
    }
}

TEST_CASE("Below the threshold the gradient is not touched",
          "[4.19][4.20][D10]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const ParameterGradient g = random_gradient(seed);
    ParameterGradient clipped = g;
    const Clipped did = clip_by_norm(clipped, 1.0001 * global_norm(g));
    CHECK(did.scale == 1);
    CHECK(same(clipped, g));
  }
}

TEST_CASE("At the threshold, and an ulp to each side, it is the same gradient",
          "[4.19][4.20]") {
  for (const double threshold :
       {std::nextafter(5.0, 0.0), 5.0, std::nextafter(5.0, 6.0)}) {
    Matrix a{{3, 0}}, b{4.0};
    const Clipped did = clip_by_norm({{"a", &a}, {"b", &b}}, threshold);
    CHECK(did.norm == 5);
    CHECK(a(0) == Approx(3).epsilon(1e-15));
    CHECK(b(0) == Approx(4).epsilon(1e-15));
    if (threshold >= 5) CHECK((did.scale == 1 && a(0) == 3 && b(0) == 4));
    if (threshold < 5) CHECK(did.scale < 1);
  }
  CHECK(scale_for(5, 5) == 1);
}

TEST_CASE("The pencil example: 3 and 4 at 1 give 0.6 and 0.8", "[4.20]") {
  Matrix g{3, 4};
  clip_by_norm({{"g", &g}}, 1);
  CHECK(g(0) == Approx(0.6).epsilon(1e-15));
  CHECK(g(1) == Approx(0.8).epsilon(1e-15));
}

TEST_CASE("A gradient of 0 stays 0", "[4.18][4.19][4.20]") {
  ParameterGradient g = random_gradient(1, 0);
  const Clipped did = clip_by_norm(g, 1e-300);
  CHECK(did.norm == 0);
  CHECK(did.scale == 1);
  CHECK(same(g, random_gradient(1, 0)));
}

TEST_CASE("Clipping by the norm keeps the direction and entries turn it",
          "[4.20][4.21][D10]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ParameterGradient g = random_gradient(seed), norm = g, entries = g;
    clip_by_norm(norm, 0.5);
    clip_elements(entries, 0.5);
    CHECK(angle_between(blocks_of(g), blocks_of(norm)) < 1e-14);
    CHECK(degrees(angle_between(blocks_of(g), blocks_of(entries))) > 1);
  }
}

TEST_CASE("Entries 3 and 0.1 clipped at 1 turn from 1.91 to 5.71 degrees",
          "[4.21]") {
  Matrix before{3, 0.1}, after = before, east{1, 0};
  clip_elements({{"g", &after}}, 1);
  CHECK(after(0) == 1);
  CHECK(after(1) == 0.1);
  const auto angle = [&](Matrix& g) {
    return degrees(angle_between({{"g", &g}}, {{"g", &east}}));
  };
  CHECK(std::abs(angle(before) - 1.91) < 0.005);
  CHECK(std::abs(angle(after) - 5.71) < 0.005);
  clip_by_norm({{"g", &before}}, 1);
  CHECK(std::abs(angle(before) - 1.91) < 0.005);
}

TEST_CASE("Clipping entries bounds each, keeps its sign and the small ones",
          "[4.21]") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const ParameterGradient g = random_gradient(seed);
    ParameterGradient once = g;
    clip_elements(once, 0.7);
    const std::vector<double> was = flat(g), is = flat(once);
    for (std::size_t i = 0; i < was.size(); ++i)
      CHECK(is[i] == (was[i] > 0.7 ? 0.7 : was[i] < -0.7 ? -0.7 : was[i]));
    ParameterGradient twice = once;
    clip_elements(twice, 0.7);
    CHECK(same(once, twice));
  }
}

TEST_CASE("Wrong ways to clip are told from the right one", "[4.18][4.19]") {
  // A norm for each block.
  CHECK(error_of(per_block(frobenius_norm)) > 1e-3);
  // The spectral norm, of each block or the largest of all.
  CHECK(error_of(per_block(spectral_norm)) > 1e-3);
  CHECK(error_of(by_number([](const ParameterGradient& g) {
          return std::max({spectral_norm(g.dU), spectral_norm(g.dW),
                           spectral_norm(g.dV), spectral_norm(g.db),
                           spectral_norm(g.dc)});
        })) > 1e-3);
  // The squared norm against the threshold.
  CHECK(error_of(by_number([](const ParameterGradient& g) {
          return std::pow(global_norm(g), 2);
        })) > 1e-3);
  // The sum of the blocks' norms, the weights alone, dW alone.
  CHECK(error_of(by_number([](const ParameterGradient& g) {
          return frobenius_norm(g.dU) + frobenius_norm(g.dW) +
                 frobenius_norm(g.dV) + frobenius_norm(g.db) +
                 frobenius_norm(g.dc);
        })) > 1e-3);
  CHECK(error_of(by_number([](const ParameterGradient& g) {
          return std::hypot(frobenius_norm(g.dU), frobenius_norm(g.dW),
                            frobenius_norm(g.dV));
        })) > 1e-3);
  CHECK(error_of(by_number([](const ParameterGradient& g) {
          return frobenius_norm(g.dW);
        })) > 1e-3);
  // Clipping each part before the sum.
  CHECK(error_of([](Parts parts, double threshold) {
          for (ParameterGradient& part : parts) clip_by_norm(part, threshold);
          return sum_of(parts);
        }) > 1e-3);
  // Scaling up what is below the threshold, too.
  CHECK(error_of([](const Parts& parts, double threshold) {
          ParameterGradient g = sum_of(parts);
          const double scale = threshold / global_norm(g);
          for (const Block& block : blocks_of(g)) *block.values *= scale;
          return g;
        }) > 1e-3);
  // Entries instead of the norm.
  CHECK(error_of([](const Parts& parts, double threshold) {
          ParameterGradient g = sum_of(parts);
          clip_elements(g, threshold);
          return g;
        }) > 1e-3);
}

TEST_CASE("The gradients by h0 and x do not count", "[4.18]") {
  bptt::Gradient g;
  static_cast<ParameterGradient&>(g) = random_gradient(3);
  g.dh0 = Vector(4, arma::fill::value(1e6));
  g.dx = Matrix(2, 5, arma::fill::value(1e6));
  CHECK(global_norm(g) == Approx(plain_norm(random_gradient(3))));
  clip_by_norm(g, 0.1);
  CHECK(g.dh0(0) == 1e6);
}

TEST_CASE("A gradient that is not finite is refused by name and left as it is",
          "[4.18][4.20][4.21]") {
  using Catch::Matchers::ContainsSubstring;
  for (const double bad :
       {arma::datum::nan, arma::datum::inf, -arma::datum::inf})
    for (std::size_t i = 0; i < 5; ++i) {
      ParameterGradient g = random_gradient(1, 10);
      const Block block = blocks_of(g)[i];
      (*block.values)(block.values->n_elem - 1) = bad;
      const ParameterGradient before = g;
      CHECK_FALSE(is_finite(blocks_of(g)));
      const std::string words =
          block.name +
          ": expected finite numbers, got one that is not in row " +
          std::to_string(block.values->n_rows);
      CHECK_THROWS_WITH(global_norm(g), ContainsSubstring(words));
      CHECK_THROWS_WITH(clip_by_norm(g, 1), ContainsSubstring(words));
      CHECK_THROWS_WITH(clip_elements(g, 1), ContainsSubstring(words));
      CHECK(same(g, before));
    }
  // A zero beside a NaN, and nothing but NaN, hide it from a maximum.
  Matrix zero{{0, arma::datum::nan}}, all{arma::datum::nan};
  CHECK_THROWS_AS(clip_by_norm({{"g", &zero}}, 1), std::invalid_argument);
  CHECK_THROWS_AS(clip_by_norm({{"g", &all}}, 1), std::invalid_argument);
  ParameterGradient g = random_gradient(1);
  CHECK(is_finite(blocks_of(g)));
}

TEST_CASE("A norm that overflows is refused and the gradient left", "[4.18]") {
  Matrix g(1, 100, arma::fill::value(1e308));
  CHECK_THROWS_WITH(clip_by_norm({{"g", &g}}, 1),
                    Catch::Matchers::ContainsSubstring("overflow"));
  CHECK(g(0) == 1e308);
}

TEST_CASE("A threshold that is none is refused and the gradient left",
          "[4.19][4.21]") {
  using Catch::Matchers::ContainsSubstring;
  for (const double threshold :
       {0.0, -1.0, arma::datum::nan, arma::datum::inf}) {
    ParameterGradient g = random_gradient(1);
    const auto names_it =
        ContainsSubstring("threshold: expected a finite number above");
    CHECK_THROWS_WITH(clip_by_norm(g, threshold), names_it);
    CHECK_THROWS_WITH(clip_elements(g, threshold), names_it);
    CHECK_THROWS_WITH(scale_for(1, threshold), names_it);
    CHECK(same(g, random_gradient(1)));
  }
  CHECK_THROWS_WITH(scale_for(arma::datum::nan, 1),
                    ContainsSubstring("norm: expected"));
  CHECK_THROWS_WITH(scale_for(arma::datum::inf, 1),
                    ContainsSubstring("norm: expected"));
}

TEST_CASE("The angle is right near 0, at a right angle and at pi", "[4.20]") {
  const auto angle = [](Matrix a, Matrix b) {
    return angle_between({{"a", &a}}, {{"a", &b}});
  };
  CHECK(angle({1, 0}, {0, 2}) == Approx(arma::datum::pi / 2));
  CHECK(angle({1, 0}, {-3, 0}) == Approx(arma::datum::pi));
  CHECK(angle({1, 0}, {1, 1e-9}) == Approx(1e-9).epsilon(1e-6));
  CHECK(angle({2, 5}, {4, 10}) < 1e-15);
  CHECK_THROWS_AS(angle({1, 0}, {0, 0}), std::invalid_argument);
  CHECK_THROWS_AS(angle({1, 0}, {1, 0, 0}), std::invalid_argument);
}
