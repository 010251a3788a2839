// The true slopes come from complex steps of a forward pass.
#include "chapters/01-backpropagation/exercises/3/task.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

struct Problem {
  std::vector<Matrix> W;
  std::vector<Vector> b;
  Matrix x, y;
};

Problem problem(const std::vector<Index>& widths, Index m, std::uint64_t seed) {
  Random random(seed);
  Problem p;
  for (std::size_t l = 1; l < widths.size(); ++l) {
    p.W.push_back(random.normal_matrix(widths[l], widths[l - 1], 0.7));
    p.b.push_back(random.normal_matrix(widths[l], 1, 0.3));
  }
  p.x = random.normal_matrix(widths.front(), m);
  p.y = random.normal_matrix(widths.back(), m, 0.5);
  return p;
}

// J where layer l has these weights and biases.
Complex J(const Problem& p, std::size_t layer, const ComplexMatrix& W,
          const ComplexMatrix& b) {
  ComplexMatrix a = as<Complex>(p.x);
  for (std::size_t l = 0; l < p.W.size(); ++l) {
    ComplexMatrix z = (l == layer ? W : as<Complex>(p.W[l])) * a;
    z.each_col() += arma::cx_vec(l == layer ? b : as<Complex>(p.b[l]));
    a = arma::tanh(z);
  }
  const ComplexMatrix miss = a - as<Complex>(p.y);
  return 0.5 * arma::accu(miss % miss);
}

Matrix true_dW(const Problem& p, std::size_t l) {
  const ComplexMatrix b = as<Complex>(p.b[l]);
  return complex_step([&](const ComplexMatrix& W) { return J(p, l, W, b); },
                      p.W[l]);
}

Matrix true_db(const Problem& p, std::size_t l) {
  const ComplexMatrix W = as<Complex>(p.W[l]);
  return complex_step([&](const ComplexMatrix& b) { return J(p, l, W, b); },
                      p.b[l]);
}

enum class Slip { last_slope, hidden_slope, transpose, same_a, none };

// A way back with a slip in it.
Slopes slipped(const Problem& p, Slip slip) {
  const std::size_t L = p.W.size();
  std::vector<Matrix> a{p.x};
  for (std::size_t l = 0; l < L; ++l) {
    Matrix z = p.W[l] * a.back();
    z.each_col() += p.b[l];
    a.push_back(arma::tanh(z));
  }
  Slopes s{std::vector<Matrix>(L), std::vector<Vector>(L)};
  Matrix delta = a[L] - p.y;
  for (std::size_t l = L; l-- > 0;) {
    const bool dropped =
        slip == (l + 1 == L ? Slip::last_slope : Slip::hidden_slope);
    if (!dropped) delta %= 1 - arma::square(a[l + 1]);
    s.dW[l] = delta * a[slip == Slip::same_a ? l + 1 : l].t();
    s.db[l] = arma::sum(delta, 1);
    const bool square = p.W[l].is_square();
    delta = (slip == Slip::transpose && square ? p.W[l] : Matrix(p.W[l].t())) *
            delta;
  }
  return s;
}

std::vector<Mistake> mistakes(const Problem& p, std::size_t l, bool weights) {
  const double m = static_cast<double>(p.x.n_cols);
  std::vector<Mistake> all;
  const auto add = [&](const std::string& says, const Slopes& s) {
    all.push_back({says, weights ? s.dW[l] : Matrix(s.db[l])});
  };
  add("It lacks tanh' of the last layer.", slipped(p, Slip::last_slope));
  add("It lacks tanh' of the hidden layers.", slipped(p, Slip::hidden_slope));
  add("A W on the way to it is not transposed.", slipped(p, Slip::transpose));
  add("It is multiplied with a of its own layer; the input of a layer is a of "
      "the layer below.",
      slipped(p, Slip::same_a));
  const Matrix truth = weights ? true_dW(p, l) : true_db(p, l);
  all.push_back(
      {"It is the mean over the examples; the sum is asked for.", truth / m});
  all.push_back({"It has the sign of y - a.", -truth});
  return all;
}

void check(const Problem& p) {
  const Slopes s = gradient(p.W, p.b, p.x, p.y);
  if (s.dW.size() != p.W.size() || s.db.size() != p.b.size())
    FAIL("expected a dW and a db for each of the "
         << p.W.size() << " layers, came " << s.dW.size() << " and "
         << s.db.size());
  for (std::size_t l = p.W.size(); l-- > 0;) {
    const std::string layer = " of layer " + std::to_string(l + 1);
    expect(judge("dW" + layer, s.dW[l], true_dW(p, l), mistakes(p, l, true)));
    expect(judge("db" + layer, s.db[l], true_db(p, l), mistakes(p, l, false)));
  }
}

}  // namespace

TEST_CASE("One layer, one example", "[exercise-1-3]") {
  check(problem({2, 3}, 1, 1));
}

TEST_CASE("Three layers of equal width, four examples", "[exercise-1-3]") {
  check(problem({3, 3, 3, 3}, 4, 2));
}

TEST_CASE("Four layers of different widths", "[exercise-1-3]") {
  check(problem({2, 4, 3, 5, 2}, 3, 3));
}
