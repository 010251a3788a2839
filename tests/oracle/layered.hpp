// A feed-forward network, run forward in plain loops; its derivatives by
// complex step, one entry at a time.
//
//   a^0 = x    z^l = W^l a^(l-1) + b^l    a^l = s^l(z^l),    l = 1..depth
//
// Layers count from 1, vectors from 0: W[l-1] is W^l, likewise b, z, delta.
// Only a has a layer 0, so a[l] is a^l and da[l] is dJ/da^l. (A loss of the
// last z does not pass through the last a: there da is 0, and delta is whole.)
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/oracle/number.hpp"

namespace oracle {

struct Layered {
  std::vector<Mat> W;
  std::vector<Vec> b;
  std::vector<std::string> activation;  // per layer; "tanh", "relu",
                                        // "sigmoid", "identity", "softmax"
  Vec x;
  Vec y;
  std::vector<Vec> masks;  // dropout: masks[l] times a^l; none means all 1
  // "squared_error" (1/2 sum of squares, of the last a), or, of the last z
  // whatever its activation, "softmax_cross_entropy", "sigmoid_cross_entropy".
  std::string loss = "squared_error";
  // Takes the last z and the last a; used instead of `loss` and `y` if set.
  std::function<Number(const Vec&, const Vec&)> loss_of_output;
};

struct LayeredTrace {
  std::vector<Vec> z;  // z[l-1] is z^l
  std::vector<Vec> a;  // a[l] is a^l, a[0] is x
  Number loss;
};

// Where to add i*kStep on the way: to entry `i` of z^l or a^l.
enum class LayerPlace { kNowhere, kZ, kA };
struct LayerNudge {
  LayerPlace place = LayerPlace::kNowhere;
  std::size_t l = 0;
  std::size_t i = 0;
};

inline LayeredTrace run(const Layered& net, const LayerNudge& nudge = {}) {
  const std::size_t depth = net.W.size();
  require(depth > 0, "a network without layers");
  require(net.b.size() == depth && net.activation.size() == depth,
          "one bias and one activation per layer");
  const auto nudged = [&](LayerPlace place, std::size_t l, Vec v) {
    return nudge.place == place && nudge.l == l ? stepped(v, nudge.i) : v;
  };
  LayeredTrace trace;
  const auto kept = [&net](std::size_t l, const Vec& a) {
    return l < net.masks.size() ? times(a, net.masks[l]) : a;
  };
  trace.a.push_back(nudged(LayerPlace::kA, 0, kept(0, net.x)));
  for (std::size_t l = 1; l <= depth; ++l) {
    const Vec sum = add(multiply(net.W[l - 1], trace.a[l - 1]), net.b[l - 1]);
    trace.z.push_back(nudged(LayerPlace::kZ, l, sum));
    const Vec a = activate(net.activation[l - 1], trace.z.back());
    trace.a.push_back(nudged(LayerPlace::kA, l, kept(l, a)));
  }
  const Vec& z = trace.z.back();
  const Vec& a = trace.a.back();
  if (net.loss_of_output) {
    trace.loss = net.loss_of_output(z, a);
  } else if (net.loss == "squared_error") {
    trace.loss = squared_error(a, net.y);
  } else if (net.loss == "softmax_cross_entropy") {
    trace.loss = softmax_cross_entropy(z, net.y);
  } else {
    require(net.loss == "sigmoid_cross_entropy", "no loss '" + net.loss + "'");
    trace.loss = sigmoid_cross_entropy(z, net.y);
  }
  return trace;
}

inline double loss(const Layered& net) {
  return run(net).loss.real();
}

struct LayeredGradients {
  std::vector<RealMat> dW;  // dW[l-1] is dJ/dW^l
  std::vector<RealVec> db;
  std::vector<RealVec> delta;  // delta[l-1] is dJ/dz^l
  std::vector<RealVec> da;     // da[l] is dJ/da^l, da[0] is dJ/dx
};

inline LayeredGradients complex_step(const Layered& net) {
  LayeredGradients g;
  Layered moved = net;
  const auto total = [&moved] { return run(moved).loss; };
  for (Mat& W : moved.W) g.dW.push_back(gradient(total, W));
  for (Vec& b : moved.b) g.db.push_back(gradient(total, b));
  const auto through = [&net](LayerPlace place, std::size_t l,
                              std::size_t size) {
    RealVec result;
    for (std::size_t i = 0; i < size; ++i)
      result.push_back(run(net, {place, l, i}).loss.imag() / kStep);
    return result;
  };
  g.da.push_back(through(LayerPlace::kA, 0, net.x.size()));
  for (std::size_t l = 1; l <= net.W.size(); ++l) {
    g.delta.push_back(through(LayerPlace::kZ, l, net.b[l - 1].size()));
    g.da.push_back(through(LayerPlace::kA, l, net.b[l - 1].size()));
  }
  return g;
}

}  // namespace oracle
