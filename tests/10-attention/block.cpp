// A block of a Transformer against the oracle, part by part and whole.
#include "chapters/10-attention/block.hpp"

#include "tests/10-attention/support.hpp"
#include "tests/oracle/block.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

constexpr Index width = 4, inner_units = 5;

Matrix of_sequence(const Matrix& all, Index j, Index n) {
  Matrix one(all.n_rows, all.n_cols / n);
  for (Index t = 0; t < one.n_cols; ++t) one.col(t) = all.col(t * n + j);
  return one;
}

// Those of the heads stand with the heads.
oracle::Vec& vector_of(oracle::TransformerBlock& block,
                       const std::string& name) {
  return (name == "c" ? block.heads.vectors : block.vectors)[name];
}
oracle::Mat& matrix_of(oracle::TransformerBlock& block,
                       const std::string& name) {
  const bool of_net = name == "W1" || name == "W2";
  return (of_net ? block.matrices : block.heads.matrices)[name];
}
oracle::TransformerBlock layer_loops(Layer layer, Mask mask) {
  oracle::TransformerBlock block;
  block.heads.causal = mask == Mask::causal;
  block.heads.output = "linear_squared_error";
  for (const auto& [name, values] : layer.blocks())
    if (values.n_cols == 1)
      vector_of(block, name) = oracle::loops(Vector(values));
    else
      matrix_of(block, name) = oracle::loops(values);
  return block;
}

// n sequences, and what is asked of the last steps: the sum of r(t).z(t).
struct LayerCase {
  Layer layer;
  View view;
  Matrix x, r;

  LayerCase(Index N, Mask mask, Index n, Index tau, Index asked, Random random)
      : layer(width, N, inner_units, random),
        view{mask, n},
        x(random.normal_matrix(width, n * tau)),
        r(random.normal_matrix(width, n * asked)) {
    for (const auto& [name, values] : layer.blocks())
      values = random.normal_matrix(values.n_rows, values.n_cols, 0.7);
  }

  oracle::Number asked(const oracle::TransformerBlock& block,
                       const oracle::Mat& steps, Index j) const {
    const std::vector<oracle::Vec> z = oracle::run(block, steps);
    const Matrix mine = of_sequence(r, j, view.n);
    oracle::Number sum = 0;
    for (Index t = 0; t < mine.n_cols; ++t)
      for (Index i = 0; i < width; ++i)
        sum += mine(i, t) * z[z.size() - mine.n_cols + t][i];
    return sum;
  }
};

}  // namespace

TEST_CASE("A normed column has the mean 0 and the variance 1",
          "[10.26][10.27][10.28][10.29]") {
  Random random(1030);
  const Matrix x = random.normal_matrix(7, 3, 20);
  Norm p{Vector(7, arma::fill::ones), Vector(7, arma::fill::zeros)};
  const Normed s = norm(p, x);
  CHECK(arma::abs(arma::mean(s.z, 0)).max() < 1e-14);
  CHECK(arma::abs(arma::var(s.z, 1, 0) - 1).max() < 1e-6);
  p.g = random.normal_matrix(7, 1), p.b = random.normal_matrix(7, 1);
  const Matrix y = norm(p, x).y;
  for (Index t = 0; t < 3; ++t) {
    const Matrix expected = oracle::back(
        oracle::layer_norm(oracle::loops(Vector(x.col(t))), oracle::loops(p.g),
                           oracle::loops(p.b)));
    CHECK_THAT(Matrix(y.col(t)), Near(expected));
  }
  // By hand: 1 and 3 have the mean 2 and the variance 1.
  const Normed two = norm({Vector{10, 10}, Vector{5, 6}}, column({1, 3}));
  CHECK(two.y(0) == Approx(5 - 10 / std::sqrt(1 + 1e-5)).epsilon(1e-14));
  CHECK(two.y(1) == Approx(6 + 10 / std::sqrt(1 + 1e-5)).epsilon(1e-14));
}

TEST_CASE("What a norm hands back moves neither the mean nor the size",
          "[10.30][10.31]") {
  Random random(1035);
  const Matrix x = random.normal_matrix(6, 4, 30),
               dLdy = random.normal_matrix(6, 4);
  const Norm p{random.normal_matrix(6, 1), random.normal_matrix(6, 1)};
  Norm d{Vector(6, arma::fill::zeros), Vector(6, arma::fill::zeros)};
  const Normed s = norm(p, x);
  const Matrix dx = norm_backward(p, s, dLdy, d);
  CHECK(arma::abs(arma::sum(dx, 0)).max() < 1e-12 * arma::abs(dx).max() * 6);
  CHECK(arma::abs(arma::sum(dx % s.z, 0)).max() < 1e-6 * arma::abs(dx).max());
}

TEST_CASE("What a norm's gain and bias get is added to what they have",
          "[10.32][10.33]") {
  Random random(1036);
  const Norm p{random.normal_matrix(6, 1), random.normal_matrix(6, 1)};
  const Normed s = norm(p, random.normal_matrix(6, 4));
  const Matrix dLdy = random.normal_matrix(6, 4);
  Norm once{Vector(6, arma::fill::zeros), Vector(6, arma::fill::zeros)};
  norm_backward(p, s, dLdy, once);
  Norm twice = once;
  norm_backward(p, s, dLdy, twice);
  CHECK_THAT(Matrix(twice.g), Near(Matrix(2 * once.g)));
  CHECK_THAT(Matrix(twice.b), Near(Matrix(2 * once.b)));
}

TEST_CASE("Each block of a layer's gradient is the derivative through loops",
          "[10.26][10.27][10.28][10.29][10.30][10.31][10.32][10.33][10.34]"
          "[10.35][10.36][10.37][10.38][10.39][10.40][10.41]") {
  const Mask mask = attention_test::any_mask();
  struct Shape {
    Index N, n, tau, asked;
  };
  for (const auto& [N, n, tau, asked] :
       {Shape{1, 1, 1, 1}, Shape{2, 1, 2, 2}, Shape{2, 2, 5, 5},
        Shape{1, 3, 4, 1}, Shape{2, 2, 6, 2}}) {
    INFO(N << " heads, n " << n << ", tau " << tau << ", asked " << asked);
    LayerCase c(N, mask, n, tau, asked, Random(1042 + tau));
    const LayerStates s = forward(c.layer, c.view, c.x, n * asked);
    Layer d = c.layer;
    set_zero(d.blocks());
    const Matrix dx = backward(c.layer, c.view, s, c.r, d);

    const oracle::TransformerBlock block = layer_loops(c.layer, mask);
    Matrix truth_dx(arma::size(dx));
    for (Index j = 0; j < n; ++j) {
      const Matrix mine = of_sequence(c.x, j, n);
      const Matrix z = oracle::columns(oracle::run(block, oracle::steps(mine)));
      CHECK_THAT(of_sequence(s.z, j, n), Near(z.tail_cols(asked)));
      oracle::Mat steps = oracle::steps(mine);
      const auto sum = [&] { return c.asked(block, steps, j); };
      const Matrix by_x = oracle::back(oracle::gradient(sum, steps)).t();
      for (Index t = 0; t < tau; ++t) truth_dx.col(t * n + j) = by_x.col(t);
    }
    CHECK_THAT(dx, Near(truth_dx));

    oracle::TransformerBlock moved = block;
    const auto sum = [&, n = n] {
      oracle::Number all = 0;
      for (Index j = 0; j < n; ++j)
        all += c.asked(moved, oracle::steps(of_sequence(c.x, j, n)), j);
      return all;
    };
    for (const auto& [name, values] : d.blocks()) {
      INFO(name);
      const Matrix truth =
          values.n_cols == 1
              ? Matrix(
                    oracle::back(oracle::gradient(sum, vector_of(moved, name))))
              : oracle::back(oracle::gradient(sum, matrix_of(moved, name)));
      CHECK_THAT(values, Near(truth, 1e-11));
    }
  }
}

TEST_CASE("Heads in blocks are those of the table", "[10.38]") {
  Random random(1043);
  Parameters p(3, 2, 5, 4, 2);
  for (const auto& [name, values] : p.blocks())
    values = random.normal_matrix(values.n_rows, values.n_cols);
  const Mask mask = attention_test::any_mask();
  const Matrix x = random.normal_matrix(3, 6),
               dLdo = random.normal_matrix(4, 6);
  const States truth = forward(p, x, mask);
  const Gradient back = backward(p, x, truth, dLdo);
  const HeadsStates s = heads(p, {mask, 1}, x, 6);
  CHECK_THAT(s.y, Near(truth.o));
  Parameters d(3, 2, 5, 4, 2);
  CHECK_THAT(heads_backward(p, {mask, 1}, x, s, dLdo, d), Near(back.dx));
  check_blocks(d.blocks(), back.blocks());
}

TEST_CASE("A unit of the net at 0 hands nothing back", "[10.34][10.36]") {
  const Net p{Matrix{{1., 0.}, {0., 1.}, {1., 1.}}, Vector{0, 0, -1},
              Matrix{{1., 2., 4.}, {0., 0., 8.}}, Vector{0.5, 0.25}};
  Net d{Matrix(3, 2, arma::fill::zeros), Vector(3, arma::fill::zeros),
        Matrix(2, 3, arma::fill::zeros), Vector(2, arma::fill::zeros)};
  const Matrix x = column({2, -1});  // u = 2, 0 (from -1), 0 (at the kink)
  const Netted s = net(p, x);
  CHECK_THAT(s.y, Near(column({2.5, 0.25})));
  const Matrix dx = net_backward(p, x, s, column({1, 1}), d);
  CHECK_THAT(dx, Near(column({1, 0})));
}
