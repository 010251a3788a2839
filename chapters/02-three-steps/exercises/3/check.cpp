// The true paths come from the oracle: the gradient of one step's loss in one
// step's own copy of W, by complex steps of a forward pass in plain loops.
#include <functional>

#include "chapters/02-three-steps/exercises/3/task.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

constexpr std::size_t n = 3, K = 2;

oracle::Vec random_vec(Random& random, std::size_t size) {
  oracle::Vec v;
  for (std::size_t i = 0; i < size; ++i) v.push_back(random.normal());
  return v;
}

oracle::Mat random_mat(Random& random, std::size_t rows, std::size_t cols) {
  oracle::Mat m;
  for (std::size_t i = 0; i < rows; ++i) m.push_back(random_vec(random, cols));
  return m;
}

oracle::Recurrent network(std::size_t tau) {
  Random random(7);
  oracle::Recurrent net;
  net.U = random_mat(random, n, 2);
  net.W = random_mat(random, n, n);
  net.V = random_mat(random, K, n);
  net.b = random_vec(random, n);
  net.c = random_vec(random, K);
  net.h0 = random_vec(random, n);
  for (std::size_t t = 1; t <= tau; ++t) {
    net.x.push_back(random_vec(random, 2));
    net.y.push_back(random_vec(random, K));
  }
  net.output = "linear_squared_error";
  return net;
}

Vector real_of(const oracle::Vec& v) {
  Vector out(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) out(i) = v[i].real();
  return out;
}

template <class M>
Matrix matrix_of(const M& m) {
  Matrix out(m.size(), m[0].size());
  for (std::size_t i = 0; i < m.size(); ++i)
    for (std::size_t j = 0; j < m[0].size(); ++j)
      out(i, j) = std::real(m[i][j]);
  return out;
}

Run run_of(const oracle::Recurrent& net) {
  const oracle::Trace trace = oracle::run(net);
  Run run{matrix_of(net.W), matrix_of(net.V), {Matrix()}, {Vector()}, {}};
  for (const oracle::Vec& h : trace.h) run.h.push_back(real_of(h));
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    run.D.push_back(arma::diagmat(1 - arma::square(run.h[t])));
    run.e.push_back(real_of(trace.o[t - 1]) - real_of(net.y[t - 1]));
  }
  return run;
}

// The gradient of L_t alone in each step's copy of W.
std::vector<oracle::RealMat> true_paths(oracle::Recurrent net, std::size_t t) {
  net.weights.assign(net.x.size(), 0);
  net.weights[t - 1] = 1;
  return oracle::complex_step(net).dW_at;
}

Matrix true_sum(const oracle::Recurrent& net) {
  return matrix_of(oracle::complex_step(net).dW);
}

// The path with its factors in another order or with another end.
Matrix slipped(const Run& run, std::size_t t, std::size_t k, bool transposed,
               bool slopes, std::size_t end) {
  Vector walk = run.D[t] * run.V.t() * run.e[t];
  for (std::size_t j = t; j > k; --j) {
    walk = (transposed ? Matrix(run.W.t()) : run.W) * walk;
    if (slopes) walk = run.D[j - 1] * walk;
  }
  return walk * run.h[end].t();
}

void check_path(std::size_t tau, std::size_t t, std::size_t k) {
  const oracle::Recurrent net = network(tau);
  const Run run = run_of(net);
  const std::string what = "path(run, " + std::to_string(t) + ", " +
                           std::to_string(k) + ") of " + std::to_string(tau) +
                           " steps";
  expect(judge(
      what, path(run, t, k), matrix_of(true_paths(net, t)[k - 1]),
      {{"Your W is not transposed.", slipped(run, t, k, false, true, k - 1)},
       {"Your walk lacks the D of the steps it comes to.",
        slipped(run, t, k, true, false, k - 1)},
       {"Your path ends beside h(k); W of step k stands beside "
        "h(k-1).",
        slipped(run, t, k, true, true, k)}}));
}

Matrix sum_where(const Run& run,
                 const std::function<bool(std::size_t, std::size_t)>& wanted) {
  Matrix sum(n, n, arma::fill::zeros);
  for (std::size_t t = 1; t < run.e.size(); ++t)
    for (std::size_t k = 1; k <= t; ++k)
      if (wanted(t, k)) sum += slipped(run, t, k, true, true, k - 1);
  return sum;
}

void check_sum(std::size_t tau) {
  const oracle::Recurrent net = network(tau);
  const Run run = run_of(net);
  const auto green = [](std::size_t t, std::size_t k) { return t == k; };
  const auto three = [](std::size_t t, std::size_t k) { return t - k < 3; };
  const auto last = [&](std::size_t t, std::size_t) { return t == tau; };
  expect(judge(
      "sum_of_paths(run) of " + std::to_string(tau) + " steps",
      sum_of_paths(run), true_sum(net),
      {{"Your sum has the paths with k = t alone: those that stay in their "
        "step.",
        sum_where(run, green)},
       {"Your sum has the paths of the last loss alone.", sum_where(run, last)},
       {"Your sum goes two steps back at most; paths go back to step 1.",
        sum_where(run, three)}}));
}

}  // namespace

TEST_CASE("A path that stays in its step", "[exercise-2-3]") {
  check_path(3, 2, 2);
}

TEST_CASE("A path one step back", "[exercise-2-3]") {
  check_path(3, 3, 2);
}

TEST_CASE("A path four steps back", "[exercise-2-3]") {
  check_path(5, 5, 1);
}

TEST_CASE("The sum for a single step", "[exercise-2-3]") {
  check_sum(1);
}

TEST_CASE("The sum for three steps and for five", "[exercise-2-3]") {
  check_sum(3);
  check_sum(5);
}
