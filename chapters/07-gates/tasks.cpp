#include "chapters/07-gates/tasks.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

namespace unrolled::gates {

Batch adding(Random& random, Index n, Index T) {
  const Index tau = T + random.below(T / 10 + 1);
  Batch b{{2, n, 1, tau}, Matrix(1, n)};
  for (Index j = 0; j < n; ++j) {
    const Index first = 1 + random.below(10);
    Index second = 1 + random.below(T / 2 - 1);
    if (second >= first) ++second;
    for (Index t = 1; t <= tau; ++t) b.x(t)(0, j) = random.uniform(-1, 1);
    b.x(1)(1, j) = b.x(tau)(1, j) = -1;
    b.x(first)(1, j) = b.x(second)(1, j) = 1;
    if (b.x(1)(1, j) > 0) b.x(1)(0, j) = 0;
    b.y(j) = 0.5 + (b.x(first)(0, j) + b.x(second)(0, j)) / 4;
  }
  return b;
}

// Each marked number has the variance 1/3, and is counted by a quarter.
double error_of_the_mean(Index T) {
  const double first = 0.1;
  const double either = first + (1 - first) / static_cast<double>(T / 2 - 1);
  return (2 - either) / 3 / 16;
}

Batch temporal_order(Random& random, Index n, Index T) {
  enum { E = 4, B = 5, X = 6 };
  const Index tau = T + random.below(T / 10 + 1);
  Batch b{{8, n, 1, tau}, Matrix(4, n, arma::fill::zeros)};
  for (Index j = 0; j < n; ++j) {
    for (Index t = 2; t < tau; ++t) b.x(t)(random.below(4), j) = 1;
    Index which = 0;
    for (const Index from : {T / 10, T / 2}) {
      const Index t = from + random.below(T / 10 + 1), symbol = random.below(2);
      b.x(t).col(j).zeros();
      b.x(t)(X + symbol, j) = 1;
      which = 2 * which + symbol;
    }
    b.x(1)(E, j) = b.x(tau)(B, j) = 1;
    b.y(which, j) = 1;
  }
  return b;
}

Vector smoothed(const Vector& losses) {
  const Index n = losses.n_elem / 20;
  return arma::mean(arma::reshape(losses.head(20 * n), 20, n), 0).t();
}

void draw_weights(const Blocks& blocks, double gain, Random& random) {
  for (const auto& [name, values] : blocks)
    if (name[0] == 'W')
      values = gain * orthogonal(random, values.n_rows);
    else if (name[0] == 'U' || name[0] == 'V')
      values = xavier(random, values.n_rows, values.n_cols);
}

Outcome train(const Start& start, Output output, const Draw& draw,
              const Training& how, Random random) {
  Random shapes(0);
  const Batch shape = draw(shapes, 1);
  const Index D = shape.x.rows(), H = start.units, K = shape.y.n_rows;
  const auto zeros = [H](const Sequence& x) {
    return Matrix(H, x.n(), arma::fill::zeros);
  };
  const auto drawn = [&random](auto p) {
    for (const auto& [name, values] : p.blocks())
      if (std::string("UWV").find(name[0]) != std::string::npos)
        values = xavier(random, values.n_rows, values.n_cols);
    return p;
  };
  const auto descend = [&](auto p, const auto& forward, const auto& backward) {
    Outcome outcome{Vector(how.updates), {}, {}, {}};
    Adam adam;
    Progress progress("training", how.updates);
    for (double& mean_loss : outcome.losses) {
      const auto [x, y] = draw(random, how.batch);
      const auto s = forward(p, x);
      const Matrix& o = s.o(x.last());
      const double n = static_cast<double>(how.batch);
      mean_loss = loss(output, o, y) / n;
      Sequence dLdo(K, how.batch, 1, x.last());
      dLdo(x.last()) = output_delta(predict(output, o), y) / n;
      auto g = backward(p, x, s, dLdo);
      clipping::clip_by_norm(g.blocks(), how.threshold);
      adam.step(p.blocks(), g.blocks(), how.rate);
      progress.tick();
    }
    const Batch fresh = draw(random, 500);
    note_judged(arma::accu(fresh.x.slices()));
    outcome.say = [=](const Sequence& x) {
      return predict(output, Matrix(forward(p, x).o(x.last())));
    };
    outcome.y_hat = outcome.say(fresh.x);
    outcome.y = fresh.y;
    return outcome;
  };

  if (start.cell == Start::lstm) {
    lstm::Parameters p = drawn(lstm::Parameters(D, H, K));
    p.f.b.fill(start.keep);
    p.i.b.fill(start.write);
    return descend(
        p,
        [zeros](const lstm::Parameters& at, const Sequence& x) {
          return lstm::forward(at, x, zeros(x), zeros(x));
        },
        lstm::backward);
  }
  if (start.cell == Start::gru) {
    gru::Parameters p = drawn(gru::Parameters(gru::Reset::before, D, H, K));
    p.u.b.fill(start.keep);
    return descend(
        p,
        [zeros](const gru::Parameters& at, const Sequence& x) {
          return gru::forward(at, x, zeros(x));
        },
        gru::backward);
  }
  bptt::Parameters p = drawn(bptt::Parameters{
      Matrix(H, D), Matrix(H, H), Matrix(K, H), Vector(H, arma::fill::zeros),
      Vector(K, arma::fill::zeros)});
  p.W = orthogonal(random, H);
  constexpr Activation tanh = Activation::tanh;
  return descend(
      p,
      [zeros](const bptt::Parameters& at, const Sequence& x) {
        return bptt::forward(tanh, at, x, zeros(x));
      },
      [](const bptt::Parameters& at, const Sequence& x, const bptt::States& s,
         const Sequence& dLdo) {
        return bptt::backward(tanh, at, x, s, dLdo);
      });
}

}  // namespace unrolled::gates
