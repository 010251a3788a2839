// Random three-step networks, and what the oracle knows of them.
#pragma once
#include "chapters/02-three-steps/paths.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace three_steps_test {

using namespace unrolled;
using namespace unrolled::three_steps;

// By complex steps through plain loops.
struct Truth : Gradient {
  // Entry t: of the copy of step t, of z(t), of o(t); entry 0 is not used.
  std::vector<Matrix> dU_copy{{}}, dW_copy{{}}, dV_copy{{}}, dz{{}}, dLdo{{}};

  explicit Truth(const oracle::Recurrent& net) {
    const oracle::Gradients o = oracle::complex_step(net);
    dU = oracle::back(o.dU), dW = oracle::back(o.dW), dV = oracle::back(o.dV);
    db = oracle::back(o.db), dc = oracle::back(o.dc);
    dh0 = oracle::back(o.dh0);
    dx = oracle::columns(o.dx);
    delta = Matrix(oracle::columns(o.dh).tail_cols(3));
    for (std::size_t t = 1; t <= 3; ++t) {
      dU_copy.push_back(oracle::back(o.dU_at[t - 1]));
      dW_copy.push_back(oracle::back(o.dW_at[t - 1]));
      dV_copy.push_back(oracle::back(o.dV_at[t - 1]));
      dz.push_back(oracle::back(o.dz[t - 1]));
      dLdo.push_back(oracle::back(o.do_[t - 1]));
    }
  }
};

// W is scaled so that its largest singular value is 0.9: as no hidden kind has
// a slope above 1, every dh(t)/dh(t-1) then shrinks what it is given. Two
// inputs, three hidden units and four outputs: no two sizes agree, so that a
// matrix in the wrong place does not fit.
struct Example {
  Network net;
  Parameters p;
  Vector h0;
  Matrix x, y;

  Example(Activation hidden, Output output, std::uint64_t seed)
      : net{hidden, output} {
    const Index D = 2, H = 3, K = 4;
    Random random(seed);
    p.U = random.normal_matrix(H, D);
    p.W = random.normal_matrix(H, H);
    p.W *= 0.9 / arma::norm(p.W, 2);
    p.V = random.normal_matrix(K, H);
    p.b = random.normal_matrix(H, 1, 0.5);
    p.c = random.normal_matrix(K, 1, 0.5);
    h0 = random.normal_matrix(H, 1);
    x = random.normal_matrix(D, 3);
    y = random.uniform_matrix(K, 3, 0.1, 0.9);
    if (output == Output::softmax_cross_entropy)
      y.each_row() /= Matrix(arma::sum(y, 0));
  }
  explicit Example(std::uint64_t seed)
      : Example(Activation::tanh, Output::softmax_cross_entropy, seed) {}

  ThreeSteps steps() const { return {net, p, x, y, h0}; }

  oracle::Recurrent loops() const {
    oracle::Recurrent same;
    same.U = oracle::loops(p.U);
    same.W = oracle::loops(p.W);
    same.V = oracle::loops(p.V);
    same.b = oracle::loops(p.b);
    same.c = oracle::loops(p.c);
    same.h0 = oracle::loops(h0);
    same.x = oracle::steps(x);
    same.y = oracle::steps(y);
    same.hidden = name_of(net.hidden);
    same.output = name_of(net.output);
    return same;
  }
  // The same with the loss of step t alone.
  oracle::Recurrent loops_of_loss(Index t) const {
    oracle::Recurrent alone = loops();
    alone.weights = {0, 0, 0};
    alone.weights[t - 1] = 1;
    return alone;
  }
  Truth truth() const { return Truth(loops()); }
  Truth truth_of_loss(Index t) const { return Truth(loops_of_loss(t)); }
};

// Every hidden activation with every output, for five seeds.
inline Example any_example() {
  const Activation hidden = GENERATE(Activation::tanh, Activation::relu,
                                     Activation::sigmoid, Activation::identity);
  const Output output =
      GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
               Output::linear_squared_error);
  const std::uint64_t seed = GENERATE(1u, 2u, 3u, 4u, 5u);
  return {hidden, output, seed};
}

}  // namespace three_steps_test
