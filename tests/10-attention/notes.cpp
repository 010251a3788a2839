// Rows of the notes: what note D says of the Transformer.
#include "tests/notes.hpp"

#include "chapters/03-any-length/bptt.hpp"
#include "common/initialise.hpp"
#include "tests/10-attention/support.hpp"

using namespace attention_test;

namespace {

// How far an input reaches: the slope of the last output, which is asked for
// in each of its numbers, by the input of each step; norms.
Vector reach_of(const std::vector<Sequence>& slopes) {
  Vector all(slopes.at(0).steps());
  for (Index t = 1; t <= all.n_elem; ++t) {
    Matrix of;
    for (const Sequence& dx : slopes) of = arma::join_rows(of, dx(t));
    all(t - 1) = arma::norm(of, "fro");
  }
  return all;
}

constexpr Index noted_size = 3, noted_steps = 40;

// dL/do of the last step alone, for one of its numbers.
Matrix of_last_step(Index which) {
  Matrix dLdo(noted_size, noted_steps, arma::fill::zeros);
  dLdo(which, noted_steps - 1) = 1;
  return dLdo;
}

}  // namespace

TEST_CASE("Any step reaches any other in one, whatever lies between",
          "[10.6][10.16][D15]") {
  const Case c(Output::linear_squared_error, Mask::none, noted_steps, 30,
               {noted_size, noted_size, noted_size, noted_size, 1});
  const States s = forward(c.p, c.x, c.mask);
  constexpr Index D = noted_size;
  Random random(31);
  bptt::Parameters p{Matrix(arma::eye(D, D)), 0.8 * orthogonal(random, D),
                     Matrix(arma::eye(D, D)), Vector(D, arma::fill::zeros),
                     Vector(D, arma::fill::zeros)};
  const Matrix h0(D, 1, arma::fill::zeros);
  const auto of_tanh = bptt::forward(Activation::tanh, p, c.x, h0);
  std::vector<Sequence> attended, carried;
  for (Index i = 0; i < D; ++i) {
    attended.push_back(backward(c.p, c.x, s, of_last_step(i)).dx);
    carried.push_back(
        bptt::backward(Activation::tanh, p, c.x, of_tanh, of_last_step(i)).dx);
  }
  // Among the far inputs some are looked at as much as the near ones.
  const auto far_over_near = [](const Vector& norms) {
    return norms.head(8).max() / norms.tail(8).max();
  };
  notes::holds("D15",
               notes::Less{{"reach of 8 inputs 32 steps back, over that "
                            "of the last 8, tanh network:",
                            far_over_near(reach_of(carried))},
                           {"attention:", far_over_near(reach_of(attended))}});
}

TEST_CASE("All steps at once, if their inputs are there", "[10.1][10.6][D36]") {
  constexpr Index tau = 12, D = noted_size;
  const Case c(Output::linear_squared_error, Mask::causal, tau, 32,
               {D, D, D, D, 1});
  // Step by step, each with what was put out before it for its input.
  Matrix written = c.x;
  for (Index t = 2; t <= tau; ++t)
    written.col(t - 1) =
        forward(c.p, Matrix(written.head_cols(t - 1)), c.mask).o.tail_cols(1);
  const Matrix o = forward(c.p, written, c.mask).o;
  CHECK_THAT(Matrix(o.head_cols(tau - 1)), Near(written.tail_cols(tau - 1)));
  // All at once, again and again, until nothing changes.
  Matrix x = c.x;
  double passes = 0;
  for (; block_error(x, written) > kTolerance; ++passes)
    x.tail_cols(tau - 1) = Matrix(forward(c.p, x, c.mask).o.head_cols(tau - 1));
  CHECK(passes <= double(tau - 1));
  notes::only_when("D36",
                   notes::Less{{"passes over 12 steps, inputs given:", 1},
                               {"its own outputs for inputs:", passes}});
}

TEST_CASE("Work and memory of attention grow as the square of the steps",
          "[10.4][10.6][D52][D53]") {
  const auto states = [](Index tau) {
    return Case(Output::linear_squared_error, Mask::none, tau, 33).run().s;
  };
  // Products: a score takes d of them, what is read m for each weight.
  const auto products = [&](Index tau) {
    const HeadStates s = states(tau).heads[0];
    return double(s.a.n_elem) * double(s.q.n_rows + s.v.n_rows);
  };
  notes::only_when(
      "D52", notes::Less{{"work of 64 times the steps, a recurrence:", 64},
                         {"attention's scores and sums:",
                          products(256) / products(4)}});
  const auto kept = [&](Index tau) {
    const HeadStates s = states(tau).heads[0];
    return double(s.a.n_elem + s.q.n_elem + s.k.n_elem + s.v.n_elem) /
           double(tau);
  };
  notes::only_when("D53",
                   notes::Less{{"numbers kept for each step, of 4:", kept(4)},
                               {"of 256:", kept(256)}});
}
