// The true gradient comes from the oracle, by complex steps of a forward pass.
#include "chapters/04-clipping/exercises/1/task.hpp"
#include "tests/exercise.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

struct Truth {
  Vector g;  // dU, dW, dV, db, dc
  double dh0;
};

const Truth& truth() {
  static const Truth t = [] {
    oracle::Recurrent net;
    net.U = {{2}};
    net.W = {{-1}};
    net.V = {{1}};
    net.b = {0};
    net.c = {0};
    net.h0 = {1};
    net.x = {{2}, {-1}};
    net.y = {{2}, {-7}};
    net.hidden = "identity";
    net.output = "linear_squared_error";
    const oracle::Gradients g = oracle::complex_step(net);
    return Truth{{g.dU[0][0], g.dW[0][0], g.dV[0][0], g.db[0], g.dc[0]},
                 g.dh0[0]};
  }();
  return t;
}

double length(const Vector& g) {
  return std::sqrt(arma::dot(g, g));
}

const double threshold = 5;

}  // namespace

TEST_CASE("The norm over all blocks", "[exercise-4-1]") {
  const Vector& g = truth().g;
  expect(judge_by_hand(
      "norm", "the root of the sum of five squares, (4.18)", norm(), length(g),
      {mistake("That is the sum of the magnitudes.", arma::accu(arma::abs(g))),
       mistake("That is the square of the norm.", arma::dot(g, g)),
       mistake("That is the norm over dU, dW and dV; the biases belong to it.",
               length(g.head(3))),
       mistake("That counts dL/dh(0) as well; no update uses it.",
               std::hypot(length(g), truth().dh0))}));
}

TEST_CASE("The factor", "[exercise-4-1]") {
  const double n = length(truth().g);
  expect(judge_by_hand(
      "scale", "threshold over norm, (4.19)", scale(), threshold / n,
      {mistake("Your factor is upside down: it makes the gradient longer.",
               n / threshold),
       mistake("Your factor leaves the gradient as it is; its norm is above "
               "the threshold.",
               1)}));
}

TEST_CASE("dW after clipping by the norm", "[exercise-4-1]") {
  const Vector& g = truth().g;
  expect(judge_by_hand(
      "clipped dW", "the factor times dW, (4.20)", clipped_dW(),
      g(1) * threshold / length(g),
      {mistake("You clipped dW by itself: alone it is not above the threshold, "
               "the whole gradient is.",
               g(1))}));
}

TEST_CASE("dV if each entry is clipped by itself", "[exercise-4-1]") {
  const Vector& g = truth().g;
  expect(judge_by_hand("dV by elements",
                       "the number of -5 .. 5 that is nearest to dV, (4.21)",
                       dV_by_elements(), -threshold,
                       {mistake("That is dV after clipping by the norm.",
                                g(2) * threshold / length(g)),
                        mistake("Clipping keeps the sign.", threshold)}));
}
