#include "chapters/07-gates/gate.hpp"

namespace unrolled::gates {

Gate::Gate(Index D, Index H)
    : U(H, D, arma::fill::zeros),
      W(H, H, arma::fill::zeros),
      b(H, arma::fill::zeros) {}

Matrix sigma(const Matrix& z) {
  return activate(Activation::sigmoid, z);
}

// [learn]
void learn(Gate& d, const Matrix& dz, const Matrix& x, const Matrix& dWh,
           const Matrix& h) {
  auto& [dU, dW, db] = d;
  db += arma::sum(dz, 1);  // (7.17)
  dW += dWh * h.t();       // (7.18)
  dU += dz * x.t();        // (7.19)
}
void learn(Gate& d, const Matrix& dz, const Matrix& x, const Matrix& h) {
  learn(d, dz, x, dz, h);
}
// [learn]

Blocks blocks_of(const std::string& before,
                 const std::vector<std::pair<std::string, Gate&>>& gates,
                 Matrix& V, Vector& c) {
  Blocks all;
  for (const auto& [letter, gate] : gates) {
    all.push_back({before + "U" + letter, gate.U});
    all.push_back({before + "W" + letter, gate.W});
    all.push_back({before + "b" + letter, gate.b});
  }
  all.push_back({before + "V", V});
  all.push_back({before + "c", c});
  return all;
}

void require_cell(const ConstBlocks& p, const Sequence& x,
                  const std::vector<ConstBlock>& first) {
  if (x.steps() == 0 || x.n() == 0)
    throw std::invalid_argument("x: expected at least one time step, got none");
  // The first W says how many units there are, U how many inputs.
  const Index D = p.at(0).values.n_cols, H = p.at(1).values.n_rows;
  for (const auto& [name, values] : p) {
    const char kind = name[0];
    const Index rows = kind == 'V' || name == "c" ? values.n_rows : H;
    require_not_empty(name, values);
    require_shape(name, values, rows,
                  kind == 'U'                  ? D
                  : kind == 'W' || kind == 'V' ? H
                                               : 1);
    require_finite(name, values);
  }
  const auto block = [&](const std::string& wanted) -> const Matrix& {
    for (const auto& [name, values] : p)
      if (name == wanted) return values;
    throw std::logic_error("no block " + wanted);
  };
  require_shape("c", block("c"), block("V").n_rows, 1);
  require_sequence("x", x, D, x.n(), 1, x.steps());
  for (const auto& [name, values] : first) {
    require_shape(name, values, H, x.n());
    require_finite(name, values);
  }
}

}  // namespace unrolled::gates
