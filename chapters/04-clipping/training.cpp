#include "chapters/04-clipping/training.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "common/data.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

namespace unrolled::clipping {

Parameters first_parameters(Index H, const MakeWeights& W, Random& random,
                            double size_of_U, double size_of_V) {
  return {random.normal_matrix(H, 1, size_of_U), W(random, H),
          random.normal_matrix(1, H, size_of_V), Vector(H, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}

MakeWeights scaled_orthogonal(double gain) {
  return [gain](Random& random, Index H) {
    return Matrix(gain * orthogonal(random, H));
  };
}

// [train]
Record train(const Training& how, const Parameters& p, const LossAt& loss_at) {
  Record run{p, {}, {}, true};
  for (Index update = 0; update < how.updates; ++update) {
    auto [loss, g] = loss_at(run.p);
    run.finite = std::isfinite(loss) && is_finite(g.blocks());
    if (!run.finite) break;
    run.losses.push_back(loss);
    run.norms.push_back(global_norm(g.blocks()));
    if (how.threshold > 0) clip_by_norm(g.blocks(), how.threshold);
    bptt::update(run.p, g, how.rate);
  }
  return run;
}
// [train]

Sunspots sunspots() {
  const Csv csv =
      read_csv(data_folder() / "sunspots-yearly.csv", Header::required);
  const Vector years = csv.values.submat(0, 1, 220, 1);
  const Matrix scaled = ((years - arma::mean(years)) / arma::stddev(years)).t();
  return {Matrix(scaled.head_cols(220)), Matrix(scaled.tail_cols(220))};
}

Record train_on(const Sunspots& data, const Training& how,
                const Parameters& p) {
  const bptt::Network net{Activation::tanh, Output::linear_squared_error};
  const Vector h0(p.W.n_rows, arma::fill::zeros);
  return train(how, p, [&](const Parameters& at) {
    const auto found = bptt::loss_and_gradient(net, at, data.x, data.y, h0);
    return std::pair{found.loss, ParameterGradient(found.by)};
  });
}

double last_error(const Record& run, const Sunspots& data) {
  if (!run.finite) return std::numeric_limits<double>::infinity();
  return 2 * run.losses.back() / static_cast<double>(data.y.steps());
}

std::pair<Sequence, Matrix> draw(const FirstSign& task, Random& random) {
  Sequence x(1, task.batch, 1, task.tau);
  Matrix y(1, task.batch);
  for (Index j = 0; j < task.batch; ++j) {
    y(j) = random.uniform() < 0.5 ? 1 : 0;
    x(1)(j) = 2 * y(j) - 1;
    for (Index t = 2; t <= task.tau; ++t)
      x(t)(j) = task.noise * random.normal();
  }
  return {x, y};
}

Record train_on(const FirstSign& task, Activation hidden, const Training& how,
                const Parameters& p, Random& random) {
  constexpr Output output = Output::sigmoid_cross_entropy;
  const Matrix h0(p.W.n_rows, task.batch, arma::fill::zeros);
  return train(how, p, [&](const Parameters& at) {
    const auto [x, y] = draw(task, random);
    const bptt::States s = bptt::forward(hidden, at, x, h0);
    if (!s.h.slices().is_finite() || !s.o.slices().is_finite())
      return std::pair{arma::datum::inf, ParameterGradient()};
    const Matrix& o = s.o(task.tau);
    Sequence dLdo(1, task.batch, 1, task.tau);
    dLdo(task.tau) = output_delta(predict(output, o), y);
    return std::pair{loss(output, o, y),
                     ParameterGradient(bptt::backward(hidden, at, x, s, dLdo))};
  });
}

bool has_learned(const FirstSign& task, Activation hidden, const Record& run,
                 Random& random) {
  if (!run.finite) return false;
  const FirstSign fresh{task.tau, 200, task.noise};
  const auto [x, y] = draw(fresh, random);
  const Matrix h0(run.p.W.n_rows, fresh.batch, arma::fill::zeros);
  const Matrix o = bptt::forward(hidden, run.p, x, h0).o(fresh.tau);
  note_judged(arma::accu(y));
  double correct = 0;
  for (Index j = 0; j < fresh.batch; ++j) correct += (o(j) > 0) == (y(j) > 0.5);
  return correct / static_cast<double>(fresh.batch) >= 0.95;
}

}  // namespace unrolled::clipping
