#include "chapters/02-three-steps/network.hpp"

namespace unrolled::three_steps {

ParameterGradient::ParameterGradient(const Parameters& p)
    : dU(arma::size(p.U), arma::fill::zeros),
      dW(arma::size(p.W), arma::fill::zeros),
      dV(arma::size(p.V), arma::fill::zeros),
      db(arma::size(p.b), arma::fill::zeros),
      dc(arma::size(p.c), arma::fill::zeros) {}

void require_parameters(const Parameters& p) {
  const Index H = p.W.n_rows, K = p.V.n_rows;
  const auto require = [](std::string_view name, const Matrix& m, Index rows,
                          Index cols) {
    require_not_empty(name, m);
    require_shape(name, m, rows, cols);
    require_finite(name, m);
  };
  require("W", p.W, H, H);
  require("U", p.U, H, p.U.n_cols);
  require("V", p.V, K, H);
  require("b", p.b, H, 1);
  require("c", p.c, K, 1);
}

}  // namespace unrolled::three_steps
