// Random numbers are the same on every machine, and as they should be.
#include "common/random.hpp"

#include <map>
#include <set>

#include "tests/catch.hpp"

using namespace unrolled;

namespace {

struct Moments {
  double mean = 0, variance = 0, skewness = 0, kurtosis = 0;
};

template <class Draw>
Moments moments(int n, Draw draw) {
  double s1 = 0, s2 = 0, s3 = 0, s4 = 0;
  for (int i = 0; i < n; ++i) {
    const double v = draw();
    s1 += v;
    s2 += v * v;
    s3 += v * v * v;
    s4 += v * v * v * v;
  }
  return {s1 / n, s2 / n, s3 / n, s4 / n};
}

}  // namespace

TEST_CASE("The engines give the numbers that the C++ standard prints") {
  std::mt19937_64 wide;
  wide.discard(9999);
  CHECK(wide() == 9981545732273789042ULL);
  std::mt19937 narrow;
  narrow.discard(9999);
  CHECK(narrow() == 4123659995UL);
}

TEST_CASE("Uniform numbers are the engine's upper 53 bits") {
  // The first outputs of MT19937-64 seeded with 5489.
  Random random(5489);
  for (const std::uint64_t draw :
       {14514284786278117030ULL, 4620546740167642908ULL,
        13109570281517897720ULL})
    CHECK(random.uniform() ==
          static_cast<double>(draw / 2048) / 9007199254740992.0);
}

TEST_CASE("The same seed gives the same numbers, another seed others") {
  Random one(7), two(7), other(8);
  bool same = true, differs = false;
  for (int i = 0; i < 100; ++i) {
    const double a = one.normal(), b = two.normal(), c = other.normal();
    same = same && a == b;
    differs = differs || a != c;
  }
  CHECK(same);
  CHECK(differs);
}

TEST_CASE("Uniform numbers fill their interval evenly") {
  Random random(1);
  constexpr int n = 100000;
  const Moments unit = moments(n, [&] {
    const double u = random.uniform();
    REQUIRE((u >= 0 && u < 1));
    return u;
  });
  // Four standard errors.
  CHECK(std::abs(unit.mean - 0.5) < 4 * std::sqrt(1.0 / 12 / n));
  CHECK(std::abs(unit.variance - 1.0 / 3) < 4 * std::sqrt(4.0 / 45 / n));
  double low = 9, high = -9;
  for (int i = 0; i < 1000; ++i) {
    const double u = random.uniform(-3, 5);
    low = std::min(low, u);
    high = std::max(high, u);
  }
  CHECK((low >= -3 && low < -2.9));
  CHECK((high < 5 && high > 4.9));
}

TEST_CASE("Normal numbers have the moments and the tails of a normal law") {
  Random random(2);
  constexpr int n = 200000;
  int beyond_one = 0, beyond_two = 0, negative = 0;
  const Moments m = moments(n, [&] {
    const double v = random.normal();
    beyond_one += std::abs(v) > 1;
    beyond_two += std::abs(v) > 2;
    negative += v < 0;
    return v;
  });
  // Four standard errors: the moments' variances are 1, 2, 15 and 96.
  CHECK(std::abs(m.mean) < 4 * std::sqrt(1.0 / n));
  CHECK(std::abs(m.variance - 1) < 4 * std::sqrt(2.0 / n));
  CHECK(std::abs(m.skewness) < 4 * std::sqrt(15.0 / n));
  CHECK(std::abs(m.kurtosis - 3) < 4 * std::sqrt(96.0 / n));
  const auto near = [](int count, double p) {
    return std::abs(count - n * p) < 4 * std::sqrt(n * p * (1 - p));
  };
  CHECK(near(beyond_one, 0.317310507862914));
  CHECK(near(beyond_two, 0.045500263896358));
  CHECK(near(negative, 0.5));
}

TEST_CASE("Neighbouring normal numbers do not depend on each other") {
  Random random(3);
  constexpr int n = 100000;
  double before = random.normal(), product = 0;
  for (int i = 0; i < n; ++i) {
    const double v = random.normal();
    product += before * v;
    before = v;
  }
  CHECK(std::abs(product / n) < 4 / std::sqrt(n));
}

TEST_CASE("Choices below n are all equally likely, for any n") {
  Random random(4);
  for (const Index n : {Index{1}, Index{2}, Index{3}, Index{7}, Index{100}}) {
    std::vector<double> counts(n, 0);
    const double expected = 1000;
    for (Index i = 0; i < n * 1000; ++i) ++counts.at(random.below(n));
    double chi2 = 0;
    for (const double c : counts)
      chi2 += (c - expected) * (c - expected) / expected;
    const double freedom = static_cast<double>(n) - 1;
    INFO(n);
    CHECK(chi2 <= freedom + 4 * std::sqrt(2 * freedom) + 4);
  }
}

TEST_CASE("Choices below a number that does not divide 2^64 are not skewed") {
  // Without rejection a third of these draws would count double.
  Random random(5);
  const Index n = 3ULL << 62;
  int low = 0;
  for (int i = 0; i < 30000; ++i) {
    const Index v = random.below(n);
    REQUIRE(v < n);
    low += v < (1ULL << 62);
  }
  CHECK(std::abs(low - 10000) < 4 * std::sqrt(30000 * (1.0 / 3) * (2.0 / 3)));
}

TEST_CASE("There is no choice below 0") {
  Random random(6);
  CHECK_THROWS_AS(random.below(0), std::invalid_argument);
  NumpyRandom numpy(6);
  CHECK_THROWS_AS(numpy.randint(0), std::invalid_argument);
}

TEST_CASE("A permutation holds every index once, and all are equally likely") {
  Random random(7);
  CHECK(random.permutation(0).empty());
  CHECK(random.permutation(1) == std::vector<Index>{0});
  const std::vector<Index> order = random.permutation(1000);
  CHECK(std::set<Index>(order.begin(), order.end()).size() == 1000);
  CHECK(*std::max_element(order.begin(), order.end()) == 999);
  std::map<std::vector<Index>, int> counts;
  constexpr int n = 24000;
  for (int i = 0; i < n; ++i) ++counts[random.permutation(4)];
  CHECK(counts.size() == 24);
  for (const auto& [permutation, count] : counts)
    CHECK(std::abs(count - n / 24) < 4.5 * std::sqrt(n / 24));
}

TEST_CASE("Matrices are filled column by column") {
  Random at_once(8), one_by_one(8);
  const Matrix u = at_once.uniform_matrix(3, 2, -1, 4);
  for (Index j = 0; j < 2; ++j)
    for (Index i = 0; i < 3; ++i) CHECK(u(i, j) == one_by_one.uniform(-1, 4));
  const Matrix n = at_once.normal_matrix(2, 3, 0.5);
  for (Index j = 0; j < 3; ++j)
    for (Index i = 0; i < 2; ++i) CHECK(n(i, j) == 0.5 * one_by_one.normal());
  CHECK(at_once.normal_matrix(0, 3).n_cols == 3);
}

TEST_CASE("NumPy's legacy generator gives NumPy's uniform numbers") {
  NumpyRandom random(0);
  CHECK(random.random_sample() == 0.5488135039273248);
  CHECK(random.random_sample() == 0.7151893663724195);
}

TEST_CASE("NumPy's legacy generator gives NumPy's normal numbers") {
  const std::map<std::uint32_t, std::vector<double>> published{
      {0,
       {1.764052345967664, 0.4001572083672233, 0.9787379841057392,
        2.240893199201458, 1.8675579901499675}},
      {1,
       {1.6243453636632417, -0.6117564136500754, -0.5281717522634557,
        -1.0729686221561705}},
      {231,
       {0.41794341085522313, 1.3971002787857785, -1.7859043087115503,
        -0.7088277337845966}}};
  for (const auto& [seed, numbers] : published) {
    NumpyRandom random(seed);
    // The last digit depends on the library's logarithm.
    for (const double number : numbers)
      CHECK(random.randn() == Approx(number).epsilon(1e-15));
  }
}

TEST_CASE("NumPy's legacy generator gives NumPy's choices") {
  // numpy.random.seed(0); numpy.random.randint(100), ten times.
  NumpyRandom random(0);
  for (const std::uint32_t v :
       {44u, 47u, 64u, 67u, 67u, 9u, 83u, 21u, 36u, 87u})
    CHECK(random.randint(100) == v);
  // The only choice costs no draw.
  NumpyRandom other(0);
  CHECK(other.randint(1) == 0);
  CHECK(other.randint(100) == 44);
}

TEST_CASE("NumPy's matrices are filled row by row") {
  NumpyRandom at_once(3), one_by_one(3);
  const Matrix m = at_once.random_sample(2, 3);
  for (Index i = 0; i < 2; ++i)
    for (Index j = 0; j < 3; ++j) CHECK(m(i, j) == one_by_one.random_sample());
}

TEST_CASE("A spare normal number is kept over other draws, as NumPy keeps it") {
  NumpyRandom random(0), plain(0);
  const double first = plain.randn(), second = plain.randn();
  CHECK(random.randn() == first);
  random.random_sample();
  CHECK(random.randn() == second);
}
