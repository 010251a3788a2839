#include "tests/oracle/recurrent.hpp"

#include <algorithm>

namespace oracle {

Number loss_at(const Recurrent& net, const Vec& o, std::size_t t) {
  if (net.loss_of_step) return net.loss_of_step(o, t);
  require(net.y.size() == net.x.size(), "one target per step");
  return loss_of(net.output, o, net.y[t - 1]);
}

Vec predicted(const Recurrent& net, const Vec& o) {
  return predicted(net.output, o);
}

Trace run(const Recurrent& net, const Nudge& nudge) {
  const std::size_t tau = net.x.size();
  require(net.weights.empty() || net.weights.size() == tau,
          "one weight per step");
  for (const auto* copies : {&net.U_at, &net.W_at, &net.V_at})
    require(copies->empty() || copies->size() == tau, "one copy per step");
  const auto nudged = [&](Place place, std::size_t t, Vec v) {
    return nudge.place == place && nudge.t == t ? stepped(v, nudge.i) : v;
  };
  Trace trace;
  trace.h.push_back(nudged(Place::kH, 0, net.h0));
  Vec from = net.feedback.empty() ? trace.h[0] : net.y0;
  for (std::size_t t = 1; t <= tau; ++t) {
    const Mat& U = net.U_at.empty() ? net.U : net.U_at[t - 1];
    const Mat& W = net.W_at.empty() ? net.W : net.W_at[t - 1];
    const Mat& V = net.V_at.empty() ? net.V : net.V_at[t - 1];
    Vec z = multiply(U, masked(net.mask_x, t - 1, net.x[t - 1]));
    z = add(add(z, multiply(W, masked(net.mask_h, t - 1, from))), net.b);
    z = nudged(Place::kZ, t, z);
    const Vec h = nudged(Place::kH, t, activate(net.hidden, z));
    const Vec read = masked(net.mask_o, t - 1, h);
    const Vec o = nudged(Place::kO, t, add(multiply(V, read), net.c));
    // A step of weight 0 has no loss, whatever it would be.
    const double weight = net.weights.empty() ? 1 : net.weights[t - 1];
    if (weight != 0) trace.loss += weight * loss_at(net, o, t);
    trace.z.push_back(z);
    trace.h.push_back(h);
    trace.o.push_back(o);
    from = h;
    if (net.feedback == "own") from = predicted(net, o);
    if (net.feedback == "teacher") from = net.y[t - 1];
  }
  return trace;
}

Number truncated(const Recurrent& net) {
  const Trace whole = run(net);
  const std::size_t tau = net.x.size();
  Number sum = 0;
  for (std::size_t before = 0; before < tau; before += net.every) {
    const std::size_t last = std::min(before + net.every, tau);
    const std::size_t start = last > net.back ? last - net.back : 0;
    Recurrent part = net;
    if (start > 0) {
      const RealVec held = real(whole.h[start]);
      part.h0.assign(held.begin(), held.end());
    }
    const auto from = static_cast<std::ptrdiff_t>(start);
    const auto to = static_cast<std::ptrdiff_t>(last);
    part.x.assign(net.x.begin() + from, net.x.begin() + to);
    part.y.assign(net.y.begin() + from, net.y.begin() + to);
    part.weights.assign(last - start, 1);
    for (std::size_t t = start; t < before; ++t) part.weights[t - start] = 0;
    sum += run(part).loss;
  }
  return sum;
}

double loss(const Recurrent& net) {
  return run(net).loss.real();
}

void differentiate(const Recurrent& net, Mat Recurrent::*shared,
                   std::vector<Mat> Recurrent::*copies, RealMat& all,
                   std::vector<RealMat>& each) {
  const std::size_t tau = net.x.size();
  Recurrent moved = net;
  const auto total = [&moved] { return run(moved).loss; };
  if ((net.*copies).empty()) {
    all = gradient(total, moved.*shared);
    (moved.*copies).assign(tau, net.*shared);
  } else {
    all.clear();
    for (std::size_t i = 0; i < (net.*copies)[0].size(); ++i) {
      all.emplace_back();
      for (std::size_t j = 0; j < (net.*copies)[0][i].size(); ++j) {
        for (Mat& m : moved.*copies) m[i][j] += Number(0, kStep);
        all.back().push_back(total().imag() / kStep);
        moved.*copies = net.*copies;
      }
    }
  }
  each.clear();
  for (Mat& m : moved.*copies) each.push_back(gradient(total, m));
}

RealVec total_derivative(const Recurrent& net, Place place, std::size_t t,
                         std::size_t size) {
  RealVec result;
  for (std::size_t i = 0; i < size; ++i)
    result.push_back(run(net, {place, t, i}).loss.imag() / kStep);
  return result;
}

Gradients complex_step(const Recurrent& net) {
  const std::size_t tau = net.x.size();
  const std::size_t units = net.h0.size();
  Gradients g;
  differentiate(net, &Recurrent::U, &Recurrent::U_at, g.dU, g.dU_at);
  differentiate(net, &Recurrent::W, &Recurrent::W_at, g.dW, g.dW_at);
  differentiate(net, &Recurrent::V, &Recurrent::V_at, g.dV, g.dV_at);
  Recurrent moved = net;
  const auto total = [&moved] { return run(moved).loss; };
  g.db = gradient(total, moved.b);
  g.dc = gradient(total, moved.c);
  g.dh0 = gradient(total, moved.h0);
  for (Vec& x : moved.x) g.dx.push_back(gradient(total, x));
  g.dh.push_back(total_derivative(net, Place::kH, 0, units));
  for (std::size_t t = 1; t <= tau; ++t) {
    g.dz.push_back(total_derivative(net, Place::kZ, t, units));
    g.dh.push_back(total_derivative(net, Place::kH, t, units));
    g.do_.push_back(total_derivative(net, Place::kO, t, net.c.size()));
  }
  return g;
}

RealMat jacobian(const Recurrent& net, std::size_t t, std::size_t k) {
  require(k <= t && t <= net.x.size(),
          "the past does not depend on the future");
  const std::size_t units = net.h0.size();
  RealMat result(units, RealVec(units));
  for (std::size_t j = 0; j < units; ++j) {
    const Vec h = run(net, {Place::kH, k, j}).h[t];
    for (std::size_t i = 0; i < units; ++i) result[i][j] = h[i].imag() / kStep;
  }
  return result;
}

}  // namespace oracle
