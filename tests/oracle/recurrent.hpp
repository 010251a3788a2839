// A recurrent network, run forward in plain loops; its derivatives by complex
// step, one entry at a time. No backward pass, hence nothing to get wrong in
// one.
//
//   z(t) = U x(t) + W h(t-1) + b    h(t) = s(z(t))    o(t) = V h(t) + c
//   L = sum_t weight(t) loss(o(t), y(t)),    t = 1..tau
//
// Steps count from 1, vectors from 0: x[t-1] is x(t), likewise y, z, o, U_at
// and so on. Only h has a step 0, so h[t] is h(t) and dh[t] is dL/dh(t).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/oracle/number.hpp"

namespace oracle {

struct Recurrent {
  Mat U;  // H x N
  Mat W;  // H x H
  Mat V;  // K x H
  Vec b, c, h0;
  std::vector<Vec> x;
  std::vector<Vec> y;           // targets; unused if loss_of_step is set
  std::string hidden = "tanh";  // or "relu", "sigmoid", "identity"
  std::string output = "softmax_cross_entropy";
  // or "sigmoid_cross_entropy", "linear_squared_error",
  // "softmax_binary_cross_entropy"

  std::vector<double> weights;  // one per step; none means all 1
  // Takes o(t) and t (from 1); used instead of `output` and `y` if set.
  std::function<Number(const Vec&, std::size_t)> loss_of_step;
  // One matrix per step instead of the shared one, where not empty.
  std::vector<Mat> U_at, W_at, V_at;

  // "own" or "teacher": Jordan's network, W is H x K. In place of h(t-1) stands
  // what was put out at t-1, or its target, which nothing moves; y0 before.
  std::string feedback;
  Vec y0;
  // Dropout, one mask a step: on x(t), on h(t-1) as step t reads it, and on
  // h(t) as the output does; none means all 1.
  std::vector<Vec> mask_x, mask_h, mask_o;
  // BPTT(back; every), where not 0: see truncated().
  std::size_t back = 0, every = 0;
};

struct Trace {
  std::vector<Vec> z;  // z[t-1] is z(t)
  std::vector<Vec> h;  // h[t] is h(t), h[0] is h0
  std::vector<Vec> o;  // o[t-1] is o(t)
  Number loss;
};

// Where to add i*kStep on the way: to entry `i` of z(t), h(t) or o(t), after
// it is computed and before it is used. The run goes on from there.
enum class Place { kNowhere, kZ, kH, kO };
struct Nudge {
  Place place = Place::kNowhere;
  std::size_t t = 0;
  std::size_t i = 0;
};

Number loss_at(const Recurrent& net, const Vec& o, std::size_t t);

Trace run(const Recurrent& net, const Nudge& nudge = {});

double loss(const Recurrent& net);

// What the output makes of the scores.
Vec predicted(const Recurrent& net, const Vec& o);

// The loss, whose derivative is that of BPTT(back; every): after every `every`
// steps, and at the end, the losses since the last time, as a run finds them
// that begins `back` steps before with a state that nothing moves.
Number truncated(const Recurrent& net);

struct Gradients {
  RealMat dU, dW, dV;  // of the shared matrices (all copies moved together)
  RealVec db, dc, dh0;
  std::vector<RealVec> dx;                   // dx[t-1] is dL/dx(t)
  std::vector<RealVec> dh;                   // dh[t] is dL/dh(t), the total one
  std::vector<RealVec> dz, do_;              // [t-1]: dL/dz(t), dL/do(t)
  std::vector<RealMat> dU_at, dW_at, dV_at;  // [t-1]: of the copy at step t
};

// The gradient of the loss in one matrix, through all its copies at once and
// through each alone. `shared` and `copies` are members of `net`.
void differentiate(const Recurrent& net, Mat Recurrent::*shared,
                   std::vector<Mat> Recurrent::*copies, RealMat& all,
                   std::vector<RealMat>& each);

// dL by the entries of z(t), h(t) or o(t).
RealVec total_derivative(const Recurrent& net, Place place, std::size_t t,
                         std::size_t size);

Gradients complex_step(const Recurrent& net);

// dh(t)/dh(k), H x H: row i, column j is dh_i(t)/dh_j(k); 0 <= k <= t <= tau.
RealMat jacobian(const Recurrent& net, std::size_t t, std::size_t k);

}  // namespace oracle
