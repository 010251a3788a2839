#include "chapters/10-attention/attention.hpp"

#include <cmath>
#include <limits>

namespace unrolled::attention {

Head::Head(Index D, Index d, Index m)
    : Wq(d, D, arma::fill::zeros),
      Wk(d, D, arma::fill::zeros),
      Wv(m, D, arma::fill::zeros) {}

Parameters::Parameters(Index D, Index d, Index m, Index K, Index n)
    : heads(n, Head(D, d, m)),
      V(K, n * m, arma::fill::zeros),
      c(K, arma::fill::zeros) {}

namespace {

Blocks blocks_of(const std::string& before, std::vector<Head>& heads, Matrix& V,
                 Vector& c) {
  Blocks all;
  for (Head& head : heads) {
    const std::string which =
        heads.size() > 1 ? std::to_string(&head - &heads[0] + 1) : "";
    all.push_back({before + "Wq" + which, head.Wq});
    all.push_back({before + "Wk" + which, head.Wk});
    all.push_back({before + "Wv" + which, head.Wv});
  }
  all.push_back({before + "V", V});
  all.push_back({before + "c", c});
  return all;
}

/// The numbers that the scores are divided by.
double root_of(const Head& head) {
  return std::sqrt(static_cast<double>(head.Wq.n_rows));
}

/// Where a step may not look the score is as low as can be.
void hide(Mask mask, Matrix& e) {
  if (mask == Mask::none) return;
  const double lowest = -std::numeric_limits<double>::infinity();
  for (Index i = 0; i + 1 < e.n_cols; ++i)
    e.col(i).tail(e.n_rows - i - 1).fill(lowest);
}

void require_input(const Matrix& x) {
  if (x.n_cols == 0)
    throw std::invalid_argument("x: expected at least one time step, got none");
  require_finite("x", x);
}

void require_head(const Head& head, Index D) {
  const auto& [Wq, Wk, Wv] = head;
  require_not_empty("Wq", Wq);
  require_not_empty("Wv", Wv);
  require_shape("Wq", Wq, Wq.n_rows, D);
  require_shape("Wk", Wk, Wq.n_rows, D);
  require_shape("Wv", Wv, Wv.n_rows, D);
}

void require_parameters(const Parameters& p, const Matrix& x) {
  require_input(x);
  Index read = 0;
  for (const Head& head : p.heads) {
    require_head(head, x.n_rows);
    read += head.Wv.n_rows;
  }
  require_not_empty("V", p.V);
  require_shape("V", p.V, p.V.n_rows, read);
  require_shape("c", p.c, p.V.n_rows, 1);
  for (const auto& [name, values] : p.blocks()) require_finite(name, values);
}

}  // namespace

Blocks Parameters::blocks() {
  return blocks_of("", heads, V, c);
}
Blocks ParameterGradient::blocks() {
  return blocks_of("d", heads, dV, dc);
}

// [forward]
HeadStates attend(const Head& head, const Matrix& x, Mask mask) {
  require_head(head, x.n_rows);
  HeadStates s;
  auto& [q, k, v, a, h] = s;
  q = head.Wq * x;  // (10.1)
  k = head.Wk * x;  // (10.2)
  v = head.Wv * x;  // (10.3)

  Matrix e = k.t() * q / root_of(head);  // (10.4)
  hide(mask, e);
  a = softmax(e);  // (10.5)
  h = v * a;       // (10.6)
  return s;
}
// [forward]

// [heads]
States forward(const Parameters& p, const Matrix& x, Mask mask) {
  require_parameters(p, x);
  States s;
  for (const Head& head : p.heads) {
    s.heads.push_back(attend(head, x, mask));
    s.h = arma::join_cols(s.h, s.heads.back().h);
  }
  s.o = p.V * s.h;  // (10.17)
  s.o.each_col() += p.c;
  return s;
}
// [heads]

// [backward]
HeadSlopes attend_back(const Head& head, const Matrix& x, const HeadStates& s,
                       const Matrix& delta, Head& d) {
  const auto& [q, k, v, a, h] = s;
  auto& [dWq, dWk, dWv] = d;
  HeadSlopes g;
  auto& [da, de, dq, dk, dv, dx] = g;
  da = v.t() * delta;  // (10.8)
  dv = delta * a.t();  // (10.9)

  const Matrix mean = arma::repmat(arma::sum(a % da, 0), a.n_rows, 1);
  de = a % (da - mean);  // (10.10)

  dq = k * de / root_of(head);      // (10.11)
  dk = q * de.t() / root_of(head);  // (10.12)

  dWq = dq * x.t();                                             // (10.13)
  dWk = dk * x.t();                                             // (10.14)
  dWv = dv * x.t();                                             // (10.15)
  dx = head.Wq.t() * dq + head.Wk.t() * dk + head.Wv.t() * dv;  // (10.16)
  return g;
}
// [backward]

// [heads-back]
Gradient backward(const Parameters& p, const Matrix& x, const States& s,
                  const Matrix& dLdo) {
  require_parameters(p, x);
  require_shape("h", s.h, p.V.n_cols, x.n_cols);
  require_shape("dLdo", dLdo, p.V.n_rows, x.n_cols);
  require_finite("dLdo", dLdo);
  Gradient g;
  g.dc = arma::sum(dLdo, 1);
  g.dV = dLdo * s.h.t();
  g.delta = p.V.t() * dLdo;  // (10.7)
  g.dx.zeros(arma::size(x));
  Index first = 0;
  for (std::size_t j = 0; j < p.heads.size(); ++j) {
    const Head& head = p.heads[j];
    const Index m = head.Wv.n_rows;
    g.heads.emplace_back(x.n_rows, head.Wq.n_rows, m);
    const Matrix delta = g.delta.rows(first, first + m - 1);
    g.back.push_back(attend_back(head, x, s.heads[j], delta, g.heads[j]));
    g.dx += g.back[j].dx;
    first += m;
  }
  return g;
}
// [heads-back]

LossAndGradient loss_and_gradient(Output output, const Parameters& p,
                                  const Matrix& x, const Matrix& y, Mask mask) {
  const States s = forward(p, x, mask);
  const Matrix y_hat = predict(output, s.o);
  require_shape("y", y, s.o.n_rows, s.o.n_cols);
  return {loss(output, s.o, y), backward(p, x, s, output_delta(y_hat, y)),
          y_hat, s};
}

}  // namespace unrolled::attention
