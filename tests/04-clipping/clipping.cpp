// Clipping: one norm over all blocks, the direction, the edges, what is
// refused, and the wrong versions.
#include "chapters/04-clipping/clipping.hpp"

#include <04-clipping/mistakes.hpp>
#include <functional>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"
#include "tests/notes.hpp"

using namespace unrolled;
using namespace unrolled::clipping;
using bptt::ParameterGradient;

namespace {

ParameterGradient random_gradient(std::uint64_t seed, double size = 1) {
  Random random(seed);
  ParameterGradient g(bptt::Parameters{Matrix(4, 2), Matrix(4, 4), Matrix(3, 4),
                                       Vector(4), Vector(3)});
  for (const Block& block : g.blocks())
    for (double& v : block.values) v = size * random.normal();
  return g;
}

// All entries as one long vector, and its length in a plain loop.
Vector flat(const ParameterGradient& g) {
  Vector all;
  for (const ConstBlock& block : const_blocks(g))
    all = arma::join_cols(all, block.values.as_col());
  return all;
}
double plain_norm(const ParameterGradient& g) {
  const Vector all = flat(g);
  return std::sqrt(arma::dot(all, all));
}
// To the bit; a NaN is like another.
bool same(const ParameterGradient& a, const ParameterGradient& b) {
  const Vector u = flat(a), v = flat(b);
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
  for (std::size_t i = 1; i < parts.size(); ++i)
    unrolled::update(g.blocks(), parts[i].blocks(), -1);
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
      const double scale = norm >= threshold ? threshold / norm : 1;
      worst = std::max(
          worst, block_error(flat(clipper(parts, threshold)), scale * flat(g)));
    }
  return worst;
}

// A clipper that sums, then changes the sum in place.
Clipper after_the_sum(
    const std::function<void(ParameterGradient&, double)>& clip) {
  return [clip](const Parts& parts, double threshold) {
    ParameterGradient g = sum_of(parts);
    clip(g, threshold);
    return g;
  };
}
// A gradient of length 1.
Vector direction(const ParameterGradient& g) {
  return arma::normalise(flat(g));
}
// Of a vector in the plane, from the first axis.
double degrees(const Matrix& v) {
  return std::atan2(v(1), v(0)) * 180 / arma::datum::pi;
}

}  // namespace

TEST_CASE("The norm is taken over all entries of all blocks", "[4.18][D10]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const double size : {1e-6, 1.0, 1e6}) {
      const ParameterGradient g = random_gradient(seed, size);
      CHECK(global_norm(g.blocks()) == Approx(plain_norm(g)).epsilon(1e-14));
    }
  const Matrix rank_two{{3, 0}, {0, 4}}, more{12};
  CHECK(global_norm({{"dW", rank_two}}) == Approx(5));
  CHECK(spectral_norm(rank_two) == Approx(4));  // another number
  CHECK(global_norm({{"dW", rank_two}, {"db", more}}) == Approx(13));
  CHECK(global_norm(ConstBlocks{}) == 0);
}

TEST_CASE("No square overflows or underflows in the norm", "[4.18]") {
  for (const double size : {1e-300, 1e-200, 1e200, 1e300}) {
    Matrix a{3 * size}, b{{4 * size, 0}};
    const Blocks g{{"a", a}, {"b", b}};
    CHECK(global_norm(g) == Approx(5 * size).margin(0));
    clip_by_norm(g, size);
    CHECK(a(0) / size == Approx(0.6));
    CHECK(b(0) / size == Approx(0.8));
  }
}

TEST_CASE("From the threshold on the gradient is scaled to it, below it stays",
          "[4.19][4.20][D10]") {
  const double error = error_of(after_the_sum(
      [](ParameterGradient& g, double t) { clip_by_norm(g.blocks(), t); }));
  CHECK(error < 1e-14);
  notes::holds("D10", error);
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const double part : {0.01, 0.5, 0.99, 1.0001}) {
      ParameterGradient g = random_gradient(seed);
      const double norm = global_norm(g.blocks()), threshold = part * norm;
      const Clipped did = clip_by_norm(g.blocks(), threshold);
      CHECK(did.norm == norm);
      CHECK(did.scale == Approx(std::min(part, 1.0)));
      if (part > 1) CHECK(same(g, random_gradient(seed)));
    }
}

TEST_CASE("At the threshold, and an ulp to each side, it is the same gradient",
          "[4.19][4.20]") {
  for (const double threshold :
       {std::nextafter(5.0, 0.0), 5.0, std::nextafter(5.0, 6.0)}) {
    Matrix a{{3, 0}}, b{4.0};
    const Clipped did = clip_by_norm({{"a", a}, {"b", b}}, threshold);
    CHECK(did.norm == 5);
    CHECK(a(0) == Approx(3).epsilon(1e-15));
    CHECK(b(0) == Approx(4).epsilon(1e-15));
    if (threshold >= 5) CHECK((did.scale == 1 && a(0) == 3 && b(0) == 4));
    if (threshold < 5) CHECK(did.scale < 1);
  }
  CHECK(scale_for(5, 5) == 1);
}

TEST_CASE("The pencil example: 3 and 4 at 1 give 0.6 and 0.8, and 0 stays 0",
          "[4.18][4.19][4.20]") {
  Matrix g{3, 4}, zero{0};
  clip_by_norm({{"g", g}}, 1);
  CHECK_THAT(g, Near({0.6, 0.8}, 1e-15));
  const Clipped did = clip_by_norm({{"zero", zero}}, 1e-300);
  CHECK((did.norm == 0 && did.scale == 1 && zero(0) == 0));
}

TEST_CASE("Clipping by the norm keeps the direction and entries turn it",
          "[4.20][4.21][D10]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ParameterGradient g = random_gradient(seed), norm = g, entries = g;
    clip_by_norm(norm.blocks(), 0.5);
    clip_elements(entries.blocks(), 0.5);
    CHECK_THAT(direction(norm), Near(direction(g), 1e-14));
    CHECK(block_error(direction(entries), direction(g)) > 1e-2);
  }
}

TEST_CASE("Entries 3 and 0.1 clipped at 1 turn from 1.91 to 5.71 degrees",
          "[4.21]") {
  Matrix by_norm{3, 0.1}, by_entry = by_norm;
  CHECK(degrees(by_norm) == Approx(1.91).margin(0.005));
  clip_elements({{"g", by_entry}}, 1);
  CHECK(by_entry(0) == 1);
  CHECK(degrees(by_entry) == Approx(5.71).margin(0.005));
  clip_by_norm({{"g", by_norm}}, 1);
  CHECK(degrees(by_norm) == Approx(1.91).margin(0.005));
}

TEST_CASE("Clipping entries bounds each, keeps its sign and the small ones",
          "[4.21]") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const ParameterGradient g = random_gradient(seed);
    ParameterGradient once = g;
    clip_elements(once.blocks(), 0.7);
    const Vector was = flat(g), is = flat(once);
    for (Index i = 0; i < was.n_elem; ++i)
      CHECK(is(i) == (was(i) > 0.7 ? 0.7 : was(i) < -0.7 ? -0.7 : was(i)));
    ParameterGradient twice = once;
    clip_elements(twice.blocks(), 0.7);
    CHECK(same(once, twice));
  }
}

TEST_CASE("Wrong ways to clip are told from the right one",
          "[4.18][4.19][4.20]") {
  REQUIRE(wrong_versions().size() >= 9);
  for (const WrongVersion& wrong : wrong_versions()) {
    INFO(wrong.id);
    CHECK(error_of(after_the_sum([&](ParameterGradient& g, double threshold) {
            wrong.clip_by_norm(g.blocks(), threshold);
          })) > 1e-3);
  }
  // The right one in the wrong place: each part before the sum.
  CHECK(error_of([](Parts parts, double threshold) {
          for (ParameterGradient& part : parts)
            clip_by_norm(part.blocks(), threshold);
          return sum_of(parts);
        }) > 1e-3);
}

TEST_CASE("The gradients by h0 and x do not count", "[4.18]") {
  bptt::Gradient g;
  static_cast<ParameterGradient&>(g) = random_gradient(3);
  g.dh0 = Matrix(4, 1, arma::fill::value(1e6));
  g.dx = Matrix(2, 5, arma::fill::value(1e6));
  CHECK(global_norm(g.blocks()) == Approx(plain_norm(random_gradient(3))));
  clip_by_norm(g.blocks(), 0.1);
  CHECK(g.dh0(0) == 1e6);
}

TEST_CASE("A gradient that is not finite is refused by name and left as it is",
          "[4.18][4.20][4.21]") {
  const double bad = GENERATE(-infinity, infinity, not_a_number);
  for (std::size_t i = 0; i < 5; ++i) {
    ParameterGradient g = random_gradient(1, 10);
    const Block block = g.blocks()[i];
    block.values(block.values.n_elem - 1) = bad;
    const ParameterGradient before = g;
    CHECK_FALSE(is_finite(g.blocks()));
    const std::string words =
        block.name + ": expected finite numbers, got one that is not in row " +
        std::to_string(block.values.n_rows);
    CHECK(contains(refusal([&] { global_norm(g.blocks()); }), words));
    CHECK(contains(refusal([&] { clip_by_norm(g.blocks(), 1); }), words));
    CHECK(contains(refusal([&] { clip_elements(g.blocks(), 1); }), words));
    CHECK(same(g, before));
  }
  CHECK(is_finite(random_gradient(1).blocks()));
  // A zero beside a NaN, and nothing but NaN, hide it from a maximum.
  Matrix zero{{0, not_a_number}}, all{not_a_number};
  CHECK(refusal([&] { clip_by_norm({{"g", zero}}, 1); }) != "accepted");
  CHECK(refusal([&] { clip_by_norm({{"g", all}}, 1); }) != "accepted");
  // Nor has a norm that overflows a scale.
  Matrix g(1, 100, arma::fill::value(1e308));
  CHECK(contains(refusal([&] { clip_by_norm({{"g", g}}, 1); }), "overflow"));
  CHECK(g(0) == 1e308);
}

TEST_CASE("A threshold that is none is refused and the gradient left",
          "[4.19][4.21]") {
  const double threshold = GENERATE(0.0, -1.0, not_a_number, infinity);
  ParameterGradient g = random_gradient(1);
  const std::string words = "threshold: expected a finite number above";
  CHECK(contains(refusal([&] { clip_by_norm(g.blocks(), threshold); }), words));
  CHECK(
      contains(refusal([&] { clip_elements(g.blocks(), threshold); }), words));
  CHECK(contains(refusal([&] { scale_for(1, threshold); }), words));
  CHECK(same(g, random_gradient(1)));
  for (const double norm : {not_a_number, infinity})
    CHECK(contains(refusal([&] { scale_for(norm, 1); }), "norm: expected"));
}
