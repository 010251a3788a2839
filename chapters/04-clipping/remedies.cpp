#include "chapters/04-clipping/remedies.hpp"

#include <algorithm>

#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "common/initialise.hpp"

namespace unrolled::clipping {

Matrix small_weights(Random& random, Index n) {
  return random.normal_matrix(n, n, 0.1);
}
Matrix square_xavier(Random& random, Index n) {
  return xavier(random, n, n);
}
Matrix square_he(Random& random, Index n) {
  return he(random, n, n);
}

std::vector<Cure> all_cures() {
  constexpr Activation tanh = Activation::tanh, relu = Activation::relu;
  const MakeWeights near_zero = scaled_orthogonal(0.3),
                    large = scaled_orthogonal(2);
  const auto identity = [](Random&, Index n) {
    return Matrix(n, n, arma::fill::eye);
  };
  return {{"small, tanh", tanh, small_weights},
          {"Xavier, tanh", tanh, square_xavier},
          {"He, tanh", tanh, square_he},
          {"orthogonal, tanh", tanh, orthogonal},
          {"orthogonal × 2, tanh", tanh, large},
          {"orthogonal × 0.3, tanh", tanh, near_zero},
          {"Xavier, ReLU", relu, square_xavier},
          {"He, ReLU", relu, square_he},
          {"orthogonal, ReLU", relu, orthogonal},
          {"identity, ReLU", relu, identity},
          {"small, tanh, clipped", tanh, small_weights, 1},
          {"Xavier, tanh, clipped", tanh, square_xavier, 1},
          {"orthogonal, tanh, clipped", tanh, orthogonal, 1},
          {"orthogonal × 2, tanh, clipped", tanh, large, 1},
          {"Xavier, ReLU, clipped", relu, square_xavier, 1},
          {"identity, ReLU, clipped", relu, identity, 1}};
}

double kept(Activation hidden, const Parameters& p, const FirstSign& task,
            Random random) {
  const Sequence x = draw(task, random).first.columns(0);
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  const Sequence z = bptt::forward(hidden, p, x, h0).z;
  if (!z.slices().is_finite()) return arma::datum::inf;
  const Matrix J = product_of_jacobians(hidden, p.W, z, task.tau - 1, 0);
  if (!J.is_finite()) return arma::datum::inf;
  return frobenius_norm(J) / std::sqrt(static_cast<double>(p.W.n_rows));
}

Course trained(const Cure& cure, Index H, const FirstSign& task, Training how,
               Index seed) {
  how.threshold = cure.threshold;
  Random random(seed);
  const Parameters p =
      first_parameters(H, cure.weights, random, cure.size_of_U, cure.size_of_V);
  const Random fresh = random;
  const Record run = train_on(task, cure.hidden, how, p, random);
  const double largest = Vector(run.norms).max();
  const double limit = cure.threshold > 0 ? cure.threshold : largest;
  return {kept(cure.hidden, p, task, fresh),
          kept(cure.hidden, run.p, task, fresh), largest,
          how.rate * std::min(largest, limit),
          has_learned(task, cure.hidden, run, random) ? 1.0 : 0.0};
}

}  // namespace unrolled::clipping
