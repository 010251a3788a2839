/// \file
/// The cures that the notes list, and what each does to the two troubles.
///
/// Dimensions: H hidden units, tau time steps.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "chapters/04-clipping/product_of_jacobians.hpp"
#include "chapters/04-clipping/training.hpp"
#include "common/initialise.hpp"

namespace unrolled::clipping {

/// First weights, an activation, clipping or not.
struct Cure {
  std::string name;                   ///< for the table
  Activation hidden;                  ///< sigma of the hidden units
  Matrix (*weights)(Random&, Index);  ///< makes W, H x H
  double threshold;                   ///< 0: no clipping
};

/// Normal numbers of deviation 0.1.
/// \param random  source of numbers
/// \param n       rows and columns
/// \return W
inline Matrix small(Random& random, Index n) {
  return random.normal_matrix(n, n, 0.1);
}
/// \copydoc small
inline Matrix square_xavier(Random& random, Index n) {
  return xavier(random, n, n);
}
/// \copydoc small
inline Matrix square_he(Random& random, Index n) {
  return he(random, n, n);
}
/// The identity; it needs no random numbers.
/// \param n  rows and columns
/// \return n x n
inline Matrix identity(Random&, Index n) {
  return Matrix(n, n, arma::fill::eye);
}
/// \copydoc small
inline Matrix near_zero(Random& random, Index n) {
  return 0.3 * orthogonal(random, n);
}
/// \copydoc small
inline Matrix large(Random& random, Index n) {
  return 2 * orthogonal(random, n);
}

/// Every combination that the chapter compares.
/// \return the cures, the trouble itself first
inline std::vector<Cure> all_cures() {
  constexpr Activation tanh = Activation::tanh, relu = Activation::relu;
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

/// First parameters with the cure's W; one input, one output.
/// \param cure    makes W
/// \param units   H
/// \param random  source of numbers
/// \return the parameters
inline bptt::Parameters<> first(const Cure& cure, Index units, Random& random) {
  return {random.normal_matrix(units, 1, 0.5), cure.weights(random, units),
          random.normal_matrix(1, units, 0.3), Vector(units, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}

/// What the Jacobians leave of a difference over the lag of a task, at the
/// first weights: ||dh(tau-1)/dh(0)||_F / sqrt(H), 1 for an orthogonal matrix.
/// \param cure    first weights
/// \param units   H
/// \param task    length, noise
/// \param random  source of numbers
/// \return the size, not below 0
inline double kept(const Cure& cure, Index units, const FirstSign& task,
                   Random random) {
  const bptt::Parameters<> p = first(cure, units, random);
  const Matrix x = bptt::sequence(draw(task, random).first);
  const Vector h0 = random.normal_matrix(units, 1, 0.1);
  const Matrix z = bptt::forward(cure.hidden, p, x, h0).z;
  const Matrix J = product_of_jacobians(cure.hidden, p.W, z, task.tau - 1, 0);
  return frobenius_norm(J) / std::sqrt(static_cast<double>(units));
}

/// What training on one task showed, over all seeds.
struct Trained {
  Index learned = 0;   ///< seeds that have learned
  double largest = 0;  ///< largest norm of a gradient before clipping
  double step = 0;     ///< length of the longest update
};

/// Trains with a cure, once a seed.
/// \param cure   first weights, activation, threshold
/// \param units  H
/// \param task   length, batch, noise
/// \param how    rate and updates; its threshold is ignored
/// \param seeds  how many
/// \return what was seen
inline Trained trained(const Cure& cure, Index units, const FirstSign& task,
                       Training how, Index seeds) {
  how.threshold = cure.threshold;
  Trained all;
  for (Index seed = 0; seed < seeds; ++seed) {
    Random random(seed);
    const bptt::Parameters<> p = first(cure, units, random);
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
