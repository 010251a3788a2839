// The true delta is a derivative by h(t), found without a way back: the later
// steps enter as a loss that is linear in h(t+1), with the slope delta(t+1).
#include "chapters/03-any-length/exercises/2/task.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

struct Step {
  Matrix W, V;
  Vector outside;  // U x(t+1) + b
  Vector h, delta_next, dLdo;

  Vector h_next() const { return arma::tanh(W * h + outside); }
};

Step step(Index H, Index K, std::uint64_t seed) {
  Random random(seed);
  Step s{
      random.normal_matrix(H, H), random.normal_matrix(K, H), {}, {}, {}, {}};
  s.outside = random.normal_matrix(H, 1);
  s.h = random.uniform_matrix(H, 1, -0.9, 0.9);
  s.delta_next = random.normal_matrix(H, 1);
  s.dLdo = random.normal_matrix(K, 1);
  return s;
}

Matrix truth(const Step& s) {
  const ComplexFunction L = [&](const ComplexMatrix& h) {
    const ComplexMatrix next =
        arma::tanh(as<Complex>(s.W) * h + as<Complex>(s.outside));
    return Complex(arma::accu(as<Complex>(s.dLdo) % (as<Complex>(s.V) * h)) +
                   arma::accu(as<Complex>(s.delta_next) % next));
  };
  return complex_step(L, s.h);
}

void check(const Step& s) {
  const Vector here = s.V.t() * s.dLdo;
  const Vector slope = 1 - arma::square(s.h_next());
  const Vector old_slope = 1 - arma::square(s.h);
  const Vector back = s.W.t() * (slope % s.delta_next);
  expect(judge(
      "delta(t), " + std::to_string(s.h.n_elem) + " units",
      delta_before(s.W, s.V, s.delta_next, s.h_next(), s.dLdo), truth(s),
      {{"Your delta(t) is the true one without its recurrent term.", here},
       {"Your delta(t) is the true one without the term of its own loss.",
        back},
       {"Your W is not transposed.", here + s.W * (slope % s.delta_next)},
       {"Your tanh' is multiplied after W^T; it belongs before, at step t+1.",
        here + slope % (s.W.t() * s.delta_next)},
       {"Your delta(t) is the true one without tanh' of step t+1.",
        here + s.W.t() * s.delta_next},
       {"Your slope is tanh'(h); 1 - h^2 is tanh'(z) already.",
        here + s.W.t() *
                   ((1 - arma::square(arma::tanh(s.h_next()))) % s.delta_next)},
       {"Your slope is multiplied into both terms.",
        slope % here + s.W.t() * (slope % s.delta_next)}}));
}

}  // namespace

TEST_CASE("delta(t) of three units and two outputs", "[exercise-3-2]") {
  check(step(3, 2, 1));
}

TEST_CASE("delta(t) of four units and four outputs", "[exercise-3-2]") {
  check(step(4, 4, 2));
}
