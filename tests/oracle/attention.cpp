#include "tests/oracle/attention.hpp"

#include <cmath>

namespace oracle {

NamedTrace run(const Attention& net, const NamedNudge& nudge) {
  const std::size_t tau = net.x.size();
  NamedTrace trace;
  // Keeps a quantity, and nudges it where that is asked for.
  const auto keep = [&](const std::string& name, std::size_t t, Vec v) {
    if (nudge.name == name && nudge.t == t) v.at(nudge.i) += Number(0, kStep);
    trace.at[name].resize(tau + 1);
    trace.at[name][t] = v;
  };
  const bool one = net.matrices.contains("Wq");
  std::size_t heads = 0;
  while (net.matrices.contains("Wq" + std::to_string(heads + 1))) ++heads;
  require(one || heads > 0, "no head");
  std::vector<Vec> read(tau + 1);
  for (std::size_t j = one ? 0 : 1; j <= heads; ++j) {
    const std::string head = one ? "" : std::to_string(j);
    for (const std::string name : {"q", "k", "v"})
      for (std::size_t t = 1; t <= tau; ++t)
        keep(name + head, t,
             multiply(net.matrices.at("W" + name + head), net.x[t - 1]));
    const std::vector<Vec> q = trace.at["q" + head], k = trace.at["k" + head],
                           v = trace.at["v" + head];
    for (std::size_t t = 1; t <= tau; ++t) {
      const std::size_t last = net.causal ? t : tau;
      Vec e(tau), a(tau), h(v[1].size());
      for (std::size_t s = 1; s <= last; ++s) {
        for (std::size_t i = 0; i < q[t].size(); ++i)
          e[s - 1] += q[t][i] * k[s][i];
        e[s - 1] /= std::sqrt(static_cast<double>(q[t].size()));
      }
      keep("e" + head, t, e);
      e = trace.at["e" + head][t];
      // From the largest one down, so that nothing overflows.
      double most = e[0].real();
      for (std::size_t s = 0; s < last; ++s) most = std::max(most, e[s].real());
      Number sum = 0;
      for (std::size_t s = 0; s < last; ++s) sum += std::exp(e[s] - most);
      for (std::size_t s = 0; s < last; ++s) a[s] = std::exp(e[s] - most) / sum;
      keep("a" + head, t, a);
      a = trace.at["a" + head][t];
      for (std::size_t s = 1; s <= last; ++s)
        for (std::size_t i = 0; i < h.size(); ++i) h[i] += a[s - 1] * v[s][i];
      read[t].insert(read[t].end(), h.begin(), h.end());
    }
  }
  const Mat& V = net.matrices.at("V");
  const auto c = net.vectors.find("c");
  for (std::size_t t = 1; t <= tau; ++t) {
    keep("h", t, read[t]);
    const Vec o = multiply(V, trace.at["h"][t]);
    keep("o", t, c == net.vectors.end() ? o : add(o, c->second));
    keep("y_hat", t, predicted(net.output, trace.at["o"][t]));
    trace.losses.push_back(
        loss_of(net.output, trace.at["o"][t], net.y.at(t - 1)));
    trace.loss += trace.losses.back();
  }
  return trace;
}

}  // namespace oracle
