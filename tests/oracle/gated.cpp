#include "tests/oracle/gated.hpp"

namespace oracle {
namespace {

const Mat& matrix(const Gated& net, const std::string& name) {
  return net.matrices.at(name);
}
// A vector of the net; zeros when absent.
Vec vector(const Gated& net, const std::string& name, std::size_t size) {
  const auto found = net.vectors.find(name);
  return found == net.vectors.end() ? Vec(size) : found->second;
}
Vec one_less(Vec v) {
  for (Number& n : v) n = 1.0 - n;
  return v;
}

}  // namespace

NamedTrace run(const Gated& net, const NamedNudge& nudge) {
  const std::size_t tau = net.x.size(), K = matrix(net, "V").size();
  const std::size_t H = matrix(net, "V").at(0).size();
  require(net.cell == "lstm" || net.cell == "gru", "no cell " + net.cell);
  NamedTrace trace;
  // Keeps a quantity, and nudges it where that is asked for.
  const auto kept = [&](const std::string& name, std::size_t t, Vec v) {
    if (nudge.name == name && nudge.t == t) v.at(nudge.i) += Number(0, kStep);
    std::vector<Vec>& all = trace.at[name];
    all.resize(t + 1);
    return all[t] = v;
  };
  Vec h = kept("h+", 0, kept("h", 0, vector(net, "h0", H))), C(H);
  if (net.cell == "lstm") C = kept("C+", 0, kept("C", 0, vector(net, "C0", H)));
  for (std::size_t t = 1; t <= tau; ++t) {
    const Vec& x = net.x[t - 1];
    // Squashes what a gate sees.
    const auto squashed = [&](const std::string& g, const Vec& z) {
      const Vec same = kept("z" + g, t, z);
      return kept(g, t, activate(g == "a" ? "tanh" : "sigmoid", same));
    };
    const auto from_x = [&](const std::string& g) {
      return add(multiply(matrix(net, "U" + g), x), vector(net, "b" + g, H));
    };
    const auto gate = [&](const std::string& g, const Vec& state,
                          const Vec& memory) {
      Vec z = add(from_x(g), multiply(matrix(net, "W" + g), state));
      return squashed(g, add(z, times(vector(net, "P" + g, H), memory)));
    };
    if (net.cell == "lstm") {
      const Vec f = gate("f", h, C), i = gate("i", h, C);
      const Vec a = gate("a", h, C);
      C = kept("C", t, add(times(f, C), times(i, a)));
      const Vec q = gate("q", h, C);
      h = kept("h", t, times(q, activate("tanh", C)));
      C = kept("C+", t, C);
    } else {
      const auto dropped = [&](const std::string& where, const Vec& v) {
        const auto found = net.masks.find(where);
        return found == net.masks.end() ? v : masked(found->second, t - 1, v);
      };
      const Vec carried = dropped("c", h);
      h = dropped("h", h);
      const Vec u = gate("u", h, h), r = gate("r", h, h);
      Vec a;
      if (net.vectors.contains("ca")) {
        const Vec inner = kept(
            "v", t, add(multiply(matrix(net, "Wa"), h), vector(net, "ca", H)));
        a = squashed("a", add(from_x("a"), times(r, inner)));
      } else {
        a = gate("a", kept("v", t, times(r, h)), h);
      }
      h = kept("h", t,
               add(times(u, carried), times(one_less(u), dropped("a", a))));
    }
    const Vec o =
        kept("o", t, add(multiply(matrix(net, "V"), h), vector(net, "c", K)));
    h = kept("h+", t, h);
    trace.at["y_hat"].resize(t + 1);
    trace.at["y_hat"][t] = predicted(net.output, o);
    trace.losses.push_back(loss_of(net.output, o, net.y.at(t - 1)));
    // A step of weight 0 has no loss, whatever it would be.
    const double weight = net.weights.empty() ? 1 : net.weights.at(t - 1);
    if (weight != 0) trace.loss += weight * trace.losses.back();
  }
  return trace;
}

RealMat jacobian(const Gated& net, const std::string& of, std::size_t t,
                 const std::string& by, std::size_t k) {
  require(k <= t, "the past does not depend on the future");
  const NamedTrace plain = run(net);
  RealMat result(plain.at.at(of).at(t).size(),
                 RealVec(plain.at.at(by).at(k).size()));
  for (std::size_t j = 0; j < result[0].size(); ++j) {
    const Vec moved = run(net, {by, k, j}).at.at(of).at(t);
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i][j] = moved[i].imag() / kStep;
  }
  return result;
}

}  // namespace oracle
