// The experiment: random queries and keys.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

struct Spread {
  double deviation, largest;
};

// Of 64 queries and keys: the scores' deviation, the mean largest weight.
Spread spread(Index d, double size) {
  unrolled::Random random(d);
  const Matrix q = random.normal_matrix(d, 64, size),
               k = random.normal_matrix(d, 64, size), e = k.t() * q;
  return {std::sqrt(arma::mean(arma::vectorise(arma::square(e)))),
          arma::mean(Vector(arma::max(unrolled::softmax(e), 0).t()))};
}

std::string found() {
  std::string text = "   d   entries   deviation   largest of 64 weights\n";
  for (const auto& [d, size] :
       std::vector<std::pair<Index, double>>{{16, 1}, {64, 3}, {1024, 1}}) {
    const Spread it = spread(d, size);
    text += line("%4d   %7.0f   %9.1f   %21.2f\n", int(d), size, it.deviation,
                 it.largest);
  }
  return text;
}

}  // namespace

std::vector<Test> tests() {
  const std::string way = "the root of d times the variances of both, (10.21)";
  return {by_hand("d = 16", "deviation", &Answer::d_16, 4, way, 1e-3),
          by_hand("d = 1024", "deviation", &Answer::d_1024, 32, way, 1e-3),
          by_hand("d = 64, entries of deviation 3", "deviation",
                  &Answer::d_64_three_times, 72, way, 1e-3, found())};
}
