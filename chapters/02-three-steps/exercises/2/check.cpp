// The true path is the derivative of L_3 in step 2's own copy of W.
#include "chapters/02-three-steps/exercises/2/task.hpp"
#include "chapters/02-three-steps/paths.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

const three_steps::Kind kind;  // tanh, softmax

struct Problem {
  three_steps::Weights<double> w;
  Vector h0;
  Matrix x, y;
};

Problem problem(Index n, Index K, std::uint64_t seed) {
  Random random(seed);
  Problem p;
  p.w = {random.normal_matrix(n, 2), random.normal_matrix(n, n),
         random.normal_matrix(K, n), random.normal_matrix(n, 1),
         random.normal_matrix(K, 1)};
  p.h0 = random.normal_matrix(n, 1, 0.5);
  p.x = random.normal_matrix(2, 3);
  p.y = Matrix(K, 3, arma::fill::zeros);
  p.y.row(0).ones();
  return p;
}

Matrix truth(const Problem& p) {
  using Weights = three_steps::Weights<Complex>;
  const Weights shared{as<Complex>(p.w.U), as<Complex>(p.w.W),
                       as<Complex>(p.w.V), arma::cx_vec(as<Complex>(p.w.b)),
                       arma::cx_vec(as<Complex>(p.w.c))};
  const ComplexFunction L3 = [&](const ComplexMatrix& W) {
    Weights second = shared;
    second.W = W;
    return three_steps::forward_copies<Complex>(
               kind, shared, second, shared,
               arma::conv_to<arma::cx_vec>::from(p.h0), as<Complex>(p.x), p.y)
        .three.L;
  };
  return complex_step(L3, p.w.W);
}

Factors factors(const Problem& p) {
  const auto run = three_steps::forward<double>(kind, p.w, p.h0, p.x, p.y);
  const auto D = [](const Vector& h) {
    return Matrix(arma::diagmat(1 - arma::square(h)));
  };
  return {p.w.W,        p.w.V,          D(run.one.h),
          D(run.two.h), D(run.three.h), run.three.y_hat - p.y.col(2),
          p.h0,         run.one.h,      run.two.h};
}

void check(const Problem& p) {
  const Factors f = factors(p);
  const Vector q = f.V.t() * f.e3;
  std::vector<Mistake> all{
      {"Your W is not transposed.", f.D2 * f.W * f.D3 * q * f.h1.t()},
      {"Your path stays in step 3: it is the green one.", f.D3 * q * f.h2.t()},
      {"Your path goes back to step 1: it is the orange one.",
       f.D1 * f.W.t() * f.D2 * f.W.t() * f.D3 * q * f.h0.t()},
      {"Your D2 and D3 have changed places.",
       f.D3 * f.W.t() * f.D2 * q * f.h1.t()},
      {"Your path lacks D2, by which z(2) reaches h(2).",
       f.W.t() * f.D3 * q * f.h1.t()},
      {"Your path ends beside h(2); W of step 2 stands beside h(1).",
       f.D2 * f.W.t() * f.D3 * q * f.h2.t()},
      {"Your W^T stands after D3 on the way back; it comes before it in the "
       "product.",
       f.D2 * f.D3 * f.W.t() * q * f.h1.t()}};
  expect(judge("the path, " + shape(f.W), purple_path(f), truth(p), all));
}

}  // namespace

TEST_CASE("The purple path, three units and three outputs", "[exercise-2-2]") {
  check(problem(3, 3, 1));
}

TEST_CASE("The purple path, four units and two outputs", "[exercise-2-2]") {
  check(problem(4, 2, 2));
}
