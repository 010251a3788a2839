#include "chapters/04-clipping/remedies.hpp"

#include <algorithm>

#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "common/initialise.hpp"

namespace unrolled::clipping {
namespace {

Matrix small(Random& random, Index n) {
  return random.normal_matrix(n, n, 0.1);
}
Matrix square_xavier(Random& random, Index n) {
  return xavier(random, n, n);
}
Matrix square_he(Random& random, Index n) {
  return he(random, n, n);
}
Matrix identity(Random&, Index n) {
  return Matrix(n, n, arma::fill::eye);
}

}  // namespace

std::vector<Cure> all_cures() {
  constexpr Activation tanh = Activation::tanh, relu = Activation::relu;
  const MakeWeights near_zero = scaled_orthogonal(0.3),
                    large = scaled_orthogonal(2);
  return {{"small, tanh", tanh, small, 0},
          {"Xavier, tanh", tanh, square_xavier, 0},
          {"He, tanh", tanh, square_he, 0},
          {"orthogonal, tanh", tanh, orthogonal, 0},
          {"orthogonal × 2, tanh", tanh, large, 0},
          {"orthogonal × 0.3, tanh", tanh, near_zero, 0},
          {"Xavier, ReLU", relu, square_xavier, 0},
          {"He, ReLU", relu, square_he, 0},
          {"orthogonal, ReLU", relu, orthogonal, 0},
          {"identity, ReLU", relu, identity, 0},
          {"small, tanh, clipped", tanh, small, 1},
          {"Xavier, tanh, clipped", tanh, square_xavier, 1},
          {"orthogonal, tanh, clipped", tanh, orthogonal, 1},
          {"orthogonal × 2, tanh, clipped", tanh, large, 1},
          {"Xavier, ReLU, clipped", relu, square_xavier, 1},
          {"identity, ReLU, clipped", relu, identity, 1}};
}

double kept(const Cure& cure, Index H, const FirstSign& task, Random random) {
  const Parameters p = first_parameters(H, cure.weights, random);
  const Sequence x = draw(task, random).first.columns(0);
  const Matrix h0 = random.normal_matrix(H, 1, 0.1);
  const Sequence z = bptt::forward(cure.hidden, p, x, h0).z;
  const Matrix J = product_of_jacobians(cure.hidden, p.W, z, task.tau - 1, 0);
  return frobenius_norm(J) / std::sqrt(static_cast<double>(H));
}

Trained trained(const Cure& cure, Index H, const FirstSign& task, Training how,
                Index seeds) {
  how.threshold = cure.threshold;
  Trained all;
  for (Index seed = 0; seed < seeds; ++seed) {
    Random random(seed);
    const Parameters p = first_parameters(H, cure.weights, random);
    const Record run = train_on(task, cure.hidden, how, p, random);
    all.learned += has_learned(task, cure.hidden, run, random);
    for (const double norm : run.norms) {
      const double scale =
          cure.threshold > 0 ? scale_for(norm, cure.threshold) : 1;
      all.largest = std::max(all.largest, norm);
      all.step = std::max(all.step, how.rate * scale * norm);
    }
  }
  return all;
}

}  // namespace unrolled::clipping
